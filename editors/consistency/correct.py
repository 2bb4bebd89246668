"""Drift → edits of the storyboard: in each shot that is off, an entity's colours become those of its reference.

An edit is done in the canonical images of its shot (`editors.operations.match`): one map of colours for all its frames.
"""

from collections.abc import Iterable

import numpy as np
import torch
from pydantic import JsonValue

from editors.colours import to_rgb
from editors.consistency.drift import Drift, Moved
from editors.consistency.palette import Lab
from storyline.schema.edit import Edit, EditTarget

OPERATION = "match"


def corrections(drifts: Iterable[Drift], order: int = 0) -> tuple[Edit, ...]:
    """An edit for each drift; `order` says when they are done."""
    return tuple(
        Edit(
            target=EditTarget(entity=drift.part.entity, shot=drift.shot),
            operation=OPERATION,
            parameters={"to": [_pair(moved) for moved in drift.moved]},
            order=order,
        )
        for drift in drifts
    )


def hexadecimal(lab: Lab) -> str:
    """A colour as #rrggbb: the nearest that a screen can show.

    >>> hexadecimal((53.24, 80.09, 67.20))
    '#ff0000'
    """
    shown = to_rgb(torch.tensor(lab).reshape(3, 1, 1)).flatten()
    return "#" + "".join(f"{round(float(v) * 255):02x}" for v in shown)


def _pair(moved: Moved) -> JsonValue:
    pair: dict[str, JsonValue] = {"from": hexadecimal(moved.was), "to": hexadecimal(moved.meant)}
    if not np.allclose(moved.spread, 1.0):
        pair["spread"] = list(moved.spread)
    return pair
