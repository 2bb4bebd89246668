"""A look over the whole: continuity, screen direction, coverage, pacing; mended by named repairs and nothing else."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Annotated, Literal, get_args

from pydantic import Field

from planners.llm.ask import Request
from planners.llm.crew import Crew
from planners.llm.draft import Draft, with_scenes
from planners.llm.lines import frames_needed
from planners.llm.part import Number, Part, Phrase
from planners.llm.stages.cast import ids_by_name
from planners.llm.stages.shots import named
from planners.llm.telling import rules, told
from storyline.schema.base import EntityId
from storyline.schema.camera import Angle, ShotSize
from storyline.schema.layout import Facing, ScriptPlacement
from storyline.schema.script import Script, ScriptShot, ScriptTransition, TransitionKind
from storyline.schema.timing import frames

MOST_SHOTS = 150
"""Shots that are looked over in one call; a longer film is looked over in pieces."""

What = Literal["size", "angle", "seconds", "transition", "facing", "look", "remove"]


class Mend(Part):
    """One repair, by name."""

    shot: Number
    repair: What
    entity: Annotated[str, Field(max_length=48)] = ""
    """For facing, look and remove: whom."""
    value: Annotated[str, Field(max_length=48)] = ""
    """What it becomes."""
    why: Phrase = ""


class Critique(Part):
    """What should be mended."""

    repairs: Annotated[list[Mend], Field(max_length=40)]


def critic(draft: Draft, crew: Crew) -> Draft:
    """Have the plan looked over, and make the repairs that can be made without touching what the writer fixed."""
    numbered = list(draft.shots())
    requests = [
        ("", _request(draft, n, numbered[n : n + MOST_SHOTS], crew)) for n in range(0, len(numbered), MOST_SHOTS)
    ]
    written = {t.id: t for _, t in Draft(crew.script).shots()}
    ids, rate = ids_by_name(draft.script), draft.script.rate or Fraction(24)
    changed: dict[int, ScriptShot] = {n: shot for n, (_, shot) in enumerate(numbered, 1)}
    for answer in crew.ask(requests):
        for mend in answer.value.repairs if answer.value is not None else ():
            shot = changed.get(mend.shot)
            if shot is None:
                crew.drop("", f"critic: there is no shot {mend.shot}")
                continue
            where = f"shot {shot.id}"
            made = _mended(shot, mend, written.get(shot.id, ScriptShot()), draft.script, ids, rate, mend.shot == 1)
            if made is None:
                crew.drop(
                    where, f"critic: {mend.repair} {mend.entity} {mend.value} cannot be done here".replace("  ", " ")
                )
            elif made != shot:
                changed[mend.shot] = made
                crew.because(where, f"{mend.repair} {mend.value or mend.entity}", f"the critic: {mend.why}")
    number = 0
    scenes = []
    for scene in draft.script.scenes:
        shots = []
        for _ in scene.shots:
            number += 1
            shots.append(changed[number])
        scenes.append(scene.model_copy(update={"shots": tuple(shots)}))
    return replace(draft, script=with_scenes(draft.script, tuple(scenes)))


def _request(draft: Draft, start: int, numbered: Sequence[tuple[object, ScriptShot]], crew: Crew) -> Request[Critique]:
    script = draft.script
    rate = script.rate or Fraction(24)
    places = {t.id: s.place or "" for s in script.scenes for t in s.shots}
    items = []
    for n, (_, shot) in enumerate(numbered, start + 1):
        item: dict[str, object] = {
            "shot": n,
            "place": places[shot.id],
            "happens": shot.action or "",
            "size": shot.size or "",
            "transition": shot.transition.kind if shot.transition else "",
        }
        if shot.duration is not None:
            item["seconds"] = round(float(frames(shot.duration, rate) / rate), 1)
        if shot.panels and shot.panels[0].placements:
            item["seen"] = [_seen(p) for p in shot.panels[0].placements]
        items.append(item)
    looks = [{"id": e.id, "looks": [k.name for k in e.looks or ()]} for e in script.cast if len(e.looks or ()) > 1]
    total = sum(float(frames(t.duration, rate) / rate) for _, t in numbered if t.duration is not None)
    ids = ids_by_name(script)

    def check(critique: Critique) -> list[str]:
        wrong = []
        for n, mend in enumerate(critique.repairs, 1):
            if not start < mend.shot <= start + len(items):
                wrong.append(f"repair {n}: there is no shot {mend.shot}")
            if mend.repair in ("facing", "look", "remove") and named(mend.entity, ids) is None:
                wrong.append(f"repair {n}: unknown entity {mend.entity!r}")
            if (words := _VALUES.get(mend.repair)) is not None and mend.value not in words:
                wrong.append(f"repair {n}: {mend.repair} is one of {', '.join(words)}; got {mend.value!r}")
        return wrong

    asked = {"seconds_asked": float(frames(script.runtime, rate) / rate)} if script.runtime is not None else {}
    data = told(seconds_in_all=round(total, 1), **asked, looks=looks, shots=items)
    return Request("critic", rules("critic"), data, Critique, 2500, check, crew.frame)


def _seen(p: ScriptPlacement) -> str:
    middle = (p.box.x0 + p.box.x1) / 2 if p.box is not None else 0.5
    side = "left" if middle < 0.4 else "right" if middle > 0.6 else "middle"
    look = f", look {p.look}" if p.look else ""
    return f"{p.entity} at the {side}, faces {p.facing or 'right'}{look}"


_VALUES: Mapping[str, tuple[str, ...]] = {
    "size": get_args(ShotSize),
    "angle": get_args(Angle),
    "transition": get_args(TransitionKind),
    "facing": get_args(Facing),
}


def _mended(
    shot: ScriptShot,
    mend: Mend,
    written: ScriptShot,
    script: Script,
    ids: Mapping[str, EntityId],
    rate: Fraction,
    first: bool,
) -> ScriptShot | None:
    """The shot after a repair; None where the writer fixed that, or it cannot be."""
    field = {"seconds": "duration", "facing": "panels", "look": "panels", "remove": "panels"}.get(
        mend.repair, mend.repair
    )
    if getattr(written, field) is not None:
        return None
    if (words := _VALUES.get(mend.repair)) is not None and mend.value not in words:
        return None
    match mend.repair:
        case "size" | "angle":
            return shot.model_copy(update={mend.repair: mend.value})
        case "transition":
            change = ScriptTransition(kind=mend.value)  # type: ignore[arg-type]
            return None if first else shot.model_copy(update={"transition": change})
        case "seconds":
            try:
                wanted = round(Fraction(mend.value.rstrip("s ")) * rate)
            except (ValueError, ZeroDivisionError):
                return None
            least = max(2, frames_needed(shot.lines or (), rate))
            return shot.model_copy(update={"duration": max(least, min(wanted, round(20 * rate)))})
    who = named(mend.entity, ids)
    if who is None or not shot.panels:
        return None
    if mend.repair == "facing":
        return _placed(shot, who, lambda p: p.model_copy(update={"facing": mend.value}))
    if mend.repair == "remove":
        rest = _placed(shot, who, lambda p: None)
        return None if any(not p.placements for p in rest.panels or ()) else rest
    looks = {k.name for e in script.cast if e.id == who for k in e.looks or ()}
    return _placed(shot, who, lambda p: p.model_copy(update={"look": mend.value})) if mend.value in looks else None


def _placed(shot: ScriptShot, who: EntityId, change: Callable[[ScriptPlacement], ScriptPlacement | None]) -> ScriptShot:
    """A shot with somebody placed otherwise in every panel; None takes them out, and off whoever they held."""
    panels = []
    for panel in shot.panels or ():
        placements = []
        for p in panel.placements or ():
            new = change(p) if p.entity == who else p
            if new is not None:
                placements.append(new)
        there = {p.entity for p in placements}
        freed = [
            p if p.parent is None or p.parent in there else p.model_copy(update={"parent": None, "anchor": None})
            for p in placements
        ]
        panels.append(panel.model_copy(update={"placements": tuple(freed)}))
    return shot.model_copy(update={"panels": tuple(panels)})
