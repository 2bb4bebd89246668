"""Noise by name."""

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from storyline.diffusion.noise import noise, seed_of
from storyline.errors import RenderError

SHAPE = (6, 3, 4, 5)
parts = st.lists(st.one_of(st.text(max_size=5), st.integers(-3, 3)), max_size=4)


@given(one=parts, other=parts)
def test_seeds_differ_where_parts_do(one: list[str | int], other: list[str | int]) -> None:
    assert 0 <= seed_of(*one) < 2**63
    assert (seed_of(*one) == seed_of(*other)) == ([*map(repr, one)] == [*map(repr, other)])


def test_seeds_and_noise_stay_as_they_are() -> None:
    assert seed_of(7, "frames/the-hare-runs", 48) == 2312292137702133302
    assert noise(7, (1, 1, 1, 4)).flatten().tolist() == pytest.approx([-0.44727, -0.25330, 1.31681, 1.37732], abs=1e-5)


@given(start=st.integers(-5, 5), length=st.integers(1, 6), share=st.floats(0, 1), seed=st.integers(0, 2**63 - 1))
def test_a_frame_has_its_noise_in_every_window(start: int, length: int, share: float, seed: int) -> None:
    window = noise(seed, (length, 2, 3, 2), share, range(start, start + length))
    for n in range(length):
        assert torch.equal(noise(seed, (1, 2, 3, 2), share, [start + n])[0], window[n])


def test_frames_are_numbered_from_nought() -> None:
    assert torch.equal(noise(1, SHAPE, 0.5), noise(1, SHAPE, 0.5, range(6)))


def test_the_noise_of_a_batch() -> None:
    batch = noise(1, (2, *SHAPE), 0.5, range(3, 9))
    assert batch.shape == (2, *SHAPE)
    assert torch.equal(batch[0], noise(seed_of(1, "clip", 0), SHAPE, 0.5, range(3, 9)))
    assert torch.equal(noise(1, (3, *SHAPE), 0.5, range(3, 9))[:2], batch)
    assert not torch.equal(batch[0], batch[1])


def test_all_shared_is_the_same_in_all_frames() -> None:
    drawn = noise(1, SHAPE, 1.0)
    assert torch.equal(drawn, drawn[:1].expand_as(drawn))


@pytest.mark.parametrize("share", [0.0, 0.3, 0.8, 1.0])
def test_the_share_is_of_the_variance(share: float) -> None:
    drawn = noise(5, (4, 8, 50, 50), share).flatten(1)
    correlation = torch.corrcoef(drawn)[~torch.eye(4, dtype=torch.bool)]
    tolerance = 5 / math.sqrt(drawn.shape[1])
    assert drawn.mean(1).abs().max() < tolerance
    assert (drawn.var(1) - 1).abs().max() < 2 * tolerance
    assert (correlation - share).abs().max() < tolerance


def test_no_frames_are_no_noise() -> None:
    assert noise(1, (0, 2, 3, 4)).shape == (0, 2, 3, 4)
    assert noise(1, (0, 1, 2, 3, 4)).shape == (0, 1, 2, 3, 4)


def test_the_global_generator_is_left_alone() -> None:
    before = torch.get_rng_state()
    noise(1, SHAPE, 0.5)
    assert torch.equal(torch.get_rng_state(), before)


def test_what_cannot_be_drawn() -> None:
    for shape, share in (((2, 3), 0.5), (SHAPE, 1.5), (SHAPE, math.nan)):
        with pytest.raises(RenderError, match="a share of 0 to 1"):
            noise(1, shape, share)
    with pytest.raises(RenderError, match="expected 6 frames' numbers; got 2"):
        noise(1, SHAPE, frames=[4, 5])
