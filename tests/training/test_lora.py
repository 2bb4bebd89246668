from pathlib import Path
from random import Random

import numpy as np
import pytest
import torch
from PIL import Image

from generators.nuwa_xl.autoencoder import TemporalAutoencoder
from generators.nuwa_xl.batch import Conditions
from generators.nuwa_xl.lora import Lora, adaptable, adaptable_detailer, added
from generators.nuwa_xl.tokenizer import Tokenizer
from generators.nuwa_xl.unet import MaskTemporalUNet
from storyline.errors import SetupError
from storyline.schema.media import FrameSize
from storyline.training.loop import Settings, train
from storyline.training.nuwa_xl.autoencoder import as_frames
from storyline.training.nuwa_xl.denoising import Latents, denoised, unknown
from storyline.training.nuwa_xl.drawings import Character, encoded, pictured, placed, read_drawings
from storyline.training.nuwa_xl.images import DenoisingStage, ImageBatches
from storyline.training.nuwa_xl.lora import FILE, Additions, LoraStage
from storyline.training.nuwa_xl.watching import Watch
from tests.generators.nuwa_xl import tiny
from tests.training.latents import COLUMNS, ROWS, clip, net, read, small_autoencoder, tokenizer

_SIZE = FrameSize((COLUMNS * 8, ROWS * 8))
_HARE = Character("hare, little", ((0.5, 0.3, 0.1),), "left")


@pytest.fixture(scope="module")
def pieces() -> Tokenizer:
    return tokenizer()


@pytest.fixture(scope="module")
def autoencoder() -> TemporalAutoencoder:
    return small_autoencoder()


@pytest.fixture
def drawings(tmp_path: Path) -> Path:
    """A brown head with an eye towards the left, in a transparent canvas."""
    picture = np.zeros((60, 40, 4), np.uint8)
    picture[10:50, 5:35] = (130, 80, 30, 255)
    picture[20:24, 8:12] = (0, 0, 0, 255)
    Image.fromarray(picture).save(tmp_path / "hare.png")
    return tmp_path


def _output(network: MaskTemporalUNet, pieces: Tokenizer) -> torch.Tensor:
    clips = unknown(torch.zeros(2, 1, 4, ROWS, COLUMNS), read([clip(1, 1), clip(2, 1)], pieces))
    rough = torch.randn(clips.clean.shape, generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        return denoised(network, clips, rough, torch.full((2,), 0.8))


def _trained(pieces: Tokenizer, autoencoder: TemporalAutoencoder, folder: Path, drawings: Path) -> MaskTemporalUNet:
    network = _awake(pieces)
    clips = encoded(pictured(read_drawings(drawings), _HARE, _SIZE, 12), autoencoder)
    data = ImageBatches([(clips, 1.0)], pieces, batch=4, entities=2)
    stage = _stage(network, Watch(data(0), autoencoder, steps=2))
    train(stage, data, Settings(steps=12, warmup=2, rate=5e-3, precision="fp32", decay=0.5), folder, cpu=True)
    return network


def _stage(network: MaskTemporalUNet, watch: Watch) -> LoraStage[Latents]:
    return LoraStage(DenoisingStage("network", network, watch), adaptable(network), rank=4)


def _awake(pieces: Tokenizer) -> MaskTemporalUNet:
    """A network whose last layers are not zero any more, so that what is added shows."""
    network = net(pieces, temporal=False).eval()
    generator = torch.Generator().manual_seed(5)
    with torch.no_grad():
        for parameter in network.parameters():
            if not parameter.any():
                parameter.copy_(torch.randn(parameter.shape, generator=generator) * 0.05)
    return network


def test_what_is_learnt_is_all_in_the_file(
    pieces: Tokenizer, autoencoder: TemporalAutoencoder, tmp_path: Path, drawings: Path
) -> None:
    network = _trained(pieces, autoencoder, tmp_path / "training", drawings)
    fresh = _awake(pieces)
    untouched = _output(fresh, pieces)
    weights = fresh.state_dict()
    assert all(torch.equal(weight, weights[name]) for name, weight in network.state_dict().items())  # all is as it was
    lora = Lora.load(tmp_path / "training" / "model" / FILE)
    assert lora.pairs.keys() == adaptable(fresh).keys()
    before = {name: weight.clone() for name, weight in fresh.state_dict().items()}
    layers = adaptable(fresh)
    with added(layers, [(lora, 1.0)]):
        changed = _output(fresh, pieces)
    assert (changed - untouched).abs().max() > 1e-3
    watched = _awake(pieces)
    nothing = unknown(torch.zeros(1, 1, 4, ROWS, COLUMNS), read([clip(1, 1)], pieces))
    stage = _stage(watched, Watch(nothing, autoencoder))
    with torch.no_grad():
        for n, (down, up) in enumerate(lora.pairs[name] for name in stage.additions.layers):
            stage.additions.down[n].copy_(down)
            stage.additions.up[n].copy_(up * lora.alpha / len(down))
    with stage.additions.at_work():
        torch.testing.assert_close(_output(watched, pieces), changed, atol=1e-5, rtol=1e-4)
    assert all(torch.equal(weight, before[name]) for name, weight in fresh.state_dict().items())
    with added(layers, [(lora, 0.0)]):
        assert torch.equal(_output(fresh, pieces), untouched)
    with added(layers, [(lora, 1.0), (lora, -1.0)]):
        torch.testing.assert_close(_output(fresh, pieces), untouched, atol=1e-5, rtol=1e-4)


def test_additions_to_another_network_are_refused(
    pieces: Tokenizer, autoencoder: TemporalAutoencoder, tmp_path: Path, drawings: Path
) -> None:
    _trained(pieces, autoencoder, tmp_path / "training", drawings)
    lora = Lora.load(tmp_path / "training" / "model" / FILE)
    other = MaskTemporalUNet(vocabulary=len(pieces), latent_channels=4, widths=(16, 16), blocks=(1, 1), heads=2)
    with pytest.raises(SetupError, match="expected additions to layers"), added(adaptable(other), [(lora, 1.0)]):
        pass
    (tmp_path / "other.safetensors").write_bytes(b"other")
    with pytest.raises(SetupError, match=r"other\.safetensors: cannot be read as a LoRA"):
        Lora.load(tmp_path / "other.safetensors")


def test_drawings_stand_in_their_boxes_and_face_as_said(drawings: Path) -> None:
    drawing, *more = read_drawings(drawings)
    assert not more
    assert drawing.shape == (40, 30, 4)  # what is transparent around it is cut off
    drawing = drawing.copy()
    drawing[0, 0, 3] = 0  # a corner is transparent, so it is a figure, no whole picture
    for seed in range(20):
        scene = placed(drawing, _HARE, _SIZE, Random(seed))
        (seen,), picture = scene.conditions[0].seen, scene.frames[0].numpy()
        differs = (scene.frames != scene.grounds).any(-1)
        assert scene.front.any() and differs[scene.front > 0].all()
        assert (differs & (scene.front == 0)).sum() < 0.3 * differs.sum()  # what an edge half covers
        brown = np.abs(picture.astype(int) - (130, 80, 30)).sum(2) < 40
        rows, columns = np.nonzero(brown)
        x0, y0, x1, y1 = (v * side for v, side in zip(seen.box.root, (_SIZE.width, _SIZE.height) * 2, strict=True))
        assert columns.min() >= x0 - 1
        assert columns.max() <= x1
        assert rows.min() >= y0 - 1
        assert rows.max() <= y1
        eye = np.abs(picture.astype(int)).sum(2) < 120
        if eye.any() and x1 - x0 > 8:
            assert (np.nonzero(eye)[1].mean() < (x0 + x1) / 2) == (seen.facing == "left")


def test_folders_without_a_drawing(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="expected drawings"):
        read_drawings(tmp_path)
    Image.fromarray(np.zeros((4, 4, 4), np.uint8)).save(tmp_path / "empty.png")
    with pytest.raises(SetupError, match="transparent everywhere"):
        read_drawings(tmp_path)
    (tmp_path / "empty.png").write_bytes(b"no picture")
    with pytest.raises(SetupError, match="cannot be read"):
        read_drawings(tmp_path)


def test_the_command_writes_a_file_that_looks_may_name(tmp_path: Path, drawings: Path) -> None:
    from storyline.training.nuwa_xl.lora import main

    model = tiny.saved(tmp_path / "model")
    output = tmp_path / "hare.safetensors"
    asked = [str(model), str(drawings), str(output), "--phrase", "hare, little", "--colours", "brown", "#102030"]
    main([*asked, "--steps", "2", "--pictures", "4", "--batch", "2", "--rank", "2"])
    lora = Lora.load(output)
    assert {len(down) for down, _ in lora.pairs.values()} == {2}
    assert any(up.abs().max() > 0 for _, up in lora.pairs.values())
    with added(adaptable(tiny.tiny().network), [(lora, 1.0)]):
        pass


def test_the_detailer_learns_too(tmp_path: Path, drawings: Path) -> None:
    from storyline.training.nuwa_xl.lora import main

    model = tiny.tiny(details=True)
    model.save(tmp_path / "model")
    output = tmp_path / "hare.safetensors"
    asked = [str(tmp_path / "model"), str(drawings), str(output), "--phrase", "hare", "--colours", "brown"]
    main([*asked, "--steps", "3", "--pictures", "4", "--batch", "2", "--rank", "2"])
    lora = Lora.load(output)
    layers = adaptable_detailer(model.detailer)
    assert lora.pairs.keys() == adaptable(model.network).keys() | layers.keys()
    assert any(lora.pairs[name][1].abs().max() > 0 for name in layers)
    assert any(isinstance(layer, torch.nn.Conv2d) for layer in layers.values())
    assert model.detailer is not None
    (scene,) = pictured(read_drawings(drawings), _HARE, _SIZE, 1)
    told = Conditions.of([scene.conditions], model.tokenizer, stride=0.0, level=1, entities=3)
    seen = as_frames(scene.frames[None]), told, as_frames(scene.grounds[None])
    with torch.no_grad():
        before = model.detailer(*seen)
        additions = Additions(model.detailer, layers, 2)
        for n, name in enumerate(layers):
            down, up = lora.pairs[name]
            additions.down[n].copy_(down)
            additions.up[n].copy_(up * lora.alpha / len(down))
        with additions.at_work():
            learning = model.detailer(*seen)
        with added(layers, [(Lora({name: lora.pairs[name] for name in layers}, lora.alpha), 1.0)]):
            torch.testing.assert_close(model.detailer(*seen), learning, atol=1e-5, rtol=1e-4)
        assert (learning - before).abs().max() > 1e-4
        assert torch.equal(model.detailer(*seen), before)
