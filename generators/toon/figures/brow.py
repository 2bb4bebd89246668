"""The brow of an animal seen from the side: with one eye alone, it says what the other faces say with two."""

from generators.toon.figures.pen import INK, Pen
from generators.toon.figures.state import Moment

_TILTS = {"sad": -0.55, "afraid": -0.65, "angry": 0.65}


def draw_brow(pen: Pen, x: float, y: float, rx: float, ry: float, m: Moment) -> None:
    """Draw it over an eye at (x, y) of radii rx, ry, facing right: low in front for anger, high for grief."""
    tilt = _TILTS.get(m.expression)
    if tilt is None or m.view != "side":
        return
    over = y - ry * (1.45 if m.expression == "angry" else 1.75)
    pen.stroke(INK, [(x - 1.3 * rx, over - tilt * rx), (x + 1.2 * rx, over + tilt * rx)], max(pen.line, 0.24 * rx))
