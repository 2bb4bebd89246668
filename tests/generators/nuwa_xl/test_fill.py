"""Who moves is taken along, the ground stays, the ends are exact."""

from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from generators.nuwa_xl.conditions import FrameConditions
from generators.nuwa_xl.fill import covered, emptied, fill, fill_between, seen_by
from storyline.schema.camera import Camera
from storyline.schema.layout import Box
from storyline.schema.media import FrameSize

ROWS, COLUMNS = 24, 40
BOXES = st.tuples(st.floats(-0.9, 0.9), st.floats(-0.9, 0.9), st.floats(0.02, 1), st.floats(0.02, 1)).map(
    lambda b: (b[0], b[1], max(b[0], 0) + b[2], max(b[1], 0) + b[3])
)


def conditions(seconds: float, *boxes: tuple[float, float, float, float], **fields: Any) -> FrameConditions:
    facing, camera = fields.pop("facing", "right"), fields.pop("camera", {})
    seen = [
        {"entity": f"e{n}", "phrase": "fox", "colours": [], "facing": facing, "box": box, "since": 0, "paces": 0}
        for n, box in enumerate(boxes)
    ]
    return FrameConditions.model_validate(
        {"prompt": "", "place": "", "seen": seen, "camera": camera, "seconds": seconds, **fields}
    )


def ground() -> Tensor:
    """A picture that is different everywhere, and smooth."""
    y, x = torch.meshgrid(torch.linspace(0, 1, ROWS), torch.linspace(0, 1, COLUMNS), indexing="ij")
    return torch.stack([x, y, (6 * x + 4 * y).sin() / 4])


def painted(box: tuple[float, float, float, float], colour: float = 2.0) -> Tensor:
    """The ground with a figure, lit from the left, in a box."""
    cover = covered(Box(box), ROWS, COLUMNS)
    lit = colour + ((torch.arange(COLUMNS) + 0.5) / COLUMNS - box[0]) / (box[2] - box[0])
    return ground() * (1 - cover) + cover * lit


def error(a: Tensor, b: Tensor, box: tuple[float, float, float, float] | None = None) -> float:
    weight = covered(Box(box), ROWS, COLUMNS) if box else torch.ones(ROWS, COLUMNS)
    return float((((a - b) ** 2).mean(0) * weight).sum() / weight.sum())


def test_who_moves_is_moved_and_the_ground_is_seen_where_they_stood() -> None:
    first, middle, last = (0.1, 0.3, 0.3, 0.8), (0.4, 0.3, 0.6, 0.8), (0.7, 0.3, 0.9, 0.8)
    (made,) = fill_between(
        painted(first), painted(last), conditions(0, first), conditions(1, last), [conditions(0.5, middle)]
    )
    fade = (painted(first) + painted(last)) / 2
    assert error(made, painted(middle), middle) < 0.01 < 1 < error(fade, painted(middle), middle)
    for box in (first, last):
        assert error(made, painted(middle), box) < 0.01 < 0.5 < error(fade, painted(middle), box)


def test_figures_turn_from_one_frame_s_to_the_other_s_around_the_middle() -> None:
    box, times = (0.3, 0.2, 0.7, 0.9), [0.1, 0.2, 0.4, 0.5, 0.6, 0.8]
    ends, inside = (conditions(0, box), conditions(1, box)), (0.4, 0.4, 0.6, 0.7)
    made = fill_between(painted(box, 2.0), painted(box, 4.0), *ends, [conditions(time, box) for time in times])
    for one, colour in zip(made, (2.0, 2.0, 2.6, 3.0, 3.4, 4.0), strict=True):
        assert error(one, painted(box, colour), inside) < 1e-6


def test_it_grows_with_its_box_and_turns_round() -> None:
    small, large = (0.4, 0.4, 0.5, 0.6), (0.2, 0.2, 0.8, 0.9)
    (grown,) = fill_between(
        painted(small), painted(small), conditions(0, small), conditions(1, small), [conditions(0.4, large)]
    )
    assert error(grown, painted(large), (0.3, 0.3, 0.7, 0.8)) < 0.1
    (turned,) = fill_between(
        painted(large),
        painted(large),
        conditions(0, large),
        conditions(1, large),
        [conditions(0.4, large, facing="left")],
    )
    assert error(turned, painted(large).flip(-1), (0.3, 0.3, 0.7, 0.8)) < 0.01


def test_the_ground_goes_with_the_camera() -> None:
    """A pan by a quarter of the frame, and a zoom to twice the size."""
    cells = COLUMNS // 4
    (panned,) = fill_between(
        ground(), ground().roll(-cells, -1), conditions(0), conditions(1, camera={"pan": 0.25}),
        [conditions(1e-3, camera={"pan": 0.25})],
    )  # fmt: skip
    torch.testing.assert_close(panned[..., :-cells], ground()[..., cells:], atol=1e-2, rtol=0)
    (zoomed,) = fill_between(ground(), ground(), conditions(0), conditions(1), [conditions(0, camera={"zoom": 2.0})])
    assert torch.equal(zoomed, ground())  # at the very time of an end it is that end
    (zoomed,) = fill_between(ground(), ground(), conditions(0), conditions(1), [conditions(0.5, camera={"zoom": 2.0})])
    assert zoomed[0].min() > 0.2 and zoomed[0].max() < 0.8


def test_a_turn_of_the_camera_and_back_is_none() -> None:
    rolled = conditions(0, camera={"roll": 30.0, "pan": 0.1, "zoom": 1.5})
    (same,) = fill_between(ground(), ground(), rolled, rolled, [rolled.model_copy(update={"seconds": 1.0})])
    torch.testing.assert_close(same, ground(), atol=1e-4, rtol=0)


def test_who_comes_out_of_sight_is_taken_from_where_it_is_seen() -> None:
    hidden, seen = (-0.19, 0.3, 0.01, 0.8), (0.5, 0.3, 0.7, 0.8)
    wanted = conditions(0.3, (0.2, 0.3, 0.4, 0.8))
    (made,) = fill_between(painted(hidden), painted(seen), conditions(0, hidden), conditions(1, seen), [wanted])
    assert error(made, painted((0.2, 0.3, 0.4, 0.8)), (0.2, 0.3, 0.4, 0.8)) < 0.01


def test_the_nearer_covers_the_farther() -> None:
    """They stand apart, then one before the other: `seen` goes from far to near."""
    left, right, middle = (0.0, 0.2, 0.3, 0.8), (0.7, 0.2, 1.0, 0.8), (0.35, 0.2, 0.65, 0.8)
    picture = torch.maximum(painted(left, 3.0), painted(right, 6.0))
    apart = conditions(0, left, right)
    later = apart.model_copy(update={"seconds": 2.0})
    (made,) = fill_between(picture, picture, apart, later, [conditions(1.0, middle, middle)])
    assert error(made, painted(middle, 6.0), (0.4, 0.3, 0.6, 0.7)) < 0.05


@given(st.lists(BOXES, min_size=0, max_size=3), st.lists(BOXES, min_size=0, max_size=3), st.integers(2, 6), st.data())
def test_any_boxes_at_the_border_and_across_it(
    start: list[tuple[float, float, float, float]],
    end: list[tuple[float, float, float, float]],
    length: int,
    data: st.DataObject,
) -> None:
    known = data.draw(st.lists(st.booleans(), min_size=length, max_size=length))
    frames = torch.randn(length, 2, 6, 10, generator=torch.Generator().manual_seed(length))
    asked = [conditions(n / 4, *(start if n < length / 2 else end)) for n in range(length)]
    made = fill(frames, known, asked)
    assert made.shape == frames.shape and made.isfinite().all()
    for n in range(length):
        if known[n]:
            assert torch.equal(made[n], frames[n])
        elif not any(known):
            assert not made[n].any()
    if any(known):
        assert made.min() >= frames[torch.tensor(known)].min() - 1e-4


def test_a_frame_with_one_known_neighbour_is_guessed_from_it() -> None:
    boxes = [(0.1 * n, 0.3, 0.1 * n + 0.2, 0.8) for n in range(4)]
    frames = torch.stack([painted(boxes[0]), *(torch.zeros(3, ROWS, COLUMNS) for _ in range(3))])
    made = fill(frames, [True, False, False, False], [conditions(n, box) for n, box in enumerate(boxes)])
    assert error(made[3], painted(boxes[3]), boxes[3]) < 0.02


def test_an_anchor_is_nobody_s_neighbour() -> None:
    frames = torch.randn(3, 2, 6, 10, generator=torch.Generator().manual_seed(0))
    made = fill(frames, [True, False, False], [conditions(0, role="anchor"), conditions(0), conditions(1)])
    assert torch.equal(made[0], frames[0]) and not made[1:].any()


@pytest.mark.parametrize("box", [(0.0, 0.0, 1.0, 1.0), (0.25, 0.5, 0.5, 1.0), (-0.5, -0.5, 0.5, 0.5)])
def test_the_cover_is_exact(box: tuple[float, float, float, float]) -> None:
    x0, y0, x1, y1 = Box(box).visible()
    assert float(covered(Box(box), 7, 9).mean()) == pytest.approx((x1 - x0) * (y1 - y0), abs=1e-6)


def test_who_is_in_the_only_known_frame_is_seen_once_in_those_that_are_guessed_of_it() -> None:
    here, there = (0.1, 0.3, 0.3, 0.8), (0.6, 0.3, 0.8, 0.8)
    frames, known = torch.stack([painted(here), torch.zeros(3, ROWS, COLUMNS)]), [True, False]
    about = [conditions(0, here), conditions(1, there)]
    double, single = (fill(frames, known, about, ghosts=ghosts)[1] for ghosts in (True, False))
    for made in (double, single):
        assert error(made, painted(there), there) < 0.01
    assert error(single, painted(there), here) < 0.02 < 1 < error(double, painted(there), here)
    assert torch.equal(fill(frames, known, about, ghosts=False)[0], frames[0])


def test_a_frame_without_those_whom_it_shows_is_the_ground_beside_them() -> None:
    box = (0.4, 0.3, 0.6, 0.7)
    made = emptied(painted(box), conditions(0, box).seen, margin=0.5)
    assert error(made, ground(), box) < 0.02 < 1 < error(painted(box), ground(), box)
    away = covered(Box(box), ROWS, COLUMNS, 0.5) == 0
    assert torch.equal(made[:, away], painted(box)[:, away])
    whole = emptied(painted((0, 0, 1, 1)), conditions(0, (0.0, 0.0, 1.0, 1.0)).seen)
    assert bool(whole.isfinite().all())


@pytest.mark.parametrize("size", [(40, 24), (80, 48), (24, 24), (40, 16)])
def test_a_place_is_seen_whole_or_its_middle_and_never_stretched(size: tuple[int, int]) -> None:
    """Its colours are those of coordinates: from pixel to pixel they change as they do in the place."""
    place = ground()
    (seen,) = seen_by([Camera()], place, FrameSize(size))
    assert seen.shape == (3, size[1], size[0])
    across, down = seen[0].diff(dim=1)[:, 4:-4].mean(), seen[1].diff(dim=0)[2:-2].mean()
    wide, high = place[0].diff(dim=1).mean(), place[1].diff(dim=0).mean()
    assert across / wide == pytest.approx(float(down / high), rel=0.02)
    middle = torch.tensor([seen[k].mean() for k in range(2)])
    assert (middle - 0.5).abs().max() < 0.01
    scale = max(size[0] / COLUMNS, size[1] / ROWS)
    assert across / wide == pytest.approx(1 / scale, rel=0.02)
