"""FLUX.1 with phrases in boxes: as the pipeline without them, and most different where they are."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from peft import LoraConfig, get_peft_model_state_dict
from safetensors.torch import save_file

from generators.hub.families.flux import FLUX_REGIONAL
from generators.hub.family import How, PanelAsked, Who
from generators.hub.loading import generator
from generators.hub.regions import bias, regions
from storyline.diffusion.sources import Source
from storyline.errors import RenderError, SetupError
from storyline.schema.layout import Box
from storyline.schema.media import FrameSize
from tests.generators.hub import watched
from tests.generators.hub.tiny import flux, models

pytestmark = pytest.mark.slow

SIZE, STEPS = FrameSize((64, 32)), 4
FOX = Who("fox", "a red fox", Box((0.0, 0.0, 0.5, 1.0)))
HARE = Who("hare", "snow falls on a house", Box((0.5, 0.0, 1.0, 1.0)))
PANEL = PanelAsked("two of them", "ugly", (FOX, HARE), 7)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder: Path = tmp_path_factory.mktemp("models") / "flux-regional"
    models()["flux-regional"](folder)
    loaded = FLUX_REGIONAL.load(Source.parse(str(folder)), "cpu", "float32")
    loaded.set_progress_bar_config(disable=True)
    with torch.no_grad():
        yield loaded


def drawn(model: Any, *who: Who, step: Any = lambda done, total: None, **parameters: Any) -> np.ndarray:
    usual = {**FLUX_REGIONAL.about.parameters, "until": 1.0, "base": 0.0, "max_sequence_length": 64}
    how = How(SIZE, STEPS, 3.5, {**usual, **parameters}, step)
    return np.asarray(next(iter(FLUX_REGIONAL.draw(model, [replace(PANEL, who=who)], how))))


def alone(model: Any, length: int = 64) -> np.ndarray:
    """By the pipeline itself."""
    output = model(
        PANEL.prompt, width=64, height=32, num_inference_steps=STEPS, guidance_scale=3.5, generator=generator(7),
        max_sequence_length=length, output_type="np",
    )  # fmt: skip
    return np.asarray(output.images[0])


def test_without_regions_it_is_the_pipelines_own(model: Any) -> None:
    wanted = alone(model)
    for found in (drawn(model), drawn(model, FOX, HARE, base=1.0), drawn(model, FOX, HARE, until=0.0)):
        assert np.abs(found - wanted).max() < 1e-5
    assert np.abs(drawn(model, max_sequence_length=512) - alone(model, 512)).max() < 1e-5
    assert np.abs(drawn(model, FOX, HARE) - wanted).max() > 1e-4


def test_a_phrase_is_read_in_its_box(model: Any) -> None:
    both = drawn(model, FOX, HARE)
    whale = "a big blue whale"
    left = np.abs(drawn(model, replace(FOX, phrase=whale), HARE) - both).mean((0, 2))
    right = np.abs(drawn(model, FOX, replace(HARE, phrase=whale)) - both).mean((0, 2))
    assert left[:24].mean() > 3 * left[-24:].mean() and right[-24:].mean() > 3 * right[:24].mean()


def test_a_box_that_moves_takes_its_phrase_along(model: Any) -> None:
    nobody = drawn(model)
    for box, inside, outside in (((0.0, 0.0, 0.25, 1.0), slice(0, 16), slice(24, 64)),
                                 ((0.75, 0.0, 1.0, 1.0), slice(48, 64), slice(0, 40))):  # fmt: skip
        apart = np.abs(drawn(model, replace(HARE, box=Box(box))) - nobody).mean((0, 2))
        assert apart[inside].mean() > 3 * apart[outside].mean()


def test_the_prompt_weighs_more_and_phrases_hold_longer_by_their_parameters(model: Any) -> None:
    wanted = alone(model)
    by_base = [np.abs(drawn(model, FOX, HARE, base=base) - wanted).mean() for base in (0.0, 0.5, 0.9, 1.0)]
    by_until = [np.abs(drawn(model, FOX, HARE, until=until) - wanted).mean() for until in (1.0, 0.5, 0.25, 0.0)]
    assert by_base == sorted(by_base, reverse=True) and by_until == sorted(by_until, reverse=True)
    with watched.watched(model.transformer.transformer_blocks[0].attn) as calls:
        drawn(model, FOX, until=0.5)
    outside, inside = ([call["attention_mask"][0, 0, cell, 64:128] for call in calls] for cell in (-1, -16))
    assert all(torch.isneginf(weights).all() for weights in outside)
    assert [bool((weights == 0).all()) for weights in inside] == [True, True, False, False]
    assert all(torch.isneginf(weights).all() for weights in inside[2:])


def test_who_sees_whom() -> None:
    who = (replace(FOX, box=Box((0.0, 0.0, 1.0, 1.0))), replace(HARE, box=Box((0.5, 0.0, 1.0, 1.0))))
    found = regions(who, 1, 4)
    assert [region.cells.tolist() for region in found] == [[[True, True, False, False]], [[False, False, True, True]]]
    weights = bias(found, 1, 1, 0.25)[0, 0].exp()
    expected = [
        [1, 0, 0, 1, 1, 1, 1],  # the prompt
        [0, 1, 0, 1, 1, 0, 0],  # the fox's word
        [0, 0, 1, 0, 0, 1, 1],  # the hare's
        [0.25, 0.75, 0, 1, 1, 1, 1],
        [0.25, 0.75, 0, 1, 1, 1, 1],
        [0.25, 0, 0.75, 1, 1, 1, 1],
        [0.25, 0, 0.75, 1, 1, 1, 1],
    ]
    assert torch.allclose(weights, torch.tensor(expected))


def test_whoever_is_hidden_has_no_region() -> None:
    assert [one.phrase for one in regions((FOX, replace(HARE, box=FOX.box)), 2, 4)] == [HARE.phrase]
    assert regions((), 2, 4) == []


def test_what_ends_the_drawing_leaves_the_model_as_it_was(model: Any) -> None:
    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        drawn(model, FOX, step=stop)
    assert np.abs(drawn(model) - alone(model)).max() < 1e-5


def test_a_look_is_worn_and_taken_off(model: Any, tmp_path: Path) -> None:
    plain, network = drawn(model, FOX), model.transformer
    torch.manual_seed(1)
    network.add_adapter(LoraConfig(r=2, lora_alpha=2, target_modules=["to_q", "to_v"]), "taught")
    weights = get_peft_model_state_dict(network, adapter_name="taught")
    network.delete_adapters("taught")
    model.unload_lora_weights()
    path = tmp_path / "look.safetensors"
    save_file({f"transformer.{key}": torch.randn_like(value) for key, value in weights.items()}, path)
    assert np.abs(drawn(model, replace(FOX, weights=((path, 1.0),))) - plain).max() > 1e-4
    assert np.array_equal(drawn(model, FOX), plain)


def test_a_network_that_paints_into_pictures_is_refused(tmp_path: Path) -> None:
    flux.flux(transformer=flux.network(in_channels=96, out_channels=16)).save_pretrained(tmp_path / "fill")
    with pytest.raises(SetupError, match="transformer has in_channels 16; got 96"):
        FLUX_REGIONAL.load(Source.parse(str(tmp_path / "fill")), "cpu", "float32")


@pytest.mark.parametrize("wrong", [{"base": 1.5}, {"until": -1}, {"phrase_length": 0}, {"max_sequence_length": 513}])
def test_parameters_out_of_range_are_told(model: Any, wrong: dict[str, Any]) -> None:
    with pytest.raises(RenderError, match=f"parameter {next(iter(wrong))!r}: expected"):
        drawn(model, FOX, **wrong)
