"""Two sides → their comparison, part by part, a few frames in memory at a time."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from itertools import count

import cv2
import numpy as np
from PIL import Image

from storyline.errors import SetupError
from storyline.evaluation.difference import Differences, none
from storyline.exchange.changes import film_changes, shot_changes
from storyline.exchange.comparison.heat import heat
from storyline.exchange.thumbnails import jpeg
from storyline.film.compare.frames import DecodedFrames, KeptFrames, pairs
from storyline.film.compare.parts import Match, Stretch, matches
from storyline.film.compare.side import Side, StoreFolder, Version, check, side
from storyline.film.outputs import is_same
from storyline.film.render import Progress
from storyline.film.result import Film
from storyline.frames.clip import Clip, Picture
from storyline.reading import Source
from storyline.schema.comparison import Basis, Compared, ComparedPart, Comparison, Difference, Place
from storyline.schema.timing import FrameRange

_THUMB = 480
"""Pixels of the longer side of a picture."""

Size = tuple[int, int]
"""Width and height."""


def compare(
    a: Version | Source | Film,
    b: Version | Source | Film,
    *,
    store: StoreFolder = None,
    workers: int | None = None,
    progress: Progress = lambda stage, done, total: None,
) -> Comparison:
    """Compare two films, or versions of scripts, of which films are made as far as the store does not have them.

    Shots are matched by their ids. Those whose segments have equal keys have the same frames, and are not looked at.
    All others are compared frame by frame, at the same share of their time where they last differently: without loss
    where the store has the frames of both, and else as the video files decode to.

    Args:
        a: a film's path, a script's, or whatever else a `Version` may be of.
        b: likewise; what it has otherwise is told.
        store: the folder of artifacts; see `graph.store.default_folder` when None.
        workers: processes that render side by side; one for each core when None.
        progress: called as films are made and compared.

    Raises:
        SetupError: both are one and the same, or a seed is given for a film.
        AssemblyError: a film cannot be read.
        StorylineError: a storyboard cannot be read, or the film of a script cannot be made.
    """
    versions = [found if isinstance(found, Version) else Version(found) for found in (a, b)]
    _must_be_two(*versions)
    for version in versions:
        check(version)
    one, other = (side(version, store, workers, progress) for version in versions)
    found = matches(one, other)
    size = min((one.size, other.size), key=lambda sides: sides[0] * sides[1])
    whole = () if one.board is None or other.board is None else film_changes(one.board, other.board)
    with _Readers(one, other) as readers:
        parts = tuple(_parts(found, readers, size, progress))
    return Comparison(_compared(one), _compared(other), size, parts, whole, tuple(_notes(one, other, found, size)))


def moments(a: FrameRange, b: FrameRange) -> list[tuple[int, int]]:
    """Frames of two stretches at the same share of their time: all of the shorter one, each once.

    >>> moments(FrameRange(start=0, end_exclusive=2), FrameRange(start=10, end_exclusive=14))
    [(0, 11), (1, 13)]
    """
    number = min(len(a), len(b))
    return [
        (a.start + (2 * n + 1) * len(a) // (2 * number), b.start + (2 * n + 1) * len(b) // (2 * number))
        for n in range(number)
    ]


class _Readers:
    """The frames of both sides, in both ways; nothing is opened before a frame is asked for."""

    def __init__(self, a: Side, b: Side) -> None:
        self._stack = ExitStack()
        decoded = [self._stack.enter_context(closing(DecodedFrames(s.film, s.video.frames))) for s in (a, b)]
        kept = [self._stack.enter_context(closing(KeptFrames(s.kept))) for s in (a, b)]
        self._by: dict[Basis, tuple[Clip, Clip]] = {"files": (decoded[0], decoded[1]), "store": (kept[0], kept[1])}

    def __enter__(self) -> "_Readers":
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def of(self, a: Stretch | None, b: Stretch | None) -> tuple[Basis, Clip, Clip]:
        """The best way to look at both, and the frames of A and of B in this way."""
        basis: Basis = "store" if all(one is None or one.is_kept for one in (a, b)) else "files"
        return basis, *self._by[basis]


def _parts(found: Sequence[Match], readers: _Readers, size: Size, progress: Progress) -> Iterator[ComparedPart]:
    total = sum(len(moments(m.a.frames, m.b.frames)) for m in found if m.a and m.b and not _same_keys(m.a, m.b))
    done = count(1)
    for match in found:
        yield _part(match, readers, size, lambda: progress("comparing frames", next(done), total))


def _part(match: Match, readers: _Readers, size: Size, tick: Callable[[], None]) -> ComparedPart:
    a, b = match.a, match.b
    basis, of_a, of_b = readers.of(a, b)
    shown = b or a
    assert shown is not None
    if a is None or b is None:
        places = [
            _place(stretch, middle := _middle(stretch), clip[middle]) if stretch else None
            for stretch, clip in ((a, of_a), (b, of_b))
        ]
        return ComparedPart(shown.name, shown.shot, shown.words, places[0], places[1])
    moment = _middle(a), _middle(b)
    if _same_keys(a, b):
        basis, difference = "keys", none(len(a.frames))
        before = after = readers.of(a, None)[1][moment[0]]
    else:
        difference, moment, (before, after) = _measured(of_a, of_b, moments(a.frames, b.frames), size, tick)
    changes = shot_changes(a.told, b.told) if a.told is not None and b.told is not None else ()
    return ComparedPart(
        shown.name,
        shown.shot,
        shown.words,
        _place(a, moment[0], before),
        _place(b, moment[1], after),
        changes,
        match.moved,
        basis,
        difference,
        _thumbnail(heat(_sized(before, size), _sized(after, size))),
    )


def _measured(
    a: Clip, b: Clip, at: Sequence[tuple[int, int]], size: Size, tick: Callable[[], None]
) -> tuple[Difference, tuple[int, int], tuple[Picture, Picture]]:
    """The differences, and where they are largest, the middle one of several, with the frames there."""
    found = Differences()
    worst: tuple[float, int] = (-1.0, 0)
    moment, shown = at[0], None
    for n, pair in enumerate(pairs(a, b, at)):
        before, after = (_sized(picture, size) for picture in pair)
        how = found.add(before, after), -abs(2 * n + 1 - len(at))
        if how > worst:
            worst, moment, shown = how, at[n], pair
        tick()
    assert shown is not None
    return found.total(), moment, shown


def _same_keys(a: Stretch, b: Stretch) -> bool:
    """Whether two stretches are known to show the same frames."""
    return bool(a.kept) and [segment.key for segment in a.kept] == [segment.key for segment in b.kept]


def _middle(stretch: Stretch) -> int:
    return (stretch.frames.start + stretch.frames.end_exclusive) // 2


def _place(stretch: Stretch, moment: int, picture: Picture) -> Place:
    return Place(stretch.label, stretch.frames, moment, _thumbnail(picture))


def _sized(picture: Picture, size: Size) -> Picture:
    if (picture.shape[1], picture.shape[0]) == size:
        return picture
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA))


def _thumbnail(picture: Picture) -> bytes:
    height, width = picture.shape[:2]
    scale = min(1.0, _THUMB / max(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return jpeg(Image.fromarray(_sized(picture, size)))


def _compared(found: Side) -> Compared:
    video = found.video
    return Compared(
        name=found.name,
        film=found.film,
        width=video.width,
        height=video.height,
        rate=video.rate,
        frames=video.frames,
        sound=video.sound,
        has_shots=found.board is not None,
        is_kept=found.is_kept,
    )


def _must_be_two(a: Version, b: Version) -> None:
    one, other = a.video, b.video
    if a == b or (one is not None and other is not None and is_same(one, other)):
        raise SetupError(
            f"compare: A and B are the same, {a.told}; name another film, or give two seeds or generators of one script"
        )


def _notes(a: Side, b: Side, found: Sequence[Match], size: Size) -> Iterator[str]:
    """How they are compared where that is not frame by frame as they are."""
    yield from (*a.notes, *b.notes)
    without = [side.name for side in (a, b) if side.board is None]
    if without:
        yield f"the shots of {' and '.join(without)} are not known (no storyboard lies beside): it is one part"
    if a.size != b.size:
        shape = "" if a.size[0] * b.size[1] == a.size[1] * b.size[0] else ", stretched to its shape"
        told = " and ".join(f"{side.size[0]}x{side.size[1]}" for side in (a, b))
        yield f"the films have {told}: frames are compared at {size[0]}x{size[1]}{shape}"
    if a.video.rate != b.video.rate:
        yield f"the films have {a.video.rate} and {b.video.rate} frames a second: frames are compared at the same times"
    other = [
        match.b.label or match.b.name
        for match in found
        if match.a and match.b and len(match.a.frames) / a.video.rate != len(match.b.frames) / b.video.rate
    ]
    if other:
        shown = ", ".join(other[:8]) + (f" and {len(other) - 8} more" if len(other) > 8 else "")
        yield f"frames are compared at the same share of the time of what lasts differently: {shown}"
