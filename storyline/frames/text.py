"""Words as pixels: each character in the first shipped font that has it, lines broken where languages allow.

Sizes, widths and positions are in pixels; a position is a point on the baseline.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from typing import Literal

from fontTools.ttLib import TTFont
from PIL import ImageDraw, ImageFont, features

_FONTS = Path(__file__).parent / "fonts"
_REGULAR = ("DejaVuSans.ttf", "DroidSansFallback.ttf")
_BOLD = ("DejaVuSans-Bold.ttf", "DroidSansFallback.ttf")

LINE_HEIGHT = 1.3
"""Of a line of text, in font sizes."""
ASCENT = 0.8
"""From a line's top to its baseline, in font sizes; with it capitals look centred in a line."""

_NEVER_FIRST = frozenset("、。，．・：；？！）」』】〕〉》”’…ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々,.!?:;)]}")
_NEVER_LAST = frozenset("（「『【〔〈《“‘([{")

Align = Literal["left", "centre", "right"]
Fill = tuple[int, int, int] | tuple[int, int, int, int]


def missing_glyphs(text: str) -> str:
    """The characters of a text that no shipped font can draw, each once, in order of appearance.

    >>> missing_glyphs("Café — 你好 ♪")
    ''
    """
    known = frozenset().union(*(_coverage(font) for font in _REGULAR))
    return "".join(dict.fromkeys(c for c in _clean(text) if not c.isspace() and ord(c) not in known))


def reads_right_to_left(text: str) -> bool:
    """Whether its first letter with a direction runs right to left, as in Arabic or Hebrew."""
    strong = (unicodedata.bidirectional(c) for c in text)
    return next((d for d in strong if d in ("L", "R", "AL")), "L") != "L"


def shapes_scripts() -> bool:
    """Whether this Pillow orders and joins letters that run right to left (it needs libraqm with FriBiDi)."""
    return bool(features.check_feature("raqm"))


def text_width(text: str, size: int, *, bold: bool = False) -> float:
    """How wide a line of text is."""
    return sum(_font(file, size, shaped).getlength(run) for file, shaped, run in _runs(_clean(text), bold))


def draw_text(
    on: ImageDraw.ImageDraw,
    at: tuple[float, float],
    text: str,
    size: int,
    fill: Fill,
    *,
    bold: bool = False,
    align: Align = "left",
    outline: int = 0,
    outline_fill: Fill | None = None,
) -> None:
    """Draw one line; `at` is the left end, the middle or the right end of its baseline, as `align` says."""
    x, y = at
    x -= {"left": 0.0, "centre": 0.5, "right": 1.0}[align] * text_width(text, size, bold=bold)
    runs = list(_runs(_clean(text), bold))
    if reads_right_to_left(text):
        runs.reverse()
    for file, shaped, run in runs:
        font = _font(file, size, shaped)
        on.text((x, y), run, fill, font, anchor="ls", stroke_width=outline, stroke_fill=outline_fill)
        x += font.getlength(run)


def wrap(text: str, limit: float, measure: Callable[[str], float]) -> tuple[str, ...]:
    """Break a text into the fewest lines that `measure` no more than `limit`, as even as possible.

    Lines break at spaces, and between characters of scripts that have none, such as Chinese. A word wider than a line
    is broken anywhere.

    >>> wrap("slow and steady wins the race", 16, len)
    ('slow and steady', 'wins the race')
    """
    units = [part for unit in break_units(text) for part in (unit if measure(unit.rstrip()) > limit else [unit])]
    widths = [measure(unit) for unit in units]
    bare = [measure(unit.rstrip()) for unit in units]
    # best[n]: fewest lines of the first n units, then least squared slack, and where the last of the lines starts.
    best: list[tuple[int, float, int]] = [(0, 0.0, 0)]
    for end in range(1, len(units) + 1):
        candidates = []
        width = bare[end - 1]
        for start in range(end - 1, -1, -1):
            if start < end - 1:
                width += widths[start]
                if width > limit:
                    break
            lines, slack, _ = best[start]
            candidates.append((lines + 1, slack + (limit - width) ** 2, start))
        best.append(min(candidates))
    lines_reversed = []
    end = len(units)
    while end > 0:
        start = best[end][2]
        lines_reversed.append("".join(units[start:end]).strip())
        end = start
    return tuple(reversed(lines_reversed))


def cut(text: str, limit: float, measure: Callable[[str], float]) -> str:
    """As much of a text as `measure` finds room for in one line.

    >>> cut("slow and steady", 12, len)
    'slow and st…'
    """
    kept = " ".join(text[:400].split())
    if len(text) <= 400 and measure(kept) <= limit:
        return kept
    while kept and measure(f"{kept}…") > limit:
        kept = kept[:-1].rstrip()
    return f"{kept}…"


def stretches(text: str, *, bold: bool = False) -> Iterator[tuple[Path, str]]:
    """What is seen of a line of text, in the order of its letters, each stretch with the file of the font it is in."""
    return ((_FONTS / file, run) for file, _, run in _runs(_clean(text), bold))


def joins_letters(text: str) -> bool:
    """Whether some letters run right to left, and take their shapes from their neighbours."""
    return any(unicodedata.bidirectional(c) in ("R", "AL") for c in text)


def break_units(text: str) -> list[str]:
    """The pieces between which a line may break, each with the space after it.

    >>> break_units("Hi you: 你好。")
    ['Hi ', 'you: ', '你', '好。']
    """
    units: list[str] = []
    before = ""
    for char in " ".join(text.split()):
        after_space = before.isspace() and not char.isspace()
        between_wide = (_breaks_anywhere(before) or _breaks_anywhere(char)) and not char.isspace()
        if not before or after_space or (between_wide and char not in _NEVER_FIRST and before not in _NEVER_LAST):
            units.append(char)
        else:
            units[-1] += char
        before = char
    return units


def columns(text: str) -> int:
    """How many columns a text takes where Chinese, Japanese and Korean characters take two.

    >>> columns("hare"), columns("兔子")
    (4, 4)
    """
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text if not unicodedata.combining(c))


def _breaks_anywhere(char: str) -> bool:
    return char != "" and unicodedata.east_asian_width(char) in "WF" and not "\uac00" <= char <= "\ud7a3"


def _clean(text: str) -> str:
    """Composed, in one line, without characters that are not meant to be seen."""
    composed = unicodedata.normalize("NFC", re.sub(r"\s+", " ", text))
    return "".join(c for c in composed if unicodedata.category(c) not in ("Cf", "Cc") and not "\ufe00" <= c <= "\ufe0f")


def _runs(text: str, bold: bool) -> Iterator[tuple[str, bool, str]]:
    """(font file, whether to shape, characters) for each stretch that one font can draw."""
    chain = _BOLD if bold else _REGULAR
    # Shaping only where the script needs it: everywhere else all installations give the same pixels.
    shaped = shapes_scripts() and joins_letters(text)
    files: list[str] = []
    for char in text:
        having = [font for font in chain if ord(char) in _coverage(font)]
        stays = bool(files) and files[-1] in having and unicodedata.combining(char) > 0
        files.append(files[-1] if stays else having[0] if having else chain[0])
    for file, group in groupby(zip(files, text, strict=True), key=lambda pair: pair[0]):
        yield file, shaped, "".join(char for _, char in group)


@cache
def _coverage(file: str) -> frozenset[int]:
    with TTFont(_FONTS / file, lazy=True) as font:
        return frozenset(font.getBestCmap())


@lru_cache(maxsize=64)
def _font(file: str, size: int, shaped: bool) -> ImageFont.FreeTypeFont:
    layout = ImageFont.Layout.RAQM if shaped else ImageFont.Layout.BASIC
    return ImageFont.truetype(_FONTS / file, size, layout_engine=layout)
