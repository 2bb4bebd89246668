"""The decoder that knows what is to be seen: what it is told changes pictures where it is, and nowhere else."""

from pathlib import Path

import numpy as np
import pytest
import torch

from generators.nuwa_xl.autoencoder import WINDOW
from generators.nuwa_xl.batch import Conditions
from generators.nuwa_xl.checkpoint import Checkpoint
from generators.nuwa_xl.conditions import FrameConditions, conditioned, conditions_of
from generators.nuwa_xl.decoding import decoded
from generators.nuwa_xl.generator import NuwaXL
from generators.nuwa_xl.grounded import GroundedDecoder
from generators.nuwa_xl.lora import Lora, adaptable
from storyline.errors import SetupError
from storyline.reading.files import with_files
from storyline.schema.layout import Box
from storyline.schema.storyboard import Storyboard
from tests.generators.nuwa_xl.test_generator import board, frames, made, with_picture
from tests.generators.nuwa_xl.tiny import tiny

ROWS, COLUMNS = 5, 8


@pytest.fixture(scope="module")
def model() -> Checkpoint:
    return tiny(grounded=True)


def shown(count: int) -> list[FrameConditions]:
    storyboard = board(max(2, count))
    scene = storyboard.scenes[0]
    shot = conditioned(storyboard, scene, scene.shots[0], storyboard.size)
    return [conditions_of(shot, n) for n in range(count)]


def latents(count: int) -> list[torch.Tensor]:
    return list(torch.randn(count, 4, ROWS, COLUMNS, generator=torch.Generator().manual_seed(1)))


def pictures(model: Checkpoint, given: list[FrameConditions] | None, count: int = 1) -> np.ndarray:
    return np.stack(list(decoded(model, latents(count), "float32", given))).astype(int)


def test_frames_are_decoded_each_by_itself(model: Checkpoint) -> None:
    count = WINDOW + 3
    told = shown(count)
    whole = pictures(model, told, count)
    assert whole.shape == (count, 8 * ROWS, 8 * COLUMNS, 3)
    one = np.stack([next(decoded(model, [z], "float32", [c])) for z, c in zip(latents(count), told, strict=True)])
    assert np.abs(whole - one.astype(int)).max() <= 1
    assert not np.array_equal(whole, pictures(model, None, count))  # without conditions the autoencoder decodes


def test_what_it_is_told_of_a_box_changes_what_is_in_and_beside_it(model: Checkpoint) -> None:
    (frame,) = shown(1)
    (seen, *_) = frame.seen
    corner = seen.model_copy(update={"box": Box((0.0, 0.0, 0.12, 0.2))})
    red = frame.model_copy(update={"seen": (corner,)})
    blue = frame.model_copy(update={"seen": (corner.model_copy(update={"colours": ((0.0, 0.0, 1.0),)}),)})
    changed = np.abs(pictures(model, [red]) - pictures(model, [blue]))[0].max(-1)
    assert changed[:8, :8].max() > 0
    assert not changed[:, -8:].any()  # farther than all of its convolutions reach
    empty = frame.model_copy(update={"seen": ()})
    assert not np.array_equal(pictures(model, [empty]), pictures(model, [red]))


def test_places_are_told_too(model: Checkpoint) -> None:
    (frame,) = shown(1)
    elsewhere = frame.model_copy(update={"place": "beach, night"})
    assert not np.array_equal(pictures(model, [frame]), pictures(model, [elsewhere]))
    nowhere = frame.model_copy(update={"place": ""})
    assert np.isfinite(pictures(model, [nowhere])).all()


def test_every_weight_learns(model: Checkpoint) -> None:
    decoder = GroundedDecoder(
        vocabulary=len(model.tokenizer), latent_channels=4, widths=(16, 8), blocks=(1, 1), text_width=8, paint_width=8
    )
    told = Conditions.of([shown(2)], model.tokenizer, stride=0.0, level=1, entities=3)
    decoder(torch.stack(latents(2))[None], told).square().mean().backward()
    assert all(p.grad is not None and p.grad.any() for p in decoder.parameters() if p.ndim > 1)
    nobody = told.without(text=torch.tensor([True]), structure=torch.tensor([True]))
    decoder.zero_grad()
    decoder(torch.stack(latents(2))[None], nobody).square().mean().backward()
    # several processes that train together need every weight's gradient, be it nothing
    assert all(p.grad is not None for p in decoder.parameters())


def test_a_model_is_kept_with_it(model: Checkpoint, tmp_path: Path) -> None:
    card = model.save(tmp_path / "model")
    assert "decoder/diffusion_pytorch_model.safetensors" in card.files
    told = shown(2)
    assert np.array_equal(pictures(Checkpoint.load(tmp_path / "model"), told, 2), pictures(model, told, 2))
    film = frames(made(NuwaXL(tmp_path / "model"), board(5), tmp_path / "film"))
    tiny().save(tmp_path / "plain")
    assert not np.array_equal(film, frames(made(NuwaXL(tmp_path / "plain"), board(5), tmp_path / "plainly")))


def test_what_people_brought_is_decoded_as_it_came(model: Checkpoint, tmp_path: Path) -> None:
    """Its words would make it the model's own again."""
    model.save(tmp_path / "model")
    tiny().save(tmp_path / "plain")

    def film(name: str, storyboard: Storyboard, root: Path) -> np.ndarray:
        kinds = ("keyframes", "frames")
        files = made(NuwaXL(tmp_path / name), storyboard, tmp_path / "film", root=root)
        return np.concatenate([frames(files, kind) for kind in kinds])

    pictured = with_picture(tmp_path / "p", board(5), 1)
    assert np.array_equal(film("model", pictured, tmp_path / "p"), film("plain", pictured, tmp_path / "p"))

    layer, linear = next(iter(adaptable(model.network).items()))
    nothing = (torch.zeros(1, linear.in_features), torch.zeros(linear.out_features, 1))
    Lora({layer: nothing}, 1.0).save(tmp_path / "mine.safetensors")
    told = board(5).model_dump(mode="json", exclude_defaults=True) | {"format": "storyboard/1"}
    told["cast"][0]["looks"][0]["weights"] = [{"file": {"path": "mine.safetensors"}}]
    worn = with_files(Storyboard.model_validate(told), tmp_path)
    assert not np.array_equal(film("model", worn, tmp_path), film("model", board(5), tmp_path))
    assert not np.array_equal(film("model", worn, tmp_path), film("plain", worn, tmp_path))  # the place is told


def test_what_does_not_fit_is_refused(model: Checkpoint, tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="expected two widths and blocks"):
        GroundedDecoder(widths=(8,), blocks=(1, 1))
    other = Checkpoint(model.card, model.network, model.autoencoder, model.tokenizer, GroundedDecoder(vocabulary=7))
    with pytest.raises(SetupError, match="its decoder 16 and 7"):
        other.save(tmp_path / "model")
