"""IP-Adapter: pictures that are seen where they should be, and nowhere else; files that are no adapter are refused."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from generators.hub.families.ip_adapter import SD15_IP, SDXL_IP
from generators.hub.families.stable_diffusion import SD15, SDXL
from generators.hub.family import How, PanelAsked, Who
from generators.hub.ip_adapter import asked_of, squared
from generators.hub.loading import generator
from storyline.diffusion.sources import Source
from storyline.errors import RenderError, SetupError
from storyline.schema.layout import Box
from storyline.schema.media import FrameSize
from tests.generators.hub import watched
from tests.generators.hub.tiny import ip_adapter, models, parts

pytestmark = pytest.mark.slow

LEFT, RIGHT = Box((0.0, 0.0, 0.5, 1.0)), Box((0.5, 0.0, 1.0, 1.0))
FOX = Who("fox", "a red fox", LEFT, (watched.picture(0), watched.picture(1)))
HARE = Who("hare", "a hare", RIGHT, (watched.picture(2),))
PANEL = PanelAsked("a red fox and a hare", "ugly", (FOX, HARE), 7)
SIZE = FrameSize((64, 64))


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("models")
    for name in ("sd15-ip", "sdxl-ip"):
        models()[name](root / name)
    return root


@pytest.fixture(scope="module", params=[SD15_IP, SDXL_IP], ids=lambda family: family.about.name)
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


def test_whoever_is_not_looked_at_changes_nothing(loaded: tuple[Any, Any], folders: Path) -> None:
    name = loaded[0].about.name
    stock = (SDXL if "xl" in name else SD15).load(Source.parse(str(folders / name)), "cpu", "float32")
    stock.set_progress_bar_config(disable=True)
    wanted = stock(
        PANEL.prompt, negative_prompt="ugly", width=64, height=64, num_inference_steps=2, guidance_scale=5.0,
        generator=generator(7), output_type="np",
    ).images[0]  # fmt: skip
    nobody = [
        drawn(loaded), drawn(loaded, FOX, scale=0.0), drawn(loaded, FOX, pictures=0),
        drawn(loaded, replace(FOX, references=())),
    ]  # fmt: skip
    assert all(np.abs(found - wanted).max() < 1e-5 for found in nobody)
    assert np.abs(drawn(loaded, FOX) - wanted).max() > 1e-3


def test_a_picture_is_seen_in_its_box(loaded: tuple[Any, Any]) -> None:
    both = drawn(loaded, FOX, HARE, scale=2.0)
    other, unseen = replace(FOX, references=(watched.picture(9),)), replace(HARE, references=())
    for half, one in (("left", other), ("right", unseen)):
        who = (one, HARE) if half == "left" else (FOX, one)
        apart = np.abs(drawn(loaded, *who, scale=2.0) - both).mean((0, 2))
        left, right = apart[:24].mean(), apart[-24:].mean()
        assert (left > 1.25 * right) if half == "left" else (right > 1.25 * left)


def test_a_box_that_moves_takes_its_picture_along(loaded: tuple[Any, Any]) -> None:
    nobody = drawn(loaded)
    for box, inside, outside in ((LEFT, slice(0, 24), slice(40, 64)), (RIGHT, slice(40, 64), slice(0, 24))):
        apart = np.abs(drawn(loaded, replace(HARE, box=box), scale=2.0) - nobody).mean((0, 2))
        assert apart[inside].mean() > 1.25 * apart[outside].mean()


def test_pictures_of_one_share_their_weight_and_all_of_them_count(loaded: tuple[Any, Any]) -> None:
    twice = replace(HARE, references=HARE.references * 2)
    assert np.abs(drawn(loaded, twice) - drawn(loaded, HARE)).max() < 1e-5
    first = replace(FOX, references=FOX.references[:1])
    assert np.abs(drawn(loaded, FOX) - drawn(loaded, first)).max() > 1e-4
    assert np.array_equal(drawn(loaded, FOX, pictures=1), drawn(loaded, first))


def test_cells_belong_to_whoever_is_nearest() -> None:
    near = replace(HARE, box=Box((0.25, 0.0, 0.75, 0.5)))
    images, masks = asked_of((FOX, near), 4, (4, 8))
    assert len(images) == 3 and masks.shape == (1, 3, 4, 8)
    assert masks[0, 0].tolist() == [[0, 0, 1, 1, 1, 1, 0, 0]] * 2 + [[0] * 8] * 2
    assert masks[0, 1].tolist() == [[0.5, 0.5, 0, 0, 0, 0, 0, 0]] * 2 + [[0.5] * 4 + [0] * 4] * 2
    assert torch.equal(masks[0, 1], masks[0, 2])
    assert asked_of((), 4, (4, 8))[1].shape == (1, 0, 4, 8)


def test_somebody_without_pictures_hides_who_is_behind() -> None:
    images, masks = asked_of((FOX, replace(HARE, box=LEFT, references=())), 4, (4, 8))
    assert len(images) == 2 and not masks.any()


def test_all_of_a_picture_is_seen() -> None:
    tall = np.zeros((8, 4, 3), np.uint8)
    found = np.asarray(squared(tall))
    assert found.shape == (8, 8, 3)
    assert not found[:, 2:6].any() and (found[:, :2] == 255).all() and (found[:, 6:] == 255).all()


@pytest.mark.parametrize("layout", ["a folder", "the repository's"])
def test_an_adapter_from_elsewhere(folders: Path, tmp_path: Path, layout: str) -> None:
    here, elsewhere = folders / "sdxl-ip", tmp_path / "adapter"
    if layout == "a folder":
        shutil.copytree(here / "ip_adapter", elsewhere)
    else:
        weights = elsewhere / "sdxl_models" / "ip-adapter-plus_sdxl_vit-h.safetensors"
        weights.parent.mkdir(parents=True)
        shutil.copyfile(here / "ip_adapter" / "adapter.safetensors", weights)
        shutil.copytree(here / "ip_adapter" / "image_encoder", elsewhere / "models" / "image_encoder")
    plain = tmp_path / "plain"
    shutil.copytree(here, plain, ignore=shutil.ignore_patterns("ip_adapter"))
    source = Source.parse(f"{plain},ip_adapter={elsewhere}")
    found = []
    for one in (source, Source.parse(str(here))):
        model = SDXL_IP.load(one, "cpu", "float32")
        model.set_progress_bar_config(disable=True)
        with torch.no_grad():
            found.append(drawn((SDXL_IP, model), FOX, HARE))
    assert np.array_equal(*found)


@pytest.mark.parametrize("wrong", ["another network's", "features", "no adapter", "two files", "a pickle", "faces"])
def test_what_is_no_adapter_for_it_is_refused(folders: Path, tmp_path: Path, wrong: str) -> None:
    elsewhere = tmp_path / "adapter"
    shutil.copytree(folders / ("sd15-ip" if wrong == "another network's" else "sdxl-ip") / "ip_adapter", elsewhere)
    file = elsewhere / "adapter.safetensors"
    weights = load_file(file)
    if wrong == "features":
        ip_adapter.vision(2 * parts.WIDTH).save_pretrained(elsewhere / "image_encoder")
    elif wrong == "no adapter":
        save_file({"x": torch.ones(2)}, file)
    elif wrong == "two files":
        shutil.copyfile(file, elsewhere / "other.safetensors")
    elif wrong == "a pickle":
        file.unlink()
        torch.save(weights, elsewhere / "adapter.bin")
    elif wrong == "faces":
        width = 2 * parts.WIDTH
        faces = {
            "image_proj.proj.0.weight": torch.ones(2 * 512, 512), "image_proj.proj.0.bias": torch.ones(2 * 512),
            "image_proj.proj.2.weight": torch.ones(4 * width, 2 * 512), "image_proj.proj.2.bias": torch.ones(4 * width),
            "image_proj.norm.weight": torch.ones(width), "image_proj.norm.bias": torch.ones(width),
        }  # fmt: skip
        save_file(faces | {name: value for name, value in weights.items() if name.startswith("ip_adapter")}, file)
    with pytest.raises(SetupError, match=f"model {elsewhere}: .*expected|model {elsewhere}: .* was made for"):
        SDXL_IP.load(Source.parse(f"{folders / 'sdxl-ip'},ip_adapter={elsewhere}"), "cpu", "float32")


@pytest.mark.parametrize("wrong", [{"scale": -1.0}, {"pictures": 1.5}])
def test_parameters_out_of_range_are_told(loaded: tuple[Any, Any], wrong: dict[str, Any]) -> None:
    with pytest.raises(RenderError, match=f"parameter {next(iter(wrong))!r}: expected"):
        drawn(loaded, FOX, **wrong)
