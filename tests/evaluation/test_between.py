import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storyline.evaluation.between import MOST, between, cross_fade, inside, psnr
from storyline.evaluation.layout import moments
from storyline.schema.layout import Box
from storyline.schema.storyboard import Storyboard
from tests.evaluation.films import Drawn, board


def picture(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (12, 16, 3), np.uint8)


@settings(deadline=None, max_examples=30)
@given(st.integers(1, 60), st.integers(0, 99))
def test_psnr_of_a_known_error(error: int, seed: int) -> None:
    true = (picture(seed) // 2).astype(np.uint8)
    made = (true + error).astype(np.uint8)
    assert psnr(made, true) == pytest.approx(20 * np.log10(255 / error))
    assert psnr(true, true) == MOST


def test_psnr_of_a_part_sees_that_part_alone() -> None:
    true, made = picture(1), picture(1)
    made[:, 8:] ^= 255
    where = inside([Box((-0.5, 0, 0.5, 1))], 12, 16)
    assert where.sum() == 12 * 8
    assert psnr(made, true, where) == MOST and psnr(made, true, ~where) < 10


def test_a_cross_fade_begins_and_ends_with_its_keyframes() -> None:
    first, last = picture(1), picture(2)
    assert np.array_equal(cross_fade(first, last, 0), first) and np.array_equal(cross_fade(first, last, 1), last)
    assert np.abs(cross_fade(first, last, 0.5).astype(int) * 2 - first - last.astype(int)).max() <= 1


class Fading(Drawn):
    """Fills by a cross-fade of the drawn keyframes."""

    def frames(self, shot, numbers):  # type: ignore[no-untyped-def]
        keys = [panel.at for panel in self._shots[shot].panels]
        stills = list(super().frames(shot, keys))
        for n in numbers:
            after = next(k for k, key in enumerate(keys) if key > n)
            share = (n - keys[after - 1]) / (keys[after] - keys[after - 1])
            yield cross_fade(stills[after - 1], stills[after], share)

    def stills(self, shot):  # type: ignore[no-untyped-def]
        return Drawn.frames(self, shot, [panel.at for panel in self._shots[shot].panels])


def moving() -> Storyboard:
    """A held-out storyboard in which somebody moves."""
    return next(b for b in map(board, range(50)) if between([(b, Nothing(b), Nothing(b))], each=1).frames)


class Nothing(Drawn):
    """A black screen."""

    def frames(self, shot, numbers):  # type: ignore[no-untyped-def]
        return (np.zeros((72, 128, 3), np.uint8) for _ in numbers)


def test_true_frames_are_at_the_ceiling_and_a_cross_fade_is_what_it_is() -> None:
    story = moving()
    true = between([(story, Drawn(story), Drawn(story))], rebuild=lambda pictures: pictures, each=1)
    assert true.filled == true.rebuilt == MOST and true.frames <= len(moments(story.scenes[0].shots[0])[1])
    assert true.cross_fade < 40
    faded = between([(story, Fading(story), Drawn(story))], each=1)
    assert faded.filled == faded.cross_fade == true.cross_fade and faded.rebuilt is None
    assert faded.everywhere > faded.filled  # most of the picture stands still
