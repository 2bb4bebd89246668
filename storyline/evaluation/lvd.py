"""The LVD benchmark: 500 prompts of five tasks, and when six frames of boxes, planned or seen, pass them.

Source: Lian et al. 2024, "LLM-grounded Video Diffusion Models" (ICLR), section 5.1; the prompts are made by its rules.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Literal

import numpy as np

from storyline.evaluation.detector.detection import Detection
from storyline.schema.layout import Box
from storyline.schema.storyboard import Shot, Storyboard
from storyline.schema.vocabulary import basic_colour, rgb

Task = Literal["numeracy", "attribution", "visibility", "dynamics", "sequential"]
FRAMES = 6
"""Of a film that are looked at: at 0, 1/5, … 1 of its length."""

_SCENE = "A realistic lively video of a scene"
_FROM_ABOVE = "A realistic lively video of a top-down viewed scene"
_OBJECTS: Mapping[str, str] = MappingProxyType(
    {
        "car": "moving car",
        "cat": "lively cat",
        "bird": "flying bird",
        "ball": "moving ball",
        "dog": "walking dog",
    }
)
"""Each with what it does where motion is not the task."""
_COLOURS = ("red", "orange", "yellow", "green", "blue", "purple", "pink", "brown", "black", "white", "gray")
_NUMBERS = ("one", "two", "three", "four")
CORNERS = (
    ("lower left", "lower right", "upper right"),
    ("lower left", "upper left", "upper right"),
    ("lower right", "lower left", "upper left"),
    ("lower right", "upper right", "upper left"),
)


@dataclass(frozen=True)
class Named:
    """A box and what stands in it."""

    name: str
    """Colour and kind: `red car`."""
    box: Box
    id: str = ""
    """Who it is, where frames tell; what is seen has none."""


Frame = Sequence[Named]
"""What stands in a frame, the surest first."""

_Row = tuple[Task, str, Callable[[Sequence[Frame]], bool]]


@dataclass(frozen=True)
class Prompt:
    """One of the 500."""

    task: Task
    text: str
    repeat: int
    """0 the first time that the text occurs, then 1, 2, …: other samples of the same."""
    passes: Callable[[Sequence[Frame]], bool]
    """Of the six frames."""


def prompts() -> tuple[Prompt, ...]:
    """All 500, a hundred a task; 184 texts differ."""
    seen: Counter[str] = Counter()
    found = []
    for task, text, passes in _all():
        found.append(Prompt(task, text, seen[text], passes))
        seen[text] += 1
    return tuple(found)


def _all() -> Iterator[_Row]:
    rows: list[_Row]
    for count, number in enumerate(_NUMBERS, 1):
        for thing, acting in _OBJECTS.items():
            text = f"{_SCENE} with {number} {acting}{'s' if count > 1 else ''}"
            rows = [("numeracy", text, partial(counts, thing, count))]
            yield from rows * 5
    for n in range(100):
        chance = np.random.RandomState(n)  # what `numpy.random.seed(n)` gives
        colours, things = chance.choice(_COLOURS, 2, replace=False), chance.choice([*_OBJECTS], 2, replace=False)
        both = tuple(f"{colour} {thing}" for colour, thing in zip(colours, things, strict=True))
        yield (
            "attribution",
            f"{_SCENE} with {with_article(both[0])} and {with_article(both[1])}",
            partial(mostly_there, both),
        )
    for thing, acting in _OBJECTS.items():
        for half in ("second", "first"):
            text = f"{_SCENE} in which {with_article(acting)} appears only in the {half} half of the video"
            rows = [("visibility", text, partial(only_in, thing, half == "second"))]
            yield from rows * 10
    for thing in _OBJECTS:
        for start, end in (("left", "right"), ("right", "left")):
            text = f"{_SCENE} with {with_article(thing)} moving from the {start} to the {end}"
            rows = [("dynamics", text, partial(moves, thing, 1 if end == "right" else -1))]
            yield from rows * 5
    for n in range(25):
        chance = np.random.RandomState(n)
        for start, end in (("left", "right"), ("right", "left")):
            one, other = chance.choice([*_OBJECTS], 2, replace=False)
            text = f"{_SCENE} with {with_article(one)} moving from the {start} of {with_article(other)} to its {end}"
            yield "dynamics", text, partial(passes_by, one, other, 1 if end == "right" else -1)
    for thing in _OBJECTS:
        for corners in CORNERS:
            first, second, third = corners
            text = (
                f"{_FROM_ABOVE} in which {with_article(thing)} initially on the {first} of the scene. "
                f"It first moves to the {second} of the scene and then moves to the {third} of the scene."
            )
            rows = [("sequential", text, partial(visits, thing, corners))]
            yield from rows * 5


def with_article(noun: str) -> str:
    """`a dog`, `an orange dog`."""
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def is_called(name: str, phrase: str) -> bool:
    """Whether a phrase names what has this name: followed by a space in it, or at its end.

    >>> is_called("red car", "car"), is_called("carrot", "car"), is_called("cars", "car")
    (True, False, False)
    """
    return phrase + " " in name or name.endswith(phrase)


def _track(frames: Sequence[Frame], phrase: str) -> list[Box | None]:
    """The boxes of the first that a phrase names; None where it is not there."""
    named = [[one for one in frame if is_called(one.name, phrase)] for frame in frames]
    first = next((one.id for frame in named for one in frame), None)
    return [next((one.box for one in frame if one.id == first), None) for frame in named]


def counts(thing: str, count: int, frames: Sequence[Frame]) -> bool:
    """Whether most frames have so many boxes; of several numbers that as many frames have, the smallest counts."""
    found = Counter(sum(is_called(one.name, thing) for one in frame) for frame in frames)
    return min(found, key=lambda number: (-found[number], number)) == count


def mostly_there(phrases: Sequence[str], frames: Sequence[Frame]) -> bool:
    """Whether each of the named is there in at least half of the frames."""
    tracks = [_track(frames, phrase) for phrase in phrases]
    return all(2 * sum(box is not None for box in track) >= len(frames) for track in tracks)


def only_in(thing: str, second: bool, frames: Sequence[Frame]) -> bool:
    """Whether it is there in one half alone; the two frames around the middle are nobody's."""
    there = [box is not None for box in _track(frames, thing)]
    half = len(there) // 2
    first, last = any(there[: half - 1]), any(there[half + 1 :])
    return (last and not first) if second else (first and not last)


def moves(thing: str, direction: int, frames: Sequence[Frame]) -> bool:
    """Whether it ends farther right (1) or left (-1) than it began."""
    track = _track(frames, thing)
    start, end = track[0], track[-1]
    return start is not None and end is not None and direction * (end.centre[0] - start.centre[0]) > 0


def passes_by(one: str, other: str, direction: int, frames: Sequence[Frame]) -> bool:
    """Whether one goes by the other, to the right (1) or to the left (-1)."""
    moving, standing = _track(frames, one), _track(frames, other)
    ends = moving[0], standing[0], moving[-1], standing[-1]
    if any(box is None for box in ends):
        return False
    m0, s0, m1, s1 = (direction * box.centre[0] for box in ends if box is not None)
    return m0 < s0 and s1 < m1


def visits(thing: str, corners: Sequence[str], frames: Sequence[Frame]) -> bool:
    """Whether it is in the first corner at first, in the second in the middle and in the third at last."""
    track = _track(frames, thing)
    boxes = track[0], track[len(track) // 2], track[-1]
    return all(box is not None and _lies(box, corner) for box, corner in zip(boxes, corners, strict=True))


def _lies(box: Box, corner: str) -> bool:
    x, y = box.centre
    return (y > 0.5 if "lower" in corner else y < 0.5) and (x > 0.5 if "right" in corner else x < 0.5)


def moments(board: Storyboard) -> tuple[tuple[Shot, int], ...]:
    """The six moments of a film that are looked at, titles left aside: each a shot and a frame of it."""
    spans = board.timeline()
    start, end = spans[0][1].start, spans[-1][1].end_exclusive
    found = []
    for n in range(FRAMES):
        frame = start + round(n * (end - 1 - start) / (FRAMES - 1))
        shot, span = next((shot, span) for shot, span in reversed(spans) if span.start <= frame)
        found.append((shot, frame - span.start))
    return tuple(found)


def planned(board: Storyboard) -> list[Frame]:
    """What a storyboard has stand in the six frames."""
    names = {}
    for entity in board.cast:
        colours = entity.looks[0].colours
        names[entity.id] = f"{basic_colour(rgb(colours[0]))} {entity.kind}" if colours else entity.kind
    return [
        [Named(names[p.entity], p.box, p.entity) for p in sorted(shot.layout(frame), key=lambda p: p.entity)]
        for shot, frame in moments(board)
    ]


def seen(detections: Sequence[Sequence[Detection]]) -> list[Frame]:
    """What a detector sees in the six frames."""
    return [[Named(one.name, one.box) for one in frame] for frame in detections]


def by_task(results: Sequence[tuple[Prompt, bool]]) -> dict[str, dict[str, int]]:
    """How many prompts of each task there are, and how many pass."""
    tasks: dict[str, dict[str, int]] = {}
    for prompt, passed in results:
        row = tasks.setdefault(prompt.task, {"total": 0, "passed": 0})
        row["total"] += 1
        row["passed"] += passed
    return tasks
