"""`storyline graph`: what a film's render consists of, and what of it is there."""

from enum import StrEnum
from typing import Annotated

import typer

from storyline.cli.answer import say
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


class Form(StrEnum):
    """How a graph is printed."""

    TREE = "tree"
    MERMAID = "mermaid"
    DOT = "dot"


def graph(
    script: Source,
    form: Annotated[Form, typer.Option("--as", help="tree, mermaid or dot.")] = Form.TREE,
    generator: GeneratorName = "toon",
    steps: Steps = None,
    guidance: Guidance = None,
    levels: Levels = None,
    planner: PlannerName = "offline",
    store: StoreFolder = None,
    as_json: Json = False,
) -> None:
    """Print the tasks of a film, what each needs, and which of them a render would do."""
    from storyline.film import Render, plan_film
    from storyline.graph import show

    chosen = generator_of(generator, steps, guidance, levels)
    work = Render.of(plan_film(script, planner=planner), chosen, script.parent, store).work()
    to_run = {task.id for task in work.to_run}
    lines = {Form.TREE: show.tree, Form.MERMAID: show.mermaid, Form.DOT: show.dot}[form](work.graph, to_run)
    facts = []
    for id, node in work.graph.nodes(data=True):
        task = node["task"]
        about = {"id": id, "kind": task.kind, "maker": task.maker, "frames": task.frames, "needs": task.needs}
        facts.append(about | {"key": node["key"], "to_run": id in to_run})
    say(as_json, False, {"tasks": facts}, "\n".join(lines))
