"""Two films beside each other: their parts, what was changed in them, and how far their pictures differ."""

from dataclasses import asdict, dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

from storyline.schema.base import ShotId
from storyline.schema.timing import FrameRange

State = Literal["same", "differs", "changed", "only A", "only B"]
"""What became of a part; `differs` where it is the same in both storyboards, and its pictures are not: by a seed."""

Basis = Literal["keys", "store", "files"]
"""How pictures were compared: equal keys, so equal frames; lossless frames of the store; what video files decode to."""


@dataclass(frozen=True)
class Difference:
    """How far pairs of frames differ, values 0..255; of all frames of a part together."""

    frames: int
    """Pairs that were compared."""
    identical: int
    """Pairs of which every value is the same."""
    mean: float
    """Mean absolute difference."""
    largest: int
    psnr: float
    """In decibels, at most 100: that of what is the same."""
    ssim: float
    """Structural similarity of their light, at most 1: that of what is the same."""


@dataclass(frozen=True)
class Place:
    """A part as one of the films shows it."""

    label: str
    """The shot's own, or `2.3` for the third shot of the second scene; empty for what is no shot."""
    frames: FrameRange
    """Of the film: from its start to the start of the next part."""
    moment: int
    """The frame of the film that the picture shows: where the films differ most, or the middle."""
    picture: bytes = field(repr=False)
    """A JPEG."""


@dataclass(frozen=True)
class ComparedPart:
    """A shot, a title, or a whole film whose shots are not known, in one of the films or both."""

    name: str
    """The shot's id, `opening title`, `end credits` or `whole film`."""
    shot: ShotId | None
    words: str
    """What happens."""
    a: Place | None
    b: Place | None
    changes: tuple[str, ...] = ()
    """What the second storyboard has otherwise, in words."""
    moved: bool = False
    """Whether it stands elsewhere among the others, or in another scene."""
    basis: Basis | None = None
    difference: Difference | None = None
    """None for what is only in one of the films."""
    heat: bytes | None = field(default=None, repr=False)
    """A JPEG of where the two pictures differ, and how much."""

    @property
    def state(self) -> State:
        """What became of it."""
        if self.a is None or self.b is None:
            return "only B" if self.a is None else "only A"
        return "changed" if self.changes else "same" if self.identical else "differs"

    @property
    def lasts_alike(self) -> bool:
        """Whether it has as many frames in both films."""
        return self.a is not None and self.b is not None and len(self.a.frames) == len(self.b.frames)

    @property
    def identical(self) -> bool:
        """Whether it has the same frames in both films, as far as `basis` tells."""
        found = self.difference
        return found is not None and self.lasts_alike and found.identical == found.frames

    def json(self) -> dict[str, Any]:
        """Plain JSON values: all but the pictures."""
        numbers = asdict(self.difference) if self.difference else {}
        return {
            "part": self.name,
            "shot": self.shot,
            "words": self.words,
            "state": self.state,
            "moved": self.moved,
            "changes": list(self.changes),
            "a": _json(self.a),
            "b": _json(self.b),
            "basis": self.basis,
            "identical": self.identical,
            "difference": {name: _short(number) for name, number in numbers.items()} or None,
        }


@dataclass(frozen=True)
class Compared:
    """One of the two films."""

    name: str
    """As it is told from the other: a file, or a script and its seed."""
    film: Path
    """Its video file."""
    width: int
    height: int
    rate: Fraction
    frames: int
    sound: bool
    has_shots: bool
    """Whether its storyboard is known."""
    is_kept: bool = False
    """Whether the file is the store's, and not a person's."""

    def json(self) -> dict[str, Any]:
        """Plain JSON values."""
        facts = {"name": self.name, "film": str(self.film), "size": [self.width, self.height], "rate": str(self.rate)}
        seconds = round(float(self.frames / self.rate), 3)
        return {**facts, "frames": self.frames, "seconds": seconds, "storyboard": self.has_shots}


@dataclass(frozen=True)
class Comparison:
    """Two films, A and B, part by part, in B's order; what only A has stands where it was."""

    a: Compared
    b: Compared
    size: tuple[int, int]
    """Width and height at which frames were compared."""
    parts: tuple[ComparedPart, ...]
    changes: tuple[str, ...] = ()
    """What the second storyboard has otherwise for the whole film, in words."""
    notes: tuple[str, ...] = ()
    """How they were compared, where that is not frame by frame as they are."""

    @property
    def identical(self) -> bool:
        """Whether all frames of both films are the same, in the same order, as far as each part's `basis` tells."""
        return all(part.identical and not part.moved for part in self.parts)

    def json(self) -> dict[str, Any]:
        """Plain JSON values: all but the pictures."""
        return {
            "a": self.a.json(),
            "b": self.b.json(),
            "size": list(self.size),
            "identical": self.identical,
            "changes": list(self.changes),
            "notes": list(self.notes),
            "parts": [part.json() for part in self.parts],
        }


def _json(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    start, end = place.frames.start, place.frames.end_exclusive
    return {"label": place.label, "start": start, "end_exclusive": end, "moment": place.moment}


def _short(number: float) -> float:
    return number if isinstance(number, int) else round(number, 5)
