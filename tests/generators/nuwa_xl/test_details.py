"""Figures are drawn once more where they are, as they face, under who is nearer; and nothing else is touched."""

from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from generators.nuwa_xl.autoencoder import WINDOW
from generators.nuwa_xl.batch import Conditions
from generators.nuwa_xl.checkpoint import Checkpoint
from generators.nuwa_xl.conditions import FrameConditions, conditioned, conditions_of
from generators.nuwa_xl.decoding import decoded
from generators.nuwa_xl.details import REACH, Detailer, Figures, _recalled, composed, cut, enlarged, shares
from generators.nuwa_xl.generator import NuwaXL
from generators.nuwa_xl.lora import Lora, adaptable_detailer
from generators.nuwa_xl.unet import MaskTemporalUNet
from storyline.errors import SetupError
from storyline.reading.files import with_files
from storyline.schema.camera import Camera
from storyline.schema.layout import Box
from storyline.schema.media import FrameSize
from storyline.schema.storyboard import Storyboard
from tests.generators.nuwa_xl.test_generator import board, frames, made, with_picture
from tests.generators.nuwa_xl.tiny import tiny

ROWS, COLUMNS = 5, 8
HEIGHT, WIDTH = 48, 64
Corners = tuple[float, float, float, float]


@pytest.fixture(scope="module")
def model() -> Checkpoint:
    return tiny(details=True)


def shown(count: int) -> list[FrameConditions]:
    storyboard = board(max(2, count))
    scene = storyboard.scenes[0]
    shot = conditioned(storyboard, scene, scene.shots[0], storyboard.size)
    return [conditions_of(shot, n) for n in range(count)]


def latents(count: int) -> list[torch.Tensor]:
    return list(torch.randn(count, 4, ROWS, COLUMNS, generator=torch.Generator().manual_seed(1)))


def pictures(model: Checkpoint, given: list[FrameConditions] | None, count: int = 1) -> np.ndarray:
    return np.stack(list(decoded(model, latents(count), "float32", given))).astype(int)


def figures(*boxes: Corners, mirrored: bool = False) -> Figures:
    """Of one frame, far to near."""
    box = torch.tensor(boxes).float()
    count = len(boxes)
    nearer = torch.stack([torch.stack([box[m] * (m > n) for m in range(count)]) for n in range(count)])
    return Figures(torch.zeros(count).long(), torch.arange(count), box, torch.tensor([mirrored] * count), nearer)


def smooth(seed: int) -> torch.Tensor:
    """A frame whose colours change slowly."""
    few = torch.rand(1, 3, 3, 4, generator=torch.Generator().manual_seed(seed))
    return torch.nn.functional.interpolate(few, (HEIGHT, WIDTH), mode="bicubic", align_corners=False)


@given(
    x=st.floats(0.1, 0.5), y=st.floats(0.1, 0.5), side=st.floats(0.2, 0.35), mirrored=st.booleans(),
    seed=st.integers(0, 99),
)  # fmt: skip
@settings(derandomize=True, max_examples=40, deadline=None)
def test_what_is_cut_out_goes_back_to_where_it_was(x: float, y: float, side: float, mirrored: bool, seed: int) -> None:
    frame, other = smooth(seed), smooth(seed + 100)
    one = figures((x, y, x + side, y + side), mirrored=mirrored)
    added = cut(other, one, 48) - cut(frame, one, 48)
    done = composed(added, torch.ones(1, 1, 48, 48), one, frame, frame)
    rows, columns = (slice(round(v * n) + 2, round((v + side) * n) - 2) for v, n in ((y, HEIGHT), (x, WIDTH)))
    assert (done - other)[..., rows, columns].abs().max() < 0.03
    reach = side * (REACH - 1) / 2
    beyond = torch.ones(HEIGHT, WIDTH, dtype=torch.bool)
    rows, columns = (
        slice(max(0, int((v - reach) * n) - 1), int((v + side + reach) * n) + 2) for v, n in ((y, HEIGHT), (x, WIDTH))
    )
    beyond[rows, columns] = False
    assert torch.equal(done[..., beyond], frame[..., beyond])


def test_all_face_right_when_they_are_looked_at() -> None:
    frame = smooth(1)
    right, left = (cut(frame, figures((0.2, 0.2, 0.6, 0.8), mirrored=m), 16) for m in (False, True))
    assert torch.allclose(right.flip(-1), left, atol=1e-6)


def test_of_who_leaves_the_picture_the_part_is_cut_out_that_is_seen() -> None:
    one = figures((-0.2, 0.0, 0.2, 1.0))
    assert torch.equal(cut(smooth(1), one, 16), cut(smooth(1), figures((0.0, 0.0, 0.2, 1.0)), 16))
    within, hidden = shares(one, 26)[0]
    assert within[3:-3, 3:].all() and not within[:, :3].any() and not hidden.any()
    across, down = one.places(26)[0].unbind(-1)
    assert across[13, 3] == pytest.approx(0.025, abs=0.01) and across[13, 22] == pytest.approx(0.975, abs=0.01)
    assert down[3, 13] == pytest.approx(-0.95, abs=0.01) and torch.allclose(down[:, 0], down[:, 25])
    turned = figures((-0.2, 0.0, 0.2, 1.0), mirrored=True).places(26)[0]
    assert turned[13, 3, 0] == pytest.approx(-0.975, abs=0.01)  # what faces left is seen from the back to the front
    whole, other = (figures((0, 0, 1, 1), mirrored=mirrored).places(26) for mirrored in (True, False))
    assert torch.allclose(whole, other)


def test_what_is_put_before_a_larger_ground_is_as_large(model: Checkpoint) -> None:
    (told,) = shown(1)
    place = smooth(3)[0, :, : 8 * ROWS, : 8 * COLUMNS].clamp(0, 1) * 2 - 1
    size = FrameSize((24 * COLUMNS, 24 * ROWS))
    (large,), (small,) = (list(decoded(model, latents(1), "float32", [told], place, size)) for size in (size, None))
    assert large.shape == (24 * ROWS, 24 * COLUMNS, 3)
    again = large.reshape(8 * ROWS, 3, 8 * COLUMNS, 3, 3).mean((1, 3))
    assert np.abs(again - small).mean() < 3


def test_a_larger_one_begins_as_the_smaller_one_was(model: Checkpoint) -> None:
    """But for the pixels that it has more, which it cannot fill yet."""
    small = Detailer(len(model.tokenizer), width=16, blocks=2, text_width=8, entity_width=8, pixels=16, cells=8)
    for parameter in small.parameters():
        if not parameter.any():
            torch.nn.init.normal_(parameter, std=0.05)
    told = Conditions.of([shown(2)], model.tokenizer, stride=0.0, level=1, entities=3)
    frames, grounds = smooth(1)[None].expand(1, 2, -1, -1, -1), smooth(2)[None].expand(1, 2, -1, -1, -1)
    deeper, finer = enlarged(small, deep_width=16, deep_blocks=2), enlarged(small, pixels=32)
    assert torch.equal(enlarged(small)(frames, told, grounds), small(frames, told, grounds))
    knowing = enlarged(small, memory=2)  # what it does not remember is drawn as before
    torch.testing.assert_close(knowing(frames, told, grounds), small(frames, told, grounds))
    torch.testing.assert_close(deeper(frames, told, grounds), small(frames, told, grounds))
    change = (small(frames, told, grounds) - grounds).abs().mean()
    assert (finer(frames, told, grounds) - small(frames, told, grounds)).abs().mean() < 0.25 * change


def test_who_is_nearer_hides_who_is_farther() -> None:
    both = figures((0.1, 0.1, 0.6, 0.9), (0.4, 0.1, 0.9, 0.9))
    _, hidden = shares(both, 26).unbind(1)
    assert hidden[0, 13, 20] and not hidden[0, 13, 8] and not hidden[1].any()
    frame = torch.zeros(1, 3, HEIGHT, WIDTH)
    added = torch.ones(2, 3, 26, 26) * torch.tensor([1.0, 5.0])[:, None, None, None]
    matte, ground = torch.ones(2, 1, 26, 26), torch.full_like(frame, 9.0)
    done = composed(added, matte, both, frame, ground)[0, 0, HEIGHT // 2]
    assert done[round(0.25 * WIDTH)] == 1 and (done[round(0.42 * WIDTH) : round(0.88 * WIDTH)] == 5).all()
    assert done[0] == 9 and done[-1] == 9
    matte[1] = 0  # one sees through who is nearer
    done = composed(added, matte, both, frame, ground)[0, 0, HEIGHT // 2]
    assert done[round(0.5 * WIDTH)] == 1 and done[round(0.8 * WIDTH)] == 9


def test_frames_are_detailed_each_by_itself(model: Checkpoint) -> None:
    count = WINDOW + 3
    told = shown(count)
    whole, plain = pictures(model, told, count), pictures(model, None, count)
    assert whole.shape == (count, 8 * ROWS, 8 * COLUMNS, 3)
    assert all((one != other).any() for one, other in zip(whole, plain, strict=True))
    nobody = [frame.model_copy(update={"seen": ()}) for frame in told]
    assert np.array_equal(pictures(model, nobody, count), plain)
    only = [*nobody[:5], told[5], *nobody[6:]]
    changed = pictures(model, only, count)
    assert np.abs(changed[5] - whole[5]).max() <= 1
    assert np.array_equal(np.delete(changed, 5, 0), np.delete(plain, 5, 0))


def test_figures_stand_before_the_place_as_the_camera_sees_it(model: Checkpoint) -> None:
    place = smooth(3)[0, :, : 8 * ROWS, : 8 * COLUMNS].clamp(0, 1) * 2 - 1
    told = shown(2)
    near = told[1].model_copy(update={"camera": Camera(zoom=2, pan=0.25, tilt=-0.25), "seen": ()})
    (first, second) = decoded(model, latents(2), "float32", [told[0], near], place)
    here = ((place + 1) * 127.5).round().permute(1, 2, 0).numpy()
    box = told[0].seen[0].box
    beyond = np.ones(first.shape[:2], bool)
    reach = [(REACH - 1) / 2 * side for side in (box.width, box.height)]
    rows = slice(max(0, int((box.y0 - reach[1]) * 8 * ROWS)), int((box.y1 + reach[1]) * 8 * ROWS) + 1)
    columns = slice(max(0, int((box.x0 - reach[0]) * 8 * COLUMNS)), int((box.x1 + reach[0]) * 8 * COLUMNS) + 1)
    beyond[rows, columns] = False
    assert beyond.any() and np.abs(first[beyond] - here[beyond]).max() <= 1
    assert (first[~beyond] != here[~beyond]).any()
    quarter = here[: 4 * ROWS, 4 * COLUMNS :]
    assert np.abs(second.reshape(4 * ROWS, 2, 4 * COLUMNS, 2, 3).mean((1, 3)) - quarter).mean() < 3


def test_what_it_is_told_of_somebody_changes_them_alone(model: Checkpoint) -> None:
    (frame,) = shown(1)
    (seen,) = frame.seen
    small = seen.model_copy(update={"box": Box((0.0, 0.0, 0.3, 0.4))})
    ways = [
        frame.model_copy(update={"seen": (small.model_copy(update=change),)})
        for change in ({}, {"colours": ((0.0, 0.0, 1.0),)}, {"phrase": "horse"}, {"since": 2.0}, {"facing": "left"})
    ]
    before, *others = (pictures(model, [way])[0] for way in ways)
    for after in others:
        assert (after != before).any()
        assert np.array_equal(after[:, WIDTH // 2 :], before[:, WIDTH // 2 :])
    elsewhere = ways[0].model_copy(update={"place": "beach, night"})
    assert (pictures(model, [elsewhere])[0] != before).any()


def test_every_weight_learns(model: Checkpoint) -> None:
    sizes = {"deep_width": 8, "deep_blocks": 1, "text_width": 8, "entity_width": 8, "pixels": 16, "cells": 8}
    detailer = Detailer(len(model.tokenizer), width=16, blocks=2, **sizes)
    frame = torch.rand(1, 2, 3, HEIGHT, WIDTH)
    told = Conditions.of([shown(2)], model.tokenizer, stride=0.0, level=1, entities=3)
    torch.testing.assert_close(detailer(frame, told), frame)  # nothing is added at first
    for parameter in detailer.parameters():
        if not parameter.any():
            torch.nn.init.normal_(parameter, std=0.1)
    detailer(frame, told, torch.rand(1, 2, 3, HEIGHT, WIDTH)).square().mean().backward()
    assert all(p.grad is not None and p.grad.any() for p in detailer.parameters() if p.ndim > 1)
    nobody = told.without(text=torch.tensor([True]), structure=torch.tensor([True]))
    assert torch.equal(detailer(frame, nobody), frame)
    assert torch.equal(detailer(frame, nobody, frame + 1), frame + 1)


def test_who_is_to_be_seen_is_remembered_by_the_longest_name(model: Checkpoint) -> None:
    """Where it would be if it stood in its box, as it faces."""
    words = model.tokenizer
    detailer = Detailer(len(words), width=8, blocks=1, text_width=8, entity_width=8, pixels=16, cells=4, memory=3)
    names = torch.tensor([words(name, 4) for name in ("red", "red fox", "horse")], dtype=torch.int32)
    pictures = torch.zeros(3, 4, 48, 48, dtype=torch.uint8)
    pictures[:, 0, :, :24], pictures[:, 3] = torch.tensor([100, 180, 255])[:, None, None], 255
    detailer.remember(names, pictures)
    (frame,) = shown(1)
    (seen,) = frame.seen

    def remembered(phrase: str, facing: str = "right") -> torch.Tensor:
        told = frame.model_copy(update={"seen": (seen.model_copy(update={"phrase": phrase, "facing": facing}),)})
        read = Conditions.of([[told]], words, stride=0.0, level=1, entities=3)
        who, blank = Figures.of(read), torch.zeros(1, 16, 16, 16)
        colours, cover, alike = _recalled(detailer._remembered(who, read), who.places(16) / REACH, blank)
        assert torch.allclose(alike, (4 * cover - 1) * 2 * cover.any())  # half of it counts at first
        return torch.cat([colours, cover], 1)[0] * 2

    fox, horse = remembered("red fox, brown"), remembered("horse")
    assert fox[0, 8, 4] == pytest.approx(180 / 127.5 - 1, abs=1e-5) and fox[0, 8, 12] == -1 and horse[0, 8, 4] == 1
    assert remembered("red")[0, 8, 4] == pytest.approx(100 / 127.5 - 1, abs=1e-5)
    assert (fox[3, 1:-1, 1:-1] == 1).all() and not remembered("hare, brown").any()
    assert torch.allclose(remembered("horse", "left"), horse, atol=1e-5)  # it is looked at as if it faced right


def test_what_is_remembered_is_bent_and_takes_other_colours() -> None:
    """Each cell may take it from elsewhere, and mixes its red, green and blue anew."""
    picture = torch.zeros(1, 4, 16, 16)
    picture[:, 0, :, :8], picture[:, 3] = 1.0, 1.0
    step = (torch.arange(16) + 0.5) / 8 - 1
    where = torch.stack(torch.meshgrid(step, step, indexing="xy"), -1)[None]
    said = torch.zeros(1, 16, 16, 16)
    said[:, 0] = 0.5  # a quarter of the picture from the right
    said[:, 2], said[:, 5] = -1, 1  # red becomes green
    said[:, 14] = 50
    colours, cover, _ = _recalled(picture, where, said)
    assert (colours[0, 1, 4:12, :3] == 1).all() and not colours[0, 1, :, 5:].any() and not colours[0, 0].any()
    assert (cover[0, 0, :, :11] == 1).all() and not cover[0, 0, :, 13:].any()
    said[:, 11] = 0.25
    assert (_recalled(picture, where, said)[0][0, 0, :, :11] == 0.25).all()


def test_a_model_is_kept_with_it(model: Checkpoint, tmp_path: Path) -> None:
    card = model.save(tmp_path / "model")
    assert "detailer/diffusion_pytorch_model.safetensors" in card.files
    told = shown(2)
    assert np.array_equal(pictures(Checkpoint.load(tmp_path / "model"), told, 2), pictures(model, told, 2))
    film = frames(made(NuwaXL(tmp_path / "model"), board(5), tmp_path / "film"))
    tiny().save(tmp_path / "plain")
    assert not np.array_equal(film, frames(made(NuwaXL(tmp_path / "plain"), board(5), tmp_path / "plainly")))


def test_a_place_is_one_picture_behind_all_frames_of_a_scene(tmp_path: Path) -> None:
    films = []
    for name, places in (("with", True), ("without", False)):
        tiny(details=True, places=places).save(tmp_path / name)
        films.append(frames(made(NuwaXL(tmp_path / name), board(5), tmp_path / "film")).astype(int))
    for film in films:
        corner = film[:, :2]  # nobody is there
        assert (corner == corner[:1]).all()
    assert (films[0] != films[1]).any()


def test_supplied_keyframes_are_decoded_as_they_came(model: Checkpoint, tmp_path: Path) -> None:
    """Words would make them the model's own."""
    model.save(tmp_path / "model")
    tiny().save(tmp_path / "plain")
    pictured = with_picture(tmp_path / "p", board(5), 1)
    for kind in ("keyframes", "frames"):
        told, plain = (
            frames(made(NuwaXL(tmp_path / name), pictured, tmp_path / "film", root=tmp_path / "p"), kind)
            for name in ("model", "plain")
        )
        assert np.array_equal(told, plain)


def test_weights_of_a_look_are_the_detailer_s_too(model: Checkpoint, tmp_path: Path) -> None:
    model.save(tmp_path / "model")
    generator = torch.Generator().manual_seed(2)
    weight = adaptable_detailer(model.detailer)["detailer.out"].weight.flatten(1)
    pair = (torch.randn(1, weight.shape[1], generator=generator), torch.ones(len(weight), 1))
    Lora({"detailer.out": pair}, 1.0).save(tmp_path / "mine.safetensors")
    told = board(5).model_dump(mode="json", exclude_defaults=True) | {"format": "storyboard/1"}
    told["cast"][0]["looks"][0]["weights"] = [{"file": {"path": "mine.safetensors"}}]
    worn = with_files(Storyboard.model_validate(told), tmp_path)
    films = [
        frames(made(NuwaXL(tmp_path / "model"), storyboard, tmp_path / "film", root=tmp_path))
        for storyboard in (worn, board(5), worn)
    ]
    assert not np.array_equal(films[0], films[1])
    assert np.array_equal(films[0], films[2])


def test_what_does_not_fit_is_refused(model: Checkpoint, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="expected widths in multiples of 8"):
        Detailer(width=12)
    other = Checkpoint(model.card, model.network, model.autoencoder, model.tokenizer, Detailer(7, width=8, blocks=1))
    with pytest.raises(SetupError, match="its detailer 7"):
        other.save(tmp_path / "model")
    parts = (model.card, model.network, model.autoencoder, model.tokenizer, model.detailer)
    for fields, said in (({"vocabulary": 7}, "its place network 7"), ({"latent_channels": 5}, "its place network 5")):
        places = MaskTemporalUNet(
            **{"vocabulary": len(model.tokenizer), "latent_channels": 4, "widths": (8, 8)} | fields
        )
        with pytest.raises(SetupError, match=said):
            Checkpoint(*parts, places).save(tmp_path / "model")
