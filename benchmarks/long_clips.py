"""How much more memory an edit of a long clip takes than that of a short one: the peak of each, in a fresh process.

`python -m benchmarks.long_clips` prints the table: a camera goes back and forth over a drawn meadow, which is graded.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np

from benchmarks.memory import Watch, peak

SIZE, RATE = (320, 180), 24
SHORT, LONG = 96, 960
"""Frames."""
SECONDS = 0.5
"""Of each fit: how good it is is no matter here."""


def measure(frames: int) -> dict[str, float]:
    """Edit a clip of so many frames, and say what this process and its children took at most, in MB."""
    from generators.toon.cast import with_faces
    from generators.toon.clip import ToonClip
    from generators.toon.drawn import drawn
    from storyline.film import plan_film
    from storyline.film.edit import edit_clip
    from storyline.frames.encode import encode
    from storyline.schema.media import FrameSize

    wide = FrameSize((2 * SIZE[0], SIZE[1]))
    board = plan_film({"title": "Long", "story": "The sun shines on the village.", "size": list(wide.root)})
    scene = board.scenes[0]
    picture = ToonClip(drawn(board, scene, scene.shots[0], wide, with_faces(board)))[0]
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        steps = (abs((n + SIZE[0]) % (2 * SIZE[0]) - SIZE[0]) for n in range(frames))
        panned = (np.ascontiguousarray(picture[:, x : x + SIZE[0]]) for x in steps)
        encode(panned, root / "clip.mp4", size=FrameSize(SIZE), rate=Fraction(RATE), length=frames)
        with Watch() as watch:
            edit_clip(
                root / "clip.mp4", root / "out.mp4", do="grade", to="night", max_seconds=SECONDS, workers=1,
                store=root / "store",
            )  # fmt: skip
    return {"frames": frames, "python": peak(os.getpid()), "ffmpeg": watch.most}


def rows() -> Iterator[tuple[str, str, str]]:
    """Peak memory of a long clip's edit over that of a short one's, for both processes together and each."""
    command = (sys.executable, "-m", "benchmarks.long_clips")
    short, long = (
        json.loads(subprocess.run([*command, str(frames)], capture_output=True, check=True, text=True).stdout)
        for frames in (SHORT, LONG)
    )
    both = [one["python"] + one["ffmpeg"] for one in (short, long)]
    what = f"peak memory, edit of a clip of {LONG} frames / {SHORT}, at {SIZE[0]}x{SIZE[1]}"
    yield what, f"{both[1] / both[0]:.2f}", "at most 1.2"
    for name in ("python", "ffmpeg"):
        yield f"… of it {name}, MB", f"{long[name]:.0f} / {short[name]:.0f}", ""


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measure(int(sys.argv[1]))))
    else:
        print("| what | measured | target |\n|---|---|---|")
        for what, measured, target in rows():
            print(f"| {what} | {measured} | {target} |", flush=True)
