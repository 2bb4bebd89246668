"""The model that comes with the product draws what it is asked; with random weights nothing of it is left."""

from pathlib import Path

import pytest
import torch

from generators.nuwa_xl.card import SHIPPED
from generators.nuwa_xl.checkpoint import Checkpoint
from generators.nuwa_xl.generator import NuwaXL
from generators.nuwa_xl.unet import MaskTemporalUNet
from storyline.evaluation.detector.detect import DetectorEye
from storyline.evaluation.detector.files import shipped_detector
from storyline.evaluation.layout import LayoutScore, layout_scores, observed
from storyline.film.footage import footage
from storyline.film.render import Render
from storyline.training.corpus.scripts import script
from storyline.training.corpus.world import CORE, HELD_OUT

_FILMS = 6
_MOST_BYTES = 60_000_000
"""Of all that is shipped."""


@pytest.fixture(scope="module")
def model() -> Checkpoint:
    return Checkpoint.load(SHIPPED)


def test_it_is_small_and_says_what_it_knows(model: Checkpoint) -> None:
    assert sum(file.stat().st_size for file in SHIPPED.rglob("*") if file.is_file()) < _MOST_BYTES
    assert set(model.card.kinds) == set(CORE.kinds) and set(model.card.settings) == set(CORE.settings)


@pytest.mark.slow
def test_figures_stand_where_they_are_asked(model: Checkpoint, tmp_path: Path) -> None:
    torch.manual_seed(0)
    untaught = MaskTemporalUNet.from_config(model.network.config)
    for parameter in untaught.parameters():
        torch.nn.init.normal_(parameter, std=0.05)  # what begins as zero would draw nothing but grey
    Checkpoint(model.card, untaught, model.autoencoder, model.tokenizer).save(tmp_path / "untaught")
    taught, chance = (_keyframes(folder, tmp_path) for folder in (SHIPPED, tmp_path / "untaught"))
    assert taught.figures == chance.figures > 20
    assert taught.kind > 0.5 and taught.colour > 0.5
    assert chance.right < 0.05 < 0.4 < taught.right


def _keyframes(folder: Path, store: Path) -> LayoutScore:
    """How held-out storyboards are drawn, read by the detector."""
    detector, _ = shipped_detector()
    eye = DetectorEye(detector)
    found = []
    for board in (script(CORE, seed) for seed in HELD_OUT[:_FILMS]):
        render = Render.of(board, NuwaXL(folder, levels=1), store=store / "store", workers=1)
        found += observed(board, lambda _, render=render: footage(render), eye)
    return layout_scores(found, eye.kinds)["keyframes"]
