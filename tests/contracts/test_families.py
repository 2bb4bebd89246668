"""What every family of the hub keeps, ours and those of other packages, on a tiny model of diffusers' classes."""

import gc
import weakref
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import diffusers
import numpy as np
import pytest
import torch

from generators.hub import loading
from generators.hub.family import About, ClipAsked, Counts, How, PanelAsked, Who
from generators.hub.generator import HubGenerator
from generators.hub.registry import families
from storyline.diffusion.sources import Source
from storyline.errors import RenderError, SetupError
from storyline.film import make_film
from storyline.frames.decode import frame_count
from storyline.schema.layout import Box
from storyline.schema.media import FrameSize
from tests.boards import board, shot
from tests.generators.hub.tiny import models

ALL = sorted(families())
CLIPS = [name for name in ALL if families()[name].about.makes == "clips"]
KEYFRAMES = [name for name in ALL if families()[name].about.makes == "keyframes"]
FEW = {"sd15", "sd15-guided", "wan"}
"""Families whose tests are among the fast ones: one of each sort."""
AREA = 32 * 32


def some(names: Iterable[str]) -> "pytest.MarkDecorator":
    """A test of each of these families."""
    marks = {name: () if name in FEW else (pytest.mark.slow,) for name in names}
    return pytest.mark.parametrize("name", [pytest.param(name, marks=mark) for name, mark in marks.items()])


class Stopped(Exception):
    """By whoever asked."""


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The folder of a family's tiny model, saved when it is first asked for."""
    root = tmp_path_factory.mktemp("models")

    def of(name: str) -> Path:
        if not (root / name).exists():
            models()[name](root / name)
        return root / name

    yield of
    loading.release()


@pytest.fixture
def ready(tiny: Any, name: str) -> Iterator[Any]:
    with loading.held(families()[name], Source.parse(str(tiny(name))), "cpu", "float32", "none") as model:
        yield model


def how(about: About, **others: Any) -> How:
    size = about.sides.of(FrameSize((32, 32)), AREA)
    return How(size, 2, about.guidance, dict(about.parameters), **others)


def picture(size: FrameSize, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (size.height, size.width, 3), np.uint8)


def clip(about: About, **others: Any) -> ClipAsked:
    """Of a few frames, with all keyframes that the family takes."""
    frames = about.counts.at_least(5)
    size = how(about).size
    keyframes = {0: picture(size, 0)} if about.can.first else {}
    keyframes |= {frames - 1: picture(size, 1)} if about.can.last != "no" else {}
    keyframes |= {frames // 2: picture(size, 2)} if about.can.inner else {}
    prompts = {0: "a fox runs", frames // 2: "a hare waves"} if about.can.prompts else {0: "a fox runs"}
    seen = (picture(size, 3),) if about.can.references else ()
    asked = ClipAsked(frames, prompts, "ugly", 7, 8.0, keyframes, ((0.0, 0.0),) * frames, references=seen)
    return replace(asked, **others)


def panels(about: About, seed: int = 7) -> list[PanelAsked]:
    size = how(about).size
    fox = Who("fox", "a red fox", Box((0.1, 0.2, 0.5, 0.9)), (picture(size, 3),) if about.can.references else ())
    hare = Who("hare", "a hare", Box((0.6, 0.4, 0.9, 0.9)), (picture(size, 4),) if about.can.references else ())
    return [
        PanelAsked("a red fox and a hare in a forest", "ugly", (fox, hare), seed),
        PanelAsked("a red fox alone", "ugly", (fox,), seed),
    ]


def drawn(name: str, model: Any, **others: Any) -> np.ndarray:
    """What a family draws, as one array."""
    one: Any = families()[name]
    about = one.about
    if about.makes == "clips":
        return np.asarray(one.draw(model, clip(about, **others), how(about)))
    return np.stack(list(one.draw(model, panels(about, **others), how(about))))


def test_every_family_has_a_tiny_model() -> None:
    assert set(models()) == set(ALL)


@pytest.mark.parametrize("name", ALL)
def test_a_family_says_what_it_is(name: str) -> None:
    about = families()[name].about
    assert about.title and about.licence and about.pipelines
    assert all(hasattr(diffusers, cls) for cls in about.pipelines)
    assert Source.parse(about.checkpoint).path is None
    assert about.gigabytes >= about.least_gigabytes > 0
    assert about.counts.at_least(about.counts.least) == about.counts.least
    if about.counts.most < 10_000:
        assert about.counts.at_least(about.counts.most) == about.counts.most
    assert about.makes == "clips" or (about.counts == Counts(1, 1) and not about.can.first and about.can.last == "no")
    assert about.can.last == "no" or about.can.first
    assert not about.can.inner or about.can.last == "yes"
    assert bool(about.meets) == about.can.first


@some(ALL)
def test_pictures_are_as_many_and_as_large_as_asked_for(name: str, ready: Any) -> None:
    about = families()[name].about
    found = drawn(name, ready)
    size = how(about).size
    count = clip(about).frames if about.makes == "clips" else 2
    assert found.shape == (count, size.height, size.width, 3)
    assert found.dtype == np.float32 and found.min() >= 0 and found.max() <= 1 and found.std() > 0


@some(ALL)
def test_a_seed_decides(name: str, ready: Any) -> None:
    assert np.array_equal(drawn(name, ready), drawn(name, ready))
    assert not np.array_equal(drawn(name, ready), drawn(name, ready, seed=8))


@some(CLIPS)
def test_what_a_clip_is_given_is_seen_in_it(name: str, ready: Any) -> None:
    about = families()[name].about
    usual, asked = drawn(name, ready), clip(families()[name].about)
    for frame in asked.keyframes:
        other = dict(asked.keyframes) | {frame: picture(how(about).size, 99)}
        assert not np.array_equal(drawn(name, ready, keyframes=other), usual), f"keyframe {frame}"
    for frame in asked.prompts if about.can.words else ():
        other_words = dict(asked.prompts) | {frame: "snow falls on a red house"}
        assert not np.array_equal(drawn(name, ready, prompts=other_words), usual), f"words from frame {frame} on"
    if about.can.tracks:
        one, other = (((Box((x, 0.0, x + 0.5, 1.0)),),) * asked.frames for x in (0.0, 0.5))
        assert not np.array_equal(drawn(name, ready, boxes=one), drawn(name, ready, boxes=other))
    if about.can.references:
        assert not np.array_equal(drawn(name, ready, references=(picture(how(about).size, 98),)), usual)


@some(KEYFRAMES)
def test_words_boxes_and_pictures_are_seen_in_a_keyframe(name: str, ready: Any) -> None:
    family: Any = families()[name]
    about = family.about
    usual = panels(about)

    def first(panel: PanelAsked) -> np.ndarray:
        return np.asarray(next(iter(family.draw(ready, [panel, *usual[1:]], how(about)))))

    before = first(usual[0])
    assert not np.array_equal(first(replace(usual[0], prompt="snow")), before)
    fox, hare = usual[0].who
    moved = replace(usual[0], who=(fox, replace(hare, box=Box((0.0, 0.0, 0.4, 0.4)))))
    assert np.array_equal(first(moved), before) != about.can.boxes
    if about.can.references:
        other = replace(fox, references=(picture(how(about).size, 98),))
        assert not np.array_equal(first(replace(usual[0], who=(other, hare))), before)
    assert first(replace(usual[0], who=())).shape == before.shape


@some(ALL)
def test_steps_are_told_and_can_be_ended(name: str, ready: Any) -> None:
    family: Any = families()[name]
    asked: Any = clip(family.about) if family.about.makes == "clips" else panels(family.about)
    told: list[tuple[int, int]] = []
    result = family.draw(ready, asked, how(family.about, step=lambda done, total: told.append((done, total))))
    list(result)
    assert told and told[-1][0] == told[-1][1] and all(0 < done <= total for done, total in told)

    def stop(done: int, total: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        list(family.draw(ready, asked, how(family.about, step=stop)))
    assert np.array_equal(drawn(name, ready), drawn(name, ready))


@some(ALL)
def test_a_model_is_let_go_of_before_the_next_one(name: str, tiny: Any) -> None:
    family, source = families()[name], Source.parse(str(tiny(name)))
    with loading.held(family, source, "cpu", "float32", "none") as model:
        part = next(one for one in model.components.values() if isinstance(one, torch.nn.Module))
        gone = weakref.ref(part)
        del part
    with loading.held(family, source, "cpu", "float32", "none") as again:
        assert again is model
    del model, again
    loading.release()
    gc.collect()
    assert gone() is None


@some(ALL)
def test_a_model_of_another_family_is_refused(name: str, tiny: Any) -> None:
    other = "wan" if families()[name].about.pipelines != families()["wan"].about.pipelines else "sd15"
    with pytest.raises(SetupError, match="expected"):
        families()[name].load(Source.parse(str(tiny(other))), "cpu", "float32")


@pytest.mark.slow
@some(ALL)
def test_a_film_is_made(name: str, tiny: Any, tmp_path: Path) -> None:
    about = families()[name].about
    told = f"{name}={tiny(name)}"
    generator = f"sd15={tiny('sd15')}+{told}" if about.can.first else told
    made = HubGenerator(f"hub:{generator}", steps=1, area=AREA, device="cpu")
    story = board(shot("a", 7), shot("b", 1), size=(32, 32), rate=8)
    film = make_film(story, tmp_path / "film.mp4", generator=made, workers=1, store=tmp_path / "store")
    assert frame_count(film.path) == story.length
    again = make_film(story, tmp_path / "again.mp4", generator=made, workers=1, store=tmp_path / "other")
    assert again.path.read_bytes() == film.path.read_bytes()
    said = " ".join(note.text for note in film.storyboard.notes)
    if about.makes == "keyframes":
        assert ("boxes are not honoured" in said) != about.can.boxes
    assert ("has given its pipeline up" in said) == about.deprecated


@pytest.mark.slow
@some(ALL)
def test_a_model_that_gives_no_numbers_is_told(name: str, tiny: Any, tmp_path: Path) -> None:
    about = families()[name].about
    told = f"{name}={tiny(name)}"
    generator = HubGenerator(
        f"hub:sd15={tiny('sd15')}+{told}" if about.can.first else f"hub:{told}", steps=1, area=AREA, device="cpu"
    )
    story = board(shot("a", 7), size=(32, 32), rate=8)
    family = families()[name]
    load = family.load

    def broken(*given: Any) -> Any:
        model = load(*given)
        decoder = model.vae.decoder if hasattr(model.vae, "decoder") else model.vae
        with torch.no_grad():
            next(p for p in decoder.parameters() if p.requires_grad).fill_(float("nan"))
        return model

    loading.release()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(family, "load", broken, raising=False)
        with pytest.raises(RenderError, match="NaN or infinity"):
            make_film(story, tmp_path / "film.mp4", generator=generator, workers=1, store=tmp_path / "store")
    loading.release()
