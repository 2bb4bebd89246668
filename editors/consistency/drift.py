"""Everybody's colours in all shots → which shots are off, how far, and what would bring them back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from jaxtyping import Float

from editors.consistency.difference import difference
from editors.consistency.light import light_of, shared_step
from editors.consistency.matching import LIGHTNESS, matched, shifted
from editors.consistency.measure import Colours
from editors.consistency.palette import Lab, Palette
from storyline.schema.base import EntityId, PlaceId, ShotId
from storyline.schema.storyboard import Storyboard
from storyline.schema.vocabulary import rgb

_FLAT = 1.5
"""Added to spreads before they are compared: that of flat paint is none."""
_WIDEN = (0.5, 2.0)
"""A colour's spread is drawn together or apart by so much at most."""

_JURY = 24
"""Shots, evenly spread, of which the one of reference is chosen: of long films not all are compared with all."""


class Part(NamedTuple):
    """One entity in shots that can be compared: in one look, and one light."""

    entity: EntityId
    looks: tuple[str, ...]
    light: str


@dataclass(frozen=True)
class Moved:
    """One colour of an entity in a shot."""

    was: Lab
    """In this shot."""
    meant: Lab
    """In the shot of reference, and the light of this one; `was` where that one shows no such colour."""
    spread: Lab
    """What the distances of its pixels from it are to be multiplied with."""
    share: float
    """Of what is seen of the entity."""


@dataclass(frozen=True)
class Drift:
    """How far an entity is in a shot from what it is elsewhere."""

    part: Part
    shot: ShotId
    reference: ShotId | None
    """The shot that it is compared with; None if no other shows it in this look and light."""
    apart: float
    """The mean difference of its colours from those of the reference (CIEDE2000, lightness by half), beyond what the
    light may have done. 0 of the reference itself, and where there is none."""
    moved: tuple[Moved, ...] = ()


@dataclass(frozen=True)
class _Seen:
    shot: ShotId
    place: PlaceId
    colours: Colours
    palette: Palette


def drifts(
    board: Storyboard, colours: Mapping[ShotId, Colours], references: Mapping[Part, ShotId] | None = None
) -> tuple[Drift, ...]:
    """The drift of everybody in every shot that shows them, entity by entity, in the order of the film.

    The shot of reference is the one that is nearest to all others; what the storyboard says of the entity's main
    colour counts as one shot more, so that of two shots the right one is taken.

    Args:
        board: of the film.
        colours: what was measured in its shots.
        references: shots to compare with, where they are known already.
    """
    found = []
    for part, seen in _parts(board, colours).items():
        known = next((one for one in seen if references and references.get(part) == one.shot), None)
        reference = known or _medoid(part, seen, _main_colour(board, part))
        found += [_drift(part, reference if len(seen) > 1 else None, one) for one in seen]
    order = {entity.id: n for n, entity in enumerate(board.cast)}
    return tuple(sorted(found, key=lambda drift: order[drift.part.entity]))


def _parts(board: Storyboard, colours: Mapping[ShotId, Colours]) -> dict[Part, list[_Seen]]:
    parts: dict[Part, list[_Seen]] = {}
    for scene, shot in board.shots():
        light, worn = light_of(board, scene), shot.looks()
        for entity, palette in colours[shot.id].entities.items() if shot.id in colours else ():
            names = {look.name for look in board.entity(entity).wearing(worn.get(entity, {None}))}
            part = Part(entity, tuple(sorted(names)), light)
            parts.setdefault(part, []).append(_Seen(shot.id, scene.place, colours[shot.id], palette))
    return parts


def _main_colour(board: Storyboard, part: Part) -> Lab | None:
    """What the storyboard says; None if nothing."""
    said = board.entity(part.entity).look(part.looks[0]).colours
    return _lab(said[0]) if said else None


def _lab(colour: str) -> Lab:
    import torch

    from editors.colours import to_lab

    values = [int(colour[n : n + 2], 16) for n in (1, 3, 5)] if colour.startswith("#") else rgb(colour)
    lightness, a, b = to_lab(torch.tensor(values).reshape(3, 1, 1) / 255).flatten().tolist()
    return lightness, a, b


def _medoid(part: Part, seen: Sequence[_Seen], said: Lab | None) -> _Seen:
    seen = seen[:: -(-len(seen) // _JURY)]
    totals = [sum(_drift(part, one, other).apart for other in seen) for one in seen]
    if said is not None:
        nominal = np.array(said)
        for n, one in enumerate(seen):
            tones = np.array([tone.lab for tone in one.palette.tones])
            totals[n] += float(difference(tones, nominal, LIGHTNESS).min())
    return seen[int(np.argmin(np.round(totals, 3)))]


def _drift(part: Part, reference: _Seen | None, one: _Seen) -> Drift:
    if reference is None:
        return Drift(part, one.shot, None, 0.0)
    if reference is one:
        return Drift(part, one.shot, one.shot, 0.0)
    step = shared_step(reference.colours, one.colours, part.entity, same_place=reference.place == one.place)
    meant = shifted(reference.palette, _followed(reference.palette, one.palette, step) * step)
    match = matched(meant, one.palette)
    back = {b: meant.tones[a] for a, b in match.pairs}
    moved = []
    for n, tone in enumerate(one.palette.tones):
        to = back.get(n, tone)
        factors = np.clip((np.array(to.spread) + _FLAT) / (np.array(tone.spread) + _FLAT), *_WIDEN).round(2)
        lightness, a, b = map(float, factors)
        moved.append(Moved(tone.lab, to.lab, (lightness, a, b), tone.share))
    return Drift(part, one.shot, reference.shot, round(match.apart, 2), tuple(moved))


def _followed(reference: Palette, one: Palette, step: Float[np.ndarray, " 3"]) -> float:
    """How much of what the light did to all else, 0..1, brings an entity nearest to where it is.

    Figures may be lit less than their surroundings, so all between nothing and everything counts as light.
    """
    length = float(step @ step)
    if length == 0:
        return 0.0
    match = matched(reference, one)
    along = [
        weight * float((np.array(one.tones[b].lab) - np.array(reference.tones[a].lab)) @ step)
        for (a, b), weight in zip(match.pairs, match.weights, strict=True)
    ]
    return float(np.clip(sum(along) / length, 0, 1))
