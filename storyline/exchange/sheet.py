"""Storyboard → contact sheet: one picture of the whole film, panel by panel, to be looked at and printed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from PIL import Image, ImageDraw

from storyline.exchange.captions import numbered, spoken, words
from storyline.exchange.outlines import RGB, outlines
from storyline.exchange.thumbnails import Pictures, thumbnail_size, thumbnails
from storyline.exchange.trade import moves
from storyline.frames.text import ASCENT, LINE_HEIGHT, cut, draw_text, text_width, wrap
from storyline.schema.storyboard import Panel, Scene, Shot, Storyboard
from storyline.schema.timing import timecode

_PAPER, _INK, _MUTED, _VOICE = (250, 248, 243), (36, 36, 44), (126, 122, 124), (46, 84, 140)
_BAND, _BAND_INK, _BAND_MUTED = (44, 48, 62), (252, 250, 244), (178, 182, 196)
_THUMB = 376  # pixels across; tall frames are narrower, so that they are no taller than this
_GAP, _MARGIN = 24, 36
_HEADER, _BAND_HEIGHT, _LABEL_HEIGHT = 128, 44, 28
_SMALL, _BODY, _LABEL, _HEADING, _TITLE = 12, 14, 16, 18, 38
_MOST_LINES = 5  # of text below a thumbnail
_MOST_CELLS = 240  # more would make a picture that few programs open


@dataclass(frozen=True)
class _Cell:
    """What is shown of one panel."""

    scene: Scene
    shot: Shot
    panel: Panel
    label: str
    facts: str
    time: str
    paragraphs: tuple[tuple[str, RGB], ...]


@dataclass(frozen=True)
class Sheet:
    """A contact sheet, drawn from top to bottom when it is asked for: no more than a row of it need be in memory."""

    width: int
    height: int
    bands: Callable[[], Iterator[Image.Image]]
    """Its strips from top to bottom, each as wide as the sheet."""

    def image(self) -> Image.Image:
        """All of it as one picture."""
        whole = Image.new("RGB", (self.width, self.height), _PAPER)
        y = 0
        for band in self.bands():
            whole.paste(band, (0, y))
            y += band.height
        return whole


def contact_sheet(
    storyboard: Storyboard,
    pictures: Pictures,
    *,
    columns: int = 4,
    boxes: bool = True,
) -> Sheet:
    """The sheet: scene headings as bands, and for each shot its first, middle and last panel with its words.

    Of a long film fewer panels of each shot are shown, then fewer shots; the header says so.

    Args:
        pictures: see `Pictures`.
        columns: cells side by side, at least 1.
        boxes: outline the entities' boxes in their colours, with their names.
    """
    cells = list(_cells(storyboard))
    thumb = thumbnail_size(storyboard.size, _THUMB)
    column = max(thumb[0], 200)
    width = 2 * _MARGIN + columns * column + (columns - 1) * _GAP
    layout = _layout(cells, columns, column, thumb[1])
    moments = [(id, [cell.panel.at for cell in group]) for id, group in groupby(cells, attrgetter("shot.id"))]

    def bands() -> Iterator[Image.Image]:
        header = Image.new("RGB", (width, _HEADER), _PAPER)
        _draw_header(ImageDraw.Draw(header), storyboard, len(moments), width)
        yield header
        thumbs = thumbnails(pictures, moments, thumb, lambda picture: picture)
        for row, height in layout:
            band = Image.new("RGB", (width, height), _PAPER)
            draw = ImageDraw.Draw(band)
            if isinstance(row, Scene):
                _draw_band(draw, storyboard, row, 0, width)
            else:
                for n, cell in enumerate(row):
                    x = _MARGIN + n * (column + _GAP)
                    _draw_words(draw, cell, x, 0, column, thumb[1])
                    picture = next(thumbs)
                    if boxes:
                        _draw_boxes(picture, storyboard, cell.panel)
                    left, top = x + (column - picture.width) // 2, _LABEL_HEIGHT
                    band.paste(picture, (left, top))
                    draw.rectangle((left - 1, top - 1, left + picture.width, top + picture.height), outline=_INK)
            yield band
        yield Image.new("RGB", (width, _MARGIN), _PAPER)

    return Sheet(width, _HEADER + sum(height for _, height in layout) + _MARGIN, bands)


def _cells(storyboard: Storyboard) -> Iterator[_Cell]:
    shots = sum(1 for _ in storyboard.shots())
    step = -(-shots // _MOST_CELLS)
    for n, found in enumerate(numbered(storyboard)):
        if n % step:
            continue
        shot = found.shot
        panels = _picked(shot, _MOST_CELLS // shots)
        lines = spoken(storyboard, found)
        ends = [*(panel.at for panel in panels[1:]), shot.duration]
        for before, panel, end in zip([None, *panels], panels, ends, strict=False):
            told = words(panel, before, shot.action)
            said = [
                (f"{line.speaker}: {line.text}" if line.speaker else line.text, _VOICE)
                for line in lines
                if panel.at <= line.frames.start - found.frames.start < end and line.text not in told
            ]
            facts = "…" if before else " · ".join(filter(None, (shot.size, _angle(shot), _move(shot))))
            time = timecode(found.frames.start + panel.at, storyboard.rate)
            yield _Cell(found.scene, shot, panel, found.label, facts, time, ((told, _INK), *said))


def _picked(shot: Shot, most: int) -> list[Panel]:
    """The first panel, and if there is room the last, and if there is more the middle one."""
    last = len(shot.panels) - 1
    indices = {0, last // 2, last} if most >= 3 else {0, last} if most == 2 else {0}
    return [shot.panels[index] for index in sorted(indices)]


def _layout(
    cells: list[_Cell], columns: int, column: int, thumb: int
) -> list[tuple[Scene, int] | tuple[list[_Cell], int]]:
    """Bands and rows of cells from top to bottom, each with its height."""
    blocks: list[tuple[Scene, int] | tuple[list[_Cell], int]] = []
    rows: dict[str, list[_Cell]] = {}
    for cell in cells:
        rows.setdefault(cell.scene.id, []).append(cell)
    for of_scene in rows.values():
        blocks.append((of_scene[0].scene, _BAND_HEIGHT + _GAP // 2))
        for start in range(0, len(of_scene), columns):
            row = of_scene[start : start + columns]
            lines = max(len(_lines(cell, column)) for cell in row)
            blocks.append((row, _LABEL_HEIGHT + thumb + 10 + round(lines * _BODY * LINE_HEIGHT) + _GAP))
    return blocks


def _lines(cell: _Cell, width: int) -> list[tuple[str, RGB]]:
    lines = [
        (line, fill)
        for text, fill in cell.paragraphs
        for line in wrap(text, width, lambda part: text_width(part, _BODY))
    ]
    if len(lines) <= _MOST_LINES:
        return lines
    text, fill = lines[_MOST_LINES - 1]
    return [*lines[: _MOST_LINES - 1], (f"{text[:-1].rstrip()}…", fill)]


def _cut(text: str, room: float, size: int, *, bold: bool = False) -> str:
    """As much of a text as there is room for, in one line."""
    return cut(text, room, lambda part: text_width(part, size, bold=bold))


def _draw_header(draw: ImageDraw.ImageDraw, storyboard: Storyboard, shown: int, width: int) -> None:
    scenes, shots = len(storyboard.scenes), sum(1 for _ in storyboard.shots())
    minutes, seconds = divmod(round(storyboard.seconds), 60)
    facts = [f"{scenes} scene{'s' * (scenes > 1)}", f"{shots} shot{'s' * (shots > 1)}", f"{minutes}:{seconds:02}"]
    facts += [f"{storyboard.rate} frames a second", f"{storyboard.size}", f"seed {storyboard.seed}"]
    if shown < shots:
        facts.append(f"{shown} shots shown")
    title = _cut(storyboard.title or "Storyboard", width - 2 * _MARGIN, _TITLE, bold=True)
    draw_text(draw, (_MARGIN, 66), title, _TITLE, _INK, bold=True)
    draw_text(draw, (_MARGIN, 98), _cut("  ·  ".join(facts), width - 2 * _MARGIN, _LABEL), _LABEL, _MUTED)


def _draw_band(draw: ImageDraw.ImageDraw, storyboard: Storyboard, scene: Scene, y: int, width: int) -> None:
    draw.rounded_rectangle((_MARGIN, y, width - _MARGIN, y + _BAND_HEIGHT - 8), 6, _BAND)
    base = y + (_BAND_HEIGHT - 8) / 2 + _HEADING * 0.36
    place = storyboard.place(scene.place)
    facts = _cut(" · ".join((place.name, scene.time_of_day, scene.weather)), (width - 2 * _MARGIN) / 2, _LABEL)
    room = width - 2 * _MARGIN - text_width(facts, _LABEL) - 56
    heading = _cut(scene.heading, room, _HEADING, bold=True)
    draw_text(draw, (_MARGIN + 16, base), heading, _HEADING, _BAND_INK, bold=True)
    draw_text(draw, (width - _MARGIN - 16, base), facts, _LABEL, _BAND_MUTED, align="right")


def _draw_words(draw: ImageDraw.ImageDraw, cell: _Cell, x: int, y: int, width: int, thumb: int) -> None:
    base = y + _LABEL_HEIGHT - 9
    draw_text(draw, (x + width, base), cell.time, _SMALL, _MUTED, align="right")
    room = width - text_width(cell.time, _SMALL) - 10
    label = _cut(cell.label, room * 0.7, _LABEL, bold=True)
    draw_text(draw, (x, base), label, _LABEL, _INK, bold=True)
    used = text_width(label, _LABEL, bold=True) + 10
    draw_text(draw, (x + used, base), _cut(cell.facts, room - used, _BODY), _BODY, _MUTED)
    top = y + _LABEL_HEIGHT + thumb + 10
    for n, (line, fill) in enumerate(_lines(cell, width)):
        draw_text(draw, (x, top + n * _BODY * LINE_HEIGHT + _BODY * ASCENT), line, _BODY, fill)


def _draw_boxes(thumb: Image.Image, storyboard: Storyboard, panel: Panel) -> None:
    draw = ImageDraw.Draw(thumb)
    for name, colour, box in outlines(storyboard, panel):
        x0, y0, x1, y1 = (
            round(edge * (side - 1)) for edge, side in zip(box, (thumb.width, thumb.height) * 2, strict=True)
        )
        draw.rectangle((x0 - 1, y0 - 1, x1 + 1, y1 + 1), outline=_INK)
        draw.rectangle((x0, y0, x1, y1), outline=colour, width=2)
        name_width = text_width(name, _SMALL) + 8
        left = max(0, min(x0, thumb.width - name_width))
        top = y0 - _SMALL - 6 if y0 >= _SMALL + 6 else y0
        draw.rectangle((left, top, left + name_width, top + _SMALL + 5), fill=colour, outline=_INK)
        ink = _INK if sum(colour) > 330 else _BAND_INK
        draw_text(draw, (left + 4, top + _SMALL + 1), name, _SMALL, ink)


def _angle(shot: Shot) -> str:
    return "" if shot.angle == "eye" else shot.angle


def _move(shot: Shot) -> str:
    return ", ".join(move.long for move in moves(shot))
