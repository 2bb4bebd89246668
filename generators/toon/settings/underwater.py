"""Under the sea: light that falls in from above, rocks and coral fading into blue, weed that sways, rising bubbles."""

import math

import numpy as np

from generators.toon.canvas import RGB, mix, shade
from generators.toon.settings.outlines import blob, disc, leaf, mound, oval, pick
from generators.toon.settings.sky import draw_gradient
from generators.toon.settings.stage import Cell, Contour, Layer, Stage

SEABED: RGB = (232, 212, 146)
_CORALS: tuple[RGB, ...] = ((240, 124, 128), (250, 168, 98), (198, 122, 200), (244, 206, 110))
_WEEDS: tuple[RGB, ...] = ((70, 158, 112), (104, 172, 92), (62, 140, 128))


def draw_underwater(stage: Stage) -> None:
    """Draw the bottom of the sea."""
    draw_gradient(stage)
    _surface(stage)
    for depth, spacing, high, rock in ((0.15, 0.34, 0.2, (96, 130, 160)), (0.32, 0.5, 0.24, (104, 126, 148))):
        with stage.layer(depth, distance=1.0 - 1.2 * depth) as layer:
            for cell in layer.cells(f"rocks {depth}", spacing, margin=0.4):
                if cell.a < 0.8:
                    _rock(layer, cell, 0.66, high * (0.5 + 0.8 * cell.b), rock)
            layer.land(layer.ridge(f"bed {depth}", 0.62 + 0.06 * depth, 0.012, 0.7), mix(rock, SEABED, 0.4))
    _shafts(stage)
    with stage.layer(0.62, distance=0.32) as layer:
        ridge = layer.ridge("reef", 0.645, 0.014, 0.9)
        for cell in layer.cells("reef", 0.22, margin=0.2):
            foot = ridge.at(cell.x) + 0.012
            if cell.a < 0.5:
                _kelp(layer, cell, foot, 0.24 + 0.16 * cell.b)
            else:
                _coral(layer, cell, foot, 0.07 + 0.05 * cell.b)
        layer.land(ridge, shade(SEABED, 0.97))
    with stage.layer(1.0) as layer:
        _bed(layer)
        _bubbles(layer)


def _surface(stage: Stage) -> None:
    """The sea's skin seen from below: bands of light that heave."""
    rough = 1.0 if stage.weather not in ("storm", "wind") else 2.2
    with stage.layer(0.12, distance=0.0) as layer:
        xs = layer.along(0.9)
        for n, (y, alpha) in enumerate(((0.035, 0.5), (0.075, 0.28), (0.12, 0.16))):
            pace = stage.seconds * (0.5 + 0.2 * n) * rough
            ys = y + rough * (0.008 * np.sin(xs * 5.3 + pace + n) + 0.005 * np.sin(xs * 11 - pace * 1.3 + n * 2))
            top = min(layer.y0, 0.0) - 0.1
            above = np.concatenate([np.stack([xs, ys], 1), [(xs[-1], top), (xs[0], top)]])
            layer.glow([above], mix(stage.light.sky[0], (255, 255, 255), 0.55), alpha=alpha * stage.light.brightness)


def _shafts(stage: Stage) -> None:
    """Beams that lean and breathe."""
    strength = (0.15 if stage.light.orb == "sun" else 0.09) * (0.4 + 0.6 * stage.light.orb_strength)
    with stage.layer(0.4, distance=0.0) as layer:
        for cell in layer.cells("shafts", 0.4, margin=0.6):
            if cell.a < 0.8:
                w, sweep = 0.04 + 0.07 * cell.b, 0.03 * math.sin(stage.seconds * 0.4 + cell.c * 6)
                breath = 0.7 + 0.3 * math.sin(stage.seconds * 0.7 + cell.d * 6)
                beam = [(cell.x, -0.4), (cell.x + w, -0.4), (cell.x + w * 2.4 - 0.3 + sweep, 0.78),
                        (cell.x - 0.34 + sweep, 0.78)]  # fmt: skip
                layer.glow([beam], mix(stage.light.sky[0], (255, 255, 240), 0.6), alpha=strength * breath)


def _rock(layer: Layer, cell: Cell, foot: float, high: float, rgb: RGB) -> None:
    shape = mound(blob(pick(cell.d), 5) * (high * (0.6 + 0.3 * cell.c), high), 0.0)
    layer.polygon(shape, shade(rgb, 0.88), at=(cell.x, foot))
    layer.polygon(shape * (0.72, 0.88), rgb, at=(cell.x - high * 0.1, foot))


def _kelp(layer: Layer, cell: Cell, y: float, high: float) -> None:
    """Three long fronds with leaves to both sides, waving from the root up."""
    steps = np.linspace(0, 1, 9)
    tone = _WEEDS[int(cell.c * 2.999)]
    for n in range(3):
        tall, x = high * (1.0 - 0.22 * n), cell.x + 0.035 * (n - 1) + 0.01 * (cell.d - 0.5)
        wave = (
            0.03 * tall / 0.2 * np.sin(layer.stage.seconds * 1.1 * (0.7 + 0.3 * layer.stage.breeze) - steps * 4 + x * 4)
        )
        middle = np.stack([x + wave * steps, y - tall * steps], 1)
        half = np.where(np.arange(9) % 2, 0.55, 1.0) * 0.014 * np.sqrt(np.clip(1.02 - steps, 0, 1))
        side = np.stack([half, 0 * half], 1)
        layer.polygon(np.concatenate([middle - side, (middle + side)[::-1]]), shade(tone, 0.86 + 0.12 * n))


def _coral(layer: Layer, cell: Cell, y: float, size: float) -> None:
    """A branching fan, a brain or a bunch of tubes."""
    rgb = _CORALS[int(cell.c * 3.999)]
    x = cell.x
    if cell.d < 0.4:
        turn = np.linspace(-2.75, -0.39, 19)
        reach = np.where(np.arange(19) % 2, 0.5, 1.0) * (0.85 + 0.15 * np.sin(np.arange(19) * 2.1))
        fan = np.stack([np.cos(turn), np.sin(turn)], 1) * (reach * size * 1.3)[:, None]
        layer.polygon(np.concatenate([[(size * 0.1, 0.0), (-size * 0.1, 0.0)], fan]), rgb, at=(x, y))
    elif cell.d < 0.7:
        shape = mound(blob(pick(cell.b), 9) * (size, size * 0.85))
        layer.polygon(shape, shade(rgb, 0.84), at=(x, y))
        layer.polygon(shape * (0.74, 0.84), rgb, at=(x - size * 0.14, y))
    else:
        for n, (dx, tall) in enumerate(((-0.5, 0.8), (0.5, 0.7), (0.0, 1.2))):
            w, top = size * 0.2, y - size * tall
            layer.box(x + dx * size - w, top, x + dx * size + w, y, shade(rgb, 0.86 + 0.1 * n))
            layer.polygon(oval(x + dx * size, top, w * 1.2, w * 0.5), shade(rgb, 1.2))
            layer.polygon(oval(x + dx * size, top, w * 0.8, w * 0.3), shade(rgb, 0.55))


def _bed(layer: Layer) -> None:
    layer.land(layer.ridge("sand", 0.668, 0.012, 1.0), shade(SEABED, 0.95))
    for cell in layer.cells("near", 0.36, margin=0.15):
        if cell.a < 0.42:
            _coral(layer, cell, 0.69 + 0.02 * cell.b, 0.05 + 0.04 * cell.c)
        elif cell.a < 0.8:
            _grass(layer, cell, 0.69 + 0.02 * cell.b, 0.07 + 0.05 * cell.c)
    layer.land(layer.ridge("dune", 0.74, 0.014, 1.2), SEABED)
    layer.land(layer.ridge("deep", 0.925, 0.016, 1.2), shade(SEABED, 0.92))
    if layer.detail < 90:
        return
    spots = list(layer.scatter("ripples", 0.32, 0.76, 2.6, rows=0.07, margin=0.12))
    layer.polygons([oval(c.x, c.y, 0.05 + 0.03 * c.c, 0.0035) for c in spots if c.b < 0.5], shade(SEABED, 0.88))
    web = [
        oval(c.x + 0.02 * layer.stage.sway(c.y * 9, 0.6), c.y - 0.02, 0.06 * c.c + 0.02, 0.005)
        for c in spots
        if c.c > 0.5
    ]
    layer.glow(web, mix(layer.paint(SEABED), layer.stage.light.sky[0], 0.4), alpha=0.7)
    for cell in spots:
        if cell.b > 0.86:
            _star(layer, cell) if cell.c < 0.5 else _shell(layer, cell)


def _grass(layer: Layer, cell: Cell, y: float, size: float) -> None:
    """A tuft of ribbons that the water combs."""
    tone = _WEEDS[int(cell.d * 2.999)]
    for n in range(5):
        swing = 0.16 * math.sin(layer.stage.seconds * 1.2 * (0.7 + 0.3 * layer.stage.breeze) + cell.x * 3 + n)
        blade = leaf(-math.pi / 2 + 0.26 * (n - 2) + swing, size * (1.0 - 0.12 * abs(n - 2)), 0.02)
        layer.polygon(blade, shade(tone, 0.86 + 0.06 * n), at=(cell.x + 0.012 * (n - 2), y))


def _star(layer: Layer, cell: Cell) -> None:
    turn = np.arange(10) * math.pi / 5 + cell.a * 3
    arms = np.stack([np.cos(turn), np.sin(turn) * 0.6], 1) * np.where(np.arange(10) % 2, 0.45, 1.0)[:, None]
    layer.polygon(arms * 0.019, (244, 136, 104), at=(cell.x, cell.y))


def _shell(layer: Layer, cell: Cell) -> None:
    fan = np.concatenate([[(0.0, 0.0)], disc(24)[13:24]]) * 0.015
    layer.polygon(fan, (252, 222, 212), at=(cell.x, cell.y))


def _bubbles(layer: Layer) -> None:
    """Strings of bubbles that rise to the surface."""
    rims: list[Contour] = []
    glints: list[Contour] = []
    for cell in layer.cells("bubbles", 0.5, margin=0.05):
        for n in range(4):
            rise = (layer.stage.seconds * (0.07 + 0.03 * cell.b) + cell.c + n * 0.27) % 1
            x = cell.x + 0.012 * math.sin(layer.stage.seconds * 2 + cell.d * 9 + n * 1.7)
            y, r = 0.74 - 0.72 * rise, (0.004 + 0.004 * ((cell.a * 7 + n * 0.4) % 1)) * (0.8 + 0.5 * rise)
            rims.append(oval(x, y, r, r))
            glints.append(oval(x - r * 0.3, y - r * 0.3, r * 0.3, r * 0.3, 8))
    layer.glow(rims, mix(layer.stage.light.sky[0], (230, 250, 255), 0.4), alpha=0.55)
    layer.glow(glints, (250, 255, 255), alpha=0.9)
