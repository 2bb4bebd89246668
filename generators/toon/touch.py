"""Figures that touch: a child goes where its parent takes it, a sitter's bottom lies on the seat, hands hold things."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from generators.toon.figures import BONES, HANDED, bob
from generators.toon.figures.pen import toward
from generators.toon.figures.skeleton import skeleton
from generators.toon.figures.state import ease
from generators.toon.staging import Actor
from storyline.schema.base import EntityId
from storyline.schema.layout import Placement
from storyline.schema.vocabulary import HOLDING, KINDS, UNKNOWN_KIND, Seat, action_of, grip_of, seat_of

_OPEN, _CLOSED = 0.12, 0.26
"""The shares of a hug at which the arms are wide open and at which they are round somebody."""
_SNAP = 0.30
"""How far from the seat a sitter's box may leave them, in their heights: farther, the box was meant."""
_BOTH_HANDS = frozenset({"hold", "give", "push", "pull", "hug", "read"})
_WIDE = 0.30
"""A thing so wide, in heights of who holds it, takes both hands whatever they do."""


def seat(placement: Placement, kinds: Mapping[EntityId, str]) -> Seat | None:
    """How somebody sits in a panel; `kinds` are those of all who are in it."""
    action = action_of(placement.action) or "stand"
    sits = placement.anchor == "seat" or (action in ("sit", "ride") and placement.anchor not in HOLDING)
    on = placement.parent if sits else None
    return seat_of(action, kinds.get(on) if on is not None else None)


def touching(actors: Sequence[Actor], placements: Mapping[EntityId, Placement], aspect: float) -> list[Actor]:
    """The same actors, each moved with its parent, and with its hands at what it holds."""
    if all(p.parent is None for p in placements.values()) and all(a.moment.action != "hug" for a in actors):
        return list(actors)
    settled: dict[EntityId, Actor] = {}
    waiting = {actor.id: actor for actor in actors}
    while waiting:
        # parents first; a ring of parents is broken anywhere
        ready = [id for id in waiting if placements[id].parent not in waiting] or list(waiting)[:1]
        for id in ready:
            actor = waiting.pop(id)
            parent = placements[id].parent
            carrier = settled.get(parent) if parent is not None else None
            settled[id] = actor if carrier is None else _carried(actor, carrier, placements, aspect)
    return [_holding(settled[actor.id], settled, placements, aspect) for actor in actors]


def sheltered(actors: Sequence[Actor], placements: Mapping[EntityId, Placement]) -> list[Actor]:
    """The same actors, far to near, each umbrella right behind who holds it: it would hide the face."""
    others = {a.id for a in actors if a.figure.kind != "umbrella"}
    held = {a.id: p.parent for a in actors if a.id not in others and (p := placements[a.id]).anchor == "hand"}
    held = {id: parent for id, parent in held.items() if parent in others}
    if not held:
        return list(actors)
    over: dict[EntityId | None, list[Actor]] = {}
    for actor in actors:
        over.setdefault(held.get(actor.id), []).append(actor)
    return [drawn for actor in over[None] for drawn in (*over.get(actor.id, ()), actor)]


def _carried(child: Actor, parent: Actor, placements: Mapping[EntityId, Placement], aspect: float) -> Actor:
    dx, dy = parent.moved
    dy += bob(parent.figure.kind, parent.moment) * parent.scale * parent.fit.stretch[1] - parent.lift
    moved = replace(child, x=child.x + dx, y=child.y + dy, moved=(dx, dy))
    spot = KINDS.get(parent.figure.kind, UNKNOWN_KIND).anchors.get("seat")
    if child.moment.seat in (None, "ground") or spot is None or not _jointed(child):
        return moved
    there = _spot(placements[parent.id], spot, aspect)
    x, y = bottom(moved)
    right, down = there[0] + dx - x, there[1] + dy - y
    if max(abs(right), abs(down)) > _SNAP * child.scale:
        return moved
    return replace(moved, x=moved.x + right, y=moved.y + down, moved=(dx + right, dy + down))


def _jointed(actor: Actor) -> bool:
    return actor.figure.kind in BONES and actor.figure.puppet is None


def bottom(actor: Actor) -> tuple[float, float]:
    """Where in the frame the bottom of a body on two legs is, in frame heights."""
    bones = BONES[actor.figure.kind]
    hips = skeleton(bones, actor.moment).trunk.hips
    return actor.outside(hips[0], hips[1] + bones.seat)


def rim(parent: Actor, placement: Placement, child: Actor) -> float | None:
    """How high in the frame the rim lies that hides what of a child is lower; None if there is none."""
    anchors = KINDS.get(parent.figure.kind, UNKNOWN_KIND).anchors
    spot = anchors.get("rim") or (anchors.get("seat") if child.moment.seat == "inside" else None)
    return None if spot is None else placement.box.y0 + spot[1] * placement.box.height + parent.moved[1] - parent.lift


def _holding(actor: Actor, actors: Mapping[EntityId, Actor], placements: Mapping[EntityId, Placement],
             aspect: float) -> Actor:  # fmt: skip
    if any(p.parent == actor.id and p.anchor in HOLDING for p in placements.values()):
        actor = replace(actor, moment=replace(actor.moment, holds=True))
    if actor.figure.kind not in HANDED or actor.figure.puppet is not None:
        return actor  # in the mouth, or between paws that the drawing puts there
    if actor.moment.action == "hug" and _jointed(actor):
        return _hugging(actor, actors)
    held = [
        p
        for p in placements.values()
        if p.parent == actor.id and p.anchor == "hand" and actors[p.entity].moment.seat in (None, "ground")
    ]
    if not held:
        return actor
    reach: list[tuple[float, float] | None] = [None, None]
    for n, p in enumerate(held[:2]):
        goal = actor.inside(*grip(actors[p.entity], p, aspect))
        if actor.moment.action in ("push", "pull"):
            goal = actor.inside(*_edge(actor, actors[p.entity], p, aspect))
        wide = p.box.width * aspect > _WIDE * actor.scale
        if len(held) == 1 and (actor.moment.action in _BOTH_HANDS or wide):
            reach = [(goal[0] + 0.02, goal[1] - 0.015), goal]
        elif actor.moment.view == "side" or len(held) == 2:
            reach[1 - n] = goal
        else:
            reach[goal[0] > 0] = goal
    looks = actor.inside(*grip(actors[held[0].entity], held[0], aspect))
    return replace(actor, moment=replace(actor.moment, reach=(reach[0], reach[1]), gaze=_gaze(looks)))


def _edge(actor: Actor, child: Actor, placement: Placement, aspect: float) -> tuple[float, float]:
    """Where somebody lays the hands on a thing to move it: its nearer side, at the height of the chest."""
    box = placement.box
    x = (box.x0 if box.centre[0] * aspect > actor.x else box.x1) * aspect
    y = min(max(actor.y - 0.45 * actor.scale, box.y0 + 0.2 * box.height), box.y0 + 0.7 * box.height)
    return x + child.moved[0], y + child.moved[1]


def _hugging(actor: Actor, actors: Mapping[EntityId, Actor]) -> Actor:
    """The arms round who is right ahead, once they are closing."""
    ahead = [(actor.inside(a.x, a.y - 0.5 * a.scale), a) for a in actors.values() if a.id != actor.id and _sees(a)]
    near = [(spot, a) for spot, a in ahead if 0.05 < spot[0] < 0.75 and a.moment.seat is None]
    if not near or actor.moment.view != "side" or actor.moment.progress < _OPEN:
        return actor
    (x, y), other = min(near, key=lambda found: found[0][0])
    back = 0.10 * other.scale / actor.scale
    closed = ((x + back, y - 0.06), (x + back * 0.4, y + 0.03))
    share = ease((actor.moment.progress - _OPEN) / (_CLOSED - _OPEN))
    free = skeleton(BONES[actor.figure.kind], actor.moment)
    far, nearer = (toward(free.hand(n), closed[n], share) for n in (0, 1))
    return replace(actor, moment=replace(actor.moment, reach=(far, nearer)))


def grip(child: Actor, placement: Placement, aspect: float) -> tuple[float, float]:
    """Where in the frame a thing is held, in frame heights."""
    x, y = _spot(placement, grip_of(child.figure.kind), aspect)
    return x + child.moved[0], y + child.moved[1]


def _spot(placement: Placement, spot: tuple[float, float], aspect: float) -> tuple[float, float]:
    box, x = placement.box, 1 - spot[0] if placement.facing == "left" else spot[0]
    return (box.x0 + x * box.width) * aspect, box.y0 + spot[1] * box.height


def watching(actors: Sequence[Actor], speaker: EntityId | None) -> list[Actor]:
    """The same actors, their eyes on who speaks, and the speaker's on the nearest listener ahead."""
    heads = {a.id: (a.x, a.y - a.lift - 0.85 * a.scale) for a in actors if _sees(a)}
    if speaker not in heads or len(heads) < 2:
        return list(actors)
    return [_watching(a, heads, speaker) if a.id in heads and a.moment.gaze is None else a for a in actors]


def _watching(actor: Actor, heads: Mapping[EntityId, tuple[float, float]], speaker: EntityId) -> Actor:
    if actor.id != speaker:
        seen = [heads[speaker]]
    else:
        seen = sorted((head for id, head in heads.items() if id != speaker), key=lambda head: abs(head[0] - actor.x))
    for head in seen:
        ahead, down = actor.inside(*head)
        if actor.moment.view == "front" or ahead > 0:
            return replace(actor, moment=replace(actor.moment, gaze=_gaze((ahead, down))))
    return actor


def _sees(actor: Actor) -> bool:
    known = KINDS.get(actor.figure.kind, UNKNOWN_KIND)
    return known.alive and actor.moment.action != "sleep" and actor.moment.view != "back"


def _gaze(goal: tuple[float, float]) -> tuple[float, float]:
    x, y = goal[0], goal[1] + 0.85  # from the eyes
    far = max(0.5, (x * x + y * y) ** 0.5)
    return x / far, y / far
