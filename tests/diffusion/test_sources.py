"""Models by where they lie: told apart by what they hold, and never unpickled."""

import json
import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from storyline.diffusion import sources
from storyline.diffusion.sources import Source
from storyline.errors import SetupError
from tests.generators.hub.served import COMMIT, hub
from tests.generators.hub.tiny import models


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sources, "user_cache_path", lambda *names: tmp_path / "cache")
    return tmp_path / "cache" / "models.json"


def folder(path: Path, weights: bytes = b"weights") -> Path:
    (path / "unet").mkdir(parents=True)
    (path / "model_index.json").write_text("{}")
    (path / "unet" / "model.safetensors").write_bytes(weights)
    return path


def test_a_source_is_what_lies_there_or_a_name_on_the_hub(tmp_path: Path) -> None:
    here = folder(tmp_path / "model")
    assert Source.parse(str(here)).path == here
    assert Source.parse("owner/name") == Source("owner/name")
    assert Source.parse("owner/name@v1.5") == Source("owner/name", "v1.5")
    assert Source.parse("owner/name@v1.5").path is None


def test_parts_may_be_taken_from_elsewhere(tmp_path: Path) -> None:
    here, adapter = folder(tmp_path / "model, v2"), folder(tmp_path / "adapter")
    source = Source.parse(f"{here},adapter={adapter},other=owner/name@v1")
    assert source.path == here
    assert source.part("adapter", "not/asked") == Source(str(adapter))
    assert source.part("other", "not/asked") == Source("owner/name", "v1")
    assert source.part("third", "owner/third@v2") == Source("owner/third", "v2")
    assert source.part("unet", "not/asked") is None
    assert Source.parse(f"{here},unet={adapter}").part("unet", "not/asked") == Source(str(adapter))
    assert Source.parse("owner/name,adapter=a/b") != Source.parse("owner/name")
    with pytest.raises(SetupError, match="expected a folder"):
        Source.parse("owner/name,adapter=nothing")


@pytest.mark.parametrize("text", ["", "name", "a/b/c", "missing.safetensors", "/nowhere/at/all", "a/b.ckpt", "a b/c"])
def test_what_is_neither_is_refused(text: str) -> None:
    with pytest.raises(SetupError, match=r"expected a folder, a \.safetensors file, or OWNER/NAME"):
        Source.parse(text)


def test_weights_that_would_be_unpickled_are_refused_with_the_way_to_convert_them(tmp_path: Path) -> None:
    evil = tmp_path / "model.ckpt"
    evil.write_bytes(pickle.dumps({"a": 1}))
    with pytest.raises(SetupError, match=r"model\.ckpt, which could run anything.*safe_serialization=True"):
        Source.parse(str(evil))
    (tmp_path / "old" / "unet").mkdir(parents=True)
    (tmp_path / "old" / "unet" / "diffusion_pytorch_model.bin").write_bytes(pickle.dumps({}))
    with pytest.raises(SetupError, match=r"diffusion_pytorch_model\.bin, which could run anything"):
        Source.parse(str(tmp_path / "old"))
    (tmp_path / "empty").mkdir()
    with pytest.raises(SetupError, match="it has none"):
        Source.parse(str(tmp_path / "empty"))


def test_what_a_model_holds_tells_it_from_others_and_where_it_lies_does_not(tmp_path: Path) -> None:
    one, same = (Source.parse(str(folder(tmp_path / name))).identity for name in ("one", "same"))
    assert one == same
    assert Source.parse(str(folder(tmp_path / "other", b"Weights"))).identity != one


def test_large_files_are_read_once(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "_SMALL", 3)
    model = folder(tmp_path / "model")
    first = Source(str(model)).identity
    kept = json.loads(cache.read_text())
    assert len(kept) == 1
    cache.write_text(json.dumps(dict.fromkeys(kept, "0" * 64)))
    assert Source(str(model)).identity != first, "the kept digest is believed"
    os.utime(model / "unet" / "model.safetensors", ns=(1, 1))
    assert Source(str(model)).identity == first
    cache.write_text("nonsense")
    assert Source(str(model)).identity == first


def test_a_commit_needs_no_network() -> None:
    assert Source.parse(f"owner/name@{COMMIT}").identity == {"name": "owner/name", "commit": COMMIT}


_ASK = """
import sys
from generators.hub.families.stable_diffusion import SD15
from storyline.diffusion.sources import Source
from storyline.errors import SetupError
for name in sys.argv[1:]:
    try:
        source = Source.parse(name)
        print(name, source.identity["commit"], end=" ")
        print(type(SD15.load(source, "cpu", "float32")).__name__)
    except SetupError as error:
        print("refused:", error)
"""


@pytest.mark.slow
def test_a_model_on_the_hub(tmp_path: Path) -> None:
    models()["sd15"](tmp_path / "sd15")
    asked = ["owner/tiny", "owner/tiny@nope", "owner/none", "owner/gated"]
    homes = {name: str(tmp_path / "home") for name in ("HF_HOME", "XDG_CACHE_HOME", "HOME")}
    environment = os.environ | homes | {"HF_HUB_DISABLE_TELEMETRY": "1"}
    with hub({"owner/tiny": tmp_path / "sd15"}, gated=("owner/gated",)) as address:
        said = _said(asked, environment | {"HF_ENDPOINT": address})
    assert said[0] == f"owner/tiny {COMMIT} StableDiffusionPipeline"
    assert said[1].startswith("refused: model owner/tiny at 'nope'")
    assert "the hub has none of this name" in said[2]
    assert "its owners ask for consent" in said[3] and "HF_TOKEN" in said[3]
    gone = _said(["owner/tiny", "owner/other"], environment | {"HF_ENDPOINT": address})
    assert gone[0] == said[0], "from the cache, when nobody answers"
    assert "the hub cannot be asked, and nobody has used the model here" in gone[1]


def _said(names: list[str], environment: dict[str, str]) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", _ASK, *names], env=environment, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()
