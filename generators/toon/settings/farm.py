"""A farm: striped fields on the hills, a red barn with its silo, a wind pump, hay bales, rows of crops, a yard."""

import math

import numpy as np

from generators.toon.canvas import RGB, mix, shade
from generators.toon.settings.buildings import windows
from generators.toon.settings.meadow import tufts
from generators.toon.settings.outlines import leaf, mound, moved, oval
from generators.toon.settings.plants import bush, round_tree
from generators.toon.settings.sky import draw_sky
from generators.toon.settings.stage import Cell, Contour, Layer, Stage, box

YARD: RGB = (208, 178, 124)
_RED: RGB = (200, 84, 70)
_WHITE: RGB = (250, 244, 234)
_SNOW: RGB = (238, 244, 252)
_FIELDS: tuple[RGB, ...] = ((206, 196, 104), (142, 190, 96), (226, 204, 128), (120, 176, 104))


def draw_farm(stage: Stage) -> None:
    """Draw a farm."""
    draw_sky(stage)
    with stage.layer(0.14) as layer:
        layer.land(layer.ridge("far", 0.55, 0.05, 1.2), (118, 164, 172))
    with stage.layer(0.34) as layer:
        _fields(layer)
    with stage.layer(0.62) as layer:
        ridge = layer.ridge("farmstead", 0.632, 0.010, 1.0)
        for cell in layer.cells("farmstead", 0.62, margin=0.45, shake=0.15):
            foot = ridge.at(cell.x) + 0.016
            if cell.column % 2:
                _barn(layer, cell, foot)
            else:
                round_tree(layer, cell.x - 0.13, foot, 0.25 + 0.06 * cell.b, (106, 172, 88), cell.c)
                _wind_pump(layer, cell, foot) if cell.a < 0.6 else bush(
                    layer, cell.x, foot, 0.05, (110, 168, 92), cell.b
                )
        layer.land(ridge, layer.stage.season.soil((150, 192, 100)))
    with stage.layer(1.0) as layer:
        _yard(layer)


def _fields(layer: Layer) -> None:
    """A slope in strips, each with its furrows, hedges between them."""
    ridge, season = layer.ridge("slope", 0.60, 0.03, 1.1), layer.stage.season
    layer.land(ridge, season.soil(_FIELDS[1]))
    for cell in layer.cells("strips", 0.26, margin=0.35, shake=0.0):
        xs = cell.x + np.linspace(-0.13, 0.132, 9)
        top = ridge.heights(xs)
        skew = 0.16
        strip = np.concatenate([np.stack([xs, top], 1), [(xs[-1] + skew, 0.72), (xs[0] + skew, 0.72)]])
        rgb = season.soil(_FIELDS[(cell.column + int(cell.a * 1.99)) % 4])
        layer.polygon(strip, rgb)
        furrows: list[Contour] = [
            [(x, y), (x + 0.006, y), (x + skew + 0.006, 0.72), (x + skew, 0.72)]
            for x, y in zip(xs[1:-1:2], top[1:-1:2], strict=True)
        ]
        layer.polygons(furrows, shade(rgb, 0.9))
        bush(layer, float(xs[0]), float(top[0]) + 0.008, 0.02 + 0.012 * cell.b, (96, 156, 96), cell.c)


def _barn(layer: Layer, cell: Cell, y: float) -> None:
    """A red barn with a hipped gable, white trim and crossed doors; a silo beside it."""
    w, at, snow = 0.3, (cell.x, y), layer.stage.season.snow
    roof, red = mix((134, 92, 92), _SNOW, 0.85 * snow), _RED
    x = cell.x + 0.52 * w
    tank: RGB = (206, 212, 220)
    layer.box(x, y - 0.92 * w, x + 0.26 * w, y, tank)
    layer.box(x + 0.17 * w, y - 0.92 * w, x + 0.26 * w, y, shade(tank, 0.86))
    layer.polygon(mound(oval(0.13, 0.0, 0.145, 0.13, 24), 0.0), roof, at=(x, y - 0.92 * w), size=w)
    layer.polygons([box(x, y - k * w, x + 0.26 * w, y - k * w + 0.005) for k in (0.3, 0.52, 0.74)], shade(tank, 0.8))
    gable = [(-0.5, 0.0), (-0.5, -0.5), (-0.36, -0.78), (0.0, -0.98), (0.36, -0.78), (0.5, -0.5), (0.5, 0.0)]
    layer.polygon(gable, red, at=at, size=w)
    layer.polygon([(0.0, -0.98), (0.36, -0.78), (0.5, -0.5), (0.5, 0.0), (0.36, 0.0), (0.3, -0.6)], shade(red, 0.9),
                  at=at, size=w)  # fmt: skip
    cap = [(-0.56, -0.47), (-0.4, -0.81), (0.0, -1.04), (0.4, -0.81), (0.56, -0.47), (0.5, -0.44), (0.355, -0.74),
           (0.0, -0.95), (-0.355, -0.74), (-0.5, -0.44)]  # fmt: skip
    layer.polygon(cap, roof, at=at, size=w)
    if layer.detail * w < 20:
        return
    lines = [-0.25, -0.125, 0.125, 0.25, 0.375, -0.375]
    layer.polygons([box(cell.x + k * w, y - 0.5 * w, cell.x + k * w + 0.0016, y) for k in lines], shade(red, 0.9))
    layer.polygon(box(-0.24, -0.44, 0.24, 0.0), _WHITE, at=at, size=w)
    layer.polygon(box(-0.21, -0.41, -0.012, 0.0), shade(red, 0.86), at=at, size=w)
    layer.polygon(box(0.012, -0.41, 0.21, 0.0), shade(red, 0.86), at=at, size=w)
    for left in (-0.21, 0.012):
        for cross in ([(0.0, -0.41), (0.03, -0.41), (0.198, 0.0), (0.168, 0.0)],
                      [(0.168, -0.41), (0.198, -0.41), (0.03, 0.0), (0.0, 0.0)]):  # fmt: skip
            layer.polygon([(px + left, py) for px, py in cross], _WHITE, at=at, size=w)
    layer.polygon(oval(0.0, -0.67, 0.115, 0.115, 24), _WHITE, at=at, size=w)
    windows(layer, [oval(cell.x, y - 0.67 * w, 0.09 * w, 0.09 * w, 24)], lit=True)
    layer.polygons([box(cell.x - 0.09 * w, y - 0.675 * w, cell.x + 0.09 * w, y - 0.655 * w)], _WHITE)


def _wind_pump(layer: Layer, cell: Cell, y: float) -> None:
    """A lattice tower with a wheel that turns in the wind."""
    x, hub, iron = cell.x + 0.04, y - 0.27, (128, 134, 148)
    legs: list[Contour] = [
        [(x - 0.05, y), (x - 0.044, y), (x - 0.004, hub), (x - 0.008, hub)],
        [(x + 0.044, y), (x + 0.05, y), (x + 0.008, hub), (x + 0.004, hub)],
    ]
    legs += [
        box(x - 0.05 * k, hub + 0.27 * k - 0.0025, x + 0.05 * k, hub + 0.27 * k + 0.0015) for k in (0.3, 0.55, 0.8)
    ]
    for leg in legs:
        layer.polygon(leg, iron)
    turn = layer.stage.seconds * 0.9 * layer.stage.breeze + cell.b * 6
    layer.polygon(
        [(x + 0.01, hub - 0.004), (x + 0.085, hub - 0.022), (x + 0.085, hub + 0.018), (x + 0.01, hub + 0.002)], _RED
    )
    blades = [moved(leaf(turn + n * math.pi / 4, 0.055, 0.024), x, hub) for n in range(8)]
    layer.polygons(blades, (226, 230, 236))
    layer.polygon(oval(x, hub, 0.009, 0.009), iron)


def _yard(layer: Layer) -> None:
    season = layer.stage.season
    green, earth = season.soil((158, 196, 104)), season.soil(YARD)
    layer.land(layer.ridge("ground", 0.648, 0.006, 0.9), green)
    _crops(layer)
    for cell in layer.cells("stacks", 0.9, margin=0.2):
        if cell.a < 0.7:
            _bales(layer, cell, 0.715)
    _rails(layer)
    layer.land(layer.ridge("verge", 0.737, 0.006, 1.1), shade(green, 0.92))
    layer.land(layer.ridge("yard", 0.748, 0.008, 1.3), shade(earth, 1.08))
    layer.land(layer.ridge("track", 0.772, 0.008, 1.2), earth)
    layer.land(layer.ridge("edge", 0.945, 0.008, 1.0), shade(green, 0.92))
    if layer.detail < 90:
        return
    spots = list(layer.scatter("straw", 0.19, 0.765, 0.94, rows=0.045))
    wisps = [leaf(c.c * 6.3, 0.028, 0.004) * (1.0, 0.5) + (c.x, c.y) for c in spots if c.b < 0.5]
    layer.polygons(wisps, shade(layer.stage.season.soil((244, 216, 130)), 1.0))
    layer.polygons([oval(c.x, c.y, 0.02, 0.004) for c in spots if c.b > 0.82], shade(earth, 0.88))
    tufts(layer, green, 0.95)


def _crops(layer: Layer) -> None:
    """Rows of young corn before the fence."""
    stalks: list[Contour] = []
    for row, y in enumerate((0.672, 0.694)):
        for cell in layer.cells(f"corn {row}", 0.052, margin=0.03, shake=0.3):
            lean, h = 0.1 * layer.stage.sway(cell.x), 0.03 + 0.012 * row + 0.006 * cell.b
            stalks.append([(cell.x - 0.003, y), (cell.x - 0.013 + lean * 0.02, y - 0.55 * h), (cell.x - 0.002,
                y - 0.4 * h),
                           (cell.x + lean * 0.05, y - h), (cell.x + 0.003, y - 0.45 * h),
                           (cell.x + 0.014 + lean * 0.02, y - 0.75 * h), (cell.x + 0.003, y)])  # fmt: skip
    layer.polygons(stalks, layer.stage.season.leaf((104, 162, 74)))


def _rails(layer: Layer) -> None:
    """A fence of two rails on posts, with gaps."""
    wood, posts = (166, 126, 90), []
    for cell in layer.cells("rails", 0.24, margin=0.15, shake=0.0):
        if cell.column % 5 != 4:
            posts.append(box(cell.x - 0.124, 0.694, cell.x - 0.112, 0.744))
            for y in (0.703, 0.721):
                layer.box(cell.x - 0.13, y, cell.x + 0.13, y + 0.009, shade(wood, 1.12))
            posts.append(box(cell.x + 0.112, 0.694, cell.x + 0.124, 0.744))
    for post in posts:
        layer.polygon(post, wood)


def _bales(layer: Layer, cell: Cell, y: float) -> None:
    """Three round bales of hay, seen from their ends."""
    straw = mix((236, 200, 106), _SNOW, 0.5 * layer.stage.season.snow)
    for dx, dy in ((-0.055, 0.0), (0.055, 0.0), (0.0, -0.082)):
        x, middle = cell.x + dx, y - 0.047 + dy
        layer.polygon(oval(x, middle, 0.053, 0.048, 28), shade(straw, 0.84))
        layer.polygon(oval(x - 0.003, middle - 0.002, 0.048, 0.043, 28), straw)
        rings = [oval(x - 0.003, middle - 0.002, r, r * 0.9, 22) for r in (0.037, 0.033, 0.023, 0.019, 0.009)]
        layer.polygons(rings, shade(straw, 0.84))
