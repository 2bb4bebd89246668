"""Clip → edited clip: fits and edits are tasks of a render graph, so that the second edit of a clip costs little."""

import hashlib
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np

from storyline.errors import EditError, SetupError
from storyline.film.edits import editor
from storyline.film.outputs import keep
from storyline.film.plan import check_range, planned
from storyline.film.plugins import EDITOR, GENERATOR, PLANNER
from storyline.film.render import Render, engine, failure
from storyline.film.work import MAX_WORKERS
from storyline.frames.clip import Picture
from storyline.frames.cuts import cuts
from storyline.frames.decode import Video, decode, probe
from storyline.frames.encode import encode, with_sound
from storyline.frames.lossless import read_clip, write_clip
from storyline.frames.pictures import picture_size, read_picture
from storyline.graph.build import build
from storyline.graph.run import Report, run
from storyline.graph.store import Store, default_folder
from storyline.reading import read
from storyline.reading.files import with_files
from storyline.reading.source import SUFFIXES
from storyline.schema.base import document as document_of
from storyline.schema.edit import named_target
from storyline.schema.faults import parse
from storyline.schema.media import FileRef, FrameSize
from storyline.schema.task import Task, TaskKind

if TYPE_CHECKING:
    from generators.protocol import Generator
    from planners.protocol import Planner

Progress = Callable[[str, int, int], None]
FRAMES = (".png", ".jpg", ".jpeg", ".webp")
"""How frames in a folder may end."""


@dataclass(frozen=True)
class EditedClip:
    """An edited clip, and how well it was understood."""

    path: Path
    frames: int
    rate: Fraction
    psnr: float
    """Of the fits against the clip, in decibels: the mean over its pieces and layers."""
    made: int
    """Tasks that were done; the others were there already."""
    seconds: float


@dataclass(frozen=True)
class Exported:
    """A canonical image that was written."""

    path: Path
    layer: str
    psnr: float
    """Of the fit against the clip, in decibels."""


def edit_clip(
    clip: str | os.PathLike[str],
    output: str | os.PathLike[str],
    *,
    do: str,
    to: Any = None,
    target: str = "all",
    parameters: Mapping[str, Any] = {},
    using: str = EDITOR,
    max_seconds: float | None = None,
    field: str | None = None,
    workers: int | None = None,
    store: str | os.PathLike[str] | None = None,
    progress: Progress = lambda stage, done, total: None,
) -> EditedClip:
    """Edit a clip by editing its canonical image; its sound stays.

    Args:
        clip: a video file, or a folder of frames in the order of their names (24 a second).
        output: an `.mp4`.
        do: the operation, such as `recolour`.
        to: what it takes: a colour, a text, the name of a file.
        target: `all`; `foreground` or `background`, by what moves; `x0,y0,x1,y1`, a box in the first frame, in
            fractions of it; or a mask: a picture for the first frame, or a folder with one for each.
        parameters: whatever else the operation takes.
        using: a registered editor.
        max_seconds: that a fit may take on one core; else it takes a number of steps, and comes out the same again.
        field: how a layer is encoded, `image` or `grid`; the editor's usual one when None.
        workers: processes that work side by side; one for each core when None.
        store: the folder of artifacts. What it holds is not made again.
        progress: called as work goes on.

    Raises:
        EditError: the clip, the target or the edit cannot be used.
        StorylineError: see the classes in `storyline.errors`.
    """
    path = Path(output)
    if path.suffix.lower() != ".mp4":
        raise SetupError(f"output: expected a file ending in .mp4; got {str(path)!r}")
    started = time.perf_counter()
    source = Path(clip)
    keep({source: "the clip"}, [path])
    with _Work(source, using, store, workers, progress) as work:
        fit, edit = work.asked(do, to, target, parameters, max_seconds, field)
        report, edits = work.made(fit, [edit], "edit")
        fits = [report.artifacts[need] for need in sorted({need for task in edits for need in task.needs})]
        work.editor.must_show(fits, edit.layer)
        psnr = work.editor.psnr(fits)
    path.parent.mkdir(parents=True, exist_ok=True)
    video = work.video
    with TemporaryDirectory(prefix="storyline-", dir=path.parent) as folder:
        silent = Path(folder) / "silent.mp4" if video.sound else path
        encode(_pictures(edits, report), silent, size=work.size, rate=video.rate, length=video.frames)
        if video.sound:
            with_sound(silent, source, path)
    return EditedClip(path, video.frames, video.rate, psnr, len(report.made), time.perf_counter() - started)


def export_canonical(
    clip: str | os.PathLike[str],
    output: str | os.PathLike[str],
    *,
    target: str = "all",
    shot: str | int | None = None,
    using: str = EDITOR,
    max_seconds: float | None = None,
    field: str | None = None,
    planner: "str | Planner" = PLANNER,
    generator: "str | Generator" = GENERATOR,
    workers: int | None = None,
    store: str | os.PathLike[str] | None = None,
    progress: Progress = lambda stage, done, total: None,
) -> Exported:
    """Write the canonical image of a clip as a PNG, to be painted on in any program; then `edit_clip(do="paint")`.

    Args:
        clip: a video file; or a script or storyboard, whose `shot` is drawn, for an edit of it that says `do: paint`.
        shot: its id, or its number in the film. Then `target` is what an edit's is: an entity, say.
        planner, generator: of the script: those that make its film.
        output: a `.png`; what lies outside the safe area, where no frame looks, is half transparent in it.
        target, using, max_seconds, field, workers, store, progress: as `edit_clip` takes them.

    Raises:
        EditError: the clip, the shot or the target cannot be used.
        StorylineError: see the classes in `storyline.errors`.
    """
    path = Path(output)
    if Path(clip).suffix.lower() in SUFFIXES:
        if max_seconds is not None or field is not None:
            raise SetupError("a shot of a script is fitted as its film is: --max-seconds and --field are for clips")
        return _shot_exported(Path(clip), path, shot, target, using, planner, generator, workers, store, progress)
    if shot is not None:
        raise EditError(f"shot: {clip} is no script ({', '.join(SUFFIXES)}); name one, or drop --shot")
    with _Work(Path(clip), using, store, workers, progress) as work:
        fit, what = work.asked_export(target, max_seconds, field)
        report, fits = work.made(fit, [], "canonical")
        artifact = report.artifacts[fits[0].id]
        work.editor.must_show([artifact], what.layer)
        path.parent.mkdir(parents=True, exist_ok=True)
        layer = work.editor.export(artifact, what, path)
        return Exported(path, layer, work.editor.psnr([artifact]))


def _shot_exported(
    script: Path,
    path: Path,
    shot: str | int | None,
    target: str,
    using: str,
    planner: "str | Planner",
    generator: "str | Generator",
    workers: int | None,
    store: str | os.PathLike[str] | None,
    progress: Progress,
) -> Exported:
    document, root = read(script)
    board = planned(document, planner, None)
    if shot is None:
        known = ", ".join(one.id for _, one in board.shots())
        raise EditError(f"shot: expected which; the film has {len(list(board.shots()))}: {known}")
    named = {**named_target(target), "shot": shot}
    changed = {**document_of(board), "format": board.format, "edits": [{"target": named, "do": "remove"}]}
    board = with_files(parse(type(board), changed), root, source=script.name)
    render = Render.of(board, generator, root, store, workers, progress)
    graph = render.graph()
    first = next(task for task in (graph.nodes[id]["task"] for id in graph) if task.kind == "canonical")
    artifact = render.made(graph, (first.id,))[first.id]
    chosen = editor(using)
    what = chosen.shot_export(board.edits[0].target)
    chosen.must_show([artifact], what.layer)
    path.parent.mkdir(parents=True, exist_ok=True)
    return Exported(path, chosen.export(artifact, what, path), chosen.psnr([artifact]))


def _as_video(folder: Path, room: Path) -> Path:
    """A folder of frames as a video without loss, at 24 frames a second: the same frames are the same file."""
    files = sorted(file for file in folder.iterdir() if file.suffix.lower() in FRAMES)
    sizes = {picture_size(file) for file in files}
    if len(sizes) != 1:
        told = ", ".join(f"{width}x{height}" for width, height in sorted(sizes))
        raise EditError(f"{folder}: expected frames of one size ({', '.join(FRAMES)}); got {told or 'none'}")
    ((width, height),) = sizes
    more = ((0, height % 2), (0, width % 2), (0, 0))
    path, size = room / "frames.mkv", FrameSize((width + width % 2, height + height % 2))
    write_clip((np.pad(read_picture(file)[..., :3], more, mode="edge") for file in files), path, size, len(files))
    return path


class _Work:
    """A clip on its way to what is made of it, within a folder that holds what is worked with."""

    def __init__(
        self,
        source: Path,
        using: str,
        store: str | os.PathLike[str] | None,
        workers: int | None,
        progress: Progress,
    ) -> None:
        check_range("workers", workers, 1, MAX_WORKERS)
        self.editor = editor(using)
        self._folder = TemporaryDirectory(prefix="storyline-")
        try:
            self.source, self.video = self._opened(source)
        except BaseException:
            self._folder.cleanup()
            raise
        self.size = FrameSize((self.video.width + self.video.width % 2, self.video.height + self.video.height % 2))
        self._kept = Path(store) if store is not None else default_folder()
        self._workers, self._progress = workers, progress

    def _opened(self, source: Path) -> tuple[Path, Video]:
        """The clip as a video of a steady rate, and what it is."""
        source = _as_video(source, Path(self._folder.name)) if source.is_dir() else source
        video = probe(source)
        if not video.steady:
            rate = f"{video.rate.numerator}/{video.rate.denominator}"
            raise EditError(
                f"{source}: expected a steady frame rate; its frames last differently. Make it steady first: "
                f"ffmpeg -i {source.name} -fps_mode cfr -r {rate} -c:a copy steady.mp4"
            )
        return source, video

    def __enter__(self) -> "_Work":
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    def asked(
        self,
        do: str,
        to: Any,
        target: str,
        parameters: Mapping[str, Any],
        max_seconds: float | None,
        field: str | None,
    ) -> tuple[Any, Any]:
        """What is to be fitted, and what is to be done."""
        asked: tuple[Any, Any] = self.editor.asked(
            self._link, self.source, (self.video.height, self.video.width), do=do, to=to, target=target,
            parameters=parameters, max_seconds=max_seconds, **_given(field=field),
        )  # fmt: skip
        return asked

    def asked_export(self, target: str, max_seconds: float | None, field: str | None) -> tuple[Any, Any]:
        """What is to be fitted, and what is to be written out."""
        asked: tuple[Any, Any] = self.editor.asked_export(
            self._link, self.source, (self.video.height, self.video.width), target=target, max_seconds=max_seconds,
            **_given(field=field),
        )  # fmt: skip
        return asked

    def _link(self, file: Path) -> FileRef:
        return _linked(file, Path(self._folder.name))

    def made(self, fit: Any, edits: Sequence[Any], kind: TaskKind) -> tuple[Report, list[Task]]:
        """All tasks done; and those of a kind, in the order of the clip."""
        places = cuts(decode(self.source))
        graph = build(self.editor.tasks(fit, self.video.frames, self.size, places, edits))
        store = Store(self._kept)
        report = run(
            graph,
            tuple(graph),
            store=store,
            engine=engine(self.editor, store, self._workers),
            root=Path(self._folder.name),
            progress=self._progress,
        )
        if report.failed:
            raise failure(report)
        tasks: list[Task] = [graph.nodes[id]["task"] for id in graph]
        return report, [task for task in tasks if task.kind == kind]


def _pictures(edits: Sequence[Task], report: Report) -> Iterator[Picture]:
    for task in edits:
        yield from read_clip(report.artifacts[task.id], FrameSize(task.size))


def _given(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _linked(file: Path, root: Path) -> FileRef:
    """Link a file into a folder by its digest: where it lies, and what it is called, decide nothing."""
    try:
        with file.open("rb") as data:
            digest = hashlib.file_digest(data, "sha256").hexdigest()
    except OSError as error:
        raise SetupError(f"{file}: expected a file that can be read; got: {error.strerror}") from None
    link = root / f"{digest}{file.suffix.lower()}"
    if not link.is_symlink():
        link.symlink_to(file.absolute())
    return FileRef(path=link.name, digest=digest)
