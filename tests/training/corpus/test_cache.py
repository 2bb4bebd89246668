"""Shards: the same whoever draws them, gone on with after a stop, read at random access."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from generators.nuwa_xl.autoencoder import TemporalAutoencoder
from storyline.errors import SetupError
from storyline.schema.media import FrameSize
from storyline.training.corpus import cache
from storyline.training.corpus.cache import draw_shards, encoded
from storyline.training.corpus.shards import Shards, names
from storyline.training.corpus.toon import Clip, ClipSpec, clip
from storyline.training.corpus.world import CORE
from storyline.training.nuwa_xl.autoencoder import as_frames
from storyline.training.nuwa_xl.clips import Corpus

SPEC = ClipSpec("local", 2, size=FrameSize((64, 32)))
SEEDS = range(20, 26)


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.manual_seed(0)
    model = TemporalAutoencoder(latent_channels=4, encoder_widths=(8, 8), decoder_widths=(8, 8), temporal=True, heads=2)
    model.fit_latents(torch.rand(2, 2, 3, 32, 64, generator=torch.Generator().manual_seed(1)) * 2 - 1)
    folder = tmp_path_factory.mktemp("autoencoder")
    model.save_pretrained(folder)
    return folder


@pytest.fixture(autouse=True)
def small_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_FRAMES", 4)


def drawn(folder: Path, encoder: Path, workers: int = 1) -> Iterator[int]:
    return draw_shards(folder, CORE, SEEDS, SPEC, encoder=encoder, workers=workers)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def clips_of(*, near: bool) -> Iterator[Clip]:
    """Clips whose frames follow each other, or do not."""
    return (c for seed in range(20) if ((c := clip(CORE, seed, SPEC)).frames[1] - c.frames[0] == 1) == near)


def test_processes_of_any_number_draw_the_same_shards(tmp_path: Path, encoder: Path) -> None:
    assert list(drawn(tmp_path / "one", encoder)) == [2, 4, 6]
    assert list(drawn(tmp_path / "two", encoder, workers=2))[-1] == 6
    assert contents(tmp_path / "one") == contents(tmp_path / "two") and len(contents(tmp_path / "one")) == 7


def test_what_was_stopped_goes_on_with_what_is_missing(tmp_path: Path, encoder: Path) -> None:
    list(drawn(tmp_path, encoder))
    whole = contents(tmp_path)
    lost, kept = names(tmp_path, 1), names(tmp_path, 0)[0]
    lost[1].unlink()  # a kill may leave one file of two
    age = kept.stat().st_mtime_ns
    assert list(drawn(tmp_path, encoder)) == [6]
    assert contents(tmp_path) == whole and kept.stat().st_mtime_ns == age
    assert list(drawn(tmp_path, encoder)) == []


def test_a_clip_is_read_as_it_was_drawn(tmp_path: Path, encoder: Path) -> None:
    list(drawn(tmp_path, encoder))
    shards = Shards(tmp_path)
    assert len(shards) == 6 and isinstance(shards, Corpus)
    model = TemporalAutoencoder.from_pretrained(encoder).eval()
    for number in (5, 0, 3):
        asked, kept = clip(CORE, SEEDS[number], SPEC), shards[number]
        assert kept.conditions == asked.conditions
        assert (kept.stride, kept.level) == (asked.stride, asked.level)
        assert kept.latents.shape == (2, 4, 4, 8) and kept.latents.dtype == torch.float32
        assert torch.equal(kept.latents, encoded(model, [asked])[0].float())
    with pytest.raises(IndexError, match=r"0\.\.5"):
        shards[6]


def test_frames_in_a_row_are_encoded_as_a_clip_and_others_alone(encoder: Path) -> None:
    model = TemporalAutoencoder.from_pretrained(encoder).eval()
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if "temporal" in name:
                weight.add_(0.1)
    row, apart = (next(clips_of(near=near)) for near in (True, False))
    latents = encoded(model, [apart, row, apart])
    assert torch.equal(latents[0], latents[2])
    for one, found in ((row, latents[1]), (apart, latents[0])):
        frames = as_frames(torch.from_numpy(one.pictures)[None])
        together = model.to_latents(frames)[0]
        alone = torch.cat([model.to_latents(frames[:, n, None])[0] for n in range(2)])
        expected = together if one is row else alone
        assert torch.allclose(found.float(), expected, atol=0.1)


def test_a_folder_holds_one_corpus(tmp_path: Path, encoder: Path) -> None:
    with pytest.raises(SetupError, match=r"expected a corpus, with a corpus\.json"):
        Shards(tmp_path)
    next(drawn(tmp_path, encoder))
    with pytest.raises(SetupError, match="it holds another corpus already"):
        list(draw_shards(tmp_path, CORE, range(3), SPEC, encoder=encoder))
    with pytest.raises(SetupError, match="expected the folder of an autoencoder"):
        list(draw_shards(tmp_path / "new", CORE, SEEDS, SPEC, encoder=tmp_path / "nothing"))


def test_a_broken_shard_is_named(tmp_path: Path, encoder: Path) -> None:
    list(drawn(tmp_path, encoder))
    path, lines = names(tmp_path, 0)
    path.write_bytes(path.read_bytes()[:20])
    with pytest.raises(SetupError, match=r"00000\.safetensors: this shard cannot be read"):
        Shards(tmp_path)[0]
    lines.unlink()
    with pytest.raises(SetupError, match="a shard without its conditions"):
        Shards(tmp_path)
