"""A library: bookcases to the ceiling with a ladder, arched windows, reading desks with green lamps, a globe."""

import math

import numpy as np

from generators.toon.canvas import RGB, shade
from generators.toon.settings.indoors import FOOT, boards, outdoors, shelf_row, skirting, sunlight, wall
from generators.toon.settings.outlines import blob, disc, moved, oval, pick
from generators.toon.settings.stage import Cell, Contour, Layer, Stage, box

FLOOR: RGB = (222, 182, 132)
_WALL: RGB = (224, 210, 180)
_OAK: RGB = (142, 94, 66)
_CARPET: RGB = (92, 122, 112)
_BOOKS: tuple[RGB, ...] = (
    (172, 76, 72),
    (84, 112, 146),
    (214, 168, 92),
    (96, 134, 104),
    (134, 96, 136),
    (226, 210, 180),
)


def draw_library(stage: Stage) -> None:
    """Draw a library."""
    with stage.layer(1.0) as layer:
        wall(layer, _WALL)
        boards(layer, FLOOR)
        skirting(layer, shade(_OAK, 0.9), high=0.02)
        layer.box(layer.x0, 0.775, layer.x1, 0.895, _CARPET)
        layer.polygons([box(layer.x0, y, layer.x1, y + 0.006) for y in (0.783, 0.881)], shade(_CARPET, 1.4))
        for cell in layer.cells("cases", 0.5, margin=0.4, shake=0.0):
            kind = stage.turn(cell, 3)
            if kind == 1:
                _window(layer, cell)
                _desk(layer, cell.x, 0.735)
            else:
                _bookcase(layer, cell)
                if kind == 2:
                    _ladder(layer, cell.x + 0.05)
                else:
                    _globe(layer, cell.x - 0.09, 0.735)
        _dust(layer)


def _dust(layer: Layer) -> None:
    """Specks that float in the light."""
    specks: list[Contour] = []
    for cell in layer.cells("dust", 0.16, margin=0.05):
        x = cell.x + 0.04 * math.sin(layer.stage.seconds * 0.4 + cell.b * 9)
        y = 0.22 + 0.4 * cell.a + 0.03 * math.sin(layer.stage.seconds * 0.5 + cell.c * 9)
        specks.append(oval(x, y, 0.0028, 0.0028, 8))
    layer.glow(specks, layer.paint((255, 246, 214)))


def _bookcase(layer: Layer, cell: Cell) -> None:
    """Six shelves of books behind two uprights, under a cornice."""
    x, half, top = cell.x, 0.235, 0.04
    layer.box(x - half, top, x + half, 0.70, _OAK)
    floors = [0.148 + 0.0985 * n for n in range(6)]
    layer.polygons([box(x - half + 0.015, y - 0.088, x + half - 0.015, y) for y in floors], shade(_OAK, 0.62))
    if layer.detail > 60:
        for n, y in enumerate(floors):
            for k, (left, right) in enumerate(((x - half + 0.02, x - 0.006), (x + 0.012, x + half - 0.016))):
                chance = cell.b + 0.173 * n + 0.41 * k
                shelf_row(layer, left, right, y, _BOOKS, chance, wide=0.019, high=0.08, gap=0.0015, share=0.94)
    layer.box(x - 0.006, top, x + 0.006, 0.70, shade(_OAK, 1.1))
    layer.box(x - half - 0.014, top - 0.016, x + half + 0.014, top + 0.014, shade(_OAK, 1.22))
    layer.box(x - half - 0.006, 0.668, x + half + 0.006, 0.70, shade(_OAK, 0.84))


def _ladder(layer: Layer, x: float) -> None:
    """A ladder that leans against the shelves."""
    wood = (206, 160, 112)
    for side in (-0.045, 0.045):
        layer.polygon(
            [
                (x + side - 0.006, 0.725),
                (x + side * 0.8 + 0.06, 0.1),
                (x + side * 0.8 + 0.071, 0.1),
                (x + side + 0.006, 0.725),
            ],
            wood,
        )
    rungs: list[Contour] = []
    for n in range(8):
        y = 0.66 - 0.072 * n
        lean = 0.066 * (0.725 - y) / 0.625
        rungs.append(box(x - 0.042 + lean, y, x + 0.042 + lean, y + 0.009))
    layer.polygons(rungs, shade(wood, 0.88))


def _window(layer: Layer, cell: Cell) -> None:
    """A tall window with a round head."""
    x, half, top, low = cell.x, 0.12, 0.2, 0.5
    turn = np.linspace(np.pi, 2 * np.pi, 17)
    for grow, rgb in ((0.022, (250, 244, 230)), (0.0, shade(_WALL, 0.7))):
        head = np.stack([x + np.cos(turn) * (half + grow), top + np.sin(turn) * (half * 0.9 + grow)], 1)
        layer.polygon(np.concatenate([head, [(x + half + grow, low + grow), (x - half - grow, low + grow)]]), rgb)
    head = np.stack([x + np.cos(turn) * half, top + np.sin(turn) * half * 0.9], 1)
    layer.glow([np.concatenate([head, [(x + half, top + 0.01), (x - half, top + 0.01)]])], layer.stage.open_sky.sky[0])
    outdoors(layer, x - half, top, x + half, low, cell.c)
    bars: list[Contour] = [box(x + k * half - 0.004, top - 0.08, x + k * half + 0.004, low) for k in (-0.36, 0.36)]
    layer.polygons(bars, (250, 244, 230))
    layer.polygons([box(x - half, y, x + half, y + 0.008) for y in (top, top + 0.15)], (250, 244, 230))
    layer.box(x - half - 0.03, low + 0.012, x + half + 0.03, low + 0.03, (240, 230, 210))
    sunlight(layer, x, half)


def _desk(layer: Layer, x: float, y: float) -> None:
    """A reading desk with a brass lamp and open books."""
    top, brass = y - 0.15, (220, 178, 98)
    layer.polygons([box(x + k - 0.009, top, x + k + 0.009, y) for k in (-0.15, 0.15)], shade(_OAK, 0.86))
    layer.box(x - 0.14, top + 0.02, x + 0.14, top + 0.055, shade(_OAK, 0.94))
    layer.polygons([oval(x + k, top + 0.037, 0.006, 0.006, 12) for k in (-0.07, 0.07)], brass)
    layer.box(x - 0.175, top - 0.004, x + 0.175, top + 0.018, shade(_OAK, 1.24))
    light, lx = layer.stage.light, x + 0.07
    if light.windows > 0.2:
        layer.glow(
            [[(lx - 0.05, top - 0.085), (lx + 0.05, top - 0.085), (lx + 0.11, top), (lx - 0.11, top)]],
            (255, 232, 160),
            alpha=0.32 * light.windows,
        )
    layer.polygon(oval(lx, top - 0.005, 0.026, 0.005, 16), brass)
    layer.box(lx - 0.003, top - 0.1, lx + 0.003, top - 0.004, brass)
    layer.glow([[(lx - 0.04, top - 0.112), (lx + 0.04, top - 0.112), (lx + 0.05, top - 0.085), (lx - 0.05,
        top - 0.085)]],
               layer.paint((86, 158, 112)) if light.windows < 0.3 else (112, 196, 138))  # fmt: skip
    bx = x - 0.06
    layer.polygon(
        [
            (bx - 0.045, top - 0.006),
            (bx - 0.042, top - 0.017),
            (bx, top - 0.01),
            (bx + 0.042, top - 0.017),
            (bx + 0.045, top - 0.006),
        ],
        (250, 246, 234),
    )
    layer.polygon(
        [(bx - 0.047, top - 0.004), (bx - 0.047, top - 0.008), (bx + 0.047, top - 0.008), (bx + 0.047, top - 0.004)],
        _BOOKS[0],
    )
    for n, rgb in enumerate((_BOOKS[1], _BOOKS[2], _BOOKS[3])):
        layer.box(x - 0.16, top - 0.018 - 0.014 * n, x - 0.117 - 0.004 * n, top - 0.004 - 0.014 * n, rgb)


def _globe(layer: Layer, x: float, y: float) -> None:
    """A large globe in a wooden stand."""
    layer.polygons([box(x + k - 0.007, y - 0.12, x + k + 0.007, y) for k in (-0.06, 0.06)], _OAK)
    layer.box(x - 0.06, y - 0.035, x + 0.06, y - 0.026, shade(_OAK, 0.86))
    middle = y - 0.15
    layer.polygon(moved(disc(32) * 0.072, x, middle), (126, 176, 196))
    for dx, dy, size in ((-0.025, -0.02, 0.032), (0.03, 0.012, 0.026), (-0.01, 0.042, 0.018)):
        layer.polygon(moved(blob(pick(dx + 0.4), 5) * size, x + dx, middle + dy), (222, 190, 122))
    layer.polygon(
        [
            (x - 0.088, middle - 0.006),
            (x + 0.088, middle - 0.006),
            (x + 0.08, middle + 0.01),
            (x - 0.08, middle + 0.01),
        ],
        shade(_OAK, 1.15),
    )
    layer.box(x - 0.004, middle - 0.088, x + 0.004, middle - 0.068, shade(_OAK, 1.1))
    layer.box(x - 0.1, FOOT + 0.074, x + 0.1, FOOT + 0.079, shade(FLOOR, 0.86))
