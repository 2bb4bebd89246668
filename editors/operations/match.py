"""Some colours become others, each with what is like it, and all between them goes along: one smooth map of colours."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import torch
from jaxtyping import Float
from torch import Tensor

from editors.change import Change
from editors.colours import to_lab, to_rgb
from editors.operations.protocol import Asked
from editors.operations.recolour import colour
from storyline.errors import EditError

_REACH = 8.0
"""Steps of L*a*b* over which one colour's change goes over into another's."""
_SURELY, _NO_MORE = 26.0, 48.0
"""How far off the nearest of the colours pixels are changed wholly, and not at all."""
_WIDEST = 4.0
"""A spread may be multiplied with so much, or divided by it."""


def match(asked: Asked) -> Change:
    """`to`: `[{from: "#8a4b2f", to: "#b5651d", spread: [1, 1, 0.9]}, …]`; `spread` may be left away.

    `spread` says what distances from the colour, in L*, a* and b*, are multiplied with. A colour that is to stay is
    named with itself.
    """
    if not isinstance(asked.to, list) or not asked.to or not all(isinstance(pair, dict) for pair in asked.to):
        raise EditError(f"match: expected a list of colours, as {{from: …, to: …}}; got {asked.to!r}")
    old, new = (
        to_lab(torch.tensor([_named(pair, end) for pair in asked.to])[..., None, None])[..., 0, 0]
        for end in ("from", "to")
    )
    spread = torch.tensor([_spread(pair) for pair in asked.to])
    return Change(asked.layer.name, "repaint", asked.region, colours=partial(moved, old=old, new=new, spread=spread))


def moved(
    picture: Float[Tensor, "3 h w"],
    *,
    old: Float[Tensor, "k 3"],
    new: Float[Tensor, "k 3"],
    spread: Float[Tensor, "k 3"],
) -> Float[Tensor, "3 h w"]:
    """A picture whose old colours are the new ones; what is like none of them stays.

    Source: Reinhard et al. 2001 (Color Transfer between Images), equations 10 and 11, for each colour; in L*a*b*, and
    the colours weighted by their nearness.
    """
    lab = to_lab(picture)
    off = lab[None] - old[..., None, None]
    apart = off.norm(dim=1)
    weight = (-apart.square() / (2 * _REACH**2)).softmax(0)[:, None]
    steps = (new - old)[..., None, None] + (spread - 1)[..., None, None] * off.clamp(-_SURELY, _SURELY)
    amount = ((_NO_MORE - apart.amin(0)) / (_NO_MORE - _SURELY)).clamp(0, 1)
    changed = lab + (weight * steps).sum(0) * amount
    same = (changed - lab).abs().amax(0) < 0.02  # the way to L*a*b* and back is not exact
    return torch.where(same, picture, to_rgb(torch.cat([changed[:1].clamp(0, 100), changed[1:]])))


def _named(pair: Mapping[str, Any], end: str) -> tuple[float, float, float]:
    if end not in pair or not pair.keys() <= {"from", "to", "spread"}:
        raise EditError(f"match: expected colours as {{from: …, to: …, spread: …}}; got {dict(pair)!r}")
    return colour(pair[end])


def _spread(pair: Mapping[str, Any]) -> Sequence[float]:
    said = pair.get("spread", [1, 1, 1])
    if not isinstance(said, list) or len(said) != 3:
        raise EditError(f"spread: expected three numbers, for L*, a* and b*; got {said!r}")
    for value in said:
        if isinstance(value, bool) or not isinstance(value, int | float) or not 1 / _WIDEST <= value <= _WIDEST:
            raise EditError(f"spread: expected numbers from {1 / _WIDEST:g} to {_WIDEST:g}; got {said!r}")
    return [float(value) for value in said]
