"""Draw the pictures of the README. `python docs/pictures.py`."""

from functools import partial
from pathlib import Path

import numpy as np

from generators.toon.generator import ToonGenerator
from generators.toon.settings.__main__ import sheet as settings
from generators.toon.sheet import save, sheets
from storyline.assembly.timeline import FilmFrames
from storyline.film import plan_film
from storyline.frames.clip import Picture
from storyline.schema.media import FrameSize
from storyline.schema.vocabulary import TIMES_OF_DAY, WEATHERS

HERE = Path(__file__).parent
FABLE = HERE.parent / "examples" / "hare_and_tortoise.txt"


def fable() -> Picture:
    """Nine frames of the fable, in order, each from the middle of a ninth of its shots."""
    board = plan_film(FABLE).model_copy(update={"size": FrameSize((640, 360))})
    film = FilmFrames(board, partial(ToonGenerator().clip, board, size=board.size))
    spans = [frames for _, frames in board.timeline()]
    middles = [spans[(2 * n + 1) * len(spans) // 18] for n in range(9)]
    shown = [film[(span.start + span.end_exclusive) // 2] for span in middles]
    return np.concatenate([np.concatenate(shown[row : row + 3], 1) for row in (0, 3, 6)], 0)


def main() -> None:
    """Write them into `docs/images`."""
    for name, picture in (
        ("fable", fable()),
        *sheets(),
        ("settings", settings(TIMES_OF_DAY, ())),
        ("weathers", settings((), WEATHERS)),
    ):
        save(picture, HERE / "images" / f"{name}.png")


if __name__ == "__main__":
    main()
