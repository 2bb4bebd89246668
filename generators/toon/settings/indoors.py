"""What rooms of all kinds share: walls, floors, windows with the weather of the hour behind them, lamps."""

import math
from typing import Literal

import numpy as np

from generators.toon.canvas import RGB, mix, shade
from generators.toon.settings.outlines import cloud, crescent, disc, oval, pick
from generators.toon.settings.stage import Contour, Layer, box

TRIM: RGB = (250, 244, 232)
WOOD: RGB = (158, 108, 78)
FOOT = 0.66
"""Where the wall meets the floor."""

View = Literal["hills", "town"]


def wall(layer: Layer, rgb: RGB, *, stripes: float = 0.0) -> None:
    """A wall from the ceiling down to the floor, papered with stripes that much darker."""
    top = min(layer.y0, 0.0) - 0.1
    layer.box(layer.x0, top, layer.x1, max(layer.y1, 0.7), rgb)
    if stripes:
        cells = layer.cells("stripes", 0.12, margin=0.05, shake=0.0)
        layer.polygons([box(cell.x - 0.028, top, cell.x + 0.028, FOOT) for cell in cells], shade(rgb, 1 - stripes))


def skirting(layer: Layer, rgb: RGB = TRIM, *, high: float = 0.021) -> None:
    """The board where the wall meets the floor."""
    layer.box(layer.x0, FOOT - high, layer.x1, FOOT + 0.003, rgb)


def boards(layer: Layer, rgb: RGB) -> None:
    """Floor boards that widen towards the viewer, each row with its own joints."""
    layer.box(layer.x0, FOOT, layer.x1, max(layer.y1, FOOT) + 0.05, rgb)
    y, board = FOOT, 0.026
    seams: list[Contour] = []
    for row in range(24):
        if y > layer.y1:
            break
        if row % 3 != 1:
            layer.box(layer.x0, y, layer.x1, y + board, shade(rgb, (0.975, 1.0, 1.03)[row % 3]))
        seams.append(box(layer.x0, y, layer.x1, y + 0.002))
        if layer.detail > 70:
            joints = layer.cells(f"joints {row}", 0.75, margin=0.01)
            seams += [box(cell.x, y + 0.002, cell.x + 0.003, y + board) for cell in joints]
        y, board = y + board, min(0.075, board * 1.16)
    layer.polygons(seams, shade(rgb, 0.88))
    layer.box(layer.x0, FOOT, layer.x1, FOOT + 0.007, shade(rgb, 0.82))


def tiles(layer: Layer, rgb: RGB, other: RGB, wide: float = 0.13) -> None:
    """A floor of square tiles in two colours, in rows that widen towards the viewer."""
    layer.box(layer.x0, FOOT, layer.x1, max(layer.y1, FOOT) + 0.05, rgb)
    y, deep = FOOT, 0.03
    dark: list[Contour] = []
    for row in range(26):
        if y > layer.y1:
            break
        lower = y + deep
        for cell in layer.cells("tiles", 2 * wide, margin=wide, shake=0.0):
            x = cell.x + (row % 2) * wide
            dark.append([(x - wide / 2, y), (x + wide / 2, y), (x + wide / 2, lower), (x - wide / 2, lower)])
        y, deep = lower, min(0.09, deep * 1.28)
    layer.polygons(dark, other)
    layer.box(layer.x0, FOOT, layer.x1, FOOT + 0.008, shade(rgb, 0.84))


def outdoors(
    layer: Layer, left: float, top: float, right: float, low: float, chance: float, view: View = "hills"
) -> None:
    """What a pane of glass shows: the sky of the hour, sun, moon or stars, hills or roofs, rain and snow."""
    light, high, wide = layer.stage.open_sky, low - top, right - left
    for n in range(8):
        sky = mix(*light.sky[:2], n / 4) if n < 4 else mix(*light.sky[1:], (n - 4) / 3)
        layer.glow([box(left, top + high * n / 8, right, low)], sky)
    if light.stars > 0.3:
        spots = [(left + wide * (0.1 + 0.8 * ((n * 0.618 + chance) % 1)), top + high * 0.45 * ((n * 0.37 + chance) % 1))
                 for n in range(6)]  # fmt: skip
        layer.glow([oval(x, y + 0.006, 0.0022, 0.0022, 6) for x, y in spots], (246, 246, 255))
    if light.orb_strength > 0.4:
        orb = disc(28) if light.orb == "sun" else crescent()
        down = 0.24 if light.orb_at[1] < 0.4 else 0.6
        layer.glow([orb * 0.03 + np.array([left + wide * 0.76, top + high * down])], light.orb_colour)
    if light.clouds:
        puff = cloud(pick(chance)) * (min(0.06, wide * 0.3), 0.05)
        layer.glow([puff + np.array([left + wide * 0.32, top + high * 0.36])], light.cloud)
    if view == "hills":
        _hills(layer, left, top, right, low, chance)
    else:
        _roofs(layer, left, top, right, low, chance)
    _falling(layer, left, top, right, low, chance)


def _hills(layer: Layer, left: float, top: float, right: float, low: float, chance: float) -> None:
    light, high, edge = layer.stage.open_sky, low - top, np.linspace(left, right, 12)
    season = layer.stage.season
    for down, rgb in ((0.8, (136, 184, 160)), (0.89, (140, 196, 108))):
        ys = top + high * down + 0.05 * high * np.sin(edge * 17 + chance * 6 + down * 20)
        hill = np.concatenate([np.stack([edge, ys], 1), [(right, low), (left, low)]])
        layer.glow([hill], light.far(season.soil(rgb), 0.3))


def _roofs(layer: Layer, left: float, top: float, right: float, low: float, chance: float) -> None:
    """Towers, some of their windows lit."""
    light, high, count = layer.stage.open_sky, low - top, max(3, round((right - left) / 0.045))
    step = (right - left) / count
    for share, rgb in ((0.62, (150, 176, 210)), (0.42, (112, 138, 178))):
        walls: list[Contour] = []
        lit: list[Contour] = []
        for n in range(count):
            up = high * share * (0.45 + 0.55 * ((chance * 7.1 + n * 0.618 + share) % 1))
            x = left + step * n
            walls.append(box(x + step * 0.06, low - up, x + step * 0.94, low))
            lit += [box(x + step * (0.25 + 0.3 * k), low - up + 0.012, x + step * (0.4 + 0.3 * k), low - up + 0.024)
                    for k in range(2) if (n + k) % 3]  # fmt: skip
        layer.glow(walls, light.far(rgb, 0.35))
        layer.glow(lit, mix(light.far(shade(rgb, 1.3), 0.35), light.lamp((190, 214, 230)), 0.8))


def _falling(layer: Layer, left: float, top: float, right: float, low: float, chance: float) -> None:
    """Rain runs down the pane, snow sinks past it, a storm flashes behind it, fog lies on it."""
    stage, high, wide = layer.stage, low - top, right - left
    weather = stage.weather
    if weather == "fog":
        layer.glow([box(left, top, right, low)], stage.open_sky.sky[2], alpha=0.6)
    if weather not in ("rain", "storm", "snow"):
        return
    things: list[Contour] = []
    for n in range(14):
        x = left + wide * ((n * 0.618 + chance) % 1) * 0.96 + wide * 0.02
        fallen = (stage.seconds * (0.16 if weather == "snow" else 0.9) * (0.8 + 0.4 * ((n * 0.37) % 1)) + n * 0.271) % 1
        y = top + 0.006 + (high - 0.034) * fallen
        if weather == "snow":
            waft = 0.012 * wide * math.sin(stage.seconds * 1.3 + n)
            things.append(oval(x + waft, y, 0.0036, 0.0036, 8))
        else:
            things.append(box(x - 0.0009, y, x + 0.0009, y + 0.028))
    layer.glow(things, (250, 252, 255) if weather == "snow" else mix(stage.open_sky.sky[1], (240, 246, 255), 0.55))
    if weather == "storm" and (flash := stage.flash()):
        layer.glow([box(left, top, right, low)], (250, 250, 255), alpha=0.75 * flash)


def window(layer: Layer, x: float, chance: float, *, top: float = 0.13, low: float = 0.45, half: float = 0.13,
           view: View = "hills", frame: RGB = TRIM) -> None:  # fmt: skip
    """A window with its frame, a cross of bars and a sill."""
    left, right, middle = x - half, x + half, top + (low - top) * 0.44
    layer.box(left - 0.02, top - 0.02, right + 0.02, low + 0.02, frame)
    outdoors(layer, left, top, right, low, chance, view)
    layer.polygons([box(x - 0.006, top, x + 0.006, middle), box(x - 0.006, middle + 0.012, x + 0.006, low)], frame)
    layer.box(left, middle, right, middle + 0.012, frame)
    layer.box(left - 0.035, low + 0.008, right + 0.035, low + 0.03, shade(frame, 0.94))


def curtains(layer: Layer, x: float, tone: RGB, *, top: float = 0.13, low: float = 0.45, half: float = 0.13) -> None:
    """Two curtains at the sides of a window, on a rod."""
    for side in (-1, 1):
        sway = 0.003 * layer.stage.sway(x + side)
        rim, inner = x + side * (half + 0.055), x + side * (half - 0.025)
        hem = [(inner + side * 0.03 + sway, top + 0.17), (inner - side * 0.004 + sway, low + 0.05), (rim, low + 0.05)]
        layer.polygon([(rim, top - 0.03), (inner + side * 0.012, top - 0.03), *hem], tone)
        fold = [(rim - side * 0.025, top - 0.03), (rim - side * 0.02, low + 0.05)]
        layer.polygon([(rim, top - 0.03), *fold, (rim, low + 0.05)], shade(tone, 0.88))
    layer.box(x - half - 0.075, top - 0.042, x + half + 0.075, top - 0.026, WOOD)


def sunlight(layer: Layer, x: float, half: float = 0.13) -> None:
    """What falls through a window on the floor, while the sun shines."""
    light = layer.stage.open_sky
    if light.orb == "sun" and light.orb_strength > 0.6 and light.windows < 0.5:
        for n in (-1, 1):
            left, right = x + n * half * 0.52 - half * 0.42 + 0.05, x + n * half * 0.52 + half * 0.42 + 0.05
            patch = [(left, 0.70), (right, 0.70), (right + 0.1, 0.80), (left + 0.1, 0.80)]
            layer.glow([patch], light.glow, alpha=0.28)


def ceiling_lamp(layer: Layer, x: float, low: float, shade_rgb: RGB) -> None:
    """A lamp on a cord, with its light around it when lamps are lit."""
    layer.box(x - 0.003, min(layer.y0, 0.0) - 0.05, x + 0.003, low - 0.05, (92, 82, 84))
    halo(layer, x, low, 0.2)
    light = layer.stage.light
    layer.glow([oval(x, low, 0.022, 0.018)], light.lamp((250, 240, 214)))
    layer.polygon([(x - 0.016, low - 0.06), (x + 0.016, low - 0.06), (x + 0.06, low), (x - 0.06, low)], shade_rgb)


def halo(layer: Layer, x: float, y: float, radius: float) -> None:
    """The light around a lamp, when lamps are lit."""
    lit = layer.stage.light.windows
    if lit > 0.2:
        for share in (1.0, 0.77, 0.53):
            layer.glow([oval(x, y, radius * share, radius * share, 36)], (255, 226, 160), alpha=0.11 * lit)


def shelf_row(layer: Layer, x0: float, x1: float, y: float, colours: tuple[RGB, ...], chance: float, *,
              wide: float = 0.02, high: float = 0.075, gap: float = 0.002, share: float = 0.9) -> None:  # fmt: skip
    """Things side by side on a board at y: books, jars, boxes, in turn of these colours."""
    rows: list[list[Contour]] = [[] for _ in colours]
    x, n = x0, 0
    while x < x1 - wide * 1.3:
        luck = (chance * 9.1 + n * 0.618) % 1
        w, h = wide * (0.7 + 0.6 * luck), high * (0.72 + 0.28 * ((luck * 5) % 1))
        if luck < share:
            rows[int(luck * 37) % len(colours)].append(box(x, y - h, x + w, y))
        x, n = x + w + gap, n + 1
    for things, rgb in zip(rows, colours, strict=True):
        layer.polygons(things, rgb)
