"""The editor by canonical images: it says which tasks an edited clip needs, and does them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from types import MappingProxyType
from typing import Any

from editors.asked import Link, edit_asked, export_asked
from editors.files import check
from editors.keyframes.tasks import PANELS, given_tasks
from editors.keyframes.work import GivenWork, TraceWork, blended
from editors.tasks import Numbered, clip_tasks, layer_of, place_of, shot_tasks, work_of
from editors.work import FIELDS, EditWork, Export, FitWork, Todo
from storyline.errors import EditError, ScriptError
from storyline.schema.edit import Edit, EditTarget
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
        size: tuple[int, int],
        *,
        do: str,
        to: Any = None,
        target: str = "all",
        parameters: Mapping[str, Any] = MappingProxyType({}),
        max_seconds: float | None = None,
        field: str = FIELDS[0],
    ) -> tuple[FitWork, Todo]:
        """What is to be fitted, and what is to be done: of words as people say them (see `film.edit_clip`).

        Args:
            link: puts a file into the folder that the work is done in.
            clip: the video.
            size: rows and columns of its frames.

        Raises:
            EditError: no such target, operation or field; or masks of another shape than the frames, or of nothing.
        """
        return edit_asked(
            link, clip, size, do=do, to=to, target=target, parameters=parameters, max_seconds=max_seconds, field=field
        )

    def asked_export(
        self,
        link: Link,
        clip: Path,
        size: tuple[int, int],
        *,
        target: str = "all",
        max_seconds: float | None = None,
        field: str = FIELDS[0],
    ) -> tuple[FitWork, Export]:
        """What is to be fitted, and what of the fit is to be written out (see `film.export_canonical`).

        Raises:
            EditError: as `asked` does.
        """
        return export_asked(link, clip, size, target=target, max_seconds=max_seconds, field=field)

    def must_show(self, fits: Sequence[Path], layer: str | None) -> None:
        """Refuse a target that none of a clip's fits shows: nothing moved, or a mask could not be followed.

        Raises:
            EditError: it is nowhere.
        """
        from editors.canonical import load

        if layer is not None and not any(bool((load(fit).layer(layer).matte > 0.5).any()) for fit in fits):
            raise EditError(f"target: {layer} is nowhere to be seen in this clip; name another target, or give a mask")

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

    def keyframe_tasks(self, shot: Shot, clips: Sequence[Task], size: FrameSize) -> Iterator[Task]:
        """The tasks that put the pictures of a shot's panels into its frames, each most at its own panel.

        Raises:
            SetupError: PyTorch is not installed.
        """
        images = tuple((panel.at, panel.image) for panel in shot.panels if panel.image is not None)
        return given_tasks(self.name, shot, PANELS, blended(images), clips, size)

    def shot_export(self, target: EditTarget) -> Export:
        """What a target of a storyboard means of a shot's fit."""
        return Export(layer=layer_of(target))

    def check(self, edit: Edit, root: Path, size: FrameSize) -> None:
        """Look at an edit of a script before anything is made (see `editors.files.check`). Raises EditError."""
        check(edit, root, size)

    def run(self, batch: Sequence[Job]) -> None:
        """Fit pieces, or edit frames.

        Raises:
            EditError: a clip, a mask or an edit cannot be used.
        """
        from editors import making  # it loads torch
        from editors.keyframes import making as keyframes

        for job in batch:
            work = work_of(job.task)
            try:
                match work:
                    case FitWork():
                        making.fit(work, job)
                    case EditWork():
                        making.edit(work, job)
                    case TraceWork():
                        keyframes.trace(work, job)
                    case GivenWork():
                        keyframes.put(work, job)
            except (EditError, ScriptError) as error:
                where = place_of(job.task)
                raise EditError(f"{where}: {error}" if where else str(error)) from error
