"""The sky: its gradient and glow, sun or moon, stars, drifting clouds."""

import math
from functools import lru_cache

import cv2
import numpy as np
from jaxtyping import UInt8

from generators.toon.canvas import mix
from generators.toon.light import Light
from generators.toon.settings.outlines import cloud, crescent, disc, pick, sparkle
from generators.toon.settings.stage import STRIKES, Cell, Layer, Stage

SKY_DEPTH = 0.06
_HORIZON = 0.64  # where the gradient ends, in the master view
_STOPS = (0.0, 0.34, _HORIZON)


def draw_sky(stage: Stage) -> None:
    """Paint the whole frame with sky, to be painted over from the horizon down."""
    light = stage.light
    with stage.layer(SKY_DEPTH, distance=0.0) as layer:
        draw_gradient(stage)
        if light.stars:
            _stars(stage, layer)
        if light.orb_strength > 0.4:
            _orb(stage, layer)
    if light.clouds:
        with stage.layer(0.1, distance=0.0) as layer:
            _clouds(stage, layer)
            if light.lightning:
                _lightning(stage, layer)


def draw_gradient(stage: Stage) -> None:
    """Fill the frame with the colours of the sky and its glow.

    Painted small and stretched: colours change slowly, and stretching is faster than shading each pixel.
    """
    canvas = stage.canvas
    corners = canvas.inside(np.array([(0.0, 0.0), (canvas.aspect, 0.0), (0.0, 1.0)]))
    small = _gradient(stage.light, canvas.aspect, tuple(corners.ravel().tolist()))
    cv2.resize(small, canvas.image.shape[1::-1], dst=canvas.image, interpolation=cv2.INTER_LINEAR)


@lru_cache(maxsize=16)  # while the camera rests it is the same in every frame
def _gradient(light: Light, aspect: float, corners: tuple[float, ...]) -> UInt8[np.ndarray, "rows columns 3"]:
    """The sky on a small grid; `corners` are the frame's upper left, upper right and lower left in the master view."""
    rows = 54
    columns = max(2, round(rows * aspect))
    across, down = np.meshgrid((np.arange(columns) + 0.5) / columns, (np.arange(rows) + 0.5) / rows)
    x0, y0, right_x, right_y, low_x, low_y = corners
    xs = (x0 + across * (right_x - x0) + down * (low_x - x0)).ravel()
    ys = (y0 + across * (right_y - y0) + down * (low_y - y0)).ravel()
    sky = np.stack([np.interp(ys, _STOPS, [c[n] for c in light.sky]) for n in range(3)], 1)
    away = np.hypot((xs - light.orb_at[0] * aspect) * 0.75, (ys - light.orb_at[1]) * 1.35) / (light.orb_radius * 4.2)
    shine = (light.glow_strength * np.exp(-(away**1.3)))[:, None]
    small = (sky + (np.array(light.glow, float) - sky) * shine).round().astype(np.uint8).reshape(rows, columns, 3)
    small.setflags(write=False)
    return np.asarray(small)


def _orb_at(stage: Stage) -> tuple[float, float]:
    x, y = stage.light.orb_at
    return x * stage.canvas.aspect, y


def _orb(stage: Stage, layer: Layer) -> None:
    light = stage.light
    where, radius, strength = np.array(_orb_at(stage)), light.orb_radius, light.orb_strength
    if light.orb == "sun":
        layer.glow([disc(32) * (radius * 1.28) + where], light.orb_colour, alpha=0.3 * strength)
        layer.glow([disc(40) * radius + where], light.orb_colour, alpha=strength)
        return
    layer.glow([disc(32) * radius + where], light.orb_colour, alpha=0.06 * strength)
    turned = crescent() @ np.array([[0.88, 0.47], [-0.47, 0.88]])
    layer.glow([turned * radius + where], light.orb_colour, alpha=strength)


def _stars(stage: Stage, layer: Layer) -> None:
    stars = []
    for cell in layer.scatter("stars", 0.16, -1.2, 0.5, rows=0.09):
        if cell.b > stage.light.stars * (0.9 - cell.y):
            continue
        twinkle = 0.75 + 0.25 * math.sin(stage.seconds * (1 + 2 * cell.c) + cell.d * 6)
        radius = (0.0016 + 0.0034 * cell.c**3) * twinkle
        stars.append(sparkle() * (radius * 1.4) + np.array([cell.x, cell.y]))
    layer.glow(stars, (236, 238, 255))


def _clouds(stage: Stage, layer: Layer) -> None:
    light = stage.light
    drift = stage.seconds * 0.012 * stage.breeze
    for row, (y, size) in enumerate(((0.40, 0.11), (0.30, 0.15), (0.15, 0.21))):
        spacing = size * (3.6 if light.clouds < 0.8 else 2.0)
        for cell in layer.cells(f"clouds {row}", spacing, margin=size * 1.5, drift=drift * (0.6 + 0.3 * row)):
            if cell.a < light.clouds:
                _cloud(layer, cell, y, size)


def _cloud(layer: Layer, cell: Cell, y: float, size: float) -> None:
    """A cloud lit from above; small, far ones fade into the sky."""
    light = layer.stage.light
    width, near = size * (0.75 + 0.5 * cell.b), min(1.0, 0.35 + 3 * size)
    outline = cloud(pick(cell.c)) * (width, width * 0.8)
    where = np.array([cell.x, y + size * 0.5 * (cell.d - 0.5)])
    layer.glow([outline + where], mix(light.sky[1], light.cloud_shade, near))
    lit = outline * (0.95, 0.86) + where + (-0.012 * width, -0.075 * width)
    layer.glow([lit], mix(light.sky[1], light.cloud, near))


def _lightning(stage: Stage, layer: Layer) -> None:
    """A bolt now and then, at a moment and a place of its own, that fades within a third of a second."""
    flash = stage.flash()
    if not flash:
        return
    _, place, *bends = stage.chances("lightning", int(stage.seconds // STRIKES))
    x, half = layer.x0 + (0.15 + 0.7 * place) * (layer.x1 - layer.x0), 0.008
    joints = [(0.0, 0.12), (0.03 + 0.04 * bends[0], 0.25), (-0.01, 0.27), (0.02 + 0.05 * bends[1], 0.41)]
    left = [(x + dx - half, y) for dx, y in joints]
    right = [(x + dx + half, y - 0.012) for dx, y in joints]
    tip = (x + 0.02, 0.56)
    layer.glow([[*left, tip, *right[::-1]]], (255, 250, 220), alpha=flash)
