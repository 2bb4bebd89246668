"""`storyline read` and `storyline plan`: scripts and storyboards as text."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from storyline.cli.answer import counted, must_end, noted, say
from storyline.cli.options import (
    BaseUrl,
    DirectorName,
    Json,
    MaxCalls,
    MaxCost,
    PlannerName,
    Price,
    Quiet,
    RestName,
    Runtime,
    Seed,
    Source,
    planner_of,
)
from storyline.cli.progress import Progress

if TYPE_CHECKING:
    from storyline.schema.script import Script

_YAML = (".yaml", ".yml")


def read(
    script: Source,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="A .yaml or a .fountain; default: print YAML.")
    ] = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Say what a script says, with nothing planned: as YAML, to write more into it, or as a screenplay."""
    from storyline.film import keep_inputs, write_text
    from storyline.reading import read, write_fountain

    if output is not None:
        must_end(output, *_YAML, ".fountain")
    document, root = read(script)
    if output is None:
        _print(document, as_json)
        return
    keep_inputs(script, document, root, [output])
    if output.suffix.lower() == ".fountain":
        write_text(output, write_fountain(document))
    else:
        _write(document, root, output)
    beats = sum(len(scene.beats) for scene in document.scenes)
    say(
        as_json,
        quiet,
        {"script": str(output), "scenes": len(document.scenes), "beats": beats},
        f"{output}: {counted(len(document.scenes), 'scene')}, {counted(beats, 'beat')}",
    )


def plan(
    script: Source,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="The storyboard, a .yaml; default: print it.")
    ] = None,
    planner: PlannerName = "offline",
    base_url: BaseUrl = None,
    director: DirectorName = None,
    max_calls: MaxCalls = None,
    max_cost: MaxCost = None,
    price: Price = None,
    rest: RestName = None,
    seed: Seed = None,
    runtime: Runtime = None,
    explain: Annotated[bool, typer.Option("--explain", help="Say why each choice was made, shot by shot.")] = False,
    dialect: Annotated[
        str | None,
        typer.Option(
            "--from-dialect",
            metavar="NAME",
            help="SCRIPT is a plan that others publish: lvd, movieagent, storyboard20k or vimax.",
        ),
    ] = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Turn a script into a storyboard: YAML to look at, edit by hand and render."""
    from dataclasses import asdict

    from storyline.film import explain_film, keep_inputs, plan_film
    from storyline.film.dialect import read_plan
    from storyline.schema.reason import Reason, told

    if output is not None:
        must_end(output, *_YAML)
    reasons: tuple[Reason, ...] = ()
    chosen = planner_of(planner, base_url, director, max_calls, max_cost, price, rest)
    with Progress(quiet or as_json) as progress:
        source = script if dialect is None else read_plan(script, dialect)
        if explain:
            board, reasons = explain_film(source, planner=chosen, seed=seed, runtime=runtime, progress=progress)
        else:
            board = plan_film(source, planner=chosen, seed=seed, runtime=runtime, progress=progress)
    if output is not None:
        keep_inputs(script, board, script.parent, [output])
        _write(board, script.parent, output)
    if explain:
        say(as_json, False, {"reasons": [asdict(reason) for reason in reasons]}, told(board, reasons))
        return
    if output is None:
        _print(board, as_json)
        return
    shots = sum(1 for _ in board.shots())
    say(
        as_json,
        quiet,
        {
            "storyboard": str(output),
            "scenes": len(board.scenes),
            "shots": shots,
            "cast": len(board.cast),
            "seconds": float(board.seconds),
            "notes": [note.text for note in board.notes],
        },
        f"{output}: {counted(len(board.scenes), 'scene')}, {counted(shots, 'shot')}, {len(board.cast)} in the cast, "
        f"{float(board.seconds):.1f} s" + noted(board.notes),
    )


def _print(document: "Script", as_json: bool) -> None:
    from storyline.reading import write_yaml
    from storyline.schema import base

    plain = {"format": document.format} | base.document(document)
    print(json.dumps(plain, ensure_ascii=False) + "\n" if as_json else write_yaml(document), end="")


def _write(document: "Script", root: Path, output: Path) -> None:
    """As YAML, with the files that it names beside it."""
    from storyline.exchange.gather import gather
    from storyline.film import write_text
    from storyline.reading import write_yaml

    write_text(output, write_yaml(gather(document, root, output.parent)))
