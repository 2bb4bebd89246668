"""A controlnet that is shown a map: nothing without it, and most where the map changes."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import diffusers
import numpy as np
import pytest
import torch
from PIL import Image

from generators.hub.families.controlnet import SD15_CONTROLNET, SDXL_CONTROLNET
from generators.hub.family import How, PanelAsked, Who
from generators.hub.layout_map import layout_map
from generators.hub.loading import generator
from storyline.diffusion.sources import Source
from storyline.errors import RenderError, SetupError
from storyline.schema.layout import Box
from storyline.schema.media import FrameSize
from tests.generators.hub.tiny import models

pytestmark = pytest.mark.slow

SIZE = FrameSize((64, 32))
HOUSE = Who("house", "a house", Box((0.0, 0.0, 0.25, 1.0)), kind="house")
PANEL = PanelAsked("a house on the beach", "ugly", (HOUSE,), 7)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("models")
    for name in ("sd15-controlnet", "sdxl-controlnet"):
        models()[name](root / name)
    return root


@pytest.fixture(scope="module", params=[SD15_CONTROLNET, SDXL_CONTROLNET], ids=lambda family: family.about.name)
def loaded(request: pytest.FixtureRequest, folders: Path) -> Iterator[tuple[Any, Any]]:
    """A family, and its tiny model."""
    model = request.param.load(Source.parse(str(folders / request.param.about.name)), "cpu", "float32")
    model.set_progress_bar_config(disable=True)
    with torch.no_grad():
        yield request.param, model


def drawn(loaded: tuple[Any, Any], *who: Who, **parameters: Any) -> np.ndarray:
    family, model = loaded
    how = How(SIZE, 2, 5.0, {**family.about.parameters, **parameters})
    return np.asarray(next(iter(family.draw(model, [replace(PANEL, who=who)], how))))


def test_a_controlnet_that_says_nothing_changes_nothing(loaded: tuple[Any, Any]) -> None:
    model = loaded[1]
    parts = {name: part for name, part in model.components.items() if name != "controlnet"}
    if "safety_checker" in parts:
        plain = diffusers.StableDiffusionPipeline(**parts, requires_safety_checker=False)
    else:
        plain = diffusers.StableDiffusionXLPipeline(**parts)
    plain.set_progress_bar_config(disable=True)
    given: dict[str, Any] = {
        "negative_prompt": "ugly", "width": 64, "height": 32, "num_inference_steps": 2, "guidance_scale": 5.0,
        "output_type": "np",
    }  # fmt: skip
    wanted = plain(PANEL.prompt, **given, generator=generator(7)).images[0]
    assert np.abs(drawn(loaded, HOUSE, scale=0.0) - wanted).max() < 1e-5
    shown = Image.fromarray(layout_map(PANEL.prompt, (HOUSE,), SIZE))
    by_itself = model(
        PANEL.prompt, image=shown, controlnet_conditioning_scale=0.5, **given, generator=generator(7)
    ).images[0]  # fmt: skip
    assert np.array_equal(drawn(loaded, HOUSE, scale=0.5), by_itself)
    assert np.abs(by_itself - wanted).max() > 1e-3
    assert not np.array_equal(drawn(loaded, HOUSE, scale=0.5, until=0.5), by_itself)


def test_a_box_that_moves_changes_the_picture_where_it_was_and_is(loaded: tuple[Any, Any]) -> None:
    nobody = drawn(loaded, scale=1.0)
    moved = replace(HOUSE, box=Box((0.75, 0.0, 1.0, 1.0)))
    for one, inside, outside in ((HOUSE, slice(0, 16), slice(24, 64)), (moved, slice(48, 64), slice(0, 40))):
        apart = np.abs(drawn(loaded, one, scale=1.0) - nobody).mean((0, 2))
        assert apart[inside].mean() > 1.25 * apart[outside].mean()


@pytest.mark.parametrize("file", ["as diffusers", "its own"])
def test_a_controlnet_from_elsewhere(folders: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str) -> None:
    here, elsewhere, plain = folders / "sdxl-controlnet", tmp_path / "control", tmp_path / "plain"
    shutil.copytree(here / "controlnet", elsewhere)
    shutil.copytree(here, plain, ignore=shutil.ignore_patterns("controlnet"))
    if file == "its own":
        weights = SDXL_CONTROLNET._weights
        assert weights is not None
        (elsewhere / "diffusion_pytorch_model.safetensors").rename(elsewhere / weights)
        monkeypatch.setattr(
            SDXL_CONTROLNET, "about", replace(SDXL_CONTROLNET.about, also={"controlnet": str(elsewhere)})
        )
    source = Source.parse(str(plain) if file == "its own" else f"{plain},controlnet={elsewhere}")
    found = []
    for one in (source, Source.parse(str(here))):
        model = SDXL_CONTROLNET.load(one, "cpu", "float32")
        model.set_progress_bar_config(disable=True)
        with torch.no_grad():
            found.append(drawn((SDXL_CONTROLNET, model), HOUSE))
    assert np.array_equal(*found)


def test_a_controlnet_of_another_network_is_refused(folders: Path) -> None:
    other = folders / "sd15-controlnet" / "controlnet"
    with pytest.raises(SetupError, match="controlnet has cross_attention_dim"):
        SDXL_CONTROLNET.load(Source.parse(f"{folders / 'sdxl-controlnet'},controlnet={other}"), "cpu", "float32")
    for part in ("unet", "text_encoder"):
        folder = folders / "sdxl-controlnet" / part
        with pytest.raises(SetupError, match="expected a ControlNetModel of diffusers"):
            SDXL_CONTROLNET.load(Source.parse(f"{folders / 'sdxl-controlnet'},controlnet={folder}"), "cpu", "float32")


@pytest.mark.parametrize("wrong", [{"scale": -1.0}, {"until": 0.0}])
def test_parameters_out_of_range_are_told(loaded: tuple[Any, Any], wrong: dict[str, Any]) -> None:
    with pytest.raises(RenderError, match=f"parameter {next(iter(wrong))!r}: expected"):
        drawn(loaded, HOUSE, **wrong)
