"""A beach: the sea with its islands and sails, foam that comes and goes, sand, palms and shells."""

import math

import numpy as np

from generators.toon.canvas import RGB, shade
from generators.toon.settings.outlines import disc, oval
from generators.toon.settings.plants import palm
from generators.toon.settings.sky import draw_sky
from generators.toon.settings.stage import Cell, Layer, Stage
from generators.toon.settings.water import draw_water

SAND: RGB = (246, 222, 168)
_SEA: RGB = (72, 170, 208)
_GRASS: RGB = (120, 176, 100)


def draw_beach(stage: Stage) -> None:
    """Draw a beach."""
    draw_sky(stage)
    draw_water(stage, 0.475, 0.64, _SEA)
    with stage.layer(1.0) as layer:
        _shore(layer)
        sand = layer.stage.season.soil(SAND)
        layer.land(layer.ridge("dune", 0.735, 0.016, 1.2), shade(sand, 0.955))
        layer.land(layer.ridge("near", 0.90, 0.02, 1.4), shade(sand, 0.91))
        if layer.detail > 90:
            _sand(layer, sand)
        for cell in layer.cells("palms", 1.15, margin=0.5):
            if cell.a < 0.72:
                _palm(layer, cell, sand)


def _shore(layer: Layer) -> None:
    """Wet sand and two lines of foam that breathe."""
    stage = layer.stage
    tide = 0.006 * math.sin(stage.seconds * 0.9)
    xs = layer.along(0.6)
    for base, rise, colour in (
        (0.618 + tide, 0.006, (122, 200, 216)),
        (0.634 + tide, 0.007, (250, 252, 250)),
        (0.646 + tide, 0.007, shade(layer.stage.season.soil(SAND), 0.86)),
        (0.662, 0.004, layer.stage.season.soil(SAND)),
    ):
        phase = base * 90 + 0.5 * math.sin(stage.seconds * 0.5)
        ys = base + rise * (np.sin(xs * 6.1 + phase) + 0.5 * np.sin(xs * 13))
        if ys.min() < layer.y1:
            low = max(layer.y1, 0.8)
            layer.polygon(np.concatenate([np.stack([xs, ys], 1), [(xs[-1], low), (xs[0], low)]]), colour)


def _palm(layer: Layer, cell: Cell, sand: RGB) -> None:
    y = 0.69 + 0.015 * cell.b
    layer.polygon(oval(cell.x + 0.05, y + 0.002, 0.13, 0.012, 20), shade(sand, 0.84))
    palm(layer, cell.x, y, 0.44 + 0.1 * cell.c, cell.d)
    for lean, high in ((-0.03, 0.045), (0.035, 0.033)):
        layer.polygon(
            [(lean * 0.4 - 0.012, 0.0), (lean * 1.5, -high), (lean * 0.4 + 0.012, 0.0)], _GRASS, at=(cell.x, y)
        )


def _sand(layer: Layer, sand: RGB) -> None:
    spots = list(layer.scatter("ripples", 0.34, 0.70, 2.6, rows=0.075, margin=0.1))
    ripples = [oval(c.x, c.y, 0.035 + 0.03 * c.c, 0.0035) for c in spots if c.b < 0.42]
    layer.polygons(ripples, shade(sand, 0.87))
    for cell in spots:
        if cell.b > 0.86:
            _shell(layer, cell) if cell.c < 0.6 else _starfish(layer, cell)


def _shell(layer: Layer, cell: Cell) -> None:
    fan = np.concatenate([[(0.0, 0.0)], disc(24)[13:24]]) * 0.013
    layer.polygon(fan, (250, 206, 196) if cell.a < 0.5 else (252, 240, 222), at=(cell.x, cell.y))


def _starfish(layer: Layer, cell: Cell) -> None:
    turn = np.arange(10) * math.pi / 5 + cell.a * 3
    arms = np.stack([np.cos(turn), np.sin(turn) * 0.7], 1) * np.where(np.arange(10) % 2, 0.45, 1.0)[:, None]
    layer.polygon(arms * 0.017, (240, 142, 108), at=(cell.x, cell.y))
