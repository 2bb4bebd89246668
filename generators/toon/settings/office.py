"""An office: windows over the town, desks with screens and lamps, cabinets, a board of notes, plants, a carpet."""

import math

from generators.toon.canvas import RGB, mix, shade
from generators.toon.settings.indoors import FOOT, TRIM, outdoors, shelf_row, skirting, sunlight, wall
from generators.toon.settings.outlines import leaf, oval
from generators.toon.settings.stage import Cell, Contour, Layer, Stage, box

CARPET: RGB = (100, 124, 148)
_WALL: RGB = (232, 232, 226)
_DESK: RGB = (214, 178, 134)
_STEEL: RGB = (150, 160, 172)
_FILES: tuple[RGB, ...] = ((96, 136, 176), (206, 104, 92), (236, 186, 96), (120, 160, 130), (244, 242, 234))
_NOTES: tuple[RGB, ...] = ((252, 226, 130), (180, 220, 236), (248, 184, 170), (196, 228, 170))


def draw_office(stage: Stage) -> None:
    """Draw an office."""
    with stage.layer(1.0) as layer:
        wall(layer, _WALL)
        _ceiling(layer)
        _carpet(layer)
        skirting(layer, shade(_STEEL, 0.84), high=0.014)
        for cell in layer.cells("wall", 0.62, margin=0.45, shake=0.0):
            kind = stage.turn(cell, 3)
            if kind == 1:
                (_notes if cell.column % 2 else _cabinets)(layer, cell)
            else:
                _view(layer, cell)
        for cell in layer.cells("desks", 0.62, margin=0.3, shake=0.0):
            if stage.turn(cell, 3) != 1:
                _desk(layer, cell, 0.735)
            else:
                _plant(layer, cell.x + 0.24, 0.72)


def _ceiling(layer: Layer) -> None:
    """Panels of light."""
    layer.box(layer.x0, min(layer.y0, 0.0) - 0.1, layer.x1, 0.065, shade(_WALL, 0.92))
    layer.box(layer.x0, 0.062, layer.x1, 0.068, shade(_WALL, 0.8))
    light = layer.stage.light
    for cell in layer.cells("panels", 0.62, margin=0.25, shake=0.0):
        x, shining = cell.x, light.lamp((250, 250, 246))
        layer.glow(
            [[(x - 0.19, 0.052), (x + 0.19, 0.052), (x + 0.16, 0.022), (x - 0.16, 0.022)]],
            mix(shining, (255, 255, 255), 0.35),
        )


def _carpet(layer: Layer) -> None:
    layer.box(layer.x0, FOOT, layer.x1, max(layer.y1, FOOT) + 0.05, CARPET)
    layer.box(layer.x0, FOOT, layer.x1, FOOT + 0.01, shade(CARPET, 0.82))
    if layer.detail > 70:
        flecks: list[Contour] = [
            box(c.x, c.y, c.x + 0.026, c.y + 0.0035)
            for c in layer.scatter("flecks", 0.1, 0.69, 2.6, rows=0.045)
            if c.b < 0.6
        ]
        layer.polygons(flecks, shade(CARPET, 1.1))
        layer.polygons(
            [
                box(c.x, c.y, c.x + 0.02, c.y + 0.003)
                for c in layer.scatter("dark", 0.13, 0.7, 2.6, rows=0.05)
                if c.b < 0.5
            ],
            shade(CARPET, 0.91),
        )


def _view(layer: Layer, cell: Cell) -> None:
    """A wide window over the roofs, its blind half up."""
    x, half, top, low = cell.x, 0.27, 0.13, 0.50
    layer.box(x - half - 0.014, top - 0.014, x + half + 0.014, low + 0.014, _STEEL)
    outdoors(layer, x - half, top, x + half, low, cell.c, "town")
    layer.polygons([box(x + k * half - 0.006, top, x + k * half + 0.006, low) for k in (-0.34, 0.34)], _STEEL)
    layer.polygons(
        [box(x - half, top + 0.011 * n, x + half, top + 0.011 * n + 0.007) for n in range(5 + int(cell.a * 4))],
        shade(TRIM, 0.98),
    )
    layer.box(x - half - 0.03, low + 0.01, x + half + 0.03, low + 0.026, shade(TRIM, 0.92))
    sunlight(layer, x, 0.24)


def _notes(layer: Layer, cell: Cell) -> None:
    """A cork board full of notes, a clock, a cooler of water."""
    x = cell.x
    layer.box(x - 0.2, 0.2, x + 0.14, 0.47, (150, 108, 76))
    layer.box(x - 0.19, 0.21, x + 0.13, 0.46, (216, 176, 124))
    for n in range(9):
        nx, ny = x - 0.155 + 0.1 * (n % 3) + 0.02 * math.sin(n * 5), 0.25 + 0.08 * (n // 3) + 0.008 * math.sin(n * 3)
        layer.box(nx - 0.026, ny - 0.026, nx + 0.026, ny + 0.026, _NOTES[(n + n // 3) % 4])
        layer.box(nx - 0.017, ny - 0.004, nx + 0.015, ny, (150, 140, 130))
        layer.box(nx - 0.017, ny + 0.007, nx + 0.008, ny + 0.011, (150, 140, 130))
        layer.polygon(oval(nx, ny - 0.021, 0.0045, 0.0045, 10), (206, 76, 76))
    cx, cy = x + 0.215, 0.2
    layer.polygon(oval(cx, cy, 0.045, 0.045, 30), (84, 92, 108))
    layer.polygon(oval(cx, cy, 0.038, 0.038, 30), (252, 252, 248))
    for turn, length in ((cell.b, 0.02), (cell.b * 12, 0.03)):
        c, s = math.cos(turn * 6.283), math.sin(turn * 6.283)
        layer.polygon(
            [
                (cx - s * 0.0022, cy + c * 0.0022),
                (cx + c * length, cy + s * length),
                (cx + s * 0.0022, cy - c * 0.0022),
            ],
            (72, 72, 84),
        )
    layer.box(cx - 0.04, 0.5, cx + 0.04, 0.7, (240, 242, 244))
    layer.box(cx + 0.018, 0.5, cx + 0.04, 0.7, (222, 226, 230))
    layer.polygon(
        [
            (cx - 0.036, 0.5),
            (cx - 0.036, 0.41),
            (cx - 0.026, 0.395),
            (cx + 0.026, 0.395),
            (cx + 0.036, 0.41),
            (cx + 0.036, 0.5),
        ],
        (150, 206, 236),
    )
    layer.polygon([(cx - 0.03, 0.49), (cx - 0.03, 0.43), (cx - 0.014, 0.43), (cx - 0.014, 0.49)], (206, 234, 248))
    layer.polygons(
        [box(cx - 0.014, 0.535, cx - 0.002, 0.546), box(cx + 0.004, 0.535, cx + 0.016, 0.546)], (92, 140, 200)
    )


def _cabinets(layer: Layer, cell: Cell) -> None:
    """A rack of files over a row of steel drawers."""
    x = cell.x
    layer.box(x - 0.22, 0.16, x + 0.22, 0.175, shade(_DESK, 0.8))
    for n, y in enumerate((0.27, 0.375)):
        layer.box(x - 0.22, y, x + 0.22, y + 0.012, shade(_DESK, 0.9))
        shelf_row(layer, x - 0.21, x + 0.21, y, _FILES, cell.b + 0.31 * n, wide=0.03, high=0.085, gap=0.003, share=0.93)
    layer.polygons([box(x + k, 0.16, x + k + 0.012, 0.387) for k in (-0.22, 0.208)], shade(_DESK, 0.8))
    for n in range(3):
        left = x - 0.22 + 0.15 * n
        layer.box(left, 0.46, left + 0.14, 0.69, _STEEL)
        layer.polygons(
            [box(left + 0.008, 0.468 + 0.074 * k, left + 0.132, 0.535 + 0.074 * k) for k in range(3)],
            shade(_STEEL, 1.18),
        )
        layer.polygons(
            [box(left + 0.052, 0.486 + 0.074 * k, left + 0.088, 0.493 + 0.074 * k) for k in range(3)],
            shade(_STEEL, 0.7),
        )
    layer.box(x - 0.19, 0.42, x - 0.09, 0.46, (198, 152, 106))
    layer.box(x - 0.15, 0.42, x - 0.13, 0.46, (230, 200, 150))


def _desk(layer: Layer, cell: Cell, y: float) -> None:
    """A desk with a screen that glows, a lamp, papers and a chair pushed under it."""
    x, top = cell.x, y - 0.145
    layer.box(x - 0.035, top - 0.05, x + 0.04, top + 0.09, (84, 96, 116))
    layer.box(x - 0.17, top + 0.012, x - 0.08, y, shade(_DESK, 0.86))
    layer.polygons(
        [box(x - 0.162, top + 0.022 + 0.04 * n, x - 0.088, top + 0.056 + 0.04 * n) for n in range(3)], shade(_DESK, 1.0)
    )
    layer.polygons(
        [box(x - 0.135, top + 0.036 + 0.04 * n, x - 0.115, top + 0.04 + 0.04 * n) for n in range(3)], shade(_DESK, 0.62)
    )
    layer.box(x + 0.16, top + 0.012, x + 0.172, y, shade(_DESK, 0.8))
    layer.box(x - 0.19, top - 0.004, x + 0.19, top + 0.014, shade(_DESK, 1.12))
    layer.box(x - 0.075, top - 0.115, x + 0.055, top - 0.028, (58, 64, 78))
    screen = mix((126, 186, 214), (150, 220, 244), layer.stage.light.windows)
    layer.glow([box(x - 0.068, top - 0.108, x + 0.048, top - 0.035)], screen)
    layer.glow(
        [
            box(x - 0.06, top - 0.1 + 0.015 * n, x - 0.06 + 0.045 + 0.025 * ((n * 2) % 3), top - 0.095 + 0.015 * n)
            for n in range(4)
        ],
        mix(screen, (255, 255, 255), 0.6),
    )
    layer.polygon(
        [(x - 0.02, top - 0.028), (x, top - 0.028), (x + 0.012, top - 0.004), (x - 0.032, top - 0.004)], (84, 90, 104)
    )
    layer.box(x + 0.075, top - 0.012, x + 0.13, top - 0.004, TRIM)
    layer.box(x + 0.08, top - 0.019, x + 0.128, top - 0.012, (180, 210, 226))
    layer.box(x - 0.135, top - 0.03, x - 0.113, top - 0.004, _FILES[int(cell.b * 3.999)])
    lx, iron = x + 0.155, (206, 92, 84)
    layer.polygon(oval(lx, top - 0.005, 0.02, 0.005, 14), iron)
    layer.polygon(
        [(lx - 0.002, top - 0.006), (lx + 0.012, top - 0.06), (lx + 0.016, top - 0.06), (lx + 0.002, top - 0.006)], iron
    )
    layer.polygon(
        [(lx + 0.012, top - 0.057), (lx - 0.03, top - 0.105), (lx - 0.027, top - 0.109), (lx + 0.016, top - 0.06)], iron
    )
    if layer.stage.light.windows > 0.3:
        cone = [(lx - 0.03, top - 0.1), (lx - 0.1, top - 0.004), (lx + 0.02, top - 0.004)]
        layer.glow([cone], (255, 226, 150), alpha=0.3 * layer.stage.light.windows)
    layer.polygon(
        [(lx - 0.022, top - 0.118), (lx - 0.012, top - 0.104), (lx - 0.04, top - 0.082), (lx - 0.056, top - 0.1)], iron
    )


def _plant(layer: Layer, x: float, y: float) -> None:
    """A tall plant in a white pot."""
    for n, angle in enumerate((-2.75, -2.3, -1.9, -1.25, -0.85, -0.4, -1.57)):
        blade = leaf(angle + 0.02 * layer.stage.sway(x + n), 0.2 - 0.02 * abs(n - 3), 0.06)
        layer.polygon(blade, shade((92, 158, 104), 0.86 + 0.07 * (n % 3)), at=(x, y - 0.09))
    layer.polygon([(x - 0.046, y - 0.1), (x + 0.046, y - 0.1), (x + 0.036, y), (x - 0.036, y)], (246, 244, 240))
    layer.polygon([(x + 0.012, y - 0.1), (x + 0.046, y - 0.1), (x + 0.036, y), (x + 0.01, y)], (226, 226, 226))
