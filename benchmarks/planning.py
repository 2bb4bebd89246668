"""How long a script takes to become a storyboard: the fable, and a screenplay of a hundred pages."""

import time
from collections.abc import Iterator

from benchmarks.drawing import FABLE
from storyline.film import plan_film
from storyline.reading import read
from tests.reading.fountain.long import long_screenplay

SCENES = 82
"""Of the generated screenplay; its scenes are long, and these make a hundred pages."""
LINES_A_PAGE = 55


def rows() -> Iterator[tuple[str, str, str]]:
    """Seconds of reading and of planning."""
    started = time.perf_counter()
    plan_film(FABLE)
    yield "planning the fable, seconds", f"{time.perf_counter() - started:.2f}", ""
    text = long_screenplay(SCENES)
    started = time.perf_counter()
    document = read(text).document
    reading = time.perf_counter() - started
    board = plan_film(document)
    seconds = time.perf_counter() - started
    pages = -(-len(text.splitlines()) // LINES_A_PAGE)
    shots = sum(1 for _ in board.shots())
    minutes = float(board.seconds) / 60
    what = f"a screenplay of {pages} pages, {len(document.scenes)} scenes ({shots} shots, {minutes:.0f} min)"
    yield f"planning {what}, seconds", f"{seconds:.1f}", "at most 10"
    yield "… of it reading, seconds", f"{reading:.2f}", ""
