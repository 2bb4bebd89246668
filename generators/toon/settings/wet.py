"""What rain leaves on the ground: a sheen, puddles, and rings where drops fall."""

import numpy as np

from generators.toon.canvas import RGB, mix
from generators.toon.settings.outlines import disc, oval
from generators.toon.settings.stage import Contour, Stage

_RING = np.concatenate([disc(20), disc(20)[::-1] * 0.8])
"""Wound both ways round, it has a hole."""


def draw_wet(stage: Stage, ground: RGB, *, puddles: bool) -> None:
    """Draw it on ground of that colour; on water there are rings alone."""
    with stage.layer(1.0, distance=0.0) as layer:
        if layer.detail < 60:
            return
        sky = mix(ground, stage.light.sky[1], 0.5)
        if puddles:
            spots = [cell for cell in layer.scatter("puddles", 0.5, 0.74, 2.6, rows=0.085, margin=0.2) if cell.b < 0.55]
            layer.glow([oval(c.x, c.y, 0.07 + 0.06 * c.c, 0.009 + 0.005 * c.a, 20) for c in spots], sky)
            glints = [oval(c.x - 0.02, c.y - 0.003, 0.03 + 0.03 * c.c, 0.0022) for c in spots]
            layer.glow(glints, mix(sky, (255, 255, 255), 0.4))
        rings: list[Contour] = []
        for cell in layer.scatter("drops", 0.21, 0.73, 2.6, rows=0.06, margin=0.05):
            age = (stage.seconds * 1.6 + cell.c) % 1
            if cell.b < 0.75 and age < 0.6:
                size = 0.004 + 0.026 * age
                rings.append(_RING * (size, size * 0.28) + np.array([cell.x, cell.y]))
        layer.glow(rings, mix(sky, (255, 255, 255), 0.45))
