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
_ROUND = np.stack([np.cos(_HALF), np.sin(_HALF)], 1)
_ENDS = np.concatenate([_ROUND, -_ROUND])  # of a capsule along the x axis
_ACROSS = np.array([1.0, -1.0])
_QUARTERS = (np.linspace(0, np.pi / 2, 6) + np.arange(4)[:, None] * np.pi / 2).ravel()
_CORNERS = np.stack([np.cos(_QUARTERS), np.sin(_QUARTERS)], 1)


def scaled(by: float, *points: Pair) -> list[Pair]:
    """The points, so much farther from the origin."""
    return [(x * by, y * by) for x, y in points]


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
    c, s = math.cos(along), math.sin(along)
    points = _ENDS @ np.array([[c, s], [-s, c]])
    back, front = points[: len(_HALF)], points[len(_HALF) :]
    back *= radius
    back += (x0, y0)
    front *= radius if end is None else end
    front += (x1, y1)
    return np.asarray(points)


def rounded(x0: float, y0: float, x1: float, y1: float, radius: float) -> Points:
    """A rectangle with round corners."""
    left, right, top, bottom = x0 + radius, x1 - radius, y0 + radius, y1 - radius
    corners = np.array([(right, bottom), (left, bottom), (left, top), (right, top)])
    return np.asarray(_CORNERS * radius + np.repeat(corners, len(_CORNERS) // 4, 0))


def blob(points: Sequence[Pair], samples: int = 7) -> Points:
    """A smooth closed outline through the points (Catmull-Rom)."""
    return np.asarray(_spline(len(points), samples, closed=True) @ np.asarray(points, float))


def curve(points: Sequence[Sequence[float]], samples: int = 7) -> Float[np.ndarray, "_ _"]:
    """A smooth open line through the points of any dimension, ends included (Catmull-Rom)."""
    return np.asarray(_spline(len(points), samples, closed=False) @ np.asarray(points, float))


def tube(points: Sequence[Pair], radii: Sequence[float], samples: int = 7) -> Points:
    """A smooth line through the points, as thick as the radii say at each of them, with round ends."""
    smooth = curve([(x, y, r) for (x, y), r in zip(points, radii, strict=True)], samples)
    line, r = smooth[:, :2], np.abs(smooth[:, 2:])
    step = np.empty_like(line)
    step[1:-1] = line[2:] - line[:-2]
    step[0], step[-1] = line[1] - line[0], line[-1] - line[-2]
    step /= np.maximum(np.sqrt(step[:, :1] ** 2 + step[:, 1:] ** 2), 1e-9)
    side = step[:, ::-1] * _ACROSS * r
    tail, head = (_ROUND[1:-1] @ np.array([step[n], step[n, ::-1] * -_ACROSS]) * r[n] for n in (0, -1))
    return np.concatenate([line[0] + tail, line + side, line[-1] - head, (line - side)[::-1]])


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
    return np.asarray(points + both[:, ::-1] * _ACROSS)


@lru_cache(maxsize=256)
def _spline(count: int, samples: int, *, closed: bool) -> Float[np.ndarray, "_ {count}"]:
    """What each of `count` points weighs at the places of a Catmull-Rom spline through them."""
    t = np.arange(samples) / samples
    around = 0.5 * np.stack([-t + 2 * t**2 - t**3, 2 - 5 * t**2 + 3 * t**3, t + 4 * t**2 - 3 * t**3, t**3 - t**2], 1)
    stretches = count if closed else count - 1
    weights = np.zeros((stretches * samples + (not closed), count))
    for n in range(stretches):
        rows = weights[n * samples : (n + 1) * samples]
        for column, weight in zip(range(n - 1, n + 3), around.T, strict=True):
            if closed or 0 <= column < count:
                rows[:, column % count] += weight
            else:  # beyond an open end the line goes on straight: a point there mirrors the last but one
                end = 0 if column < 0 else count - 1
                rows[:, end] += 2 * weight
                rows[:, 1 if column < 0 else count - 2] -= weight
    if not closed:
        weights[-1, -1] = 1
    return weights
