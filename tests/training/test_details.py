"""The detailer learns from figures as the network makes them, each as much as any other, and from whom one can see."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from storyline.schema.media import FrameSize
from storyline.training.corpus.toon import ClipSpec, clip
from storyline.training.corpus.world import CORE
from storyline.training.loop import Settings, train
from storyline.training.nuwa_xl.autoencoder import as_frames
from storyline.training.nuwa_xl.details import DetailStage, SceneBatches, Scenes, scenes
from storyline.training.nuwa_xl.pictures import PictureFiles, draw_pictures
from storyline.training.nuwa_xl.places import PlaceBatches
from storyline.training.nuwa_xl.remade import reduced
from tests.generators.nuwa_xl.tiny import tiny

_SMALL = FrameSize((64, 40))
_SPEC = ClipSpec("image", size=FrameSize((128, 80)), masks=True, grounds=True)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> PictureFiles:
    return draw_pictures(CORE, range(300, 308), _SPEC, tmp_path_factory.mktemp("pictures"), 1)


def _stage(files: PictureFiles) -> DetailStage:
    model = tiny(details=True)
    assert model.detailer is not None
    held_out = scenes(files, [0, 1], model.tokenizer, 3)
    return DetailStage(model.detailer.requires_grad_(True), model.network, model.autoencoder, held_out, _SMALL)


def test_pictures_are_kept_with_what_they_were_drawn_from(files: PictureFiles, tmp_path: Path) -> None:
    for n in range(len(files)):
        drawn = clip(CORE, 300 + n, _SPEC)
        kept = files[n]
        assert drawn.grounds is not None and drawn.masks is not None
        assert kept.conditions == drawn.conditions and (kept.frames.numpy() == drawn.pictures).all()
        assert (kept.grounds.numpy() == drawn.grounds).all() and (kept.front.numpy() == drawn.masks).all()
    draw_pictures(CORE, range(300, 302), _SPEC, tmp_path, 1)
    (lines,) = tmp_path.glob("*.jsonl")
    lines.unlink()  # one without the other is drawn again
    assert draw_pictures(CORE, range(300, 302), _SPEC, tmp_path, 1)[1].conditions == clip(CORE, 301, _SPEC).conditions


def test_where_nobody_is_and_no_shadow_the_ground_is_seen(files: PictureFiles) -> None:
    for n in range(len(files)):
        scene = files[n]
        differs = (scene.frames.int() - scene.grounds.int()).abs().amax(-1) > 8
        assert (differs & (scene.front > 0)).sum() >= 0.9 * (scene.front > 0).sum()
        assert (differs & (scene.front == 0)).float().mean() < 0.1


def test_who_is_left_out_is_in_front_still(files: PictureFiles) -> None:
    number = next(n for n in range(len(files)) if len(files[n].conditions[0].seen) > 1)
    scene, one = files[number], scenes(files, [number], tiny().tokenizer, 1)
    assert set(one.front.unique().tolist()) <= {0, 1, 255}
    assert torch.equal(one.front[0] > 0, scene.front > 0)


def test_places_are_learnt_with_nobody_there(files: PictureFiles) -> None:
    model = tiny()
    batches = PlaceBatches(files, model.autoencoder, model.tokenizer, _SMALL, 3, seed=1, entities=3)
    one, again, other = batches(5), batches(5), batches(6)
    assert torch.equal(one.clean, again.clean) and not torch.equal(one.clean, other.clean)
    assert not one.conditions.present.any() and not one.known.any()
    expected = model.autoencoder.to_latents(reduced(as_frames(files[2].grounds[None]), (40, 64)))
    torch.testing.assert_close(batches.of([2]).clean, expected)


def test_batches_are_a_function_of_their_number(files: PictureFiles) -> None:
    words = tiny().tokenizer
    one, other = (SceneBatches(files, words, 3, seed=1, entities=3) for _ in range(2))
    assert torch.equal(one(5).frames, other(5).frames) and torch.equal(one(5).conditions.box, other(5).conditions.box)
    assert not torch.equal(one(5).frames, one(6).frames)


def test_who_is_out_of_sight_is_not_learnt_from_and_nobody_costs_nothing(files: PictureFiles) -> None:
    stage = _stage(files)
    batch = scenes(files, [*range(8)], tiny().tokenizer, 3)

    def cost(changed: Scenes) -> float:
        return float(stage.loss(changed, torch.Generator().manual_seed(0)).total.detach())

    away = replace(batch.conditions, box=batch.conditions.box + 2)
    assert cost(replace(batch, conditions=away)) == 0
    nobody = replace(batch.conditions, present=torch.zeros_like(batch.conditions.present))
    assert cost(replace(batch, conditions=nobody)) == 0
    assert cost(batch) > 0


def test_frames_are_the_network_s_own(files: PictureFiles) -> None:
    stage, model = _stage(files), tiny()
    batch = scenes(files, [0, 1], model.tokenizer, 3)
    frames = as_frames(batch.frames)
    own, one, other = (
        stage._made(frames, batch.conditions, t, torch.Generator().manual_seed(0)) for t in (0.0, 0.6, 0.6)
    )
    assert torch.equal(own, model.autoencoder.to_frames(model.autoencoder.to_latents(reduced(frames, (40, 64)))))
    assert torch.equal(one, other) and not torch.equal(one, own)


def test_it_learns(files: PictureFiles, tmp_path: Path) -> None:
    stage = _stage(files)
    for parameter in (stage.model.out.weight, stage.model.out.bias):
        torch.nn.init.zeros_(parameter)
    with torch.no_grad():
        before = stage.samples().measures
    settings = Settings(steps=40, warmup=5, rate=1e-2, precision="fp32", decay=0.8)
    train(stage, SceneBatches(files, tiny().tokenizer, 4, entities=3), settings, tmp_path, cpu=True)
    with torch.no_grad():
        after = stage.samples()
    assert after.measures["psnr_figures"] > before["psnr_figures"] + 0.5
    assert after.measures["psnr"] > before["psnr_before"]
    assert after.picture is not None and after.picture.shape[0] == 4 * 16
