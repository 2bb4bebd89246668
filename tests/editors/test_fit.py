"""Flow, strung together, fitted: what is known of a clip in the end."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from editors.canonical import CanonicalClip, Layer, identity, load
from editors.canvas import gathered
from editors.chain import best_reference, chained, filled
from editors.fit import fit_clip
from editors.fitting import Effort
from editors.flow import Dis, Flow, flows_of, pixels, sampled, sure
from editors.losses import folded, rigidity_loss, tracking_error
from storyline.errors import EditError
from storyline.frames.clip import Picture
from tests.editors.clips import COLUMNS, ROWS, as_tensor, panned, psnr, texture, with_ball

FEW = Effort(steps=60)


@pytest.fixture(scope="module")
def pan() -> tuple[list[Picture], CanonicalClip]:
    frames = panned()
    return frames, fit_clip(frames, effort=FEW)


@pytest.fixture(scope="module")
def ball() -> tuple[list[Picture], torch.Tensor, CanonicalClip]:
    frames, masks = with_ball()
    return frames, masks, fit_clip(frames, {"ball": masks}, effort=FEW)


def test_flow_finds_a_shift_and_is_sure_of_it() -> None:
    assert isinstance(Dis(), Flow)
    frames = panned(3, step=2.0)
    found = flows_of(frames, (ROWS, COLUMNS))
    inner = found.forward[:, 8:-8, 12:-12]
    assert (inner - torch.tensor([-2.0, 0.0])).abs().mean() < 0.2
    assert found.sure_forward[:, 8:-8, 12:-12].mean() > 0.97
    assert found.sure_forward[:, :, 0].mean() == 0  # out of the picture
    half = flows_of(frames, (ROWS // 2, COLUMNS // 2))
    assert (half.forward[:, 4:-4, 6:-6] - torch.tensor([-1.0, 0.0])).abs().mean() < 0.15
    assert flows_of(frames[:1], (ROWS, COLUMNS)).forward.shape == (0, ROWS, COLUMNS, 2)


def test_who_does_not_come_back_is_not_believed() -> None:
    there = torch.full((1, 10, 10, 2), 2.0)
    assert sure(there, -there)[0, 1:7, 1:7].all()
    assert not sure(there, there)[0, 1:7, 1:7].any()


@given(st.floats(-3, 3), st.floats(-3, 3))
def test_sampling_a_ramp_gives_the_ramp(x: float, y: float) -> None:
    here = pixels(8, 12)
    ramp = here.movedim(-1, 0)[None]
    at = (here + torch.tensor([x, y])).clamp(torch.tensor([0.5, 0.5]), torch.tensor([11.5, 7.5]))
    assert torch.allclose(sampled(ramp, at[None])[0].movedim(0, -1), at, atol=1e-4)


def test_what_is_missing_is_as_what_is_around_it() -> None:
    values = pixels(9, 12)
    weight = torch.ones(9, 12)
    weight[3:6, 4:8] = 0
    found = filled(values, weight)
    assert torch.equal(found[weight > 0], values[weight > 0])
    assert (found - values).abs()[3:6, 4:8].max() < 3
    assert torch.isfinite(filled(values, torch.zeros(9, 12))).all()


def test_pixels_are_traced_to_one_frame_and_beyond_its_edges() -> None:
    frames = panned(6, step=2.0)
    flows = flows_of(frames, (ROWS, COLUMNS))
    everywhere = torch.ones(6, ROWS, COLUMNS)
    places, trust = chained(flows, 0, everywhere)
    expected = pixels(ROWS, COLUMNS) + torch.tensor([10.0, 0.0])
    inner = (slice(8, -8), slice(12, -22))
    assert (places[5][inner] - expected[inner]).abs().mean() < 0.5
    assert trust[5][inner].mean() > 0.9
    assert places[5][20, -4, 0] > COLUMNS  # what came into sight lies to the right of the first frame
    assert best_reference(flows, everywhere) in (2, 3)


def test_a_pan_is_one_picture_wider_than_its_frames(pan: tuple[list[Picture], CanonicalClip]) -> None:
    frames, clip = pan
    (layer,) = clip.layers
    assert layer.name == "all" and len(clip) == 6
    assert layer.image.shape[2] >= COLUMNS + 6 and layer.image.shape[1] <= ROWS + 6
    made = [psnr(clip.render(n), as_tensor(frame)) for n, frame in enumerate(frames)]
    mean = torch.stack([as_tensor(frame) for frame in frames]).mean(0)
    assert min(made) > 24 and np.mean(made) > 8 + np.mean([psnr(mean, as_tensor(frame)) for frame in frames])
    where = torch.stack([layer.where(n, (ROWS, COLUMNS)) for n in range(6)])
    assert folded(where).mean() < 0.01
    assert torch.allclose(where[layer.reference], identity(ROWS, COLUMNS), atol=1e-5)
    flows = flows_of(frames, (ROWS, COLUMNS))
    off = tracking_error(where[:-1], where[1:], flows.forward) * flows.sure_forward
    assert off.sum() / flows.sure_forward.sum() < 0.4


def test_layers_are_what_masks_show_and_what_lies_behind(
    ball: tuple[list[Picture], torch.Tensor, CanonicalClip],
) -> None:
    frames, masks, clip = ball
    assert [layer.name for layer in clip.layers] == ["background", "ball"]
    made = [psnr(clip.render(n), as_tensor(frame)) for n, frame in enumerate(frames)]
    assert np.mean(made) > 26
    truth = as_tensor(np.clip(texture(ROWS, COLUMNS, 3).astype(np.int16) * [0.2, 0.9, 0.9], 0, 255).astype(np.uint8))
    ground = clip.layers[0]
    behind = ground.taken(ground.image, 3, (ROWS, COLUMNS)) * ground.lit(3, (ROWS, COLUMNS))
    seen_later = (masks[3] > 0.5) & ((masks < 0.02).any(0))
    assert (behind - truth)[:, seen_later].abs().mean() < 0.06  # what the ball hides here, it shows in other frames
    shares = torch.stack([share for _, share in clip.visible(2, (ROWS, COLUMNS))])
    assert torch.allclose(shares.sum(0), torch.ones(ROWS, COLUMNS), atol=1e-5)


def test_a_clip_that_stands_still_and_one_of_one_frame_come_out_as_they_are() -> None:
    frame = texture(ROWS, COLUMNS)
    for frames in ([frame] * 4, [frame]):
        clip = fit_clip(frames, effort=Effort(steps=10))
        assert all(psnr(clip.render(n), as_tensor(frame)) > 35 for n in range(len(frames)))


def test_a_number_of_steps_gives_the_same_fit_again() -> None:
    frames = panned(3)
    one, other = (fit_clip(frames, effort=Effort(steps=12), seed=5) for _ in range(2))
    assert torch.equal(one.layers[0].image, other.layers[0].image)
    assert torch.equal(one.layers[0].maps, other.layers[0].maps)


def test_a_fit_ends_when_it_is_good_enough_or_gets_no_better() -> None:
    frames = [texture(ROWS, COLUMNS)] * 3
    told: list[int] = []
    good = fit_clip(frames, effort=Effort(seconds=30, psnr=20), progress=lambda stage, done, total: told.append(done))
    assert good.fitted["layers"]["all"]["ended"] in ("psnr", "plateau")
    assert told == sorted(told)


def test_points_go_to_the_canonical_image_and_back(pan: tuple[list[Picture], CanonicalClip]) -> None:
    _, clip = pan
    points = torch.tensor([[0.3, 0.4], [0.5, 0.6], [0.7, 0.3]])
    for frame in (0, 3, 5):
        canonical = clip.to_canonical("all", frame, points)
        assert (clip.to_frame("all", frame, canonical) - points).abs().max() < 0.5 / ROWS
    moved = clip.to_frame("all", 5, clip.to_canonical("all", 2, points))
    assert (moved - (points - torch.tensor([6.0 / COLUMNS, 0]))).abs().max() < 1.0 / ROWS


def test_saved_and_loaded_it_draws_the_same(
    ball: tuple[list[Picture], torch.Tensor, CanonicalClip], tmp_path: Path
) -> None:
    clip = ball[2]
    clip.save(tmp_path / "clip.safetensors")
    again = load(tmp_path / "clip.safetensors")
    assert (again.render(2) - clip.render(2)).abs().max() < 0.02
    assert again.fitted == clip.fitted and again.size == clip.size
    assert [layer.reference for layer in again.layers] == [layer.reference for layer in clip.layers]
    assert clip.render(2, (ROWS * 2, COLUMNS * 2)).shape == (3, ROWS * 2, COLUMNS * 2)
    with pytest.raises(IndexError):
        clip.render(len(clip))
    with pytest.raises(EditError, match="background, ball"):
        clip.layer("cat")


def test_what_is_no_fit_is_told(tmp_path: Path) -> None:
    broken = tmp_path / "broken.safetensors"
    broken.write_bytes(b"nothing of the kind")
    with pytest.raises(EditError, match="expected a fitted clip"):
        load(broken)
    from safetensors.torch import save_file

    save_file({"a": torch.zeros(1)}, tmp_path / "other.safetensors")
    with pytest.raises(EditError, match="canonical/1"):
        load(tmp_path / "other.safetensors")


def test_what_cannot_be_fitted_is_told() -> None:
    frames = panned(3)
    with pytest.raises(EditError, match="one or more"):
        fit_clip([])
    with pytest.raises(EditError, match="one size"):
        fit_clip([frames[0], frames[1][:-2]])
    with pytest.raises(EditError, match="each of 3 frames"):
        fit_clip(frames, {"ball": torch.zeros(2, ROWS, COLUMNS)})
    with pytest.raises(EditError, match="image"):
        fit_clip(frames, field="hash")


def test_a_map_that_folds_costs_more_than_one_that_turns() -> None:
    plane = identity(12, 20)
    turned = torch.stack(
        [0.8 * plane[..., 0] - 0.3 * plane[..., 1] * 12 / 20, 0.8 * plane[..., 1] + 0.3 * plane[..., 0] * 20 / 12], -1
    )
    mirrored = plane * torch.tensor([-1.0, 1.0])
    assert rigidity_loss(turned[None]) < 1e-6
    assert rigidity_loss(mirrored[None]) > 1
    assert folded(mirrored[None]).all() and not folded(turned[None]).any()


def test_frames_are_gathered_where_they_lie() -> None:
    frame = as_tensor(texture(12, 20))
    image, seen = gathered(frame[None], identity(12, 20)[None], torch.ones(1, 12, 20), (-1.0, -1.0, 3.0, 1.0), (12, 40))
    assert torch.allclose(image[:, :, :20], frame, atol=1e-5)
    assert torch.allclose(seen[:, :20], torch.ones(12, 20), atol=1e-5) and not seen[:, 21:].any()


def test_maps_are_linear_between_cells_and_beyond_the_outermost(pan: tuple[list[Picture], CanonicalClip]) -> None:
    layer: Layer = pan[1].layers[0]
    coarse = identity(4, 5)
    few = replace(layer, maps=coarse[None], matte=torch.ones(1, 4, 5), light=torch.ones(1, 3, 2, 2))
    assert torch.allclose(few.where(0, (12, 20)), identity(12, 20), atol=1e-5)
