"""Every generator that is installed, learned ones with a tiny model."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from generators.protocol import Generator
from storyline.film import plugin
from tests.contracts.made import GENERATORS
from tests.contracts.mutations import picture, weights


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What learned generators draw with: random weights, which is enough to hold them to this."""
    from tests.generators.nuwa_xl.tiny import saved  # the drawn world's process elsewhere needs no torch

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STORYLINE_NUWA_XL", str(saved(tmp_path_factory.mktemp("model") / "tiny")))
        yield


@pytest.fixture(params=GENERATORS)
def generator(request: pytest.FixtureRequest, model: None) -> Generator:
    made: Generator = plugin("generators", request.param)
    assert made.name == request.param
    return made


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with the files that `RICH` names."""
    (tmp_path / "a.png").write_bytes(picture())
    (tmp_path / "a.safetensors").write_bytes(weights())
    return tmp_path
