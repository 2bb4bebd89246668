"""Any kind that the drawn world does not know: a parcel that carries its name, and a friendly one if it is alive."""

import math
import threading
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources
from typing import Any

import numpy as np
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont

from generators.toon.canvas import RGB, mix, shade
from generators.toon.figures.face import BLUSH, Face, draw_face
from generators.toon.figures.pen import INK, WHITE, Pen
from generators.toon.figures.state import Figure, Moment
from generators.toon.figures.thing import as_a_whole
from generators.toon.shapes import Points, capsule, rounded

_FONTS = ("DejaVuSans-Bold.ttf", "DroidSansFallback.ttf")
_TAPE: RGB = (226, 190, 130)
_READING = threading.RLock()
"""Font files are read as they are needed, which only one thread may do at a time."""
_PLATE, _CARD = (0.31, 0.25), (0.335, 0.40)
"""Half the width of the label, and its height: under a face, and alone."""


def draw_sign(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw the labelled parcel on the ground at the origin, one unit tall and 0.8 wide."""
    if f.talks:
        _somebody(pen, f, m)
    else:
        _something(pen, f, m)


def _something(pen: Pen, f: Figure, m: Moment) -> None:
    """Nearly all label, and room below it for the hand that holds it."""
    with as_a_whole(pen, m):
        pen.part(f.main, rounded(-0.39, -0.985, 0.39, -0.015, 0.07))
        pen.fill(shade(f.main, 0.84), rounded(-0.385, -0.17, 0.385, -0.02, 0.06))
        pen.fill(shade(f.main, 1.22), rounded(-0.385, -0.98, 0.385, -0.83, 0.06))
        pen.fill(mix(f.main, _TAPE, 0.55), rounded(-0.075, -0.98, 0.075, -0.70, 0.01))
        if m.view != "back":
            _label(pen, f, -0.45, _CARD)


def _label(pen: Pen, f: Figure, y: float, size: tuple[float, float]) -> None:
    """The name on a piece of paper whose middle is at `y`."""
    wide, high = size[0] + 0.015, size[1] / 2 + 0.025
    pen.part(WHITE, rounded(-wide, y - high, wide, y + high, 0.05), ink=shade(f.main, 0.6))
    with pen.at(0, y):
        for glyph in lettering(f.label, size):
            pen.canvas.polygons(glyph, INK)


def _somebody(pen: Pen, f: Figure, m: Moment) -> None:
    """It has a face, arms and feet."""
    step = 0.05 * math.sin(2 * math.pi * m.gait) if m.action in ("walk", "run") else 0.0
    with as_a_whole(pen, m):
        for side in (-1, 1):
            y = -0.045 - max(0.0, side * step)
            pen.part(shade(f.main, 0.66), capsule(side * 0.17 - 0.03, y, side * 0.17 + 0.05, y, 0.044))
            raised = m.action in ("dance", "fly", "fall") or (m.action == "wave" and side > 0)
            hand = (side * (0.385 + 0.01 * m.swing(1.6) * raised), -0.52 if raised else -0.24)
            pen.limb(shade(f.main, 0.86), [(side * 0.33, -0.36), hand], (0.034, 0.030))
        pen.part(f.main, rounded(-0.355, -0.985, 0.355, -0.065, 0.20))
        pen.fill(shade(f.main, 0.88), rounded(-0.350, -0.30, 0.350, -0.07, 0.19))
        pen.fill(mix(f.main, WHITE, 0.5), capsule(-0.20, -0.935, 0.06, -0.95, 0.018))
        turn = 0.10 if m.view == "side" else 0.0
        if m.view != "back":
            with pen.at(0, -0.74):
                eyes = ((turn - 0.45, -0.05), (turn + 0.45, -0.05))
                cheeks = ((turn - 0.95, 0.35), (turn + 0.95, 0.35))
                draw_face(pen, Face(eyes, (0.19, 0.26), (turn, 0.45), 0.30, cheeks, mix(f.main, BLUSH, 0.6)), 0.24, m)
        _label(pen, f, -0.35, _PLATE)


@lru_cache(maxsize=512)
def lettering(text: str, size: tuple[float, float] = _PLATE) -> tuple[tuple[Points, ...], ...]:
    """The outlines of each letter of a text, wrapped and shrunk to fit a label around the origin.

    `size`: half its width, and its height.

    The fewest lines that let the letters be largest are taken; what still would be too small to read is cut.
    """
    words = text.split() or ["?"]
    best: tuple[float, list[str]] = (0.0, [])
    for count in range(1, min(3, len(words)) + 1):
        lines = _wrapped(words, count)
        scale = min(2 * size[0] / max(_width(line) for line in lines), size[1] / (len(lines) * 1.12), 0.24)
        if scale > best[0] * 1.05:
            best = scale, lines
    scale, lines = best
    if scale < 0.055:
        scale = 0.055
        lines = [_cut(line, 2 * size[0] / scale) for line in lines[:3]]
    glyphs: list[tuple[Points, ...]] = []
    for n, line in enumerate(lines):
        x = -_width(line) / 2
        y = (n - (len(lines) - 1) / 2) * 1.12 + 0.36
        for letter in line:
            contours, advance = _glyph(letter)
            if contours:
                glyphs.append(tuple((c + np.array([x, y])) * scale for c in contours))
            x += advance
    return tuple(glyphs)


def _wrapped(words: list[str], count: int) -> list[str]:
    """The words in `count` lines, as even as can be."""
    if count == 1:
        return [" ".join(words)]
    splits = range(1, len(words) - count + 2)
    options = [[" ".join(words[:k]), *_wrapped(words[k:], count - 1)] for k in splits]
    return min(options, key=lambda lines: max(_width(line) for line in lines))


def _cut(line: str, width: float) -> str:
    if _width(line) <= width:
        return line
    while line and _width(line + "…") > width:
        line = line[:-1]
    return line + "…"


def _width(line: str) -> float:
    return max(1e-6, sum(_glyph(letter)[1] for letter in line))


@lru_cache(maxsize=2)
def _font(name: str) -> TTFont:
    return TTFont(resources.files("storyline").joinpath("frames", "fonts", name), lazy=True)


@lru_cache(maxsize=2048)
def _glyph(letter: str) -> tuple[tuple[Points, ...], float]:
    """Contours of a letter (em units, baseline at 0, y down) and how far it advances."""
    with _READING:
        for name in _FONTS:
            font = _font(name)
            glyph = font.getBestCmap().get(ord(letter))
            if glyph is not None:
                break
        else:
            return _glyph("?")
        outlines = font.getGlyphSet()
        pen = DecomposingRecordingPen(outlines)
        outlines[glyph].draw(pen)
        em = font["head"].unitsPerEm
        return tuple(c * (1 / em, -1 / em) for c in _flattened(pen.value)), outlines[glyph].width / em


def _flattened(commands: Sequence[tuple[str, Sequence[Any]]]) -> list[Points]:
    """TrueType outlines as polygons: each quadratic curve becomes four edges."""
    contours: list[Points] = []
    points: list[tuple[float, float]] = []
    for command, args in commands:
        if command in ("moveTo", "lineTo"):
            points.append(args[0])
        elif command == "qCurveTo":
            if args[-1] is None:  # a contour of off-curve points alone
                args = (*args[:-1], ((args[-2][0] + args[0][0]) / 2, (args[-2][1] + args[0][1]) / 2))
                points.append(args[-1])
            for n, control in enumerate(args[:-1]):
                end = (
                    args[-1]
                    if n == len(args) - 2
                    else ((control[0] + args[n + 1][0]) / 2, (control[1] + args[n + 1][1]) / 2)
                )
                start = points[-1]
                for t in (0.25, 0.5, 0.75, 1.0):
                    u = 1 - t
                    points.append(
                        (
                            u * u * start[0] + 2 * u * t * control[0] + t * t * end[0],
                            u * u * start[1] + 2 * u * t * control[1] + t * t * end[1],
                        )
                    )
        elif command in ("closePath", "endPath"):
            if len(points) > 2:
                contours.append(np.array(points, float))
            points = []
    return contours
