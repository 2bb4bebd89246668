"""Comparison → a film that shows both beside each other, with their names and what is compared; the sound is A's."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import numpy as np
from PIL import Image, ImageDraw

from storyline.exchange.comparison.lasting import lasting
from storyline.exchange.comparison.told import differs, label, state
from storyline.film.compare.frames import DecodedFrames
from storyline.film.compare.hearing import heard_in_step
from storyline.film.render import Progress
from storyline.frames.clip import Picture
from storyline.frames.encode import encode, with_sound
from storyline.frames.text import cut, draw_text, text_width
from storyline.schema.comparison import Compared, ComparedPart, Comparison, Place
from storyline.schema.media import MAX_SIDE, FrameSize

_GROUND, _INK, _SOFT, _CHANGE = (22, 23, 27), (236, 235, 231), (174, 176, 186), (229, 176, 103)
_GAP = 8  # pixels between both


@dataclass(frozen=True)
class _Layout:
    """Sizes in pixels, all of them even."""

    width: int
    """Of each of both pictures."""
    height: int
    bar: int
    """Height of the words above and below them."""

    @property
    def size(self) -> FrameSize:
        return FrameSize((2 * self.width + _GAP, self.height + 2 * self.bar))


def beside(comparison: Comparison, output: Path, progress: Progress) -> None:
    """Write the film at A's frame rate, a few frames in memory at a time.

    A part lasts as it does in the film in which it is longer; the other waits with its last frame. What is in one film
    alone is shown beside an empty frame. In parts that A does not have, or that last longer in B, nothing is heard.

    Raises:
        AssemblyError: a film cannot be read, or this one cannot be written.
    """
    layout = _layout(comparison.size)
    rate = comparison.a.rate
    ends = [round(end * rate) for _, end in lasting(comparison)]
    with TemporaryDirectory(prefix="storyline-") as folder:
        silent = Path(folder) / "silent.mp4" if comparison.a.sound else output
        frames = _frames(comparison, layout, ends, progress)
        encode(frames, silent, size=layout.size, rate=rate, length=ends[-1])
        if comparison.a.sound:
            sound = heard_in_step(comparison, ends, Path(folder))
            with_sound(silent, sound, output)


def _layout(size: tuple[int, int]) -> _Layout:
    """Both pictures as they were compared, but no larger than a film may be."""
    most = (MAX_SIDE // 2 - _GAP, MAX_SIDE - 800)
    scale = min(1.0, most[0] / size[0], most[1] / size[1])
    width, height = (max(16, round(side * scale / 2) * 2) for side in size)
    return _Layout(width, height, max(16, round(width / 36) * 2))


def _frames(comparison: Comparison, layout: _Layout, ends: list[int], progress: Progress) -> Iterator[Picture]:
    a, b = comparison.a, comparison.b
    with closing(DecodedFrames(a.film, a.frames)) as of_a, closing(DecodedFrames(b.film, b.frames)) as of_b:
        halves = (_Half(layout, a, of_a), _Half(layout, b, of_b))
        done = 0
        for part, end in zip(comparison.parts, ends, strict=True):
            ground = _ground(comparison, layout, part)
            for n in range(end - done):
                frame = ground.copy()
                for half, place, left in zip(halves, (part.a, part.b), (0, layout.width + _GAP), strict=True):
                    if place is not None:
                        shown = half.frame(place, int(n * half.film.rate / a.rate))
                        frame[layout.bar : layout.bar + layout.height, left : left + layout.width] = shown
                yield frame
                progress("writing frames", done + n + 1, ends[-1])
            done = end


class _Half:
    """The frames of one film as they are shown; the last one is kept, for it may be shown on."""

    def __init__(self, layout: _Layout, film: Compared, frames: DecodedFrames) -> None:
        self.film = film
        self._layout, self._frames = layout, frames
        self._number, self._shown = -1, np.zeros((1, 1, 3), np.uint8)

    def frame(self, place: Place, n: int) -> Picture:
        """The frame so many after the start of a part, or its last one."""
        number = min(place.frames.start + n, place.frames.end_exclusive - 1)
        if number != self._number:
            self._number, self._shown = number, _fitted(self._frames[number], self._layout)
        return self._shown


def _fitted(picture: Picture, layout: _Layout) -> Picture:
    """As large as there is room for, in its own shape."""
    height, width = picture.shape[:2]
    if (width, height) == (layout.width, layout.height):
        return picture
    scale = min(layout.width / width, layout.height / height)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    shown = np.zeros((layout.height, layout.width, 3), np.uint8)
    left, top = (layout.width - size[0]) // 2, (layout.height - size[1]) // 2
    shown[top : top + size[1], left : left + size[0]] = cv2.resize(picture, size, interpolation=how)
    return shown


def _ground(comparison: Comparison, layout: _Layout, part: ComparedPart) -> Picture:
    """The frame without its pictures: names above, the part and how far it differs below."""
    size = layout.size
    image = Image.new("RGB", (size.width, size.height), _GROUND)
    draw = ImageDraw.Draw(image)
    letters = round(layout.bar * 0.5)
    base = layout.bar * 0.68
    films = zip("AB", (comparison.a, comparison.b), (part.a, part.b), (0, layout.width + _GAP), strict=True)
    for name, film, place, left in films:
        words = cut(f"{name}: {film.name}", layout.width - letters, lambda text: text_width(text, letters))
        draw_text(draw, (left + letters / 2, base), words, letters, _INK)
        if place is None:
            middle = (left + layout.width / 2, layout.bar + layout.height / 2)
            draw_text(draw, middle, f"not in {name}", 2 * letters, _SOFT, align="centre")
    below = layout.bar + layout.height + base
    numbers = differs(part)
    draw_text(draw, (size.width - letters / 2, below), numbers, letters, _SOFT, align="right")
    room = size.width - text_width(numbers, letters) - 2 * letters
    told = ": ".join([f"{label(part)} · {state(part)}", *(["; ".join(part.changes)] if part.changes else [])])
    fill = _SOFT if part.identical else _CHANGE
    draw_text(draw, (letters / 2, below), cut(told, room, lambda text: text_width(text, letters)), letters, fill)
    drawn: Picture = np.array(image)
    return drawn
