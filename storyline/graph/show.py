"""A render graph in words: as a tree, as Mermaid, as DOT."""

from collections.abc import Container, Iterator
from itertools import groupby

from storyline.graph.build import RenderGraph, in_film_order
from storyline.schema.task import Task


def tree(graph: RenderGraph, to_run: Container[str]) -> Iterator[str]:
    """Lines: each scene and shot with its tasks, then what the film is put together of. `to_run` are ids."""
    tasks: list[Task] = [graph.nodes[id]["task"] for id in graph]
    for scene, of_scene in groupby((task for task in tasks if task.scene is not None), key=lambda task: task.scene):
        yield f"scene {scene}"
        for shot, of_shot in groupby(of_scene, key=lambda task: task.shot):
            branch = "├─" if shot is None else "│  ├─"
            if shot is not None:
                yield f"├─ shot {shot}"
            for task in of_shot:
                frames = f"{task.start}..{task.end_exclusive}"
                yield f"{branch} {task.kind} {frames}, by {task.maker}: {_state(task, to_run)}"
    yield "film"
    yield from (f"├─ {task.id}: {_state(task, to_run)}" for task in tasks if task.scene is None)


def mermaid(graph: RenderGraph, to_run: Container[str]) -> Iterator[str]:
    """Lines of a Mermaid flowchart; what will run is drawn bold."""
    number = {id: n for n, id in enumerate(in_film_order(graph, list(graph)))}
    yield "flowchart LR"
    for id, n in number.items():
        text = id.replace("&", "&amp;").replace('"', "&quot;")
        yield f'  t{n}["{text}"]' + (":::run" if id in to_run else "")
    yield from (f"  t{number[start]} --> t{number[end]}" for start, end in graph.edges)
    yield "  classDef run stroke-width:3px"


def dot(graph: RenderGraph, to_run: Container[str]) -> Iterator[str]:
    """Lines of a Graphviz digraph; what will run is drawn bold."""
    yield "digraph film {"
    yield "  rankdir=LR; node [shape=box];"
    for id in graph:
        yield f"  {_quoted(id)}" + (" [style=bold];" if id in to_run else ";")
    yield from (f"  {_quoted(start)} -> {_quoted(end)};" for start, end in graph.edges)
    yield "}"


def _state(task: Task, to_run: Container[str]) -> str:
    return "will run" if task.id in to_run else "cached"


def _quoted(id: str) -> str:
    escaped = id.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
