"""Storyboard → sheets of six or nine panels, and at the end what did not fit on them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BufferedIOBase
from itertools import groupby
from typing import Literal, NamedTuple, TypeVar

from storyline.exchange.captions import Notes, Numbered, noted, numbered, remark, spoken, words
from storyline.exchange.outlines import RGB, outlines
from storyline.exchange.pdf.file import PdfFile, spelled
from storyline.exchange.pdf.letters import Letters
from storyline.exchange.pdf.paper import Paper
from storyline.exchange.thumbnails import Pictures, jpeg, thumbnail_size, thumbnails
from storyline.exchange.trade import begins, terms
from storyline.frames.text import cut, wrap
from storyline.schema.storyboard import Panel, Scene, Storyboard
from storyline.schema.timing import timecode

_T = TypeVar("_T")

Layout = Literal["2x3", "3x3"]
"""Rows and columns of panels on a sheet: six lying, or nine standing."""

_SHORT, _LONG = 595.28, 841.89  # A4, in points
_GRIDS: dict[Layout, tuple[int, int, float, float]] = {
    "2x3": (2, 3, _LONG, _SHORT),
    "3x3": (3, 3, _SHORT, _LONG),
}
_MARGIN, _GAP, _HEADER, _FOOTER = 30.0, 12.0, 28.0, 16.0
_TITLE, _LABEL, _BODY, _SMALL = 12.0, 9.0, 8.0, 7.0
_LINE = 1.25  # of a line of text, in font sizes
_SHARE = 0.6  # of a cell's height that its picture may take
_THUMB = 720  # pixels of the longer side
_INK, _MUTED, _VOICE, _NOTE, _PAPER = (20, 20, 26), (90, 90, 98), (35, 79, 135), (122, 67, 7), (255, 255, 255)


class _Line(NamedTuple):
    text: str
    colour: RGB = _INK
    bold: bool = False


@dataclass(frozen=True)
class _Cell:
    """What is shown of one panel."""

    shot: Numbered
    panel: Panel
    label: str
    time: str
    paragraphs: tuple[_Line, ...]


def write_pdf(
    board: Storyboard, file: BufferedIOBase, pictures: Pictures, *, layout: Layout = "2x3", boxes: bool = True
) -> None:
    """Write every panel of the board, in the order of the film, as pages of A4.

    Words that do not fit below their panel stand on the last pages, with the notes.

    Args:
        pictures: see `Pictures`.
        layout: rows and columns of panels on a page.
        boxes: outline the entities' boxes in their colours, with their names.
    """
    _Sheets(board, PdfFile(file), layout).write(pictures, boxes)


class _Sheets:
    """The document, page by page."""

    def __init__(self, board: Storyboard, pdf: PdfFile, layout: Layout) -> None:
        self.board, self.pdf = board, pdf
        self.rows, self.columns, self.width, self.height = _GRIDS[layout]
        self.cell_width = (self.width - 2 * _MARGIN - (self.columns - 1) * _GAP) / self.columns
        room = self.height - 2 * _MARGIN - _HEADER - _FOOTER
        self.cell_height = (room - (self.rows - 1) * _GAP) / self.rows
        self.letters = Letters()
        self.parent, self.fonts = pdf.reserve(), pdf.reserve()
        self.pages: list[int] = []
        self.scenes: list[tuple[Scene, int]] = []  # and the pages that they begin on
        self.left: list[_Line] = []  # words for the last pages

    def write(self, pictures: Pictures, boxes: bool) -> None:
        notes = noted(self.board)
        moments = [(shot.id, [panel.at for panel in shot.panels]) for _, shot in self.board.shots()]
        size = thumbnail_size(self.board.size, _THUMB)
        found = thumbnails(pictures, moments, size, jpeg)
        before: Scene | None = None
        for cells in _several(self._cells(notes), self.rows * self.columns):
            paper = self._paper()
            begun = []
            for n, cell in enumerate(cells):
                row, column = divmod(n, self.columns)
                x = _MARGIN + column * (self.cell_width + _GAP)
                y = _MARGIN + _HEADER + row * (self.cell_height + _GAP)
                if cell.shot.scene is not before:
                    begun.append(cell.shot.scene)
                if cell.shot.scene is not before or n == 0:
                    self._heading(paper, x, y, cell.shot, goes_on=cell.shot.scene is before)
                before = cell.shot.scene
                self._cell(paper, x, y + _LABEL * _LINE, cell, next(found), size, boxes)
            self._add(paper, begun)
        self._last(notes)
        self._close()

    def _cells(self, notes: Notes) -> Iterator[_Cell]:
        rate = self.board.rate
        for shot in numbered(self.board):
            lines = spoken(self.board, shot)
            panels = shot.shot.panels
            ends = [*(panel.at for panel in panels[1:]), shot.shot.duration]
            for n, (before, panel, end) in enumerate(zip([None, *panels], panels, ends, strict=False), 1):
                text = _Line(words(panel, before, shot.shot.action))
                said = [
                    _Line(f"{line.cue}: {line.text}" if line.cue else line.text, _VOICE)
                    for line in lines
                    if panel.at <= line.frames.start - shot.frames.start < end and line.text not in text.text
                ]
                noticed = [_Line(remark(note), _NOTE) for note in notes.shots[shot.shot.id]] if before is None else []
                label = shot.label if len(panels) == 1 else f"{shot.label} · {n}/{len(panels)}"
                begun = begins(shot.shot)
                facts = " · ".join(term.short for term in (*((begun,) if begun else ()), *terms(shot.shot)))
                at = timecode(shot.frames.start + panel.at, rate)
                out = timecode(shot.frames.end_exclusive, rate)
                yield _Cell(
                    shot,
                    panel,
                    label,
                    f"{at} – {out}" if before is None else at,
                    (*((_Line(facts, bold=True),) if before is None else ()), text, *said, *noticed),
                )

    def _paper(self) -> Paper:
        """A new page with the head and the foot that all have."""
        paper = Paper(self.pdf, self.letters, self.width, self.height)
        right = self.width - _MARGIN
        facts = f"{timecode(self.board.length, self.board.rate)}  ·  {self.board.rate} frames a second"
        room = right - _MARGIN - self.letters.width(facts, _LABEL) - 20
        title = self._cut(self.board.title or "Storyboard", room, _TITLE, True)
        paper.text(_MARGIN, _MARGIN + 10, title, _TITLE, _INK, bold=True)
        paper.text(right, _MARGIN + 10, facts, _LABEL, _MUTED, right=True)
        paper.text(right, self.height - _MARGIN, f"{len(self.pages) + 1}", _LABEL, _MUTED, right=True)
        return paper

    def _add(self, paper: Paper, begun: Iterable[Scene] = ()) -> None:
        page = paper.add(self.parent, self.fonts)
        self.pages.append(page)
        self.scenes += [(scene, page) for scene in begun]

    def _heading(self, paper: Paper, x: float, y: float, shot: Numbered, *, goes_on: bool) -> None:
        scene = shot.scene
        told = f"{shot.scene_number}. {scene.heading}{' (goes on)' if goes_on else ''}"
        paper.text(x, y, self._cut(told, self.cell_width, _LABEL, True), _LABEL, _NOTE, bold=True)

    def _cell(
        self, paper: Paper, x: float, y: float, cell: _Cell, picture: bytes, size: tuple[int, int], boxes: bool
    ) -> None:
        paper.text(x + self.cell_width, y, cell.time, _SMALL, _MUTED, right=True)
        room = self.cell_width - self.letters.width(cell.time, _SMALL) - 6
        paper.text(x, y, self._cut(cell.label, room, _LABEL, True), _LABEL, _INK, bold=True)
        top = y + 5
        scale = min(self.cell_width / size[0], self.cell_height * _SHARE / size[1])
        width, height = size[0] * scale, size[1] * scale
        left = x + (self.cell_width - width) / 2
        paper.picture(left, top, width, height, picture, size)
        if boxes:
            self._boxes(paper, cell.panel, left, top, width, height)
        paper.box(left, top, width, height, _INK, line=0.7)
        self._words(paper, x, top + height + 3, self.cell_height - _LABEL * _LINE - 5 - height - 3, cell)

    def _boxes(self, paper: Paper, panel: Panel, left: float, top: float, width: float, height: float) -> None:
        for name, colour, (x0, y0, x1, y1) in outlines(self.board, panel):
            x, y = left + x0 * width, top + y0 * height
            for line, ink in ((1.8, _INK), (0.9, colour)):
                paper.box(x, y, (x1 - x0) * width, (y1 - y0) * height, ink, line=line)
            shown = self._cut(name, width / 2, 5.5)
            wide = self.letters.width(shown, 5.5) + 4
            corner = max(left, min(x, left + width - wide))
            above = y - 7.5 if y - 7.5 >= top else y
            paper.patch(corner, above, wide, 7.5, colour)
            paper.text(corner + 2, above + 5.6, shown, 5.5, _INK if sum(colour) > 330 else _PAPER)

    def _words(self, paper: Paper, x: float, y: float, room: float, cell: _Cell) -> None:
        lines = [line for paragraph in cell.paragraphs for line in self._lines(paragraph, self.cell_width)]
        most = max(1, int(room / (_BODY * _LINE)))
        if len(lines) > most:
            self.left += [_Line(f"{cell.label}  {cell.time}", bold=True), *cell.paragraphs]
            lines = [*lines[: most - 1], _Line("… in full on the last pages", _MUTED)]
        for n, line in enumerate(lines, 1):
            paper.text(x, y + n * _BODY * _LINE - 2, line.text, _BODY, line.colour, bold=line.bold)

    def _last(self, notes: Notes) -> None:
        """The last pages: words that did not fit, notes of scenes and of the film, sounds."""
        text = [_Line("Words in full", bold=True), _Line(""), *self.left, _Line("")] if self.left else []
        about = [
            _Line(f"{scene.heading}: {remark(note)}") for scene in self.board.scenes for note in notes.scenes[scene.id]
        ]
        about += [_Line(remark(note, place=True)) for note in notes.film]
        text += [_Line("Notes", bold=True), *about, _Line("")] if about else []
        sounds = [
            _Line(f"{timecode(sound.start, self.board.rate)} {sound.kind}: {sound.file.path}")
            for sound in self.board.sounds
        ]
        text += [_Line("Sound", bold=True), *sounds] if sounds else []
        lines = (line for paragraph in text for line in self._lines(paragraph, self.cell_width) or [paragraph])
        most = int((self.height - 2 * _MARGIN - _HEADER - _FOOTER) / (_BODY * _LINE))
        for page in _several(lines, most * self.columns):
            paper = self._paper()
            for n, line in enumerate(page):
                column, row = divmod(n, most)
                x = _MARGIN + column * (self.cell_width + _GAP)
                y = _MARGIN + _HEADER + (row + 1) * _BODY * _LINE - 2
                paper.text(x, y, line.text, _BODY, line.colour, bold=line.bold)
            self._add(paper)

    def _close(self) -> None:
        pdf = self.pdf
        pdf.add(self.letters.embed(pdf), self.fonts)
        kids = b" ".join(b"%d 0 R" % page for page in self.pages)
        pdf.add(b"<< /Type /Pages /Count %d /Kids [%b] >>" % (len(self.pages), kids), self.parent)
        marks = [pdf.reserve() for _ in self.scenes]
        tree = pdf.reserve()
        for n, ((scene, page), mark) in enumerate(zip(self.scenes, marks, strict=True)):
            before = b" /Prev %d 0 R" % marks[n - 1] if n else b""
            after = b" /Next %d 0 R" % marks[n + 1] if n + 1 < len(marks) else b""
            title = spelled(f"{n + 1}. {scene.heading}")
            entries = b"/Title %b /Parent %d 0 R /Dest [%d 0 R /Fit]%b%b" % (title, tree, page, before, after)
            pdf.add(b"<< %b >>" % entries, mark)
        ends = b"/First %d 0 R /Last %d 0 R" % (marks[0], marks[-1])
        pdf.add(b"<< /Type /Outlines %b /Count %d >>" % (ends, len(marks)), tree)
        catalogue = pdf.add(
            b"<< /Type /Catalog /Pages %d 0 R /Outlines %d 0 R /Lang %b "
            b"/ViewerPreferences << /DisplayDocTitle true >> >>" % (self.parent, tree, spelled(self.board.language))
        )
        about = pdf.add(b"<< /Title %b /Producer (storyline) >>" % spelled(self.board.title or "Storyboard"))
        pdf.finish(catalogue, about)

    def _lines(self, paragraph: _Line, width: float) -> list[_Line]:
        broken = wrap(paragraph.text, width, lambda part: self.letters.width(part, _BODY, bold=paragraph.bold))
        return [paragraph._replace(text=line) for line in broken]

    def _cut(self, text: str, room: float, size: float, bold: bool = False) -> str:
        return cut(text, room, lambda part: self.letters.width(part, size, bold=bold))


def _several(items: Iterable[_T], count: int) -> Iterator[list[_T]]:
    """As many of the items at a time, the last time what is left."""
    for _, group in groupby(enumerate(items), lambda found: found[0] // count):
        yield [item for _, item in group]
