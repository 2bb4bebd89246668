"""How much more memory a long film takes than a short one: peaks of Python and of ffmpeg, each in a fresh process."""

import json
import os
import subprocess
import sys
import tempfile
import threading
import wave
from collections.abc import Iterator
from contextlib import suppress
from itertools import cycle, islice
from pathlib import Path

SIZE, RATE = (160, 90), 12
SHORT, LONG = 1, 20
"""Minutes."""

_SENTENCES = (
    "The red robot walks through the forest.",
    'The old woman waves to him. "Good morning," she says. "Where are you going so early?"',
    "The birds fly over the village from the left to the right.",
    'In the evening the green cat sits on the beach. "What a day!" says the cat.',
    "The boy runs after his dog, and the dog jumps over the rock.",
    "It rains in the city at night. The robot gives the old woman a flower.",
    'The king sleeps in a room of his castle. "Wake up!" cries the girl.',
    "The boat sails over the sea, and the fish swims under it.",
)
"""Told again and again: a long film has more scenes than a short one, not more people in each."""


def story(minutes: float) -> tuple[str, float]:
    """A story that makes a film of about so many minutes, and how many seconds it really has."""
    from storyline.film import plan_film

    count, seconds = 10, 0.0
    for _ in range(4):
        text = "\n\n".join(islice(cycle(_SENTENCES), count))
        seconds = float(plan_film({"title": "Long", "story": text, "size": list(SIZE), "rate": RATE}).seconds)
        if abs(seconds - 60 * minutes) < 3:
            break
        count = max(1, round(count * 60 * minutes / seconds))
    return text, seconds


def measure(minutes: float) -> dict[str, float]:
    """Make a film of so many minutes, with music, and say what this process and its children took at most."""
    from storyline.film import make_film

    text, seconds = story(minutes)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        with wave.open(str(root / "music.wav"), "wb") as music:
            music.setparams((1, 2, 8000, 0, "NONE", ""))
            for n in range(round(seconds)):
                music.writeframes(bytes((n * k) % 251 for k in range(16_000)))
        sounds = "sounds: [{file: {path: music.wav}}]\n"
        head = f"title: Long\nsize: {list(SIZE)}\nrate: {RATE}\n{sounds}story: |\n"
        (root / "long.yaml").write_text(head + "".join(f"  {line}\n" for line in text.splitlines()))
        with Watch() as watch:
            film = make_film(root / "long.yaml", root / "out" / "film.mp4", store=root / "store")
    found = {"minutes": float(film.duration) / 60, "shots": len(film.shots)}
    return found | {"python": peak(os.getpid()), "ffmpeg": watch.most}


class Watch:
    """Looks five times a second at how much the children of this process have taken at most.

    `getrusage` does not know: a child counts what its parent had when it was started.
    """

    def __enter__(self) -> "Watch":
        self.most = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(0.2):
            for task in Path("/proc/self/task").iterdir():
                with suppress(OSError):  # threads and children come and go
                    for child in (task / "children").read_text().split():
                        if b"ffmpeg" in Path(f"/proc/{child}/cmdline").read_bytes():
                            self.most = max(self.most, peak(int(child)))


def peak(process: int) -> float:
    """MB that a process has had in memory at most; 0 if it is gone."""
    with suppress(OSError, IndexError):
        return int(Path(f"/proc/{process}/status").read_text().split("VmHWM:")[1].split()[0]) / 1024
    return 0.0


def rows() -> Iterator[tuple[str, str, str]]:
    """Peak memory of a 20-minute film over that of a 1-minute film, for both processes together and each."""
    found = []
    for minutes in (SHORT, LONG):
        command = [sys.executable, "-m", "benchmarks.memory", str(minutes)]
        found.append(json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout))
    short, long = found
    both = [one["python"] + one["ffmpeg"] for one in found]
    size = f"{SIZE[0]}x{SIZE[1]}"
    yield (
        f"peak memory, film of {long['minutes']:.0f} min / {short['minutes']:.1f} min, at {size} and {RATE} frames/s",
        f"{both[1] / both[0]:.2f}",
        "at most 1.2",
    )
    for name in ("python", "ffmpeg"):
        yield f"… of it {name}, MB", f"{long[name]:.0f} / {short[name]:.0f}", ""


if __name__ == "__main__":
    print(json.dumps(measure(float(sys.argv[1]))))
