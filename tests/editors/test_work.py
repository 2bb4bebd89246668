"""A clip in pieces."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from editors.work import own, pieces


@given(st.integers(1, 700), st.sets(st.integers(-5, 710), max_size=8), st.integers(2, 60), st.integers(0, 20))
def test_pieces_cover_a_clip_and_none_goes_over_a_cut(length: int, cuts: set[int], most: int, overlap: int) -> None:
    overlap = min(overlap, most - 1)
    found = pieces(length, tuple(cuts), most, overlap)
    assert found[0][0] == 0 and found[-1][1] == length
    assert all(0 < end - start <= most for start, end in found)
    assert not any(start < cut < end for start, end in found for cut in cuts)
    for (start, end), (after, last) in pairwise(found):
        assert start < after <= end < last or after == end
        assert (after == end) == (after in cuts or overlap == 0)
        assert end - after in (0, overlap)
    owned = [own(found, n) for n in range(len(found))]
    assert owned[0][0] == 0 and owned[-1][1] == length
    assert all(end == after for (_, end), (after, _) in pairwise(owned))
    assert all(piece[0] <= mine[0] < mine[1] <= piece[1] for piece, mine in zip(found, owned, strict=True))
