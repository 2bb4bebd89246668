"""A storyboard that is changed in a notebook: the Python object is the truth, every view shows it."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anywidget import AnyWidget
from traitlets import Bool

from storyline.film.plugins import GENERATOR
from storyline.notebook.bundle import script, style
from storyline.schema.storyboard import Storyboard
from storyline.studio.answers import answer
from storyline.studio.drawing import Drawing
from storyline.studio.manuscript import Manuscript
from storyline.studio.session import Session

if TYPE_CHECKING:
    from generators.protocol import Generator

_SLOW = ("thumbnail", "takes", "take", "supply")
"""What reads or draws pictures before it is answered."""
_AT_ONCE = 32
"""Of those: they wait for each other, and the latest is drawn first."""


class Editor(AnyWidget):
    """The editor of a storyboard; `storyboard` is what became of it so far."""

    _esm = script()
    _css = style()
    saves = Bool(False).tag(sync=True)
    """Whether there is a file that it is saved into."""
    _unlisten: Callable[[], None] | None = None

    def __init__(
        self,
        story: Storyboard | Manuscript,
        *,
        root: Path | None = None,
        generator: "str | Generator" = GENERATOR,
        store: str | Path | None = None,
        workers: int | None = 1,
    ) -> None:
        """Edit a storyboard, or one that was opened from its file; see `storyline.notebook.edit`."""
        folder = root or (story.root if isinstance(story, Manuscript) else Path())
        drawing = Drawing(folder, generator=generator, store=store, workers=workers)
        self._session = Session(story, drawing, root=folder)
        self._draws = ThreadPoolExecutor(_AT_ONCE, "thumbnails")  # drawing does not hold up the notebook
        super().__init__(saves=isinstance(story, Manuscript))
        self._unlisten = self._session.listen(self.send)
        self.on_msg(self._asked)

    @property
    def storyboard(self) -> Storyboard:
        """As it is now. Another one may be put in its place, which is one step of undo."""
        return self._session.board

    @storyboard.setter
    def storyboard(self, board: Storyboard) -> None:
        self._session.put(board)

    def change(self, *changes: Mapping[str, Any]) -> None:
        """Change it as the page does, by changes as `studio.revise` has them; all of them are one step of undo.

        Raises:
            RefusedError: they make no valid storyboard; nothing of them was done.
        """
        self._session.change(changes)

    def undo(self) -> None:
        """A step back; nothing happens at the start."""
        self._session.undo()

    def redo(self) -> None:
        """Do again what was undone last."""
        self._session.redo()

    def save(self) -> Path:
        """Write it into the file that it was opened from; where that lies.

        Raises:
            StorylineError: there is none, it has changed since, or it cannot be written.
        """
        return self._session.save().manuscript.path

    def close(self) -> None:
        """Show it no more, and remove its clips; `storyboard` stays."""
        if self._unlisten is not None:
            self._unlisten()
            self._unlisten = None
            self._draws.shutdown(cancel_futures=True)
            self._session.close()
        super().close()

    def _asked(self, _: object, request: Any, buffers: Sequence[memoryview]) -> None:
        data = bytes(buffers[0]) if buffers else b""
        if isinstance(request, dict) and request.get("ask") in _SLOW:
            self._draws.submit(self._answer, request, data)
        else:
            self._answer(request, data)

    def _answer(self, request: Any, data: bytes) -> None:
        self.send(answer(self._session, request, data))
