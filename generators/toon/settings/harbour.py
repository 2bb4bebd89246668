"""A harbour: hills with houses across the bay, a lighthouse, moored boats with masts, a crane, a quay of stone."""

import math

import numpy as np

from generators.toon.canvas import RGB, mix, shade
from generators.toon.settings.buildings import cottage, lamp_post, windows
from generators.toon.settings.outlines import oval
from generators.toon.settings.sky import draw_sky
from generators.toon.settings.stage import Cell, Contour, Layer, Stage, box
from generators.toon.settings.water import draw_water

QUAY: RGB = (212, 190, 150)
_SEA: RGB = (74, 156, 190)
_HULLS: tuple[RGB, ...] = ((206, 92, 80), (78, 132, 168), (244, 236, 220), (86, 150, 126))
_ROOFS: tuple[RGB, ...] = ((206, 98, 78), (176, 86, 82), (112, 124, 158))


def draw_harbour(stage: Stage) -> None:
    """Draw a harbour."""
    draw_sky(stage)
    draw_water(stage, 0.56, 0.74, _SEA)
    with stage.layer(0.34, distance=0.3) as layer:
        _far_shore(layer)
    with stage.layer(0.72, distance=0.08) as layer:
        for cell in layer.cells("boats", 0.46, margin=0.4, shake=0.35):
            if cell.a < 0.82:
                _boat(layer, cell, 0.685 + 0.012 * cell.b)
    with stage.layer(1.0) as layer:
        _quay(layer)


def _far_shore(layer: Layer) -> None:
    """Houses in rows up the slope, and a mole with the lighthouse."""
    season = layer.stage.season
    hill = layer.ridge("hill", 0.535, 0.035, 1.2)
    xs = layer.along(1.2)
    ys = hill.heights(xs)
    layer.polygon(np.concatenate([np.stack([xs, ys], 1), [(xs[-1], 0.6), (xs[0], 0.6)]]), season.soil((136, 182, 122)))
    for row, y in enumerate((0.565, 0.597)):
        for cell in layer.cells(f"houses {row}", 0.105, margin=0.1, shake=0.4):
            if cell.a < 0.72:
                wall: RGB = ((250, 238, 214), (244, 206, 170), (214, 226, 232))[int(cell.b * 2.999)]
                cottage(layer, cell.x, y, 0.075, wall, _ROOFS[int(cell.c * 2.999)], cell.d)
    layer.box(layer.x0, 0.596, layer.x1, 0.606, (172, 160, 150))
    for cell in layer.cells("lighthouses", 2.2, margin=0.3, shake=0.3):
        _lighthouse(layer, cell.x + 0.3, 0.612)


def _lighthouse(layer: Layer, x: float, y: float) -> None:
    """A striped tower on a rock; its beam goes round when it is dark."""
    tall, lamp = 0.25, layer.stage.light.windows
    layer.polygon(
        [(x - 0.12, y + 0.012), (x - 0.07, y - 0.016), (x + 0.06, y - 0.018), (x + 0.12, y + 0.012)], (148, 142, 146)
    )
    for n in range(5):
        y0, y1 = y - 0.012 - tall * (n + 1) / 5, y - 0.012 - tall * n / 5
        w0, w1 = 0.036 - 0.0034 * (n + 1), 0.036 - 0.0034 * n
        rgb: RGB = (214, 84, 78) if n % 2 else (252, 248, 240)
        layer.polygon([(x - w1, y1), (x - w0, y0), (x + w0, y0), (x + w1, y1)], rgb)
        layer.polygon([(x + w1 * 0.4, y1), (x + w0 * 0.4, y0), (x + w0, y0), (x + w1, y1)], shade(rgb, 0.88))
    top = y - 0.012 - tall
    if lamp > 0.3:
        turn = math.sin(layer.stage.seconds * 0.7)
        for side in (-1, 1):
            reach, spread = 0.75 * turn * side, 0.05
            beam = [(x, top - 0.014), (x + reach, top - 0.014 - spread), (x + reach, top - 0.014 + spread)]
            layer.glow([beam], (255, 240, 190), alpha=0.22 * lamp)
        layer.glow([oval(x, top - 0.014, 0.045, 0.045, 24)], (255, 234, 170), alpha=0.3 * lamp)
    layer.box(x - 0.026, top - 0.003, x + 0.026, top + 0.005, (92, 88, 100))
    windows(layer, [box(x - 0.013, top - 0.027, x + 0.013, top - 0.003)], lit=True)
    layer.polygon([(x - 0.019, top - 0.026), (x, top - 0.048), (x + 0.019, top - 0.026)], (196, 76, 72))


def _boat(layer: Layer, cell: Cell, y: float) -> None:
    """A fishing boat or a yacht at anchor, rocking."""
    rock = 0.003 * layer.stage.sway(cell.x, 0.9)
    size, hull = 0.1 + 0.035 * cell.c, _HULLS[int(cell.d * 3.999)]
    at, rope = (cell.x, y + rock), (112, 106, 116)
    mast = -1.9 - 0.5 * cell.b
    tilt = 0.02 * layer.stage.sway(cell.x + 1, 0.8)
    layer.polygon(
        [(-0.1, -0.2), (-0.1 + tilt, mast), (-0.07 + tilt, mast), (-0.06, -0.2)], (150, 112, 84), at=at, size=size
    )
    lines: list[Contour] = [
        [(-0.085 + tilt, mast), (-0.085 + tilt + 0.016, mast), (1.05, -0.3), (1.03, -0.3)],
        [(-0.085 + tilt, mast), (-0.085 + tilt + 0.016, mast), (-0.93, -0.3), (-0.95, -0.3)],
    ]
    for line in lines:
        layer.polygon(line, rope, at=at, size=size)
    layer.polygon(
        [(-0.055 + tilt, mast + 0.02), (0.2 + tilt, mast + 0.1), (-0.055 + tilt, mast + 0.19)],
        (232, 150, 76),
        at=at,
        size=size,
    )
    if cell.column % 2:
        layer.polygon([(-0.62, -0.62), (-0.02, -0.62), (-0.02, -0.2), (-0.62, -0.2)], (250, 246, 238), at=at, size=size)
        layer.polygon([(-0.68, -0.68), (0.04, -0.68), (0.04, -0.6), (-0.68, -0.6)], shade(hull, 0.8), at=at, size=size)
        panes = [
            box(cell.x + k * size, y + rock - 0.53 * size, cell.x + (k + 0.17) * size, y + rock - 0.36 * size)
            for k in (-0.54, -0.28)
        ]
        windows(layer, panes, lit=True)
    else:
        layer.polygon([(-0.02, -0.34), (0.75, -0.34), (0.7, -0.42), (0.0, -0.5)], (244, 236, 220), at=at, size=size)
    layer.polygon([(-1.0, -0.32), (1.12, -0.36), (0.82, 0.12), (-0.8, 0.12)], hull, at=at, size=size)
    layer.polygon([(-1.0, -0.32), (1.12, -0.36), (1.06, -0.25), (-0.96, -0.22)], shade(hull, 1.35), at=at, size=size)
    layer.glow(
        [oval(cell.x, y + 0.014, size * 1.05, 0.006, 24)], mix(layer.stage.light.water(_SEA), (20, 40, 70), 0.25)
    )


def _quay(layer: Layer) -> None:
    """Paving, a kerb with mooring posts and rings, crates, barrels, lamps, nets."""
    stone = layer.stage.season.soil(QUAY)
    layer.land(layer.ridge("wall", 0.722, 0.0, 1.0), shade(stone, 0.7))
    blocks = [box(c.x, 0.724, c.x + 0.004, 0.744) for c in layer.cells("blocks", 0.13, margin=0.02, shake=0.3)]
    layer.polygons(blocks, shade(stone, 0.58))
    layer.land(layer.ridge("kerb", 0.742, 0.0, 1.0), shade(stone, 1.16))
    layer.land(layer.ridge("paving", 0.757, 0.0, 1.0), stone)
    layer.land(layer.ridge("near", 0.93, 0.0, 1.0), shade(stone, 0.94))
    seams: list[Contour] = [box(layer.x0, y, layer.x1, y + 0.0025) for y in (0.79, 0.838, 0.905)]
    for row, (y0, y1) in enumerate(((0.757, 0.79), (0.792, 0.838), (0.84, 0.905))):
        seams += [[(c.x, y0), (c.x + 0.003, y0), (c.x - 0.006, y1), (c.x - 0.01, y1)]
                  for c in layer.cells(f"seams {row}", 0.3, margin=0.05, shake=0.3)]  # fmt: skip
    layer.polygons(seams, shade(stone, 0.88))
    for cell in layer.cells("gear", 0.38, margin=0.2, shake=0.3):
        kind = layer.stage.turn(cell, 4)
        if kind == 0:
            lamp_post(layer, cell.x, 0.75, 0.29)
        elif kind == 2:
            _cargo(layer, cell, 0.768)
        else:
            _bollard(layer, cell.x, 0.762)


def _bollard(layer: Layer, x: float, y: float) -> None:
    """An iron post with a rope around it that goes over the edge."""
    iron, rope = (84, 90, 108), (214, 184, 132)
    layer.polygon([(x - 0.019, y), (x - 0.014, y - 0.04), (x + 0.014, y - 0.04), (x + 0.019, y)], iron)
    layer.polygon(oval(x, y - 0.042, 0.021, 0.011, 18), shade(iron, 1.2))
    layer.polygons([box(x - 0.0165, y - 0.026 + 0.008 * n, x + 0.0165, y - 0.0215 + 0.008 * n) for n in range(2)], rope)
    layer.polygon([(x + 0.014, y - 0.02), (x + 0.09, y - 0.014), (x + 0.09, y - 0.0105), (x + 0.014, y - 0.015)], rope)
    layer.polygon([(x + 0.087, y - 0.014), (x + 0.1, y - 0.03), (x + 0.103, y - 0.028), (x + 0.091, y - 0.0105)], rope)


def _cargo(layer: Layer, cell: Cell, y: float) -> None:
    """Crates, a barrel, a coil of rope."""
    for dx, up, size, wood in (
        (-0.05, 0.0, 0.075, (196, 150, 104)),
        (0.03, 0.0, 0.062, (178, 130, 92)),
        (-0.035, 0.075, 0.055, (208, 164, 118)),
    ):
        left, top = cell.x + dx - size / 2, y - up - size
        layer.box(left, top, left + size, y - up, wood)
        edge = size * 0.14
        layer.polygons(
            [box(left, top, left + size, top + edge), box(left, y - up - edge, left + size, y - up)], shade(wood, 0.84)
        )
        layer.polygon([(left, y - up - edge), (left + size - edge, top + edge), (left + size, top + edge),
            (left + edge, y - up - edge)],
                      shade(wood, 0.88))  # fmt: skip
    x, wood = cell.x + 0.115, (160, 108, 78)
    barrel = [(-0.024, 0.0), (-0.031, -0.035), (-0.024, -0.07), (0.024, -0.07), (0.031, -0.035), (0.024, 0.0)]
    layer.polygon(barrel, wood, at=(x, y))
    layer.polygons([box(x - 0.03, y - k, x + 0.03, y - k + 0.006) for k in (0.055, 0.022)], (104, 100, 110))
