"""What a backdrop is drawn on: layers at different depths under one camera, and scenery scattered on them.

A layer of depth 1 is the ground plane, which moves exactly as `Camera.project` says. Farther layers (depth towards 0)
pan, tilt and zoom less. Scenery is scattered by cells: what stands in a cell depends on the seed, the name of the
scatter and the cell's index alone, so a pan finds new scenery without end and finds the old again on its way back.
"""

import math
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from jaxtyping import Float

from generators.toon.canvas import RGB, Canvas, mix
from generators.toon.light import Light
from storyline.schema.camera import Camera
from storyline.schema.vocabulary import Weather

Spot = tuple[float, float]
Contour = Float[np.ndarray, "_ 2"] | list[Spot]

BOLT = 0.35
"""Seconds that a stroke of lightning is seen."""
STRIKES = 3.5
"""Seconds from one stroke to the next, about."""
_WORD = (1 << 64) - 1
_WAVES = (0.55, 0.3, 0.15), (1.0, 1.73, 3.1)  # of a ridge: shares of its rise, waves in its length


class Cell(NamedTuple):
    """One place where something may stand, and the chances that decide what."""

    x: float
    y: float
    a: float
    b: float
    c: float
    d: float
    """`a` to `d` lie in 0..1, fixed for the cell."""
    column: int
    """The index of the cell in its row."""


@dataclass(frozen=True)
class Season:
    """What a place's description or the weather puts over its plants and ground."""

    snow: float = 0.0
    autumn: float = 0.0
    spring: float = 0.0
    dry: float = 0.0

    def leaf(self, rgb: RGB, chance: float = 0.5) -> RGB:
        """The colour of leaves; in autumn `chance` chooses among three, in spring a third are in blossom."""
        if self.autumn:
            rgb = mix(rgb, ((226, 126, 52), (238, 178, 66), (202, 84, 56))[int(chance * 2.999)], 0.8 * self.autumn)
        if self.spring:
            bloom: RGB = (250, 190, 208) if chance < 0.28 else (252, 226, 232)
            rgb = mix(rgb, bloom, 0.85) if chance < 0.55 else mix(rgb, (160, 214, 104), 0.35)
        return mix(mix(rgb, (178, 160, 96), 0.55 * self.dry), (226, 236, 246), 0.62 * self.snow)

    def soil(self, rgb: RGB) -> RGB:
        """The colour of the ground."""
        rgb = mix(mix(rgb, (206, 168, 92), 0.4 * self.autumn), (214, 190, 128), 0.6 * self.dry)
        return mix(mix(rgb, (150, 214, 100), 0.12 * self.spring), (196, 216, 246), 0.9 * self.snow)


@dataclass(frozen=True)
class Stage:
    """Everything a setting needs to draw itself."""

    canvas: Canvas
    camera: Camera
    light: Light
    season: Season
    seconds: float
    seed: int
    breeze: float = 1.0
    """How hard the wind blows; 1 on a calm day."""
    weather: Weather = "clear"
    outside: Light | None = None
    """The light under the open sky, where `light` is that of a room or a cave: what a window shows."""

    @property
    def open_sky(self) -> Light:
        """The light out of doors."""
        return self.outside or self.light

    @contextmanager
    def layer(self, depth: float, *, distance: float | None = None) -> Iterator["Layer"]:
        """Draw at a depth; `distance` (0 here .. 1 horizon) fades it into the air, by default as the depth says."""
        aspect, camera = self.canvas.aspect, self.camera
        zoom = camera.zoom**depth
        left = (0.5 + camera.pan * depth) * aspect - aspect / 2 / zoom
        top = 0.5 + camera.tilt * depth - 0.5 / zoom
        away = (1 - depth) ** 1.5 if distance is None else distance
        with self.canvas.at(-left * zoom, -top * zoom, scale=zoom):
            yield Layer(
                self,
                max(0.0, away),
                left,
                left + aspect / zoom,
                top,
                top + 1 / zoom,
                self.canvas.size.height * zoom,
                _palette(self.light, away),
            )

    def chances(self, name: str, column: int, row: int = 0) -> tuple[float, float, float, float]:
        """Four numbers in 0..1 that depend on the seed, the name and the cell alone."""
        return _chances(self.seed, name, column, row)

    def turn(self, cell: Cell, kinds: int) -> int:
        """Which of several things that take turns stands in a cell; the seed says which comes first."""
        return (cell.column + int(self.chances("turn", 0)[0] * kinds)) % kinds

    def flash(self) -> float:
        """How bright lightning is just now, 0..1: now and then in a storm, gone within a third of a second."""
        return max(0.0, 1 - self.since_strike() / BOLT) if self.light.lightning else 0.0

    def since_strike(self) -> float:
        """Seconds since the last stroke of lightning, infinite before it: one in every few, at a moment of its own."""
        strike, since = divmod(self.seconds, STRIKES)
        since -= self.chances("lightning", int(strike))[0] * (STRIKES - BOLT)
        return since if since >= 0 else math.inf

    def sway(self, x: float, speed: float = 1.3) -> float:
        """How far a plant at `x` leans in the wind just now, about -1..1 on a calm day; a gale bends it over."""
        swing = math.sin(self.seconds * speed * (0.6 + 0.4 * self.breeze) + x * 5)
        return self.breeze * swing if self.breeze <= 1.5 else 2.2 * self.breeze / 3 * (1 + 0.8 * swing)


@dataclass(frozen=True)
class Layer:
    """A depth of the stage; x and y are in frame heights of the master view."""

    stage: Stage
    distance: float
    x0: float
    x1: float
    y0: float
    y1: float
    """What the frame shows of it."""
    detail: float
    """Pixels of the picture per frame height."""
    _seen: dict[RGB, RGB]

    def paint(self, rgb: RGB) -> RGB:
        """A colour in the scene's light, seen from this far."""
        seen = self._seen.get(rgb)
        if seen is None:
            seen = self._seen[rgb] = self.stage.light.far(rgb, self.distance)
        return seen

    def polygon(
        self, points: Contour, rgb: RGB, *, at: Spot = (0.0, 0.0), size: float = 1.0, alpha: float = 1.0
    ) -> None:
        """Fill a polygon, `size` times as large and moved to a spot, with a colour as it is by plain daylight."""
        if size != 1.0 or at != (0.0, 0.0):
            points = np.asarray(points) * size + at
        self.glow([points], self.paint(rgb), alpha=alpha)

    def polygons(self, contours: Sequence[Contour], rgb: RGB) -> None:
        """Fill many polygons at once, which is much faster than one by one; where two overlap they leave a hole."""
        self.glow(contours, self.paint(rgb))

    def glow(self, contours: Sequence[Contour], rgb: RGB, *, alpha: float = 1.0) -> None:
        """Fill polygons with a colour that the light does not change: lamps, stars, what is in the sky."""
        if contours:
            self.stage.canvas.polygons(contours, rgb, alpha=alpha, solid=False)

    def box(self, x0: float, y0: float, x1: float, y1: float, rgb: RGB, *, alpha: float = 1.0) -> None:
        """Fill an upright rectangle."""
        self.polygon(box(x0, y0, x1, y1), rgb, alpha=alpha)

    def cells(
        self, name: str, spacing: float, *, margin: float = 0.0, drift: float = 0.0, shake: float = 0.6
    ) -> Iterator[Cell]:
        """The cells in view, left to right: one every `spacing`, off its middle by up to half of `shake` of that.

        `margin` is how far what stands in a cell reaches to its sides; all are carried `drift` to the right.
        """
        yield from self._row(name, 0, spacing, 0.0, margin, drift, shake)

    def scatter(
        self, name: str, spacing: float, y0: float, y1: float, *, rows: float, margin: float = 0.05
    ) -> Iterator[Cell]:
        """The cells in view between heights y0 and y1, far (top) to near: one every `spacing` by `rows`, shaken."""
        first, last = max(y0, self.y0 - margin), min(y1, self.y1 + margin)
        for row in range(math.floor((first - y0) / rows), math.ceil((last - y0) / rows)):
            for cell in self._row(name, row, spacing, y0 + row * rows, margin, 0.0, 0.6):
                yield cell._replace(y=cell.y + rows * ((cell.a * 7.0) % 1))

    def _row(
        self, name: str, row: int, spacing: float, y: float, margin: float, drift: float, shake: float
    ) -> Iterator[Cell]:
        first = math.floor((self.x0 - margin - drift) / spacing - 1)
        last = math.ceil((self.x1 + margin - drift) / spacing)
        for column in range(first, last + 1):
            a, b, c, d = self.stage.chances(name, column, row)
            x = (column + 0.5 + shake * (d - 0.5)) * spacing + drift
            if self.x0 - margin <= x <= self.x1 + margin:
                yield Cell(x, y, a, b, c, (d * 11.0) % 1, column)

    def ridge(self, name: str, base: float, rise: float, length: float) -> "Ridge":
        """A rolling line around height `base`, up to `rise` above and below, of hills about `length` wide."""
        return Ridge(base, rise, length, self.stage.chances(name, 0))

    def land(self, ridge: "Ridge", rgb: RGB) -> None:
        """Fill everything in view below a ridge."""
        xs = self.along(ridge.length) if ridge.rise else np.array([self.x0, self.x1])
        ys = ridge.heights(xs)
        if ys.min() < self.y1:
            bottom = max(self.y1, float(ys.max())) + 0.02
            edge = np.stack([xs, ys], 1)
            self.polygon(np.concatenate([edge, [(xs[-1], bottom), (xs[0], bottom)]]), rgb)

    def along(self, length: float) -> Float[np.ndarray, " n"]:
        """Where to sample a line of waves about `length` long across the view.

        The places stay put when the camera pans: samples that moved with it would make the line shiver.
        """
        width = self.x1 - self.x0
        step = length / 24
        step *= 2.0 ** max(0, math.ceil(math.log2(width / step / 128)))  # from afar no more than pixels can show
        step /= 2.0 ** max(0, math.ceil(math.log2(16 * step / width)))  # from close by still round
        return np.arange(math.floor(self.x0 / step), math.ceil(self.x1 / step) + 1) * step


@lru_cache(maxsize=256)
def _palette(light: Light, distance: float) -> dict[RGB, RGB]:
    """What colours become in a light seen from that far, filled in as they are asked for."""
    return {}


@lru_cache(maxsize=1 << 15)  # the same cells are in view in every frame of a shot
def _chances(seed: int, name: str, column: int, row: int) -> tuple[float, float, float, float]:
    z = (seed * 0x9E3779B97F4A7C15 + zlib.crc32(name.encode()) * 0xD1342543DE82EF95) & _WORD
    z = (z + column * 0xBF58476D1CE4E5B9 + row * 0x94D049BB133111EB) & _WORD
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB), (31, 0xD6E8FEB86659FD93)):
        z = ((z ^ (z >> shift)) * factor) & _WORD
    z ^= z >> 32
    a, b, c, d = (((z >> bits) & 0xFFFF) / 0x10000 for bits in (0, 16, 32, 48))
    return a, b, c, d


def box(x0: float, y0: float, x1: float, y1: float) -> Contour:
    """An upright rectangle."""
    return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]


@dataclass(frozen=True)
class Ridge:
    """A rolling line: three waves of unrelated lengths."""

    base: float
    rise: float
    length: float
    phases: tuple[float, float, float, float]

    def heights(self, xs: Float[np.ndarray, " n"]) -> Float[np.ndarray, " n"]:
        """The line's y at each x, in frame heights."""
        turns = 2 * np.pi * np.asarray(xs) / self.length
        waves = sum(
            part * np.sin(turns * pace + 2 * np.pi * p) for part, pace, p in zip(*_WAVES, self.phases[:3], strict=True)
        )
        return np.asarray(self.base - self.rise * waves)

    def at(self, x: float) -> float:
        """The line's y at one x."""
        turn = 2 * math.pi * x / self.length
        waves = (
            part * math.sin(turn * pace + 2 * math.pi * p)
            for part, pace, p in zip(*_WAVES, self.phases[:3], strict=True)
        )
        return self.base - self.rise * sum(waves)
