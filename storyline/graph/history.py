"""How long tasks took, and how much room and memory they needed, so that the next render can say so beforehand."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from storyline.graph.journal import add, lines
from storyline.schema.task import Task

_LARGEST = 1 << 20
"""Bytes of the file; then its older half is dropped."""
_MOST = 1e15
"""Nothing takes so many seconds or bytes; what says so is no number of ours."""

USUAL: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "anchors": (0.3, 20e3),
        "latents": (0.3, 20e3),
        "keyframes": (0.03, 300e3),
        "frames": (0.03, 80e3),
        "segment": (0.02, 8e3),
        "sound": (0.001, 1e3),
        "film": (3e-4, 8e3),
    }
)
"""Seconds and bytes for a frame of a megapixel before anything was done here, on one core: the drawn world's, and of
anchors and latents those of a small network."""


WORKER, A_PIXEL = 160e6, 150.0
"""Bytes of memory of a worker that draws, its encoder's included: in any case, and for each pixel of a frame."""


@dataclass(frozen=True)
class Estimate:
    """What tasks will take."""

    seconds: float
    """Of one core."""
    bytes: int
    """On the store's disk."""
    memory: int
    """Bytes of one worker; that of GPUs is not counted."""

    def by(self, workers: int) -> "Estimate":
        """The same where so many work side by side."""
        return Estimate(self.seconds / workers, self.bytes, self.memory * workers)


class History:
    """Of a store: a file in it, one line of JSON for each batch that was done."""

    def __init__(self, store: Path) -> None:
        """`store` is its folder."""
        self._file = store / "history.jsonl"

    def note(self, tasks: Iterable[Task], seconds: float, bytes: int, memory: int = 0) -> None:
        """Write down what a batch took; `memory` is what its process has had at most."""
        several = list(tasks)
        first = several[0]
        megapixels = sum(_megapixels(task) for task in several)
        line = [first.maker, first.version, first.kind, round(megapixels, 3), round(seconds, 4), bytes, memory]
        add(self._file, line, _LARGEST)

    def estimate(self, tasks: Iterable[Task]) -> Estimate:
        """What tasks will take, by what others of their maker and kind took here."""
        known = self._rates()
        seconds = size = memory = 0.0
        for task in tasks:
            rate = _rate(task, known)
            seconds += rate[0] * _megapixels(task)
            size += rate[1] * _megapixels(task)
            memory = max(memory, rate[2], WORKER + A_PIXEL * task.size[0] * task.size[1])
        return Estimate(seconds, round(size), round(memory))

    def seconds(self, tasks: Iterable[Task]) -> dict[str, float]:
        """The same of each alone, by its id: seconds of one core. What nobody has an idea of is not among them."""
        known = self._rates()
        found = {task.id: _rate(task, known)[0] * _megapixels(task) for task in tasks}
        return {id: seconds for id, seconds in found.items() if seconds > 0}

    def _rates(self) -> dict[tuple[str, str], tuple[float, float, float]]:
        """Of each maker and kind: seconds and bytes for a megapixel, and the most memory."""
        sums: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
        most: dict[tuple[str, str], float] = defaultdict(float)
        for line in lines(self._file):
            with suppress(ValueError, TypeError):  # no line of ours
                maker, _, kind, *numbers = line
                taken = [float(number) for number in numbers]
                if len(taken) in (3, 4) and all(0 <= number < _MOST for number in taken):
                    key = str(maker), str(kind)
                    sums[key] = [number + more for number, more in zip(sums[key], taken[:3], strict=True)]
                    most[key] = max(most[key], *taken[3:], 0.0)  # earlier versions noted none
        return {key: (time / all, size / all, most[key]) for key, (all, time, size) in sums.items() if all}


def _rate(task: Task, known: Mapping[tuple[str, str], tuple[float, float, float]]) -> tuple[float, float, float]:
    """Seconds and bytes for a megapixel, and the memory at least."""
    return known.get((task.maker, task.kind)) or (*USUAL.get(task.kind, (0.0, 0.0)), 0.0)


def _megapixels(task: Task) -> float:
    return task.frames * task.size[0] * task.size[1] / 1e6
