"""Tasks → a graph of them, each with the key of its artifact."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import TypeAlias

import networkx as nx

from storyline.schema.task import Task

FORMAT = "storyline artifact 1"
"""Goes into every key: raise it, and everything is made anew."""

RenderGraph: TypeAlias = "nx.DiGraph[str]"
"""Its nodes are ids of tasks, with the attributes `task` and `key`; an edge leads from a task to one that needs it.

Where films share a graph, nodes have a `root`, too: the folder that files named by their storyboard lie in.
"""


def build(tasks: Iterable[Task]) -> RenderGraph:
    """The graph of tasks that name each other by id.

    Raises:
        ValueError: two tasks have one id, a task needs one that is not there, or tasks need each other in a circle.
    """
    graph: RenderGraph = nx.DiGraph()
    for task in tasks:
        if task.id in graph:
            raise ValueError(f"two tasks are called {task.id!r}")
        graph.add_node(task.id, task=task)
    for id in list(graph):
        for need in graph.nodes[id]["task"].needs:
            if need not in graph:
                raise ValueError(f"task {id!r} needs {need!r}, which is not in the graph")
            graph.add_edge(need, id)
    try:
        order = list(nx.topological_sort(graph))
    except nx.NetworkXUnfeasible:
        circle = " → ".join(edge[0] for edge in nx.find_cycle(graph))
        raise ValueError(f"tasks need each other in a circle: {circle}") from None
    keys: dict[str, str] = {}
    for id in order:
        keys[id] = graph.nodes[id]["key"] = key(graph.nodes[id]["task"], keys)
    return graph


def key(task: Task, keys: Mapping[str, str]) -> str:
    """The key of a task's artifact: SHA-256, in hexadecimal, of everything that decides it.

    That is its kind, its maker and the version of its code, its part of the storyboard, which frames it makes, and the
    keys of what it reads. Ids, names and places in the film are not among it.
    """
    needs = [keys[need] for need in task.needs]
    content = [FORMAT, task.kind, task.maker, task.version, task.part.digest, task.start, task.end_exclusive, needs]
    return hashlib.sha256(json.dumps(content, separators=(",", ":")).encode()).hexdigest()


def in_film_order(graph: RenderGraph, targets: Iterable[str]) -> list[str]:
    """All that tasks need, and the tasks themselves: each after what it needs, and otherwise as the film goes."""
    order: list[str] = []
    seen: set[str] = set()
    for target in targets:
        stack = [(target, iter(graph.nodes[target]["task"].needs))] if target not in seen else []
        seen.add(target)
        while stack:
            id, needs = stack[-1]
            need = next((n for n in needs if n not in seen), None)
            if need is None:
                order.append(id)
                stack.pop()
            else:
                seen.add(need)
                stack.append((need, iter(graph.nodes[need]["task"].needs)))
    return order
