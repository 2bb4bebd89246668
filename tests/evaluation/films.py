"""Small held-out films of the drawn world, whose pictures are drawn when they are asked for."""

from collections.abc import Iterator, Sequence

from generators.toon import ToonGenerator
from storyline.frames.clip import Picture
from storyline.schema.base import ShotId
from storyline.schema.media import FrameSize
from storyline.schema.storyboard import Shot, Storyboard
from storyline.training.corpus.scripts import script, story
from storyline.training.corpus.world import CORE, HELD_OUT

SMALL = FrameSize((128, 72))


def board(number: int = 0, size: FrameSize = SMALL) -> Storyboard:
    """One of the held-out storyboards."""
    return script(CORE, HELD_OUT[number], size)


def scenes(number: int = 0, count: int = 2) -> Storyboard:
    """One of the held-out storyboards of several scenes with one cast."""
    return story(CORE, HELD_OUT[number], count, SMALL)


class Drawn:
    """The drawn world's pictures of a storyboard."""

    def __init__(self, story: Storyboard) -> None:
        self._shots: dict[ShotId, Shot] = {shot.id: shot for _, shot in story.shots()}
        self._story = story

    def stills(self, shot: ShotId) -> Iterator[Picture]:
        return self.frames(shot, [panel.at for panel in self._shots[shot].panels])

    def frames(self, shot: ShotId, numbers: Sequence[int]) -> Iterator[Picture]:
        clip = ToonGenerator().clip(self._story, shot, self._story.size)
        return (clip[number] for number in numbers)
