"""The drawn world on sheets, one a table and one of all kinds. `python -m generators.toon.sheet FOLDER`."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from jaxtyping import UInt8
from PIL import Image, ImageDraw

from generators.toon.canvas import Canvas
from generators.toon.cast import figure_of
from generators.toon.figures import draw_figure
from generators.toon.figures.state import Moment
from generators.toon.fit import fit
from generators.toon.motion import hop
from storyline.frames.text import draw_text
from storyline.schema.base import EntityId
from storyline.schema.entity import Entity, Look
from storyline.schema.media import FrameSize
from storyline.schema.vocabulary import ACTIONS, ANIMALS, PEOPLE, THINGS

_SKY, _GRASS, _PAPER, _INK = (206, 230, 246), (166, 206, 124), (255, 253, 248), (52, 42, 58)
_MOVES = ("stand", "run", "fall", "dance")
"""The actions that change a thing."""
_LETTERS = 11

Picture = UInt8[np.ndarray, "height width 3"]


def sheet(kinds: Sequence[str], actions: Sequence[str], cell: FrameSize, *, blocks: int = 1) -> Picture:
    """Draw a row for each kind and a column for each action, both labelled; `blocks` stand side by side."""
    rows = -(-len(kinds) // blocks)
    parts = [_block(kinds[n * rows : (n + 1) * rows], actions, cell, rows) for n in range(blocks)]
    return np.concatenate(parts, 1)


def everybody(kinds: Sequence[str], cell: FrameSize, *, columns: int) -> Picture:
    """Draw each kind once, standing, its name below it."""
    cells = [np.concatenate([_cell(cell, kind, "stand"), _label(kind, cell.width)], 0) for kind in kinds]
    cells += [np.full_like(cells[0], _PAPER)] * (-len(cells) % columns)
    return np.concatenate([np.concatenate(cells[n : n + columns], 1) for n in range(0, len(cells), columns)], 0)


def sheets() -> Iterable[tuple[str, Picture]]:
    """Every sheet with its name: people, animals and things at what they do, and everybody."""
    yield "people", sheet([*PEOPLE], [*ACTIONS], FrameSize((92, 84)))
    yield "animals", sheet([*ANIMALS], [*ACTIONS], FrameSize((92, 72)))
    yield "things", sheet([*THINGS, "samovar"], _MOVES, FrameSize((104, 80)), blocks=4)
    yield "figures", everybody([*PEOPLE, *ANIMALS, *THINGS], FrameSize((112, 96)), columns=14)


def _block(kinds: Sequence[str], actions: Sequence[str], cell: FrameSize, rows: int) -> Picture:
    wide = 16 + max(len(kind) for kind in kinds) * 7
    head = np.concatenate([_label("", wide), *(_label(action, cell.width) for action in actions)], 1)
    lines = [
        np.concatenate([_label(kind, wide, cell.height), *(_cell(cell, kind, action) for action in actions)], 1)
        for kind in kinds
    ]
    empty = np.full((cell.height, head.shape[1], 3), _PAPER, np.uint8)
    return np.concatenate([head, *lines, *[empty] * (rows - len(kinds))], 0)


def _label(text: str, width: int, height: int = 18) -> Picture:
    """A word in the middle of a piece of paper."""
    paper = Image.new("RGB", (width, height), _PAPER)
    at = (width / 2, height / 2 + _LETTERS * 0.36)
    draw_text(ImageDraw.Draw(paper), at, text, _LETTERS, _INK, align="centre")
    return np.array(paper)


def _cell(size: FrameSize, kind: str, action: str, seconds: float = 0.35) -> Picture:
    canvas = Canvas(size)
    canvas.image[:] = _SKY
    ground = 0.90
    canvas.polygon([(0, ground), (canvas.aspect, ground), (canvas.aspect, 1), (0, 1)], _GRASS)
    id = EntityId(kind.replace(" ", "-"))
    figure = figure_of(Entity(id=id, kind=kind, name=kind, looks=(Look(),)), Look())
    pose = fit(figure, action, "side")
    moment = Moment(
        action,
        seconds=seconds,
        gait=seconds,
        hop=hop(seconds * 1.4) if action == "jump" else 0.0,
        expression="asleep" if action == "sleep" else "neutral",
    )
    x0, y0, x1, y1 = pose.pose
    scale = min(canvas.aspect * 0.88 / (x1 - x0), ground * 0.90 / max(1.0, y1 - y0), canvas.aspect * 0.88 / pose.aspect)
    with canvas.at(canvas.aspect / 2 - (x0 + x1) / 2 * scale, ground - y1 * scale, scale=scale, stretch=pose.stretch):
        draw_figure(canvas, figure, moment)
    return canvas.picture()


def save(picture: Picture, path: Path) -> None:
    """Write a sheet as a PNG of 256 colours."""
    image = Image.fromarray(picture).quantize(256, method=Image.Quantize.MEDIANCUT, kmeans=3, dither=Image.Dither.NONE)
    image.save(path, optimize=True)


def main(arguments: list[str]) -> None:
    """Write the sheets into the folder named by the only argument."""
    if len(arguments) != 1:
        raise SystemExit("usage: python -m generators.toon.sheet FOLDER")
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    for name, picture in sheets():
        save(picture, folder / f"{name}.png")


if __name__ == "__main__":
    main(sys.argv[1:])
