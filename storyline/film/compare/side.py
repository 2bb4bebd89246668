"""What is to be compared → a side: a film's file, its storyboard, and its frames as the store keeps them."""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from storyline.assembly.segments import Cut, cuts
from storyline.errors import SetupError, StorylineError
from storyline.film.graph import film_graph, segments
from storyline.film.outputs import keep, keep_inputs
from storyline.film.plan import check_range, planned
from storyline.film.plugins import GENERATOR, PLANNER, plugin
from storyline.film.render import Progress, Render, must_fit
from storyline.film.result import Film, companion, sha256
from storyline.frames.decode import Video, probe
from storyline.graph.build import RenderGraph
from storyline.graph.store import Store, default_folder
from storyline.reading import Source, path_of, read
from storyline.reading.source import SUFFIXES
from storyline.schema.storyboard import Storyboard
from storyline.schema.task import Task

if TYPE_CHECKING:
    from generators.protocol import Generator
    from planners.protocol import Planner

StoreFolder = str | os.PathLike[str] | None


@dataclass(frozen=True)
class Version:
    """What is compared: a film, or a script or storyboard of which one is made, as far as the store does not have it.

    A path that does not end like a script's is a video file; its storyboard is looked for beside it.
    """

    source: Source | Film
    seed: int | None = None
    """Put in place of the script's own."""
    generator: "str | Generator" = GENERATOR
    planner: "str | Planner" = PLANNER
    name: str = ""
    """What it is called; else its file and what is set here."""

    @property
    def video(self) -> Path | None:
        """Its video file, if it is a film."""
        if isinstance(self.source, Film):
            return self.source.path
        path = self._path
        return path if path is not None and path.suffix.lower() not in SUFFIXES else None

    @property
    def told(self) -> str:
        """What it is called."""
        if self.name:
            return self.name
        path = self.video or self._path
        source = self.source
        title = source.title if isinstance(source, Storyboard) else None
        told = [str(path) if path is not None else title or "script"]
        told += [f"seed {self.seed}"] if self.seed is not None else []
        generator = self.generator if isinstance(self.generator, str) else self.generator.name
        return ", ".join([*told, *([] if generator == GENERATOR or self.video else [generator])])

    @property
    def _path(self) -> Path | None:
        return None if isinstance(self.source, Film) else path_of(self.source)


@dataclass(frozen=True)
class Kept:
    """A segment of a film whose frames are known by their key."""

    cut: Cut
    task: Task
    key: str
    files: tuple[Path, ...] | None = field(repr=False)
    """The artifacts that it is made of; None where the store does not have them all."""


@dataclass(frozen=True)
class Side:
    """A film that is ready to be compared."""

    name: str
    film: Path
    video: Video
    board: Storyboard | None
    kept: tuple[Kept, ...] = ()
    """Its segments, where its graph is known; they show each of its frames once."""
    is_kept: bool = False
    """Whether its file is the store's."""
    notes: tuple[str, ...] = ()

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return self.video.width, self.video.height


def check(version: Version) -> None:
    """Refuse what cannot be compared, as far as that can be known before anything is made.

    Raises:
        SetupError: a seed is given for a film, a folder is named, or there is no such generator or planner.
        AssemblyError: a film cannot be read.
        ScriptError: a script cannot be read.
    """
    check_range("seed", version.seed, 0, 2**63 - 1)
    path = version.video
    if path is None:
        assert not isinstance(version.source, Film)
        read(version.source)
        for kind, name in (("generators", version.generator), ("planners", version.planner)):
            if isinstance(name, str):
                plugin(kind, name)
        return
    if version.seed is not None:
        raise SetupError(f"--seed: {path} is a film already; name its script, of which one with another seed is made")
    if path.is_dir():
        raise SetupError(f"{path}: expected a film or a script; got a folder. Name the file in it")
    probe(path)


def side(
    version: Version, store: StoreFolder = None, workers: int | None = None, progress: Progress = lambda *step: None
) -> Side:
    """Find a film and what lies beside it; or make one of a script, as far as the store does not have it.

    Raises:
        AssemblyError: a film cannot be read.
        StorylineError: a storyboard cannot be read, or the film of a script cannot be made.
    """
    if version.video is not None:
        return _found(version, version.video, Store(Path(store) if store is not None else default_folder()))
    return _made(version, store, workers, progress)


def keep_compared(versions: Iterable[Version], outputs: Iterable[Path]) -> None:
    """Refuse outputs that would take the place of what is compared, or of what that needs. Raises SetupError."""
    wanted = list(outputs)
    for version in versions:
        video = version.video
        if video is not None:
            beside = (video, companion(video, "storyboard.yaml"), companion(video, "manifest.json"))
            keep(dict(zip(beside, ("a film that is compared", "its storyboard", "its manifest"), strict=True)), wanted)
        elif not isinstance(version.source, Film):
            document, root = read(version.source)
            keep_inputs(version.source, document, root, wanted)


def _found(version: Version, path: Path, store: Store) -> Side:
    video = probe(path)
    notes = (
        () if video.steady else (f"{version.told}: its frames last differently; they are counted as if all did alike",)
    )
    board: Storyboard | None = None
    root = path.parent
    if isinstance(version.source, Film):
        board = version.source.storyboard
    elif (beside := companion(path, "storyboard.yaml")).is_file():
        document, root = read(beside)
        board = document if isinstance(document, Storyboard) else None
    if board is not None and board.length != video.frames:
        said = f"its storyboard is of {board.length} frames, and it has {video.frames}: of another version"
        return Side(version.told, path, video, None, notes=(*notes, f"{version.told}: {said}; it is one part"))
    kept = _kept_of(board, path, root, store) if board is not None else ()
    return Side(version.told, path, video, board, kept, notes=notes)


def _kept_of(board: Storyboard, film: Path, root: Path, store: Store) -> tuple[Kept, ...]:
    """The segments of a film that lies in a folder, if its graph makes this very file."""
    with suppress(OSError, ValueError, TypeError, KeyError, StorylineError):
        facts: Mapping[str, Any] = json.loads(companion(film, "manifest.json").read_text("utf-8"))
        generator: Generator = plugin("generators", facts["settings"]["generator"])
        graph = film_graph(board, generator)
        if graph.nodes["film"]["key"] == facts["film"]["key"] and sha256(film) == facts["film"]["sha256"]:
            return tuple(_kept(board, graph, store))
    return ()


def _made(version: Version, store: StoreFolder, workers: int | None, progress: Progress) -> Side:
    assert not isinstance(version.source, Film)
    document, root = read(version.source)
    board = planned(document, version.planner, version.seed, progress=progress)
    render = Render.of(board, version.generator, root, store, workers, progress)
    must_fit(render.store, render.work().taken, here=True)
    graph = render.graph()
    film = render.made(graph, ("film",))["film"]
    kept = tuple(_kept(board, graph, render.store))
    return Side(version.told, film, probe(film), board, kept, is_kept=True)


def _kept(board: Storyboard, graph: RenderGraph, store: Store) -> Iterator[Kept]:
    for cut, task in zip(cuts(board), segments(graph), strict=True):
        files = [store.take(graph.nodes[need]["key"]) for need in task.needs]
        there = tuple(file for file in files if file is not None)
        yield Kept(cut, task, graph.nodes[task.id]["key"], there if len(there) == len(files) else None)
