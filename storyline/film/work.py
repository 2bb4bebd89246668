"""What a film takes: its tasks, and about how long they last here."""

import os
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from storyline.assembly.timeline import FilmFrames
from storyline.film.clips import clips
from storyline.film.plugins import GENERATOR
from storyline.frames.encode import encode
from storyline.schema.storyboard import Storyboard
from storyline.schema.task import Task

MAX_WORKERS = 256


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


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
    for start in wanted[::each]:
        _ = film[start]  # what a scene draws once is no matter of every frame
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(cores()) as pool:
        path = Path(folder) / "trial.mp4"
        frames = pool.map(film.__getitem__, wanted)
        encode(frames, path, size=board.size, rate=board.rate, length=len(wanted))
        share = board.length / len(wanted)
        return (time.perf_counter() - started) * share, round(path.stat().st_size * share)
