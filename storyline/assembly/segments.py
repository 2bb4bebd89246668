"""The film cut into segments that are made one by one: each shows one shot or card, or two that overlap."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from storyline.assembly.burn import Subtitles
from storyline.assembly.subtitles import Cue
from storyline.assembly.titles import Card, Titles, closing_card, opening_card, slate_card
from storyline.assembly.transitions import dim, mixed
from storyline.frames.clip import Clip, Picture
from storyline.schema.base import Noun, ShotId, Text
from storyline.schema.media import FrameSize
from storyline.schema.storyboard import CUT, Storyboard, Transition
from storyline.schema.timing import FrameCount, FrameRange, FrameRate

LONGEST = 240
"""Frames of a segment: of a long shot several are made at once."""


@dataclass(frozen=True)
class Piece:
    """What follows each other in a film: its opening card, its shots, its closing card."""

    shot: ShotId | None
    """None for a card."""
    name: str
    frames: FrameRange
    """Of the film."""
    transition: Transition


@dataclass(frozen=True)
class Cut:
    """Frames of the film throughout which one piece is seen, or one that comes and the one that it replaces."""

    start: int
    end_exclusive: int
    above: Piece
    below: Piece | None


def pieces(storyboard: Storyboard) -> tuple[Piece, ...]:
    """The pieces of a film, in the order in which they start."""
    spans = storyboard.timeline()
    end = spans[-1][1].end_exclusive
    found = [Piece(shot.id, f"shot {shot.id!r}", frames, shot.transition) for shot, frames in spans]
    if storyboard.opening:
        found.insert(0, Piece(None, "the opening title", FrameRange(start=0, end_exclusive=storyboard.opening), CUT))
    if storyboard.closing:
        frames = FrameRange(start=end, end_exclusive=end + storyboard.closing)
        found.append(Piece(None, "the end credits", frames, CUT))
    return tuple(found)


def cuts(storyboard: Storyboard) -> tuple[Cut, ...]:
    """The segments of a film, which together show each of its frames once."""
    found = []
    parts = pieces(storyboard)
    for n, piece in enumerate(parts):
        start = piece.frames.start
        end = parts[n + 1].frames.start if n + 1 < len(parts) else piece.frames.end_exclusive
        mixed_until = min(start + piece.transition.overlap, end)
        if start < mixed_until:
            found.append(Cut(start, mixed_until, piece, parts[n - 1]))
        bounds = [*range(mixed_until, end, LONGEST), end]
        found += [Cut(first, last, piece, None) for first, last in pairwise(bounds)]
    return tuple(found)


class Fade(Noun):
    """How the last shot goes to black."""

    length: FrameCount = 0
    """Frames in which it goes dark."""
    black: int = 0
    """The frame that would be the first black one: the closing card's, or the one after the last."""

    def of(self, picture: Picture, frame: int) -> Picture:
        """The picture of a frame as bright as it then is."""
        left = self.black - frame - 1
        return dim(picture, left / self.length) if 0 <= left < self.length else picture


def fade_of(storyboard: Storyboard) -> Fade:
    """How a film's last shot goes to black, on the film's clock."""
    last = storyboard.timeline()[-1][1]
    return Fade(length=min(storyboard.fade_out, len(last)), black=last.end_exclusive)


class Source(Noun):
    """Where a segment gets the frames of a piece."""

    card: Literal["opening", "closing", "slate"] | None = None
    """What is drawn for it; else its frames are read from clips."""
    label: Text = ""
    """Of a slate."""
    windows: tuple[int, ...] = ()
    """How many frames each of its clips holds."""
    start: int
    """The first frame that the segment shows: of all its clips together, or of the card."""
    length: int = 0
    """Of the card."""


class Segment(Noun):
    """All that decides the frames of a segment."""

    size: FrameSize
    rate: FrameRate
    length: int
    above: Source
    below: Source | None = None
    transition: Transition = CUT
    since: int = 0
    """Frames of the transition that were before."""
    fade: Fade = Fade()
    """On the segment's clock."""
    cues: tuple[Cue, ...] = ()
    """Subtitles to be burned in; their frames are the segment's."""
    titles: Titles | None = None

    def card(self, source: Source) -> Card:
        """The card that a source of this segment draws."""
        if source.card == "slate":
            return slate_card(source.label, self.size, source.length, self.rate)
        assert self.titles is not None and source.card is not None
        draw = {"opening": opening_card, "closing": closing_card}[source.card]
        return draw(self.titles, self.size, source.length)


class SegmentFrames:
    """A segment as a clip, of clips that hold the frames of its pieces."""

    def __init__(self, segment: Segment, above: Clip, below: Clip | None = None) -> None:
        """The clips of the pieces, whose first frame that is seen is their source's `start`."""
        self._segment, self._above, self._below = segment, above, below
        self._subtitles = Subtitles(segment.cues, segment.size)

    def __len__(self) -> int:
        return self._segment.length

    def __getitem__(self, frame: int) -> Picture:
        segment = self._segment
        picture = self._above[segment.above.start + frame]
        if self._below is not None and segment.below is not None:
            picture = mixed(
                segment.transition, segment.since + frame, self._below[segment.below.start + frame], picture
            )
        return self._subtitles.burn(segment.fade.of(picture, frame), frame)


def cues_between(cues: Sequence[Cue], start: int, end_exclusive: int) -> tuple[Cue, ...]:
    """The part of subtitles that frames of the film show, by frames from `start` on."""
    found = []
    for cue in cues:
        first, last = max(cue.frames.start, start), min(cue.frames.end_exclusive, end_exclusive)
        if first < last:
            shown = FrameRange(start=first - start, end_exclusive=last - start)
            found.append(cue.model_copy(update={"frames": shown}))
    return tuple(found)
