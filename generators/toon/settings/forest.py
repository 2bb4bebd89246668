"""A forest: pale trunks in the mist, nearer ones under a roof of leaves, ferns and mushrooms, light falling in."""

import math

import numpy as np

from generators.toon.canvas import RGB, shade
from generators.toon.settings.outlines import mound, oval
from generators.toon.settings.plants import bush, fern, tuft
from generators.toon.settings.sky import draw_sky
from generators.toon.settings.stage import Cell, Layer, Stage

MOSS: RGB = (136, 184, 104)
_LEAVES: RGB = (78, 146, 88)


def draw_forest(stage: Stage) -> None:
    """Draw a forest."""
    draw_sky(stage)
    for depth, spacing, width, leaves, canopy in (
        (0.2, 0.13, 0.010, (122, 178, 150), 0.30),
        (0.38, 0.22, 0.017, (102, 166, 122), 0.235),
        (0.6, 0.42, 0.029, (84, 152, 96), 0.15),
    ):
        with stage.layer(depth, distance=1.15 * (1 - depth) ** 1.3) as layer:
            ridge = layer.ridge(f"floor {depth}", 0.60 + 0.05 * depth, 0.012, 0.7)
            for cell in layer.cells(f"trunks {depth}", spacing, margin=0.15):
                _trunk(layer, cell, ridge.at(cell.x) + 0.02, width)
            _canopy(layer, f"roof {depth}", canopy, leaves)
            for cell in layer.cells(f"bushes {depth}", spacing * 1.1, margin=0.15):
                if cell.a < 0.7:
                    foot, size = ridge.at(cell.x) + 0.012, width * (2.2 + 2 * cell.b)
                    bush(layer, cell.x, foot, size, shade(leaves, 0.94), cell.c)
            layer.land(ridge, layer.stage.season.soil(shade(leaves, 1.12)))
    if stage.light.orb == "sun" and stage.light.orb_strength > 0.6:
        _sunbeams(stage)
    with stage.layer(1.0) as layer:
        _floor(layer)
    if stage.light.stars > 0.5:
        _fireflies(stage)


def _trunk(layer: Layer, cell: Cell, y: float, width: float) -> None:
    """A trunk that goes up out of sight, its foot spread, shaded on the right."""
    w, lean = width * (0.7 + 0.6 * cell.b), 0.05 * (cell.c - 0.5)
    top, bark, right = y - 2.2, (128, 98, 84), [(cell.x + w, y - w * 3), (cell.x + w * 1.9, y)]
    high = cell.x + 2.2 * lean
    left = [(cell.x - w * 1.9, y), (cell.x - w, y - w * 3), (high - w * 0.8, top)]
    layer.polygon([*left, (high + w * 0.8, top), *right], bark)
    seam = [(cell.x + w * 0.3, y), (cell.x + w * 0.25, y - w * 3), (high + w * 0.2, top)]
    layer.polygon([*seam, (high + w * 0.8, top), *right], shade(bark, 0.84))


def _canopy(layer: Layer, name: str, height: float, leaves: RGB) -> None:
    """A scalloped roof of leaves that hangs down to `height` and fills everything above."""
    step = height * 0.55
    first, last = math.floor(layer.x0 / step) - 1, math.ceil(layer.x1 / step) + 1
    if height + 0.08 < layer.y0:
        return
    edge: list[tuple[float, float]] = []
    turn = np.linspace(np.pi, 0, 10)[:-1]
    for column in range(first, last):
        a, b, _, _ = layer.stage.chances(name, column)
        hang = height + 0.09 * (a - 0.5) + 0.004 * layer.stage.sway(column * step)
        depth = step * (0.34 + 0.3 * b)
        edge += [(column * step + step * (0.5 + 0.5 * math.cos(t)), hang + depth * math.sin(t)) for t in turn]
    green = layer.stage.season.leaf(leaves, layer.stage.chances(name, 0, 1)[0])
    top = min(layer.y0, height) - 0.2
    corners = [(edge[-1][0], top), (edge[0][0], top)]
    layer.polygon(edge + corners, shade(green, 0.92))
    layer.polygon([(x + step * 0.4, y - height * 0.3) for x, y in edge] + corners, green)


def _sunbeams(stage: Stage) -> None:
    with stage.layer(0.7, distance=0.0) as layer:
        for cell in layer.cells("beams", 0.62, margin=0.5):
            if cell.a < 0.75:
                x, w = cell.x, 0.05 + 0.07 * cell.b
                breath = 0.8 + 0.2 * math.sin(stage.seconds * 0.6 + cell.c * 6)
                beam = [(x, -0.3), (x + w, -0.3), (x + w * 1.8 - 0.32, 0.72), (x - 0.32, 0.72)]
                layer.glow([beam], stage.light.glow, alpha=0.17 * breath)


def _floor(layer: Layer) -> None:
    ground = layer.stage.season.soil(MOSS)
    layer.land(layer.ridge("ground", 0.645, 0.008, 0.6), shade(ground, 0.92))
    layer.land(layer.ridge("path", 0.715, 0.014, 1.1), ground)
    layer.land(layer.ridge("moss", 0.935, 0.014, 0.9), shade(ground, 0.92))
    if layer.detail < 90:
        return
    patches = [
        oval(cell.x, cell.y, 0.09 + 0.05 * cell.c, 0.012, 20)
        for cell in layer.scatter("light", 0.55, 0.70, 2.6, rows=0.09, margin=0.15)
        if cell.b < 0.5
    ]
    layer.polygons(patches, shade(ground, 1.16))
    for cell in layer.cells("ferns", 0.3, margin=0.1):
        if cell.a < 0.6:
            fern(layer, cell.x, 0.668 + 0.02 * cell.b, 0.05 + 0.035 * cell.c, (92, 158, 86))
    undergrowth = list(layer.scatter("undergrowth", 0.26, 0.69, 2.6, rows=0.08))
    layer.polygons([tuft(layer, cell.x, cell.y, 0.022) for cell in undergrowth if cell.b < 0.42], shade(ground, 0.84))
    for cell in undergrowth:
        if cell.b > 0.9 and not layer.stage.season.snow:
            _mushroom(layer, cell)


def _mushroom(layer: Layer, cell: Cell) -> None:
    size, at, cream = 0.018 + 0.012 * cell.c, (cell.x, cell.y), (250, 238, 226)
    layer.polygon(oval(0.0, -0.45, 0.3, 0.6), cream, at=at, size=size)
    layer.polygon(mound(oval(0.0, -0.8, 0.8, 0.75, 20), -0.68), (214, 92, 78), at=at, size=size)
    layer.polygon(oval(-0.25, -1.1, 0.14, 0.14, 8), cream, at=at, size=size)
    layer.polygon(oval(0.3, -0.98, 0.12, 0.12, 8), cream, at=at, size=size)


def _fireflies(stage: Stage) -> None:
    with stage.layer(0.8, distance=0.0) as layer:
        for cell in layer.cells("fireflies", 0.21, margin=0.1):
            shine = math.sin(stage.seconds * (0.8 + cell.a) + cell.b * 6.3)
            if shine > 0:
                x = cell.x + 0.03 * math.sin(stage.seconds * 0.7 + cell.c * 9)
                y = 0.42 + 0.26 * cell.c + 0.02 * math.sin(stage.seconds * 0.9 + cell.a * 9)
                layer.glow([oval(x, y, 0.013, 0.013)], (236, 240, 140), alpha=0.35 * shine)
                layer.glow([oval(x, y, 0.004, 0.004)], (252, 250, 190), alpha=min(1.0, 0.3 + shine))
