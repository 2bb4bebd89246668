"""A river: wooded hills, a far bank with trees, water that flows by with lilies and stones, reeds, a grassy bank."""

import math

import numpy as np

from generators.toon.canvas import RGB, mix, shade
from generators.toon.settings.meadow import draw_far_hills, flower_bed, tufts
from generators.toon.settings.outlines import blob, leaf, mound, moved, oval, pick
from generators.toon.settings.plants import bush, round_tree
from generators.toon.settings.sky import draw_sky
from generators.toon.settings.stage import Cell, Contour, Layer, Stage, box

BANK: RGB = (150, 198, 106)
_WATER: RGB = (88, 176, 208)
_TOP, _LOW = 0.648, 0.772


def draw_river(stage: Stage) -> None:
    """Draw a river and its bank."""
    draw_sky(stage)
    draw_far_hills(stage)
    with stage.layer(0.5) as layer:
        ridge = layer.ridge("woods", 0.605, 0.03, 1.0)
        for cell in layer.cells("woods", 0.1, margin=0.1):
            if cell.a < 0.75:
                size, foot = 0.035 + 0.04 * cell.b, ridge.at(cell.x) + 0.008
                bush(layer, cell.x, foot, size, mix((92, 158, 108), (128, 182, 112), cell.d), cell.c)
        layer.land(ridge, layer.stage.season.soil((142, 194, 118)))
    with stage.layer(0.8, distance=0.1) as layer:
        ridge = layer.ridge("far bank", 0.635, 0.008, 0.8)
        for cell in layer.cells("trees", 0.5, margin=0.25):
            if cell.a < 0.66:
                round_tree(layer, cell.x, ridge.at(cell.x) + 0.012, 0.24 + 0.12 * cell.b, (98, 168, 92), cell.c)
            bush(layer, cell.x + 0.16, ridge.at(cell.x) + 0.014, 0.03 + 0.025 * cell.d, (96, 164, 90), cell.b)
        layer.land(ridge, layer.stage.season.soil((138, 190, 104)))
        low = layer.ridge("foot", _TOP + 0.006, 0.004, 0.5)
        layer.land(low, layer.stage.season.soil((166, 142, 104)))
    with stage.layer(1.0) as layer:
        _water(layer)
        _bank(layer)


def _water(layer: Layer) -> None:
    """Bands that darken towards us, the trees' reflection, ripples that drift downstream."""
    stage, bottom = layer.stage, max(layer.y1, _LOW) + 0.05
    light, frozen = stage.light, stage.season.snow
    colour = mix(_WATER, (196, 224, 240), 0.75 * frozen)
    for n, down in enumerate((0.0, 0.18, 0.42, 0.7)):
        y = _TOP + 0.012 + (_LOW - _TOP) * down
        tone = mix(light.water(shade(colour, 1.16 - 0.1 * n)), light.sky[2], 0.3 - 0.09 * n)
        layer.glow([box(layer.x0, y, layer.x1, bottom)], tone)
    mirrored = [
        oval(cell.x, _TOP + 0.022, 0.07 + 0.05 * cell.b, 0.012 + 0.008 * cell.c, 20)
        for cell in layer.cells("reflections", 0.34, margin=0.2)
        if cell.a < 0.7
    ]
    layer.glow(mirrored, mix(light.water(colour), layer.paint((98, 160, 100)), 0.35))
    drift = 0.0 if frozen else stage.seconds * 0.03
    ripples: list[Contour] = []
    for row in range(6):
        y = _TOP + 0.022 + 0.018 * row
        for cell in layer.cells(f"ripples {row}", 0.26, margin=0.15, drift=drift * (0.8 + 0.1 * row)):
            if cell.a < 0.6:
                wide = (0.02 + 0.05 * cell.b) * (0.6 + 0.12 * row)
                ripples.append(oval(cell.x, y + 0.01 * (cell.c - 0.5), wide, 0.0018 + 0.0004 * row))
    layer.glow(ripples, mix(light.water(shade(colour, 1.45)), light.glow, 0.3))
    for cell in layer.cells("islets", 0.72, margin=0.2):
        if cell.a < 0.5:
            _stones(layer, cell)
        elif cell.a < 0.85 and not frozen:
            _lilies(layer, cell)


def _stones(layer: Layer, cell: Cell) -> None:
    for dx, size, lift in ((0.0, 0.03, 0.0), (0.055, 0.02, 0.008), (-0.045, 0.016, 0.006)):
        at = (cell.x + dx, _TOP + 0.055 + 0.03 * cell.b + lift)
        shape = mound(blob(pick(cell.d + dx), 5) * (size * 1.35, size))
        layer.polygon(oval(0.0, 0.002, size * 1.6, size * 0.2), (190, 222, 232), at=at)
        layer.polygon(shape, (132, 138, 150), at=at)
        layer.polygon(shape * (0.74, 0.82), (164, 170, 180), at=(at[0] - size * 0.16, at[1]))


def _lilies(layer: Layer, cell: Cell) -> None:
    """Leaves with a notch, and a flower on one of them."""
    turn = np.linspace(0.35, 2 * math.pi - 0.35, 18)
    pad = np.concatenate([[(0.1, 0.0)], np.stack([np.cos(turn), np.sin(turn) * 0.3], 1)])
    bob = 0.002 * layer.stage.sway(cell.x, 0.8)
    spots = ((0.0, 0.0, 0.042), (0.085, 0.012, 0.032), (-0.07, 0.014, 0.03))
    y = _TOP + 0.065 + 0.025 * cell.b + bob
    layer.polygons([pad * size + (cell.x + dx, y + dy) for dx, dy, size in spots], (92, 164, 96))
    for n in (-1, 1, 0):
        layer.polygon(leaf(-math.pi / 2 + n * 0.7, 0.024, 0.016), (250, 200, 214) if n else (255, 232, 236),
                      at=(cell.x - 0.008, y - 0.002))  # fmt: skip


def _bank(layer: Layer) -> None:
    grass = layer.stage.season.soil(BANK)
    ridge = layer.ridge("bank", 0.764, 0.009, 0.9)
    for cell in layer.cells("reeds", 0.42, margin=0.15):
        if cell.a < 0.62:
            _reeds(layer, cell, ridge.at(cell.x) + 0.006)
    layer.land(ridge, shade(layer.stage.season.soil((150, 118, 84)), 0.96))
    layer.land(layer.ridge("bank", 0.773, 0.009, 0.9), shade(grass, 1.08))
    layer.land(layer.ridge("turf", 0.80, 0.01, 1.3), grass)
    layer.land(layer.ridge("near", 0.94, 0.014, 1.1), shade(grass, 0.94))
    tufts(layer, grass, 0.80)
    flower_bed(layer, 0.4, top=0.80)


def _reeds(layer: Layer, cell: Cell, y: float) -> None:
    """Blades and two cat's tails."""
    green = layer.stage.season.leaf((104, 160, 84), cell.d)
    blades = [moved(leaf(-math.pi / 2 + 0.16 * (n - 3) + 0.05 * layer.stage.sway(cell.x + n),
        0.07 + 0.03 * ((n * 0.618) % 1),
                   0.009), cell.x + 0.011 * (n - 3), y) for n in range(7)]  # fmt: skip
    for blade in blades:
        layer.polygon(blade, green)
    for dx, tall in ((-0.016, 0.105), (0.022, 0.125)):
        x = cell.x + dx + 0.006 * layer.stage.sway(cell.x + dx)
        layer.polygon(
            [(cell.x + dx, y), (x - 0.001, y - tall), (x + 0.0015, y - tall), (cell.x + dx + 0.003, y)], green
        )
        layer.polygon(oval(x, y - tall + 0.014, 0.0052, 0.018, 14), (134, 88, 62))
