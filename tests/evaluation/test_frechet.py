import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storyline.evaluation.frechet import (
    BLOCK,
    FilmFeatures,
    average_fid,
    block_features,
    block_fvd,
    blocks,
    frechet,
    gaussian_frechet,
)

SEEDS = st.integers(0, 10_000)


def rotation(seed: int, d: int) -> np.ndarray:
    return np.linalg.qr(np.random.default_rng(seed).normal(size=(d, d)))[0]


@settings(deadline=None, max_examples=50)
@given(SEEDS, st.integers(1, 6))
def test_gaussians_with_common_axes_have_the_closed_form(seed: int, d: int) -> None:
    chance, turn = np.random.default_rng(seed), rotation(seed, d)
    a, b = chance.uniform(0, 3, d), chance.uniform(0, 3, d)
    mean_a, mean_b = chance.normal(size=d), chance.normal(size=d)
    closed = ((mean_a - mean_b) ** 2).sum() + ((a - b) ** 2).sum()
    covariances = [turn @ np.diag(v**2) @ turn.T for v in (a, b)]
    assert gaussian_frechet(mean_a, covariances[0], mean_b, covariances[1]) == pytest.approx(closed, abs=1e-6)


@settings(deadline=None, max_examples=50)
@given(SEEDS, st.integers(2, 30), st.integers(1, 8))
def test_it_is_a_distance_of_sets(seed: int, n: int, d: int) -> None:
    chance = np.random.default_rng(seed)
    a, b = chance.normal(size=(n, d)), chance.normal(size=(n + 3, d)) + 1
    assert frechet(a, a) == pytest.approx(0, abs=1e-6) == frechet(a, a[::-1])
    assert frechet(a, b) == pytest.approx(frechet(b, a), rel=1e-6, abs=1e-6)
    assert frechet(a, a + 2) == pytest.approx(4 * d, abs=1e-6)
    turn = rotation(seed, d)
    assert frechet(a @ turn, b @ turn) == pytest.approx(frechet(a, b), rel=1e-6, abs=1e-6)


def test_samples_come_near_the_distance_of_what_they_are_drawn_from() -> None:
    chance = np.random.default_rng(0)
    a, b = chance.normal(0, 1, (20_000, 3)), chance.normal(0.5, 2, (20_000, 3))
    assert frechet(a, b) == pytest.approx(3 * 0.25 + 3 * 1, rel=0.05)


def film(seed: int, length: int, drift: float = 0.0) -> list[np.ndarray]:
    chance = np.random.default_rng(seed)
    values = 100 + np.cumsum(chance.normal(0, 3, (length, 3)), 0) + drift * np.arange(length)[:, None]
    return [np.full((2, 2, 3), value.clip(0, 255)).astype(np.uint8) for value in values]


def means(pictures: list[np.ndarray]) -> np.ndarray:
    return np.stack([picture.mean((0, 1)) for picture in pictures])


def test_blocks_follow_each_other_and_leave_a_single_frame_out() -> None:
    frames = film(0, 2 * BLOCK + 1)
    assert [len(block) for block in blocks(frames)] == [BLOCK, BLOCK]
    assert [len(block) for block in blocks(frames + frames[:1])] == [BLOCK, BLOCK, 2]
    with pytest.raises(ValueError, match="at least 2 frames; got 1"):
        block_features(means(frames[:1]))


def test_a_block_played_backwards_looks_alike_but_moves_otherwise() -> None:
    frames = film(3, BLOCK, drift=2)
    there, back = block_features(means(frames)), block_features(means(frames[::-1]))
    assert np.allclose(there[:6], back[:6]) and np.allclose(there[6:], -back[6:]) and (there[6:] != 0).all()


def test_films_that_drift_are_farther_off_the_later_it_is() -> None:
    true = [FilmFeatures.of(film(n, 4 * BLOCK), means) for n in range(8)]
    made = [FilmFeatures.of(film(n + 100, 4 * BLOCK, drift=1.5), means) for n in range(8)]
    for distance in (average_fid, block_fvd):
        by_place = distance(true, made)
        assert len(by_place) == 4 and by_place[3] > 2 * by_place[0]
        assert sum(distance(true, true)) < 0.3 * sum(by_place)
