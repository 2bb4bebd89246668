import numpy as np
import pytest

from storyline.evaluation.drift import Drift, drift, mean_drift, seam_ratio


def clip(values: list[float]) -> list[np.ndarray]:
    return [np.full((4, 6, 3), value, np.uint8) for value in values]


def nobody(length: int) -> list[np.ndarray]:
    return [np.zeros((4, 6), bool)] * length


def measured(values: list[float], keyframes: dict[int, float]) -> Drift:
    return drift(clip(values), [(n, clip([v])[0]) for n, v in keyframes.items()], nobody(len(values)), [*keyframes])


def test_a_still_clip_has_no_fault() -> None:
    assert measured([90] * 12, {0: 90, 6: 90, 11: 90}) == Drift(12, 0, 1, 0, 0, 0)


def test_an_even_change_is_no_flicker_and_no_seam_but_a_drift_of_colour() -> None:
    found = measured([3 * n for n in range(20)], {0: 0, 10: 30, 19: 57})
    assert (found.endpoint_error, found.flicker, found.change) == (0, 0, 3)
    assert found.seam == pytest.approx(1) and found.colour == pytest.approx(np.sqrt(3) * 3 * 12)


def test_flicker_is_change_that_turns_back() -> None:
    assert measured([100, 110] * 6, {}).flicker == 20
    covered = [np.ones((4, 6), bool)] * 12
    assert drift(clip([100, 110] * 6), [], covered, []).flicker == 0


def test_a_jump_at_a_keyframe_is_a_seam_and_elsewhere_it_is_none() -> None:
    values = [2 * n for n in range(10)] + [60 + 2 * n for n in range(10)]
    assert measured(values, {0: 0, 10: 60}).seam > 5
    assert measured(values, {0: 0, 4: 8}).seam == pytest.approx(1)


def test_what_misses_its_keyframe_has_an_endpoint_error() -> None:
    assert measured([10] * 5, {0: 10, 4: 16}).endpoint_error == 3


def test_seams_are_compared_with_their_own_surroundings() -> None:
    assert seam_ratio([1, 1, 1, 1, 9, 9, 9, 9, 9], [2]) < seam_ratio([1, 1, 5, 5, 1, 1], [3])
    assert seam_ratio([0] * 9, [4]) == 1 == seam_ratio([], [])


def test_the_mean_weighs_clips_by_their_frames() -> None:
    clips = [Drift(10, 1, 1, 4, 0, 0), Drift(30, 5, 1, 0, 0, 0)]
    assert mean_drift(clips) == Drift(40, 4, 1, 1, 0, 0)
    with pytest.raises(ValueError, match="expected clips"):
        mean_drift([])
