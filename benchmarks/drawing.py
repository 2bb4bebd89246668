"""How fast the drawn world draws the fable, on one core."""

import time
from collections.abc import Iterator
from pathlib import Path

from storyline.film import plan_film
from storyline.film.plugins import plugin
from storyline.schema.media import FrameSize

FABLE = Path(__file__).parent.parent / "examples" / "hare_and_tortoise.txt"


def rows() -> Iterator[tuple[str, str, str]]:
    """Frames a second at two sizes."""
    board = plan_film(FABLE)
    for size, target in ((FrameSize((512, 288)), "at least 100"), (FrameSize((1280, 720)), "")):
        toon = plugin("generators", "toon")
        started, drawn = time.perf_counter(), 0
        for _, shot in board.shots():
            for _picture in toon.clip(board, shot.id, size):
                drawn += 1
        rate = drawn / (time.perf_counter() - started)
        yield f"drawing the fable at {size}, frames/s on one core", f"{rate:.0f}", target
