"""One storyboard that is being changed: its history, and the answers to those who change it.

What is asked and answered is plain JSON; the studio carries it over HTTP, the notebook over its own channel:

    {"id": 1, "ask": "state"}                                       → {"id": 1, "state": {…}}
    {"id": 2, "ask": "change", "version": 7, "changes": [{…}]}      → {"id": 2, "state": {…}}, or
                                                                      {"id": 2, "faults": [{"at", "where", "says"}]}
    {"id": 3, "ask": "undo"}, "redo"                                → {"id": 3, "state": {…}}
    {"id": 4, "ask": "save"}                                        → {"id": 4, "saved": "NAME", "kept": true, "state"}
    {"id": 5, "ask": "render", "shot": "ID"}, or "film"             → {"id": 5, "started": true}; events follow
    {"id": 6, "ask": "thumbnail", "shot": "ID", "panel": 0, "width": 320}   → {"id": 6, "picture": "data:…"}
                          … "view": "place": the master view of the place, with everybody in it

What cannot be done is answered by {"id": …, "error": "what is wrong"}. Changes are those of `studio.revise`.
"""

import base64
import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from queue import SimpleQueue
from typing import Any, get_args

from storyline.errors import StorylineError
from storyline.film.plugins import plugins
from storyline.reading.files import with_files
from storyline.schema.camera import Angle, ShotSize
from storyline.schema.faults import Fault
from storyline.schema.layout import Expression, Facing
from storyline.schema.media import FileRef
from storyline.schema.script import Subtitles, TransitionKind
from storyline.schema.sound import LineKind
from storyline.schema.storyboard import Storyboard
from storyline.schema.vocabulary import ACTIONS, COLOURS, KINDS, SETTINGS, TIMES_OF_DAY, WEATHERS
from storyline.studio.drawing import Drawing
from storyline.studio.history import History
from storyline.studio.manuscript import Manuscript, Saved, save
from storyline.studio.revise import RefusedError, revise

log = logging.getLogger(__name__)

Event = dict[str, Any]
Heard = Callable[[Event], None]
"""Called with every event, by any thread; it must be quick."""

FILM = "film"
"""What is asked for in the place of a shot's id to render all of it; a shot of this id goes before."""
_NAMING = frozenset(FileRef.model_fields)
"""Fields by which files are named."""
_APART = 0.1
"""Seconds between two reports of progress, at least."""

CHOICES: Mapping[str, Sequence[str]] = {
    "size": get_args(ShotSize),
    "angle": get_args(Angle),
    "transition": get_args(TransitionKind),
    "time_of_day": TIMES_OF_DAY,
    "weather": WEATHERS,
    "kinds": tuple(KINDS),
    "actions": tuple(ACTIONS),
    "colours": tuple(COLOURS),
    "settings": tuple(SETTINGS),
    "facing": get_args(Facing),
    "expression": get_args(Expression),
    "anchors": ("seat", "hand", "mouth", "head", "back", "top", "inside"),
    "line": get_args(LineKind),
    "subtitles": get_args(Subtitles),
}
"""Words that a field may have, or that every generator knows."""


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
        self._document: tuple[Storyboard, dict[str, Any]] | None = (
            None  # as plain JSON: asked for more often than changed
        )
        self._drawing, self._address = drawing, address
        self._choices = {name: list(words) for name, words in CHOICES.items()}
        self._choices["generators"] = list(plugins("generators"))
        self._changes, self._saves = threading.RLock(), threading.Lock()
        self._listeners: list[Heard] = []
        self._clips: dict[str, Path] = {}
        self._wanted: SimpleQueue[str | None] = SimpleQueue()
        self._waiting: set[str] = set()
        self._renderer: threading.Thread | None = None

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

    def render(self, shot: str) -> None:
        """Render a shot's clip, or the film, once those that were asked for before are done.

        Raises:
            KeyError: there is no such shot.
        """
        with self._changes:
            if shot != FILM and shot not in self._shots():
                raise KeyError(shot)
            if shot in self._waiting:
                return
            self._waiting.add(shot)
            self._wanted.put(shot)
            if self._renderer is None:
                self._renderer = threading.Thread(target=self._render_all, name="studio render", daemon=True)
                self._renderer.start()

    def clip(self, shot: str) -> Path | None:
        """The clip of a shot, or the film, as it was rendered last; None if it was not."""
        return self._clips.get(shot)

    def close(self) -> None:
        """Render nothing more, and remove the clips."""
        self._wanted.put(None)
        self._drawing.close()

    def answer(self, request: Any) -> dict[str, Any]:
        """Answer one request (see above); it never raises for what stands in it."""
        if not isinstance(request, Mapping):
            return {"id": None, "error": "expected a request such as {'id': 1, 'ask': 'state'}"}
        id = request.get("id")
        reply: dict[str, Any] = {"id": id if isinstance(id, int | str) else None}
        try:
            return reply | self._answered(request)
        except RefusedError as refused:
            faults = [{"at": list(f.path), "where": f.where, "says": f.message} for f in refused.faults]
            is_stale = request.get("version") != self.version
            return reply | {"faults": faults} | ({"state": self.state()} if is_stale else {})
        except StorylineError as error:
            return reply | {"error": str(error)}
        except KeyError:
            return reply | {"error": "there is no such shot or panel"}

    def _answered(self, request: Mapping[str, Any]) -> dict[str, Any]:
        match request:
            case {"ask": "state"}:
                pass
            case {"ask": "change", "version": int(version), "changes": list(changes)}:
                self.change(changes, version)
            case {"ask": "undo"}:
                self.undo()
            case {"ask": "redo"}:
                self.redo()
            case {"ask": "save"}:
                saved = self.save()
                return {"saved": saved.manuscript.path.name, "kept": saved.kept, "state": self.state()}
            case {"ask": "render", "shot": str(shot)}:
                self.render(shot)
                return {"started": True}
            case {"ask": "thumbnail", "shot": str(shot), "panel": int(panel)}:
                width, place = request.get("width", 320), request.get("view") == "place"
                width = width if isinstance(width, int) else 320
                wanted = self._drawing.thumbnail(self.board, shot, panel, width, place=place)
                return {"picture": data_url("image/jpeg", self._drawing.jpeg(wanted))}
            case _:
                return {
                    "error": "expected `ask`: state, change, undo, redo, save, render or thumbnail, with its fields"
                }
        return {"state": self.state()}

    def _go(self, history: History) -> None:
        if history is self._history:
            return
        self._history = history
        self._version += 1
        self._tell_state()

    def _shots(self) -> set[str]:
        return {shot.id for _, shot in self.board.shots()}

    def _tell_state(self) -> None:
        if self._listeners:
            self._tell({"event": "state", "state": self.state()})

    def _tell(self, event: Event) -> None:
        for heard in tuple(self._listeners):
            try:
                heard(event)
            except Exception:
                log.exception("a listener of the studio failed")

    def _render_all(self) -> None:
        while (shot := self._wanted.get()) is not None:
            self._render(shot)

    def _render(self, shot: str) -> None:
        with self._changes:
            self._waiting.discard(shot)
            board = self.board
            named = None if shot == FILM and FILM not in self._shots() else shot
        told = 0.0

        def progress(stage: str, done: int, total: int) -> None:
            nonlocal told
            now = time.monotonic()
            if now - told >= _APART or done == total:
                told = now
                self._tell({"event": "progress", "shot": shot, "stage": stage, "done": done, "total": total})

        try:
            clip = self._drawing.clip(board, named, progress)
        except KeyError:
            self._tell({"event": "failed", "shot": shot, "says": "there is no such shot any more"})
        except StorylineError as error:
            self._tell({"event": "failed", "shot": shot, "says": str(error)})
        except Exception as error:  # of a generator that somebody plugged in; the studio goes on
            log.exception("rendering %s failed", shot)
            self._tell({"event": "failed", "shot": shot, "says": f"{type(error).__name__}: {error}"})
        else:
            self._clips[shot] = clip
            self._tell({"event": "rendered", "shot": shot, "clip": self._address(shot, clip)})


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
