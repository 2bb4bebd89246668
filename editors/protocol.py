"""What an editor is: it says which tasks an edited clip needs, and does them."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from editors.asked import Link
from editors.tasks import Numbered
from editors.work import Export, FitWork, Todo
from storyline.schema.edit import Edit, EditTarget
from storyline.schema.media import FrameSize
from storyline.schema.storyboard import Shot
from storyline.schema.task import Maker, Task


class Editor(Maker, Protocol):
    """Edits clips, and shots of films. What a task makes depends on the task and on what it reads alone.

    Every method that refuses something raises EditError.
    """

    def asked(
        self, link: Link, clip: Path, size: tuple[int, int], *, do: str, to: Any, target: str,
        parameters: Mapping[str, Any], max_seconds: float | None, field: str,
    ) -> tuple[FitWork, Todo]:  # fmt: skip
        """What people say of a clip as what is to be fitted, and what is to be done with the fit."""
        ...

    def asked_export(
        self, link: Link, clip: Path, size: tuple[int, int], *, target: str, max_seconds: float | None, field: str
    ) -> tuple[FitWork, Export]:
        """The same of what is to be written out of a fit."""
        ...

    def tasks(
        self, fit: FitWork, length: int, size: FrameSize, cuts: tuple[int, ...] = (), edits: Sequence[Todo] = ()
    ) -> Iterator[Task]:
        """The tasks of a clip: those of the kind `canonical` fit it, those of the kind `edit` make its frames."""
        ...

    def must_show(self, fits: Sequence[Path], layer: str | None) -> None:
        """Refuse a layer that is nowhere to be seen in some fits."""
        ...

    def psnr(self, fits: Sequence[Path]) -> float:
        """How near fits are to their clip, in decibels."""
        ...

    def export(self, fit: Path, what: Export, output: Path) -> str:
        """Write something out of a fit; the name of the layer that it is of."""
        ...

    def check(self, edit: Edit, root: Path, size: FrameSize) -> None:
        """Refuse an edit of a script that cannot be done, as far as that is known before anything is made."""
        ...

    def shot_tasks(
        self, shot: Shot, edits: Sequence[Numbered], clips: Sequence[Task], size: FrameSize
    ) -> Iterator[Task]:
        """The tasks of a shot's edits; the last of the kind `edit` make its frames."""
        ...

    def keyframe_tasks(self, shot: Shot, clips: Sequence[Task], size: FrameSize) -> Iterator[Task]:
        """The tasks that put the pictures of a shot's panels into its frames; the last of the kind `edit` make them."""
        ...

    def shot_export(self, target: EditTarget) -> Export:
        """What a target of a storyboard means of a shot's fit."""
        ...
