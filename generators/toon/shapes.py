"""Outlines as points: the pieces that figures and settings are cut from. x right, y down, any unit."""

import math
from collections.abc import Sequence

import numpy as np
from jaxtyping import Float

Points = Float[np.ndarray, "n 2"]
Pair = tuple[float, float]

_TURN = np.linspace(0, 2 * np.pi, 33)[:-1]
_CIRCLE = np.stack([np.cos(_TURN), np.sin(_TURN)], 1)
_HALF = np.linspace(np.pi / 2, 1.5 * np.pi, 9)
_QUARTER = np.linspace(0, np.pi / 2, 6)


def oval(x: float, y: float, rx: float, ry: float, angle: float = 0) -> Points:
    """An ellipse of radii rx, ry, turned clockwise by `angle` radians."""
    points = _CIRCLE * (rx, ry)
    if angle:
        c, s = math.cos(angle), math.sin(angle)
        points = points @ np.array([[c, s], [-s, c]])
    return np.asarray(points + np.array([x, y]))


def capsule(x0: float, y0: float, x1: float, y1: float, radius: float, end: float | None = None) -> Points:
    """A thick line with round ends, of `radius` at its start and `end` at its end."""
    along = math.atan2(y1 - y0, x1 - x0)
    back, front = _HALF + along, _HALF + along + np.pi
    r1 = radius if end is None else end
    return np.concatenate(
        [
            np.stack([np.cos(back) * radius + x0, np.sin(back) * radius + y0], 1),
            np.stack([np.cos(front) * r1 + x1, np.sin(front) * r1 + y1], 1),
        ]
    )


def rounded(x0: float, y0: float, x1: float, y1: float, radius: float) -> Points:
    """A rectangle with round corners."""
    corners = (
        (x1 - radius, y1 - radius),
        (x0 + radius, y1 - radius),
        (x0 + radius, y0 + radius),
        (x1 - radius, y0 + radius),
    )
    return np.concatenate(
        [
            np.stack([np.cos(_QUARTER + n * np.pi / 2) * radius + x, np.sin(_QUARTER + n * np.pi / 2) * radius + y], 1)
            for n, (x, y) in enumerate(corners)
        ]
    )


def blob(points: Sequence[Pair], samples: int = 6) -> Points:
    """A smooth closed outline through the points (Catmull-Rom)."""
    p = np.asarray(points, float)
    return _spline(np.roll(p, 1, 0), p, np.roll(p, -1, 0), np.roll(p, -2, 0), samples)


def curve(points: Sequence[Pair], samples: int = 5) -> Points:
    """A smooth open line through the points, ends included (Catmull-Rom)."""
    p = np.asarray(points, float)
    q = np.concatenate([2 * p[:1] - p[1:2], p, 2 * p[-1:] - p[-2:-1]])
    return np.concatenate([_spline(q[:-3], q[1:-2], q[2:-1], q[3:], samples), p[-1:]])


def tube(points: Sequence[Pair], radii: Sequence[float], samples: int = 5) -> Points:
    """A smooth line through the points, as thick as the radii say at each of them, with round ends."""
    line = curve(points, samples)
    r = np.interp(np.linspace(0, len(radii) - 1, len(line)), np.arange(len(radii)), radii)[:, None]
    step = np.gradient(line, axis=0)
    step /= np.maximum(np.hypot(step[:, 0], step[:, 1]), 1e-9)[:, None]
    side = np.stack([-step[:, 1], step[:, 0]], 1) * r
    first, last = (math.atan2(step[n, 1], step[n, 0]) for n in (0, -1))
    tail, head = _HALF[1:-1] + first, _HALF[1:-1] + last + np.pi
    return np.concatenate(
        [
            line[0] + np.stack([np.cos(tail), np.sin(tail)], 1) * r[0],
            line - side,
            line[-1] + np.stack([np.cos(head), np.sin(head)], 1) * r[-1],
            (line + side)[::-1],
        ]
    )


def grow(points: Points, by: float) -> Points:
    """The outline moved outwards (for either direction of drawing) by a distance small against its bends."""
    ahead = np.roll(points, -1, 0) - points
    ahead /= np.maximum(np.hypot(ahead[:, 0], ahead[:, 1]), 1e-9)[:, None]
    behind = np.roll(ahead, 1, 0)
    out = np.stack([ahead[:, 1] + behind[:, 1], -ahead[:, 0] - behind[:, 0]], 1)
    x, y = points[:, 0], points[:, 1]
    area = float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum())
    # a mitre: longer where the outline turns sharply, but never spiky
    out *= (math.copysign(2 * by, area) / np.maximum((out**2).sum(1), 1.0))[:, None]
    return np.asarray(points + out)


def _spline(before: Points, start: Points, end: Points, after: Points, samples: int) -> Points:
    t = (np.arange(samples) / samples)[None, :, None]
    a, b, c, d = (q[:, None, :] for q in (before, start, end, after))
    found = 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
    return np.asarray(found.reshape(-1, 2))
