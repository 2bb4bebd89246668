from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from generators.nuwa_xl.autoencoder import TemporalAutoencoder
from storyline.errors import SetupError
from storyline.training.loop import Settings, train
from storyline.training.nuwa_xl.autoencoder import (
    AutoencoderStage,
    Pictures,
    as_frames,
    cropped,
    decoder_stage,
    how_small,
    image_stage,
    in_boxes,
    psnr,
    temporal_stage,
)
from storyline.training.optimisers import hidden_matrices


def tiny(**more: object) -> TemporalAutoencoder:
    """A random autoencoder of a few thousand weights."""
    torch.manual_seed(0)
    return TemporalAutoencoder(
        latent_channels=4,
        encoder_widths=(16, 16),
        encoder_blocks=(0, 1),
        decoder_widths=(16, 16),
        decoder_blocks=(1, 1),
        **more,
    )


def discs(seed: int, b: int = 4, length: int = 1) -> Pictures:
    """Coloured boxes that move to the right over two colours."""
    chance = np.random.default_rng(seed)
    frames = np.zeros((b, length, 32, 48, 3), np.uint8)
    boxes = np.zeros((b, length, 2, 4), np.float32)
    for clip in range(b):
        frames[clip] = chance.integers(0, 256, 3)
        frames[clip, :, 20:] = chance.integers(0, 256, 3)
        x, y, colour = chance.integers(0, 24), chance.integers(0, 16), chance.integers(0, 256, 3)
        for frame in range(length):
            frames[clip, frame, y : y + 12, x + frame : x + frame + 12] = colour
            boxes[clip, frame, 0] = ((x + frame) / 48, y / 32, (x + frame + 12) / 48, (y + 12) / 32)
    return Pictures(torch.from_numpy(frames), torch.from_numpy(boxes))


def quick(**more: object) -> Settings:
    return Settings(**{"rate": 4e-3, "warmup": 5, "decay": 0.9, "precision": "fp32", "sample_every": 10**6} | more)


def test_all_three_parts_learn_one_after_another(tmp_path: Path) -> None:
    held = discs(10**6, 8)
    stage = image_stage(tiny(), held)
    before = stage.samples().measures
    trained = train(stage, discs, quick(steps=120), tmp_path / "images", cpu=True)
    images = stage.samples().measures
    assert images["psnr"] > before["psnr"] + 5
    assert set(images) == {"psnr", "psnr_in_boxes"}

    model = TemporalAutoencoder.from_pretrained(trained.model)
    clips = discs(10**6, 8, 4)
    over_time = temporal_stage(model, clips)
    after = over_time.samples()
    assert after.measures == pytest.approx(replace(stage, model=model, held_out=clips).samples().measures, abs=1e-4)
    begun = {name: weight.clone() for name, weight in over_time.model.named_parameters()}
    train(over_time, lambda n: discs(n, 4, 4), quick(steps=60, rate=2e-3, tail=0.5), tmp_path / "temporal", cpu=True)
    assert not [name for name, weight in over_time.model.named_parameters() if torch.equal(weight, begun[name])]
    assert over_time.samples().measures["psnr"] > after.measures["psnr"] + 0.3
    assert temporal_stage(over_time.model, clips).model is over_time.model

    last = decoder_stage(over_time.model, clips)
    latents = last.model.to_latents(as_frames(clips.frames))
    kept = {name: weight.clone() for name, weight in last.model.encoder.state_dict().items()}
    trained = train(last, lambda n: discs(n, 4, 4), quick(steps=15), tmp_path / "decoder", cpu=True)
    assert all(torch.equal(kept[name], weight) for name, weight in last.model.encoder.state_dict().items())
    again = TemporalAutoencoder.from_pretrained(trained.model)
    assert torch.allclose(again.to_latents(as_frames(clips.frames)), latents, atol=1e-5)
    assert again.config.temporal and len(again.config.latent_std) == 4


def test_the_loss_is_a_function_of_batch_and_generator() -> None:
    stage = image_stage(tiny(), discs(1))
    one, two, other = (stage.loss(discs(3), torch.Generator().manual_seed(n)) for n in (5, 5, 6))
    assert torch.equal(one.total, two.total) and not torch.equal(one.total, other.total)
    assert one.total.requires_grad and not any(part.requires_grad for part in one.parts.values())


def test_without_noise_the_loss_of_a_perfect_copy_is_its_divergence(monkeypatch: pytest.MonkeyPatch) -> None:
    stage = image_stage(tiny(), discs(1))
    model, encode = stage.model, stage.model.encode
    monkeypatch.setattr(model, "forward", lambda frames, noise: (frames, encode(frames)))
    loss = stage.loss(discs(2), torch.Generator().manual_seed(0))
    weights = stage.weights
    rest = weights.divergence * loss.parts["divergence"] + weights.halved * loss.parts["halved"]
    assert loss.total.item() == pytest.approx(rest.item()) and loss.parts["halved"] > 0
    assert loss.parts["psnr"].item() == pytest.approx(100)


def test_errors_inside_boxes_count_more(monkeypatch: pytest.MonkeyPatch) -> None:
    batch = discs(4, 1)
    stage = replace(image_stage(tiny(), batch), near=0.0)
    inside = in_boxes(batch.boxes, 32, 48)[:, :, None]
    generator = torch.Generator()
    wrong = []
    for place in (inside, ~inside):
        # as many wrong pixels in both
        chosen = place & (place.flatten().cumsum(0).reshape(place.shape) <= 100)
        monkeypatch.setattr(
            stage.model,
            "forward",
            lambda frames, noise, c=chosen: (frames + c, TemporalAutoencoder.encode(stage.model, frames)),
        )
        wrong.append(stage.loss(batch, generator.manual_seed(0)).parts["absolute"].item())
    assert wrong[0] == pytest.approx(2 * wrong[1])


@pytest.mark.parametrize("near", [0.0, 1.0])
def test_crops_are_of_the_clip_and_boxes_go_with_them(near: float) -> None:
    batch = discs(5, 16, 3)
    frames, inside = cropped(batch, 16, near, 0.1, torch.Generator().manual_seed(0))
    assert frames.shape == (16, 3, 3, 16, 16) and inside.shape == (16, 3, 16, 16)
    assert frames.min() >= -1 and frames.max() <= 1
    met = (inside > 0).flatten(1).any(1)
    assert bool(met.all()) == (near == 1.0)
    for clip in range(16):
        if met[clip]:  # a box has one colour
            pixels = frames[clip].permute(0, 2, 3, 1)[inside[clip] > 0]
            assert torch.equal(pixels, pixels[:1].expand_as(pixels))


def test_crops_without_entities_and_of_small_frames() -> None:
    empty = Pictures(discs(1).frames, torch.zeros(4, 1, 0, 4))
    frames, inside = cropped(empty, 96, 1.0, 0.1, torch.Generator())
    assert torch.equal(frames, as_frames(empty.frames)) and not inside.any()
    assert "psnr_in_boxes" not in image_stage(tiny(), empty).samples().measures
    absent = Pictures(empty.frames, torch.zeros(4, 1, 3, 4))
    assert not in_boxes(absent.boxes, 8, 8).any()
    with pytest.raises(SetupError, match="8 pixels"):
        cropped(Pictures(empty.frames[:, :, :7], empty.boxes), 96, 0.5, 0.1, torch.Generator())


def test_the_smaller_a_box_the_more_its_pixels_count() -> None:
    boxes = torch.tensor(
        [[[[0.0, 0.0, 0.5, 0.5], [0.75, 0.75, 0.8, 0.8], [0.25, 0.25, 0.5, 0.5], [0.0, 0.0, 0.0, 0.0]]]]
    )
    found = how_small(boxes, 40, 40, 0.5)[0, 0]
    assert found[5, 5] == 1  # as large as is said
    assert found[31, 31] == 4  # ten times as small
    assert found[15, 15] == 2  # where two meet the smaller one counts
    assert found[25, 5] == 0


def test_pixels_in_boxes() -> None:
    boxes = torch.tensor([[[[0.25, 0.5, 0.5, 2.0], [-1.0, 0.0, 0.25, 0.25]]]])
    expected = np.zeros((4, 8), bool)
    expected[2:, 2:4] = True
    expected[:1, :2] = True
    assert np.array_equal(in_boxes(boxes, 4, 8)[0, 0].numpy(), expected)


def test_peak_signal_to_noise() -> None:
    error = torch.zeros(1, 2, 3, 4, 4)
    error[0, 0] = 0.1
    error[0, 1] = 0.01
    assert psnr(error) == pytest.approx((20 + 40) / 2)
    inside = torch.zeros(1, 2, 4, 4, dtype=torch.bool)
    inside[0, 1, 0] = True
    assert psnr(error, inside) == pytest.approx(40)


def test_the_picture_shows_frames_above_what_is_left() -> None:
    held = discs(7, 6)
    picture = image_stage(tiny(), held).samples().picture
    assert picture is not None and picture.shape == (64, 4 * 48, 3) and picture.dtype == np.uint8
    assert np.array_equal(picture[:32, :48], held.frames[0, 0].numpy())


def test_the_first_and_last_layers_are_edges() -> None:
    stage: AutoencoderStage = temporal_stage(tiny(), discs(1, 1, 2))
    names = [name for name, weight in stage.model.named_parameters() if weight.ndim >= 2]
    kept = hidden_matrices(stage.model, stage.edges)
    assert {name for name in names if name.startswith(stage.edges)} == {
        f"{layer}.{part}"
        for layer in ("encoder.layers.0", "decoder.enter", "decoder.out")
        for part in ("spatial.weight", "temporal.conv.weight")
    } | {"encoder.out.weight"}
    assert kept and all(any(name.startswith(edge) for name in names) for edge in stage.edges)
    assert not any(name.startswith(stage.edges) for name in kept)


def test_activations_computed_twice_give_the_same_gradients() -> None:
    stage = image_stage(tiny(), discs(1))
    gradients = []
    for twice in (False, True):
        if twice:
            stage.model.enable_gradient_checkpointing()
        stage.model.zero_grad()
        stage.loss(discs(2), torch.Generator().manual_seed(0)).total.backward()
        gradients.append([weight.grad.clone() for weight in stage.model.parameters() if weight.grad is not None])
    assert len(gradients[0]) == len(gradients[1]) > 10
    assert all(torch.allclose(a, b, atol=1e-7) for a, b in zip(*gradients, strict=True))


@pytest.mark.parametrize(("alone", "shape"), [(0.0, (4, 3)), (1.0, (12, 1))])
def test_some_clips_are_taken_apart(monkeypatch: pytest.MonkeyPatch, alone: float, shape: tuple[int, int]) -> None:
    stage = replace(temporal_stage(tiny(), discs(1, 4, 3)), alone=alone)
    seen: list[tuple[int, ...]] = []
    forward = stage.model.forward
    monkeypatch.setattr(
        stage.model, "forward", lambda frames, noise: (seen.append(tuple(frames.shape[:2])), forward(frames, noise))[1]
    )
    loss = stage.loss(discs(2, 4, 3), torch.Generator().manual_seed(0))
    assert seen == [shape]
    assert ("changes" in loss.parts) == (alone == 0)
    assert set(stage.samples().measures) == {"psnr", "psnr_in_boxes", "psnr_of_changes", "psnr_alone"}
