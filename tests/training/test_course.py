"""The whole training, from nothing to a model that draws, at a size of seconds."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from generators.nuwa_xl.autoencoder import TemporalAutoencoder
from generators.nuwa_xl.checkpoint import Checkpoint
from generators.nuwa_xl.generator import NuwaXL
from storyline.errors import SetupError
from storyline.training.corpus.world import ALL, CORE
from storyline.training.nuwa_xl.corpora import Corpora
from storyline.training.nuwa_xl.course import Course
from storyline.training.nuwa_xl.distil import Distillation
from storyline.training.nuwa_xl.recipe import SHARES, Budget, Recipe
from tests.generators.nuwa_xl.test_generator import board, frames, made
from tests.training.corpus.test_videos import GREEN, NIGHT, filmed, scene

_TINY = Recipe(
    autoencoder={
        "latent_channels": 4,
        "encoder_widths": (16, 16),
        "encoder_blocks": (0, 1),
        "decoder_widths": (16, 16),
        "decoder_blocks": (0, 1),
    },
    network={
        "widths": (16, 32),
        "blocks": (1, 1),
        "text_width": 16,
        "paint_width": 16,
        "clock_width": 32,
        "visible_width": 8,
        "heads": 2,
        "max_frames": 4,
    },
    details={"width": 16, "blocks": 1, "text_width": 8, "entity_width": 16, "pixels": 16, "cells": 4},
    decoder={"widths": (16, 8), "blocks": (1, 0)},
    pieces=300,
    pictures=4,
    moving=3,
    places=(2, 1),
    scenes=6,
    images=6,
    clips=2,
    anchors=2,
    held_out=2,
    batches={
        "autoencoder-images": 2,
        "autoencoder-temporal": 1,
        "images": 2,
        "clips": 1,
        "places": 2,
        "details": 2,
    },
    distillation=Distillation(steps=2, between=1, parts=2),
)


def _course(folder: Path, steps: int) -> Course:
    corpora = Corpora(folder / "corpora", CORE, _TINY)
    return Course(folder, "tiny", _TINY, Budget(steps=steps, keep_minutes=60), corpora, cpu=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("course")
    _course(made, 2).run()
    return made


def test_all_stages_make_a_model_that_loads(folder: Path) -> None:
    model = Checkpoint.load(folder / "model")
    assert model.card.name == "tiny"
    assert (model.card.steps, model.card.steps_between, model.card.guidance) == (2, 1, 1.0)
    assert model.card.length == 4
    assert "distil 2 steps" in model.card.about
    assert model.autoencoder.config.temporal
    assert tuple(model.autoencoder.config.decoder_widths) == (16, 8)
    assert model.network.config.temporal
    assert set(model.card.kinds) == set(CORE.kinds)
    assert model.detailer is not None and model.detailer.config.width == 16
    assert model.places is not None and not model.places.config.temporal
    assert tuple(model.places.config.blocks) == (2, 1)
    for run in SHARES:
        assert (folder / run / "samples" / "00000002.png").is_file()
        lines = [json.loads(line) for line in (folder / run / "log.jsonl").read_text().splitlines()]
        assert all(value == value for line in lines for value in line.get("measures", {}).values())


def test_the_model_draws_a_shot(folder: Path, tmp_path: Path) -> None:
    pictures = frames(made(NuwaXL(folder / "model"), board(5), tmp_path))
    assert pictures.shape == (5, 36, 64, 3)
    assert pictures.std() > 0


def test_the_same_command_again_changes_nothing(folder: Path) -> None:
    before = Checkpoint.load(folder / "model").card
    _course(folder, 2).run()
    assert Checkpoint.load(folder / "model").card.files == before.files


def test_another_training_may_begin_with_its_weights(folder: Path, tmp_path: Path) -> None:
    """Its network goes on from single pictures; nothing of its optimisers is taken."""
    course = _course(folder, 2)
    other = replace(course.budget, continue_from=folder)
    assert other.of("images").continue_from == folder / "images"
    assert other.of("clips").continue_from == folder / "clips"
    assert replace(other, continue_from=tmp_path).of("images").continue_from is None


def test_a_training_goes_on_from_a_model(folder: Path, tmp_path: Path) -> None:
    """Without the folder that it was trained in: on its latents, with its words, its decoder as it is."""
    course = _course(tmp_path, 0)
    course.take_over(folder / "model")
    course.run(["clips", "decoder"])
    assert _weights(tmp_path, "detailer") == _weights(folder, "detailer")
    before, after = Checkpoint.load(folder / "model"), Checkpoint.load(tmp_path / "model")
    for name, weight in before.network.state_dict().items():
        assert torch.equal(weight, after.network.state_dict()[name]), name
    for name, weight in before.autoencoder.state_dict().items():
        assert torch.equal(weight, after.autoencoder.state_dict()[name]), name
    assert before.tokenizer("a red hare", 8) == after.tokenizer("a red hare", 8)
    course = _course(tmp_path / "on", 1)
    course.take_over(folder / "model")
    course.run(["clips"])
    learnt = Checkpoint.load(tmp_path / "on" / "model").network.state_dict()
    assert any(not torch.equal(weight, learnt[name]) for name, weight in before.network.state_dict().items())
    with pytest.raises(SetupError, match="holds no trained model"):
        course.take_over(tmp_path)
    course.run(["autoencoder"])
    learnt = TemporalAutoencoder.from_pretrained(tmp_path / "on" / "autoencoder-temporal" / "model").state_dict()
    kept = before.autoencoder.state_dict()
    assert learnt.keys() == kept.keys() and any(not torch.equal(learnt[name], kept[name]) for name in kept)
    assert not (tmp_path / "on" / "autoencoder-images" / "log.jsonl").exists()  # it knows clips already


def test_a_stage_needs_those_before_it(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="expected images to be trained before"):
        _course(tmp_path, 1).run(["clips"])
    with pytest.raises(SetupError, match="Say --minutes"):
        Budget()


def test_videos_with_captions_are_learnt_from_as_well(tmp_path: Path) -> None:
    videos = tmp_path / "videos"
    filmed([*scene(GREEN), *scene(NIGHT)], videos / "hills.mp4")
    (videos / "hills.txt").write_text("A red disc rolls over the hills.")
    corpora = Corpora(tmp_path / "corpora", CORE, replace(_TINY, pieces=40), videos=videos)
    course = Course(tmp_path, "hills", corpora.recipe, Budget(steps=1), corpora, cpu=True)
    course.run(["autoencoder", "tokenizer", "images", "clips", "places", "details"])
    assert not any((tmp_path / name).exists() for name in ("places", "details"))  # they come in no layers
    card = Checkpoint.load(tmp_path / "model").card
    assert not card.kinds  # any word may be meant
    assert not card.anchors
    assert not list((tmp_path / "corpora").glob("held-*"))


def test_minutes_are_shared_out() -> None:
    minutes = [Budget(minutes=60).of(run).minutes for run in SHARES]
    assert sum(m for m in minutes if m is not None) == pytest.approx(60)
    assert torch.tensor(minutes).min() > 0


def test_the_detailer_goes_on_from_a_model_s(folder: Path, tmp_path: Path) -> None:
    course = _course(tmp_path, 1)
    course.take_over(folder / "model")
    course.run(["details"])
    assert _weights(tmp_path, "detailer") != _weights(folder, "detailer")
    assert _weights(tmp_path, "unet") == _weights(folder, "unet")
    measures = [
        json.loads(line).get("measures") for line in (tmp_path / "details" / "log.jsonl").read_text().splitlines()
    ]
    assert {"psnr", "psnr_before", "psnr_figures", "psnr_figures_before"} <= {*(measures[-1] or {})}
    with pytest.raises(SetupError, match="expected images to be trained before"):
        _course(tmp_path / "new", 1).run(["details"])


def test_a_model_learns_the_words_of_a_larger_world(folder: Path, tmp_path: Path) -> None:
    recipe = replace(_TINY, pieces=600, details={**_TINY.details, "deep_width": 8, "deep_blocks": 1})
    corpora = Corpora(tmp_path / "corpora", ALL, recipe)
    course = Course(tmp_path, "larger", recipe, Budget(steps=1), corpora, cpu=True)
    course.take_over(folder / "model")
    course.run(["details"])
    before, after = (Checkpoint.load(one / "model") for one in (folder, tmp_path))
    assert after.card.kinds == ALL.kinds and after.network.config.vocabulary > before.network.config.vocabulary
    assert after.detailer is not None and after.detailer.config.deep_blocks == 1
    assert len(after.detailer.names) == len(ALL.kinds) and after.detailer.pictures.float().std((1, 2, 3)).min() > 0
    rows = [model.network.conditioner.text.words(torch.tensor(model.tokenizer("the", 9))) for model in (before, after)]
    torch.testing.assert_close(rows[0].sum(0), rows[1].sum(0), atol=1e-2, rtol=0)


def _weights(folder: Path, part: str) -> bytes:
    return (folder / "model" / part / "diffusion_pytorch_model.safetensors").read_bytes()
