"""CIEDE2000, against pairs of the table that its authors give."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from editors.consistency.difference import difference

TABLE = [
    ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
    ((50.0, -1.3802, -84.2814), (50.0, 0.0, -82.7485), 1.0),
    ((50.0, 0.0, 0.0), (50.0, -1.0, 2.0), 2.3669),
    ((50.0, 2.49, -0.001), (50.0, -2.49, 0.0009), 7.1792),
    ((50.0, 2.49, -0.001), (50.0, -2.49, 0.0011), 7.2195),
    ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
    ((50.0, 2.5, 0.0), (56.0, -27.0, -3.0), 31.9030),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
    ((90.8027, -2.0831, 1.4410), (91.1528, -1.6435, 0.0447), 1.4441),
    ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
]
COLOUR = st.tuples(st.floats(0, 100), st.floats(-100, 100), st.floats(-100, 100))


@pytest.mark.parametrize(("one", "other", "expected"), TABLE)
def test_it_is_as_published(one: tuple[float, ...], other: tuple[float, ...], expected: float) -> None:
    assert difference(np.array(one), np.array(other)) == pytest.approx(expected, abs=5e-5)


@given(COLOUR, COLOUR)
def test_it_is_the_same_both_ways_and_nothing_of_a_colour_to_itself(
    one: tuple[float, ...], other: tuple[float, ...]
) -> None:
    turn = np.degrees(np.arctan2(one[2], one[1]) - np.arctan2(other[2], other[1])) % 360
    assume(abs(turn - 180) > 5)  # the mean of opposite hues is one or the other of two: so it is in the paper, too
    there, back = difference(np.array(one), np.array(other)), difference(np.array(other), np.array(one))
    assert there == pytest.approx(back, abs=1e-6) and difference(np.array(one), np.array(one)) == 0


def test_lightness_may_count_less() -> None:
    dark, light = np.array([40.0, 20.0, 20.0]), np.array([60.0, 20.0, 20.0])
    assert difference(dark, light, 2.0) == pytest.approx(difference(dark, light) / 2)
