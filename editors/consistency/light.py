"""What the light of a shot does to everything in it: that is no drift of anybody, and is left alone."""

from collections.abc import Iterator

import numpy as np
from jaxtyping import Float

from editors.consistency.matching import matched
from editors.consistency.measure import Colours
from editors.consistency.palette import Palette
from storyline.schema.base import EntityId
from storyline.schema.storyboard import Scene, Storyboard
from storyline.schema.vocabulary import SETTINGS, setting_of

_AGREE = 6.0
"""Steps of L*a*b* within which things go the same way."""
_MOST = 0.5
"""Of all witnesses, that must."""
_UNDER = {"floor": "under a roof", "seabed": "under water"}


def light_of(board: Storyboard, scene: Scene) -> str:
    """What the storyboard says of a scene's light: `night, rain, under a roof`. Only shots of one light are compared.

    Nobody can tell from pictures whether a fox is blue because of the night, or because it has become a blue fox.
    """
    setting = SETTINGS.get(setting_of(board.place(scene.place).setting) or "")
    under = _UNDER.get(setting.ground, "") if setting is not None else ""
    weather = "" if scene.weather == "clear" else scene.weather
    return ", ".join(part for part in (scene.time_of_day, weather, scene.light, under) if part)


def shared_step(one: Colours, other: Colours, entity: EntityId, *, same_place: bool) -> Float[np.ndarray, " 3"]:
    """How much lighter, redder and yellower all is in another shot but for one entity; nothing if things disagree.

    The witnesses are everybody else who is in both shots, and the ground if it is the same place. What most of them
    do is the light's doing, or the camera's. An entity may follow it as far as it likes: see `drift`.
    """
    witnesses = list(_witnesses(one, other, entity, same_place))
    if not witnesses:
        return np.zeros(3)
    moved, weight = np.array([step for step, _ in witnesses]), np.array([weight for _, weight in witnesses])
    weight = weight / weight.sum()
    middle = np.array([_median(moved[:, axis], weight) for axis in range(3)])
    agree = weight[np.linalg.norm(moved - middle, axis=1) < _AGREE].sum()
    return middle if agree > _MOST else np.zeros(3)


def _witnesses(
    one: Colours, other: Colours, entity: EntityId, same_place: bool
) -> Iterator[tuple[Float[np.ndarray, " 3"], float]]:
    """Steps of colours, each with what it counts: every thing counts alike."""
    both: list[tuple[Palette | None, Palette | None]] = [
        (one.entities[who], other.entities[who]) for who in one.entities if who != entity and who in other.entities
    ]
    if same_place:
        both.append((one.ground, other.ground))
    for here, there in both:
        if here is not None and there is not None:
            match = matched(here, there)
            for (a, b), weight in zip(match.pairs, match.weights, strict=True):
                yield np.array(there.tones[b].lab) - np.array(here.tones[a].lab), weight


def _median(values: Float[np.ndarray, " n"], weight: Float[np.ndarray, " n"]) -> float:
    order = np.argsort(values, kind="stable")
    return float(values[order[np.searchsorted(np.cumsum(weight[order]), 0.5)]])
