"""The letters that rise from a sleeper."""

import math

from generators.toon.canvas import RGB, Canvas
from generators.toon.figures.state import Figure, Moment
from generators.toon.shapes import Pair
from storyline.schema.vocabulary import ANIMALS, KINDS, PEOPLE

_PAPER: RGB = (255, 253, 248)
_HALF: list[Pair] = [(-0.9, -1.1), (0.9, -1.1), (0.9, -0.7), (-0.3, 0.66), (0.9, 0.66)]
_Z = [*_HALF, *((-x, -y) for x, y in _HALF)]

_MOUTHS: dict[str, Pair] = {
    **dict.fromkeys(PEOPLE, (-0.36, -0.46)),
    **{
        kind: (known.aspect * (known.anchors["mouth"][0] - 0.5), -0.22 - 0.75 * (1 - known.anchors["mouth"][1]))
        for kind, known in ANIMALS.items()
    },
}
"""Where the letters rise, in heights of the figure, facing right."""


def draw_snore(canvas: Canvas, figure: Figure, moment: Moment, *, mirrored: bool) -> None:
    """Draw three letters over one with the face of a sleeper whose feet are at the origin; they belong to no figure."""
    if moment.expression != "asleep" or figure.kind not in _MOUTHS:
        return
    x, y = _MOUTHS[figure.kind]
    side = -1 if mirrored else 1
    size = 0.014 / KINDS[figure.kind].height
    for n in range(3):
        age = (moment.seconds * 0.30 + n / 3) % 1.0
        grown = size * (0.55 + 0.75 * age)
        with canvas.at(
            side * (x + size * 5 * age + size * math.sin(age * 7)),
            y - size * 11 * age,
            angle=0.3 * math.sin(age * 5),
            scale=grown,
        ):
            canvas.polygon(_Z, _PAPER, alpha=min(1.0, 4 * age) * min(1.0, 2.2 * (1 - age)), solid=False)
