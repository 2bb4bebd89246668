"""The model that comes with the product draws what it is asked; with random weights nothing of it is left."""

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from generators.nuwa_xl.card import SHIPPED
from generators.nuwa_xl.checkpoint import Checkpoint
from generators.nuwa_xl.generator import NuwaXL
from generators.nuwa_xl.unet import MaskTemporalUNet
from generators.toon import ToonGenerator
from storyline.evaluation.detector.detect import DetectorEye
from storyline.evaluation.detector.files import shipped_detector
from storyline.evaluation.layout import LayoutScore, layout_scores, observed
from storyline.film.footage import footage
from storyline.film.render import Render
from storyline.reading.files import with_files
from storyline.schema.media import FileRef, FrameSize
from storyline.schema.storyboard import CUT
from storyline.training.corpus.scripts import script
from storyline.training.corpus.world import ALL, CORE, HELD_OUT

_FILMS = 6
_MOST_BYTES = 60_000_000
"""Of all that is shipped."""


@pytest.fixture(scope="module")
def model() -> Checkpoint:
    return Checkpoint.load(SHIPPED)


def test_it_is_small_and_says_what_it_knows(model: Checkpoint) -> None:
    assert sum(file.stat().st_size for file in SHIPPED.rglob("*") if file.is_file()) < _MOST_BYTES
    known = (model.card.kinds, model.card.settings, model.card.actions)
    assert [set(words) for words in known] == [set(ALL.kinds), set(ALL.settings), {"stand", *CORE.actions}]


@pytest.mark.slow
def test_figures_stand_where_they_are_asked(model: Checkpoint, tmp_path: Path) -> None:
    torch.manual_seed(0)
    untaught = MaskTemporalUNet.from_config(model.network.config)
    for parameter in untaught.parameters():
        torch.nn.init.normal_(parameter, std=0.05)  # what begins as zero would draw nothing but grey
    Checkpoint(model.card, untaught, model.autoencoder, model.tokenizer).save(tmp_path / "untaught")
    taught, chance = (_keyframes(folder, tmp_path) for folder in (SHIPPED, tmp_path / "untaught"))
    assert taught.figures == chance.figures > 20
    assert taught.kind > 0.9 and taught.colour > 0.95
    assert chance.right < 0.05 < 0.9 < taught.right


@pytest.mark.slow
def test_keyframes_follow_one_that_is_supplied(tmp_path: Path) -> None:
    """A warm room is blue in the first panel; the last one is drawn in its sight, another way than words alone say."""
    board = script(CORE, HELD_OUT[2])
    scene, size = board.scenes[0], FrameSize((256, 144))
    shot = scene.shots[0].model_copy(update={"transition": CUT})
    picture = ToonGenerator().clip(board, shot.id, size)[0][..., ::-1]
    Image.fromarray(np.ascontiguousarray(picture)).save(tmp_path / "p.png")
    warmth = []
    for image in (None, FileRef(path="p.png")):
        panels = (shot.panels[0].model_copy(update={"image": image}), *shot.panels[1:])
        scenes = (scene.model_copy(update={"shots": (shot.model_copy(update={"panels": panels}),)}),)
        told = with_files(board.model_copy(update={"scenes": scenes, "size": size}), tmp_path)
        render = Render.of(told, NuwaXL(SHIPPED, levels=1), tmp_path, tmp_path / "store", workers=1)
        first, last = (still.astype(float) for still in render.keyframes()(shot.id, [0, panels[-1].at]))
        warmth.append((last[..., 0] - last[..., 2]).mean())
    np.testing.assert_array_equal(first, picture)
    assert warmth[1] < 0.5 * warmth[0]


def _keyframes(folder: Path, store: Path) -> LayoutScore:
    """How held-out storyboards are drawn, read by the detector."""
    detector, _ = shipped_detector()
    eye = DetectorEye(detector)
    found = []
    for board in (script(CORE, seed) for seed in HELD_OUT[:_FILMS]):
        render = Render.of(board, NuwaXL(folder, levels=1), store=store / "store", workers=1)
        found += observed(board, lambda _, render=render: footage(render), eye)
    return layout_scores(found, eye.kinds)["keyframes"]
