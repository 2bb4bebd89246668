"""Panels → pictures with boxes and words, as HTML that needs no other file."""

from collections.abc import Callable, Iterable
from contextlib import closing
from functools import cache
from html import escape
from importlib.resources import files
from pathlib import Path

from storyline.errors import StorylineError
from storyline.exchange.outlines import colour_of
from storyline.schema.layout import Placement
from storyline.schema.media import FrameSize
from storyline.schema.storyboard import Panel, Shot, Storyboard
from storyline.studio.drawing import Drawing
from storyline.studio.session import data_url

WIDTH = 320
"""Pixels of a picture."""
_EDGE = 0.12
"""Of the frame's height: a box above it has no room for a name above itself."""
_GREY = (128, 128, 128)

Picture = Callable[[Shot, int], bytes | None]
"""The JPEG of a shot's panel; None where it cannot be drawn."""


class Pictures:
    """Draws the pictures of a storyboard, if there is one."""

    def __init__(self, board: Storyboard | None) -> None:
        """Draw with the drawn world, into the usual store; nothing for None."""
        self._board = board
        self._drawing = Drawing(Path()) if board is not None else None

    def __call__(self, shot: Shot, panel: int) -> bytes | None:
        """See `Picture`."""
        if self._board is None or self._drawing is None:
            return None
        try:
            return self._drawing.jpeg(self._drawing.thumbnail(self._board, shot.id, panel, WIDTH))
        except StorylineError:  # such as files that lie elsewhere: the boxes are shown nevertheless
            return None

    def close(self) -> None:
        """No more is drawn."""
        if self._drawing is not None:
            self._drawing.close()


def pictures_of(board: Storyboard | None) -> "closing[Pictures]":
    """What draws the pictures of a storyboard, to be closed when they are drawn."""
    return closing(Pictures(board))


def figure_of(
    panel: Panel, shot: Shot | None, board: Storyboard | None, pictures: Picture, facts: str, *words: str
) -> str:
    """A panel's picture with the boxes of everybody in it, facts and words; boxes alone where its shot is not known."""
    size = board.size if board else FrameSize((1280, 720))
    number = next((n for n, one in enumerate(shot.panels) if one is panel), 0) if shot else 0
    jpeg = pictures(shot, number) if shot else None
    picture = f"<img alt='{escape(panel.prompt)}' src='{data_url('image/jpeg', jpeg)}'>" if jpeg else ""
    boxes = "".join(_box(p, board) for p in sorted(panel.placements, key=lambda p: (p.depth, p.entity)))
    told = "".join(f"<div>{escape(line)}</div>" for line in words if line)
    return (
        f"<figure><div class='frame' style='aspect-ratio: {size.width} / {size.height}'>{picture}{boxes}</div>"
        f"<figcaption><div class='soft'>{escape(facts)}</div>{told}</figcaption></figure>"
    )


def _box(placement: Placement, board: Storyboard | None) -> str:
    entity = board.entity(placement.entity) if board else None
    r, g, b = colour_of(entity, placement.look) if entity else _GREY
    box = placement.box
    place = ";".join(
        f"{side}:{100 * value:.2f}%"
        for side, value in (("left", box.x0), ("top", box.y0), ("width", box.width), ("height", box.height))
    )
    name = escape(entity.name if entity else placement.entity)
    sides = " high" * (box.y0 < _EDGE) + " right" * (box.x0 > 0.5)
    return f"<div class='box{sides}' style='{place};border-color:rgb({r} {g} {b})'><span>{name}</span></div>"


def styled(rows: Iterable[str]) -> str:
    """Rows of HTML with their style."""
    return f"<div class='storyline-shown'><style>{_style()}</style>{''.join(rows)}</div>"


@cache
def _style() -> str:
    return files("storyline.notebook").joinpath("displays.css").read_text("utf-8")
