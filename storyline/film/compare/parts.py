"""Two films → their parts, each with its partner: shots by their ids, titles by what they are."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from storyline.assembly.segments import pieces
from storyline.exchange.captions import numbered
from storyline.exchange.changes import Told
from storyline.film.compare.side import Kept, Side
from storyline.film.edits import edits_of
from storyline.schema.base import ShotId
from storyline.schema.timing import FrameRange

WHOLE = "whole film"


@dataclass(frozen=True)
class Stretch:
    """A part of one film: what it shows from the start of a shot, or a title, to the start of the next."""

    name: str
    shot: ShotId | None
    label: str
    words: str
    frames: FrameRange
    told: Told | None = None
    kept: tuple[Kept, ...] = ()
    """The segments that show it, where the film's graph is known."""

    @property
    def is_kept(self) -> bool:
        """Whether the store has all its frames without loss."""
        return bool(self.kept) and all(segment.files is not None for segment in self.kept)


@dataclass(frozen=True)
class Match:
    """A part of both films, or of one that has no partner in the other."""

    a: Stretch | None
    b: Stretch | None
    moved: bool = False


def matches(a: Side, b: Side) -> list[Match]:
    """The parts of two films, in B's order; what only A has stands after what it followed there.

    Where a film's shots are not known, both are one part. A shot is moved if it stands elsewhere among those that both
    films have, by the fewest moves that explain it, or in another scene.
    """
    if a.board is None or b.board is None:
        return [Match(_whole(a), _whole(b))]
    before, after = list(_stretches(a)), list(_stretches(b))
    of_a = {stretch.name: stretch for stretch in before}
    of_b = {stretch.name: n for n, stretch in enumerate(after)}
    common = [stretch.name for stretch in before if stretch.name in of_b]
    stay = {common[n] for n in _longest_rise([of_b[name] for name in common])}
    alone: dict[str, list[Match]] = {}  # what only A has, by what it stands after among those that stay
    anchor = ""
    for stretch in before:
        anchor = stretch.name if stretch.name in stay else anchor
        if stretch.name not in of_b:
            alone.setdefault(anchor, []).append(Match(stretch, None))
    found = alone.get("", [])
    for stretch in after:
        partner = of_a.get(stretch.name)
        elsewhere = partner is not None and (stretch.name not in stay or _scene(partner) != _scene(stretch))
        found += [Match(partner, stretch, moved=elsewhere), *alone.get(stretch.name, [])]
    return found


def _whole(side: Side) -> Stretch:
    return Stretch(WHOLE, None, "", side.name, FrameRange(start=0, end_exclusive=side.video.frames), None, side.kept)


def _stretches(side: Side) -> Iterator[Stretch]:
    board = side.board
    assert board is not None
    parts = pieces(board)
    shots = {found.shot.id: found for found in numbered(board)}
    ends = [after.frames.start for _, after in pairwise(parts)] + [board.length]
    for piece, end in zip(parts, ends, strict=True):
        start = piece.frames.start
        # A shot that the next one covers from its first frame on is looked at where it is mixed with that.
        frames = FrameRange(start=start, end_exclusive=end) if start < end else piece.frames
        kept = tuple(segment for segment in side.kept if segment.cut.above == piece)
        if piece.shot is None:
            yield Stretch("end credits" if start else "opening title", None, "", board.title, frames, kept=kept)
        else:
            found = shots[piece.shot]
            told = Told(board, found.scene, found.shot, tuple(edit for _, edit in edits_of(board, piece.shot)))
            yield Stretch(piece.shot, piece.shot, found.label, found.shot.action, frames, told, kept)


def _scene(stretch: Stretch) -> str | None:
    return stretch.told.scene.id if stretch.told is not None else None


def _longest_rise(numbers: Sequence[int]) -> list[int]:
    """The places of the most numbers that rise from first to last.

    >>> _longest_rise([3, 0, 1, 2])
    [1, 2, 3]
    """
    ends: list[int] = []  # the least number that a rise of n + 1 numbers ends with
    places: list[int] = []  # where it stands
    before: list[int] = []  # for each number, where the one before it in the longest rise up to it stands; or -1
    for place, number in enumerate(numbers):
        n = bisect_left(ends, number)
        before.append(places[n - 1] if n else -1)
        ends[n : n + 1] = [number]
        places[n : n + 1] = [place]
    found = []
    place = places[-1] if places else -1
    while place >= 0:
        found.append(place)
        place = before[place]
    return found[::-1]
