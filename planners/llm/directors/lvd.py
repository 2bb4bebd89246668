"""Dynamic scene layouts: for each shot, boxes at six moments, after reasoning on how things move in the world."""

from collections.abc import Iterator, Sequence
from typing import Annotated

from pydantic import Field

from planners.llm.ask import Request
from planners.llm.crew import Crew
from planners.llm.draft import Draft
from planners.llm.part import Corners, Part, Sentence, Word
from planners.llm.stages.cast import cast, ids_by_name
from planners.llm.stages.panels import PanelPlan, Placed, ShotPlan, with_layouts
from planners.llm.stages.scenes import scenes
from planners.llm.stages.shots import named, shot_a_beat
from planners.llm.telling import rules, told
from storyline.schema.layout import Facing
from storyline.schema.script import ScriptScene, ScriptShot
from storyline.schema.vocabulary import KINDS, UNKNOWN_KIND, kind_of

FRAMES = 6
"""Moments of a layout."""
_STILL = 0.02
"""A move of a box's middle from frame to frame, in frame widths or heights, that is none."""


class LayoutObject(Part):
    """An object in a frame; the same id in every frame in which it is the same."""

    id: Annotated[int, Field(ge=0, le=99)] = 0
    name: Word
    box: Corners


class LayoutFrame(Part):
    """A moment."""

    objects: Annotated[list[LayoutObject], Field(max_length=8)]


class DynamicLayout(Part):
    """How a shot goes on, from its first frame to its last."""

    reasoning: Sentence
    """How things move in it: gravity, elasticity, friction, perspective, the camera."""
    background: Sentence = ""
    frames: Annotated[list[LayoutFrame], Field(min_length=2, max_length=FRAMES)]


class Lvd:
    """LLM-grounded video: dynamic scene layouts with physics-minded reasoning, one shot at a time."""

    name = "lvd"
    source = "Lian et al. 2023, LLM-grounded Video Diffusion Models"

    def direct(self, draft: Draft, crew: Crew) -> Draft:
        """Every beat is a shot, with a layout of its own."""
        for stage in (scenes, cast, shot_a_beat):
            draft = stage(draft, crew)
        found = [(scene, shot) for scene, shot in draft.shots() if shot.panels is None]
        answers = crew.ask([(f"shot {shot.id}", _request(draft, scene, shot, crew)) for scene, shot in found])
        plans = {}
        for (scene, shot), answer in zip(found, answers, strict=True):
            if answer.value is not None:
                plans[str(shot.id)] = _plan(answer.value, shot, draft)
                if answer.repairs:
                    crew.repaired.append(f"scenes/{scene.id}/shots/{shot.id}/panels")
        return with_layouts(draft, plans, crew)


def _request(draft: Draft, scene: ScriptScene, shot: ScriptShot, crew: Crew) -> Request[DynamicLayout]:
    script = draft.script
    ids = ids_by_name(script)

    def check(layout: DynamicLayout) -> list[str]:
        wrong = []
        if len(layout.frames) != FRAMES:
            wrong.append(f"expected {FRAMES} frames; got {len(layout.frames)}")
        for n, frame in enumerate(layout.frames, 1):
            names = [o.name for o in frame.objects]
            wrong += [
                f"frame {n}: unknown {w!r}; known are {', '.join(ids.values())}" for w in names if not named(w, ids)
            ]
            doubled = sorted({w for w in names if names.count(w) > 1})
            if doubled:
                wrong.append(f"frame {n}: {', '.join(doubled)} stands more than once")
        return wrong

    place = next((p for p in script.places if p.id == scene.place), None)
    data = told(
        caption=shot.action or "",
        place=(place.name or place.id) if place else scene.place or "",
        cast=[{"name": e.id, "kind": e.kind or ""} for e in script.cast],
    )
    return Request("layout", rules("lvd"), data, DynamicLayout, 2500, check, crew.frame)


def _plan(layout: DynamicLayout, shot: ScriptShot, draft: Draft) -> ShotPlan:
    """Panels at even distances, with what everybody does read off from how their boxes move."""
    ids = ids_by_name(draft.script)
    last = len(layout.frames) - 1
    made = [
        PanelPlan(
            at=n / last,
            prompt=" ".join(w for w in ((shot.action or "")[:300], layout.background[:90]) if w),
            apart=False,
            placements=[_placed(o, n, layout.frames, draft) for o in frame.objects if named(o.name, ids)],
        )
        for n, frame in enumerate(layout.frames)
    ]
    return ShotPlan(shot=1, panels=made)


def _placed(o: LayoutObject, n: int, frames: Sequence[LayoutFrame], draft: Draft) -> Placed:
    boxes = list(_track(o.name, frames))
    at = next((k for k, (m, _) in enumerate(boxes) if m == n), 0)
    if at + 1 < len(boxes):
        dx, dy = boxes[at + 1][1][0] - boxes[at][1][0], boxes[at + 1][1][1] - boxes[at][1][1]
    elif at:
        dx, dy = boxes[at][1][0] - boxes[at - 1][1][0], boxes[at][1][1] - boxes[at - 1][1][1]
    else:
        dx = dy = 0.0
    ids = ids_by_name(draft.script)
    kind = next((e.kind or "" for e in draft.script.cast if e.id == named(o.name, ids)), "")
    facing: Facing = "left" if dx < -_STILL else "right"
    return Placed(entity=o.name, box=o.box, action=_gait(kind, dx, dy), facing=facing)


def _track(name: str, frames: Sequence[LayoutFrame]) -> Iterator[tuple[int, tuple[float, float]]]:
    """The frames that somebody is in, and the middle of their box there."""
    for n, frame in enumerate(frames):
        for o in frame.objects:
            if o.name == name:
                yield n, ((o.box[0] + o.box[2]) / 2, (o.box[1] + o.box[3]) / 2)
                break


def _gait(kind: str, dx: float, dy: float) -> str:
    """What a body is seen to do that moves so far from one frame to the next."""
    known = KINDS.get(kind_of(kind) or "", UNKNOWN_KIND)
    if known.medium == "air":
        return "fly"
    if known.medium == "water" and known.alive:
        return "swim"
    if dy > 3 * _STILL and abs(dx) < dy:
        return "fall"
    if known.alive and dy < -3 * _STILL:
        return "jump"
    if not known.alive or abs(dx) <= _STILL:
        return "stand"
    return "run" if abs(dx) > 0.12 else "walk"
