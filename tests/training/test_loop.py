import json
import logging
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from storyline.errors import SetupError
from storyline.training import checkpoints
from storyline.training.loop import Settings, rate_at, train
from storyline.training.precision import bf16_pays
from storyline.training.stage import Loss
from tests.training.tiny import SETTINGS, SharpenStage, blocks


def _final(folder: Path) -> dict[str, torch.Tensor]:
    """All that a training ended with: the saved model, and the weights, their average and the moments by name."""
    training = checkpoints.newest(folder)
    assert training is not None
    held = {"weights": training.weights, "average": training.average, "optimisers": training.optimisers}
    tensors = {f"{kind}/{name}": t for kind, part in held.items() for name, t in part.items()}
    tensors |= load_file(folder / "model" / "model.safetensors")
    return {name: tensor.clone() for name, tensor in tensors.items()}  # what is read may lie in the file itself


def _same(left: dict[str, torch.Tensor], right: dict[str, torch.Tensor]) -> bool:
    return left.keys() == right.keys() and all(torch.equal(left[name], right[name]) for name in left)


def test_it_learns_and_logs(tmp_path: Path) -> None:
    trained = train(SharpenStage(), blocks, replace(SETTINGS, steps=60, precision="fp32"), tmp_path, cpu=True)
    assert trained.step == 60
    lines = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    held_out = [line["measures"]["held_out"] for line in lines if "measures" in line]
    assert held_out[-1] < held_out[0] * 0.8
    steps = [line["step"] for line in lines if "loss" in line]
    assert steps == list(range(2, 61, 2))
    assert {"loss", "error", "gradient", "rate", "seconds", "steps_per_second"} <= lines[0].keys()
    assert (tmp_path / "samples" / "00000007.png").read_bytes().startswith(b"\x89PNG")
    assert [path.name for path in sorted((tmp_path / "checkpoints").iterdir())] == ["00000056", "00000060"]


def test_killed_and_gone_on_it_ends_with_the_same_bits(tmp_path: Path) -> None:
    """Killed with -9 in the middle of its steps, in a process of its own; then the same command again."""
    killed, whole = tmp_path / "killed", tmp_path / "whole"
    command = [sys.executable, "-W", "ignore", "-m", "tests.training.tiny"]
    with subprocess.Popen([*command, str(killed), "60"]) as process:
        late = time.monotonic() + 60
        while not any(path.name.isdecimal() and int(path.name) >= 8 for path in killed.glob("checkpoints/*")):
            assert process.poll() is None, "it ended before it could be killed"
            assert time.monotonic() < late
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    assert not (killed / "model").exists()
    subprocess.run([*command, str(killed), "60"], check=True)
    train(SharpenStage(), blocks, replace(SETTINGS, steps=60), whole, cpu=True)
    assert _same(_final(killed), _final(whole))
    logs = [
        [json.loads(line) for line in (folder / "log.jsonl").read_text().splitlines()] for folder in (killed, whole)
    ]
    assert [line["step"] for line in logs[0]] == [line["step"] for line in logs[1]]
    assert logs[0][-1]["measures"] == logs[1][-1]["measures"]


def test_it_computes_in_whatever_this_machine_is_faster_in(tmp_path: Path) -> None:
    faster = "bf16" if bf16_pays("cpu") else "fp32"
    for name, precision in (("auto", "auto"), ("said", faster)):
        train(SharpenStage(), blocks, replace(SETTINGS, steps=2, precision=precision), tmp_path / name, cpu=True)  # type: ignore[arg-type]
    found = [load_file(tmp_path / name / "model" / "model.safetensors") for name in ("auto", "said")]
    assert _same(*found)


@pytest.mark.parametrize("precision", ["fp32", "bf16"])
def test_a_training_that_is_made_longer_goes_on_from_all_that_it_knew(tmp_path: Path, precision: str) -> None:
    once, twice = tmp_path / "once", tmp_path / "twice"
    settings = replace(SETTINGS, steps=8, tail=0.0, precision=precision)  # type: ignore[arg-type]
    train(SharpenStage(), blocks, settings, twice, cpu=True)
    for folder in (once, twice):
        train(SharpenStage(), blocks, replace(settings, steps=11), folder, cpu=True)
    assert _same(_final(once), _final(twice))


def test_continuing_from_weights_alone_takes_the_average_and_nothing_else(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    train(SharpenStage(), blocks, SETTINGS, first, cpu=True)
    train(SharpenStage(), blocks, replace(SETTINGS, steps=0, continue_from=first), second, cpu=True)
    assert torch.equal(
        load_file(second / "model" / "model.safetensors")["middle.weight"],
        load_file(first / "model" / "model.safetensors")["middle.weight"],
    )
    train(
        SharpenStage(), blocks, replace(SETTINGS, steps=1, continue_from=first), third := tmp_path / "third", cpu=True
    )
    rate = rate_at(SETTINGS, 0, 0.0)
    assert rate == pytest.approx(SETTINGS.rate / 3)  # it warms up again
    kept = checkpoints.newest(third)
    assert kept is not None
    assert all(float(t) == 1 for name, t in kept.optimisers.items() if name.endswith("/step"))  # fresh


def test_a_damaged_checkpoint_is_passed_over(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    train(SharpenStage(), blocks, SETTINGS, tmp_path, cpu=True)
    undisturbed = _final(tmp_path)
    file = tmp_path / "checkpoints" / "00000012" / "weights.safetensors"
    data = bytearray(file.read_bytes())
    data[-1] ^= 1
    file.write_bytes(data)
    with caplog.at_level(logging.WARNING):
        train(SharpenStage(), blocks, SETTINGS, tmp_path, cpu=True)  # steps 8..11 again
    assert "not those that were written" in caplog.text
    assert _same(_final(tmp_path), undisturbed)


def test_a_half_written_checkpoint_is_no_checkpoint(tmp_path: Path) -> None:
    train(SharpenStage(), blocks, SETTINGS, tmp_path, cpu=True)
    (left := tmp_path / "checkpoints" / ".00000099.1").mkdir()
    (left / "weights.safetensors").write_bytes(b"half")
    assert train(SharpenStage(), blocks, replace(SETTINGS, steps=13), tmp_path, cpu=True).step == 13
    assert not left.exists()


def test_another_stage_or_another_network_is_refused(tmp_path: Path) -> None:
    train(SharpenStage(), blocks, replace(SETTINGS, steps=1), tmp_path, cpu=True)
    other = SharpenStage()
    other.name = "blur"
    with pytest.raises(SetupError, match="expected a training of 'blur'; it holds one of 'sharpen'"):
        train(other, blocks, SETTINGS, tmp_path, cpu=True)
    wide = SharpenStage()
    wide.model.middle = torch.nn.Conv2d(16, 16, 1)
    with pytest.raises(SetupError, match=r"of another shape middle\.weight"):
        train(wide, blocks, SETTINGS, tmp_path, cpu=True)
    with pytest.raises(SetupError, match="has no checkpoint"):
        train(SharpenStage(), blocks, replace(SETTINGS, continue_from=tmp_path / "none"), tmp_path / "new", cpu=True)


def test_a_loss_that_is_no_number_stops_it_and_spoils_nothing(tmp_path: Path) -> None:
    class Spoilt(SharpenStage):
        def loss(self, batch: torch.Tensor, generator: torch.Generator) -> Loss:
            loss = super().loss(batch, generator)
            return Loss(loss.total * (float("nan") if batch.equal(blocks(9)) else 1), loss.parts)

    with pytest.raises(SetupError, match="step 9: expected a loss; got nan"):
        train(Spoilt(), blocks, SETTINGS, tmp_path, cpu=True)
    kept = checkpoints.newest(tmp_path)
    assert kept is not None
    assert kept.state.step == 8


def test_minutes_are_kept_over_runs(tmp_path: Path) -> None:
    stage, settings = SharpenStage(pause=0.01), replace(SETTINGS, steps=None, minutes=0.01)
    trained = train(stage, blocks, settings, tmp_path, cpu=True)
    assert 0.6 <= trained.seconds < 60
    assert train(stage, blocks, settings, tmp_path, cpu=True).step == trained.step  # there is no time left
    with pytest.raises(SetupError, match="expected a number of steps or minutes"):
        Settings()


def test_the_rate_rises_stays_and_falls() -> None:
    settings = Settings(steps=100, warmup=10, tail=0.25, rate=1.0)
    rates = [rate_at(settings, step, step / 100) for step in range(101)]
    assert rates[0] == pytest.approx(0.1)
    assert rates[9:76] == [1.0] * 67
    assert rates[75:] == sorted(rates[75:], reverse=True)
    assert rates[100] == pytest.approx(settings.tail_end)


def test_activations_computed_twice_need_a_model_that_can(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="cannot compute activations twice"):
        train(SharpenStage(), blocks, replace(SETTINGS, gradient_checkpointing=True), tmp_path, cpu=True)
