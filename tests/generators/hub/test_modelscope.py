"""ModelScope's text to video."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from generators.hub.families.modelscope import MODELSCOPE
from generators.hub.family import ClipAsked, How
from storyline.diffusion.latents import mixed
from storyline.diffusion.sources import Source
from storyline.errors import SetupError
from storyline.schema.media import FrameSize
from tests.generators.hub.tiny import models

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Any:
    root = tmp_path_factory.mktemp("modelscope")
    models()["modelscope"](root)
    made = MODELSCOPE.load(Source.parse(str(root)), "cpu", "float32")
    made.set_progress_bar_config(disable=True)
    return made


@torch.no_grad()
def test_it_is_the_pipeline_of_diffusers_with_noise_of_a_prior(model: Any) -> None:
    how = How(FrameSize((32, 32)), 2, 9.0, {"prior": "mixed"})
    found = MODELSCOPE.draw(model, ClipAsked(8, {0: "a fox runs"}, "ugly", 7, 8.0), how)
    expected = model(
        "a fox runs", negative_prompt="ugly", height=32, width=32, num_frames=8, num_inference_steps=2,
        latents=mixed(7, (8, 4, 16, 16)).transpose(0, 1)[None], output_type="np",
    ).frames[0]  # fmt: skip
    assert np.abs(found - expected).max() < 1e-5


def test_a_network_of_pictures_is_refused(tmp_path: Path) -> None:
    models()["sd15"](tmp_path)
    with pytest.raises(SetupError, match="whose unet is a UNet3DConditionModel; got UNet2DConditionModel"):
        MODELSCOPE.load(Source.parse(str(tmp_path)), "cpu", "float32")
