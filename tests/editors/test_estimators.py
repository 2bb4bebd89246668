"""Which flow is taken is a matter of set-up, and part of what a fit is made from.

torchvision is no dependency: a network with RAFT's interface and one weight stands in for its two.
"""

import sys
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest
import torch
from safetensors.torch import save_file
from torch import Tensor, nn

from editors import estimators
from editors.estimators import VARIABLE, configured, estimator
from editors.flow import Dis, Flow
from storyline.errors import EditError


class Shifted(nn.Module):
    """Says that all moves by its weight, and by where its input was padded: x and y of each pixel on top."""

    def __init__(self, weights: int) -> None:
        super().__init__()
        self.by = nn.Parameter(torch.zeros(weights))

    def forward(self, first: Tensor, second: Tensor, num_flow_updates: int) -> list[Tensor]:
        assert first.shape == second.shape and not [side for side in first.shape[2:] if side % 8 or side < 128]
        assert first.min() >= -1 and first.max() <= 1 and num_flow_updates > 1
        y, x = torch.meshgrid(*(torch.arange(side) for side in first.shape[2:]), indexing="ij")
        return [torch.zeros(1), self.by[0] + torch.stack([x, y])[None].float()]


@pytest.fixture
def weights(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The weights of the larger of two networks, set up."""
    module = ModuleType("torchvision.models")
    networks = {"raft_small": 1, "raft_large": 2}
    made = {name: lambda n=n, **_: Shifted(n) for name, n in networks.items()}
    module.optical_flow = SimpleNamespace(**made)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "torchvision", ModuleType("torchvision"))
    monkeypatch.setitem(sys.modules, "torchvision.models", module)
    monkeypatch.setattr(estimators, "version", lambda name: "0.28.0")
    file = tmp_path / "raft.safetensors"
    save_file({"by": torch.tensor([3.0, 0.0])}, file)
    monkeypatch.setenv(VARIABLE, str(file))
    return file


@pytest.mark.parametrize("size", [(36, 64), (130, 201), (128, 256)])
def test_a_pair_is_padded_for_the_network_and_its_flow_cut_out(weights: Path, size: tuple[int, int]) -> None:
    rows, columns = size
    raft = estimator(configured())
    assert isinstance(raft, Flow) and raft.name == "raft"
    picture = np.random.default_rng(0).integers(0, 256, (rows, columns, 3), np.uint8)
    found = raft(picture, picture)
    assert found.shape == (rows, columns, 2) and found.dtype == np.float32
    left, top = ((max(128, -(-side // 8) * 8) - side) // 2 for side in (columns, rows))
    assert np.array_equal(found[0, 0], [3 + left, 3 + top])
    assert np.array_equal(found[-1, -1] - found[0, 0], [columns - 1, rows - 1])


def test_other_weights_are_another_fit(weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = configured()
    assert told.startswith("raft ") and told.endswith(" torchvision 0.28.0")
    save_file({"by": torch.tensor([4.0, 0.0])}, weights)
    assert configured() != told
    with pytest.raises(EditError, match="has changed since"):
        estimator(told)
    monkeypatch.delenv(VARIABLE)
    assert configured() == "dis" and isinstance(estimator("dis"), Dis)


def test_what_is_not_there_is_told(weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_file({"by": torch.zeros(3)}, weights)
    with pytest.raises(EditError, match="raft_small or raft_large"):
        estimator(configured())
    weights.write_bytes(b"pickle")
    with pytest.raises(EditError, match="expected the weights of RAFT"):
        estimator(configured())
    monkeypatch.setenv(VARIABLE, "/nowhere/raft.safetensors")
    with pytest.raises(EditError, match="STORYLINE_FLOW: expected the weights of RAFT"):
        configured()
    monkeypatch.setenv(VARIABLE, str(weights))

    def missing(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(estimators, "version", missing)
    with pytest.raises(EditError, match="expected torchvision to be installed"):
        configured()
