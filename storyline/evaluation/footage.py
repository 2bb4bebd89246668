"""What benchmarks look at: the pictures of a storyboard's shots, whoever made them."""

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, runtime_checkable

from storyline.frames.clip import Picture
from storyline.schema.base import ShotId
from storyline.schema.storyboard import Storyboard


@runtime_checkable
class Footage(Protocol):
    """The pictures of one storyboard."""

    def stills(self, shot: ShotId) -> Iterator[Picture]:
        """The keyframes of a shot, one for each of its panels."""
        ...

    def frames(self, shot: ShotId, numbers: Sequence[int]) -> Iterator[Picture]:
        """Frames of a shot, in the order asked for."""
        ...


Draw = Callable[[Storyboard], Footage]
"""Makes the pictures of a storyboard: a generator, with all that it takes to run it."""
