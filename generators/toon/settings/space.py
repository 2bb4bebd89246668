"""Space: stars, a ringed planet and a blue one, nebulae, a shooting star; a moon's craters underfoot."""

import math

import numpy as np

from generators.toon.canvas import RGB, mix, shade
from generators.toon.settings.outlines import blob, disc, mound, moved, oval, pick, sparkle
from generators.toon.settings.sky import SKY_DEPTH, draw_sky
from generators.toon.settings.stage import Cell, Contour, Layer, Stage, box

MOON: RGB = (174, 168, 190)
_RING = np.concatenate([disc(40) * (1.0, 0.26), disc(40)[::-1] * (0.72, 0.16)])
_TILT = np.array([[math.cos(0.3), -math.sin(0.3)], [math.sin(0.3), math.cos(0.3)]])


def draw_space(stage: Stage) -> None:
    """Draw space, seen from a moon."""
    draw_sky(stage)
    with stage.layer(SKY_DEPTH, distance=0.0) as layer:
        _nebulae(layer)
        _stars(layer)
    with stage.layer(0.09, distance=0.0) as layer:
        _planets(layer)
        _shooting_star(layer)
    with stage.layer(0.2, distance=0.6) as layer:
        for cell in layer.cells("peaks", 0.3, margin=0.3):
            _crag(layer, cell, 0.62, 0.07 + 0.07 * cell.a, (128, 116, 160))
        layer.land(layer.ridge("far", 0.60, 0.014, 0.7), (132, 122, 164))
    with stage.layer(0.46, distance=0.25) as layer:
        ridge = layer.ridge("hills", 0.625, 0.022, 1.0)
        for cell in layer.cells("bases", 1.6, margin=0.35):
            if cell.a < 0.8:
                _base(layer, cell.x, ridge.at(cell.x) + 0.015)
        layer.land(ridge, (150, 142, 176))
    with stage.layer(1.0) as layer:
        _ground(layer)


def _nebulae(layer: Layer) -> None:
    for cell in layer.cells("nebulae", 0.8, margin=0.6):
        rgb: RGB = ((196, 96, 190), (92, 110, 220), (70, 170, 200))[int(cell.a * 2.999)]
        y = 0.14 + 0.26 * cell.b
        for n, size in enumerate((0.34, 0.24, 0.14)):
            cloud = blob(pick(cell.c + n * 0.3), 5) * (size * 1.25, size * 0.55)
            layer.glow([moved(cloud, cell.x + 0.05 * n, y - 0.015 * n)], rgb, alpha=0.07)


def _stars(layer: Layer) -> None:
    seconds = layer.stage.seconds
    tones: dict[RGB, list[Contour]] = {(250, 250, 255): [], (255, 226, 180): [], (180, 214, 255): []}
    lists = list(tones.values())
    for cell in layer.scatter("more stars", 0.12, -1.2, 0.66, rows=0.085):
        if cell.b < 0.75:
            radius = (0.0013 + 0.004 * cell.c**4) * (0.8 + 0.2 * math.sin(seconds * (1 + 2 * cell.a) + cell.d * 6))
            shape = sparkle() * (radius * 2.0) if cell.c > 0.82 else disc(6) * radius
            lists[int(cell.d * 2.999)].append(shape + np.array([cell.x, cell.y]))
    for rgb, stars in tones.items():
        layer.glow(stars, rgb)


def _planets(layer: Layer) -> None:
    """A ringed planet, a blue one and a small moon, over and over as the view pans."""
    for cell in layer.cells("planets", 2.4, margin=0.4, shake=0.2):
        x, y, r = cell.x + 0.25, 0.22, 0.105
        back, front = _RING @ _TILT * (r * 2.1), _RING.copy()
        front[:, 1] = np.maximum(front[:, 1], 0.0)
        layer.glow([moved(back, x, y)], (206, 170, 150))
        _globe(layer, x, y, r, (236, 178, 130), ((0.42, 0.11, (222, 150, 112)), (-0.05, 0.1, (248, 206, 160)),
                                                (-0.5, 0.09, (222, 150, 112))))  # fmt: skip
        layer.glow([front @ _TILT * (r * 2.1) + (x, y)], (240, 214, 180))
        x, y, r = cell.x - 0.52, 0.33, 0.062
        layer.glow([disc(32) * (r * 1.22) + (x, y)], (110, 170, 240), alpha=0.25)
        _globe(layer, x, y, r, (86, 156, 222), ())
        for dx, dy, size in ((-0.3, -0.25, 0.42), (0.35, 0.3, 0.34), (0.05, -0.62, 0.2)):
            land = blob(pick(dx + 1), 5) * (size * r, size * r * 0.7)
            layer.glow([moved(land, x + dx * r, y + dy * r)], (126, 196, 132))
        _shadow(layer, x, y, r)
        layer.glow([disc(20) * 0.018 + (cell.x + 0.62, 0.4)], (196, 190, 214))
        layer.glow([disc(20) * 0.011 + (cell.x + 0.98, 0.12)], (198, 132, 150))


def _globe(layer: Layer, x: float, y: float, r: float, rgb: RGB, bands: tuple[tuple[float, float, RGB], ...]) -> None:
    layer.glow([disc(48) * r + (x, y)], rgb)
    for at, half, tone in bands:
        ys = np.linspace(at - half, at + half, 5)
        xs = np.sqrt(1 - ys**2)
        stripe = np.concatenate([np.stack([-xs, ys], 1), np.stack([xs, ys], 1)[::-1]]) * r
        layer.glow([moved(stripe, x, y)], tone)
    if bands:
        _shadow(layer, x, y, r)


def _shadow(layer: Layer, x: float, y: float, r: float) -> None:
    """The night side of a globe."""
    turn = np.linspace(-math.pi / 2, math.pi / 2, 18) + 0.5
    outer = np.stack([np.cos(turn), np.sin(turn)], 1)
    c, s = math.cos(0.5), math.sin(0.5)
    inner = np.stack([np.linspace(1, -1, 18) * 0, np.linspace(1, -1, 18)], 1)
    inner[:, 0] = 0.4 * np.sqrt(1 - inner[:, 1] ** 2)
    layer.glow([np.concatenate([outer, inner @ np.array([[c, s], [-s, c]])]) * r + (x, y)], (26, 18, 60), alpha=0.45)


def _shooting_star(layer: Layer) -> None:
    """One every few seconds, gone at once."""
    flight, since = divmod(layer.stage.seconds, 5.0)
    a, b, c, _ = layer.stage.chances("shooting star", int(flight))
    age = (since - 4.2 * a) / 0.6
    if 0 <= age < 1:
        x = layer.x0 + (0.2 + 0.6 * b) * (layer.x1 - layer.x0) - 0.3 * age
        y, tail = 0.06 + 0.16 * c + 0.12 * age, 0.16 * math.sin(math.pi * age)
        streak = [(x, y - 0.0022), (x + tail, y - tail * 0.4), (x, y + 0.0022), (x - 0.004, y)]
        layer.glow([streak], (250, 250, 255), alpha=0.9)


def _crag(layer: Layer, cell: Cell, foot: float, high: float, rock: RGB) -> None:
    scale, at = (high * (1.0 + 0.8 * cell.b), high), (cell.x, foot)
    side = [(0.08, -1.0), (0.4, -0.62), (0.55, -0.5), (1.0, 0.06)]
    layer.polygon(np.array([(-1.0, 0.06), (-0.6, -0.36), (-0.4, -0.7), (-0.1, -0.92), *side]) * scale, rock, at=at)
    layer.polygon(np.array([*side, (0.1, 0.06), (0.2, -0.4)]) * scale, shade(rock, 0.76), at=at)


def _base(layer: Layer, x: float, y: float) -> None:
    """Two domes with lit windows, a passage between them, a dish and a mast with a light."""
    hull, dark = (226, 228, 240), (150, 152, 180)
    layer.box(x - 0.1, y - 0.034, x + 0.14, y, shade(hull, 0.86))
    for dx, r in ((-0.12, 0.085), (0.15, 0.06)):
        dome = mound(oval(0.0, 0.0, r, r * 0.95, 36))
        layer.polygon(dome, shade(hull, 0.84), at=(x + dx, y))
        layer.polygon(dome * (0.82, 0.95), hull, at=(x + dx - r * 0.14, y))
        layer.box(x + dx - r, y - 0.012, x + dx + r, y, dark)
        panes = [oval(x + dx + k * r * 0.42, y - r * 0.46, r * 0.13, r * 0.13) for k in (-1, 0, 1)]
        layer.glow(panes, layer.stage.light.lamp((150, 196, 218)))
    layer.box(x + 0.02, y - 0.15, x + 0.025, y - 0.03, dark)
    dish = mound(disc(20) * 0.034) @ np.array([[0.8, -0.6], [0.6, 0.8]])
    layer.polygon(dish, hull, at=(x + 0.0225, y - 0.145))
    blink = 0.5 + 0.5 * math.sin(layer.stage.seconds * 3)
    layer.glow([oval(x - 0.12, y - 0.09, 0.005, 0.005, 10)], mix((120, 50, 60), (255, 110, 110), blink))


def _ground(layer: Layer) -> None:
    layer.land(layer.ridge("ground", 0.655, 0.010, 1.1), shade(MOON, 1.12))
    spots = list(layer.scatter("craters", 0.5, 0.69, 2.6, rows=0.09, margin=0.25))
    layer.land(layer.ridge("plain", 0.735, 0.014, 1.2), MOON)
    layer.land(layer.ridge("near", 0.92, 0.016, 1.2), shade(MOON, 0.94))
    rims: list[Contour] = []
    holes: list[Contour] = []
    floors: list[Contour] = []
    for cell in spots:
        if cell.b < 0.62:
            size = (0.045 + 0.06 * cell.c) * (0.55 + 1.4 * (cell.y - 0.66))
            rims.append(oval(cell.x, cell.y, size, size * 0.24, 28))
            holes.append(oval(cell.x + size * 0.03, cell.y + size * 0.03, size * 0.86, size * 0.18, 28))
            floors.append(oval(cell.x + size * 0.1, cell.y + size * 0.06, size * 0.7, size * 0.12, 28))
    layer.polygons(rims, shade(MOON, 1.22))
    layer.polygons(holes, shade(MOON, 0.72))
    layer.polygons(floors, shade(MOON, 0.84))
    if layer.detail > 90:
        layer.polygons([box(c.x - 0.2, c.y + 0.02, c.x - 0.192, c.y + 0.0245) for c in spots], shade(MOON, 0.8))
        for cell in layer.cells("boulders", 0.8, margin=0.15):
            if cell.a < 0.6:
                size, y = 0.028 + 0.03 * cell.c, 0.685 + 0.02 * cell.b
                shape = mound(blob(pick(cell.d), 5) * (size * 1.3, size))
                layer.polygon(oval(cell.x + size, y, size * 1.6, 0.005), shade(MOON, 0.78))
                layer.polygon(shape, shade(MOON, 0.78), at=(cell.x, y))
                layer.polygon(shape * (0.74, 0.86), shade(MOON, 1.05), at=(cell.x - size * 0.2, y))
