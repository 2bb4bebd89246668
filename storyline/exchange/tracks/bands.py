"""Tracks → bands: from one edge of each box to the other, across or down the frame, over time."""

from collections.abc import Callable, Iterator
from typing import Literal

from storyline.exchange.tracks.canvas import LEFT, PLOT, Canvas
from storyline.exchange.tracks.inks import lined
from storyline.exchange.tracks.stretches import Stretch
from storyline.frames.svg import fitted, path, rectangle, words
from storyline.frames.text import text_width

Axis = Literal[0, 1]
"""Across the frame, from left to right; or down, from top to bottom."""

_FRAME = 92.0
"""Pixels of the frame's width or height."""
_NAMES: tuple[tuple[str, str, str], ...] = (("across", "left", "right"), ("down", "top", "bottom"))
_LETTERS = 11.0


def bands(canvas: Canvas, axis: Axis, top: float) -> tuple[list[str], float]:
    """The bands of everybody, and where they end; what lies outside of the frame is shaded."""
    ends = [edge for stretch in canvas.tracks for _, box in stretch.points for edge in box.root[axis::2]]
    low, high = min([0.0, *ends]), max([1.0, *ends])

    def at(value: float) -> float:
        return top + (value - low) * _FRAME

    title, *edges = _NAMES[axis]
    elements = [words(title, 4, at(0.5) + 4, class_="st-text")]
    for outer, inner in ((low, 0.0), (1.0, high)):
        if outer < inner:
            elements.append(rectangle(LEFT, at(outer), PLOT, at(inner) - at(outer), class_="st-out"))
    for value, name in zip((0.0, 1.0), edges, strict=True):
        elements.append(path([(LEFT, at(value)), (LEFT + PLOT, at(value))], class_="st-edge"))
        elements.append(words(name, LEFT - 6, at(value) + 3.5, class_="st-soft", text_anchor="end"))
    for stretch in canvas.tracks:
        elements += _band(canvas, stretch, axis, at)
    elements += _names(canvas, axis, at)
    return elements, at(high)


def _band(canvas: Canvas, stretch: Stretch, axis: Axis, at: Callable[[float], float]) -> Iterator[str]:
    edges = [(frame, *box.root[axis::2]) for frame, box in stretch.points]
    edges.append((stretch.end_exclusive, *edges[-1][1:]))
    near = [(canvas.x(frame), at(first)) for frame, first, _ in edges]
    far = [(canvas.x(frame), at(last)) for frame, _, last in edges]
    ink, colour = canvas.inked[stretch.entity], canvas.colour(stretch)
    yield path([*near, *reversed(far)], closed=True, class_="st-band", fill=colour, title=told(canvas, stretch))
    yield from lined([near, far], colour, ink.dashes)


def _names(canvas: Canvas, axis: Axis, at: Callable[[float], float]) -> Iterator[str]:
    """Names where their bands begin, as far as there is room: small ones first, as large ones have more."""
    taken: list[tuple[float, float, float]] = []
    for stretch in reversed(canvas.tracks):
        frame, box = stretch.points[0]
        first, last = box.root[axis::2]
        x, y = canvas.x(frame) + 5, at((max(first, 0.0) + min(last, 1.0)) / 2) + 3.5
        name = fitted(canvas.inked[stretch.entity].name, 110, 10)
        end = x + text_width(name, 10)
        free = all(abs(y - other) >= _LETTERS or end < start or x > stop for other, start, stop in taken)
        if free and end <= LEFT + PLOT and (last - first) * _FRAME >= 8 and end <= canvas.x(stretch.end_exclusive):
            taken.append((y, x, end))
            yield words(name, x, y, class_="st-in", pointer_events="none")


def told(canvas: Canvas, stretch: Stretch) -> str:
    """A stretch in words: who, from when to when, from where to where."""
    (_, first), (_, last) = stretch.points[0], stretch.points[-1]
    start, end = canvas.timecode(stretch.start), canvas.timecode(stretch.end_exclusive)
    places = [f"({', '.join(f'{edge:.2f}' for edge in box.root)})" for box in (first, last)]
    name = canvas.inked[stretch.entity].name + (f" ({stretch.look})" if stretch.look else "")
    return f"{name}, {start} – {end}\nbox {places[0]}" + (f" to {places[1]}" if first != last else "")
