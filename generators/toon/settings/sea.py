"""The sea: open water to the horizon, and below the nearest wave a look under the surface."""

import math

import numpy as np

from generators.toon.canvas import RGB, mix, shade
from generators.toon.settings.outlines import leaf, oval
from generators.toon.settings.sky import draw_sky
from generators.toon.settings.stage import Layer, Stage
from generators.toon.settings.water import draw_water

WATER: RGB = (86, 180, 206)
_SURFACE: RGB = (70, 162, 208)
_DEEP: RGB = (40, 112, 170)


def draw_sea(stage: Stage) -> None:
    """Draw the sea; boats ride at about y = 0.66 and fish swim below."""
    draw_sky(stage)
    draw_water(stage, 0.58, 0.68, _SURFACE)
    with stage.layer(1.0) as layer:
        _wave(layer, 0.655, 0.008, 1.0, shade(_SURFACE, 1.12))
        _wave(layer, 0.680, 0.009, -0.7, (236, 248, 250))
        _wave(layer, 0.688, 0.009, -0.7, WATER)
        for n in range(1, 5):
            _wave(layer, 0.70 + 0.085 * n, 0.006, 0.3, mix(WATER, _DEEP, n / 4))
        _rays(layer)
        if layer.detail > 80:
            _weed(layer)
            _bubbles(layer)


def _wave(layer: Layer, base: float, rise: float, speed: float, colour: RGB) -> None:
    """Everything below a travelling wave."""
    phase = layer.stage.seconds * speed * (0.7 + 0.3 * layer.stage.breeze)
    rise *= 0.7 + 0.3 * layer.stage.breeze
    xs = layer.along(0.6)
    ys = base + rise * np.sin(xs * 9 - phase + base * 50) + 0.5 * rise * np.sin(xs * 15.7 + phase * 0.6)
    if base - 2 * rise < layer.y1:
        low = max(layer.y1, base) + 0.1
        below = np.concatenate([np.stack([xs, ys], 1), [(xs[-1], low), (xs[0], low)]])
        layer.glow([below], layer.stage.light.water(colour))


def _rays(layer: Layer) -> None:
    """Light that falls through the surface."""
    strength = 0.16 if layer.stage.light.orb == "sun" else 0.07
    for cell in layer.cells("rays", 0.5, margin=0.35):
        if cell.a < 0.7:
            w, sweep = 0.04 + 0.05 * cell.b, 0.02 * math.sin(layer.stage.seconds * 0.5 + cell.c * 6)
            beam = [
                (cell.x, 0.70),
                (cell.x + w, 0.70),
                (cell.x + w * 2.2 - 0.16 + sweep, 1.05),
                (cell.x - 0.16 + sweep, 1.05),
            ]
            layer.glow([beam], layer.paint((206, 244, 244)), alpha=strength)


def _weed(layer: Layer) -> None:
    sand = (206, 196, 150)
    layer.land(layer.ridge("seabed", 0.985, 0.016, 0.8), mix(sand, _DEEP, 0.45))
    for cell in layer.cells("weed", 0.34, margin=0.1):
        if cell.a < 0.75:
            for n in range(3):
                tilt = -math.pi / 2 + (n - 1) * 0.3 + 0.12 * math.sin(layer.stage.seconds * 1.1 + cell.x * 3 + n)
                tone = ((72, 158, 130), (92, 172, 122), (196, 110, 130))[int(cell.c * 2.999)]
                blade = leaf(tilt, 0.06 + 0.035 * cell.b, 0.02)
                layer.polygon(blade, mix(shade(tone, 0.9 + 0.08 * n), _DEEP, 0.3), at=(cell.x + 0.02 * (n - 1), 1.0))


def _bubbles(layer: Layer) -> None:
    for cell in layer.cells("bubbles", 0.37, margin=0.05):
        if cell.a < 0.55:
            rise = (layer.stage.seconds * (0.05 + 0.03 * cell.b) + cell.c) % 1
            x = cell.x + 0.008 * math.sin(layer.stage.seconds * 2 + cell.d * 9)
            bubble = oval(x, 0.97 - 0.26 * rise, 0.004 + 0.005 * cell.b, 0.004 + 0.005 * cell.b)
            layer.glow([bubble], layer.paint((220, 244, 250)), alpha=0.55)
