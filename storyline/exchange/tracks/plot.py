"""A shot → its plot: who is where in the frame, over its time; panels, what is said, what the camera does."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from storyline.exchange.captions import Numbered, spoken
from storyline.exchange.tracks.bands import bands
from storyline.exchange.tracks.canvas import LEFT, PLOT, WIDTH, Canvas
from storyline.exchange.tracks.inks import Inks, sample
from storyline.exchange.tracks.stretches import stretches
from storyline.exchange.trade import begins, terms
from storyline.frames.svg import element, fitted, path, rectangle, words
from storyline.frames.text import text_width
from storyline.schema.camera import Camera
from storyline.schema.storyboard import Storyboard

_LANE, _CAMERA = 16.0, 24.0
_STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14400)
"""Seconds between timecodes."""
_GREY = "#808591"


class Plot(NamedTuple):
    """Elements of SVG, and how many pixels they are high; they are `canvas.WIDTH` wide."""

    elements: list[str]
    height: float


Part = tuple[list[str], float]
"""Elements, and where they end."""


def plot(board: Storyboard, found: Numbered, inked: Inks) -> Plot:
    """The plot of a shot, with its head and its legend; `inked` is what `inks` makes of the board."""
    canvas = Canvas(board, found, inked, stretches(found.shot))
    head, y = _head(canvas)
    legend, top = _legend(canvas, y)
    across, y = bands(canvas, 0, top)
    down, bottom = bands(canvas, 1, y + 24)
    elements = [*head, *legend, *across, *down, *_panels(canvas, top, bottom)]
    y = bottom
    for below in (_time, _said, _moves):
        more, y = below(canvas, y)
        elements += more
    return Plot(elements, y + 6)


def _head(canvas: Canvas) -> Part:
    shot, end = canvas.found.shot, canvas.found.shot.duration
    begun = begins(shot)
    facts = " · ".join(term.short for term in (*((begun,) if begun else ()), *terms(shot)))
    time = f"{canvas.timecode(0)} – {canvas.timecode(end)}, {float(end / canvas.board.rate):.1f} s"
    label = fitted(canvas.found.label, 120, 13, bold=True)
    x = 14 + text_width(label, 13, bold=True)
    elements = [
        words(label, 4, 16, class_="st-name"),
        words(fitted(facts, WIDTH - x - text_width(time, 10) - 20, 11), x, 16, class_="st-text"),
        words(time, WIDTH - 4, 16, class_="st-soft", text_anchor="end"),
        words(fitted(shot.action, WIDTH - 12, 11), 4, 34, class_="st-text"),
    ]
    return elements, 42


def _legend(canvas: Canvas, top: float) -> Part:
    """Who is there, in the order of the cast."""
    seen = {stretch.entity for stretch in canvas.tracks}
    elements: list[str] = []
    x, y = 4.0, top
    for ink in (ink for id, ink in canvas.inked.items() if id in seen):
        name = fitted(ink.name, 180, 10)
        wide = 26 + text_width(name, 10)
        if x > 4 and x + wide > WIDTH - 4:
            x, y = 4.0, y + _LANE
        elements += [*sample(x, y, ink), words(name, x + 26, y + 9, class_="st-soft")]
        x += wide + 14
    return elements, y + 26


def _panels(canvas: Canvas, top: float, bottom: float) -> Iterator[str]:
    """A line for each panel; its number stands above where there is room."""
    free = 0.0
    for n, panel in enumerate(canvas.found.shot.panels, 1):
        x = canvas.x(panel.at)
        title = f"panel {n}, frame {panel.at}, {canvas.timecode(panel.at)}\n{panel.prompt}".strip()
        yield element("g", path([(x, top), (x, bottom)], class_="st-panel"), title=title)
        half = text_width(str(n), 10) / 2
        if x - half > free:
            yield words(str(n), x, top - 3, class_="st-soft", text_anchor="middle")
            free = x + half + 3


def _time(canvas: Canvas, top: float) -> Part:
    """Timecodes of the film below the plot: at its ends, and at whole seconds where there is room."""
    duration, rate = canvas.found.shot.duration, canvas.board.rate
    wide = text_width(canvas.timecode(duration), 10)
    pixel = duration / PLOT
    step = next((step * rate for step in _STEPS if step * rate >= (wide + 12) * pixel), None)
    within = [round(n * step) for n in range(1, int(duration / step) + 1)] if step else []
    near = (1.5 * wide + 8) * pixel
    elements = [
        path([(canvas.x(one), top), (canvas.x(one), top + 4)], class_="st-edge") for one in (0, *within, duration)
    ]
    for one in (0, *(one for one in within if near <= one <= duration - near), duration):
        anchor = "end" if one == duration else "middle" if one else "start"
        elements.append(words(canvas.timecode(one), canvas.x(one), top + 14, class_="st-soft", text_anchor=anchor))
    return elements, top + 20


def _said(canvas: Canvas, top: float) -> Part:
    """A mark for each line while it is said, with as much of it as there is room for."""
    elements: list[str] = []
    lanes: list[float] = []
    for speech, line in zip(spoken(canvas.board, canvas.found), canvas.found.shot.lines, strict=True):
        start, end = canvas.x(line.start), canvas.x(line.start + line.duration)
        told = f"{speech.cue}: “{speech.text}”" if speech.cue else f"“{speech.text}”"
        x = min(start, LEFT + PLOT - 150)
        shown = fitted(told, LEFT + PLOT - x, 10)
        lane = next((n for n, free in enumerate(lanes) if free < x), len(lanes))
        lanes[lane : lane + 1] = [max(end, x + text_width(shown, 10)) + 8]
        y = top + 2 + lane * (_LANE + 4)
        ink = canvas.inked.get(line.speaker) if line.speaker is not None else None
        title = f"{told}\n{canvas.timecode(line.start)} – {canvas.timecode(line.start + line.duration)}"
        elements.append(
            rectangle(start, y, max(end - start, 2), 5, title, class_="st-said", fill=ink.colour if ink else _GREY)
        )
        elements.append(words(shown, x, y + 15, class_="st-voice"))
    if elements:
        elements.append(words("said", 4, top + 9, class_="st-text"))
    return elements, top + len(lanes) * (_LANE + 4) + (4 if lanes else 0)


_CAMERA_OF: tuple[tuple[str, Callable[[Camera], float]], ...] = (
    ("pan", lambda camera: camera.pan),
    ("tilt", lambda camera: camera.tilt),
    ("zoom", lambda camera: camera.zoom),
    ("roll", lambda camera: camera.roll),
)


def _moves(canvas: Canvas, top: float) -> Part:
    """A thin line for all of the camera that changes, with a dot at each of its keyframes."""
    shot = canvas.found.shot
    last = shot.duration - 1
    keys = [keyframe.at for keyframe in shot.camera]
    frames = sorted({0, *keys, last})
    elements: list[str] = []
    y = top
    for name, value in _CAMERA_OF:
        values = [value(shot.camera_at(frame)) for frame in frames]
        low, high = min(values), max(values)
        if high - low < 1e-6:
            continue
        points = {
            frame: (canvas.x(frame), y + 4 + (high - one) / (high - low) * (_CAMERA - 10))
            for frame, one in zip(frames, values, strict=True)
        }
        end = (LEFT + PLOT, points[last][1])
        title = f"{name}: " + ", ".join(
            f"{_short(one)} at {canvas.timecode(f)}" for f, one in zip(frames, values, strict=True)
        )
        elements.append(element("g", path([*points.values(), end], class_="st-camera"), title=title))
        elements += [element("circle", cx=points[key][0], cy=points[key][1], r=2.2, class_="st-key") for key in keys]
        elements.append(
            words(f"{name} {_short(values[0])} → {_short(values[-1])}", 4, y + _CAMERA / 2 + 2, class_="st-soft")
        )
        y += _CAMERA
    return elements, y


def _short(value: float) -> str:
    return f"{round(value, 2) + 0.0:g}"
