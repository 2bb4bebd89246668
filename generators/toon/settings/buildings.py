"""Houses, towers and what stands in streets. Each stands on (x, y); sizes are in frame heights."""

import math
from collections.abc import Iterator

from generators.toon.canvas import RGB, mix, shade
from generators.toon.settings.shapes import disc
from generators.toon.settings.stage import Layer

_GLASS: RGB = (150, 196, 218)
_SNOW: RGB = (238, 244, 252)


def window(layer: Layer, x: float, y: float, width: float, height: float, *, lit: bool) -> None:
    """A window with its upper left corner at (x, y); `lit` ones shine when lights are on."""
    light = layer.stage.light
    pane = light.lamp(_GLASS) if lit else layer.paint(shade(_GLASS, 1 - 0.3 * light.windows))
    layer.glow([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], pane)


def tower(
    layer: Layer, x: float, y: float, width: float, height: float, colour: RGB, chances: tuple[float, ...]
) -> None:
    """A tall building with a grid of windows and something on its roof."""
    left, top = x - width / 2, y - height
    layer.box(left, top, left + width, y, colour)
    layer.box(left + width * 0.72, top, left + width, y, shade(colour, 0.88))
    a, b, c, d = chances
    if a < 0.35:
        layer.box(x - width * 0.2, top - height * 0.06, x + width * 0.2, top, shade(colour, 0.94))
        layer.box(x - width * 0.015, top - height * 0.16, x + width * 0.015, top, shade(colour, 0.8))
    elif a < 0.6:
        layer.polygon([(left, top), (left + width, top - width * 0.35), (left + width, top)], shade(colour, 0.92))
    columns, gap = 3, width / 3
    if layer.detail * gap < 7:
        return
    rows = max(1, int(height / (gap * 1.25)))
    for row in range(rows):
        wy = top + gap * (0.4 + 1.25 * row)
        if wy > layer.y1 or wy + gap < layer.y0 or wy + gap * 0.6 > y:
            continue
        for column in range(columns):
            chance = (b * 7.3 + c * 3.1 + d + row * 0.37 + column * 0.61 + row * column * 0.17) % 1
            if layer.stage.light.windows > 0.3 or chance < 0.8:
                window(layer, left + gap * (column + 0.24), wy, gap * 0.52, gap * 0.7, lit=chance < 0.5)


def cottage(layer: Layer, x: float, y: float, width: float, wall: RGB, roof: RGB, chance: float) -> None:
    """A small house with a pitched roof, a door, two windows and a smoking chimney."""
    height, half = width * 0.56, width / 2
    eaves, top = y - height, y - height - width * 0.5
    roof = mix(roof, _SNOW, 0.85 * layer.stage.season.snow)
    stack = x + half * (0.45 if chance > 0.5 else -0.55)
    layer.box(stack, top + width * 0.02, stack + width * 0.12, eaves, shade((176, 122, 104), 0.95))
    for smoke in _smoke(layer, stack + width * 0.06, top, width):
        layer.glow(disc(14) * smoke[2], layer.paint((240, 240, 244)), at=smoke[:2], alpha=smoke[3])
    layer.box(x - half * 0.9, eaves, x + half * 0.9, y, wall)
    layer.box(x + half * 0.42, eaves, x + half * 0.9, y, shade(wall, 0.93))
    layer.polygon(
        [
            (x - half * 1.1, eaves + width * 0.04),
            (x - half * 0.62, top),
            (x + half * 0.62, top),
            (x + half * 1.1, eaves + width * 0.04),
        ],
        roof,
    )
    layer.polygon(
        [
            (x - half * 1.1, eaves + width * 0.04),
            (x - half * 1.04, eaves - width * 0.03),
            (x + half * 1.04, eaves - width * 0.03),
            (x + half * 1.1, eaves + width * 0.04),
        ],
        shade(roof, 0.84),
    )
    door = x + half * (-0.1 if chance > 0.5 else 0.2)
    layer.box(door - width * 0.075, y - height * 0.62, door + width * 0.075, y, (136, 92, 72))
    layer.polygon(disc(16) * (width * 0.075, width * 0.05), (136, 92, 72), at=(door, y - height * 0.62))
    for side in (-0.66, 0.42 if door < x else -0.2, 0.66):
        wx = x + half * side - width * 0.07
        if abs(wx + width * 0.07 - door) > width * 0.18:
            layer.box(wx - width * 0.016, y - height * 0.66, wx + width * 0.156, y - height * 0.26, (250, 246, 236))
            window(layer, wx, y - height * 0.63, width * 0.14, height * 0.34, lit=True)
            layer.box(wx + width * 0.062, y - height * 0.63, wx + width * 0.078, y - height * 0.29, (250, 246, 236))


def _smoke(layer: Layer, x: float, y: float, width: float) -> Iterator[tuple[float, float, float, float]]:
    if layer.detail * width < 40:
        return
    for n in range(4):
        age = (layer.stage.seconds * 0.22 + n / 4 + x) % 1
        drift = width * age * (0.2 + 0.15 * layer.stage.breeze) + width * 0.03 * math.sin(age * 9)
        yield x + drift, y - width * (0.05 + 0.62 * age), width * (0.035 + 0.08 * age), 0.5 * (1 - age)


def shop(
    layer: Layer, x: float, y: float, width: float, height: float, colour: RGB, chances: tuple[float, ...]
) -> None:
    """A town house: shop window under a striped awning, floors of windows above, a moulded roof."""
    a, b, c, d = chances
    left, top, floor = x - width / 2, y - height, 0.115
    layer.box(left, top, left + width, y, colour)
    layer.box(left - 0.008, top - 0.014, left + width + 0.008, top + 0.008, shade(colour, 0.8))
    if layer.detail < 60:
        return
    columns = max(2, int(width / 0.09))
    gap = width / columns
    wy = top + 0.035
    while wy + 0.07 < y - floor - 0.02:
        for column in range(columns):
            chance = (a + b * 5.7 + column * 0.43 + wy * 13) % 1
            wx = left + gap * (column + 0.5) - 0.019
            layer.box(wx - 0.005, wy - 0.005, wx + 0.043, wy + 0.063, shade(colour, 1.35))
            window(layer, wx, wy, 0.038, 0.058, lit=chance < 0.6)
        wy += 0.1
    window(layer, left + width * 0.08, y - floor + 0.03, width * 0.52, floor - 0.05, lit=True)
    door = left + width * 0.7
    layer.box(door, y - floor + 0.028, door + width * 0.2, y, shade(colour, 0.56))
    awning: RGB = ((214, 92, 86), (84, 142, 128), (236, 168, 84), (106, 120, 176))[int(c * 3.999)]
    stripes = 6
    step = width / stripes
    for n in range(stripes):
        x0 = left + n * step
        tone = awning if n % 2 else (250, 244, 232)
        layer.polygon(
            [
                (x0 + 0.004, y - floor - 0.008),
                (x0 + step - 0.004, y - floor - 0.008),
                (x0 + step, y - floor + 0.034),
                (x0, y - floor + 0.034),
            ],
            tone,
        )


def lamp_post(layer: Layer, x: float, y: float, height: float) -> None:
    """A street lamp that shines when lights are on."""
    iron, lit = (74, 80, 98), layer.stage.light.windows
    layer.box(x - 0.005, y - height, x + 0.005, y, iron)
    layer.box(x - 0.012, y - 0.02, x + 0.012, y, iron)
    head = y - height
    if lit > 0.3:
        layer.glow(disc(24) * 0.085, (255, 222, 140), at=(x, head - 0.02), alpha=0.22 * lit)
        layer.glow(disc(20) * 0.045, (255, 232, 170), at=(x, head - 0.02), alpha=0.3 * lit)
    layer.glow(
        [(x - 0.013, head), (x - 0.02, head - 0.04), (x + 0.02, head - 0.04), (x + 0.013, head)],
        layer.stage.light.lamp((236, 240, 236)),
    )
    layer.polygon([(x - 0.024, head - 0.038), (x, head - 0.056), (x + 0.024, head - 0.038)], iron)


def fence(layer: Layer, x0: float, x1: float, y: float) -> None:
    """A low white fence."""
    white: RGB = (248, 242, 230)
    for rail in (0.018, 0.036):
        layer.box(x0, y - rail - 0.006, x1, y - rail, shade(white, 0.94))
    count = max(1, round((x1 - x0) / 0.032))
    for n in range(count):
        x = x0 + (n + 0.5) * (x1 - x0) / count
        layer.polygon(
            [(x - 0.006, y), (x - 0.006, y - 0.046), (x, y - 0.054), (x + 0.006, y - 0.046), (x + 0.006, y)], white
        )
