"""What is known at some pixels goes as far as a thing's colour does."""

import torch

from editors.guided import guided
from editors.means import means

ROWS, COLUMNS = 40, 60


def two_sides() -> torch.Tensor:
    """Red on the left, green on the right."""
    picture = torch.zeros(3, ROWS, COLUMNS)
    picture[0, :, :30], picture[1, :, 30:] = 0.8, 0.6
    return picture


def test_each_side_has_its_own_value_up_to_the_edge() -> None:
    weight = torch.zeros(ROWS, COLUMNS)
    weight[::5, ::5] = 1
    known = torch.where(torch.arange(COLUMNS) < 30, 2.0, -1.0).expand(ROWS, -1)[..., None]
    found = guided(known, weight, two_sides(), 21)
    assert (found - known).abs().max() < 0.7 and (found - known).abs().mean() < 0.05
    blurred = means((known[..., 0] * weight)[None, None], 21)[0, 0] / means(weight[None, None], 21)[0, 0]
    off = (blurred - known[..., 0]).abs()
    assert off.max() > 1 and off.mean() > 0.2  # what an average makes of it


def test_what_has_no_weight_has_no_say() -> None:
    known = torch.full((ROWS, COLUMNS, 2), 3.0)
    weight = torch.ones(ROWS, COLUMNS)
    known[10:20, 10:20], weight[10:20, 10:20] = 99.0, 0
    assert (guided(known, weight, two_sides(), 15) - 3).abs().max() < 0.01


def test_means_are_those_of_squares() -> None:
    values = torch.rand(2, 3, 12, 17, generator=torch.Generator().manual_seed(0))
    for beyond in (False, True):
        square = torch.nn.functional.avg_pool2d(values, 5, 1, 2, count_include_pad=beyond)
        assert torch.allclose(means(values, 5, beyond=beyond), square, atol=1e-6)
