"""A survey of a render graph → its picture, as one file of SVG or of HTML, or as a part of somebody else's page."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from storyline.frames.markup import filled, policed, said
from storyline.frames.svg import fitted, picture, rectangle, words
from storyline.frames.text import text_width
from storyline.graph.picture.draw import BAR, CLASSES, Grid, drawn
from storyline.graph.picture.rows import Block, Names, blocks
from storyline.graph.picture.words import STATES, counted, facts, lasting, of_standing
from storyline.graph.survey import Survey, Total

_FOLDER = Path(__file__).parent
_NAMELESS = Names()
_NARROWEST = 760.0
_HEADS = ("kind", "tasks", "will run", "took", "≈ estimated")
_SIGNS = (*((CLASSES[state], told) for state, told in STATES.items()), ("sg-cached sg-chain", "in the longest chain"))
_OPEN = 60
"""Rows that are shown without being asked for."""


def svg(survey: Survey, title: str, names: Names = _NAMELESS) -> str:
    """A picture that needs nothing else."""
    found = blocks(survey, names)
    grid = Grid.of(survey, found)
    width = max(grid.width + 8, _NARROWEST)
    parts = [words(fitted(title, width - 16, 20, bold=True), 4, 28, class_="sg-title")]
    y = 50.0
    for line in facts(survey):
        parts.append(words(line, 4, y, class_="sg-text"))
        y += 17
    parts += _legend(y + 8)
    y += 44
    for cells in [_HEADS, *_table(survey)]:
        parts += [
            words(cell, 4.0 if n == 0 else 120.0 + 84 * n, y, class_="sg-text", text_anchor="" if n == 0 else "end")
            for n, cell in enumerate(cells)
        ]
        y += 16
    rows, bottom = drawn(survey, found, grid, frozenset(survey.longest()), top=y)
    page = rectangle(-8, -8, width + 16, bottom + 24, class_="sg-page")
    return picture(width, bottom + 8, page, *parts, *rows, label=f"Render graph of {title}", style=_style())


def page(survey: Survey, title: str, names: Names = _NAMELESS) -> str:
    """A page that needs nothing else, and runs nothing."""
    style = (_FOLDER / "page.css").read_text("utf-8") + _style()
    return filled(
        (_FOLDER / "page.html").read_text("utf-8"),
        {
            "policy": f"default-src 'none'; img-src data:; style-src {policed(style)}; "
            "base-uri 'none'; form-action 'none'",
            "style": style,
            "title": said(title),
            "body": "\n".join(body(survey, names)),
        },
    )


def fragment(survey: Survey, names: Names = _NAMELESS) -> str:
    """What the page shows, with its style, for a page of somebody else's whose letters have the colour of the text."""
    style = f"{(_FOLDER / 'page.css').read_text('utf-8')}{_style()}{(_FOLDER / 'guest.css').read_text('utf-8')}"
    return f"<style>{style}</style><div class='sg-guest'>{''.join(body(survey, names))}</div>"


def body(survey: Survey, names: Names) -> Iterator[str]:
    """The facts, the totals, and each scene as a picture and in words."""
    found = blocks(survey, names)
    grid, chain = Grid.of(survey, found), frozenset(survey.longest())
    yield f'<div class="sg-facts">{"".join(f"<p>{said(line)}</p>" for line in facts(survey))}</div>'
    yield f'<ul class="sg-legend" aria-label="What the bars mean">{"".join(map(_sign, _SIGNS))}</ul>'
    heads = "".join(f'<th scope="col">{head}</th>' for head in _HEADS)
    rows = "".join(
        f'<tr><th scope="row">{cells[0]}</th>{"".join(f"<td>{cell}</td>" for cell in cells[1:])}</tr>'
        for cells in _table(survey)
    )
    yield f'<table class="sg-totals"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
    few = sum(len(block.rows) for block in found) <= _OPEN
    for block in found:
        total = survey.total(block.ids)
        shown = " open" if few or total.to_run else ""
        lines, bottom = drawn(survey, [block], grid, chain, named=False)
        scene = picture(grid.width, bottom, *lines, label=f"Tasks of {block.name}")
        yield (
            f'<details class="sg-block"{shown}><summary><bdi>{said(block.name)}</bdi> '
            f'<span class="sg-count">{counted(total)}</span></summary>\n'
            f'<div class="sg-scroll" tabindex="0" role="group" aria-label="{said(block.name)}">{scene}</div>\n'
            f"<details><summary>In words</summary>{_list(survey, block)}</details></details>"
        )


def _legend(y: float) -> Iterator[str]:
    x = 4.0
    for classes, told in _SIGNS:
        yield rectangle(x, y, 24, BAR, rx=2, class_=classes)
        yield words(told, x + 30, y + 11, class_="sg-text")
        x += 54 + text_width(told, 11)


def _sign(sign: tuple[str, str]) -> str:
    classes, told = sign
    return f"<li>{picture(28, BAR + 4, rectangle(2, 2, 24, BAR, rx=2, class_=classes))}{said(told)}</li>"


def _table(survey: Survey) -> Iterator[tuple[str, ...]]:
    for kind, total in survey.kinds().items():
        yield kind, *_cells(total)
    yield "all", *_cells(survey.total(survey.graph))


def _cells(total: Total) -> tuple[str, ...]:
    times = (lasting(seconds) if seconds else "–" for seconds in (total.took, total.estimated))
    return (str(total.tasks), str(total.to_run), *times)


def _list(survey: Survey, block: Block) -> str:
    """All tasks with all that is known of them: pictures are not for everybody."""
    rows = []
    for row in block.rows:
        for id in row.ids:
            task, standing = survey.task(id), survey.standings[id]
            frames = f"{task.start}..{task.end_exclusive}"
            cells = (id, frames, task.maker, of_standing(standing, task), survey.graph.nodes[id]["key"])
            rows.append(f"<tr>{''.join(f'<td>{said(cell)}</td>' for cell in cells)}</tr>")
    heads = "".join(f'<th scope="col">{head}</th>' for head in ("task", "frames", "maker", "", "key"))
    return (
        f'<div class="sg-scroll" tabindex="0" role="group" aria-label="Tasks of {said(block.name)}">'
        f'<table class="sg-list"><thead><tr>{heads}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>'
    )


@cache
def _style() -> str:
    return (_FOLDER / "graph.css").read_text("utf-8")
