"""How fast the drawn world draws the fable, on one core."""

import time
from collections.abc import Iterator
from pathlib import Path

from storyline.film import clips, plan_film
from storyline.schema.media import FrameSize

FABLE = Path(__file__).parent.parent / "examples" / "hare_and_tortoise.txt"


def rows() -> Iterator[tuple[str, str, str]]:
    """Frames a second at two sizes."""
    board = plan_film(FABLE)
    for size, target in ((FrameSize((512, 288)), "at least 100"), (FrameSize((1280, 720)), "")):
        clip_of = clips(board, size=size)
        started, drawn = time.perf_counter(), 0
        for _, shot in board.shots():
            clip = clip_of(shot.id)
            for _picture in clip:
                drawn += 1
        rate = drawn / (time.perf_counter() - started)
        yield f"drawing the fable at {size}, frames/s on one core", f"{rate:.0f}", target
