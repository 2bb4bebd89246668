"""NSR-1K: prompts that ask for counts and relations of COCO's things, with real layouts; its files, and its scores.

Source: Feng et al. 2023, "LayoutGPT: Compositional Visual Planning and Generation with Large Language Models"
(NeurIPS), section 4; the data lies in its repository (weixi-feng/LayoutGPT, `dataset/NSR-1K`, MIT).
"""

import json
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from storyline.errors import SetupError
from storyline.evaluation.lvd import Named

COUNTING, SPATIAL, SPATIAL_TUNED = "counting.val.json", "spatial.val.json", "spatial.train.json"
T = TypeVar("T")
Point = tuple[float, float]
"""(x, y) in fractions of the picture, y down."""
_DIAGONAL = math.sqrt(2) / 2


@dataclass(frozen=True)
class Counting:
    """A prompt that says how many."""

    id: int
    text: str
    comparison: bool
    """It compares two numbers, of which the first is said."""
    wanted: tuple[tuple[str, int], ...]
    """Category and number, in the order of the prompt."""


@dataclass(frozen=True)
class Spatial:
    """A prompt that says where one thing is from another."""

    id: int
    text: str
    natural: bool
    """A person's caption; else made by a template."""
    relation: str
    """Of the first to the second: left, right, top, bottom or next to."""
    one: str
    other: str
    true: tuple[Point, Point]
    """The middles of the photograph's boxes."""


@dataclass(frozen=True)
class Counted:
    """What one plan scores on a counting prompt."""

    precision: float
    recall: float
    right: bool
    numbers: tuple[int, ...]
    """How many of each asked category are planned."""


def read_counting(folder: Path, name: str = COUNTING) -> tuple[Counting, ...]:
    """The counting prompts of a folder. Raises SetupError: the file is not there, or is not such a file."""

    def prompt(row: Any) -> Counting:
        wanted = tuple((str(category), int(number)) for category, number in row["num_object"])
        comparison = row["sub-type"] == "comparison"
        if not wanted or (comparison and len(wanted) < 2):
            raise ValueError("num_object")
        return Counting(int(row["id"]), str(row["prompt"]), comparison, wanted)

    return tuple(_rows(folder / name, prompt))


def read_spatial(folder: Path, name: str = SPATIAL) -> tuple[Spatial, ...]:
    """The spatial prompts of a folder. Raises SetupError: the file is not there, or is not such a file."""

    def prompt(row: Any) -> Spatial:
        (one, first), (other, second) = row["obj1"], row["obj2"]
        middles = tuple((x + width / 2, y + height / 2) for x, y, width, height in (first, second))
        natural = row["type"] == "natural"
        return Spatial(
            int(row["id"]), str(row["prompt"]), natural, str(row["relation"]), one, other, (middles[0], middles[1])
        )

    return tuple(_rows(folder / name, prompt))


def _rows(path: Path, prompt: Callable[[Any], T]) -> Iterator[T]:
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SetupError(
            f"{path}: expected a file of NSR-1K (github.com/weixi-feng/LayoutGPT, dataset/NSR-1K); got: "
            f"{error.strerror}. Name its folder with --data."
        ) from None
    except ValueError as error:
        raise SetupError(f"{path}: expected JSON; got: {error}") from None
    for n, row in enumerate(rows if isinstance(rows, list) else [rows]):
        try:
            yield prompt(row)
        except (KeyError, TypeError, ValueError) as error:
            raise SetupError(f"{path}, entry {n + 1}: expected a prompt of NSR-1K; got {error!r:.120}") from None


def matches(name: str, category: str) -> bool:
    """Whether a planned name and a category are the same: one contains the other."""
    return name in category or category in name


def counted(prompt: Counting, plan: Sequence[Named]) -> Counted:
    """Precision and recall of the asked categories' numbers, and whether all of them are right.

    Of a comparison the first number must be right, and the order of the two.
    """
    numbers = tuple(sum(matches(one.name, category) for one in plan) for category, _ in prompt.wanted)
    true = tuple(number for _, number in prompt.wanted)
    common = sum(map(min, numbers, true))
    compared = prompt.comparison and numbers[0] == true[0] and _order(numbers) == _order(true)
    right = compared if prompt.comparison else numbers == true
    return Counted(common / max(1, len(plan)), common / max(1, sum(true)), right, numbers)


def _order(numbers: Sequence[int]) -> int:
    return (numbers[0] > numbers[1]) - (numbers[0] < numbers[1])


def relation(one: Point, other: Point) -> str:
    """Where a box is from another by their middles: right, top, left, bottom, or diagonal between them."""
    right, down = one[0] - other[0], one[1] - other[1]
    far = math.hypot(right, down) or 1.0
    if right / far > _DIAGONAL:
        return "right"
    if -down / far > _DIAGONAL:
        return "top"
    if right / far < -_DIAGONAL:
        return "left"
    return "bottom" if -down / far < -_DIAGONAL else "diagonal"


def holds(asked: str, found: str) -> bool:
    """Whether a relation is what was asked; next to is left or right."""
    return found == asked or (asked == "next to" and found in ("left", "right"))


def the_two(prompt: Spatial, plan: Sequence[Named]) -> tuple[Named, Named] | None:
    """The two that a prompt relates: by their very names, else by names that contain them; None if one is missing."""
    one = _found(prompt.one, plan, None)
    other = _found(prompt.other, plan, one)
    if other is None and one is not None:  # `a dog on a hot dog`: the second may have been taken for the first
        other = _found(prompt.other, plan, None)
        one = _found(prompt.one, plan, other)
    return None if one is None or other is None else (one, other)


def _found(category: str, plan: Sequence[Named], leave: Named | None) -> Named | None:
    others = [named for named in plan if named is not leave]
    exact = (named for named in others if named.name == category)
    alike = (named for named in others if matches(named.name, category))
    return next(exact, None) or next(alike, None)
