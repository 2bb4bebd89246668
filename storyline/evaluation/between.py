"""How true the frames between two keyframes are: beside a cross-fade of the same keyframes, where figures move."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool

from storyline.evaluation.asked import asked
from storyline.evaluation.footage import Draw, Footage
from storyline.evaluation.layout import moments
from storyline.frames.clip import Picture
from storyline.schema.layout import Box
from storyline.schema.storyboard import Storyboard

MOST = 100.0
"""Decibels of what is the same."""

Rebuild = Callable[[Sequence[Picture]], Sequence[Picture]]
"""Pictures encoded and decoded again: the best that a model of latents can show."""


@dataclass(frozen=True)
class Between:
    """PSNR in decibels against the true frames, inside the boxes of those who move."""

    frames: int
    filled: float
    """What the generator filled in."""
    cross_fade: float
    """A cross-fade of the generator's own keyframes."""
    rebuilt: float | None
    """The true frames through the generator's autoencoder: the ceiling; None where there is none."""
    everywhere: float
    """What the generator filled in, in the whole frame."""
    moved: float | None = None
    """Its keyframes' figures moved along their boxes, and nothing drawn between; None where that was not made."""


class Error:
    """The mean squared error of many pictures, added up."""

    def __init__(self) -> None:
        self.sum, self.count = 0.0, 0

    def add(self, made: Picture, true: Picture, where: Bool[np.ndarray, "h w"] | None = None) -> None:
        """Take in a picture, or a part of it."""
        difference = (made.astype(np.float32) - true.astype(np.float32)) ** 2
        part = difference if where is None else difference[where]
        self.sum, self.count = self.sum + float(part.sum()), self.count + part.size

    @property
    def psnr(self) -> float:
        """In decibels, at most `MOST`; that too if nothing was added."""
        return decibels(self.sum / max(1, self.count))


def decibels(mean: float) -> float:
    """Peak signal-to-noise ratio of a mean squared error of values 0..255, at most `MOST`."""
    return MOST if mean == 0 else min(MOST, 10 * float(np.log10(255.0**2 / mean)))


def psnr(made: Picture, true: Picture, where: Bool[np.ndarray, "h w"] | None = None) -> float:
    """Peak signal-to-noise ratio in decibels, of the whole picture or of a part; `MOST` where both are the same."""
    error = Error()
    error.add(made, true, where)
    return error.psnr


def cross_fade(first: Picture, last: Picture, share: float) -> Picture:
    """The picture `share` (0..1) of the way from the first to the last, each pixel on its own."""
    mixed = first.astype(np.float32) * (1 - share) + last.astype(np.float32) * share
    faded: Picture = np.rint(mixed).astype(np.uint8)
    return faded


def inside(boxes: Iterable[Box], height: int, width: int) -> Bool[np.ndarray, "{height} {width}"]:
    """The pixels of a frame that lie in one of the boxes at least."""
    found = np.zeros((height, width), bool)
    for box in boxes:
        x0, y0, x1, y1 = box.visible()
        found[int(y0 * height) : int(np.ceil(y1 * height)), int(x0 * width) : int(np.ceil(x1 * width))] = True
    return found


def between(
    films: Iterable[tuple[Storyboard, Footage, Footage]],
    rebuild: Rebuild | None = None,
    each: int = 3,
    move: Draw | None = None,
) -> Between:
    """Measure films in which somebody moves.

    Args:
        films: each storyboard with the footage that is measured, and the true one.
        rebuild: the autoencoder of what is measured.
        each: frames between two keyframes that are looked at.
        move: makes the same keyframes, and moves what is between them.
    """
    filled, faded, rebuilt, everywhere, moved = Error(), Error(), Error(), Error(), Error()
    count = 0
    for board, made, true in films:
        beside = move(board) if move is not None else None
        for _, shot in board.shots():
            keys, numbers = moments(shot, each)
            moving = {n: [f.box for f in asked(board, shot, n) if f.moving] for n in numbers}
            numbers = tuple(n for n in numbers if moving[n])
            if not numbers:
                continue
            stills = list(made.stills(shot.id))
            truth = list(true.frames(shot.id, numbers))
            ceiling = rebuild(truth) if rebuild is not None else ()
            for k, (n, own) in enumerate(zip(numbers, made.frames(shot.id, numbers), strict=True)):
                where = inside(moving[n], *own.shape[:2])
                after = next(i for i, key in enumerate(keys) if key > n)
                share = (n - keys[after - 1]) / (keys[after] - keys[after - 1])
                filled.add(own, truth[k], where)
                everywhere.add(own, truth[k])
                faded.add(cross_fade(stills[after - 1], stills[after], share), truth[k], where)
                if ceiling:
                    rebuilt.add(ceiling[k], truth[k], where)
                count += 1
            for k, picture in enumerate(beside.frames(shot.id, numbers) if beside is not None else ()):
                moved.add(picture, truth[k], inside(moving[numbers[k]], *picture.shape[:2]))
    return Between(
        frames=count,
        filled=filled.psnr,
        cross_fade=faded.psnr,
        rebuilt=rebuilt.psnr if rebuilt.count else None,
        everywhere=everywhere.psnr,
        moved=moved.psnr if moved.count else None,
    )
