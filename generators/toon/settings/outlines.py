"""Outlines that scenery is made of, of unit size around their foot or centre."""

import math
from functools import lru_cache

import numpy as np
from jaxtyping import Float

Outline = Float[np.ndarray, "n 2"]

VARIANTS = 6
"""How many different blobs and clouds there are."""


def pick(chance: float) -> int:
    """A variant for a chance in 0..1."""
    return int(chance * VARIANTS) % VARIANTS


@lru_cache
def disc(points: int = 24) -> Outline:
    """A circle of radius 1 around the origin."""
    turn = np.linspace(0, 2 * np.pi, points, endpoint=False)
    return _frozen(np.stack([np.cos(turn), np.sin(turn)], 1))


def oval(x: float, y: float, rx: float, ry: float, points: int = 16) -> Outline:
    """An upright ellipse around (x, y); a large one takes more points."""
    return np.asarray(disc(points) * (rx, ry) + (x, y))


def moved(outline: Outline, x: float, y: float) -> Outline:
    """An outline carried by (x, y)."""
    return np.asarray(outline + np.array((x, y)))


def mound(outline: Outline, foot: float = 0.0) -> Outline:
    """An outline with what lies below y = `foot` pressed flat: it stands on the ground."""
    return np.asarray(np.minimum(outline, (np.inf, foot)))


@lru_cache
def blob(variant: int, bumps: int = 7) -> Outline:
    """A round, bumpy outline of radius about 1 around the origin: a crown of leaves, a bush."""
    turn = np.linspace(0, 2 * np.pi, bumps * 7, endpoint=False)
    wobble = 0.05 * np.sin(2 * turn + variant * 1.9) + 0.04 * np.sin(3 * turn + variant * 2.7)
    radius = 0.86 + 0.15 * np.abs(np.sin(turn * bumps / 2 + variant)) + wobble
    return _frozen(np.stack([np.cos(turn), np.sin(turn)], 1) * radius[:, None])


@lru_cache
def cloud(variant: int) -> Outline:
    """A cloud lying on the x axis, from -1 to 1, about 0.9 high."""
    lobes = (
        (-0.78, 0.22),
        (-0.42 + 0.06 * (variant % 2), 0.32 + 0.06 * (variant % 3)),
        (0.08, 0.50 - 0.05 * (variant % 4)),
        (0.50, 0.34 + 0.04 * (variant % 2)),
        (0.80, 0.20),
    )
    xs = np.sin(np.linspace(-np.pi / 2, np.pi / 2, 65))
    inside = np.stack([np.clip(r * r - (xs - x) ** 2, 0, None) for x, r in lobes])
    radii = np.array([[r] for _, r in lobes])
    tops = np.max(np.where(inside > 0, 0.8 * radii + np.sqrt(inside), 0.16), 0)
    return _frozen(
        np.concatenate([np.stack([xs, -tops], 1), [(0.94, -0.03), (0.86, 0.0), (-0.86, 0.0), (-0.94, -0.03)]])
    )


@lru_cache
def crescent(bite: float = 0.45) -> Outline:
    """A waxing moon of radius 1; `bite` is how far its inner edge lies from its middle."""
    turn = np.linspace(-np.pi / 2, np.pi / 2, 18)
    outer = np.stack([np.cos(turn), np.sin(turn)], 1)
    inner = np.stack([np.cos(turn[::-1]) * bite, np.sin(turn[::-1])], 1)
    return _frozen(np.concatenate([outer, inner]))


@lru_cache
def sparkle() -> Outline:
    """A four-pointed star of radius 1."""
    turn = np.arange(8) * np.pi / 4
    return _frozen(np.stack([np.cos(turn), np.sin(turn)], 1) * np.where(np.arange(8) % 2, 0.34, 1.0)[:, None])


def leaf(angle: float, length: float, width: float) -> Outline:
    """A pointed blade from the origin in a direction (radians, 0 is right, clockwise)."""
    c, s = math.cos(angle), math.sin(angle)
    blade = np.array([(0.0, 0.0), (0.35, 0.5), (0.7, 0.36), (1.0, 0.0), (0.7, -0.36), (0.35, -0.5)]) * (length, width)
    return np.asarray(blade @ np.array([[c, s], [-s, c]]))


def _frozen(points: Outline) -> Outline:
    points.setflags(write=False)
    return points
