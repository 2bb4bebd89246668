"""Houses, towers and what stands in streets. Each stands on (x, y); sizes are in frame heights."""

import math
from collections.abc import Iterator, Sequence

from generators.toon.canvas import RGB, mix, shade
from generators.toon.settings.outlines import oval
from generators.toon.settings.stage import Cell, Contour, Layer, box

_GLASS: RGB = (150, 196, 218)
_SNOW: RGB = (238, 244, 252)
_TRIM: RGB = (252, 246, 236)
_AWNINGS: tuple[RGB, ...] = ((214, 92, 86), (84, 142, 128), (236, 168, 84), (106, 120, 176))


def windows(layer: Layer, panes: Sequence[Contour], *, lit: bool) -> None:
    """Panes of glass, painted at once; `lit` ones shine when lights are on."""
    light = layer.stage.light
    dark = layer.paint(shade(_GLASS, 1 - 0.35 * light.windows))
    layer.glow(panes, mix(dark, light.lamp(_GLASS), 1 - 0.5 * layer.distance) if lit else dark)


def tower(layer: Layer, cell: Cell, y: float, width: float, height: float, colour: RGB) -> None:
    """A tall building with a grid of windows and something on its roof."""
    x, left, top = cell.x, cell.x - width / 2, y - height
    layer.box(left, top, left + width, y, colour)
    layer.box(left + width * 0.72, top, left + width, y, shade(colour, 0.9))
    if cell.c < 0.35:
        layer.box(x - width * 0.2, top - height * 0.06, x + width * 0.2, top, shade(colour, 0.94))
        layer.box(x - width * 0.02, top - height * 0.16, x + width * 0.02, top, shade(colour, 0.85))
    elif cell.c < 0.6:
        layer.polygon([(left, top), (left + width, top - width * 0.35), (left + width, top)], shade(colour, 0.95))
    if layer.stage.season.snow:
        layer.box(left, top, left + width, top + 0.008, _SNOW)
    gap = width / 3
    if layer.detail * gap < 9:
        return
    lit: list[Contour] = []
    unlit: list[Contour] = []
    for row in range(int((height - 0.06) / (gap * 1.3))):
        wy = top + gap * (0.4 + 1.3 * row)
        for column in range(3):
            wx, chance = left + gap * (column + 0.26), _chance(cell, row, column)
            (lit if chance < 0.45 else unlit).append(box(wx, wy, wx + gap * 0.48, wy + gap * 0.7))
    windows(layer, lit, lit=True)
    windows(layer, unlit, lit=False)


def shop(layer: Layer, cell: Cell, y: float, width: float, height: float, colour: RGB) -> None:
    """A town house: shop window under a striped awning, floors of windows above, a moulded roof."""
    left, top, floor = cell.x - width / 2, y - height, y - 0.115
    layer.box(left, top, left + width, y, colour)
    moulding = mix(shade(colour, 0.82), _SNOW, 0.85 * layer.stage.season.snow)
    layer.box(left - 0.006, top - 0.014, left + width + 0.006, top + 0.006, moulding)
    if layer.detail < 60:
        return
    columns = 3
    gap = width / columns
    lit: list[Contour] = [box(left + width * 0.08, floor + 0.03, left + width * 0.6, y - 0.02)]
    unlit: list[Contour] = []
    sills: list[Contour] = []
    for row in range(max(0, int((floor - top - 0.045) / 0.09))):
        wy = top + 0.032 + 0.09 * row
        for column in range(columns):
            wx = left + gap * (column + 0.5) - 0.02
            (lit if _chance(cell, row, column) < 0.6 else unlit).append(box(wx, wy, wx + 0.04, wy + 0.056))
            sills.append(box(wx - 0.006, wy - 0.006, wx + 0.046, wy + 0.064))
    layer.polygons(sills, shade(colour, 1.4))
    windows(layer, lit, lit=True)
    windows(layer, unlit, lit=False)
    door = left + width * 0.7
    layer.box(door, floor + 0.028, door + width * 0.2, y, shade(colour, 0.56))
    layer.box(left, floor - 0.01, left + width, floor + 0.026, _TRIM)
    if layer.stage.season.snow:
        layer.box(left - 0.004, floor - 0.02, left + width + 0.004, floor - 0.008, _SNOW)
    step = width / 7
    stripes = [box(left + n * step, floor - 0.01, left + (n + 1) * step, floor + 0.034) for n in range(0, 7, 2)]
    layer.polygons(stripes, _AWNINGS[int(cell.d * 3.999)])


def _chance(cell: Cell, row: int, column: int) -> float:
    return (cell.a * 7.3 + cell.c * 3.1 + row * 0.377 + column * 0.618 + row * column * 0.171) % 1


def cottage(layer: Layer, x: float, y: float, width: float, wall: RGB, roof: RGB, chance: float) -> None:
    """A small house with a pitched roof, a door, two windows and a smoking chimney."""
    at, side = (x, y), 1 if chance > 0.5 else -1
    roof = mix(roof, _SNOW, 0.85 * layer.stage.season.snow)
    wood: RGB = ((136, 92, 72), (92, 128, 132), (164, 84, 76))[int(chance * 2.999)]
    smoke = mix(layer.stage.light.cloud, layer.stage.light.sky[1], 0.25)
    for puff, alpha in _smoke(layer, x + 0.21 * side * width, y - 1.04 * width, width):
        layer.glow([puff], smoke, alpha=alpha)
    layer.polygon(box(0.21 * side - 0.055, -1.02, 0.21 * side + 0.055, -0.5), (184, 124, 104), at=at, size=width)
    layer.polygon(box(0.21 * side - 0.07, -1.04, 0.21 * side + 0.07, -1.0), (158, 104, 90), at=at, size=width)
    layer.polygon(box(-0.44, -0.52, 0.44, 0.0), wall, at=at, size=width)
    layer.polygon(box(-0.44, -0.52, 0.44, -0.44), shade(wall, 0.88), at=at, size=width)
    layer.polygon([(-0.54, -0.475), (-0.3, -0.92), (0.3, -0.92), (0.54, -0.475)], roof, at=at, size=width)
    eaves = [(-0.54, -0.475), (-0.515, -0.52), (0.515, -0.52), (0.54, -0.475)]
    layer.polygon(eaves, shade(roof, 0.86), at=at, size=width)
    if layer.detail * width < 24:
        return
    door = -0.05 * side
    layer.polygon(box(door - 0.07, -0.3, door + 0.07, 0.0), wood, at=at, size=width)
    layer.polygon(oval(door, -0.3, 0.07, 0.05), wood, at=at, size=width)
    middles = (x - 0.29 * width, x + 0.29 * width)
    layer.polygons([_pane(m, y, width, 0.093, -0.35, -0.13) for m in middles], _TRIM)
    windows(layer, [_pane(m, y, width, 0.075, -0.333, -0.147) for m in middles], lit=True)
    if layer.detail * width > 60:
        layer.polygons([_pane(m, y, width, 0.006, -0.333, -0.147) for m in middles], _TRIM)
        layer.polygons([_pane(m, y, width, 0.105, -0.14, -0.115) for m in middles], shade(wall, 0.8))


def _pane(x: float, y: float, width: float, half: float, high: float, low: float) -> Contour:
    return box(x - half * width, y + high * width, x + half * width, y + low * width)


def _smoke(layer: Layer, x: float, y: float, width: float) -> Iterator[tuple[Contour, float]]:
    """Puffs that rise, drift, grow and thin out, each with its alpha."""
    if layer.detail * width > 40:
        for n in range(4):
            age = (layer.stage.seconds * 0.22 + n / 4 + x) % 1
            drift = width * age * (0.16 + 0.14 * layer.stage.breeze) + width * 0.03 * math.sin(age * 9)
            radius = width * (0.035 + 0.07 * age)
            yield oval(x + drift, y - width * 0.5 * age, radius, radius), 0.75 * (1 - age)


def lamp_post(layer: Layer, x: float, y: float, height: float) -> None:
    """A street lamp that shines when lights are on."""
    iron, lit, head = (74, 80, 98), layer.stage.light.windows, y - height
    layer.box(x - 0.0045, head, x + 0.0045, y, iron)
    layer.box(x - 0.011, y - 0.02, x + 0.011, y, iron)
    if lit > 0.3:
        for radius in (0.11, 0.075, 0.045):
            layer.glow([oval(x, head - 0.02, radius, radius, 28)], (255, 222, 140), alpha=0.16 * lit)
    glass = [(x - 0.012, head), (x - 0.019, head - 0.04), (x + 0.019, head - 0.04), (x + 0.012, head)]
    layer.glow([glass], layer.stage.light.lamp((236, 240, 236)))
    layer.polygon([(x - 0.024, head - 0.038), (x, head - 0.056), (x + 0.024, head - 0.038)], iron)


def fence(layer: Layer, x0: float, x1: float, y: float) -> None:
    """A low white fence."""
    for rail in (0.016, 0.034):
        layer.box(x0, y - rail - 0.006, x1, y - rail, shade(_TRIM, 0.92))
    count = max(1, round((x1 - x0) / 0.032))
    posts: list[Contour] = []
    for n in range(count):
        x = x0 + (n + 0.5) * (x1 - x0) / count
        posts.append([(x - 0.006, y), (x - 0.006, y - 0.046), (x, y - 0.054), (x + 0.006, y - 0.046), (x + 0.006, y)])
    layer.polygons(posts, _TRIM)
