"""Weights of looks: worn while somebody who has them is drawn, and by nobody afterwards."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from peft import LoraConfig, get_peft_model_state_dict
from safetensors.torch import save_file

from generators.hub.families.controlnet import SD15_CONTROLNET
from generators.hub.families.gligen import GLIGEN
from generators.hub.families.guided import SD15_GUIDED, SDXL_GUIDED
from generators.hub.families.ip_adapter import SD15_IP, SDXL_IP
from generators.hub.families.stable_diffusion import SD15, SDXL
from generators.hub.family import How, PanelAsked, Who
from storyline.diffusion.sources import Source
from storyline.errors import RenderError
from storyline.schema.layout import Box
from storyline.schema.media import FrameSize
from tests.generators.hub.tiny import models

FAMILIES = {
    one.about.name: one for one in (SD15, SDXL, SD15_GUIDED, SDXL_GUIDED, GLIGEN, SD15_IP, SDXL_IP, SD15_CONTROLNET)
}
FOX = Who("fox", "a red fox", Box((0.1, 0.2, 0.5, 0.9)))
HARE = Who("hare", "a hare", Box((0.6, 0.4, 0.9, 0.9)))
PANEL = PanelAsked("a red fox and a hare", "ugly", (FOX, HARE), 7)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """A tiny model of each, when it is first asked for."""
    return {"root": tmp_path_factory.mktemp("models")}


@pytest.fixture(params=FAMILIES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def model(loaded: dict[str, Any], name: str) -> Iterator[Any]:
    if name not in loaded:
        models()[name](loaded["root"] / name)
        loaded[name] = FAMILIES[name].load(Source.parse(str(loaded["root"] / name)), "cpu", "float32")
        loaded[name].set_progress_bar_config(disable=True)
    with torch.no_grad():
        yield loaded[name]


def lora(model: Any, path: Path, seed: int = 0) -> Path:
    """A file of weights for a model's network and its (first) text encoder, as diffusers' trainers write them."""
    torch.manual_seed(seed)
    found: dict[str, torch.Tensor] = {}
    for part, layers in (("unet", ["to_q", "to_v"]), ("text_encoder", ["q_proj", "v_proj"])):
        network = getattr(model, part)
        network.add_adapter(LoraConfig(r=2, lora_alpha=2, target_modules=layers), "taught")
        weights = get_peft_model_state_dict(network, adapter_name="taught")
        found |= {f"{part}.{key}": torch.randn_like(value) for key, value in weights.items()}
        network.delete_adapters("taught") if part == "unet" else network.delete_adapter("taught")
    model.unload_lora_weights()
    save_file(found, path)
    return path


def drawn(name: str, model: Any, *who: Who) -> np.ndarray:
    family = FAMILIES[name]
    how = How(FrameSize((32, 32)), 2, 5.0, dict(family.about.parameters))
    return np.asarray(next(iter(family.draw(model, [replace(PANEL, who=who)], how))))


def state(model: Any) -> dict[str, torch.Tensor]:
    parts = ("unet", "text_encoder")
    return {
        f"{part}.{key}": value.clone() for part in parts for key, value in getattr(model, part).state_dict().items()
    }


def test_a_look_is_worn_and_taken_off(name: str, model: Any, tmp_path: Path) -> None:
    before, plain = state(model), drawn(name, model, FOX, HARE)
    one, two = lora(model, tmp_path / "one.safetensors"), lora(model, tmp_path / "two.safetensors", 1)
    worn = replace(FOX, weights=((one, 1.0),))
    pictures = [
        plain,
        drawn(name, model, worn, HARE),
        drawn(name, model, replace(FOX, weights=((one, 0.5),)), HARE),
        drawn(name, model, worn, replace(HARE, weights=((two, 1.0),))),
        drawn(name, model, replace(FOX, weights=((two, 1.0),)), HARE),
    ]
    for n, picture in enumerate(pictures):
        for other in pictures[n + 1 :]:
            assert np.abs(picture - other).max() > 1e-4
    assert np.array_equal(drawn(name, model, worn, HARE), pictures[1])
    after = state(model)
    assert before.keys() == after.keys() and all(torch.equal(before[key], after[key]) for key in before)
    assert np.array_equal(drawn(name, model, FOX, HARE), plain)


@pytest.mark.parametrize("name", ["sd15"], indirect=True)
def test_looks_change_between_panels_and_a_look_of_no_weight_is_none(name: str, model: Any, tmp_path: Path) -> None:
    worn = replace(FOX, weights=((lora(model, tmp_path / "one.safetensors"), 1.0),))
    how = How(FrameSize((32, 32)), 2, 5.0, {})
    panels = [replace(PANEL, who=who) for who in ((worn,), (), (worn, worn), (worn,))]
    found = [np.asarray(picture) for picture in FAMILIES[name].draw(model, panels, how)]
    assert np.array_equal(found[0], found[2]) and np.array_equal(found[0], found[3])
    assert not np.array_equal(found[0], found[1])
    assert np.array_equal(found[1], drawn(name, model))
    nothing = replace(FOX, weights=((tmp_path / "one.safetensors", 0.0),))
    assert np.abs(drawn(name, model, nothing) - found[1]).max() < 1e-5


@pytest.mark.parametrize("name", ["sd15", "sdxl"], indirect=True)
def test_what_ends_the_drawing_takes_it_off_too(name: str, model: Any, tmp_path: Path) -> None:
    worn = replace(FOX, weights=((lora(model, tmp_path / "one.safetensors"), 1.0),))
    before = state(model)

    def stop(done: int, total: int) -> None:
        raise KeyError("stop")

    with pytest.raises(KeyError):
        list(FAMILIES[name].draw(model, [replace(PANEL, who=(worn,))], How(FrameSize((32, 32)), 2, 5.0, {}, stop)))
    assert before.keys() == state(model).keys()


@pytest.mark.parametrize("name", ["sd15"], indirect=True)
@pytest.mark.parametrize("kind", ["other keys", "another model's", "broken", "pickle", "missing"])
def test_weights_that_do_not_fit_are_refused(name: str, model: Any, kind: str, tmp_path: Path) -> None:
    before, path = state(model), tmp_path / "weights.safetensors"
    if kind == "other keys":
        save_file({"lora.x.weight": torch.ones(2)}, path)
    elif kind == "another model's":
        save_file({"unet.down_blocks.7.attn1.to_q.lora_A.weight": torch.ones(2, 8)}, path)
    elif kind == "broken":
        path.write_bytes(b"none of it")
    elif kind == "pickle":
        path = tmp_path / "weights.bin"
        torch.save({"unet.x": torch.ones(2)}, path)
    with pytest.raises(RenderError, match=r"weights weights\.\w+: expected a LoRA for StableDiffusionPipeline"):
        drawn(name, model, replace(FOX, weights=((path, 1.0),)))
    assert before.keys() == state(model).keys()
