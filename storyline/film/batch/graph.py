"""Many films in one render graph, in which tasks that are the same are one."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import networkx as nx

from storyline.graph.build import RenderGraph
from storyline.schema.base import SceneId
from storyline.schema.task import Task


class BatchGraph:
    """The graph of many films: an artifact that several of them need has one task, the first film's."""

    def __init__(self) -> None:
        self.graph: RenderGraph = nx.DiGraph()
        self._ids: dict[str, str] = {}

    def add(self, name: str, film: RenderGraph, root: Path) -> None:
        """Add the graph of a film.

        Args:
            name: of the film: no other has it. It stands in front of the ids of its tasks.
            root: the folder that files named by its storyboard lie in.
        """
        key_of: dict[str, str] = {id: node["key"] for id, node in film.nodes(data=True)}
        new = {key: f"{name}/{id}" for id, key in key_of.items() if key not in self._ids}
        self._ids |= new
        for id, node in film.nodes(data=True):
            here = f"{name}/{id}"
            if new.get(node["key"]) != here:
                continue
            task: Task = node["task"]
            needs = tuple(self._ids[key_of[need]] for need in task.needs)
            batch = task.batch and f"{name}/{task.batch}"  # the files of one batch lie in one folder
            scene = task.scene and SceneId(f"{name}/{task.scene}")
            task = replace(task, id=here, needs=needs, batch=batch, scene=scene)
            self.graph.add_node(here, task=task, key=node["key"], root=root)
            self.graph.add_edges_from((need, here) for need in needs)

    def id(self, key: str) -> str:
        """The id of the task that makes the artifact of a key."""
        return self._ids[key]

    def ids(self, keys: Iterable[str]) -> tuple[str, ...]:
        """The same for several, each once."""
        return tuple(dict.fromkeys(self._ids[key] for key in keys))

    def key(self, id: str) -> str:
        """The key of a task's artifact."""
        found: str = self.graph.nodes[id]["key"]
        return found

    def task(self, key: str) -> Task:
        """The task that makes the artifact of a key."""
        found: Task = self.graph.nodes[self._ids[key]]["task"]
        return found
