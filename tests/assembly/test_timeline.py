"""Every frame is the right one: by index, and in the file."""

import random
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from storyline.assembly import assemble
from storyline.assembly.timeline import FilmFrames
from storyline.errors import AssemblyError
from storyline.frames.decode import decode, probe
from storyline.schema.base import ShotId
from storyline.schema.media import FrameSize
from storyline.schema.storyboard import Storyboard
from tests.assembly.films import clip_of, documents, timeline
from tests.boards import board, shot
from tests.pictures import blocks, differs


def mixed(kind: str, before: np.ndarray, after: np.ndarray, share: float) -> np.ndarray:
    """What a transition should give, said the plain way."""
    a, b = before.astype(float), after.astype(float)
    if kind == "fade":
        return a * (1 - 2 * share) if share < 0.5 else b * (2 * share - 1)
    if kind == "dissolve":
        return a * (1 - share) + b * share
    place = (np.arange(a.shape[1]) + 0.5) / a.shape[1]
    weight = np.clip((share * 1.06 - place) / 0.06, 0, 1)[:, None]
    return a * (1 - weight) + b * weight


def expected(storyboard: Storyboard, frame: int) -> np.ndarray | None:
    """The picture of a frame of the film from the storyboard's own words; None where a title is part of it."""
    showing = [
        (shot, span, clip_of(storyboard, shot.id)[frame - span.start])
        for shot, span in storyboard.timeline()
        if frame in span
    ]
    if not showing or frame < storyboard.opening:
        return None
    if len(showing) == 1:
        return showing[0][2]
    (_, _, before), (shot, span, after) = showing
    assert len(showing) == 2
    return mixed(shot.transition.kind, before, after, (frame - span.start + 1) / (shot.transition.overlap + 1))


def every_frame_is_right(storyboard: Storyboard) -> None:
    film = FilmFrames(storyboard, partial(clip_of, storyboard))
    assert len(film) == storyboard.length
    with TemporaryDirectory() as folder:
        path = assemble(storyboard, partial(clip_of, storyboard), Path(folder) / "film.mp4")
        video = probe(path)
        assert (video.frames, video.rate) == (storyboard.length, storyboard.rate)
        decoded = list(decode(path))
    assert len(decoded) == storyboard.length
    for frame, seen in enumerate(decoded):
        wanted = expected(storyboard, frame)
        if wanted is not None:
            assert np.abs(film[frame] - wanted).max() <= 1
        assert differs(seen, film[frame]) < 30
    in_order(
        [wanted if (wanted := expected(storyboard, n)) is not None else film[n] for n in range(len(film))], decoded
    )


def in_order(wanted: list[np.ndarray], decoded: list[np.ndarray]) -> None:
    """Every picture of the file, read like a barcode, is that of its own place and of no other."""
    codes = np.stack([blocks(picture) for picture in wanted])
    for frame, seen in enumerate(decoded):
        distances = np.abs(codes - blocks(seen)).max((1, 2))
        nearest = int(distances.argmin())
        alike = nearest == frame or np.abs(codes[nearest] - codes[frame]).max() < 30  # of titles many are
        assert alike, f"frame {frame} of the file shows frame {nearest}"


@settings(derandomize=True, max_examples=15, deadline=None)
@given(documents())
def test_every_frame_is_right(document: tuple[list[dict[str, Any]], dict[str, Any]]) -> None:
    shots, fields = document
    every_frame_is_right(board(*shots, **fields))


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_every_frame_of_two_hundred_films_is_right(part: int) -> None:
    for nth in range(50):
        shots, fields = timeline(random.Random(1000 * part + nth))
        every_frame_is_right(board(*shots, **fields))


def test_pictures_of_different_numbers_differ() -> None:
    film = board(shot("a", 3), shot("b", 3))
    pictures = [picture for id in ("a", "b") for picture in clip_of(film, ShotId(id))]
    assert min(differs(a, b) for n, a in enumerate(pictures) for b in pictures[:n]) > 200


def test_outside_of_the_film() -> None:
    storyboard = board(shot("a", 3))
    film = FilmFrames(storyboard, partial(clip_of, storyboard))
    for frame in (-1, 3):
        with pytest.raises(IndexError, match="of a film of 3 frames"):
            film[frame]


def test_clips_are_opened_once_in_order_and_few_are_held() -> None:
    storyboard = board(
        *(shot(f"s{n}", 4, transition="dissolve" if n else "cut", overlap=2 * (n > 0)) for n in range(5))
    )
    opened: list[ShotId] = []

    def open_clip(id: ShotId) -> list[np.ndarray]:
        opened.append(id)
        return clip_of(storyboard, id)

    film = FilmFrames(storyboard, open_clip)
    assert opened == []
    for frame in range(len(film)):
        film[frame]
    assert opened == ["s0", "s1", "s2", "s3", "s4"]
    film[0]
    assert opened[-1] == "s0"


def test_a_clip_of_the_wrong_length_or_size_is_refused() -> None:
    storyboard = board(shot("a", 3))
    clip = clip_of(storyboard, ShotId("a"))
    with pytest.raises(AssemblyError, match="shot 'a': expected a clip of 3 frames; got 2"):
        FilmFrames(storyboard, lambda _: clip[:2])[0]
    with pytest.raises(AssemblyError, match="shot 'a', frame 1: expected a picture of 32x24; got 64x48"):
        FilmFrames(storyboard, lambda _: clip, FrameSize((32, 24)))[1]


def test_the_opening_goes_over_into_the_first_shot() -> None:
    storyboard = board(shot("a", 12, transition="dissolve", overlap=6), opening=12)
    film = FilmFrames(storyboard, partial(clip_of, storyboard))
    cut = FilmFrames(board(shot("a", 12), opening=12), partial(clip_of, storyboard))
    light = [blocks(cut[frame]).mean() for frame in range(12)]
    assert light[0] < light[5] > light[11]
    assert blocks(film[5]).mean() == pytest.approx(light[5])
    assert differs(film[11], clip_of(storyboard, ShotId("a"))[5]) < 0.5 * 255
    np.testing.assert_array_equal(film[12], clip_of(storyboard, ShotId("a"))[6])


@pytest.mark.parametrize("closing", [0, 8])
def test_the_last_shot_goes_to_black(closing: int) -> None:
    made = board(shot("a", 10), shot("b", 12), fade_out=6, closing=closing)
    plain = board(shot("a", 10), shot("b", 12), closing=closing)
    film, before = (FilmFrames(b, partial(clip_of, b)) for b in (made, plain))
    light = [float(film[n].mean() / before[n].mean()) for n in range(22)]
    assert light[:16] == [1.0] * 16
    assert light[16:] == sorted(light[16:], reverse=True)
    assert (film[21] == 0).all()
    assert len(film) == len(before) == 22 + closing


def test_a_shot_shorter_than_its_fade_is_all_fade() -> None:
    made = board(shot("a", 10), shot("b", 4), fade_out=60)
    film = FilmFrames(made, partial(clip_of, made))
    assert film[9].any()
    assert not film[13].any()
