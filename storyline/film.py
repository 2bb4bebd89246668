"""The flow: read, plan, draw, assemble. One call a stage, and `make_film` for all of them."""

import base64
import hashlib
import html
import json
import logging
import os
import platform
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from importlib.metadata import entry_points, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import ValidationError

from storyline.assembly import assemble
from storyline.assembly.notes import notes as assembly_notes
from storyline.assembly.subtitles import srt
from storyline.assembly.timeline import FilmFrames
from storyline.errors import PlanError, SetupError
from storyline.exchange.gather import gather
from storyline.exchange.sheet import contact_sheet
from storyline.frames.clip import Clip, Picture
from storyline.frames.encode import encode, ffmpeg_version
from storyline.frames.png import write_png
from storyline.frames.replacing import replacing, replacing_all
from storyline.reading import Source, path_of, read, write_yaml
from storyline.schema.base import ShotId
from storyline.schema.faults import faults
from storyline.schema.media import FrameSize
from storyline.schema.reason import Reason
from storyline.schema.script import Note, Script
from storyline.schema.storyboard import Shot, Storyboard
from storyline.schema.task import Task

if TYPE_CHECKING:
    from generators.protocol import Generator
    from planners.protocol import Explaining, Planner

Progress = Callable[[str, int, int], None]
"""Called with a stage, how much of it is done, and how much there is."""

log = logging.getLogger(__name__)

PLANNER, GENERATOR = "offline", "toon"
COMPANIONS = ("storyboard.yaml", "board.png", "film.srt", "manifest.json")
"""What lies beside a film; see `companion`."""
MAX_WORKERS = 256


def _quiet(stage: str, done: int, total: int) -> None:
    """Report nothing."""


@dataclass(frozen=True)
class Film:
    """A finished film: its storyboard and its file."""

    storyboard: Storyboard
    path: Path

    @property
    def duration(self) -> Fraction:
        """Length in seconds, exact."""
        return self.storyboard.seconds

    @property
    def shots(self) -> tuple[Shot, ...]:
        """Its shots in order."""
        return tuple(shot for _, shot in self.storyboard.shots())

    def companion(self, name: str) -> Path:
        """The file beside the film that holds its storyboard, board, subtitles or manifest (see `companion`)."""
        return companion(self.path, name)

    def to_moviepy(self) -> Any:
        """The film as a moviepy `VideoClip`, every frame in its place."""
        from storyline.assembly.to_moviepy import to_moviepy

        return to_moviepy(self.path)

    def _repr_html_(self) -> str:
        data = base64.b64encode(self.path.read_bytes()).decode()
        title = html.escape(self.storyboard.title)
        return (
            f'<figure><video controls width="640" src="data:video/mp4;base64,{data}"></video>'
            f"<figcaption>{title}, {float(self.duration):.1f} s, {len(self.shots)} shots</figcaption></figure>"
        )


def companion(film: Path, name: str) -> Path:
    """Where a film's `storyboard.yaml`, `board.png`, `film.srt` or `manifest.json` lies.

    Beside `film.mp4` they have these names; another film's name is put in front, so that films may share a folder.

    >>> companion(Path("out/film.mp4"), "board.png").as_posix()
    'out/board.png'
    >>> companion(Path("out/fable.mp4"), "board.png").as_posix()
    'out/fable.board.png'
    >>> companion(Path("out/fable.mp4"), "film.srt").as_posix()
    'out/fable.srt'
    """
    if name == "film.srt":
        return film.with_suffix(".srt")
    return film.with_name(name if film.stem == "film" else f"{film.stem}.{name}")


def plugins(kind: str) -> tuple[str, ...]:
    """The registered names of a kind, `planners` or `generators`, in alphabetical order."""
    return tuple(sorted({point.name for point in entry_points(group=f"storyline.{kind}")}))


def _plugin(kind: str, name: str) -> Any:
    found = entry_points(group=f"storyline.{kind}", name=name)
    if not found:
        raise SetupError(f"unknown {kind[:-1]} {name!r}; installed are {', '.join(plugins(kind)) or 'none'}")
    return next(iter(found)).load()()


def plan_film(script: Source, *, planner: "str | Planner" = PLANNER, seed: int | None = None) -> Storyboard:
    """Read a script and plan it.

    Args:
        script: a path, a text, a dict, a `Script`, or a `Storyboard` (which comes back as it is, but for the seed).
        planner: a registered name, or a planner.
        seed: put in place of the script's own.

    Raises:
        ScriptError: the script cannot be read.
        PlanError: the script cannot be planned.
    """
    _in_range("seed", seed, 0, 2**63 - 1)
    return _plan(read(script).document, planner, seed)


def explain_film(
    script: Source, *, planner: "str | Planner" = PLANNER, seed: int | None = None
) -> tuple[Storyboard, tuple[Reason, ...]]:
    """Plan a script as `plan_film` does, and say why each choice was made, in the order of the choices.

    A `Storyboard` comes back as it is, without a reason: nothing was left to choose.

    Raises:
        SetupError: the planner does not say why (it has no `explain`).
        ScriptError, PlanError: see `plan_film`.
    """
    _in_range("seed", seed, 0, 2**63 - 1)
    chosen: Any = _plugin("planners", planner) if isinstance(planner, str) else planner
    if not hasattr(chosen, "explain"):
        raise SetupError(f"planner {chosen.name!r} does not say why it plans as it does; use another, or `plan_film`")
    listening = _Listening(chosen)
    board = _plan(read(script).document, listening, seed)
    return board, tuple(listening.reasons)


class _Listening:
    """A planner that keeps the reasons of another."""

    def __init__(self, planner: "Explaining") -> None:
        self.name = planner.name
        self.reasons: list[Reason] = []
        self._planner = planner

    def plan(self, script: Script) -> Storyboard:
        board, reasons = self._planner.explain(script)
        self.reasons.extend(reasons)
        return board


def _plan(document: Script | Storyboard, planner: "str | Planner", seed: int | None) -> Storyboard:
    if isinstance(document, Storyboard):
        return document if seed is None else document.model_copy(update={"seed": seed})
    if seed is not None:
        document = document.model_copy(update={"seed": seed})
    chosen: Planner = _plugin("planners", planner) if isinstance(planner, str) else planner
    try:
        board = chosen.plan(document)
    except ValidationError as error:  # a fault of the planner's, but the writer is to know where
        said = "; ".join(map(str, faults(error, Storyboard, {})))
        raise PlanError(f"planner {chosen.name!r} made something that is no storyboard: {said}") from error
    if not isinstance(board, Storyboard):
        raise PlanError(f"planner {chosen.name!r} must return a Storyboard; got {type(board).__name__}")
    return board


def clips(
    board: Storyboard,
    generator: "str | Generator" = GENERATOR,
    size: FrameSize | None = None,
    *,
    root: Path = Path(),
) -> Callable[[ShotId], Clip]:
    """How to get the clip of each shot: by the shot's own generator where it names one, else by `generator`.

    Files that the storyboard names lie in the folder `root`.
    """
    chosen: dict[str | None, Generator] = {
        None: _plugin("generators", generator) if isinstance(generator, str) else generator
    }
    for _, shot in board.shots():
        name = shot.overrides.generator
        if name is not None and name not in chosen:
            chosen[name] = _plugin("generators", name)
    of_shot = {shot.id: chosen[shot.overrides.generator] for _, shot in board.shots()}
    return lambda shot: of_shot[shot].clip(board, shot, size or board.size, root)


def tasks(board: Storyboard, generator: str = GENERATOR) -> tuple[Task, ...]:
    """The work that a film takes, in order: a clip a shot, then the assembly."""
    made = tuple(
        Task(
            id=f"clip/{shot.id}",
            kind="clip",
            maker=shot.overrides.generator or generator,
            shot=shot.id,
            size=board.size,
            frames=shot.duration,
        )
        for _, shot in board.shots()
    )
    needs = tuple(task.id for task in made)
    return (
        *made,
        Task(id="film", kind="assembly", maker="assembly", size=board.size, frames=board.length, needs=needs),
    )


def estimate(board: Storyboard, generator: str = GENERATOR, *, root: Path = Path()) -> tuple[float, int]:
    """About how many seconds a render takes here and how many bytes the film has, from a trial of up to 24 frames.

    The trial takes runs of frames from all over the film, each with a key frame of its own, so bytes err upwards.
    """
    film = FilmFrames(board, clips(board, generator, root=root))
    runs = 3
    each = min(8, -(-board.length // runs))
    wanted = [start + n for run in range(runs) for start in (run * (board.length - each) // runs,) for n in range(each)]
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "trial.mp4"
        encode((film[n] for n in wanted), path, size=board.size, rate=board.rate, length=len(wanted))
        share = board.length / len(wanted)
        return (time.perf_counter() - started) * share, round(path.stat().st_size * share)


def make_film(
    script: Source,
    output: str | os.PathLike[str] = "film.mp4",
    *,
    seed: int | None = None,
    planner: "str | Planner" = PLANNER,
    generator: "str | Generator" = GENERATOR,
    workers: int | None = None,
    progress: Progress = _quiet,
) -> Film:
    """Turn a script into a film, and lay beside it its storyboard, board, subtitles and manifest.

    The same script, seed and versions give the same frames, whatever the number of workers.

    Args:
        script: a path, a text, a dict, a `Script` or a `Storyboard`.
        output: the film's file, ending in `.mp4`. Its folder is made; an earlier film is replaced only by a whole one.
        seed: put in place of the script's own.
        planner: a registered name, or a planner.
        generator: a registered name, or a generator.
        workers: threads that draw; all cores when None.
        progress: called as work goes on.

    Raises:
        StorylineError: see the classes in `storyline.errors`.
    """
    path = Path(output)
    if path.suffix.lower() != ".mp4":
        raise SetupError(f"output: expected a file ending in .mp4; got {str(path)!r}")
    _in_range("seed", seed, 0, 2**63 - 1)
    _in_range("workers", workers, 1, MAX_WORKERS)
    started = time.perf_counter()
    document, root = read(script)
    beside = {name: companion(path, name) for name in COMPANIONS}
    if not isinstance(document, Storyboard):
        keep_script(script, beside.values())
    board = _plan(document, planner, seed)
    planned = time.perf_counter()
    log.info("planned %d frames in %d scenes, %.2f s", board.length, len(board.scenes), planned - started)
    engine: Generator = _plugin("generators", generator) if isinstance(generator, str) else generator
    board = board.model_copy(update={"notes": (*board.notes, *_new_notes(board, engine))})
    for note in board.notes:
        log.info("%s, by %s: %s", note.kind, note.by, note.text)
    clip_of = clips(board, engine, root=root)
    drawing = partial(progress, "rendering frames")
    with replacing_all([path, *beside.values()]) as parts:
        assemble(board, clip_of, parts[path], root=root, workers=workers or cores(), progress=drawing, called=path)
        rendered = time.perf_counter()
        log.info("rendered %s, %.1f frames/s", path, board.length / (rendered - planned))
        _write_board(board, parts[beside["board.png"]], clip_of, progress=partial(progress, "drawing the board"))
        film = Film(gather(board, root, path.parent), path)
        _write(parts[beside["storyboard.yaml"]], write_yaml(film.storyboard))
        _write(parts[beside["film.srt"]], srt(film.storyboard))
        timings = {"plan": planned - started, "render": rendered - planned, "total": time.perf_counter() - started}
        manifest = _manifest(film, parts[path], getattr(engine, "name", "?"), workers or cores(), timings)
        _write(parts[beside["manifest.json"]], manifest)
    return film


def _in_range(name: str, value: int | None, least: int, most: int) -> None:
    if value is not None and not least <= value <= most:
        raise SetupError(f"{name}: expected a whole number from {least} to {most}; got {value}")


def keep_script(script: Source, outputs: Iterable[Path]) -> None:
    """Refuse outputs that would take the place of the script. Raises SetupError."""
    source = path_of(script)
    for output in outputs:
        try:
            same = source is not None and output.samefile(source)
        except OSError:  # one of them is not there
            same = False
        if same:
            raise SetupError(f"output: {output} is the script itself; choose another name, so that it is not lost")


def write_text(path: Path, text: str) -> None:
    """Write a UTF-8 file as a whole or not at all. Raises AssemblyError if it cannot be written."""
    with replacing(path) as part:
        _write(part, text)


def _write(part: Path, text: str) -> None:
    part.write_text(text, encoding="utf-8", newline="\n")


def draw_board(
    board: Storyboard,
    output: Path,
    clip_of: Callable[[ShotId], Clip],
    *,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> None:
    """Write the contact sheet: every shot's panels with boxes and captions, as one PNG."""
    with replacing(output) as part:
        _write_board(board, part, clip_of, progress=progress)


def _write_board(
    board: Storyboard, output: Path, clip_of: Callable[[ShotId], Clip], *, progress: Callable[[int, int], None]
) -> None:
    total = sum(len(shot.panels) for _, shot in board.shots())
    drawn = 0

    def frame_of(shot: ShotId, frame: int) -> Picture:
        nonlocal drawn
        drawn += 1
        progress(min(drawn, total), total)
        return clip_of(shot)[frame]

    sheet = contact_sheet(board, frame_of)
    write_png(output, sheet.width, sheet.height, (np.asarray(band) for band in sheet.bands()))


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _new_notes(board: Storyboard, generator: "Generator") -> tuple[Note, ...]:
    said = [(generator.name, text) for text in generator.notes(board)]
    said += [("assembly", text) for text in assembly_notes(board)]
    if board.edits:
        said.append(("film", f"{len(board.edits)} edits are kept, but not applied: no editor is installed"))
    said += [
        ("film", f"shot {shot.id!r} has a locked take, which is not used: it is generated as planned")
        for _, shot in board.shots()
        if shot.locked_take
    ]
    known = {note.text for note in board.notes}
    return tuple(Note(kind="info", text=text, by=by) for by, text in said if text not in known)


def _manifest(film: Film, written: Path, generator: str, workers: int, timings: dict[str, float]) -> str:
    board = film.storyboard
    with written.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    libraries = ("storyline", "numpy", "opencv-python-headless", "pillow", "moviepy", "pydantic")
    return json.dumps(
        {
            "film": {
                "title": board.title,
                "frames": board.length,
                "seconds": round(float(board.seconds), 3),
                "size": board.size.root,
                "rate": str(board.rate),
                "shots": len(film.shots),
                "sha256": digest,
            },
            "seed": board.seed,
            "settings": {"generator": generator, "workers": workers, "subtitles": board.subtitles},
            "versions": {name: version(name) for name in libraries}
            | {"python": platform.python_version(), "ffmpeg": ffmpeg_version()},
            "timings": {stage: round(seconds, 2) for stage, seconds in timings.items()},
            "notes": [note.model_dump(exclude_defaults=True) for note in board.notes],
        },
        indent=2,
        ensure_ascii=False,
    )
