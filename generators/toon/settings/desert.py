"""A desert: table mountains in the haze, dunes with sharp crests, cacti, rippled sand, a tumbleweed in the wind."""

import math

import numpy as np

from generators.toon.canvas import RGB, mix, shade
from generators.toon.settings.outlines import blob, disc, mound, moved, oval, pick
from generators.toon.settings.sky import draw_sky
from generators.toon.settings.stage import Cell, Contour, Layer, Stage

DUST: RGB = (232, 184, 120)
_ROCK: RGB = (206, 128, 104)
_CACTUS: RGB = (92, 158, 104)
_CREST = np.linspace(0, 1, 9)


def draw_desert(stage: Stage) -> None:
    """Draw a desert."""
    draw_sky(stage)
    for depth, spacing, high, rock in ((0.1, 0.62, 0.15, (204, 140, 132)), (0.2, 0.9, 0.2, _ROCK)):
        with stage.layer(depth, distance=0.9 - 2.2 * depth) as layer:
            for cell in layer.cells(f"tables {depth}", spacing, margin=0.5):
                if cell.a < 0.75:
                    _table(layer, cell, 0.62, high * (0.6 + 0.6 * cell.b), rock)
            layer.land(layer.ridge(f"pan {depth}", 0.60, 0.006, 0.8), mix(rock, DUST, 0.7))
    for depth, spacing, high, base in ((0.34, 0.5, 0.06, 0.61), (0.56, 0.8, 0.075, 0.635)):
        with stage.layer(depth) as layer:
            sand = layer.stage.season.soil(shade(DUST, 1.02 + 0.25 * (1 - depth)))
            for cell in layer.cells(f"dunes {depth}", spacing, margin=0.7):
                _dune(layer, cell, base + 0.01, spacing * (0.62 + 0.3 * cell.a), high * (0.6 + 0.6 * cell.b), sand)
            layer.land(layer.ridge(f"dune {depth}", base, 0.006, 0.9), sand)
    with stage.layer(1.0) as layer:
        _sand(layer)


def _table(layer: Layer, cell: Cell, foot: float, high: float, rock: RGB) -> None:
    """A table mountain with a skirt of rubble and bands in its walls, its right side in shade."""
    half, at = high * (0.5 + 0.8 * cell.c), (cell.x, foot)
    skirt = 0.55 * high
    left = [(-half - skirt, 0.0), (-half - 0.12 * high, -0.42 * high), (-half, -0.96 * high)]
    right = [(half - 0.03, -high), (half, -0.93 * high), (half + 0.14 * high, -0.4 * high), (half + skirt, 0.0)]
    layer.polygon([*left, (-half + 0.02, -high), *right], rock, at=at)
    fold = half * 0.4
    layer.polygon(
        [(fold, -high), *right, (fold + 0.1 * high, 0.0), (fold + 0.03, -0.4 * high)], shade(rock, 0.86), at=at
    )
    if layer.stage.season.snow:
        cap = [
            (-half - 0.003, -0.93 * high),
            (-half + 0.02, -high - 0.006),
            (half - 0.03, -high - 0.006),
            (half, -0.92 * high),
        ]
        layer.polygon(cap, (238, 244, 252), at=at)
    for up in (0.86, 0.66):
        band = [
            (-half - 0.004, -up * high),
            (fold, -up * high),
            (fold, -(up - 0.06) * high),
            (-half, -(up - 0.05) * high),
        ]
        layer.polygon(band, shade(rock, 1.12), at=at)


def _dune(layer: Layer, cell: Cell, foot: float, half: float, high: float, sand: RGB) -> None:
    """A dune: the long slope lit, the short one in shade behind a crest that winds down towards us."""
    crest = 0.25 * half * (cell.c - 0.3)
    rise = high * np.sin(_CREST * math.pi / 2) ** 1.6
    lit = np.stack([-half + (half + crest) * _CREST, -rise], 1)
    lee = np.stack([crest + (half - crest) * _CREST, -high * (1 - _CREST) ** 1.5], 1)
    winding = np.stack([crest + 0.12 * half * np.sin(_CREST * 4.2) - 0.2 * half * _CREST, -high * (1 - _CREST)], 1)
    layer.polygon(np.concatenate([lit, lee[1:]]), shade(sand, 0.84), at=(cell.x, foot))
    layer.polygon(np.concatenate([lit, winding[1:]]), shade(sand, 1.05), at=(cell.x, foot))


def _sand(layer: Layer) -> None:
    sand = layer.stage.season.soil(DUST)
    layer.land(layer.ridge("ground", 0.655, 0.010, 1.1), shade(sand, 1.12))
    for cell in layer.cells("cacti", 0.62, margin=0.2):
        if cell.a < 0.62:
            y = 0.685 + 0.02 * cell.b
            layer.polygon(oval(cell.x + 0.06, y, 0.1, 0.008, 20), shade(sand, 0.84))
            _cactus(layer, cell, y, 0.16 + 0.12 * cell.c)
        elif cell.a < 0.85:
            _boulder(layer, cell, 0.69)
    layer.land(layer.ridge("dune", 0.742, 0.016, 1.3), sand)
    layer.land(layer.ridge("near", 0.915, 0.018, 1.2), shade(sand, 0.94))
    if layer.detail < 90:
        return
    spots = list(layer.scatter("ripples", 0.30, 0.72, 2.6, rows=0.06, margin=0.12))
    layer.polygons([oval(c.x, c.y, 0.04 + 0.04 * c.c, 0.003) for c in spots if c.b < 0.55], shade(sand, 0.90))
    stones = [moved(mound(blob(pick(c.c), 5) * (0.014, 0.01)), c.x, c.y) for c in spots if c.b > 0.88]
    layer.polygons(stones, mix(sand, _ROCK, 0.6))
    for cell in layer.cells("scrub", 0.55, margin=0.08):
        if cell.a < 0.6:
            _scrub(layer, cell.x, 0.76 + 0.02 * cell.b, 0.032 + 0.02 * cell.c)
    if layer.stage.breeze > 1.5:
        _tumbleweed(layer)


def _cactus(layer: Layer, cell: Cell, y: float, high: float) -> None:
    """A pillar with one or two raised arms, ribbed, sometimes in bloom."""
    green, x = mix(_CACTUS, (232, 240, 246), 0.4 * layer.stage.season.snow), cell.x
    w = high * 0.085
    arms = [(-1, 0.42, 0.34)] if cell.d < 0.4 else [(-1, 0.36, 0.36), (1, 0.5, 0.26)]
    for side, low, up in arms:
        reach = side * high * 0.23
        _limb(layer, x, y - low * high, x + reach, y - low * high, w * 0.72, shade(green, 0.92))
        _limb(layer, x + reach, y - low * high, x + reach, y - (low + up) * high, w * 0.72, shade(green, 0.92))
    _limb(layer, x, y + w, x, y - high + w, w, green)
    if layer.detail * w > 4:
        lines: list[Contour] = [
            [(x + dx * w - 0.0012, y), (x + dx * w - 0.0012, y - high + w), (x + dx * w + 0.0012, y - high + w),
             (x + dx * w + 0.0012, y)] for dx in (-0.45, 0.05, 0.5)
        ]  # fmt: skip
        layer.polygons(lines, shade(green, 0.8))
        if cell.b < 0.5:
            layer.polygon(oval(x, y - high - 0.002, w * 0.5, w * 0.4), (240, 120, 150))


def _limb(layer: Layer, x0: float, y0: float, x1: float, y1: float, radius: float, rgb: RGB) -> None:
    """A thick stroke with round ends, level or upright."""
    circle = disc(20) * radius
    (lx, ly), (hx, hy) = (min(x0, x1), min(y0, y1)), (max(x0, x1), max(y0, y1))
    spread = np.stack([np.where(circle[:, 0] > 0, hx, lx), np.where(circle[:, 1] > 0, hy, ly)], 1)
    layer.polygon(circle + spread, rgb)


def _boulder(layer: Layer, cell: Cell, y: float) -> None:
    size, rock = 0.035 + 0.03 * cell.c, shade(_ROCK, 1.1)
    shape = mound(blob(pick(cell.d), 5) * (size * 1.5, size))
    layer.polygon(shape, shade(rock, 0.84), at=(cell.x, y))
    layer.polygon(shape * (0.76, 0.84), rock, at=(cell.x - size * 0.2, y - size * 0.08))


def _scrub(layer: Layer, x: float, y: float, size: float) -> None:
    """A dry bush of blades."""
    turn = np.linspace(-2.9, -0.24, 13) + 0.05 * layer.stage.sway(x)
    fan = np.stack([np.cos(turn), np.sin(turn)], 1) * (np.where(np.arange(13) % 2, 0.4, 1.0) * size)[:, None]
    layer.polygon(np.concatenate([[(0.0, 0.0)], fan]), layer.stage.season.leaf((168, 160, 96)), at=(x, y))


def _tumbleweed(layer: Layer) -> None:
    """Balls of dry twigs that roll and hop along."""
    for cell in layer.cells("tumbleweed", 1.9, margin=0.1, drift=layer.stage.seconds * 0.5):
        hop = abs(math.sin(layer.stage.seconds * 3 + cell.a * 6))
        size, y = 0.03 + 0.012 * cell.b, 0.735 - 0.03 * hop
        turn = layer.stage.seconds * 8 + cell.c * 6
        layer.polygon(oval(cell.x, 0.765, size * (1 - 0.3 * hop), 0.005), (190, 146, 96))
        layer.polygon(blob(pick(cell.d), 9) * size, (166, 126, 78), at=(cell.x, y))
        for n in range(3):
            c, s = math.cos(turn + n * 1.05), math.sin(turn + n * 1.05)
            ring = disc(16) * (1.0, 0.35 + 0.2 * n) @ np.array([[c, s], [-s, c]]) * size * 0.86
            hole = ring * 0.86
            layer.polygons([moved(ring, cell.x, y), moved(hole, cell.x, y)], (206, 168, 112))
