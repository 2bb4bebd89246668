"""Events → a dynamic scene graph → the same enriched → shots: who does what to whom, step by step."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Literal

import networkx as nx
from pydantic import Field

from planners.llm.ask import Request
from planners.llm.crew import Crew
from planners.llm.draft import Draft, filled, with_scenes
from planners.llm.part import ActionWord, Number, Part, Sentence, Word
from planners.llm.stages.cast import cast, ids_by_name
from planners.llm.stages.scenes import scenes
from planners.llm.stages.shots import named, shot_a_beat
from planners.llm.telling import rules, told
from storyline.schema.base import EntityId
from storyline.schema.layout import ScriptPlacement
from storyline.schema.script import ScriptPanel, ScriptScene, ScriptShot
from storyline.schema.vocabulary import ACTIONS

AT_ONCE = 24
"""Shots of one call."""

Relation = Literal["", "holds", "rides", "near", "behind", "on"]
_BEARING: Mapping[str, str] = {"holds": "hand", "rides": "seat", "on": "top"}
"""Relations that last until another one ends them, and where who is borne touches its bearer."""


class Triplet(Part):
    """An event: somebody does something, perhaps to somebody."""

    step: Number
    """The shot in which it happens."""
    subject: Word
    action: ActionWord = "stand"
    relation: Relation = ""
    """How the subject then is to the object."""
    object: Annotated[str, Field(max_length=48)] = ""


class Events(Part):
    """All events of some shots."""

    events: Annotated[list[Triplet], Field(max_length=96)]


class Described(Part):
    """A step in words."""

    step: Number
    prompt: Sentence


class Enriched(Part):
    """What the graph lacked, and each step in words."""

    events: Annotated[list[Triplet], Field(max_length=48)]
    steps: Annotated[list[Described], Field(max_length=AT_ONCE)]


class Dysen:
    """Extracts event triplets, turns them into a dynamic scene graph, and has that enriched."""

    name = "dysen"
    source = "Fei et al. 2023, Dysen-VDM: Empowering Dynamics-aware Text-to-Video Diffusion with LLMs"

    def direct(self, draft: Draft, crew: Crew) -> Draft:
        """Every beat is a step of the graph, and a shot."""
        for stage in (scenes, cast, shot_a_beat):
            draft = stage(draft, crew)
        ids = ids_by_name(draft.script)
        groups = [(s, s.shots[n : n + AT_ONCE]) for s in draft.script.scenes for n in range(0, len(s.shots), AT_ONCE)]
        found = crew.ask([(f"scene {s.id}", _events(draft, s, shots, crew)) for s, shots in groups])
        graphs = [
            scene_graph(a.value.events if a.value else (), len(shots), ids)
            for (_, shots), a in zip(groups, found, strict=True)
        ]
        richer = crew.ask(
            [
                (f"scene {s.id}", _enrich(s, shots, graph, ids, crew))
                for (s, shots), graph in zip(groups, graphs, strict=True)
            ]
        )
        filling: dict[str, ScriptShot] = {}
        for (_, shots), first, more, graph in zip(groups, found, richer, graphs, strict=True):
            if first.value is not None and more.value is not None:
                graph = scene_graph((*first.value.events, *more.value.events), len(shots), ids)
            words = {d.step: d.prompt for d in more.value.steps} if more.value is not None else {}
            for step, shot in enumerate(shots, 1):
                filling[str(shot.id)] = _shot(shot, graph[step - 1], words.get(step))
        made = tuple(
            s.model_copy(update={"shots": tuple(filling.get(str(t.id), t) for t in s.shots)})
            for s in draft.script.scenes
        )
        return replace(draft, script=with_scenes(draft.script, made))


def scene_graph(
    events: Sequence[Triplet], steps: int, ids: Mapping[str, EntityId]
) -> tuple["nx.MultiDiGraph[EntityId]", ...]:
    """The dynamic scene graph: for each step, entities with what they do, and edges of their relations.

    Who is held, ridden or lies on somebody stays there in the steps that follow, until it does something else itself or
    somebody else holds it. No one is borne by itself, through however many others: such an edge is left out.
    """
    borne: dict[EntityId, tuple[EntityId, str]] = {}
    made = []
    for step in range(1, steps + 1):
        graph: nx.MultiDiGraph[EntityId] = nx.MultiDiGraph()
        here = [e for e in events if e.step == step]
        for event in here:
            subject, target = named(event.subject, ids), named(event.object, ids) if event.object else None
            if subject is None:
                continue
            graph.add_node(subject, action=event.action)
            if target is None or target == subject:
                continue
            if target not in graph:
                graph.add_node(target)
            bearer, load = (subject, target) if event.relation == "holds" else (target, subject)
            if event.relation in _BEARING and not _bears(borne, load, bearer):
                borne[load] = (bearer, event.relation)
            elif event.action in ("give", "throw"):
                borne.pop(target, None)
            graph.add_edge(subject, target, relation=event.relation or event.action)
        for load in [n for n in graph if graph.nodes[n].get("action") in _LEAVING]:
            if not any(e.relation in _BEARING and load in (named(e.subject, ids), named(e.object, ids)) for e in here):
                borne.pop(load, None)
        for load, (bearer, relation) in borne.items():
            if bearer in graph or load in graph:
                graph.add_edge(load, bearer, relation=relation, lasting=True)
        made.append(graph)
    return tuple(made)


_LEAVING = frozenset({"walk", "run", "jump", "fly", "swim", "fall", "dance", "crawl", "climb"})


def _bears(borne: Mapping[EntityId, tuple[EntityId, str]], above: EntityId, below: EntityId) -> bool:
    """Whether somebody is borne, through others, by whom they are to bear."""
    tree = nx.DiGraph([(load, bearer) for load, (bearer, _) in borne.items()])
    return below == above or (below in tree and above in tree and nx.has_path(tree, below, above))


def _shot(shot: ScriptShot, graph: "nx.MultiDiGraph[EntityId]", prompt: str | None) -> ScriptShot:
    """A shot with those of a step in it, their boxes left open."""
    if not graph:
        return shot
    bearers = {load: (bearer, d["relation"]) for load, bearer, d in graph.edges(data=True) if d.get("lasting")}
    placements = tuple(_placements(graph, bearers))
    moments = (0, "100%")
    return filled(shot, panels=tuple(ScriptPanel(at=at, prompt=prompt, placements=placements) for at in moments))


def _placements(
    graph: "nx.MultiDiGraph[EntityId]", bearers: Mapping[EntityId, tuple[EntityId, str]]
) -> Iterator[ScriptPlacement]:
    for id in list(graph)[:8]:
        fields: dict[str, object] = {}
        if (action := graph.nodes[id].get("action")) in ACTIONS:
            fields["action"] = action
        if id in bearers:
            fields |= {"parent": bearers[id][0], "anchor": _BEARING[bearers[id][1]]}
        yield ScriptPlacement(entity=id, **fields)  # type: ignore[arg-type]


def _told_of(shots: Sequence[ScriptShot]) -> list[dict[str, object]]:
    return [{"step": n, "text": t.action or ""} for n, t in enumerate(shots, 1)]


def _faults(events: Sequence[Triplet], steps: int, ids: Mapping[str, EntityId]) -> list[str]:
    wrong = [f"there is no step {e.step}; steps are 1 to {steps}" for e in events if e.step > steps]
    names = [n for e in events for n in (e.subject, e.object) if n and named(n, ids) is None]
    return wrong + [f"unknown {n!r}; known are {', '.join(sorted(set(ids.values())))}" for n in dict.fromkeys(names)]


def _events(draft: Draft, scene: ScriptScene, shots: Sequence[ScriptShot], crew: Crew) -> Request[Events]:
    ids = ids_by_name(draft.script)
    data = told(
        cast=[{"name": e.id, "kind": e.kind or ""} for e in draft.script.cast],
        place=scene.place or "",
        steps=_told_of(shots),
    )
    check = lambda reply: _faults(reply.events, len(shots), ids)
    return Request("events", rules("dysen_events"), data, Events, 400 + 120 * len(shots), check, crew.frame)


def _enrich(
    scene: ScriptScene,
    shots: Sequence[ScriptShot],
    graphs: Sequence["nx.MultiDiGraph[EntityId]"],
    ids: Mapping[str, EntityId],
    crew: Crew,
) -> Request[Enriched]:
    graph = [
        {
            "step": n,
            "entities": {id: g.nodes[id].get("action", "") for id in g},
            "relations": [[a, d["relation"], b] for a, b, d in g.edges(data=True)],
        }
        for n, g in enumerate(graphs, 1)
    ]
    data = told(
        cast=sorted(set(ids.values())), place=scene.place or "", time=scene.time_of_day or "day",
        steps=_told_of(shots), graph=graph,
    )  # fmt: skip
    check = lambda reply: _faults(reply.events, len(shots), ids)
    return Request("enrich", rules("dysen_enrich"), data, Enriched, 400 + 200 * len(shots), check, crew.frame)
