"""What a plot of a shot is drawn on: its frames from left to right."""

from dataclasses import dataclass

from storyline.exchange.captions import Numbered
from storyline.exchange.outlines import colour_of
from storyline.exchange.tracks.inks import Inks, hexadecimal
from storyline.exchange.tracks.stretches import Stretch
from storyline.schema.storyboard import Storyboard
from storyline.schema.timing import timecode

LEFT, PLOT, RIGHT = 92.0, 512.0, 16.0
"""Pixels: beside the plot, and of it."""
WIDTH = LEFT + PLOT + RIGHT


@dataclass(frozen=True)
class Canvas:
    """A shot with its tracks, and with what they are drawn in."""

    board: Storyboard
    found: Numbered
    inked: Inks
    tracks: tuple[Stretch, ...]

    def x(self, frame: float) -> float:
        """Where a frame of the shot begins, in pixels."""
        return LEFT + PLOT * frame / self.found.shot.duration

    def timecode(self, frame: int) -> str:
        """Of a frame of the shot, in the film."""
        return timecode(self.found.frames.start + frame, self.board.rate)

    def colour(self, stretch: Stretch) -> str:
        """Of the look that is worn."""
        return hexadecimal(colour_of(self.board.entity(stretch.entity), stretch.look))
