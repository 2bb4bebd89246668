"""The cast → how each entity is drawn: its colour, and lines that tell it from others of that colour."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from storyline.exchange.outlines import RGB, colour_of
from storyline.frames.svg import path, rectangle
from storyline.schema.base import EntityId
from storyline.schema.storyboard import Storyboard

_DASHES = ("", "7 3", "2 2", "9 3 2 3")


class Ink(NamedTuple):
    """How an entity is drawn."""

    name: str
    colour: str
    dashes: str


Inks = Mapping[EntityId, Ink]
"""Of the whole cast, in its order."""


def inks(board: Storyboard) -> dict[EntityId, Ink]:
    """Of the whole cast: those of one colour have different lines."""
    used: Counter[RGB] = Counter()
    found = {}
    for entity in board.cast:
        colour = colour_of(entity)
        found[entity.id] = Ink(entity.name, hexadecimal(colour), _DASHES[used[colour] % len(_DASHES)])
        used[colour] += 1
    return found


def hexadecimal(colour: RGB) -> str:
    """A colour as SVG has it."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def lined(lines: Sequence[Sequence[tuple[float, float]]], colour: str, dashes: str) -> Iterator[str]:
    """Lines in a colour that may be that of the page: their rim is seen."""
    yield path(*lines, class_="st-under", stroke_dasharray=dashes)
    yield path(*lines, class_="st-line", stroke=colour, stroke_dasharray=dashes)


def sample(x: float, y: float, ink: Ink) -> Iterator[str]:
    """A piece of an entity's band, 22 pixels by 10, for a legend."""
    yield rectangle(x, y, 22, 10, fill=ink.colour, class_="st-band")
    edges = [[(x, edge), (x + 22, edge)] for edge in (y + 0.5, y + 9.5)]
    yield from lined(edges, ink.colour, ink.dashes)
