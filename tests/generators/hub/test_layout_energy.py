"""Where a network looks, and boxes: an energy."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from generators.hub.layout_energy import Pull, energy, mask_of
from storyline.schema.layout import Box

SIDE = 12
TERMS = {
    name: Pull(**{other: float(other == name) for other in ("foreground", "background", "centre", "corners")})
    for name in ("foreground", "background", "centre", "corners")
}
ALL = Pull()


@st.composite
def boxes(draw: st.DrawFn, low: float = 0.0, high: float = 1.0) -> Box:
    """Within the frame."""
    x0, y0 = (draw(st.floats(low, high - 0.1)) for _ in "xy")
    return Box((x0, y0, draw(st.floats(x0 + 0.05, high)), draw(st.floats(y0 + 0.05, high))))


def looks(seed: int, n: int = 1) -> Tensor:
    return torch.rand(n, SIDE, SIDE, generator=torch.Generator().manual_seed(seed))


seeds = st.integers(0, 1000)
few = settings(max_examples=40)
pulls = st.sampled_from([*TERMS.values(), ALL])


@few
@given(boxes())
def test_a_mask_is_the_cells_in_the_box(box: Box) -> None:
    mask = mask_of(box, SIDE, 2 * SIDE)
    assert mask.any()
    rows, columns = mask.nonzero().unbind(1)
    for cells, start, end, count in ((rows, box.y0, box.y1, SIDE), (columns, box.x0, box.x1, 2 * SIDE)):
        assert abs(int(cells.min()) / count - start) <= 0.5 / count + 1e-6 or end - start < 1 / count
        assert abs((int(cells.max()) + 1) / count - end) <= 0.5 / count + 1e-6 or end - start < 1 / count
    assert mask.sum() == len(set(rows.tolist())) * len(set(columns.tolist()))


def test_a_box_smaller_than_a_cell_is_the_nearest_cell() -> None:
    assert mask_of(Box((0.51, 0.01, 0.52, 0.02)), 4, 4).nonzero().tolist() == [[0, 2]]
    assert mask_of(Box((0.99, 0.99, 1.0, 1.0)), 4, 4).nonzero().tolist() == [[3, 3]]


@few
@given(boxes(), pulls)
def test_it_is_nothing_where_the_network_looks_at_the_box_alone(box: Box, pull: Pull) -> None:
    mask = mask_of(box, SIDE, SIDE)[None]
    assert float(energy(mask.float(), mask, pull)) == pytest.approx(0, abs=1e-6)


@few
@given(seeds, boxes(), pulls)
def test_it_is_never_below_nothing_and_each_term_at_most_two(seed: int, box: Box, pull: Pull) -> None:
    found = float(energy(looks(seed), mask_of(box, SIDE, SIDE)[None], pull))
    assert 0 <= found <= (2 if pull is not ALL else 5)


@pytest.mark.parametrize("name", TERMS)
def test_each_term_sees_what_it_is_for(name: str) -> None:
    box = Box((0.0, 0.0, 0.5, 0.5))
    mask = mask_of(box, SIDE, SIDE)[None]
    wrong = {
        "foreground": mask.float() * 0.5,
        "background": torch.ones(1, SIDE, SIDE),
        "centre": mask.float().flip(-1),
        "corners": mask.float() * (torch.arange(SIDE) < 4),
    }[name]
    assert float(energy(wrong, mask, TERMS[name])) > 0.05


@few
@given(seeds, boxes())
def test_more_in_the_box_and_less_outside_is_never_worse(seed: int, box: Box) -> None:
    mask = mask_of(box, SIDE, SIDE)[None]
    before, more = looks(seed), looks(seed + 1)
    after = torch.where(mask, torch.maximum(before, more), torch.minimum(before, more))
    for name in ("foreground", "background"):
        assert float(energy(after, mask, TERMS[name])) <= float(energy(before, mask, TERMS[name])) + 1e-6


@few
@given(seeds, boxes(), pulls, st.sampled_from([-1, -2]))
def test_a_mirrored_picture_has_the_same(seed: int, box: Box, pull: Pull, side: int) -> None:
    mask, seen = mask_of(box, SIDE, SIDE)[None], looks(seed)
    mirrored = float(energy(seen.flip(side), mask.flip(side), pull))
    assert mirrored == pytest.approx(float(energy(seen, mask, pull)), abs=1e-5)


@few
@given(seeds, boxes(), boxes(), pulls)
def test_it_is_the_sum_over_everybody(seed: int, one: Box, other: Box, pull: Pull) -> None:
    masks = torch.stack([mask_of(one, SIDE, SIDE), mask_of(other, SIDE, SIDE)])
    seen = looks(seed, 2)
    apart = sum(float(energy(seen[n : n + 1], masks[n : n + 1], pull)) for n in range(2))
    assert float(energy(seen, masks, pull)) == pytest.approx(apart, abs=1e-5)


@few
@given(boxes(), pulls, st.sampled_from([0.0, 1.0]))
def test_its_slope_is_a_number_everywhere(box: Box, pull: Pull, level: float) -> None:
    seen = torch.full((1, SIDE, SIDE), level, requires_grad=True)
    found = energy(seen, mask_of(box, SIDE, SIDE)[None], pull)
    (slope,) = torch.autograd.grad(found, seen, allow_unused=True)
    assert slope is None or slope.isfinite().all()


@few
@given(seeds, boxes())
def test_going_down_its_slope_lowers_it(seed: int, box: Box) -> None:
    mask = mask_of(box, SIDE, SIDE)[None]
    hidden = torch.logit(looks(seed).clamp(0.05, 0.95)).requires_grad_()
    found = energy(hidden.sigmoid(), mask, ALL)
    (slope,) = torch.autograd.grad(found, hidden)
    lower = energy((hidden - 1e-3 * slope).sigmoid(), mask, ALL)
    assert float(lower.detach()) <= float(found.detach()) + 1e-7


def test_nobody_has_none() -> None:
    assert float(energy(torch.zeros(0, 4, 4), torch.zeros(0, 4, 4, dtype=torch.bool), ALL)) == 0
    whole = mask_of(Box((0, 0, 1, 1)), 4, 4)[None]
    assert whole.all() and float(energy(torch.ones(1, 4, 4), whole, ALL)) == pytest.approx(0, abs=1e-6)
