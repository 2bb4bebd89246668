"""The film's frames by index: titles, shots, and transitions where two of them overlap."""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from threading import Lock

from storyline.assembly.burn import Subtitles
from storyline.assembly.titles import closing_card, opening_card
from storyline.assembly.transitions import TRANSITIONS, dim
from storyline.errors import AssemblyError
from storyline.frames.clip import Clip, Picture
from storyline.schema.base import ShotId
from storyline.schema.media import FrameSize
from storyline.schema.storyboard import CUT, Storyboard, Transition
from storyline.schema.timing import FrameRange

_OPEN_CLIPS = 3
"""A frame needs two clips at most; the third is the next one, so that threads working ahead do not reopen it."""


@dataclass(frozen=True)
class _Piece:
    name: str
    frames: FrameRange
    transition: Transition
    open: Callable[[], Clip]

    def opened(self) -> Clip:
        """Its clip, which must be as long as its place in the film."""
        clip = self.open()
        if len(clip) != len(self.frames):
            raise AssemblyError(f"{self.name}: expected a clip of {len(self.frames)} frames; got {len(clip)}")
        return clip


class FilmFrames:
    """A film as a clip: exactly `storyboard.length` frames, each at random access, safe to read from several threads.

    The opening card, the shots and the closing card follow each other. A frame shows one of them, or two that overlap,
    and the subtitle if the storyboard wants it burned in.
    """

    def __init__(
        self, storyboard: Storyboard, clip_of: Callable[[ShotId], Clip], size: FrameSize | None = None
    ) -> None:
        """Open no clip yet.

        Args:
            clip_of: opens the clip of a shot, in frames of `size`; few are held open at a time.
            size: of the frames; the storyboard's own when absent.
        """
        self.size = size = size or storyboard.size
        self._subtitles = Subtitles(storyboard, size) if storyboard.subtitles == "burned" else None
        spans = storyboard.timeline()
        end = spans[-1][1].end_exclusive
        self._pieces: list[_Piece] = []
        if storyboard.opening:
            cut = not spans[0][0].transition.overlap
            card = partial(opening_card, storyboard, size, fade_out=cut)
            frames = FrameRange(start=0, end_exclusive=storyboard.opening)
            self._pieces.append(_Piece("the opening title", frames, CUT, card))
        for shot, frames in spans:
            self._pieces.append(_Piece(f"shot {shot.id!r}", frames, shot.transition, partial(clip_of, shot.id)))
        self._black = end
        """The frame at which the last shot has gone to black, if it does."""
        self._fading = min(storyboard.fade_out, len(spans[-1][1]))
        if storyboard.closing:
            frames = FrameRange(start=end, end_exclusive=end + storyboard.closing)
            self._pieces.append(_Piece("the end credits", frames, CUT, partial(closing_card, storyboard, size)))
        self._starts = [piece.frames.start for piece in self._pieces]
        self._open: dict[int, Clip] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return self._pieces[-1].frames.end_exclusive

    def __getitem__(self, frame: int) -> Picture:
        if not 0 <= frame < len(self):
            raise IndexError(f"frame {frame} of a film of {len(self)} frames")
        picture = self._composed(frame)
        left = self._black - frame - 1
        if 0 <= left < self._fading:
            picture = dim(picture, left / self._fading)
        return self._subtitles.burn(picture, frame) if self._subtitles else picture

    def _composed(self, frame: int) -> Picture:
        # Pieces start in order (a shot never starts before the one before it), so the last to have started is on top.
        top = bisect_right(self._starts, frame) - 1
        picture = self._picture(top, frame)
        piece = self._pieces[top]
        since = frame - piece.frames.start
        overlap = piece.transition.overlap
        if since >= overlap:
            return picture
        mix = TRANSITIONS[piece.transition.kind]
        return mix(self._picture(top - 1, frame), picture, (since + 1) / (overlap + 1))

    def _picture(self, piece: int, frame: int) -> Picture:
        index = frame - self._starts[piece]
        picture = self._clip(piece)[index]
        if picture.shape != (self.size.height, self.size.width, 3):
            raise AssemblyError(
                f"{self._pieces[piece].name}, frame {index}: expected a picture of {self.size}; "
                f"got {picture.shape[1]}x{picture.shape[0]}"
            )
        return picture

    def _clip(self, piece: int) -> Clip:
        with self._lock:
            if piece not in self._open:
                while len(self._open) >= _OPEN_CLIPS:
                    del self._open[next(iter(self._open))]
                self._open[piece] = self._pieces[piece].opened()
            return self._open[piece]
