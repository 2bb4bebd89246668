"""What a detector says of a frame, whichever detector it is."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from storyline.frames.clip import Picture
from storyline.schema.layout import Box


@dataclass(frozen=True)
class Detection:
    """A figure that is seen."""

    kind: str
    """As `vocabulary.KINDS` names it."""
    colour: str
    """Of `vocabulary.BASIC_COLOURS`: its main colour."""
    box: Box
    """All of it within the frame, hidden parts too."""
    score: float
    """How sure it is that it is there: 0..1."""
    action: str | None = None
    """As `vocabulary.ACTIONS` names it; None where nobody tells."""
    embedding: tuple[float, ...] = field(default=(), repr=False)
    """How it looks, as numbers to be compared with those of others by the same eye; empty where nobody tells."""

    @property
    def name(self) -> str:
        """Colour and kind: `red car`."""
        return f"{self.colour} {self.kind}"


@runtime_checkable
class Eye(Protocol):
    """Looks at frames."""

    @property
    def kinds(self) -> Sequence[str]:
        """What it knows."""
        ...

    def __call__(self, frames: Iterable[Picture]) -> Iterator[tuple[Detection, ...]]:
        """What stands in each frame, the surest first. Frames may have any size; one run's have one."""
        ...
