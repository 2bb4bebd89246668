from hypothesis import given, settings
from hypothesis import strategies as st

from storyline.evaluation.matching import matched
from storyline.schema.layout import Box, iou
from tests.strategies import boxes

BOXES = st.lists(boxes(), max_size=6)


@settings(deadline=None, max_examples=60)
@given(BOXES, BOXES, st.floats(0, 1))
def test_each_box_is_in_one_pair_at_most_and_no_better_pair_is_left(asked: list, seen: list, least: float) -> None:
    ours, theirs = [Box(b) for b in asked], [Box(b) for b in seen]
    pairs = matched(ours, theirs, least)
    assert len({p.asked for p in pairs}) == len({p.seen for p in pairs}) == len(pairs)
    assert all(p.iou == iou(ours[p.asked], theirs[p.seen]) >= least for p in pairs)
    free_asked = set(range(len(ours))) - {p.asked for p in pairs}
    free_seen = set(range(len(theirs))) - {p.seen for p in pairs}
    assert all(iou(ours[a], theirs[s]) < least or iou(ours[a], theirs[s]) == 0 for a in free_asked for s in free_seen)


def test_the_nearest_pair_is_made_first() -> None:
    asked = [Box((0.0, 0.0, 0.4, 0.4)), Box((0.05, 0.0, 0.45, 0.4))]
    seen = [Box((0.05, 0.0, 0.45, 0.4)), Box((0.0, 0.0, 0.4, 0.5))]
    assert [(p.asked, p.seen) for p in matched(asked, seen, 0.1)] == [(0, 1), (1, 0)]
