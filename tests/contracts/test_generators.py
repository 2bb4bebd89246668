"""What every generator holds to."""

import numpy as np
import pytest

from generators.protocol import Generator
from storyline.film import plan_film, plugin, plugins
from storyline.schema.media import FrameSize
from storyline.schema.storyboard import Storyboard


@pytest.fixture(params=plugins("generators"))
def generator(request: pytest.FixtureRequest) -> Generator:
    made: Generator = plugin("generators", request.param)
    assert made.name == request.param
    return made


@pytest.fixture(scope="module")
def board() -> Storyboard:
    return plan_film({"size": [96, 54], "rate": 6, "story": "A red robot and a samovar dance on the beach."})


def test_frames_at_random_access(generator: Generator, board: Storyboard) -> None:
    for _, shot in board.shots():
        clip = generator.clip(board, shot.id, board.size)
        assert len(clip) == shot.duration
        frames = [clip[n] for n in range(len(clip))]
        assert all(f.shape == (54, 96, 3) and f.dtype == np.uint8 for f in frames)
        again = generator.clip(board, shot.id, board.size)
        for n in reversed(range(len(clip))):
            np.testing.assert_array_equal(again[n], frames[n])
        for outside in (-1, len(clip)):
            with pytest.raises(IndexError):
                clip[outside]


def test_any_size(generator: Generator, board: Storyboard) -> None:
    shot = board.scenes[0].shots[0]
    for width, height in ((64, 64), (36, 64), (240, 100)):
        assert generator.clip(board, shot.id, FrameSize((width, height)))[0].shape == (height, width, 3)


def test_what_it_does_not_know(generator: Generator, board: Storyboard) -> None:
    assert any("samovar" in note for note in generator.notes(board))
    with pytest.raises(KeyError):
        generator.clip(board, "no-such-shot", board.size)  # type: ignore[arg-type]
