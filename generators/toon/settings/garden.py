"""A garden: a hedge and a cottage beyond it, fruit trees, beds of vegetables and sunflowers, a rose arch, a path."""

import math

import numpy as np

from generators.toon.canvas import RGB, mix, shade
from generators.toon.settings.buildings import cottage, fence
from generators.toon.settings.meadow import draw_far_hills, tufts
from generators.toon.settings.outlines import disc, leaf, moved, oval
from generators.toon.settings.plants import PETALS, bush, flowers, round_tree
from generators.toon.settings.sky import draw_sky
from generators.toon.settings.stage import Cell, Contour, Layer, Stage, box

LAWN: RGB = (142, 200, 100)
_SOIL: RGB = (146, 108, 84)
_HEDGE: RGB = (82, 150, 88)
_PATH: RGB = (222, 206, 182)
_FRUIT: tuple[RGB, ...] = ((222, 76, 70), (244, 176, 70), (206, 90, 130))


def draw_garden(stage: Stage) -> None:
    """Draw a garden."""
    draw_sky(stage)
    draw_far_hills(stage)
    with stage.layer(0.5, distance=0.28) as layer:
        for cell in layer.cells("homes", 0.95, margin=0.35):
            roofs: tuple[RGB, ...] = ((196, 104, 84), (120, 130, 160))
            cottage(layer, cell.x, 0.645, 0.36, (250, 236, 212), roofs[cell.column % 2], cell.b)
            round_tree(layer, cell.x + 0.42, 0.645, 0.3 + 0.06 * cell.c, (104, 170, 96), cell.d)
        layer.land(layer.ridge("lawn", 0.638, 0.0, 1.0), layer.stage.season.soil((142, 194, 110)))
    with stage.layer(0.78, distance=0.08) as layer:
        _hedge(layer)
    with stage.layer(1.0) as layer:
        _lawn(layer)


def _hedge(layer: Layer) -> None:
    """A clipped hedge with a bumpy top, flowers in it, and fruit trees before it."""
    green = layer.stage.season.leaf(_HEDGE)
    xs = layer.along(0.5)
    for dy, tone in ((0.0, 1.0), (0.034, 0.87)):
        ys = 0.592 + dy - 0.006 * np.abs(np.sin(xs * 29 + dy * 99)) - 0.004 * np.sin(xs * 11)
        layer.polygon(np.concatenate([np.stack([xs, ys], 1), [(xs[-1], 0.7), (xs[0], 0.7)]]), shade(green, tone))
    if layer.detail > 80 and not layer.stage.season.snow:
        blooms = [
            oval(c.x, c.y, 0.0075, 0.0075, 10)
            for c in layer.scatter("blooms", 0.09, 0.605, 0.65, rows=0.022)
            if c.b < 0.3
        ]
        layer.polygons(blooms, (250, 210, 222))
    for cell in layer.cells("fruit trees", 0.62, margin=0.25):
        if cell.a < 0.62:
            _fruit_tree(layer, cell, 0.668, 0.29 + 0.05 * cell.b)
    layer.land(layer.ridge("grass", 0.655, 0.003, 1.0), layer.stage.season.soil(shade(LAWN, 0.96)))


def _fruit_tree(layer: Layer, cell: Cell, y: float, high: float) -> None:
    round_tree(layer, cell.x, y, high, (110, 178, 90), cell.c)
    season = layer.stage.season
    if season.snow or layer.detail < 80:
        return
    fruit: list[Contour] = []
    for n in range(7):
        turn = n * 2.4 + cell.d * 6
        dx, dy = 0.22 * high * math.cos(turn) * (0.5 + 0.1 * n), 0.22 * high * math.sin(turn) * (0.5 + 0.1 * n)
        fruit.append(
            oval(cell.x + dx + 0.012 * high * layer.stage.sway(cell.x), y - high * 0.64 + dy, 0.009, 0.0095, 12)
        )
    layer.polygons(fruit, _FRUIT[int(cell.d * 2.999)])


def _lawn(layer: Layer) -> None:
    season = layer.stage.season
    lawn, path = season.soil(LAWN), season.soil(_PATH)
    layer.land(layer.ridge("ground", 0.665, 0.003, 1.0), shade(lawn, 1.08))
    for cell in layer.cells("beds", 0.44, margin=0.3, shake=0.0):
        kind = layer.stage.turn(cell, 4)
        if kind == 0:
            _vegetables(layer, cell)
        elif kind == 1:
            _sunflowers(layer, cell)
        elif kind == 2:
            _arch(layer, cell)
        else:
            _flower_bed(layer, cell)
    layer.land(layer.ridge("turf", 0.757, 0.005, 1.2), lawn)
    layer.land(layer.ridge("near", 0.935, 0.008, 1.1), shade(lawn, 0.94))
    stones = [oval(c.x, 0.812 + 0.012 * math.sin(c.x * 4), 0.05 + 0.008 * c.b, 0.0135, 18)
              for c in layer.cells("stones", 0.135, margin=0.08, shake=0.1)]  # fmt: skip
    layer.polygons([moved(stone, 0.0, 0.004) for stone in stones], shade(lawn, 0.84))
    layer.polygons(stones, path)
    tufts(layer, lawn, 0.775)


def _bed(layer: Layer, x: float, half: float) -> float:
    """A bed of earth edged with boards; the height of its middle."""
    layer.box(x - half, 0.704, x + half, 0.752, (176, 132, 96))
    layer.box(x - half + 0.007, 0.704, x + half - 0.007, 0.740, layer.stage.season.soil(_SOIL))
    return 0.722


def _vegetables(layer: Layer, cell: Cell) -> None:
    """Cabbages in front, beans on their poles behind."""
    x, half, leaves = cell.x, 0.19, layer.stage.season.leaf((116, 180, 96), cell.b)
    poles: list[Contour] = [
        [(x + dx - 0.018, 0.708), (x + dx - 0.014, 0.708), (x + dx + 0.002, 0.60), (x + dx - 0.002, 0.60)]
        for dx in (-0.13, -0.065, 0.0, 0.065, 0.13)
    ]
    poles += [[(x + dx + 0.014, 0.708), (x + dx + 0.018, 0.708), (x + dx + 0.002, 0.60), (x + dx - 0.002, 0.60)]
              for dx in (-0.13, -0.065, 0.0, 0.065, 0.13)]  # fmt: skip
    for pole in poles:
        layer.polygon(pole, (164, 122, 84))
    beans = [moved(leaf(n * 2.1 + 0.1 * layer.stage.sway(x + n), 0.02, 0.016), x - 0.14 + 0.0145 * n,
        0.625 + 0.012 * ((n * 5) % 7))
             for n in range(20)]  # fmt: skip
    layer.polygons(beans, shade(leaves, 0.86))
    y = _bed(layer, x, half)
    for n in range(6):
        at = (x - 0.155 + 0.062 * n, y)
        layer.polygon(oval(0.0, 0.0, 0.026, 0.018, 14), shade(leaves, 0.84), at=at)
        layer.polygon(oval(0.0, -0.005, 0.019, 0.014, 14), shade(leaves, 1.12), at=at)
        layer.polygon(oval(0.003, -0.007, 0.009, 0.008, 12), shade(leaves, 1.34), at=at)


def _sunflowers(layer: Layer, cell: Cell) -> None:
    """A row of sunflowers, tall and less tall, and a watering can."""
    y, green = _bed(layer, cell.x, 0.17) - 0.006, layer.stage.season.leaf((98, 160, 82), cell.b)
    for n in range(5):
        x, tall = cell.x - 0.13 + 0.065 * n, 0.12 + 0.05 * ((cell.c * 7 + n * 0.618) % 1)
        top = x + 0.012 * layer.stage.sway(x)
        layer.polygon([(x - 0.004, y), (top - 0.003, y - tall), (top + 0.003, y - tall), (x + 0.004, y)], green)
        for side in (-0.5, math.pi + 0.5):
            layer.polygon(leaf(side, 0.034, 0.022), green, at=(x, y - tall * 0.42))
        turn = np.arange(24) * math.pi / 12
        rays = np.stack([np.cos(turn), np.sin(turn)], 1) * np.where(np.arange(24) % 2, 0.022, 0.034)[:, None]
        layer.polygon(rays, (250, 202, 70), at=(top, y - tall))
        layer.polygon(disc(16) * 0.0155, (132, 88, 60), at=(top, y - tall))
    x, y, tin = cell.x + 0.215, 0.748, (120, 160, 186)
    layer.polygon([(x - 0.026, y), (x - 0.03, y - 0.048), (x + 0.02, y - 0.048), (x + 0.022, y)], tin)
    layer.polygon(
        [(x + 0.018, y - 0.012), (x + 0.052, y - 0.05), (x + 0.058, y - 0.045), (x + 0.02, y - 0.004)], shade(tin, 0.88)
    )
    handle = [oval(x - 0.028, y - 0.03, 0.018, 0.022, 18), oval(x - 0.028, y - 0.03, 0.012, 0.016, 18)]
    layer.polygons(handle, shade(tin, 0.8))


def _arch(layer: Layer, cell: Cell) -> None:
    """A white arch grown over with roses, a fence to its sides."""
    x, top, foot, white = cell.x, 0.53, 0.745, (252, 247, 238)
    fence(layer, x - 0.26, x - 0.085, foot)
    fence(layer, x + 0.085, x + 0.26, foot)
    turn = np.linspace(math.pi, 2 * math.pi, 15)
    for out, inner in ((0.085, 0.077), (0.066, 0.06)):
        round_head = [np.stack([x + np.cos(turn) * r, top + np.sin(turn) * r], 1) for r in (out, inner)]
        hoop = np.concatenate([[(x - out, foot)], round_head[0], [(x + out, foot), (x + inner, foot)],
                               round_head[1][::-1], [(x - inner, foot)]])  # fmt: skip
        layer.polygon(hoop, white)
    layer.polygons([box(x - 0.085, y, x - 0.06, y + 0.005) for y in (0.56, 0.6, 0.64, 0.68)]
                   + [box(x + 0.06, y, x + 0.085, y + 0.005) for y in (0.56, 0.6, 0.64, 0.68)], white)  # fmt: skip
    green = layer.stage.season.leaf((96, 158, 84), cell.c)
    vine: list[tuple[float, float]] = [(x - 0.075, foot - 0.03 - 0.03 * n) for n in range(6)]
    vine += [(x + 0.075 * math.cos(t), top + 0.075 * math.sin(t)) for t in np.linspace(math.pi, 2 * math.pi, 12)]
    vine += [(x + 0.075, top + 0.03 * n) for n in range(1, 5)]
    for n, spot in enumerate(vine):
        layer.polygon(oval(*spot, 0.02, 0.017, 12), shade(green, 0.88 + 0.16 * (n % 2)))
    if not layer.stage.season.snow:
        layer.polygons([oval(px + 0.006, py - 0.003, 0.0085, 0.008, 10) for px, py in vine[::2]], (238, 110, 130))


def _flower_bed(layer: Layer, cell: Cell) -> None:
    """Three rows of flowers and a rose bush at each end."""
    y, tone = _bed(layer, cell.x, 0.18), int(cell.c * 0.999 * len(PETALS))
    for side in (-1, 1):
        bush(layer, cell.x + side * 0.2, 0.73, 0.05, (96, 158, 88), cell.b)
    if not layer.stage.season.snow:
        flowers(layer, [(cell.x - 0.15 + 0.043 * n, y - 0.01 + 0.012 * (n % 2), 0.042 + 0.012 * (n % 3 == 1),
            (tone + n % 3) % len(PETALS))
                        for n in range(8)])  # fmt: skip
    else:
        layer.polygon(oval(cell.x, y, 0.15, 0.01), mix(_SOIL, (250, 252, 255), 0.9))
