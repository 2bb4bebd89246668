"""`storyline consistency`: how alike everybody looks from shot to shot; and a film in which they do."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from storyline.cli.answer import must_end, say
from storyline.cli.options import (
    Address,
    EngineName,
    GeneratorName,
    Guidance,
    Json,
    Levels,
    PlannerName,
    Quiet,
    Runtime,
    Seed,
    Source,
    Steps,
    StoreFolder,
    Workers,
    cluster_of,
    generator_of,
)
from storyline.cli.progress import Progress

if TYPE_CHECKING:
    from storyline.evaluation.detector.detection import Eye


def consistency(
    script: Source,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            help="Correct who is off, and write the film (.mp4), or the storyboard with the corrections as its edits "
            "(.yaml); without it, only the report is printed.",
        ),
    ] = None,
    eye: Annotated[
        bool, typer.Option("--eye", help="Have the detector look, too, and say how like their references figures are.")
    ] = False,
    seed: Seed = None,
    runtime: Runtime = None,
    generator: GeneratorName = "toon",
    steps: Steps = None,
    guidance: Guidance = None,
    levels: Levels = None,
    planner: PlannerName = "offline",
    workers: Workers = None,
    engine: EngineName = "local",
    address: Address = None,
    store: StoreFolder = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Say whose colours are off in which shot of a film, and correct them: `-o`."""
    from storyline.exchange.gather import gather
    from storyline.film import Render, keep_inputs, make_film, write_text
    from storyline.film.consistency import consistency_of, made_consistent
    from storyline.film.plan import planned
    from storyline.reading import read, write_yaml

    if output is not None:
        must_end(output, ".mp4", ".yaml", ".yml")
    cluster = cluster_of(engine, address)
    chosen = generator_of(generator, steps, guidance, levels)
    looks = _eye() if eye else None
    document, root = read(script)
    if output is not None:
        keep_inputs(script, document, root, [output])
    told: dict[str, Any] = {}
    with Progress(quiet or as_json) as progress:
        board = planned(document, planner, seed, runtime, progress)
        render = Render.of(board, chosen, root, store, workers, progress, cluster)
        if output is None:
            report = consistency_of(render, looks)
        else:
            made = made_consistent(render, looks)
            report = made.report
            if output.suffix.lower() == ".mp4":
                make_film(
                    made.board, output, root=root, generator=chosen, workers=workers, cluster=cluster, store=store,
                    progress=progress,
                )  # fmt: skip
                told = {"film": str(output)}
            else:
                write_text(output, write_yaml(gather(made.board, root, output.parent)))
                told = {"storyboard": str(output)}
    wrote = "".join(f"\n\n{name}: {path}" for name, path in told.items())
    say(as_json, quiet, {**told, **report.json()}, report.table() + wrote)


def _eye() -> "Eye":
    from storyline.evaluation.detector.detect import DetectorEye
    from storyline.evaluation.detector.files import shipped_detector

    return DetectorEye(shipped_detector()[0])
