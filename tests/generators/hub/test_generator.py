"""The hub as a generator: which tasks there are, what decides them, and what is said of what is not honoured."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from generators.hub import loading
from generators.hub.generator import HubGenerator, parameters_of
from generators.hub.registry import families
from storyline.errors import SetupError
from storyline.film.graph import film_graph
from storyline.film.plugins import plugin
from storyline.film.render import Render
from storyline.schema.base import ShotId
from storyline.schema.media import FrameSize
from storyline.schema.storyboard import Storyboard
from tests.boards import board, shot
from tests.generators.hub.tiny import models

SIZE = (32, 32)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    root = tmp_path_factory.mktemp("models")
    for name in ("sd15", "wan"):
        models()[name](root / name)
    yield root
    loading.release()


@pytest.fixture
def hub(tiny: Path) -> HubGenerator:
    return HubGenerator(f"hub:sd15={tiny / 'sd15'}+wan={tiny / 'wan'}", steps=1, area=32 * 32, device="cpu")


def film(**fields: Any) -> Storyboard:
    return board(shot("a", 7, **fields), shot("b", 5), size=SIZE, rate=8)


def keys(board: Storyboard, generator: HubGenerator) -> dict[str, str]:
    graph = film_graph(board, generator)
    return {id: graph.nodes[id]["key"] for id in graph}


def changed(one: Storyboard, other: Storyboard, generator: HubGenerator) -> set[str]:
    before, after = keys(one, generator), keys(other, generator)
    return {id for id in before if before[id] != after[id] and id.split("/")[0] in ("keyframes", "frames")}


def test_keyframes_then_frames_between_them(hub: HubGenerator) -> None:
    graph = film_graph(film(), hub)
    made = [id for id in graph if graph.nodes[id]["task"].maker == hub.name]
    assert made == ["keyframes/a", "frames/a/0", "keyframes/b", "frames/b/0"]
    assert graph.nodes["frames/a/0"]["task"].needs == ("keyframes/a",)
    assert all(graph.nodes[id]["task"].device == "cpu" for id in made)


def test_what_decides_a_shot_changes_its_keys_and_no_others(hub: HubGenerator) -> None:
    usual = film()
    assert changed(usual, film(label="x", action="It stands and stands."), hub) == set()
    assert changed(usual, film(overrides={"seed": 3}), hub) == {"keyframes/a", "frames/a/0"}
    assert changed(usual, film(overrides={"steps": 9}), hub) == {"keyframes/a", "frames/a/0"}
    assert changed(usual, film(overrides={"negative_prompt": "fog"}), hub) == {"keyframes/a", "frames/a/0"}
    style = usual.model_copy(update={"style": "pencil"})
    assert changed(usual, style, hub) == {"keyframes/a", "frames/a/0", "keyframes/b", "frames/b/0"}


def test_another_model_of_the_family_makes_everything_anew(tiny: Path, hub: HubGenerator, tmp_path: Path) -> None:
    import shutil

    shutil.copytree(tiny / "sd15", tmp_path / "copy")
    shutil.copytree(tiny / "sd15", tmp_path / "other")
    (tmp_path / "other" / "unet" / "config.json").write_text(
        (tmp_path / "other" / "unet" / "config.json").read_text().replace("\n", " \n")
    )
    graphs = [
        film_graph(film(), HubGenerator(f"hub:sd15={where}", steps=1, device="cpu"))
        for where in (tiny / "sd15", tmp_path / "copy", tmp_path / "other")
    ]
    parts = [graph.nodes["keyframes/a"]["task"].part.digest for graph in graphs]
    assert parts[0] == parts[1] != parts[2]


def test_a_supplied_keyframe_is_shown_and_gone_on_from(hub: HubGenerator, tmp_path: Path) -> None:
    from PIL import Image

    red = np.zeros((32, 32, 3), np.uint8) + np.array([200, 10, 10], np.uint8)
    Image.fromarray(red).save(tmp_path / "red.png")
    document = film().model_dump(mode="json")
    document["scenes"][0]["shots"][0]["panels"][0]["image"] = {"path": "red.png"}
    asked = Storyboard.model_validate(document)
    render = Render.of(asked, hub, tmp_path, tmp_path / "store", 1)
    (first, last) = render.keyframes()(ShotId("a"), [0, 6])
    assert np.array_equal(first, red) and not np.array_equal(last, red)


def test_the_name_makes_the_generator(tiny: Path) -> None:
    made = plugin("generators", f"hub:sd15={tiny / 'sd15'}")
    assert isinstance(made, HubGenerator) and made.choice.clips is None


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("hub:", "expected hub:KEYFRAMES"),
        ("hub:a+b+c", "expected hub:KEYFRAMES"),
        ("hub:vhs", "there is no family 'vhs'; keyframes are made by"),
        ("hub:sd15+vhs", "there is no family 'vhs'; clips are made by"),
        ("hub:wan+sd15", "'wan' makes clips"),
        ("hub:wan", "nobody draws them: `hub:sdxl+wan`"),
        ("hub:sd15=/nowhere", "expected a folder"),
        ("hub:sd15=owner/name,hat=owner/hat", "expected parts out of: none; got 'hat'"),
    ],
)
def test_a_name_that_means_nothing_is_told(name: str, said: str) -> None:
    with pytest.raises(SetupError, match=".*".join(map(_escaped, said.split(".*")))):
        HubGenerator(name)


def _escaped(text: str) -> str:
    return re.escape(text)


@pytest.mark.parametrize(
    "setting", [{"steps": 0}, {"guidance": -1.0}, {"precision": "float8"}, {"offload": "somewhere"}]
)
def test_settings_that_make_no_sense_are_told(setting: dict[str, Any], tiny: Path) -> None:
    with pytest.raises(SetupError, match="expected"):
        HubGenerator(f"hub:sd15={tiny / 'sd15'}", **setting)


def test_notes_say_what_is_not_honoured(hub: HubGenerator) -> None:
    said = " ".join(hub.notes(film()))
    assert re.search(r"sd15 draws from words: boxes are not honoured; flux-regional, .*gligen, .* can\.", said)
    assert "wan has learnt 16 frames a second, and this film has 8" in said
    assert "7 frames are picked from 9 that wan draws" in said
    wide = " ".join(hub.notes(film().model_copy(update={"size": FrameSize((64, 36))})))
    assert "sd15 draws at 40x24; frames are resized to 64x36" in wide


def test_parameters_are_those_of_the_family() -> None:
    about = families()["sd15"].about
    assert parameters_of(about, {"tempo": 3}) == dict(about.parameters)
