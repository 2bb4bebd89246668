"""Another colour for a thing: its main colour becomes the one that is asked for, light and dark stay light and dark."""

from functools import partial

import torch
from jaxtyping import Float
from torch import Tensor

from editors.change import Change
from editors.colours import main_colour, to_lab, to_rgb
from editors.operations.protocol import Asked
from storyline.errors import EditError
from storyline.schema.vocabulary import COLOURS, rgb

_GREY = 12.0
"""Chroma below which a colour has no hue to go by."""
_SURELY, _NO_MORE = 14.0, 34.0
"""How far off the main colour, in steps of L*a*b*, pixels are recoloured wholly, and not at all."""
_PALE, _PALEST = 0.6, 0.4
"""Of a strong colour's chroma: with so much a colour is still the same, with so much surely another."""
_LIGHTNESS = 0.5
"""What a step of lightness counts where there is no hue."""


def recolour(asked: Asked) -> Change:
    """`to`: a word for a colour, or #rrggbb. `from`: which of a thing's colours is meant; its main one if not given."""
    lab = to_lab(asked.layer.image)
    said = asked.parameters.get("from")
    like = None if said is None else _lab(said)
    old, new = main_colour(lab, asked.region * (asked.layer.seen > 0), like), _lab(asked.to)
    paint = partial(recoloured, old=old, new=new, strong=like is not None)
    return Change(asked.layer.name, "repaint", asked.region, colours=paint)


def recoloured(
    picture: Float[Tensor, "3 h w"], *, old: Float[Tensor, "3"], new: Float[Tensor, "3"], strong: bool = False
) -> Float[Tensor, "3 h w"]:
    """Pixels of the old colour in the new one, as much lighter, darker or paler as they were; others as they are.

    `strong`: what is much paler is another colour, as skin is beside red.
    """
    lab = to_lab(picture)
    lightness, ab = lab[:1], lab[1:]
    chroma = float(old[1:].norm())
    if chroma > _GREY:
        hue = old[1:] / chroma
        along = (ab * hue[:, None, None]).sum(0, keepdim=True)
        share = (along / chroma).clamp(0, 1.5)
        aside = ab - hue[:, None, None] * share * chroma
        off = aside.norm(dim=0, keepdim=True) + (_GREY - along).clamp_min(0) * 2
        if strong:
            off = off + (_PALE - share).clamp_min(0) * _NO_MORE / (_PALE - _PALEST)
        painted = new[1:, None, None] * share + aside
    else:
        aside = ab - old[1:, None, None]
        off = (aside.square().sum(0, keepdim=True) + (_LIGHTNESS * (lightness - old[0])).square()).sqrt()
        painted = new[1:, None, None] + aside
    lighter = lightness + (new[0] - old[0]) * torch.where(
        lightness < old[0], lightness / old[0].clamp_min(1), (100 - lightness) / (100 - old[0]).clamp_min(1)
    )
    amount = ((_NO_MORE - off) / (_NO_MORE - _SURELY)).clamp(0, 1)
    return to_rgb(torch.lerp(lab, torch.cat([lighter, painted]), amount))


def _lab(said: object) -> Float[Tensor, "3"]:
    return to_lab(torch.tensor(colour(said)).reshape(3, 1, 1)).flatten()


def colour(said: object) -> tuple[float, float, float]:
    """A colour's red, green and blue, 0..1. Raises EditError if it is none."""
    if isinstance(said, str):
        word = said.strip().lower()
        if word in COLOURS:
            r, g, b = rgb(word)
            return r / 255, g / 255, b / 255
        if len(word) == 7 and word.startswith("#") and all(c in "0123456789abcdef" for c in word[1:]):
            r, g, b = (int(word[n : n + 2], 16) for n in (1, 3, 5))
            return r / 255, g / 255, b / 255
    raise EditError(f"colour: expected a word ({', '.join(sorted(COLOURS)[:8])}, …) or #rrggbb; got {said!r}")
