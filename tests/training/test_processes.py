import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from storyline.diffusion.noise import seed_of
from storyline.training.loop import Settings, on_cpu, train
from storyline.training.stage import Loss
from tests.training.tiny import SETTINGS, SharpenStage, blocks


class Both(SharpenStage):
    """What two processes do in one: a batch of each, with noise of each, and the mean of their losses."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings, self.step = settings, 0

    def loss(self, batch: torch.Tensor, generator: torch.Generator) -> Loss:
        second = torch.Generator().manual_seed(seed_of(self.settings.seed, self.step, 1))
        self.step += 1
        left, right = batch.chunk(2)
        return Loss((super().loss(left, generator).total + super().loss(right, second).total) / 2)


@pytest.mark.slow
def test_two_processes_learn_what_one_does_from_batches_of_both(tmp_path: Path) -> None:
    settings = replace(SETTINGS, steps=6, muon=False, precision="fp32")
    pairs: Callable[[int], torch.Tensor] = lambda number: torch.cat([blocks(2 * number), blocks(2 * number + 1)])
    train(Both(settings), pairs, settings, tmp_path / "one", cpu=True)
    launch = [sys.executable, "-W", "ignore", "-m", "torch.distributed.run", "--standalone", "--nproc_per_node", "2"]
    program = ["-m", "tests.training.tiny", str(tmp_path / "two"), "6", "fp32-adamw"]
    if not torch.accelerator.is_available():
        program.append("anywhere")  # each process is to find out by itself that there is no GPU, and the other
    subprocess.run([*launch, *program], check=True, capture_output=True, timeout=120)
    one, two = (load_file(tmp_path / name / "model" / "model.safetensors") for name in ("one", "two"))
    for name, weight in one.items():
        torch.testing.assert_close(two[name], weight, atol=2e-4, rtol=1e-3)


def test_without_a_gpu_training_is_on_the_cpu_even_if_nobody_says_so() -> None:
    assert on_cpu(True) and on_cpu(False) != torch.accelerator.is_available()


def test_the_command_says_what_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from storyline.training.nuwa_xl.__main__ import main

    assert main([str(tmp_path)]) == 1
    assert "Say --minutes 60, or --steps 1000" in capsys.readouterr().err
    for stage in ("tokenizer", "images", "clips", "distil"):
        assert main([str(tmp_path), "--steps", "1", "--stage", stage, "--cpu"]) == 1
        assert "Train its stage first" in capsys.readouterr().err
