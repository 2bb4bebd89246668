"""A video becomes takes: cut where the picture changes at once or over time, measured for motion and for writing.

What is worth learning from is chosen as for Stable Video Diffusion (Blattmann et al. 2023, appendix C): uncut, moving,
and without much text. There, text is found by a network (CRAFT); here by the edges that lines of letters have.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np
from jaxtyping import Float32, UInt8

from storyline.frames.clip import Picture
from storyline.frames.cuts import CUT, change, stands_out

_THUMB = (64, 36)
_PARTS = (8, 4)
_WIDE = 320
"""Pixels across a frame in which letters are looked for."""
_CONTRAST, _GAP = 50, 7
"""Of letters to what is behind them, 0 to 255; and pixels between letters, at most."""
_BINS = (12, 4, 4)
"""Of hue, saturation and value."""
_OVER_TIME = 0.5
"""Seconds that a dissolve may last at most to be found as one."""
_WHOLLY = 0.9
"""Of the greatest difference, where one picture is gone and the other there."""
_FLOWS = 2
"""Times a second at which motion is measured."""


@dataclass(frozen=True)
class Filters:
    """Which takes are worth learning from."""

    cut: float = CUT
    """Mean change of hue, saturation and value from frame to frame that is a cut, where it stands out."""
    dissolve: float = 0.45
    """Share of the picture's colours that is another half a second later."""
    shortest: float = 1.0
    """Seconds."""
    still: float = 0.002
    """Mean motion, in frame widths a second, below which nothing happens."""
    writing: float = 0.025
    """Share of the frame that lines of letters cover, above which it is a title."""


@dataclass(frozen=True)
class Take:
    """Frames between two cuts."""

    start: int
    end_exclusive: int
    seconds: float
    motion: float
    """Mean length of the optical flow, in frame widths a second."""
    writing: float
    """Share of the frame that is covered by lines of letters."""

    def refused(self, filters: Filters) -> str:
        """Why it is not worth learning from, in a word; empty if it is."""
        if self.seconds < filters.shortest:
            return "short"
        if self.motion < filters.still:
            return "still"
        return "writing" if self.writing > filters.writing else ""


USUAL = Filters()


@dataclass(frozen=True)
class _Glance:
    """What is compared of frames."""

    thumb: UInt8[np.ndarray, "y x 3"]
    """In hue, saturation and value."""
    colours: Float32[np.ndarray, " c"]
    """Shares of the picture."""
    parts: Float32[np.ndarray, "v u 3"]
    """Mean red, green and blue."""


@dataclass
class _Measures:
    """What is kept of a video: numbers alone, so that it may be of any length."""

    frames: int = 0
    changes: list[float] = field(default_factory=list)
    """From each frame to the next."""
    differences: list[tuple[float, float]] = field(default_factory=list)
    """From each frame to the one that is a dissolve later: of which colours it has, whatever moves; and of the colour
    of each part, which changes evenly as one picture becomes another."""
    flows: list[tuple[int, int, float]] = field(default_factory=list)
    """From a frame to another, in widths."""
    letters: list[tuple[int, float]] = field(default_factory=list)


def takes(frames: Iterable[Picture], rate: float, filters: Filters = USUAL) -> tuple[Take, ...]:
    """Cut a video, whose frames are taken one by one, into takes and measure each."""
    span, step = max(2, round(rate * _OVER_TIME)), max(1, round(rate / _FLOWS))
    found = _measured(frames, span, step)
    return tuple(_take(found, start, end, rate) for start, end in _uncut(found, span, filters))


def _measured(frames: Iterable[Picture], span: int, step: int) -> _Measures:
    found = _Measures()
    glances: deque[_Glance] = deque(maxlen=span + 1)
    sample: tuple[int, UInt8[np.ndarray, "y x"]] | None = None
    for n, frame in enumerate(frames):
        glances.append(_glance(frame))
        if n:
            found.changes.append(change(glances[-2].thumb, glances[-1].thumb))
        if len(glances) > span:
            found.differences.append(_difference(glances[0], glances[-1]))
        if n % step == 0:
            high = max(1, round(_WIDE * frame.shape[0] / frame.shape[1]))
            small = cv2.resize(frame, (_WIDE, high), interpolation=cv2.INTER_AREA)
            grey = np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY))
            found.letters.append((n, writing(grey)))
            if sample is not None:
                found.flows.append((sample[0], n, motion(sample[1], grey)))
            sample = n, grey
        found.frames = n + 1
    return found


def _take(found: _Measures, start: int, end: int, rate: float) -> Take:
    flows = [flow * rate / (b - a) for a, b, flow in found.flows if start <= a and b < end]
    letters = [share for n, share in found.letters if start <= n < end]
    return Take(
        start=start,
        end_exclusive=end,
        seconds=(end - start) / rate,
        motion=float(np.mean(flows)) if flows else 0.0,
        writing=float(np.median(letters)) if letters else 0.0,
    )


def motion(before: UInt8[np.ndarray, "y x"], after: UInt8[np.ndarray, "y x"]) -> float:
    """Mean length of the optical flow between two grey pictures, in widths. Farnebäck 2003, on a small grid."""
    small = [cv2.resize(picture, _THUMB, interpolation=cv2.INTER_AREA) for picture in (before, after)]
    flow = cv2.calcOpticalFlowFarneback(small[0], small[1], None, 0.5, 2, 9, 3, 5, 1.1, 0)
    return float(np.hypot(flow[..., 0], flow[..., 1]).mean()) / _THUMB[0]


def writing(picture: UInt8[np.ndarray, "y x"]) -> float:
    """The share of a grey picture that lines of letters cover; large letters are looked for in half the size.

    Letters are strokes of strong contrast close by each other: a line of them is wide, full of edges, and crossed
    many times on its way.
    """
    height, width = picture.shape
    half = cv2.resize(picture, (max(1, width // 2), max(1, height // 2)), interpolation=cv2.INTER_AREA)
    return max(_lines(picture), _lines(half))


def _lines(picture: UInt8[np.ndarray, "y x"]) -> float:
    height, width = picture.shape
    edges = cv2.morphologyEx(picture, cv2.MORPH_GRADIENT, np.ones((2, 2), np.uint8)) > _CONTRAST
    joined = cv2.morphologyEx(edges.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((1, _GAP), np.uint8))
    joined = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((4, _GAP), np.uint8))
    _, _, boxes, _ = cv2.connectedComponentsWithStats(joined)
    covered = 0.0
    for x, y, wide, high, filled in boxes[1:].tolist():
        inside = edges[y : y + high, x : x + wide]
        crossings = float(np.median(np.count_nonzero(inside[:, 1:] != inside[:, :-1], axis=1)))
        line = 4 <= high <= 0.2 * height and wide >= 2.5 * high and filled > 0.6 * wide * high
        if line and 0.2 < inside.mean() < 0.9 and crossings * high > 1.2 * wide:
            covered += wide * high
    return float(covered / (height * width))


def _glance(frame: Picture) -> _Glance:
    small = cv2.resize(frame, _THUMB, interpolation=cv2.INTER_AREA)
    thumb = cv2.cvtColor(small, cv2.COLOR_RGB2HSV)
    counts = cv2.calcHist([thumb], [0, 1, 2], None, list(_BINS), [0, 180, 0, 256, 0, 256]).ravel()
    parts = cv2.resize(small, _PARTS, interpolation=cv2.INTER_AREA)
    return _Glance(thumb, (counts / counts.sum()).astype(np.float32), parts.astype(np.float32))


def _difference(a: _Glance, b: _Glance) -> tuple[float, float]:
    return float(np.abs(a.colours - b.colours).sum()) / 2, float(np.abs(a.parts - b.parts).mean())


def _uncut(found: _Measures, span: int, filters: Filters) -> Iterator[tuple[int, int]]:
    """First frames and ends of what lies between cuts; frames within dissolves belong to nobody."""
    gone = {n + 1: n + 1 for n in range(len(found.changes)) if stands_out(found.changes, n, filters.cut)}
    far = [n for n, (colours, _) in enumerate(found.differences) if colours > filters.dissolve]
    for run in _runs(far, span):
        if not any(run[0] < cut <= run[-1] + span for cut in gone):
            most = max(found.differences[n][1] for n in run)
            clear = [n for n in run if found.differences[n][1] > _WHOLLY * most]  # both ends are out of the dissolve
            gone[clear[-1] + 1] = max(clear[-1] + 1, clear[0] + span)
    start = 0
    for end, after in sorted(gone.items()):
        if end > start:
            yield start, end
        start = max(start, after)
    if start < found.frames:
        yield start, found.frames


def _runs(numbers: Sequence[int], gap: int) -> Iterator[Sequence[int]]:
    """Ascending numbers in runs, with gaps between them."""
    run: list[int] = []
    for n in numbers:
        if run and n - run[-1] > gap:
            yield run
            run = []
        run.append(n)
    if run:
        yield run
