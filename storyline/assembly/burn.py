"""Subtitles drawn into the frames: white letters on a translucent plate, in the lower safe area."""

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache

from PIL import Image, ImageDraw

from storyline.assembly.overlay import Overlay, blank, lay, overlay
from storyline.assembly.subtitles import LINES, Cue
from storyline.frames.clip import Picture
from storyline.frames.text import ASCENT, LINE_HEIGHT, draw_text, text_width, wrap
from storyline.schema.media import FrameSize

_MARGIN = 0.03  # below the plate, in frame heights
_WIDTH = 0.88  # of the longest line, in frame widths
_SLANT = 0.2  # of letters that are heard but not seen to be said
_PLATE = (12, 12, 20, 150)
_WHITE = (255, 255, 255)
_DARK = (12, 12, 20)


class Subtitles:
    """Draws each subtitle once and lays it over the frames it belongs to."""

    def __init__(self, cues: Sequence[Cue], size: FrameSize) -> None:
        """Subtitles in order, none overlapping another."""
        self._size = size
        self._cues = cues
        self._starts = [cue.frames.start for cue in self._cues]
        self._drawn = lru_cache(maxsize=4)(self._draw)

    def burn(self, picture: Picture, frame: int) -> Picture:
        """The picture with the subtitle of that frame; the same picture where there is none."""
        index = bisect_right(self._starts, frame) - 1
        if index < 0 or frame not in self._cues[index].frames:
            return picture
        drawn = self._drawn(index)
        left = (self._size.width - drawn.size[0]) // 2
        return lay(drawn, picture, left, round(self._size.height * (1 - _MARGIN)) - drawn.size[1])

    def _draw(self, index: int) -> Overlay:
        return overlay(draw_cue(self._cues[index], self._size))


def draw_cue(cue: Cue, size: FrameSize) -> Image.Image:
    """A subtitle on its plate, as an image with transparency. Letters follow the frame's height, or a narrow width."""
    letters = max(8, round(min(size.height * 0.046, size.width * 0.05)))
    lines = cue.lines
    limit = size.width * _WIDTH
    if max(text_width(line, letters) for line in lines) > limit:
        lines = wrap(" ".join(lines), limit, lambda part: text_width(part, letters))
    while len(lines) > 2 * LINES and letters > 8:
        letters -= 1
        lines = wrap(" ".join(lines), limit, lambda part, size=letters: text_width(part, size))  # type: ignore[misc]
    line_height = letters * LINE_HEIGHT
    pad = letters * 0.45
    width = round(max(text_width(line, letters) for line in lines) + 4 * pad)
    height = round(len(lines) * line_height + 1.4 * pad)
    text = blank(width, height)
    for n, line in enumerate(lines):
        base = 0.7 * pad + n * line_height + letters * ((LINE_HEIGHT - 1) / 2 + ASCENT)
        draw_text(
            ImageDraw.Draw(text), (width / 2, base), line, letters, _WHITE,
            align="centre", outline=max(1, round(letters / 18)), outline_fill=_DARK,
        )  # fmt: skip
    if cue.slanted:
        across = (1, _SLANT, -_SLANT * height / 2, 0, 1, 0)
        text = text.transform(text.size, Image.Transform.AFFINE, across, Image.Resampling.BICUBIC)
    plate = blank(width, height)
    ImageDraw.Draw(plate).rounded_rectangle((0, 0, width - 1, height - 1), letters * 0.35, _PLATE)
    return Image.alpha_composite(plate, text)
