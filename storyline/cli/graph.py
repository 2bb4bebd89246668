"""`storyline graph`: what a film's render consists of, what of it is there, and how long it takes."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from storyline.cli.answer import must_end, say
from storyline.cli.options import (
    GeneratorName,
    Guidance,
    Json,
    Levels,
    PlannerName,
    Source,
    Steps,
    StoreFolder,
    generator_of,
)
from storyline.errors import SetupError

if TYPE_CHECKING:
    from storyline.graph.survey import Survey


class Form(StrEnum):
    """How a graph is printed."""

    TREE = "tree"
    MERMAID = "mermaid"
    DOT = "dot"


def graph(
    script: Source,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Draw it instead: a .svg, or a .html page.")
    ] = None,
    form: Annotated[Form | None, typer.Option("--as", help="How it is printed: tree, mermaid or dot.")] = None,
    generator: GeneratorName = "toon",
    steps: Steps = None,
    guidance: Guidance = None,
    levels: Levels = None,
    planner: PlannerName = "offline",
    store: StoreFolder = None,
    as_json: Json = False,
) -> None:
    """Show the tasks of a film: what each needs, which of them a render would do, what they took or may take."""
    from storyline.film import Render, keep_inputs, plan_film, write_text
    from storyline.film.graph import names
    from storyline.graph import picture, show
    from storyline.graph.survey import survey

    if output is not None:
        must_end(output, ".svg", ".html")
        if form is not None:
            raise SetupError(f"--as: it says how a graph is printed; -o {str(output)!r} draws it. Leave one away")
    board = plan_film(script, planner=planner)
    render = Render.of(board, generator_of(generator, steps, guidance, levels), script.parent, store)
    work = render.work()
    to_run = {task.id for task in work.to_run}
    known = survey(work.graph, to_run, render.store)
    if output is not None:
        keep_inputs(script, board, script.parent, [output])
        drawn = picture.svg if output.suffix.lower() == ".svg" else picture.page
        write_text(output, drawn(known, board.title or "Film", names(board)))
        prose = f"{output}: {len(work.graph)} tasks, {len(to_run)} will run"
    else:
        lines = {Form.TREE: show.tree, Form.MERMAID: show.mermaid, Form.DOT: show.dot}[form or Form.TREE]
        prose = "\n".join(lines(work.graph, to_run))
    say(as_json, False, _facts(known) | ({"picture": str(output)} if output is not None else {}), prose)


def _facts(known: "Survey") -> dict[str, Any]:
    """For programs. `seconds` are those of one worker; `took` says whether they were measured."""
    tasks = []
    for id, node in known.graph.nodes(data=True):
        task, standing = node["task"], known.standings[id]
        about = {"id": id, "kind": task.kind, "maker": task.maker, "frames": task.frames, "needs": task.needs}
        about |= {"key": node["key"], "to_run": standing.state == "will run", "state": standing.state}
        tasks.append(about | {"seconds": standing.seconds, "took": standing.took, "together": standing.together})
    film = None
    if known.film is not None:
        film = {"path": str(known.film.path), "finished": known.film.finished, "when": known.film.when}
    kinds = {
        kind: {"tasks": total.tasks, "to_run": total.to_run, "took": total.took, "estimated": total.estimated}
        for kind, total in known.kinds().items()
    }
    return {"tasks": tasks, "kinds": kinds, "longest": known.longest(), "last_render": film}
