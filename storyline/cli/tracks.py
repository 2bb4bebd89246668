"""`storyline tracks`: who is where in the frame, over the time of each shot."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from storyline.cli.answer import counted, must_end, say
from storyline.cli.options import Json, PlannerName, Quiet, Source
from storyline.errors import SetupError

if TYPE_CHECKING:
    from storyline.exchange.captions import Numbered


def tracks(
    script: Source,
    output: Annotated[Path, typer.Option("-o", "--output", help="A .svg, or a .html page.")],
    shot: Annotated[
        list[str] | None,
        typer.Option(help="A shot that is wanted: its id, its number on the board (2.3), or in the film. Repeatable."),
    ] = None,
    planner: PlannerName = "offline",
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Plot the tracks of a storyboard: each entity's box over time, with panels, lines and camera moves."""
    from storyline.exchange.captions import numbered
    from storyline.exchange.tracks import page, svg
    from storyline.film import keep_inputs, plan_film, write_text

    must_end(output, ".svg", ".html")
    board = plan_film(script, planner=planner)
    keep_inputs(script, board, script.parent, [output])
    every = list(numbered(board))
    wanted = every if not shot else _wanted(every, shot)
    drawn = svg(board, wanted) if output.suffix.lower() == ".svg" else "".join(page(board, wanted))
    write_text(output, drawn)
    facts = {"tracks": str(output), "shots": [found.shot.id for found in wanted]}
    say(as_json, quiet, facts, f"{output}: the tracks of {counted(len(wanted), 'shot')}")


def _wanted(shots: "Sequence[Numbered]", names: Sequence[str]) -> "list[Numbered]":
    """The shots of these names, in the order of the film."""
    chosen = set()
    for name in names:
        ids = [n for n, found in enumerate(shots) if found.shot.id == name]
        labels = [n for n, found in enumerate(shots) if found.label == name]
        numbers = [n for n in range(len(shots)) if str(n + 1) == name]
        matching = ids or labels or numbers
        if not matching:
            known = ", ".join(found.label for found in shots[:8]) + (", …" if len(shots) > 8 else "")
            raise SetupError(f"--shot: expected the id, or the number, of one of {known}; got {name!r}")
        chosen.update(matching)
    return [found for n, found in enumerate(shots) if n in chosen]
