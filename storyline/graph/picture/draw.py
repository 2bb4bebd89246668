"""Rows of tasks → lines of SVG: a bar for each kind of task, divided by task, and what needs what."""

from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from storyline.frames.svg import fitted, path, rectangle, words
from storyline.frames.text import text_width
from storyline.graph.picture.rows import Block, Row, pieces
from storyline.graph.picture.words import counted, lasting, of_several, took
from storyline.graph.survey import State, Survey
from storyline.schema.task import SUFFIXES, TaskKind

LABEL, GUTTER, TIME = 300.0, 24.0, 200.0
"""Pixels: of the names of rows at most, between columns, of the seconds of rows."""
ROW, BAR, SCENE = 22.0, 14.0, 44.0
_ONE, _FEW, _MANY = 48.0, 96.0, 300.0
_TASK = 58.0
"""Pixels of a task of several in which its seconds have room."""
_LEAST = 4.0
_GAP, _BUS = 2.5, 9.0
"""Between tasks of a bar; between the lines that lead to a column and its bars."""
_SECONDS = 64.0
CLASSES: dict[State, str] = {"will run": "sg-run", "ran": "sg-ran", "cached": "sg-cached"}


class Column(NamedTuple):
    """Where the bars of a kind stand."""

    x: float
    width: float
    frame: float
    """Pixels of a frame; 0 where every bar is one task."""


class Bar(NamedTuple):
    """The tasks of a kind in a row, as they are drawn."""

    row: int
    x0: float
    x1: float
    y: float
    """Of its middle."""


@dataclass(frozen=True)
class Grid:
    """The columns that all blocks of a picture share."""

    columns: dict[TaskKind, Column]
    label: float
    width: float
    slowest: float
    """Seconds of the row that takes the longest."""

    @classmethod
    def of(cls, survey: Survey, blocks: Sequence[Block]) -> "Grid":
        """As wide as the longest rows need."""
        rows = [row for block in blocks for row in block.rows]
        columns: dict[TaskKind, Column] = {}
        x = label = min(LABEL, 24 + max((text_width(row.name[:60], 11) for row in rows), default=0.0))
        for kind in SUFFIXES:
            cells = [row.cells[kind] for row in rows if kind in row.cells]
            if not cells:
                continue
            most = max(map(len, cells))
            width = _ONE if most == 1 else min(_MANY, max(_FEW, most * _TASK))
            frames = max(sum(survey.task(id).frames for id in ids) for ids in cells)
            columns[kind] = Column(x, width, 0.0 if most == 1 else width / frames)
            x += width + GUTTER
        totals = [survey.total(row.ids) for row in rows]
        slowest = max((total.took + total.estimated for total in totals), default=0.0)
        return cls(columns, label, x + TIME, slowest)


def drawn(
    survey: Survey, blocks: Sequence[Block], grid: Grid, chain: Container[str], *, top: float = 0.0, named: bool = True
) -> tuple[list[str], float]:
    """Blocks one below the other, and where they end.

    Args:
        chain: ids of tasks that stand out.
        top: where they begin.
        named: with the names of the blocks.
    """
    stripes: list[str] = []
    parts: list[str] = []
    bars: dict[str, Bar] = {}
    y, number = top, 0
    for block in blocks:
        y += SCENE if named else 18.0
        parts += _head(survey, block, grid, y, named=named)
        for n, row in enumerate(block.rows):
            if n % 2 == 0:
                stripes.append(rectangle(0, y, grid.width, ROW, class_="sg-stripe"))
            parts += _row(survey, row, grid, y, number, bars, chain)
            y, number = y + ROW, number + 1
    edges = dict.fromkeys(_edges(survey, grid, bars, top, y + 4))
    return [*stripes, *edges, *parts], y + 4


def _head(survey: Survey, block: Block, grid: Grid, y: float, *, named: bool) -> Iterator[str]:
    if named:
        told = counted(survey.total(block.ids))
        yield words(fitted(block.name, grid.width - 330, 13, bold=True), 4, y - 22, class_="sg-scene")
        yield words(told, grid.width - 4, y - 22, class_="sg-soft", text_anchor="end")
    there = {kind for row in block.rows for kind in row.cells}
    for kind, column in grid.columns.items():
        if kind in there:
            yield words(kind, column.x, y - 5, class_="sg-soft")
    yield words("seconds", grid.width - TIME, y - 5, class_="sg-soft")


def _row(
    survey: Survey, row: Row, grid: Grid, y: float, number: int, bars: dict[str, Bar], chain: Container[str]
) -> Iterator[str]:
    middle = y + ROW / 2
    yield words(fitted(row.name, grid.label - 16, 11), 4, middle + 4, class_="sg-text")
    for kind, ids in row.cells.items():
        column = grid.columns[kind]
        frames = sum(survey.task(id).frames for id in ids)
        width = max(frames * column.frame, _LEAST * 2) if column.frame else column.width
        bar = Bar(number, column.x, column.x + width - _GAP, middle)
        bars |= dict.fromkeys(ids, bar)
        x = column.x
        for piece in pieces(survey, ids, width, _LEAST):
            wide = width * piece.frames / frames if frames else width
            yield from _piece(survey, piece.ids, x, middle, wide, chain)
            x += wide
    yield from _seconds(survey, row, grid, middle)


def _piece(
    survey: Survey, ids: tuple[str, ...], x: float, middle: float, width: float, chain: Container[str]
) -> Iterator[str]:
    first = survey.standings[ids[0]]
    classes = CLASSES[first.state] + (" sg-chain" if any(id in chain for id in ids) else "")
    wide = max(width - _GAP, 1.0)
    title = of_several(survey, ids)
    yield rectangle(x, middle - BAR / 2, wide, BAR, title, rx=2, class_=classes)
    seconds = [survey.standings[id].seconds for id in ids]
    told = ("" if first.took else "≈") + lasting(sum(s or 0.0 for s in seconds)) if None not in seconds else "?"
    if wide >= 5.6 * len(told) + 3:
        on = "sg-on" if first.state == "ran" else "sg-in"
        yield words(told, x + wide / 2, middle + 3.2, class_=on, text_anchor="middle", pointer_events="none")


def _seconds(survey: Survey, row: Row, grid: Grid, middle: float) -> Iterator[str]:
    total = survey.total(row.ids)
    x, scale = grid.width - TIME, _SECONDS / (grid.slowest or 1.0)
    if total.took:
        yield rectangle(x, middle - 3, total.took * scale, 6, class_="sg-took")
    if total.estimated:
        yield rectangle(x + total.took * scale, middle - 3, total.estimated * scale, 6, class_="sg-guess")
    yield words(took(total), x + (total.took + total.estimated) * scale + 6, middle + 3.5, class_="sg-soft")


def _edges(survey: Survey, grid: Grid, bars: Mapping[str, Bar], top: float, bottom: float) -> Iterator[str]:
    """What needs what, from bar to bar; what is not in the picture lies beyond its edge."""
    starts: dict[int, set[float]] = {}
    for bar in bars.values():
        starts.setdefault(bar.row, set()).add(bar.x0)
    for id, bar in bars.items():
        bus = bar.x0 - _BUS
        for need in survey.task(id).needs:
            start = bars.get(need)
            if start != bar:
                line = [(bus, top)] if start is None else _leaving(start, bus, starts)
                yield path([*line, (bus, bar.y), (bar.x0, bar.y)], class_="sg-edge")
                head = ((bar.x0 - 4, bar.y - 3), (bar.x0, bar.y), (bar.x0 - 4, bar.y + 3))
                yield path(head, closed=True, class_="sg-head")
        for after in survey.graph.successors(id):
            if after not in bars:
                bus = grid.columns[survey.task(after).kind].x - _BUS
                yield path([*_leaving(bar, bus, starts), (bus, bottom)], class_="sg-edge")


def _leaving(start: Bar, bus: float, starts: Mapping[int, Collection[float]]) -> list[tuple[float, float]]:
    """From a bar to the left of a column, below what stands between."""
    if any(start.x0 < x < bus for x in starts[start.row]):
        lane = start.y + ROW / 2 - 1
        return [(start.x1, start.y), (start.x1 + 4, start.y), (start.x1 + 4, lane), (bus, lane)]
    return [(start.x1, start.y), (bus, start.y)]
