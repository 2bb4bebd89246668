import json
import math
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor, nn

from generators.nuwa_xl.autoencoder import WINDOW, Posterior, TemporalAutoencoder, windows, with_decoder, with_temporal
from generators.nuwa_xl.temporal import TemporalAttention, TemporalConv, rotated
from storyline.errors import RenderError, SetupError


def tiny(*, fitted: bool = True, **more: object) -> TemporalAutoencoder:
    """A random autoencoder of a few thousand weights."""
    torch.manual_seed(0)
    small = {
        "latent_channels": 4,
        "encoder_widths": (8, 16),
        "encoder_blocks": (0, 1),
        "decoder_widths": (16, 8, 8),
        "decoder_blocks": (1, 1, 0),
    }
    model = TemporalAutoencoder(**small | more)
    if fitted:
        model.fit_latents(clip(2, 3))
    return model


def clip(b: int, length: int, height: int = 32, width: int = 48, seed: int = 0) -> Tensor:
    """Random frames in -1..1."""
    return torch.rand((b, length, 3, height, width), generator=torch.Generator().manual_seed(seed)) * 2 - 1


def learnt(model: nn.Module) -> nn.Module:
    """The same with its layers over time as if they had learnt something."""
    generator = torch.Generator().manual_seed(1)
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if ".temporal." in name:
                weight.add_(torch.randn(weight.shape, generator=generator) * 0.1)
    return model


@pytest.mark.parametrize("size", [(32, 48), (48, 32), (40, 40), (8, 8)])
@pytest.mark.parametrize("length", [1, 5])
def test_frames_in_and_as_many_latents_out_at_any_size(size: tuple[int, int], length: int) -> None:
    model = tiny(temporal=True)
    latents = model.to_latents(clip(2, length, *size))
    assert latents.shape == (2, length, 4, size[0] // 8, size[1] // 8)
    frames = model.to_frames(latents)
    assert frames.shape == (2, length, 3, *size)
    assert frames.abs().max() <= 1


def test_layers_over_time_change_nothing_when_put_in() -> None:
    model = tiny()
    frames = clip(2, 6)
    before = model.to_latents(frames)
    wider = with_temporal(model)
    assert sum(p.numel() for p in wider.parameters()) > sum(p.numel() for p in model.parameters())
    for kept, now in (
        (before, wider.to_latents(frames)),
        (model.to_frames(before), wider.to_frames(before)),
        (model.encode(frames).log_variance, wider.encode(frames).log_variance),
    ):
        assert torch.equal(kept, now)
    with pytest.raises(SetupError, match="already"):
        with_temporal(wider)


def test_another_decoder_reads_the_same_latents() -> None:
    model, frames = learnt(with_temporal(tiny())), clip(2, 3)
    other = with_decoder(model, (8, 16, 8), (1, 0, 1))
    assert torch.equal(model.to_latents(frames), other.to_latents(frames))
    assert other.to_frames(model.to_latents(frames)).shape == frames.shape
    assert tuple(other.config.decoder_widths) == (8, 16, 8) != tuple(model.config.decoder_widths)


def test_layers_over_time_change_nothing_in_bf16_either() -> None:
    model, frames = tiny(), clip(1, 4)
    wider = with_temporal(model)
    with torch.autocast("cpu", torch.bfloat16):
        assert torch.equal(model.to_latents(frames), wider.to_latents(frames))
        assert torch.equal(
            model.decode(frames[:, :, :1, :4, :6].expand(-1, -1, 4, -1, -1)),
            wider.decode(frames[:, :, :1, :4, :6].expand(-1, -1, 4, -1, -1)),
        )


def test_what_learnt_over_time_sees_the_neighbours_and_its_own_clip_alone() -> None:
    model = learnt(with_temporal(tiny()))
    frames = clip(2, 5)
    before = model.to_latents(frames)
    frames[0, 2] = 0
    after = model.to_latents(frames)
    assert all(not torch.equal(before[0, n], after[0, n]) for n in range(5))
    assert torch.equal(before[1], after[1])


def test_latents_have_unit_variance_and_channels_keep_their_proportions() -> None:
    model, frames = tiny(fitted=False), clip(2, 20)
    with pytest.raises(SetupError, match="fit_latents"):
        model.to_latents(frames)
    model.fit_latents(frames)
    latents = model.to_latents(frames).transpose(0, 2).flatten(1)
    assert latents.var(1).mean().item() == pytest.approx(1, abs=1e-4)
    raw = model.encode(frames).mean.transpose(0, 2).flatten(1).var(1)
    assert torch.allclose(latents.var(1) / raw, (1 / raw.mean()).expand(4), rtol=1e-2)
    assert torch.allclose(latents.mean(1), torch.zeros(4), atol=1e-4)


def test_a_saved_model_is_the_same_and_keeps_its_statistics(tmp_path: Path) -> None:
    model, frames = learnt(tiny(temporal=True)), clip(1, 4)
    assert isinstance(model, TemporalAutoencoder)
    model.save_pretrained(tmp_path)
    assert {path.suffix for path in tmp_path.iterdir()} == {".json", ".safetensors"}
    assert len(json.loads((tmp_path / "config.json").read_text())["latent_std"]) == 4
    again = TemporalAutoencoder.from_pretrained(tmp_path)
    assert torch.equal(model.to_latents(frames), again.to_latents(frames))
    wider = with_temporal(tiny())
    assert wider.config.latent_mean == tiny().config.latent_mean


def test_many_frames_pass_in_bounded_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    frames = clip(2, 3 * WINDOW + 1)
    model = tiny()
    together = model.encode(frames).mean
    mean, std = torch.tensor(model.config.latent_mean), torch.tensor(model.config.latent_std)
    latents = model.to_latents(frames)
    assert torch.allclose(latents * std[:, None, None] + mean[:, None, None], together, atol=1e-5)
    wider = learnt(with_temporal(model))
    assert isinstance(wider, TemporalAutoencoder)
    seen: list[int] = []
    encode = wider.encode
    monkeypatch.setattr(wider, "encode", lambda part: (seen.append(part.shape[0] * part.shape[1]), encode(part))[1])
    assert wider.to_latents(frames).shape == latents.shape
    assert max(seen) <= WINDOW
    seen.clear()
    wider.to_latents(clip(9, 4))
    assert seen == [16, 16, 4]


@settings(deadline=None)
@given(st.integers(1, 400))
def test_windows_give_every_frame_once_in_order(length: int) -> None:
    given_: list[int] = []
    for seen, kept in windows(length):
        assert 1 <= seen.stop - seen.start <= WINDOW
        given_ += list(range(length))[seen][kept]
    assert given_ == list(range(length))


def test_pictures_are_what_files_hold() -> None:
    model = tiny()
    latents = model.to_latents(clip(2, 3))
    pictures = model.to_pictures(latents)
    assert pictures.shape == (2, 3, 32, 48, 3) and pictures.dtype == np.uint8
    frames = model.to_frames(latents).permute(0, 1, 3, 4, 2).numpy()
    assert np.abs(pictures / 127.5 - 1 - frames).max() <= 0.5 / 127.5 + 1e-6


def test_a_size_that_does_not_divide_is_refused() -> None:
    with pytest.raises(RenderError, match="50x32: expected multiples of 8"):
        tiny().to_latents(clip(1, 1, 32, 50))


@pytest.mark.parametrize(
    "wrong", [{"decoder_widths": (8, 8, 8, 8, 8)}, {"encoder_widths": ()}, {"encoder_blocks": (1, 1, 1)}]
)
def test_a_wrong_config_is_refused(wrong: dict[str, tuple[int, ...]]) -> None:
    with pytest.raises(SetupError, match="coder: expected 1 to 4 widths"):
        tiny(fitted=False, **wrong)


@pytest.mark.parametrize("levels", [1, 2, 3, 4])
def test_any_number_of_levels_is_an_eighth(levels: int) -> None:
    same = (8,) * levels
    model = tiny(encoder_widths=same, encoder_blocks=(1,) * levels, decoder_widths=same, decoder_blocks=(1,) * levels)
    assert model.to_frames(model.to_latents(clip(1, 1, 16, 24))).shape == (1, 1, 3, 16, 24)


def test_the_posterior_against_torch() -> None:
    mean, log_variance = torch.randn(2, 3, 4, 2, 2), torch.randn(2, 3, 4, 2, 2)
    normal = torch.distributions.Normal(mean, (log_variance / 2).exp())
    expected = torch.distributions.kl_divergence(normal, torch.distributions.Normal(0, 1)).mean()
    posterior = Posterior(mean, log_variance)
    assert torch.allclose(posterior.divergence(), expected, rtol=1e-4)
    noise = torch.randn(mean.shape)
    assert torch.allclose(posterior.sample(noise), mean + normal.stddev * noise, rtol=1e-4)


def test_a_temporal_conv_is_a_convolution_over_frames() -> None:
    layer = TemporalConv(3)
    x = torch.randn(10, 3, 4, 5).contiguous(memory_format=torch.channels_last)
    assert torch.equal(layer(x, 5), x)
    nn.init.normal_(layer.conv.weight)
    for length in (5, 1):
        lines = x.unflatten(0, (-1, length)).permute(0, 3, 4, 2, 1).reshape(-1, 3, length)
        expected = nn.functional.conv1d(lines, layer.conv.weight[..., 0], layer.conv.bias, padding=1)
        folded = expected.reshape(-1, 4, 5, 3, length).permute(0, 4, 3, 1, 2).flatten(0, 1)
        assert torch.allclose(layer(x, length), folded, atol=1e-5)


def test_temporal_attention_knows_distances_in_time_alone() -> None:
    layer = TemporalAttention(8, heads=2)
    x, at = torch.randn(8, 8, 2, 3), torch.tensor([[0.0, 1, 2.5, 7], [3, 4, 5, 6]])
    assert torch.equal(layer(x, 4, at), x)
    nn.init.normal_(layer.out.weight)
    assert torch.allclose(layer(x, 4, at), layer(x, 4, at + 11), atol=1e-4)
    assert not torch.allclose(layer(x, 4, at), layer(x, 4, at * 2), atol=1e-3)
    assert torch.equal(layer(x, 4), layer(x, 4, torch.arange(4.0).expand(2, 4)))
    order = [2, 0, 3, 1]
    mixed = x.unflatten(0, (2, 4))[:, order].flatten(0, 1)
    assert torch.allclose(
        layer(mixed, 4, at[:, order]), layer(x, 4, at).unflatten(0, (2, 4))[:, order].flatten(0, 1), atol=1e-4
    )
    twice = x.repeat_interleave(2, 0)
    assert torch.allclose(layer(x, 1), layer(twice, 2)[::2], atol=1e-5)  # who sees itself twice sees itself
    with pytest.raises(ValueError, match="multiple"):
        TemporalAttention(6, heads=2)


def test_rotation_keeps_lengths() -> None:
    x = torch.randn(1, 3, 2, 16)
    turned = rotated(x, torch.tensor([[0.0, 1.0, 40.0]]), 8)
    alone = rotated(x[..., 8:], torch.tensor([[0.0, 1.0, 40.0]]), 8)
    assert torch.equal(turned[..., 8:], alone)
    assert torch.equal(turned[:, 0], x[:, 0])
    assert math.isclose(turned.norm().item(), x.norm().item(), rel_tol=1e-5)
