"""One storyboard that is being changed: its history, what is rendered of it, and where it is kept."""

import base64
import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from storyline.errors import StorylineError
from storyline.film.render import Progress
from storyline.film.shoot import shoot
from storyline.film.takes import discard
from storyline.reading.files import with_files
from storyline.schema.base import ShotId, document
from storyline.schema.faults import Fault
from storyline.schema.media import FileRef
from storyline.schema.script import Overrides
from storyline.schema.storyboard import Shot, Storyboard
from storyline.studio import pictures, takes
from storyline.studio.choices import choices
from storyline.studio.drawing import Drawing
from storyline.studio.history import History
from storyline.studio.jobs import Event, Job, Jobs
from storyline.studio.manuscript import Manuscript, Saved, save
from storyline.studio.revise import RefusedError, revise

log = logging.getLogger(__name__)

Heard = Callable[[Event], None]
"""Called with every event, by any thread; it must be quick."""

FILM = "film"
"""What is asked for in the place of a shot's id to render all of it; a shot of this id goes before."""
_NAMING = frozenset(FileRef.model_fields)
"""Fields by which files are named."""


class Session:
    """A storyboard, what it was before, and where it is kept. Threads may share it."""

    def __init__(
        self,
        manuscript: Manuscript | Storyboard,
        drawing: Drawing,
        *,
        root: Path | None = None,
        address: Callable[[str, Path], str] = lambda shot, clip: data_url("video/mp4", clip.read_bytes()),
    ) -> None:
        """Begin with an opened file, or with a storyboard that is kept nowhere, whose files lie in `root`.

        Args:
            address: where the clip of a shot is shown from; a data URL holds all of it.
        """
        self._manuscript = manuscript if isinstance(manuscript, Manuscript) else None
        board = manuscript.board if isinstance(manuscript, Manuscript) else manuscript
        self._root = root or (self._manuscript.root if self._manuscript else Path())
        self._history, self._version, self._kept = History(board), 1, board
        self._document: tuple[Storyboard, dict[str, Any]] | None = None  # as plain JSON, which takes its time
        self._drawing, self._address, self._choices = drawing, address, choices()
        self._changes, self._saves = threading.RLock(), threading.Lock()
        self._listeners: list[Heard] = []
        self._clips: dict[str, Path] = {}
        self._jobs = Jobs(self._tell)

    @property
    def board(self) -> Storyboard:
        """As it is now."""
        return self._history.now

    @property
    def version(self) -> int:
        """Grows with every change, undo and redo."""
        return self._version

    @property
    def drawing(self) -> Drawing:
        """What draws it."""
        return self._drawing

    @property
    def root(self) -> Path:
        """The folder that its files, and the takes of its shots, lie in."""
        return self._root

    @property
    def is_saved(self) -> bool:
        """Whether its file says the same."""
        return self._kept == self._history.now

    def state(self) -> dict[str, Any]:
        """All that those who show it need, as plain JSON values."""
        with self._changes:
            board, version, history = self._history.now, self._version, self._history
            dirty = not self.is_saved
            if self._document is None or self._document[0] is not board:
                self._document = (board, board.model_dump(mode="json"))
            document = self._document[1]
        return {
            "version": version,
            "board": document,
            "timeline": [
                {"shot": shot.id, "start": span.start, "end": span.end_exclusive} for shot, span in board.timeline()
            ],
            "undo": bool(history.past),
            "redo": bool(history.future),
            "dirty": dirty,
            "choices": self._choices,
        }

    def change(self, changes: Sequence[Any], version: int | None = None) -> None:
        """Change it, as one step: wholly or not at all.

        Raises:
            RefusedError: the changes do not fit, or `version` is not the present one.
        """
        with self._changes:
            if version is not None and version != self._version:
                raise RefusedError([Fault((), "", "the storyboard has changed since")])
            board = revise(self.board, changes)
            if any(map(_names_a_file, changes)):
                try:
                    board = with_files(board, self._root, source="storyboard")
                except StorylineError as error:
                    raise RefusedError([Fault((), "", str(error))]) from None
            if wrong := list(takes.wrong_locks(self.board, board, self._root)):
                raise RefusedError(wrong)
            self._go(self._history.do(board))

    def put(self, board: Storyboard) -> None:
        """Put another storyboard in its place, as one step."""
        with self._changes:
            self._go(self._history.do(board))

    def undo(self) -> None:
        """A step back; nothing happens at the start."""
        with self._changes:
            self._go(self._history.undo())

    def redo(self) -> None:
        """Do again what was undone last, if anything was."""
        with self._changes:
            self._go(self._history.redo())

    def save(self) -> Saved:
        """Write it into its file (see `manuscript.save`).

        Raises:
            StorylineError: there is no file, it has changed since, or it cannot be written.
        """
        with self._saves:
            if self._manuscript is None:
                raise StorylineError("this storyboard was not opened from a file, and is saved by whoever made it")
            board = self.board
            saved = save(self._manuscript, board)
            with self._changes:
                self._manuscript, self._kept = saved.manuscript, board
        self._tell_state()
        return saved

    def listen(self, heard: Heard) -> Callable[[], None]:
        """Hear of every event from now on, until what comes back is called."""
        with self._changes:
            self._listeners.append(heard)

        def unlisten() -> None:
            with self._changes:
                if heard in self._listeners:
                    self._listeners.remove(heard)

        return unlisten

    def render(self, shot: str) -> int:
        """Render a shot's clip, or the film, once those that were asked for before are done; 0 if it waits already.

        Raises:
            KeyError: there is no such shot.
        """
        if shot != FILM:
            self.shot(shot)
        return self._jobs.add(Job({"job": "clip", "shot": shot}, partial(self._render, shot)))

    def shoot(self, shot: str, seeds: Sequence[Any], differently: Mapping[str, Any]) -> int:
        """Take a shot, once for each seed, and keep the takes; the shot stays as it is.

        Args:
            differently: fields of `Overrides` in place of the shot's own.

        Returns:
            how many takes are made of it: one that waits already is not made twice.

        Raises:
            KeyError: there is no such shot.
            RefusedError: it cannot be taken so.
        """
        started = 0
        for way in takes.ways(self.shot(shot), seeds, differently):
            about = {"job": "takes", "shot": shot, "seed": way.seed, "overrides": document(way)}
            started += self._jobs.add(Job(about, partial(self._shoot, shot, way)))
        return started

    def discard(self, digest: str) -> None:
        """Remove a take for good.

        Raises:
            KeyError: there is no such take.
            StorylineError: a shot is locked to it, or it cannot be removed.
        """
        take = takes.known(self._root, digest)
        with self._changes:
            discard(take.digest, self._root, self.board)
        self._tell({"event": "discarded", "shot": take.shot, "take": take.digest})

    def keep(self, shot: str, panel: int) -> int:
        """Make the keyframe of a panel, if it is not there, and have the panel show it from now on as it is.

        Returns:
            0 if that waits already.

        Raises:
            KeyError: there is no such shot or panel.
        """
        if not 0 <= panel < len(self.shot(shot).panels):
            raise KeyError(panel)
        return self._jobs.add(Job({"job": "keyframe", "shot": shot, "panel": panel}, partial(self._keep, shot, panel)))

    def supply(self, shot: str, panel: int, picture: bytes, version: int | None = None) -> None:
        """Have a panel show a picture that somebody made, as one step.

        Raises:
            KeyError: there is no such shot or panel.
            RefusedError: `version` is not the present one.
            StorylineError: the picture cannot be used, or not be written.
        """
        board = self.board
        if not 0 <= panel < len(self.shot(shot).panels):
            raise KeyError(panel)
        self._show(pictures.supplied(picture, board.size), shot, board, panel, version)

    def clip(self, shot: str) -> Path | None:
        """The clip of a shot, or the film, as it was rendered last; None if it was not."""
        return self._clips.get(shot)

    def close(self) -> None:
        """Render nothing more, and remove the clips."""
        self._jobs.close()
        self._drawing.close()

    def _go(self, history: History) -> None:
        if history is self._history:
            return
        self._history = history
        self._version += 1
        self._tell_state()

    def shot(self, id: str) -> Shot:
        """The shot of this id. Raises KeyError if there is none."""
        for _, shot in self.board.shots():
            if shot.id == id:
                return shot
        raise KeyError(id)

    def _tell_state(self) -> None:
        if self._listeners:
            self._tell({"event": "state", "state": self.state()})

    def _tell(self, event: Event) -> None:
        for heard in tuple(self._listeners):
            try:
                heard(event)
            except Exception:
                log.exception("a listener of the studio failed")

    def _render(self, shot: str, progress: Progress) -> Event:
        board = self.board
        named = None if shot == FILM and all(one.id != FILM for _, one in board.shots()) else shot
        clip = self._clips[shot] = self._drawing.clip(board, named, progress)
        return {"event": "rendered", "clip": self._address(shot, clip)}

    def _shoot(self, shot: str, way: Overrides, progress: Progress) -> Event:
        return {"event": "taken", "take": shoot(self._drawing.render(self.board, progress), ShotId(shot), way).digest}

    def _keep(self, shot: str, panel: int, progress: Progress) -> Event:
        board = self.board
        self._show(pictures.kept(self._drawing.still(board, shot, panel, progress)), shot, board, panel, None)
        return {"event": "kept"}

    def _show(self, png: bytes, shot: str, board: Storyboard, panel: int, version: int | None) -> None:
        """Have the panel that had this number in a storyboard show a picture."""
        found = next(one for _, one in board.shots() if one.id == shot)
        file = pictures.put(png, self._root, found.id)
        with self._changes:
            for s, scene in enumerate(self.board.scenes):
                for t, one in enumerate(scene.shots):
                    for n, now in enumerate(one.panels):
                        if one.id == shot and now.at == found.panels[panel].at:
                            at = ["scenes", s, "shots", t, "panels", n, "image"]
                            self.change([{"do": "set", "at": at, "value": document(file)}], version)
                            return
        raise KeyError(shot)


def _names_a_file(change: Mapping[str, Any]) -> bool:
    """Whether a change may name a file that was not named before, or name it otherwise."""
    at = change["at"]
    return at[0] == "edits" or at[-1] in _NAMING or _holds(change.get("value"))


def _holds(value: Any) -> bool:
    if isinstance(value, Mapping):
        return not _NAMING.isdisjoint(value) or any(map(_holds, value.values()))
    return isinstance(value, list | tuple) and any(map(_holds, value))


def data_url(kind: str, data: bytes) -> str:
    """Bytes as an address that holds them."""
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"
