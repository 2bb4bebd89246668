"""The film's frames by index: titles, shots, and transitions where two of them overlap."""

from bisect import bisect_right
from collections.abc import Callable
from threading import Lock

from storyline.assembly.burn import Subtitles
from storyline.assembly.segments import Piece, fade_of, pieces
from storyline.assembly.subtitles import cues
from storyline.assembly.titles import closing_card, opening_card, titles
from storyline.assembly.transitions import mixed
from storyline.errors import AssemblyError
from storyline.frames.clip import Clip, Picture
from storyline.schema.base import ShotId
from storyline.schema.media import FrameSize
from storyline.schema.storyboard import Storyboard

_OPEN_CLIPS = 3
"""A frame needs two clips at most; the third is the next one, so that threads working ahead do not reopen it."""


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
        self._subtitles = Subtitles(cues(storyboard) if storyboard.subtitles == "burned" else (), size)
        self._titles, self._clip_of = titles(storyboard), clip_of
        self._pieces = pieces(storyboard)
        self._fade = fade_of(storyboard)
        self._starts = [piece.frames.start for piece in self._pieces]
        self._open: dict[int, Clip] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return self._pieces[-1].frames.end_exclusive

    def __getitem__(self, frame: int) -> Picture:
        if not 0 <= frame < len(self):
            raise IndexError(f"frame {frame} of a film of {len(self)} frames")
        # Pieces start in order (a shot never starts before the one before it), so the last to have started is on top.
        top = bisect_right(self._starts, frame) - 1
        picture = self._picture(top, frame)
        piece = self._pieces[top]
        since = frame - piece.frames.start
        if since < piece.transition.overlap:
            picture = mixed(piece.transition, since, self._picture(top - 1, frame), picture)
        return self._subtitles.burn(self._fade.of(picture, frame), frame)

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
                self._open[piece] = self._opened(self._pieces[piece])
            return self._open[piece]

    def _opened(self, piece: Piece) -> Clip:
        """Its clip, which must be as long as its place in the film."""
        if piece.shot is None:
            draw = closing_card if piece.frames.start else opening_card
            return draw(self._titles, self.size, len(piece.frames))
        clip = self._clip_of(piece.shot)
        if len(clip) != len(piece.frames):
            raise AssemblyError(f"{piece.name}: expected a clip of {len(piece.frames)} frames; got {len(clip)}")
        return clip
