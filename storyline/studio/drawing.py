"""A storyboard's shots → thumbnails and clips, from the store that its film is rendered in: nothing is drawn twice."""

import hashlib
import os
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image

from storyline.errors import StorylineError
from storyline.exchange.thumbnails import jpeg, thumbnails
from storyline.film import Render, plugin
from storyline.film.graph import keyframes, scene_tasks, segments
from storyline.film.plugins import GENERATOR
from storyline.film.render import Progress
from storyline.film.stills import Stills
from storyline.film.takes import misfit, take_file, takes_of
from storyline.frames.clip import Picture
from storyline.frames.encode import Encoding, encode, join
from storyline.frames.lossless import read_clip
from storyline.graph.build import RenderGraph, build
from storyline.graph.store import Store, default_folder
from storyline.schema.base import ShotId
from storyline.schema.media import Digest, FrameSize
from storyline.schema.storyboard import Scene, Shot, Storyboard
from storyline.schema.take import Take
from storyline.schema.task import Task
from storyline.studio.reframe import reframed
from storyline.studio.turns import LatestFirst

if TYPE_CHECKING:
    from generators.protocol import Generator

WIDEST = 1920
"""Pixels of a thumbnail."""
_QUICK = Encoding(crf=20, preset="ultrafast")
"""How takes are encoded to be looked at."""
_KEPT = 1000
"""Thumbnails in memory, of a few kilobytes each."""


class Thumbnail(NamedTuple):
    """A panel as it is to be drawn."""

    tag: str
    """Another one whenever the picture is another."""
    shot: Shot
    panel: int
    size: tuple[int, int]
    graph: RenderGraph
    board: Storyboard
    spot: tuple[str, int, int, bool]
    """What it is a picture of: its shot, panel, width, and whether of the place."""


class OutdatedError(StorylineError):
    """A picture that waited to be drawn until another one was wanted in its place."""


class Drawing:
    """Draws a storyboard as it goes. Threads may share it; they wait for each other."""

    def __init__(
        self,
        root: Path,
        *,
        generator: "str | Generator" = GENERATOR,
        store: str | os.PathLike[str] | None = None,
        workers: int | None = 1,
    ) -> None:
        """Draw with the files of a folder; `generator` makes the clips, and thumbnails are of the drawn world.

        Raises:
            SetupError: there is no such generator, or the store cannot be used.
        """
        self._root, self._workers = root, workers
        self._generator: Generator = plugin("generators", generator) if isinstance(generator, str) else generator
        self._store = Store(Path(store) if store is not None else default_folder())
        self._draft = plugin("generators", GENERATOR)
        self._draws, self._joins, self._holds = LatestFirst(), threading.Lock(), threading.Lock()
        self._held: OrderedDict[str, bytes] = OrderedDict()
        self._wanted: dict[tuple[str, int, int, bool], str] = {}
        self._folder: TemporaryDirectory[str] | None = None

    def close(self) -> None:
        """Remove the clips that were put together."""
        with self._joins:
            if self._folder is not None:
                self._folder.cleanup()
                self._folder = None

    def thumbnail(self, board: Storyboard, shot: str, panel: int, width: int, *, place: bool = False) -> Thumbnail:
        """What a panel's picture is to be; it is not drawn yet.

        Args:
            place: show the master view of the place, with everybody in it, in place of what the camera sees.

        Raises:
            KeyError: there is no such shot or panel.
        """
        draft, spot = _drafted(board), (shot, panel, width, place)
        scene, found = _found(draft, shot)
        if not 0 <= panel < len(found.panels):
            raise KeyError(panel)
        if place:
            draft, panel = _in_place(draft, found, panel)
        elif found.locked_take is not None and not self._is_usable(found.locked_take, found, board.size):
            draft = _with(draft, found, found.model_copy(update={"locked_take": None}))
        scene, found = _found(draft, shot)
        graph = build(scene_tasks(draft, self._draft, scene, [found.id], board.size)[0])
        key = graph.nodes[keyframes(graph)[found.id].id]["key"]
        width = max(16, min(width, WIDEST, board.size.width))
        size = (width, max(1, round(width * board.size.height / board.size.width)))
        tag = hashlib.sha256(f"{key} {panel} {size}".encode()).hexdigest()[:32]
        with self._holds:
            self._wanted[spot] = tag
        return Thumbnail(tag, found, panel, size, graph, draft, spot)

    def jpeg(self, wanted: Thumbnail) -> bytes:
        """The picture as a JPEG, drawn unless it is there.

        Raises:
            OutdatedError: another one has been wanted in its place since.
            StorylineError: it cannot be drawn.
        """
        if (there := self._there(wanted)) is not None:
            return there
        with self._draws:
            if (there := self._there(wanted)) is not None:
                return there
            shot = wanted.shot
            render = Render(wanted.board, self._draft, self._store, self._root, 1)
            tasks = keyframes(wanted.graph)
            stills = Stills(wanted.board, tasks, render.made(wanted.graph, (tasks[shot.id].id,)), {})
            moment = (shot.id, [shot.panels[wanted.panel].at])
            made = next(iter(thumbnails(stills, [moment], wanted.size, jpeg)))
            with self._holds:
                self._held[wanted.tag] = made
                while len(self._held) > _KEPT:
                    self._held.popitem(last=False)
            return made

    def _there(self, wanted: Thumbnail) -> bytes | None:
        with self._holds:
            if wanted.tag in self._held:
                self._held.move_to_end(wanted.tag)
                return self._held[wanted.tag]
            if self._wanted[wanted.spot] != wanted.tag:
                raise OutdatedError(f"shot {wanted.shot.id!r} has been changed since")
            return None

    def clip(self, board: Storyboard, shot: str | None, progress: Progress) -> Path:
        """A shot as it is seen in the film, an mp4 without sound; the whole film, with its sound, for None.

        A shot has its titles, subtitles, edits and the transition that it begins with.

        Raises:
            KeyError: there is no such shot.
            StorylineError: it cannot be made; what was made is kept.
        """
        render = self.render(board, progress)
        graph = render.graph()
        if shot is None:
            return render.made(graph, ("film",))["film"]
        id = _found(board, shot)[1].id
        tasks = [task for task in segments(graph) if task.shot == id]
        made = render.made(graph, tuple(task.id for task in tasks))
        return self._joined(board, [graph.nodes[task.id]["key"] for task in tasks], tasks, made)

    def render(self, board: Storyboard, progress: Progress = lambda stage, done, total: None) -> Render:
        """What makes clips, takes and stills of a storyboard."""
        return Render(board, self._generator, self._store, self._root, self._workers, progress)

    def still(self, board: Storyboard, shot: str, panel: int, progress: Progress) -> Picture:
        """The keyframe of a panel, as the film's generator makes it; of a locked shot, its take's.

        Raises:
            KeyError: there is no such shot or panel.
            StorylineError: it cannot be made.
        """
        scene, found = _found(board, shot)
        if not 0 <= panel < len(found.panels):
            raise KeyError(panel)
        render = self.render(board, progress)
        graph = build(scene_tasks(board, self._generator, scene, [found.id], board.size)[0])
        tasks = keyframes(graph)
        stills = Stills(board, tasks, render.made(graph, (tasks[found.id].id,)), {})
        return next(iter(stills(found.id, [found.panels[panel].at])))

    def take(self, take: Take, board: Storyboard) -> Path:
        """A take's clip as an mp4, at the rate of a storyboard.

        Raises:
            AssemblyError: it cannot be read or written.
        """
        with self._joins:
            clip = self._temporary() / f"{take.digest}-{str(board.rate).replace('/', '-')}.mp4"
            if not clip.exists():
                with closing(read_clip(self._root / take_file(take.digest), take.size)) as frames:
                    encode(frames, clip, size=take.size, rate=board.rate, length=take.frames, encoding=_QUICK)
        return clip

    def first_frame(self, take: Take, width: int) -> bytes:
        """A take's first frame as a JPEG of at most this width. Raises AssemblyError if it cannot be read."""
        with closing(read_clip(self._root / take_file(take.digest), take.size)) as frames:
            picture = Image.fromarray(next(frames))
        picture.thumbnail((max(16, min(width, WIDEST)),) * 2)
        return jpeg(picture)

    def _is_usable(self, take: Digest, shot: Shot, size: FrameSize) -> bool:
        """Whether a shot can show the take that it is locked to."""
        return any(one.digest == take and misfit(one, shot, size) is None for one in takes_of(self._root, shot.id))

    def _temporary(self) -> Path:
        if self._folder is None:
            self._folder = TemporaryDirectory(prefix="storyline-studio-")
        return Path(self._folder.name)

    def _joined(self, board: Storyboard, keys: Sequence[str], tasks: Sequence[Task], made: Mapping[str, Path]) -> Path:
        name = hashlib.sha256(" ".join(keys).encode()).hexdigest()[:32]
        with self._joins:
            clip = self._temporary() / f"{name}.mp4"
            if not clip.exists():
                join([(made[task.id], task.frames) for task in tasks], clip, rate=board.rate)
        return clip


def _in_place(board: Storyboard, shot: Shot, panel: int) -> tuple[Storyboard, int]:
    """The storyboard with a shot as nobody's camera sees it, and the number of its panel there."""
    bare = tuple(one.model_copy(update={"image": None}) for one in shot.panels)
    seen = reframed(shot.model_copy(update={"locked_take": None, "panels": bare}), ())
    number = next(n for n, one in enumerate(seen.panels) if one.at == shot.panels[panel].at)
    return _with(board, shot, seen), number


def _with(board: Storyboard, shot: Shot, other: Shot) -> Storyboard:
    """The storyboard with another shot in the place of one."""
    scenes = tuple(
        scene.model_copy(update={"shots": tuple(other if one is shot else one for one in scene.shots)})
        for scene in board.scenes
    )
    return board.model_copy(update={"scenes": scenes})


def _drafted(board: Storyboard) -> Storyboard:
    """The storyboard as the drawn world shows it, whoever a shot names."""
    if not board.edits and all(shot.overrides.generator is None for _, shot in board.shots()):
        return board

    def by_nobody(shot: Shot) -> Shot:
        return shot.model_copy(update={"overrides": shot.overrides.model_copy(update={"generator": None})})

    scenes = tuple(s.model_copy(update={"shots": tuple(map(by_nobody, s.shots))}) for s in board.scenes)
    return board.model_copy(update={"edits": (), "scenes": scenes})


def _found(board: Storyboard, shot: str) -> tuple[Scene, Shot]:
    for scene, found in board.shots():
        if found.id == ShotId(shot):
            return scene, found
    raise KeyError(shot)
