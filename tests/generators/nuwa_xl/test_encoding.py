import numpy as np
import pytest

from generators.nuwa_xl.checkpoint import Checkpoint
from generators.nuwa_xl.encoding import features, latents_of, rebuilt
from tests.generators.nuwa_xl.tiny import tiny


@pytest.fixture(scope="module")
def model() -> Checkpoint:
    return tiny()


def pictures(height: int = 40, width: int = 64) -> list[np.ndarray]:
    return list(np.random.default_rng(0).integers(0, 256, (3, height, width, 3), np.uint8))


def test_pictures_there_and_back_keep_their_size_and_are_those_of_the_autoencoder(model: Checkpoint) -> None:
    latents = latents_of(model, pictures())
    assert latents.shape == (3, 4, 5, 8)
    assert np.array_equal(np.stack(rebuilt(model, pictures())), model.autoencoder.to_pictures(latents[None])[0])
    assert [picture.shape for picture in rebuilt(model, pictures(90, 160))] == [(90, 160, 3)] * 3
    assert latents_of(model, pictures(160, 90)).shape == (3, 4, 8, 5)


def test_features_are_a_row_a_picture_and_say_where_what_is(model: Checkpoint) -> None:
    rows = features(model, pictures())
    assert rows.shape == (3, 4 * 12 + 4) and np.isfinite(rows).all()
    still = [np.full((40, 64, 3), 128, np.uint8)] * 2
    assert np.allclose(*features(model, still), atol=1e-5)
    half = [np.vstack([picture[:20], picture[20:] * 0]) for picture in still]
    assert not np.allclose(features(model, half), features(model, still), atol=0.05)
