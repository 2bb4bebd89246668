"""The editor by canonical images: it says which tasks an edited clip needs, and does them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from types import MappingProxyType
from typing import Any

from editors.asked import Link, edit_asked, export_asked
from editors.tasks import Numbered, clip_tasks, shot_tasks
from editors.work import EditWork, Export, FitWork, Todo
from storyline.schema.media import FrameSize
from storyline.schema.storyboard import Shot
from storyline.schema.task import Job, Task


@dataclass(frozen=True)
class CanonicalEditor:
    """Fits clips, and edits them in their canonical images."""

    name: str = "canonical"

    def asked(
        self,
        link: Link,
        clip: Path,
        rows: int,
        *,
        do: str,
        to: Any = None,
        target: str = "all",
        parameters: Mapping[str, Any] = MappingProxyType({}),
        max_seconds: float | None = None,
    ) -> tuple[FitWork, Todo]:
        """What is to be fitted, and what is to be done: of words as people say them (see `film.edit_clip`).

        Args:
            link: puts a file into the folder that the work is done in.
            clip: the video.
            rows: of its frames.

        Raises:
            EditError: no such target, or operation.
        """
        return edit_asked(link, clip, rows, do=do, to=to, target=target, parameters=parameters, max_seconds=max_seconds)

    def asked_export(
        self, link: Link, clip: Path, rows: int, *, target: str = "all", max_seconds: float | None = None
    ) -> tuple[FitWork, Export]:
        """What is to be fitted, and what of the fit is to be written out (see `film.export_canonical`).

        Raises:
            EditError: no such target.
        """
        return export_asked(link, clip, rows, target=target, max_seconds=max_seconds)

    def export(self, fit: Path, what: Export, output: Path) -> str:
        """Write the canonical image of a layer of a fit; the layer's name."""
        from editors.canonical import load
        from editors.exchange import write_image

        clip = load(fit)
        chosen = clip.layer(what.layer) if what.layer is not None else clip.layers[-1]
        write_image(chosen, output)
        return chosen.name

    def psnr(self, fits: Sequence[Path]) -> float:
        """How near fits are to their clips, in decibels: the mean over pieces and layers."""
        from editors.canonical import load

        return fmean(about["psnr"] for path in fits for about in load(path).fitted["layers"].values())

    def tasks(
        self, fit: FitWork, length: int, size: FrameSize, cuts: tuple[int, ...] = (), edits: Sequence[Todo] = ()
    ) -> Iterator[Task]:
        """The tasks of a clip (see `editors.tasks.clip_tasks`). Raises EditError: masks of another number."""
        return clip_tasks(self.name, fit, length, size, cuts, edits)

    def shot_tasks(
        self, shot: Shot, edits: Sequence[Numbered], clips: Sequence[Task], size: FrameSize
    ) -> Iterator[Task]:
        """The tasks of a shot's edits (see `editors.tasks.shot_tasks`). Raises EditError: one cannot be done."""
        return shot_tasks(self.name, shot, edits, clips, size)

    def run(self, batch: Sequence[Job]) -> None:
        """Fit pieces, or edit frames.

        Raises:
            EditError: a clip, a mask or an edit cannot be used.
        """
        from editors.making import edit, fit  # they load torch

        for job in batch:
            if job.task.kind == "canonical":
                fit(FitWork.model_validate_json(job.task.part.json), job)
            else:
                edit(EditWork.model_validate_json(job.task.part.json), job)
