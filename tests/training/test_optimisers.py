import copy

import pytest
import torch
from torch import nn

from storyline.errors import SetupError
from storyline.training import optimisers
from storyline.training.ema import MovingAverage
from storyline.training.optimisers import Muon, Optimisers, hidden_matrices, orthogonalised
from tests.training.tiny import Sharpener


@pytest.fixture(autouse=True)
def _seeded() -> None:
    torch.manual_seed(0)


@pytest.mark.parametrize("shape", [(1, 16, 16), (3, 16, 40), (2, 40, 16)])
def test_orthogonalised_keeps_directions_and_levels_strengths(shape: tuple[int, int, int]) -> None:
    matrices = torch.randn(shape)
    u, _, v = torch.linalg.svd(matrices, full_matrices=False)
    levelled = orthogonalised(matrices).float()
    strengths = (u.mT @ levelled @ v.mT).diagonal(dim1=1, dim2=2)  # along the directions of the given matrix
    assert levelled.shape == matrices.shape
    assert strengths.min() > 0.55
    assert strengths.max() < 1.25
    assert (levelled - u @ torch.diag_embed(strengths) @ v).norm() / levelled.norm() < 0.05


@pytest.mark.parametrize("pays", [True, False])
def test_orthogonalised_computes_in_what_is_faster(pays: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(optimisers, "bf16_pays", lambda device: pays)
    assert orthogonalised(torch.randn(1, 8, 8)).dtype == (torch.bfloat16 if pays else torch.float32)


def test_many_matrices_at_once_move_as_each_alone() -> None:
    together = [nn.Parameter(torch.randn(16, 4, 2, 2)) for _ in range(20)]
    alone = copy.deepcopy(together)
    for left, right in zip(together, alone, strict=True):
        left.grad = torch.randn_like(left)
        right.grad = left.grad.clone()
    Muon(together).step()
    for parameter in alone:
        Muon([parameter]).step()
    for left, right in zip(together, alone, strict=True):
        torch.testing.assert_close(left, right, atol=2e-5, rtol=0)


def test_steps_are_as_long_as_those_of_adamw() -> None:
    parameter = nn.Parameter(torch.zeros(32, 64))
    parameter.grad = torch.randn(32, 64)
    Muon([parameter], lr=0.01, weight_decay=0.0).step()
    assert parameter.detach().pow(2).mean().sqrt() == pytest.approx(0.2 * 0.01, rel=0.2)


def test_who_trains_what() -> None:
    assert hidden_matrices(Sharpener(), ("conv_in.", "conv_out.")) == {"middle.weight"}
    frozen = Sharpener()
    frozen.middle.requires_grad_(False)
    assert not hidden_matrices(frozen, ("conv_in.", "conv_out."))


def test_a_step_depends_on_the_direction_of_a_gradient_not_on_its_length() -> None:
    gradient = torch.randn(24, 40)

    def step(scale: float) -> torch.Tensor:
        parameter = nn.Parameter(torch.zeros(24, 40))
        parameter.grad = gradient * scale
        Muon([parameter]).step()
        return parameter.detach()

    u, _, v = torch.linalg.svd(gradient, full_matrices=False)
    torch.testing.assert_close(step(2**-4), step(2**10), atol=2e-6, rtol=0)
    nearest = -u @ v  # the orthogonal matrix down the hill
    assert nn.functional.cosine_similarity(step(1.0).flatten(), nearest.flatten(), dim=0) > 0.97


def test_what_optimisers_remember_can_be_put_back() -> None:
    def steps(model: nn.Module, optimisers: Optimisers, first: int, last: int) -> None:
        for step in range(first, last):
            generator = torch.Generator().manual_seed(step)
            x = torch.rand(2, 3, 8, 8, generator=generator)
            model(x, torch.tensor([0, step % 4])).pow(2).mean().backward()
            optimisers.step(1e-2)

    whole = Sharpener()
    halves = copy.deepcopy(whole)
    steps(whole, Optimisers(whole, ("conv_in.", "conv_out."), 1e-2), 0, 6)
    first = Optimisers(halves, ("conv_in.", "conv_out."), 1e-2)
    steps(halves, first, 0, 3)
    second = Optimisers(halves, ("conv_in.", "conv_out."), 1e-2)
    second.load({name: tensor.clone().contiguous() for name, tensor in first.tensors().items()})
    steps(halves, second, 3, 6)
    assert all(torch.equal(left, right) for left, right in zip(whole.parameters(), halves.parameters(), strict=True))
    with pytest.raises(SetupError, match="expected that of a parameter of this model"):
        second.load({"nobody.weight/exp_avg": torch.zeros(3)})


def test_the_average_follows_and_gives_way() -> None:
    model = nn.Linear(3, 3)
    average = MovingAverage(model, decay=0.9)
    before = model.weight.detach().clone()
    with torch.no_grad():
        model.weight += 1
    average.follow(1)  # decay 1/21 at first
    after = model.weight.detach().clone()
    with average.applied():
        torch.testing.assert_close(model.weight.detach(), before + 20 / 21)
    assert torch.equal(model.weight, after)
    for step in range(1000, 1003):
        average.follow(step)
    torch.testing.assert_close(average.tensors()["weight"], before + 1 - 0.9**3 / 21)
    with pytest.raises(SetupError, match="not alike are bias"):
        average.load({"weight": before})
