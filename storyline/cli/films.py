"""`storyline render`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from storyline.cli.answer import counted, must_end, noted, say
from storyline.cli.options import GeneratorName, Json, PlannerName, Quiet, Seed, Source
from storyline.cli.progress import Progress

if TYPE_CHECKING:
    from storyline.schema.storyboard import Storyboard


def render(
    script: Source,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="The film; default: NAME/film.mp4 after the script.")
    ] = None,
    seed: Seed = None,
    draft: Annotated[bool, typer.Option("--draft", help="The drawn world, whatever the default generator is.")] = False,
    generator: GeneratorName = "toon",
    planner: PlannerName = "offline",
    workers: Annotated[int | None, typer.Option(min=1, max=256, help="Threads that draw; default: all cores.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and how long it takes.")] = False,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Turn a script into a film, with its storyboard, board, subtitles and manifest beside it."""
    from storyline.film import COMPANIONS, make_film, plan_film

    if output is not None:
        must_end(output, ".mp4")
    name = "toon" if draft else generator
    if dry_run:
        with Progress(quiet or as_json):
            planned = plan_film(script, planner=planner, seed=seed)
        _dry_run(planned, name, script.parent, as_json, quiet)
        return
    output = output or Path(script.stem) / "film.mp4"
    with Progress(quiet or as_json) as progress:
        film = make_film(script, output, seed=seed, planner=planner, generator=name, workers=workers, progress=progress)
    board = film.storyboard
    say(
        as_json,
        quiet,
        {
            "film": str(film.path),
            "frames": board.length,
            "seconds": float(film.duration),
            "scenes": len(board.scenes),
            "shots": len(film.shots),
            "notes": [note.text for note in board.notes],
        },
        f"{film.path}: {board.title}, {float(film.duration):.1f} s, {counted(len(board.scenes), 'scene')}, "
        f"{counted(len(film.shots), 'shot')}, {counted(board.length, 'frame')} at {board.size}\n"
        f"beside it: {', '.join(film.companion(n).name for n in COMPANIONS)}" + noted(board.notes),
    )


def _dry_run(board: "Storyboard", generator: str, root: Path, as_json: bool, quiet: bool) -> None:
    from storyline.film import estimate, tasks

    work = tasks(board, generator)
    with Progress(quiet or as_json, "drawing a few frames to see how long they take"):
        seconds, size = estimate(board, generator, root=root)
    say(
        as_json,
        False,
        {"tasks": len(work), "to_run": len(work), "cached": 0, "seconds": round(seconds, 1), "bytes": size},
        "\n".join(f"{task.id}: {task.frames} frames by {task.maker}" for task in work)
        + f"\n{len(work)} tasks, about {seconds:.0f} s and {size / 1e6:.1f} MB",
    )
