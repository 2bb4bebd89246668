"""Outlines as points: the pieces that figures and settings are cut from. x right, y down, any unit."""

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from jaxtyping import Float

Points = Float[np.ndarray, "_ 2"]
Pair = tuple[float, float]

_TURN = np.linspace(0, 2 * np.pi, 33)[:-1]
_CIRCLE = np.stack([np.cos(_TURN), np.sin(_TURN)], 1)
_HALF = np.linspace(np.pi / 2, 1.5 * np.pi, 11)
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


def blob(points: Sequence[Pair], samples: int = 7) -> Points:
    """A smooth closed outline through the points (Catmull-Rom)."""
    p = np.array([points[-1], *points, *points[:2]], float)
    return _spline(p, samples)


def curve(points: Sequence[Sequence[float]], samples: int = 7) -> Float[np.ndarray, "_ _"]:
    """A smooth open line through the points of any dimension, ends included (Catmull-Rom)."""
    p = np.asarray(points, float)
    ends = 2 * p[[0, -1]] - p[[1, -2]]
    return np.concatenate([_spline(np.concatenate([ends[:1], p, ends[1:]]), samples), p[-1:]])


def tube(points: Sequence[Pair], radii: Sequence[float], samples: int = 7) -> Points:
    """A smooth line through the points, as thick as the radii say at each of them, with round ends."""
    smooth = curve([(x, y, r) for (x, y), r in zip(points, radii, strict=True)], samples)
    line, r = smooth[:, :2], np.abs(smooth[:, 2:])
    step = np.empty_like(line)
    step[1:-1] = line[2:] - line[:-2]
    step[0], step[-1] = line[1] - line[0], line[-1] - line[-2]
    step /= np.maximum(np.sqrt(step[:, :1] ** 2 + step[:, 1:] ** 2), 1e-9)
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
    ahead = np.concatenate([points[1:], points[:1]]) - points
    length = np.sqrt(ahead[:, 0] ** 2 + ahead[:, 1] ** 2)
    along = ahead / np.maximum(length, 1e-9)[:, None]
    # where the outline goes in and where it comes out of each point, together: across it lies the way out
    both = along + np.concatenate([along[-1:], along[:-1]])
    area = float(points[:, 0] @ ahead[:, 1] - points[:, 1] @ ahead[:, 0])
    # a mitre: longer where the outline turns sharply, but never spiky
    both *= (math.copysign(2 * by, area) / np.maximum(both[:, 0] ** 2 + both[:, 1] ** 2, 1.0))[:, None]
    return np.stack([points[:, 0] + both[:, 1], points[:, 1] - both[:, 0]], 1)


def _spline(points: Float[np.ndarray, "_ _"], samples: int) -> Float[np.ndarray, "_ _"]:
    """Points on a Catmull-Rom spline from the second of the points up to, not including, the last but one."""
    stretches = np.stack([points[:-3], points[1:-2], points[2:-1], points[3:]])
    return np.asarray(np.einsum("sk,knd->nsd", _weights(samples), stretches).reshape(-1, points.shape[1]))


@lru_cache(maxsize=16)
def _weights(samples: int) -> Float[np.ndarray, "{samples} 4"]:
    """What the four points around a stretch weigh at each of its samples."""
    t = np.arange(samples) / samples
    weights = [-t + 2 * t**2 - t**3, 2 - 5 * t**2 + 3 * t**3, t + 4 * t**2 - 3 * t**3, t**3 - t**2]
    return 0.5 * np.stack(weights, 1)
