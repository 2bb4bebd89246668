"""A railway station: iron arches over a platform, a waiting train, benches, a clock, lamps, trunks, a signal."""

import math

import numpy as np

from generators.toon.canvas import RGB, mix, shade
from generators.toon.settings.buildings import lamp_post, windows
from generators.toon.settings.meadow import draw_far_hills
from generators.toon.settings.outlines import oval
from generators.toon.settings.plants import bush
from generators.toon.settings.sky import draw_sky
from generators.toon.settings.stage import Cell, Contour, Layer, Stage, box

PLATFORM: RGB = (216, 196, 166)
_IRON: RGB = (88, 116, 112)
_CREAM: RGB = (246, 236, 210)
_COACH: RGB = (70, 118, 110)


def draw_station(stage: Stage) -> None:
    """Draw the platform of a station."""
    draw_sky(stage)
    draw_far_hills(stage)
    with stage.layer(0.45) as layer:
        ridge = layer.ridge("bank", 0.61, 0.012, 0.9)
        for cell in layer.cells("hedge", 0.09, margin=0.08):
            bush(layer, cell.x, ridge.at(cell.x) + 0.01, 0.03 + 0.03 * cell.b, (104, 160, 100), cell.c)
        layer.land(ridge, layer.stage.season.soil((146, 190, 112)))
    with stage.layer(0.8, distance=0.06) as layer:
        _track(layer)
        for cell in layer.cells("coaches", 0.74, margin=0.6, shake=0.0):
            if stage.turn(cell, 4) != 3:
                _coach(layer, cell, 0.678)
            else:
                _signal(layer, cell.x, 0.68)
    with stage.layer(1.0) as layer:
        _platform(layer)
        for cell in layer.cells("posts", 0.66, margin=0.4, shake=0.0):
            _arch(layer, cell.x)
        for cell in layer.cells("gear", 0.66, margin=0.3, shake=0.0):
            (_bench, _clock, _luggage)[stage.turn(cell, 3)](layer, cell.x + 0.33, 0.748)


def _track(layer: Layer) -> None:
    ballast = layer.stage.season.soil((166, 152, 140))
    layer.land(layer.ridge("ballast", 0.668, 0.0, 1.0), ballast)
    sleepers: list[Contour] = [
        box(c.x - 0.016, 0.676, c.x + 0.016, 0.69) for c in layer.cells("sleepers", 0.06, margin=0.02, shake=0.0)
    ]
    layer.polygons(sleepers, (120, 96, 82))
    layer.box(layer.x0, 0.672, layer.x1, 0.677, (184, 190, 200))


def _coach(layer: Layer, cell: Cell, y: float) -> None:
    """A carriage with a row of lit windows, a door at each end."""
    x0, x1, top = cell.x - 0.36, cell.x + 0.36, y - 0.26
    rgb, roof = _COACH, mix((112, 106, 112), (238, 244, 252), 0.85 * layer.stage.season.snow)
    layer.polygon([(x0, top + 0.005), (x0 + 0.02, top - 0.024), (x1 - 0.02, top - 0.024), (x1, top + 0.005)], roof)
    layer.box(x0, top, x1, y - 0.03, rgb)
    layer.box(x0, top + 0.02, x1, top + 0.145, _CREAM)
    layer.polygons([box(x0, yy, x1, yy + 0.004) for yy in (top + 0.155, y - 0.05)], (232, 190, 96))
    panes = [
        box(cell.x + k * 0.115 - 0.042, top + 0.035, cell.x + k * 0.115 + 0.042, top + 0.12) for k in (-2, -1, 0, 1, 2)
    ]
    layer.polygons(
        [box(p[0][0] - 0.007, p[0][1] - 0.007, p[2][0] + 0.007, p[2][1] + 0.007) for p in panes], shade(rgb, 0.8)
    )
    windows(layer, panes, lit=True)
    layer.polygons([box(p[0][0], p[0][1], p[2][0], p[0][1] + 0.018) for p in panes], (206, 110, 96))
    for dx in (-0.315, 0.315):
        layer.box(cell.x + dx - 0.027, top + 0.028, cell.x + dx + 0.027, y - 0.034, shade(rgb, 0.88))
        windows(layer, [box(cell.x + dx - 0.017, top + 0.042, cell.x + dx + 0.017, top + 0.1)], lit=True)
        layer.polygon(oval(cell.x + dx + 0.016, top + 0.135, 0.004, 0.004, 10), (240, 206, 120))
    layer.box(x0 + 0.01, y - 0.032, x1 - 0.01, y - 0.02, (70, 70, 82))
    wheels = [oval(cell.x + k, y - 0.014, 0.021, 0.021, 22) for k in (-0.27, -0.2, 0.2, 0.27)]
    layer.polygons(wheels, (74, 74, 88))
    layer.polygons([oval(cell.x + k, y - 0.014, 0.009, 0.009, 14) for k in (-0.27, -0.2, 0.2, 0.27)], (150, 154, 166))
    layer.polygons([box(x1 - 0.004, y - 0.05, x1 + 0.03, y - 0.036)], (74, 74, 88))


def _signal(layer: Layer, x: float, y: float) -> None:
    """A signal with its arm up, a lamp below."""
    layer.box(x - 0.006, y - 0.34, x + 0.006, y, (236, 236, 232))
    arm = np.array([(0.0, -0.012), (0.11, -0.012), (0.11, 0.012), (0.0, 0.012)])
    c, s = math.cos(-0.5), math.sin(-0.5)
    layer.polygon(arm @ np.array([[c, s], [-s, c]]), (214, 78, 72), at=(x, y - 0.31))
    layer.glow(
        [oval(x - 0.018, y - 0.31, 0.011, 0.011, 16)],
        mix(layer.paint((90, 170, 120)), (120, 250, 160), layer.stage.light.windows),
    )
    layer.box(x - 0.02, y - 0.06, x + 0.02, y, (150, 142, 138))


def _platform(layer: Layer) -> None:
    """Flags with a white edge and a strip of studs."""
    stone = layer.stage.season.soil(PLATFORM)
    layer.land(layer.ridge("wall", 0.70, 0.0, 1.0), shade(stone, 0.66))
    layer.land(layer.ridge("edge", 0.716, 0.0, 1.0), shade(stone, 1.5))
    layer.land(layer.ridge("flags", 0.726, 0.0, 1.0), stone)
    layer.box(layer.x0, 0.735, layer.x1, 0.747, (240, 204, 110) if not layer.stage.season.snow else stone)
    layer.land(layer.ridge("near", 0.94, 0.0, 1.0), shade(stone, 0.94))
    seams: list[Contour] = [box(layer.x0, y, layer.x1, y + 0.0025) for y in (0.786, 0.852)]
    for row, (y0, y1) in enumerate(((0.748, 0.786), (0.788, 0.852), (0.854, 0.94))):
        seams += [[(c.x, y0), (c.x + 0.003, y0), (c.x - 0.008, y1), (c.x - 0.012, y1)]
                  for c in layer.cells(f"seams {row}", 0.26, margin=0.05, shake=0.0)]  # fmt: skip
    layer.polygons(seams, shade(stone, 0.88))


def _arch(layer: Layer, x: float) -> None:
    """A cast-iron post with curved brackets that carry the roof; its valance hangs between the posts."""
    snow, top = layer.stage.season.snow, max(min(layer.y0, 0.0) - 0.1, -0.14)
    roof = mix(shade(_IRON, 0.84), (238, 244, 252), 0.4 * snow)
    layer.box(x - 0.335, top, x + 0.335, 0.075, roof)
    count = 11
    step = 0.66 / count
    teeth: list[Contour] = [
        [(x - 0.33 + n * step, 0.07), (x - 0.33 + (n + 1) * step, 0.07), (x - 0.33 + (n + 0.5) * step, 0.112)]
        for n in range(count)
    ]
    layer.polygons(teeth, _CREAM)
    layer.box(x - 0.335, 0.062, x + 0.335, 0.078, shade(_IRON, 1.15))
    layer.box(x - 0.009, 0.07, x + 0.009, 0.745, _IRON)
    layer.polygons(
        [box(x - w, y, x + w, y + h) for y, h, w in ((0.71, 0.036, 0.02), (0.45, 0.012, 0.015), (0.2, 0.012, 0.016))],
        shade(_IRON, 1.1),
    )
    turn = np.linspace(0, math.pi / 2, 10)
    for side in (-1, 1):
        outer = np.stack([x + side * (0.009 + 0.13 * (1 - np.cos(turn))), 0.205 - 0.13 * np.sin(turn)], 1)
        inner = np.stack(
            [x + side * (0.009 + 0.12 * (1 - np.cos(turn[::-1]))), 0.22 - 0.145 * np.sin(turn[::-1]) * 0.98], 1
        )
        layer.polygon(np.concatenate([outer, inner]), _IRON)


def _bench(layer: Layer, x: float, y: float) -> None:
    """A bench, and a basket of flowers that hangs over it."""
    layer.polygons([box(x + k - 0.006, y - 0.1, x + k + 0.006, y) for k in (-0.09, 0.09)], _IRON)
    layer.polygons([box(x - 0.11, y - k, x + 0.11, y - k + 0.013) for k in (0.115, 0.094, 0.073)], (188, 128, 84))
    layer.box(x - 0.115, y - 0.05, x + 0.115, y - 0.036, (206, 148, 100))
    layer.box(x - 0.0015, 0.07, x + 0.0015, 0.2, (92, 92, 100))
    layer.polygon([(x - 0.045, 0.2), (x + 0.045, 0.2), (x + 0.026, 0.24), (x - 0.026, 0.24)], (150, 112, 84))
    for n in range(7):
        tone: RGB = ((236, 110, 130), (250, 206, 110), (250, 244, 236))[n % 3]
        layer.polygon(
            oval(x - 0.045 + 0.015 * n, 0.196 - 0.012 * (n % 2), 0.013, 0.012, 12), (104, 158, 92) if n % 2 else tone
        )


def _clock(layer: Layer, x: float, y: float) -> None:
    """A clock on a post, that goes."""
    lamp_post(layer, x + 0.17, y, 0.26)
    layer.box(x - 0.007, 0.33, x + 0.007, y, _IRON)
    layer.box(x - 0.022, y - 0.03, x + 0.022, y, _IRON)
    layer.polygon(oval(x, 0.29, 0.062, 0.062, 36), _IRON)
    layer.glow(
        [oval(x, 0.29, 0.052, 0.052, 36)],
        mix(layer.paint((252, 250, 240)), (255, 246, 214), 0.8 * layer.stage.light.windows),
    )
    for turn, length, width in (
        (layer.stage.seconds / 600 + 0.3, 0.024, 0.004),
        (layer.stage.seconds / 60 + 0.62, 0.04, 0.003),
    ):
        c, s = math.cos(turn * 2 * math.pi), math.sin(turn * 2 * math.pi)
        layer.polygon(
            [(x - s * width, 0.29 + c * width), (x + c * length, 0.29 + s * length), (x + s * width, 0.29 - c * width)],
            (60, 62, 74),
        )


def _luggage(layer: Layer, x: float, y: float) -> None:
    """Trunks on a barrow."""
    iron = (96, 100, 112)
    layer.box(x - 0.13, y - 0.04, x + 0.12, y - 0.03, (150, 112, 84))
    layer.polygon([(x + 0.115, y - 0.035), (x + 0.155, y - 0.13), (x + 0.163, y - 0.127), (x + 0.124, y - 0.03)], iron)
    layer.polygons([oval(x + k, y - 0.016, 0.018, 0.018, 20) for k in (-0.085, 0.07)], iron)
    layer.polygons([oval(x + k, y - 0.016, 0.007, 0.007, 12) for k in (-0.085, 0.07)], (190, 196, 206))
    for left, w, h, up, rgb in (
        (-0.12, 0.13, 0.075, 0.04, (160, 104, 74)),
        (0.015, 0.09, 0.095, 0.04, (92, 118, 128)),
        (-0.1, 0.095, 0.055, 0.115, (206, 160, 96)),
    ):
        layer.box(x + left, y - up - h, x + left + w, y - up, rgb)
        layer.polygons(
            [box(x + left + w * k, y - up - h, x + left + w * k + 0.01, y - up) for k in (0.16, 0.72)], shade(rgb, 0.76)
        )
        layer.polygon(oval(x + left + w / 2, y - up - h - 0.003, 0.016, 0.008, 14), shade(rgb, 0.66))
