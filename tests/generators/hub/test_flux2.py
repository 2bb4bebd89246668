"""FLUX.2 [klein]: pictures of the cast, and a prompt that says who is in which."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from generators.hub.cast_pictures import shown, with_cast
from generators.hub.families.flux2 import FLUX2_KLEIN
from generators.hub.family import PanelAsked, Who
from generators.hub.loading import generator
from storyline.diffusion.sources import Source
from storyline.errors import RenderError, SetupError
from storyline.schema.layout import Box
from tests.generators.hub import watched
from tests.generators.hub.tiny import flux2, parts

pytestmark = pytest.mark.slow

BOX = Box((0.1, 0.1, 0.5, 0.9))
FOX = Who("fox", "a red fox", BOX, (watched.picture(0), watched.picture(1)))
HARE = Who("hare", "a hare", BOX, (watched.picture(2),))
PANEL = PanelAsked("Two of them run.", "ugly", (FOX, HARE), 7)
SAID = "Two of them run. With a hare as in image 1, a red fox as in images 2 and 3."


@pytest.fixture(scope="module", params=["distilled", "base"])
def model(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder: Path = tmp_path_factory.mktemp("models") / "flux2"
    flux2.flux2(is_distilled=request.param == "distilled").save_pretrained(folder)
    loaded = FLUX2_KLEIN.load(Source.parse(str(folder)), "cpu", "float32")
    loaded.set_progress_bar_config(disable=True)
    with torch.no_grad():
        yield loaded


def drawn(model: Any, panel: PanelAsked = PANEL, guidance: float = 1.0, **parameters: Any) -> np.ndarray:
    how = watched.how(FLUX2_KLEIN.about, 2, guidance, **{"max_sequence_length": 128, **parameters})
    return np.asarray(next(iter(FLUX2_KLEIN.draw(model, [panel], how))))


def test_it_is_the_pipelines_own_with_those_pictures_and_words(model: Any) -> None:
    images = [shown(picture, 2**18, 16) for picture in (*HARE.references, *FOX.references)]
    given: dict[str, Any] = {
        "width": 32, "height": 32, "num_inference_steps": 2, "guidance_scale": 1.0, "max_sequence_length": 128,
        "output_type": "np",
    }  # fmt: skip
    with_pictures = model(image=images, prompt=SAID, generator=generator(7), **given).images[0]
    assert np.abs(drawn(model) - with_pictures).max() < 1e-5
    without = model(prompt=PANEL.prompt, generator=generator(7), **given).images[0]
    assert np.abs(drawn(model, replace(PANEL, who=())) - without).max() < 1e-5
    assert np.abs(drawn(model, pictures=0) - without).max() < 1e-5


def test_every_picture_is_looked_at(model: Any) -> None:
    usual, other = drawn(model), watched.picture(9)
    for who in (
        (replace(FOX, references=(other, FOX.references[1])), HARE),
        (replace(FOX, references=(FOX.references[0], other)), HARE),
        (FOX, replace(HARE, references=(other,))),
    ):
        assert np.abs(drawn(model, replace(PANEL, who=who)) - usual).max() > 1e-5


def test_what_is_not_wanted_is_read_where_there_is_guidance(model: Any) -> None:
    other = replace(PANEL, negative="snow")
    differ = not np.array_equal(drawn(model, other, 4.0), drawn(model, PANEL, 4.0))
    assert differ != model.config.is_distilled
    assert np.array_equal(drawn(model, other, 1.0), drawn(model, PANEL, 1.0))


def test_who_is_in_which() -> None:
    said, pictures = with_cast(PANEL.prompt, PANEL.who, 4)
    assert said == SAID and [id(p) for p in pictures] == [id(p) for p in (*HARE.references, *FOX.references)]
    assert with_cast(PANEL.prompt, PANEL.who, 1)[0] == "Two of them run. With a hare as in image 1."
    assert with_cast(PANEL.prompt, (replace(FOX, references=()),), 4) == (PANEL.prompt, [])
    twins = (FOX, replace(FOX, entity="other"))
    assert with_cast("Twins", twins, 2)[0] == "Twins. With a red fox as in image 1, a red fox as in image 2."


@pytest.mark.parametrize(
    ("size", "expected"),
    [((100, 40), (112, 64)), ((640, 640), (512, 512)), ((1024, 8), (1024, 128)), ((1, 1), (64, 64))],
)
def test_all_of_a_picture_is_seen_on_white(size: tuple[int, int], expected: tuple[int, int]) -> None:
    found = shown(np.zeros((size[1], size[0], 3), np.uint8), 2**18, 16)
    assert found.size == expected and max(found.size) <= 8 * min(found.size)
    black = int((np.asarray(found) == 0).all(-1).sum())
    assert black == min(size[0] * size[1], 2**18)
    assert isinstance(found, Image.Image)


def test_another_text_encoder_is_refused(tmp_path: Path) -> None:
    flux2.flux2(text_encoder=parts.text_encoder()).save_pretrained(tmp_path / "model")
    with pytest.raises(SetupError, match=r"expected one that Flux2KleinPipeline .* text_encoder"):
        FLUX2_KLEIN.load(Source.parse(str(tmp_path / "model")), "cpu", "float32")


@pytest.mark.parametrize("wrong", [{"pictures": 11}, {"megapixels": 2.0}, {"max_sequence_length": 0}])
def test_parameters_out_of_range_are_told(model: Any, wrong: dict[str, Any]) -> None:
    with pytest.raises(RenderError, match=f"parameter {next(iter(wrong))!r}: expected"):
        drawn(model, **wrong)
