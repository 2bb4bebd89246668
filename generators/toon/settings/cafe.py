"""A cafe: a bar with bottles and a coffee machine, tables laid for guests, a big window, hanging lamps, a menu."""

import math

from generators.toon.canvas import RGB, shade
from generators.toon.settings.indoors import (
    WOOD,
    boards,
    ceiling_lamp,
    curtains,
    shelf_row,
    skirting,
    sunlight,
    wall,
    window,
)
from generators.toon.settings.outlines import leaf, oval
from generators.toon.settings.stage import Cell, Contour, Layer, Stage, box

FLOOR: RGB = (220, 178, 134)
_WALL: RGB = (214, 226, 206)
_PANEL: RGB = (132, 98, 84)
_BAR: RGB = (176, 92, 80)
_GLASS: tuple[RGB, ...] = ((120, 170, 130), (214, 150, 84), (190, 92, 92), (226, 220, 196), (120, 160, 200))


def draw_cafe(stage: Stage) -> None:
    """Draw a cafe."""
    with stage.layer(1.0) as layer:
        wall(layer, _WALL, stripes=0.04)
        _panelling(layer)
        boards(layer, FLOOR)
        skirting(layer, shade(_PANEL, 0.8), high=0.014)
        for cell in layer.cells("bays", 0.66, margin=0.5, shake=0.0):
            kind = stage.turn(cell, 3)
            if kind == 0:
                _bar(layer, cell)
            elif kind == 1:
                window(layer, cell.x, cell.c, top=0.14, low=0.46, half=0.19, view="town", frame=(250, 240, 222))
                curtains(layer, cell.x, (198, 96, 88), top=0.14, low=0.30, half=0.19)
                sunlight(layer, cell.x, 0.2)
                _table(layer, cell.x, 0.725)
            else:
                _menu(layer, cell)
                _table(layer, cell.x - 0.02, 0.725)
        for cell in layer.cells("lamps", 0.33, margin=0.12, shake=0.0):
            if cell.column % 2:
                ceiling_lamp(layer, cell.x, 0.15, (226, 168, 78))


def _panelling(layer: Layer) -> None:
    layer.box(layer.x0, 0.50, layer.x1, 0.66, _PANEL)
    panels = layer.cells("panels", 0.165, margin=0.08, shake=0.0)
    layer.polygons([box(c.x - 0.066, 0.525, c.x + 0.066, 0.636) for c in panels], shade(_PANEL, 1.12))
    layer.box(layer.x0, 0.494, layer.x1, 0.506, shade(_PANEL, 1.3))


def _bar(layer: Layer, cell: Cell) -> None:
    """A counter with cakes under glass and a machine that steams, shelves of bottles and cups behind it."""
    x = cell.x
    layer.box(x - 0.25, 0.14, x + 0.25, 0.16, shade(WOOD, 1.15))
    for n, y in enumerate((0.255, 0.36)):
        layer.box(x - 0.24, y, x + 0.24, y + 0.012, WOOD)
        if n == 0:
            _bottles(layer, x - 0.22, y, cell.b)
        else:
            shelf_row(layer, x - 0.22, x + 0.23, y, ((252, 248, 240), (240, 206, 150), (206, 110, 96)), cell.b,
                wide=0.03,
                      high=0.036, gap=0.012)  # fmt: skip
    layer.polygons([box(x + k, 0.14, x + k + 0.012, 0.372) for k in (-0.25, 0.238)], shade(WOOD, 0.86))
    layer.box(x - 0.29, 0.53, x + 0.29, 0.735, _BAR)
    layer.polygons(
        [box(x - 0.275 + 0.1125 * n, 0.56, x - 0.18 + 0.1125 * n, 0.71) for n in range(5)], shade(_BAR, 1.12)
    )
    layer.box(x - 0.29, 0.72, x + 0.29, 0.735, shade(_BAR, 0.66))
    layer.box(x - 0.305, 0.514, x + 0.305, 0.537, (240, 226, 204))
    layer.box(x - 0.305, 0.531, x + 0.305, 0.537, (206, 188, 164))
    mx, steel = x - 0.15, (188, 196, 206)
    layer.box(mx - 0.075, 0.44, mx + 0.075, 0.514, steel)
    layer.box(mx - 0.075, 0.425, mx + 0.075, 0.445, shade(_BAR, 0.9))
    layer.box(mx - 0.062, 0.468, mx + 0.062, 0.506, shade(steel, 0.7))
    layer.polygons([box(mx + k - 0.011, 0.462, mx + k + 0.011, 0.478) for k in (-0.035, 0.035)], (84, 88, 98))
    layer.polygons([box(mx + k - 0.009, 0.49, mx + k + 0.009, 0.506) for k in (-0.035, 0.035)], (252, 248, 240))
    layer.polygons([oval(mx + k, 0.454, 0.006, 0.006, 12) for k in (-0.02, 0.0, 0.02)], (214, 92, 80))
    for n in range(3):
        age = (layer.stage.seconds * 0.4 + n / 3) % 1
        puff = oval(
            mx + 0.06 + 0.01 * math.sin(age * 7 + n), 0.42 - 0.09 * age, 0.007 + 0.014 * age, 0.007 + 0.014 * age
        )
        layer.glow([puff], layer.paint((252, 252, 250)), alpha=0.55 * (1 - age))
    for cx, rgb, top in ((x + 0.06, (240, 206, 140), (206, 84, 92)), (x + 0.19, (150, 96, 74), (252, 240, 222))):
        layer.box(cx - 0.004, 0.49, cx + 0.004, 0.514, (214, 206, 196))
        layer.box(cx - 0.05, 0.484, cx + 0.05, 0.491, (246, 240, 230))
        layer.box(cx - 0.038, 0.458, cx + 0.038, 0.484, rgb)
        layer.box(cx - 0.038, 0.452, cx + 0.038, 0.463, top)
        layer.polygon(oval(cx, 0.447, 0.007, 0.007, 12), (206, 60, 70))


def _bottles(layer: Layer, left: float, y: float, chance: float) -> None:
    shapes: list[list[Contour]] = [[] for _ in _GLASS]
    for n in range(13):
        x, h = left + 0.015 + 0.034 * n, 0.066 + 0.02 * ((chance * 7 + n * 0.618) % 1)
        shapes[(n * 2 + n // 3) % 5].append([(x - 0.011, y), (x - 0.011, y - h * 0.58), (x - 0.004, y - h * 0.76),
            (x - 0.004, y - h),
                                             (x + 0.004, y - h), (x + 0.004, y - h * 0.76), (x + 0.011,
                                             y - h * 0.58), (x + 0.011, y)])  # fmt: skip
    for bottles, rgb in zip(shapes, _GLASS, strict=True):
        layer.polygons(bottles, rgb)


def _menu(layer: Layer, cell: Cell) -> None:
    """A slate with lines of chalk, a shelf with plants, two pictures."""
    x = cell.x
    layer.box(x - 0.125, 0.16, x + 0.075, 0.44, WOOD)
    layer.box(x - 0.113, 0.172, x + 0.063, 0.428, (66, 74, 80))
    lines = [
        box(x - 0.095, 0.225 + 0.034 * n, x - 0.095 + 0.06 + 0.035 * ((n * 0.618 + cell.b) % 1), 0.231 + 0.034 * n)
        for n in range(6)
    ]
    lines += [box(x + 0.022, 0.225 + 0.034 * n, x + 0.048, 0.231 + 0.034 * n) for n in range(6)]
    layer.polygons(lines, (232, 236, 230))
    layer.polygon([(x - 0.04, 0.186), (x - 0.008, 0.186), (x - 0.012, 0.208), (x - 0.036, 0.208)], (240, 214, 150))
    layer.polygons(
        [oval(x - 0.004, 0.195, 0.0075, 0.0075, 12), oval(x - 0.004, 0.195, 0.0045, 0.0045, 12)], (240, 214, 150)
    )
    for px, py, rgb in (
        (x + 0.175, 0.22, (240, 190, 120)),
        (x + 0.215, 0.36, (150, 186, 206)),
        (x - 0.22, 0.28, (226, 160, 150)),
    ):
        layer.box(px - 0.05, py - 0.055, px + 0.05, py + 0.055, shade(_PANEL, 0.9))
        layer.box(px - 0.041, py - 0.046, px + 0.041, py + 0.046, (250, 244, 230))
        layer.polygon(oval(px, py - 0.008, 0.022, 0.022, 20), rgb)
        layer.box(px - 0.03, py + 0.022, px + 0.03, py + 0.028, shade(rgb, 0.8))


def _table(layer: Layer, x: float, y: float) -> None:
    """A round table under a cloth, two chairs, a vase and cups."""
    for side in (-1, 1):
        cx = x + side * 0.165
        layer.polygons(
            [box(cx - 0.036, y - 0.075, cx - 0.029, y), box(cx + 0.029, y - 0.075, cx + 0.036, y)], (104, 76, 66)
        )
        layer.box(cx - 0.042, y - 0.088, cx + 0.042, y - 0.073, _BAR)
        back = cx + side * 0.034
        layer.polygon([(back - 0.006, y - 0.085), (back - 0.006 + side * 0.014, y - 0.2),
            (back + 0.006 + side * 0.014, y - 0.2),
                       (back + 0.006, y - 0.085)], (104, 76, 66))  # fmt: skip
        layer.polygon(oval(back + side * 0.012, y - 0.185, 0.011, 0.034, 18), (120, 88, 74))
    layer.box(x - 0.008, y - 0.1, x + 0.008, y - 0.004, (92, 88, 96))
    layer.polygon(oval(x, y - 0.003, 0.05, 0.009, 20), (92, 88, 96))
    cloth = [(x - 0.11, y - 0.128), (x + 0.11, y - 0.128), (x + 0.12, y - 0.084), (x + 0.08, y - 0.095), (x + 0.04,
        y - 0.08), (x, y - 0.094),
             (x - 0.04, y - 0.08), (x - 0.08, y - 0.095), (x - 0.12, y - 0.084)]  # fmt: skip
    layer.polygon(cloth, (250, 246, 238))
    layer.polygon(oval(x, y - 0.128, 0.11, 0.014, 32), (255, 253, 248))
    layer.polygons(
        [box(x - 0.07 + 0.045 * n, y - 0.116, x - 0.055 + 0.045 * n, y - 0.09) for n in range(4)], (232, 150, 140)
    )
    layer.polygon(
        [(x - 0.012, y - 0.165), (x + 0.012, y - 0.165), (x + 0.008, y - 0.13), (x - 0.008, y - 0.13)], (120, 166, 190)
    )
    for n, rgb in enumerate(((244, 196, 84), (236, 120, 120), (250, 240, 230))):
        angle = -math.pi / 2 + 0.5 * (n - 1)
        tip = (x + 0.036 * math.cos(angle), y - 0.165 + 0.036 * math.sin(angle))
        layer.polygon(leaf(angle, 0.034, 0.006), (104, 158, 92), at=(x, y - 0.165))
        layer.polygon(oval(*tip, 0.011, 0.011, 12), rgb)
    for dx in (-0.06, 0.058):
        layer.polygon(
            [
                (x + dx - 0.013, y - 0.148),
                (x + dx + 0.013, y - 0.148),
                (x + dx + 0.009, y - 0.13),
                (x + dx - 0.009, y - 0.13),
            ],
            (206, 96, 84),
        )
