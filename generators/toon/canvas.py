"""Anti-aliased polygons under a stack of affine maps; remembers who covers which pixel.

Everything is drawn at twice the size and area-averaged: measured as the fastest good-looking way on a CPU.
Units are frame heights for both axes (so that circles stay round): x from 0 to width / height, y from 0 to 1, y down.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import accumulate

import cv2
import numpy as np
from jaxtyping import Bool, Float, UInt8

from generators.toon import shapes
from storyline.schema.media import FrameSize

SUPERSAMPLE = 2
_SHIFT = 6  # fractional bits of a vertex
_FAR = 3.0e6  # keeps vertices inside OpenCV's 32-bit fixed point

RGB = tuple[int, int, int]


class Canvas:
    """One frame being drawn."""

    def __init__(self, size: FrameSize, *, track: bool = False) -> None:
        """`track` also keeps, for each pixel, which figure is in front (see `begin`)."""
        self.size = size
        self.aspect = size.width / size.height
        self.scale = size.height * SUPERSAMPLE
        """Pixels of the supersampled image per unit."""
        shape = (size.height * SUPERSAMPLE, size.width * SUPERSAMPLE)
        self.image: np.ndarray = np.zeros((*shape, 3), np.uint8)
        self.owner: np.ndarray | None = np.zeros(shape, np.uint8) if track else None
        self._figure = 0
        self._light: Callable[[RGB], RGB] | None = None
        self._extent: tuple[float, float, float, float] | None = None
        self._turn((1.0, 0.0, 0.0, 0.0, 1.0, 0.0))

    @contextmanager
    def at(
        self, x: float = 0, y: float = 0, *, angle: float = 0, scale: float = 1, stretch: tuple[float, float] = (1, 1)
    ) -> Iterator[None]:
        """Draw relative to a point, turned clockwise by `angle` radians, scaled; nested calls compose.

        A negative first `stretch` mirrors.
        """
        before = a, b, c, d, e, f = self._affine
        cosine, sine = math.cos(angle), math.sin(angle)
        sx, sy = scale * stretch[0], scale * stretch[1]
        p, q, r, s = cosine * sx, -sine * sy, sine * sx, cosine * sy
        # the product of two matrices, written out: numpy takes four times as long for so little
        self._turn((a * p + b * r, a * q + b * s, a * x + b * y + c, d * p + e * r, d * q + e * s, d * x + e * y + f))
        try:
            yield
        finally:
            self._turn(before)

    def _turn(self, to_units: tuple[float, float, float, float, float, float]) -> None:
        """Draw through this map from here on: x to ax + by + c, y to dx + ey + f."""
        self._affine = a, b, c, d, e, f = to_units
        # the way on to OpenCV's fixed point, whose integers are pixel centres: half a pixel further than ours
        unit, half = self.scale * (1 << _SHIFT), 0.5 * (1 << _SHIFT)
        self._linear = np.array(((a * unit, d * unit), (b * unit, e * unit)))
        self._offset = np.array((c * unit - half, f * unit - half))

    @property
    def _map(self) -> Float[np.ndarray, "3 3"]:
        return np.array([self._affine[:3], self._affine[3:], (0.0, 0.0, 1.0)])

    def inside(self, points: Float[np.ndarray, "n 2"]) -> Float[np.ndarray, "n 2"]:
        """Points of the frame as they are called inside the `at` of the moment: the way back from the picture."""
        back = np.linalg.inv(self._map)
        return np.asarray(points @ back[:2, :2].T + back[:2, 2])

    def outside(self, x: float, y: float) -> tuple[float, float]:
        """A point of the `at` of the moment as it is called in the frame: the way back from `inside`."""
        a, b, c, d, e, f = self._affine
        return a * x + b * y + c, d * x + e * y + f

    @contextmanager
    def lit(self, light: Callable[[RGB], RGB]) -> Iterator[None]:
        """Every colour given inside is seen in this light."""
        before, self._light = self._light, light
        try:
            yield
        finally:
            self._light = before

    @contextmanager
    def below(self, y: float) -> Iterator[None]:
        """What is drawn inside leaves all that is higher in the picture than the point (0, y) as it is."""
        row = (self._map @ np.array([0.0, y, 1.0]))[1] * self.scale
        kept = slice(0, min(len(self.image), max(0, round(float(row)))))
        images = [self.image] if self.owner is None else [self.image, self.owner]
        before = [image[kept].copy() for image in images]
        try:
            yield
        finally:
            for image, upper in zip(images, before, strict=True):
                image[kept] = upper

    def begin(self, figure: int) -> None:
        """What is drawn from here on belongs to this figure, 1..255; 0 is the backdrop."""
        self._figure = figure
        self._extent = (math.inf, math.inf, -math.inf, -math.inf) if figure else None

    def extent(self) -> tuple[float, float, float, float] | None:
        """(x0, y0, x1, y1) in units of all that was drawn since `begin`, seen or not; None if nothing."""
        if self._extent is None or self._extent[0] > self._extent[2]:
            return None
        return self._extent

    def _reach(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """The figure of the moment reaches at least so far."""
        if self._extent is not None:
            left, top, right, bottom = self._extent
            self._extent = min(left, x0), min(top, y0), max(right, x1), max(bottom, y1)

    def polygon(
        self,
        points: Float[np.ndarray, "n 2"] | list[tuple[float, float]],
        colour: RGB,
        *,
        alpha: float = 1.0,
        solid: bool = True,
    ) -> None:
        """Fill a polygon. `alpha` below 1 lets what is behind shine through; `solid=False` leaves
        figures and extents untouched (shadows, light, mist)."""
        self.polygons([points], colour, alpha=alpha, solid=solid)

    def polygons(
        self,
        contours: Sequence[Float[np.ndarray, "_ 2"] | list[tuple[float, float]]],
        colour: RGB,
        *,
        alpha: float = 1.0,
        solid: bool = True,
    ) -> None:
        """Fill what an odd number of the contours enclose: a letter with its holes."""
        points = np.asarray(contours[0], float) if len(contours) == 1 else np.concatenate(contours)
        fixed = np.dot(points, self._linear)
        fixed += self._offset
        np.rint(fixed, out=fixed)
        x, y, width, height = cv2.boundingRect(fixed.astype(np.float32))  # half the price of four reductions
        if x < -_FAR or y < -_FAR or not 0 < width < _FAR or not 0 < height < _FAR:
            x, y = (float(v) for v in fixed.min(0))
            width, height = (float(v) + 1 for v in fixed.max(0) - (x, y))
            fixed = fixed.clip(-_FAR, _FAR)
        unit, half = self.scale * (1 << _SHIFT), 0.5 * (1 << _SHIFT)
        x0, y0 = low = (x + half) / unit, (y + half) / unit
        x1, y1 = high = x0 + (width - 1) / unit, y0 + (height - 1) / unit
        if solid:
            self._reach(x0, y0, x1, y1)
        if x1 < 0 or y1 < 0 or x0 > self.aspect or y0 > 1:
            return
        vertices = fixed.astype(np.int32)
        parts = [vertices]
        if len(contours) > 1:
            ends = list(accumulate(map(len, contours)))
            parts = [vertices[start:end] for start, end in zip([0, *ends], ends, strict=False)]
        if self._light is not None:
            colour = self._light(colour)
        if alpha >= 1:
            cv2.fillPoly(self.image, parts, colour, cv2.LINE_AA, _SHIFT)
        else:
            self._blend(parts, low, high, colour, alpha)
        if solid and self.owner is not None:
            cv2.fillPoly(self.owner, parts, self._figure, cv2.LINE_8, _SHIFT)

    def _blend(
        self, parts: list[np.ndarray], low: tuple[float, float], high: tuple[float, float], colour: RGB, alpha: float
    ) -> None:
        height, width = self.image.shape[:2]
        x0, y0 = (max(0, int(v * self.scale) - 2) for v in low)
        x1, y1 = min(width, int(high[0] * self.scale) + 3), min(height, int(high[1] * self.scale) + 3)
        part = self.image[y0:y1, x0:x1]
        painted = part.copy()
        moved = [vertices - np.array([x0, y0], np.int32) * (1 << _SHIFT) for vertices in parts]
        cv2.fillPoly(painted, moved, colour, cv2.LINE_AA, _SHIFT)
        cv2.addWeighted(painted, alpha, part, 1 - alpha, 0, dst=part)

    def paste(
        self,
        levels: Sequence[UInt8[np.ndarray, "_ _ 4"]],
        box: tuple[float, float, float, float],
        hull: Float[np.ndarray, "_ 2"],
    ) -> None:
        """Draw a picture over the rectangle `box` (x0, y0, x1, y1).

        `levels` are its pixels, colours times opacity, at full size and halved again and again; what is seen of them
        lies within `hull`.
        """
        world = hull @ self._map[:2, :2].T + self._map[:2, 2]
        low, high = world.min(0).tolist(), world.max(0).tolist()
        self._reach(*low, *high)
        height, width = self.image.shape[:2]
        x0, y0 = (max(0, math.floor(v * self.scale) - 1) for v in low)
        x1, y1 = min(width, math.ceil(high[0] * self.scale) + 1), min(height, math.ceil(high[1] * self.scale) + 1)
        if x0 >= x1 or y0 >= y1:
            return
        size = math.sqrt(abs(np.linalg.det(self._map[:2, :2]))) * self.scale * (box[3] - box[1])
        fine = (len(level) for level in levels)
        level = levels[max(0, sum(rows >= size for rows in fine) - 1)]
        rows, columns = level.shape[:2]
        sx, sy = (box[2] - box[0]) / columns, (box[3] - box[1]) / rows
        # pixel centres of the level -> of the part of the canvas that is painted
        inner = np.array([[sx, 0, box[0] + sx / 2], [0, sy, box[1] + sy / 2], [0, 0, 1]])
        matrix = (self._map @ inner)[:2] * self.scale - np.array([[0, 0, x0 + 0.5], [0, 0, y0 + 0.5]])
        found = cv2.warpAffine(level, matrix, (x1 - x0, y1 - y0), flags=cv2.INTER_LINEAR)
        colours, opacity = found[..., :3], found[..., 3:].astype(np.uint16)
        if self._light is not None:
            colours = cv2.LUT(colours, _table(self._light))
        part = self.image[y0:y1, x0:x1]
        behind = (part * (255 - opacity) + 127) // 255
        part[:] = np.minimum(255, behind + colours)
        if self.owner is not None:
            self.owner[y0:y1, x0:x1][opacity[..., 0] > 127] = self._figure

    def oval(
        self,
        x: float,
        y: float,
        rx: float,
        ry: float,
        colour: RGB,
        *,
        angle: float = 0,
        alpha: float = 1,
        solid: bool = True,
    ) -> None:
        """Fill an ellipse of radii rx, ry, turned by `angle` radians."""
        self.polygon(shapes.oval(x, y, rx, ry, angle), colour, alpha=alpha, solid=solid)

    def capsule(
        self,
        x0: float,
        y0: float,
        x1: float,
        y1: float,
        radius: float,
        colour: RGB,
        *,
        end: float | None = None,
        alpha: float = 1,
    ) -> None:
        """Fill a thick line with round ends, of `radius` at its start and `end` at its end."""
        self.polygon(shapes.capsule(x0, y0, x1, y1, radius, end), colour, alpha=alpha)

    def rounded(
        self, x0: float, y0: float, x1: float, y1: float, radius: float, colour: RGB, *, alpha: float = 1
    ) -> None:
        """Fill a rectangle with round corners."""
        self.polygon(shapes.rounded(x0, y0, x1, y1, radius), colour, alpha=alpha)

    def picture(self) -> UInt8[np.ndarray, "height width 3"]:
        """The frame, area-averaged to its size."""
        return np.asarray(cv2.resize(self.image, self.size.root, interpolation=cv2.INTER_AREA))

    def front(self) -> UInt8[np.ndarray, "height width"]:
        """The figure that has most of each pixel, the later drawn of two equals; 0 is the backdrop. Needs `track`.

        Raises:
            ValueError: the canvas was made without `track=True`.
        """
        if self.owner is None:
            raise ValueError("this canvas was made without track=True")
        parts = [self.owner[y::SUPERSAMPLE, x::SUPERSAMPLE] for y in range(SUPERSAMPLE) for x in range(SUPERSAMPLE)]
        _, second, third, last = np.sort(np.stack(parts), 0)
        return np.asarray(np.where((second == third) & (third != last), third, last))

    def visible(self, figure: int) -> Bool[np.ndarray, "height width"]:
        """The pixels that `front` gives to a figure; needs `track`."""
        return np.asarray(self.front() == figure)


def _table(light: Callable[[RGB], RGB]) -> UInt8[np.ndarray, "256 1 3"]:
    """What a light makes of each value of red, green and blue."""
    return np.array([light((v, v, v)) for v in range(256)], np.uint8).reshape(256, 1, 3)


@lru_cache(maxsize=1 << 14)  # the same few colours in every frame
def shade(colour: RGB, factor: float) -> RGB:
    """Darker below 1 (0 is black), lighter above (2 is white)."""
    if factor <= 1:
        return tuple(int(v * factor) for v in colour)  # type: ignore[return-value]
    return tuple(int(v + (255 - v) * min(1.0, factor - 1)) for v in colour)  # type: ignore[return-value]


@lru_cache(maxsize=1 << 14)
def mix(a: RGB, b: RGB, share: float) -> RGB:
    """`a` at share 0, `b` at share 1."""
    return tuple(int(p + (q - p) * share) for p, q in zip(a, b, strict=True))  # type: ignore[return-value]
