"""Shots → panels: who is where at some moments of each shot, and in words what is seen."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Annotated

from pydantic import Field

from planners.llm.ask import Request
from planners.llm.crew import Crew
from planners.llm.draft import Draft, filled, with_scenes
from planners.llm.part import ActionWord, Corners, Number, Part, Sentence, Word
from planners.llm.repair import apart
from planners.llm.stages.cast import ids_by_name
from planners.llm.stages.shots import named
from planners.llm.telling import rules, told
from planners.llm.words import MOVES
from planners.offline.composer import Composer, Standing
from storyline.schema.base import EntityId
from storyline.schema.camera import Camera, ScriptCameraKeyframe
from storyline.schema.layout import Box, Expression, Facing, ScriptPlacement, feet_depth
from storyline.schema.script import Script, ScriptPanel, ScriptScene, ScriptShot
from storyline.schema.vocabulary import KINDS, UNKNOWN_KIND, kind_of

AT_ONCE = 4
"""Shots of one call."""
_STEPS = 20
"""Parts of a shot at whose ends panels may stand."""
_COVERED = 0.5
"""Of the narrower of two boxes: where the plan says apart, no more may be hidden."""

Corner = tuple[float, float, float, float]


class Placed(Part):
    """Somebody in a panel."""

    entity: Word
    """Its id."""
    box: Corners
    action: ActionWord = "stand"
    facing: Facing = "right"
    expression: Expression = "neutral"
    parent: Annotated[str, Field(max_length=48)] = ""
    """The id of whoever holds or carries it; empty if nobody does."""


class PanelPlan(Part):
    """A moment of a shot."""

    at: Annotated[float, Field(ge=0, le=1)]
    """0 is the shot's beginning, 1 its end."""
    prompt: Sentence
    """What is seen, in words for a painter."""
    apart: bool = True
    """Nobody stands in front of anybody else."""
    placements: Annotated[list[Placed], Field(max_length=8)]


class ShotPlan(Part):
    """The panels of a shot."""

    shot: Number
    panels: Annotated[list[PanelPlan], Field(min_length=1, max_length=6)]


class ShotPlans(Part):
    """The panels of some shots."""

    shots: Annotated[list[ShotPlan], Field(min_length=1, max_length=AT_ONCE)]


def panels(draft: Draft, crew: Crew) -> Draft:
    """Have the open shots laid out in panels; those in which the writer placed anybody stay as they are."""
    script = draft.script
    asked: list[tuple[ScriptScene, Sequence[ScriptShot]]] = []
    for scene in script.scenes:
        open = [t for t in scene.shots if t.panels is None]
        asked += [(scene, open[n : n + AT_ONCE]) for n in range(0, len(open), AT_ONCE)]
    requests = [(f"scene {scene.id}", _request(draft, scene, shots, crew)) for scene, shots in asked]
    found: dict[str, ShotPlan] = {}
    for (_, shots), answer in zip(asked, crew.ask(requests), strict=True):
        for plan in answer.value.shots if answer.value is not None else ():
            if plan.shot <= len(shots):
                shot = shots[plan.shot - 1]
                assert shot.id is not None  # the stage before gave it one
                found.setdefault(shot.id, plan)
                if answer.repairs:
                    crew.repaired.append(_path(shot.id, script))
    return with_layouts(draft, found, crew)


def with_layouts(draft: Draft, plans: Mapping[str, ShotPlan], crew: Crew) -> Draft:
    """A draft whose open shots have these panels, and the camera that they are seen through."""
    ids = ids_by_name(draft.script)
    scenes = []
    for scene in draft.script.scenes:
        made = []
        for shot in scene.shots:
            plan = plans.get(str(shot.id))
            made.append(
                shot if plan is None or shot.panels is not None else _laid_out(shot, plan, scene, draft, ids, crew)
            )
        scenes.append(scene.model_copy(update={"shots": tuple(made)}))
    return replace(draft, script=with_scenes(draft.script, tuple(scenes)))


def _path(shot: str, script: Script) -> str:
    scene = next(s.id for s in script.scenes for t in s.shots if t.id == shot)
    return f"scenes/{scene}/shots/{shot}/panels"


def _request(draft: Draft, scene: ScriptScene, shots: Sequence[ScriptShot], crew: Crew) -> Request[ShotPlans]:
    script = draft.script
    place = next((p for p in script.places if p.id == scene.place), None)
    ratio = crew.frame[0] / crew.frame[1]
    seen = {i for t in shots if t.id is not None for i in draft.seen.get(t.id, ())}
    cast = [e for e in script.cast if e.id in seen] or list(script.cast)
    data = told(
        scene={
            "place": (place.name or place.id) if place else scene.place or "",
            "setting": (place.setting or "") if place else "",
            "time_of_day": scene.time_of_day or "day",
        },
        cast=[_sized(e.id, e.name or e.id, e.kind or "", ratio) for e in cast],
        shots=[
            {
                "shot": n,
                "happens": t.action or "",
                "size": t.size or "WS",
                "move": draft.moves.get(t.id, MOVES[0]) if t.id else MOVES[0],
                "seen": list(draft.seen.get(t.id, ())) if t.id else [],
            }
            for n, t in enumerate(shots, 1)
        ],
    )
    ids = ids_by_name(script)

    def check(plans: ShotPlans) -> list[str]:
        numbers = [p.shot for p in plans.shots]
        wrong = []
        if numbers != list(range(1, len(shots) + 1)):
            wrong.append(f"every shot from 1 to {len(shots)} must stand once, in order; got {numbers}")
        for plan in plans.shots:
            wrong += [f"shot {plan.shot}, {fault}" for fault in _faults(plan, ids)]
        return wrong

    return Request("panels", rules("panels"), data, ShotPlans, 200 + 1400 * len(shots), check, crew.frame)


def _sized(id: str, name: str, kind: str, ratio: float) -> dict[str, object]:
    """An entity as a reply should know it: how large it is in a wide shot."""
    known = KINDS.get(kind_of(kind) or "", UNKNOWN_KIND)
    width = known.height * known.aspect / ratio
    return {"id": id, "name": name, "kind": kind, "size_in_a_wide_shot": [round(width, 3), round(known.height, 3)]}


def _faults(plan: ShotPlan, ids: Mapping[str, EntityId]) -> Iterator[str]:
    moments = [p.at for p in plan.panels]
    if moments != sorted(set(moments)):
        yield f"`at` must rise from panel to panel; got {moments}"
    for n, panel in enumerate(plan.panels, 1):
        who = [named(p.entity, ids) for p in panel.placements]
        for placed, id in zip(panel.placements, who, strict=True):
            if id is None:
                yield f"panel {n}: unknown entity {placed.entity!r}; known are {', '.join(sorted(set(ids.values())))}"
            if placed.parent and named(placed.parent, ids) not in who:
                yield f"panel {n}, entity {placed.entity!r}: parent {placed.parent!r} is not in this panel"
        doubled = sorted({i for i in who if i is not None and who.count(i) > 1})
        if doubled:
            yield f"panel {n}: {', '.join(doubled)} placed more than once"
        if panel.apart and _crowded(panel):
            yield f"panel {n}: boxes cover each other though `apart` is true; move them, or write false"


def _free(panel: PanelPlan) -> list[int]:
    """Those in a panel that stand on their own."""
    bearers = {p.parent for p in panel.placements if p.parent}
    return [n for n, p in enumerate(panel.placements) if not p.parent and p.entity not in bearers]


def _crowded(panel: PanelPlan) -> bool:
    boxes = [_corner(panel.placements[n].box) for n in _free(panel)]
    return apart(boxes, _COVERED)[1] > 0


def _corner(box: Sequence[float]) -> Corner:
    return box[0], box[1], box[2], box[3]


def _laid_out(
    shot: ScriptShot,
    plan: ShotPlan,
    scene: ScriptScene,
    draft: Draft,
    ids: Mapping[str, EntityId],
    crew: Crew,
) -> ScriptShot:
    """A shot with the panels of a plan, repaired where it breaks the rules still."""
    assert shot.id is not None  # the stage before gave it one
    where, path = f"shot {shot.id}", f"scenes/{scene.id}/shots/{shot.id}/panels"
    by_step: dict[int, tuple[PanelPlan, dict[EntityId, tuple[Placed, Corner]]]] = {}
    for panel in sorted(plan.panels, key=lambda p: p.at):
        step = round(panel.at * _STEPS)
        if step in by_step:
            crew.repair(where, "panels at the same moment are one", path)
            continue
        by_step[step] = (panel, _placed(panel, ids, crew, where, path))
    steps = sorted(by_step)
    for missing, nearest in ((0, steps[0]), (_STEPS, steps[-1])):
        if missing not in by_step:
            by_step[missing] = by_step[nearest]
            crew.repair(where, "a shot's first or last panel was missing and is as the nearest one", path)
    moments = [by_step[step][1] for step in sorted(by_step)]
    if crew.composer is not None:
        for id in [i for i in draft.seen.get(shot.id, ()) if not any(i in boxes for boxes in moments)]:
            stands = _composed(id, moments[0], scene, draft, crew.composer)
            for boxes in moments:
                boxes[id] = stands
            crew.repair(where, "who is seen in a shot had no box, and stands where a prior of layouts says", path)
    camera = shot.camera
    keyframes: tuple[ScriptCameraKeyframe, ...] = ()
    if camera is None:
        first, last = (_leading(by_step[s][1]) for s in (0, _STEPS))
        keyframes = camera_of(draft.moves.get(shot.id, MOVES[0]), first, last)
    made = []
    for step in sorted(by_step):
        panel, boxes = by_step[step]
        view = _between(keyframes, step / _STEPS)
        placements = []
        for id, (placed, box) in boxes.items():
            parent = named(placed.parent, ids) if placed.parent else None
            look = draft.worn.get((scene.id, id)) if scene.id is not None else None
            projected = _projected(box, view)
            if projected is None:
                continue  # the camera has left it behind
            fields: dict[str, object] = {"look": look} if look else {}
            if parent in boxes and parent != id:
                fields |= {"parent": parent, "anchor": "hand" if placed.action != "ride" else "seat"}
            placements.append(
                ScriptPlacement(
                    entity=id,
                    box=projected,
                    depth=feet_depth(projected),
                    action=placed.action,
                    facing=placed.facing,
                    expression=placed.expression,
                    **fields,  # type: ignore[arg-type]
                )
            )
        at = 0 if step == 0 else f"{step * 100 // _STEPS}%"
        made.append(ScriptPanel(at=at, prompt=panel.prompt or None, placements=tuple(_settled(placements))))
    return filled(shot, panels=tuple(made), camera=keyframes)


def _placed(
    panel: PanelPlan, ids: Mapping[str, EntityId], crew: Crew, where: str, path: str
) -> dict[EntityId, tuple[Placed, Corner]]:
    """Who is in a panel, each once, apart where the plan says so."""
    found: dict[EntityId, tuple[Placed, Corner]] = {}
    boxes = [_corner(p.box) for p in panel.placements]
    if panel.apart:
        free = _free(panel)
        moved, count = apart([boxes[n] for n in free], _COVERED)
        if count:
            crew.repair(where, "boxes that the plan says are apart covered each other and were moved", path)
            for n, box in zip(free, moved, strict=True):
                boxes[n] = box
    for placed, box in zip(panel.placements, boxes, strict=True):
        id = named(placed.entity, ids)
        if id is None:
            crew.drop(where, f"panels: nobody in the cast is called {placed.entity!r}")
        elif id in found:
            crew.repair(where, "somebody was placed twice in a panel, and is placed once", path)
        else:
            found[id] = (placed, box)
    return found


def _composed(
    id: EntityId,
    beside: Mapping[EntityId, tuple[Placed, Corner]],
    scene: ScriptScene,
    draft: Draft,
    composer: Composer,
) -> tuple[Placed, Corner]:
    """Somebody who has no box yet, beside the others of a panel."""
    kinds = {e.id: kind_of(e.kind or "") or e.kind or "" for e in draft.script.cast}
    place = next((p for p in draft.script.places if p.id == scene.place), None)
    there = [Standing(kinds.get(i, ""), placed.action, Box(box)) for i, (placed, box) in beside.items()]
    box = composer.placed((place and place.setting) or "", there, kinds.get(id, ""), "stand").root
    return Placed(entity=id, box=list(box), facing="right" if box[0] + box[2] < 1 else "left"), box


def _leading(boxes: Mapping[EntityId, tuple[Placed, Corner]]) -> Corner | None:
    return next((box for _, box in boxes.values()), None)


def camera_of(move: str, first: Corner | None, last: Corner | None) -> tuple[ScriptCameraKeyframe, ...]:
    """The camera of a move: the master view at the beginning, but for a zoom out, which ends in it.

    Args:
        first, last: the box of whom the shot follows or comes closer to, at its ends.
    """
    x = (first[0] + first[2]) / 2 - 0.5 if first else 0.0
    y = (first[1] + first[3]) / 2 - 0.5 if first else 0.0
    ending: dict[str, float] = {}
    match move:
        case "pan left":
            ending = {"pan": -0.1}
        case "pan right":
            ending = {"pan": 0.1}
        case "tilt up":
            ending = {"tilt": -0.08}
        case "tilt down":
            ending = {"tilt": 0.08}
        case "zoom in" | "zoom out":  # about the middle of whom it is about, which keeps its place
            share = 1 - 1 / _ZOOM
            ending = {"zoom": _ZOOM, "pan": round(_near(x) * share, 4), "tilt": round(_near(y) * share, 4)}
        case "follow" if first is not None and last is not None:
            way = (last[0] + last[2] - first[0] - first[2]) / 2
            ending = {"pan": round(max(-0.5, min(0.5, way)), 4)}
    if not ending:
        return ()
    closer, wide = ScriptCameraKeyframe(at="100%", **ending), ScriptCameraKeyframe(at="100%")
    if move == "zoom out":
        return closer.model_copy(update={"at": 0}), wide
    return ScriptCameraKeyframe(at=0), closer


_ZOOM = 1.25


def _near(offset: float) -> float:
    return max(-0.4, min(0.4, offset))


def _between(keyframes: Sequence[ScriptCameraKeyframe], share: float) -> Camera:
    if len(keyframes) < 2:
        return Camera()
    first, last = keyframes[0], keyframes[-1]
    mixed = {f: getattr(first, f) + (getattr(last, f) - getattr(first, f)) * share for f in Camera.model_fields}
    return Camera(**mixed)


def _projected(box: Corner, camera: Camera) -> Box | None:
    x0, y0 = camera.project(box[0], box[1])
    x1, y1 = camera.project(box[2], box[3])
    a, b, c, d = (round(min(2.0, max(-1.0, v)), 4) for v in (x0, y0, x1, y1))
    if a >= c or b >= d or c <= 0 or d <= 0 or a >= 1 or b >= 1:
        return None
    return Box((a, b, c, d))


def _settled(placements: Sequence[ScriptPlacement]) -> Iterator[ScriptPlacement]:
    """Placements whose parents are there, and nobody carried by itself through them."""
    parents = {p.entity: p.parent for p in placements}
    for p in placements:
        above, steps = p.parent, 0
        while above is not None and steps <= len(parents):
            above, steps = parents.get(above), steps + 1
        if p.parent is not None and (p.parent not in parents or above is not None):
            parents[p.entity] = None
            p = p.model_copy(update={"parent": None, "anchor": None})
        yield p
