"""Storyboard → the tracks of its shots, as one file of SVG or of HTML, or of one shot for somebody else's page."""

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import groupby
from pathlib import Path

from storyline.exchange.captions import Numbered, numbered
from storyline.exchange.tracks.bands import told
from storyline.exchange.tracks.canvas import WIDTH, Canvas
from storyline.exchange.tracks.inks import Inks, inks
from storyline.exchange.tracks.overview import anchor, overview
from storyline.exchange.tracks.plot import plot
from storyline.exchange.tracks.stretches import Stretch, stretches
from storyline.frames.markup import filled, policed, said
from storyline.frames.svg import element, fitted, picture, rectangle, words
from storyline.schema.base import ShotId
from storyline.schema.storyboard import Storyboard
from storyline.schema.timing import timecode

_FOLDER = Path(__file__).parent
_GAP = 28.0
_OPEN = 40
"""Shots that a page shows without being asked for."""


def svg(board: Storyboard, shots: Sequence[Numbered] | None = None) -> str:
    """A picture that needs nothing else: the film at a glance, then the plots of its shots, or of some of them."""
    shown = list(numbered(board)) if shots is None else shots
    columns = 1 if len(shown) == 1 else 2
    width = columns * WIDTH + (columns - 1) * _GAP
    parts = [words(fitted(board.title or "Storyboard", width - 8, 20, bold=True), 4, 26, class_="st-title")]
    parts.append(words(_facts(board, shown), 4, 46, class_="st-soft"))
    y, inked = 62.0, inks(board)
    if len(shown) > 1:
        elements, height = overview(board, shown, _tracks(shown), inked, width)
        parts.append(_moved(0, y, elements))
        y += height + 16
    for scene, some in groupby(shown, key=lambda found: found.scene):
        of_scene = list(some)
        heading = f"{of_scene[0].scene_number}. {scene.heading}"
        parts.append(words(fitted(heading, width - 8, 13, bold=True), 4, y + 16, class_="st-name"))
        y += 28
        for first in range(0, len(of_scene), columns):
            row = [(found, plot(board, found, inked)) for found in of_scene[first : first + columns]]
            for n, (found, drawn) in enumerate(row):
                parts.append(_moved(n * (WIDTH + _GAP), y, drawn.elements, id=anchor(found.shot.id)))
            y += max(drawn.height for _, drawn in row) + 12
    paper = rectangle(-8, -8, width + 16, y + 16, class_="st-page")
    return picture(width, y, paper, *parts, label=f"Tracks of {board.title}", style=_style())


def page(board: Storyboard, shots: Sequence[Numbered] | None = None) -> Iterator[str]:
    """A page that needs nothing else and runs nothing, in pieces from top to bottom, with the same."""
    shown = list(numbered(board)) if shots is None else shots
    inked = inks(board)
    base = files("storyline.exchange.page").joinpath("base.css").read_text("utf-8")
    style = base + _style() + (_FOLDER / "page.css").read_text("utf-8")
    top, bottom = (_FOLDER / "page.html").read_text("utf-8").split("{{scenes}}")
    elements, height = overview(board, shown, _tracks(shown), inked, 2 * WIDTH)
    fields = {
        "policy": f"default-src 'none'; img-src data:; style-src {policed(style)}; base-uri 'none'; form-action 'none'",
        "style": style,
        "title": said(board.title or "Storyboard"),
        "facts": said(_facts(board, shown)),
        "overview": picture(2 * WIDTH, height, *elements, label="Who is seen when"),
    }
    yield filled(top, fields)
    opened = " open" if len(shown) <= _OPEN else ""
    for scene, some in groupby(shown, key=lambda found: found.scene):
        of_scene = list(some)
        count = f"{len(of_scene)} shot{'' if len(of_scene) == 1 else 's'}"
        yield (
            f'<details class="scene"{opened}><summary><h2 dir="auto">{of_scene[0].scene_number}. '
            f'{said(scene.heading)}</h2> <span class="count">{count}</span></summary>\n<div class="plots">\n'
        )
        for found in of_scene:
            yield f'<article id="{anchor(found.shot.id)}" aria-label="Shot {said(found.label)}">'
            yield f'<div class="plot" tabindex="0" role="group" aria-label="Plot">{_drawn(board, found, inked)}</div>'
            yield f"{_in_words(board, found, inked)}</article>\n"
        yield "</div></details>\n"
    yield filled(bottom, fields)


def fragment(board: Storyboard, shot: Numbered) -> str:
    """The plot of a shot with its style, for a page of somebody else's whose letters have the colour of the text."""
    guest = (_FOLDER / "guest.css").read_text("utf-8")
    return f"<style>{_style()}{guest}</style><div class='st-guest'>{_drawn(board, shot, inks(board))}</div>"


def _drawn(board: Storyboard, found: Numbered, inked: Inks) -> str:
    elements, height = plot(board, found, inked)
    return picture(WIDTH, height, *elements, label=f"Tracks of shot {found.label}")


def _in_words(board: Storyboard, found: Numbered, inked: Inks) -> str:
    """The same for those who do not see it."""
    canvas = Canvas(board, found, inked, stretches(found.shot))
    order = list(inked)
    lines = [told(canvas, one) for one in sorted(canvas.tracks, key=lambda one: (order.index(one.entity), one.start))]
    items = "".join(f'<li dir="auto">{said(line)}</li>' for line in lines) or "<li>Nobody is seen.</li>"
    return f"<details><summary>In words</summary><ul>{items}</ul></details>"


def _tracks(shots: Sequence[Numbered]) -> dict[ShotId, tuple[Stretch, ...]]:
    return {found.shot.id: stretches(found.shot) for found in shots}


def _facts(board: Storyboard, shots: Sequence[Numbered]) -> str:
    count = sum(1 for _ in board.shots())
    told = f"{count} shot{'' if count == 1 else 's'}" if len(shots) == count else f"{len(shots)} of {count} shots"
    return f"{told} · {timecode(board.length, board.rate)} · {board.rate} frames a second · {board.size}"


def _moved(x: float, y: float, elements: Sequence[str], **attributes: str) -> str:
    return element("g", *elements, transform=f"translate({x:g} {y:g})", **attributes)


@cache
def _style() -> str:
    return (_FOLDER / "tracks.css").read_text("utf-8")
