"""`storyline render`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from storyline.cli.answer import counted, must_end, noted, say, taken, taken_facts
from storyline.cli.options import (
    Address,
    AllowGaps,
    BaseUrl,
    DirectorName,
    DryRun,
    EngineName,
    GeneratorName,
    Guidance,
    Json,
    Levels,
    MaxCalls,
    MaxCost,
    PlannerName,
    Price,
    Quiet,
    RestName,
    Runtime,
    Seed,
    Source,
    Steps,
    StoreFolder,
    Workers,
    cluster_of,
    generator_of,
    planner_of,
)
from storyline.cli.progress import Progress

if TYPE_CHECKING:
    from generators.protocol import Generator
    from storyline.schema.storyboard import Storyboard


def render(
    script: Source,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="The film; default: NAME/film.mp4 after the script.")
    ] = None,
    seed: Seed = None,
    runtime: Runtime = None,
    draft: Annotated[bool, typer.Option("--draft", help="The drawn world, whatever the default generator is.")] = False,
    generator: GeneratorName = "toon",
    steps: Steps = None,
    guidance: Guidance = None,
    levels: Levels = None,
    planner: PlannerName = "offline",
    base_url: BaseUrl = None,
    director: DirectorName = None,
    max_calls: MaxCalls = None,
    max_cost: MaxCost = None,
    price: Price = None,
    rest: RestName = None,
    workers: Workers = None,
    engine: EngineName = "local",
    address: Address = None,
    store: StoreFolder = None,
    allow_gaps: AllowGaps = False,
    dry_run: DryRun = False,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Turn a script into a film, with its storyboard, board, subtitles and manifest beside it."""
    from storyline.film import COMPANIONS, make_film, plan_film

    if output is not None:
        must_end(output, ".mp4")
    cluster = cluster_of(engine, address)
    chosen = generator_of("toon") if draft else generator_of(generator, steps, guidance, levels)
    thinker = planner_of(planner, base_url, director, max_calls, max_cost, price, rest)
    if dry_run:
        with Progress(quiet or as_json) as progress:
            planned = plan_film(script, planner=thinker, seed=seed, runtime=runtime, progress=progress)
        _dry_run(planned, chosen, script.parent, store, workers, as_json)
        return
    output = output or Path(script.stem) / "film.mp4"
    with Progress(quiet or as_json) as progress:
        film = make_film(
            script,
            output,
            seed=seed,
            runtime=runtime,
            planner=thinker,
            generator=chosen,
            workers=workers,
            cluster=cluster,
            store=store,
            allow_gaps=allow_gaps,
            progress=progress,
        )
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


def _dry_run(
    board: "Storyboard", generator: "Generator", root: Path, store: Path | None, workers: int | None, as_json: bool
) -> None:
    from storyline.film import Render

    work = Render.of(board, generator, root, store, workers).work()
    say(
        as_json,
        False,
        {
            "tasks": len(work.graph),
            "to_run": len(work.to_run),
            "cached": len(work.graph) - len(work.to_run),
            **taken_facts(work.taken),
        },
        "".join(f"{task.id}: {counted(task.frames, 'frame')} by {task.maker}\n" for task in work.to_run)
        + f"{len(work.to_run)} of {len(work.graph)} tasks, {taken(work.taken)}",
    )
