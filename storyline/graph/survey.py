"""A render graph and its store → what is known of each task: whether it will run, what it took or may take."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from storyline.graph.build import RenderGraph, in_film_order
from storyline.graph.films import FilmNeeds, Films
from storyline.graph.history import History
from storyline.graph.store import Store
from storyline.graph.times import Times
from storyline.schema.task import SUFFIXES, Task, TaskKind

State = Literal["will run", "ran", "cached"]
"""Its artifact is missing; it was made when the film was last rendered; it is there, from before or from elsewhere."""


@dataclass(frozen=True)
class Standing:
    """What is known of a task."""

    state: State
    seconds: float | None
    """Of one worker; None if nobody knows."""
    took: bool
    """Whether that is what its artifact took when it was last made; else it is an estimate."""
    together: int = 1
    """How many tasks were done in that call; its share of the seconds is by its pixels."""


@dataclass(frozen=True)
class Total:
    """Several tasks: how many there are, and the seconds of one worker."""

    tasks: int
    to_run: int
    took: float
    """Of those whose time is known."""
    estimated: float
    """Of the others."""


@dataclass(frozen=True)
class Survey:
    """A render graph with what is known of its tasks."""

    graph: RenderGraph
    standings: Mapping[str, Standing]
    """By the ids of tasks."""
    film: FilmNeeds | None
    """The film that they are of as it was last rendered, or begun; None if none is remembered that shares a task."""

    def task(self, id: str) -> Task:
        """The task of an id."""
        found: Task = self.graph.nodes[id]["task"]
        return found

    def total(self, ids: Iterable[str]) -> Total:
        """Of some tasks."""
        some = [self.standings[id] for id in ids]
        known = [(one.took, one.seconds) for one in some if one.seconds is not None]
        return Total(
            tasks=len(some),
            to_run=sum(one.state == "will run" for one in some),
            took=sum(seconds for took, seconds in known if took),
            estimated=sum(seconds for took, seconds in known if not took),
        )

    def kinds(self) -> dict[TaskKind, Total]:
        """Of each kind of task, in the order in which they are made of each other."""
        of_kind: dict[TaskKind, list[str]] = {kind: [] for kind in SUFFIXES}
        for id in self.graph:
            of_kind[self.task(id).kind].append(id)
        return {kind: self.total(ids) for kind, ids in of_kind.items() if ids}

    def longest(self) -> tuple[str, ...]:
        """The tasks of which each needs the one before, and that take the longest: no number of workers is faster.

        Among those that will run, if any will; else among all.
        """
        todo = {id for id in self.graph if self.standings[id].state == "will run"} or set(self.graph)
        ends: dict[str, float] = {}
        before: dict[str, str | None] = {}
        for id in in_film_order(self.graph, list(self.graph)):
            if id in todo:
                needs = [need for need in self.task(id).needs if need in todo]
                before[id] = max(needs, key=ends.__getitem__, default=None)
                start = ends[before[id]] if before[id] is not None else 0.0  # type: ignore[index]
                ends[id] = start + (self.standings[id].seconds or 0.0)
        chain: list[str] = []
        last = max(ends, key=ends.__getitem__, default=None)
        while last is not None:
            chain.append(last)
            last = before[last]
        return tuple(reversed(chain))


def survey(graph: RenderGraph, to_run: Container[str], store: Store) -> Survey:
    """What a store knows of the tasks of a graph; `to_run` are the ids of those that a render would do."""
    tasks: dict[str, Task] = {id: graph.nodes[id]["task"] for id in graph}
    keys: dict[str, str] = {id: graph.nodes[id]["key"] for id in graph}
    film = _film(frozenset(keys.values()), store)
    times = Times(store.folder).of(frozenset(keys.values()))
    guessed = History(store.folder).seconds(tasks.values())
    found = {}
    for id, key in keys.items():
        taken = times.get(key)
        ran = film is not None and taken is not None and key in film.keys and film.had_made(taken)
        state: State = "will run" if id in to_run else "ran" if ran else "cached"
        if taken is not None:
            found[id] = Standing(state, taken.seconds, True, taken.together)
        else:
            found[id] = Standing(state, guessed.get(id), False)
    return Survey(graph, found, film)


def _film(keys: frozenset[str], store: Store) -> FilmNeeds | None:
    """The film that shares the most with a graph; of several that share as much, the last to be rendered."""
    films = Films(store).all()
    most = max(films, key=lambda film: len(film.keys & keys), default=None)
    return most if most is not None and most.keys & keys else None
