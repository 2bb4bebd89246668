import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from generators.nuwa_xl.painting import GROUND, MASKS, PAD, Painting, coverage, ground, inside
from storyline.schema.camera import Camera

SIZE = (9, 16)
numbers = st.floats(-0.5, 1.5, width=32)


@st.composite
def boxes(draw: st.DrawFn) -> tuple[float, float, float, float]:
    (x0, x1), (y0, y1) = (sorted((draw(numbers), draw(numbers))) for _ in range(2))
    return x0, y0, x1 + 0.01, y1 + 0.01


@given(box=boxes())
@settings(derandomize=True, max_examples=50, deadline=None)
def test_cells_are_covered_by_the_area_of_the_box(box: tuple[float, float, float, float]) -> None:
    covered = coverage(torch.tensor(box, dtype=torch.float64), SIZE)
    x0, y0, x1, y1 = (min(1, max(0, v)) for v in box)
    assert covered.sum().item() / covered.numel() == pytest.approx((x1 - x0) * (y1 - y0), abs=1e-9)
    assert 0 <= covered.min() <= covered.max() <= 1
    touched = inside(torch.tensor([[[box]]]), torch.ones(1, 1, 1, dtype=torch.bool), SIZE)
    assert bool(((covered > 1e-6) <= (touched[0, 0, 0] > 0)).all())


def test_a_box_of_whole_cells_is_exact() -> None:
    covered = coverage(torch.tensor([2 / 16, 3 / 9, 5.5 / 16, 4 / 9], dtype=torch.float64), SIZE)
    expected = torch.zeros(SIZE, dtype=torch.float64)
    expected[3, 2:5], expected[3, 5] = 1, 0.5
    assert torch.allclose(covered, expected)


def painted(painting: Painting, entity, box, mirrored, present) -> torch.Tensor:
    with torch.no_grad():
        return painting(entity, box, mirrored, present, SIZE)


def several(count: int = 3):
    generator = torch.Generator().manual_seed(3)
    corner = torch.rand(2, 2, count, 2, generator=generator) * 0.5
    box = torch.cat([corner, corner + 0.4], -1)
    entity = torch.randn(2, 2, count, 5, generator=generator)
    return entity, box, torch.rand(2, 2, count, generator=generator) < 0.5, torch.ones(2, 2, count, dtype=torch.bool)


def test_it_is_the_paint_of_each_laid_over_the_farther_ones() -> None:
    painting = Painting(5, 6)
    entity, box, mirrored, present = several()
    whole = painted(painting, entity, box, mirrored, present)
    masks = coverage(box, SIZE, PAD)
    laid = torch.zeros(2, 2, 6, *SIZE)
    for n in range(3):
        # alone and all over the frame's cells that it covers: its own paint times its mask
        alone = painted(painting, *(x[:, :, n : n + 1] for x in (entity, box, mirrored, present)))[:, :, :6]
        laid = laid * (1 - masks[:, :, n, None]) + alone
    assert torch.allclose(whole[:, :, :6], laid, atol=1e-5)
    assert torch.equal(whole[:, :, 6], masks.amax(2))
    assert torch.equal(whole[:, :, 7], (masks.sum(2) > 1).float())
    assert torch.equal(whole[:, :, 8], (masks > 0).any(2).float())


def test_who_is_not_there_is_not_painted() -> None:
    painting = Painting(5, 6)
    entity, box, mirrored, present = several()
    present[:, :, 1] = False
    less = painted(painting, *(x[:, :, [0, 2]] for x in (entity, box, mirrored, present)))
    assert torch.allclose(painted(painting, entity, box, mirrored, present), less, atol=1e-6)
    nobody = painted(painting, entity, box, mirrored, torch.zeros_like(present))
    assert nobody.shape == (2, 2, 6 + MASKS, *SIZE)
    assert not nobody.any()
    assert not inside(box, torch.zeros_like(present), SIZE).any()


def test_who_faces_left_is_painted_the_other_way_round() -> None:
    painting = Painting(5, 6)
    entity, present = torch.randn(1, 1, 1, 5), torch.ones(1, 1, 1, dtype=torch.bool)
    box = torch.tensor([[[[0.25, 0.2, 0.75, 0.8]]]])
    right, left = (painted(painting, entity, box, torch.full((1, 1, 1), way), present) for way in (False, True))
    assert not torch.allclose(right, left, atol=1e-3)
    assert torch.allclose(right, left.flip(-1), atol=1e-5)


@pytest.mark.parametrize("camera", [Camera(), Camera(pan=0.3, tilt=-0.1), Camera(zoom=2, pan=0.1)])
def test_ground_is_where_the_camera_looks(camera: Camera) -> None:
    seen = ground(torch.tensor([[[camera.pan, camera.tilt, torch.tensor(camera.zoom).log2(), 0.0]]]), SIZE)[0, 0]
    assert seen.shape == (GROUND, *SIZE)
    x, y = camera.unproject((4 + 0.5) / 16, (2 + 0.5) / 9)
    assert seen[:4, 2, 4].tolist() == pytest.approx([2 * 4.5 / 16 - 1, 2 * 2.5 / 9 - 1, x - 0.5, y - 0.5], abs=1e-6)


def test_a_camera_that_rolls_turns_the_ground_about_the_middle() -> None:
    half = ground(torch.tensor([[[0.0, 0.0, 0.0, 1.0]]]), SIZE)[0, 0, 2:4]
    assert torch.allclose(half, ground(torch.zeros(1, 1, 4), SIZE)[0, 0, 2:4].flip(1, 2), atol=1e-6)
