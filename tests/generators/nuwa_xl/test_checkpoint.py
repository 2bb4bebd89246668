"""A model comes back from its folder as it was, or not at all."""

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file

from generators.nuwa_xl.card import Card, digest_of, model_folder, read_card
from generators.nuwa_xl.checkpoint import Checkpoint
from storyline.errors import SetupError
from storyline.schema.media import FrameSize
from tests.generators.nuwa_xl.tiny import saved, tiny


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return saved(tmp_path / "model")


def test_it_comes_back_as_it_was(folder: Path) -> None:
    before, after = tiny(), Checkpoint.load(folder)
    for part in ("network", "autoencoder"):
        old, new = getattr(before, part), getattr(after, part)
        assert _settings(old) == _settings(new)
        weights = new.state_dict()
        assert weights.keys() == old.state_dict().keys()
        assert all(torch.equal(weights[name], value) for name, value in old.state_dict().items())
        assert not new.training and not any(p.requires_grad for p in new.parameters())
    assert after.tokenizer("a red fox", 6) == before.tokenizer("a red fox", 6)
    assert after.card.model_copy(update={"files": {}}) == before.card
    assert set(after.card.files) == {
        "unet/config.json",
        "unet/diffusion_pytorch_model.safetensors",
        "autoencoder/config.json",
        "autoencoder/diffusion_pytorch_model.safetensors",
        "tokenizer.model",
    }


def test_the_card_s_digest_is_of_all_that_decides(folder: Path, tmp_path: Path) -> None:
    assert tiny().save(tmp_path / "again").digest == read_card(folder).digest
    other = tiny(seed=1)
    assert other.save(folder).digest != read_card(tmp_path / "again").digest  # it takes the place of the first
    assert read_card(folder).digest == Checkpoint.load(folder).card.digest
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_nothing_but_a_model_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    tiny().save(tmp_path / "letters")
    (tmp_path / "letters" / "card.json").rename(tmp_path / "letters" / "letter.txt")
    with pytest.raises(SetupError, match="holds other things than a model"):
        tiny().save(tmp_path / "letters")
    assert (tmp_path / "letters" / "letter.txt").is_file()


def test_a_damaged_file_is_found(folder: Path) -> None:
    for name in ("unet/diffusion_pytorch_model.safetensors", "autoencoder/config.json", "tokenizer.model"):
        good = (folder / name).read_bytes()
        (folder / name).write_bytes(good[:-1] + bytes([good[-1] ^ 1]))
        with pytest.raises(SetupError, match=f"{name} is not the file that the model's card names"):
            Checkpoint.load(folder)
        (folder / name).unlink()
        with pytest.raises(SetupError, match=f"{name} of the model cannot be read"):
            Checkpoint.load(folder)
        (folder / name).write_bytes(good)
    Checkpoint.load(folder)


def test_what_is_no_model_is_said_to_be_none(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SetupError, match="holds no trained model"):
        Checkpoint.load(tmp_path / "nowhere")
    card = json.loads((folder / "card.json").read_text())
    for change, said in (
        ({"format": "nuwa-xl/2"}, "format"),
        ({"steps": "many"}, "steps"),
        ({"sizes": [[60, 40]]}, "multiples of 8 pixels"),
    ):
        (folder / "card.json").write_text(json.dumps(card | change))
        with pytest.raises(SetupError, match=said):
            Checkpoint.load(folder)
    (folder / "card.json").write_text("{")
    with pytest.raises(SetupError, match="is damaged"):
        Checkpoint.load(folder)
    monkeypatch.delenv("STORYLINE_NUWA_XL", raising=False)
    monkeypatch.setattr("generators.nuwa_xl.card.SHIPPED", tmp_path)
    with pytest.raises(SetupError, match=r"python -m storyline\.training\.nuwa_xl"):
        model_folder()
    monkeypatch.setenv("STORYLINE_NUWA_XL", str(folder))
    assert model_folder() == folder


def test_parts_that_do_not_fit_together_are_refused(folder: Path, tmp_path: Path) -> None:
    model = tiny()
    longer = dataclasses.replace(model, card=model.card.model_copy(update={"length": 9}))
    with pytest.raises(SetupError, match="windows of 9 frames, its network takes 5"):
        longer.save(tmp_path / "longer")
    assert not (tmp_path / "longer").exists()
    card = json.loads((folder / "card.json").read_text())
    (folder / "card.json").write_text(json.dumps(card | {"length": 9}))
    with pytest.raises(SetupError, match="does not fit together"):
        Checkpoint.load(folder)
    with pytest.raises(SetupError, match="'nonsense'"):
        (folder / "card.json").write_text(json.dumps(card))
        Checkpoint.load(folder, "nonsense")


def _settings(part: Any) -> str:
    return json.dumps({key: value for key, value in part.config.items() if not key.startswith("_")}, sort_keys=True)


def test_weights_of_another_network_are_refused(folder: Path) -> None:
    """The files are whole and the card names them, but they were made by another version of the network."""
    weights = folder / "unet" / "diffusion_pytorch_model.safetensors"
    tensors = load_file(weights)
    tensors["head.weight.of.old"] = tensors.pop("head.weight")
    save_file(tensors, weights)
    card = json.loads((folder / "card.json").read_text())
    card["files"]["unet/diffusion_pytorch_model.safetensors"] = digest_of(weights)
    (folder / "card.json").write_text(json.dumps(card))
    with pytest.raises(SetupError, match=r"another network than MaskTemporalUNet as it is now: 2 differ"):
        Checkpoint.load(folder)


def test_the_nearest_size_by_shape() -> None:
    card: Card = tiny().card
    asked = {(1280, 720): (64, 40), (720, 1280): (40, 64), (300, 320): (48, 48), (1000, 420): (64, 40)}
    assert {size: card.size_for(FrameSize(size)).root for size in asked} == asked
