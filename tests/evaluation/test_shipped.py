"""The model that is shipped shows what is asked; the same network with weights by chance shows nothing of it."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from generators.nuwa_xl.card import SHIPPED
from generators.nuwa_xl.checkpoint import Checkpoint
from generators.nuwa_xl.generator import NuwaXL
from storyline.evaluation.benchmarks import FLOOR, layout_benchmark
from storyline.evaluation.detector.detect import DetectorEye
from storyline.evaluation.detector.files import shipped_detector
from storyline.evaluation.footage import Draw
from storyline.evaluation.lengths import lasting
from storyline.film import Render
from storyline.film.footage import footage
from storyline.training.corpus.scripts import script
from storyline.training.corpus.world import CORE, HELD_OUT


def drawn_by(folder: Path, store: Path) -> Draw:
    return lambda board: footage(Render.of(board, NuwaXL(folder), store=store, workers=1))


def by_chance(model: Checkpoint) -> Checkpoint:
    """The model with random weights in the place of its network's, each as large as it was."""
    generator = torch.Generator().manual_seed(0)
    for parameter in model.network.parameters():
        noise = torch.randn(parameter.shape, generator=generator)
        parameter.data = noise * parameter.data.std().nan_to_num(0.02)
    return replace(model, card=model.card.model_copy(update={"name": "by chance"}))


@pytest.mark.slow
def test_the_shipped_model_shows_what_is_asked_and_weights_by_chance_do_not(tmp_path: Path) -> None:
    eye = DetectorEye(shipped_detector()[0])
    boards = [lasting(script(CORE, seed), 13) for seed in HELD_OUT[100:112]]
    by_chance(Checkpoint.load(SHIPPED)).save(tmp_path / "chance")
    for folder, least, most in ((SHIPPED, 0.6, 1.0), (tmp_path / "chance", 0.0, 0.05)):
        found = layout_benchmark("nuwa-xl", boards, drawn_by(folder, tmp_path / "store"), None, eye)
        rows = {(row.who == FLOOR, row.what): row.numbers for row in found.rows}
        for part in ("keyframes", "filled"):
            assert least <= (rows[False, part]["right"] or 0) <= most
            assert (rows[True, part]["right"] or 0) < 0.1
