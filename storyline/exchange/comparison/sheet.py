"""Comparison → contact sheet: A, B and where they differ, a row for each part."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw

from storyline.exchange.comparison.told import differs, label, state, summary
from storyline.exchange.sheet import Sheet
from storyline.frames.text import ASCENT, LINE_HEIGHT, cut, draw_text, text_width, wrap
from storyline.schema.comparison import ComparedPart, Comparison

_PAPER, _INK, _MUTED, _CHANGE, _NONE = (250, 248, 243), (36, 36, 44), (126, 122, 124), (122, 67, 7), (230, 227, 219)
_CELL, _GAP, _MARGIN = 480, 20, 36  # pixels across
_TITLE, _LABEL, _BODY = 32, 18, 15
_LINE = round(_BODY * LINE_HEIGHT)
_MOST_ROWS = 64  # more would make a picture that few programs open
_MOST_LINES = 8  # of what was changed in a part
_WIDTH = 2 * _MARGIN + 3 * _CELL + 2 * _GAP


@dataclass(frozen=True)
class _Row:
    part: ComparedPart
    lines: tuple[str, ...]
    picture: int
    """Height of the highest of its pictures."""

    @property
    def height(self) -> int:
        return 2 * _LINE + self.picture + len(self.lines) * _LINE + 2 * _GAP


def sheet(comparison: Comparison) -> Sheet:
    """The sheet. Of very many parts it shows those that differ most, in their order, and says so."""
    shown = _shown(comparison.parts)
    rows = [_row(part) for part in shown]
    head = _head(comparison, len(shown))
    top = 60 + len(head) * _LINE + _GAP + _LINE

    def bands() -> Iterator[Image.Image]:
        yield _header(comparison, head, top)
        yield from map(_drawn, rows)
        yield Image.new("RGB", (_WIDTH, _MARGIN), _PAPER)

    return Sheet(_WIDTH, top + sum(row.height for row in rows) + _MARGIN, bands)


def _shown(parts: tuple[ComparedPart, ...]) -> list[ComparedPart]:
    def difference(part: ComparedPart) -> float:
        return 256.0 if part.difference is None else part.difference.mean

    most = sorted(range(len(parts)), key=lambda n: -difference(parts[n]))[:_MOST_ROWS]
    return [parts[n] for n in sorted(most)]


def _head(comparison: Comparison, shown: int) -> list[str]:
    texts = [summary(comparison), *comparison.changes, *(f"note: {note}" for note in comparison.notes)]
    if shown < len(comparison.parts):
        texts.append(f"shown are the {shown} parts that differ most")
    return [line for text in texts for line in _wrapped(text)]


def _row(part: ComparedPart) -> _Row:
    lines = [line for change in part.changes for line in _wrapped(change)]
    if len(lines) > _MOST_LINES:
        lines = [*lines[: _MOST_LINES - 1], f"… and {len(lines) - _MOST_LINES + 1} lines more"]
    pictures = [place.picture for place in (part.a, part.b) if place is not None]
    return _Row(part, tuple(lines), max(_opened(picture).height for picture in pictures))


def _wrapped(text: str) -> tuple[str, ...]:
    return wrap(text, _WIDTH - 2 * _MARGIN, lambda part: text_width(part, _BODY))


def _opened(picture: bytes) -> Image.Image:
    return Image.open(BytesIO(picture), formats=["JPEG"])


def _header(comparison: Comparison, head: list[str], height: int) -> Image.Image:
    band = Image.new("RGB", (_WIDTH, height), _PAPER)
    draw = ImageDraw.Draw(band)
    draw_text(draw, (_MARGIN, 48), "A and B compared", _TITLE, _INK, bold=True)
    for n, line in enumerate(head):
        draw_text(draw, (_MARGIN, 60 + n * _LINE + _BODY * ASCENT), line, _BODY, _INK if n == 0 else _CHANGE)
    columns = (f"A: {comparison.a.name}", f"B: {comparison.b.name}", "where they differ")
    for n, text in enumerate(columns):
        words = cut(text, _CELL, lambda part: text_width(part, _BODY, bold=True))
        draw_text(draw, (_left(n), height - _BODY * (1 - ASCENT) - 4), words, _BODY, _INK, bold=True)
    return band


def _drawn(row: _Row) -> Image.Image:
    band = Image.new("RGB", (_WIDTH, row.height), _PAPER)
    draw = ImageDraw.Draw(band)
    part = row.part
    draw.line((_MARGIN, _GAP // 2, _WIDTH - _MARGIN, _GAP // 2), _NONE, 2)
    base = _GAP + _LABEL * ASCENT
    told = f"{label(part)} · {state(part)}"
    draw_text(draw, (_MARGIN, base), told, _LABEL, _INK, bold=True)
    numbers = differs(part)
    draw_text(draw, (_WIDTH - _MARGIN, base), numbers, _BODY, _INK, align="right")
    used = _MARGIN + text_width(told, _LABEL, bold=True) + 16
    words = part.words if part.words != label(part) else ""
    room = _WIDTH - _MARGIN - text_width(numbers, _BODY) - 16 - used
    draw_text(draw, (used, base), cut(words, room, lambda text: text_width(text, _BODY)), _BODY, _MUTED)
    top = _GAP + 2 * _LINE - 10
    for n, place in enumerate((part.a, part.b)):
        _paste(band, n, top, row.picture, None if place is None else place.picture, f"not in {'AB'[n]}")
    heat = part.heat if part.difference is not None and part.difference.identical < part.difference.frames else None
    _paste(band, 2, top, row.picture, heat, "identical" if part.difference is not None else "")
    for n, line in enumerate(row.lines):
        at = top + row.picture + 8 + n * _LINE + _BODY * ASCENT
        draw_text(draw, (_MARGIN, at), line, _BODY, _CHANGE)
    return band


def _paste(band: Image.Image, column: int, top: int, height: int, picture: bytes | None, words: str) -> None:
    left = _left(column)
    if picture is not None:
        shown = _opened(picture)
        band.paste(shown, (left + (_CELL - shown.width) // 2, top))
        return
    draw = ImageDraw.Draw(band)
    draw.rectangle((left, top, left + _CELL - 1, top + height - 1), _NONE)
    draw_text(draw, (left + _CELL / 2, top + height / 2), words, _LABEL, _MUTED, align="centre")


def _left(column: int) -> int:
    return _MARGIN + column * (_CELL + _GAP)
