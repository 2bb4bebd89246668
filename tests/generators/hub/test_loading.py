"""Models in memory: read with care, put where there is room, and off the GPU when they are stopped."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import diffusers
import pytest
import torch

from generators.hub import loading
from generators.hub.families.wan import WAN
from storyline.diffusion.sources import Source
from storyline.errors import SetupError
from tests.generators.hub.tiny import wan as tiny


@pytest.mark.parametrize(
    ("free", "offload"), [(None, "none"), (40.0, "none"), (39.9, "model"), (25.0, "model"), (24.9, "sequential")]
)
def test_a_model_goes_where_there_is_room(free: float | None, offload: str) -> None:
    about = replace(WAN.about, gigabytes=40, part_gigabytes=25, least_gigabytes=10)
    assert loading.fitting(about, free) == offload


def test_a_part_is_a_third_above_the_least_unless_it_is_told() -> None:
    about = replace(WAN.about, gigabytes=40, part_gigabytes=0, least_gigabytes=10)
    assert [loading.fitting(about, free) for free in (13.0, 12.9)] == ["model", "sequential"]
    with pytest.raises(SetupError, match=r"wan: expected 10 GB of free memory on the GPU at least; got 9\.9"):
        loading.fitting(about, 9.9)
    with pytest.raises(SetupError, match=r"that would fit \(.*wan-vace.*animatediff.*\), or the CPU"):
        loading.fitting(about, 9.9)
    with pytest.raises(SetupError, match=r"that would fit \(none does\)"):
        loading.fitting(about, 0.5)


def test_a_pipeline_that_diffusers_reads_from_no_file_is_told(tmp_path: Path) -> None:
    file = tmp_path / "wan.safetensors"
    file.write_bytes(b"")
    with pytest.raises(SetupError, match="expected a folder: diffusers reads no WanImageToVideoPipeline from one file"):
        WAN.load(Source.parse(str(file)), "cpu", "float32")


def test_parts_have_precisions_of_their_own(tmp_path: Path) -> None:
    tiny.vace().save_pretrained(tmp_path)
    source = Source.parse(str(tmp_path))
    model = loading.load(source, "WanVACEPipeline", "bfloat16", {"vae": "float16"})
    assert (model.vae.dtype, model.text_encoder.dtype) == (torch.float16, torch.bfloat16)
    encoder = loading.load_part(source, "UMT5EncoderModel", "float16", "text_encoder")
    assert type(encoder).__name__ == "UMT5EncoderModel" and encoder.dtype == torch.float16


def test_weights_that_are_there_in_half_precision_alone_are_taken(tmp_path: Path) -> None:
    tiny.vace().save_pretrained(tmp_path, variant="fp16")
    source = Source.parse(str(tmp_path))
    assert loading.load(source, "WanVACEPipeline", "float32").vae.dtype == torch.float32
    assert loading.load_part(source, "UMT5EncoderModel", "float32", "text_encoder").dtype == torch.float32
    (next((tmp_path / "vae").glob("*.safetensors"))).unlink()
    with pytest.raises(SetupError, match=r"expected one that WanVACEPipeline of diffusers can use: .*safetensors"):
        loading.load(source, "WanVACEPipeline", "float32")


class _Stopped(Exception):
    """By whoever asked."""


class _Counting(diffusers.WanVACEPipeline):  # type: ignore[misc]
    """One that tells how often its parts were taken off the GPU."""

    freed = 0

    def maybe_free_model_hooks(self) -> None:
        self.freed += 1
        super().maybe_free_model_hooks()


class _Family:
    about = WAN.about

    def load(self, source: Source, device: str, precision: str) -> Any:
        return _Counting(**tiny.vace().components)


def test_a_model_that_is_stopped_is_taken_off_the_gpu_and_is_there_again() -> None:
    loading.release()
    family, source = _Family(), Source("somebody/model")
    with (
        pytest.raises(_Stopped),
        loading.held(family, source, "cpu", "float32", "none") as model,
    ):
        raise _Stopped
    assert model.freed == 1
    with loading.held(family, source, "cpu", "float32", "none") as again:
        assert again is model
    assert model.freed == 1
    loading.release()
