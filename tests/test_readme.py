"""What the README shows is what happens."""

import re
import runpy
from pathlib import Path

import pytest
from PIL import Image

from storyline import plan_film
from storyline.errors import ScriptError
from storyline.film import cores
from storyline.schema.vocabulary import ACTIONS, ANIMALS, PEOPLE, SETTINGS, THINGS

README = (Path(__file__).parent.parent / "README.md").read_text()
BLOCKS = re.findall(r"```(\w*)\n(.*?)```", README, re.S)


def blocks(language: str) -> list[str]:
    return [text for name, text in BLOCKS if name == language]


@pytest.mark.parametrize("text", blocks("yaml"))
def test_the_scripts_plan(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in re.findall(r"path: ([\w/]+\.png)", text):
        Path(name).parent.mkdir(exist_ok=True)
        Image.new("RGBA", (8, 16), "red").save(name)
    assert plan_film(text).length > 48


def test_the_partial_script_keeps_its_words() -> None:
    board = plan_film(blocks("yaml")[1])
    first, second = board.scenes[0].shots
    assert (board.title, first.duration, second.size, second.transition.overlap) == ("The Kite", 96, "MS", 12)
    assert any(p.box.root == (0.35, 0.2, 0.65, 0.7) for panel in second.panels for p in panel.placements)


def test_the_mistakes_are_told_as_shown(tmp_path: Path) -> None:
    shown = next(text for text in blocks("") if "storyline plan script.yaml" in text)
    expected = shown.split("\n", 1)[1].removeprefix("storyline: ").strip()
    (tmp_path / "script.yaml").write_text(
        "scenes:\n  - time_of_day: midnite\n    shots:\n      - sise: MS\n        duration: 4 seconds\n"
        "        panels:\n          - placements: [{entity: rex, box: [0.7, 0.1, 0.4, 0.9]}]\n"
    )
    with pytest.raises(ScriptError) as raised:
        plan_film(tmp_path / "script.yaml")
    assert str(raised.value) == expected


def test_the_python_example_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (code,) = blocks("python")
    (tmp_path / "examples").symlink_to(Path(__file__).parent.parent / "examples")
    monkeypatch.chdir(tmp_path)
    planning, rendering = code.rsplit("make_film(board", 1)
    assert rendering.strip() == ', "out/fable.mp4")'
    planning = planning.replace('It waves."', 'It waves.", workers=' + str(cores()))
    exec(compile(planning, "README.md", "exec"), {})
    assert {p.name for p in (tmp_path / "out").iterdir()} >= {"film.mp4", "storyboard.yaml", "board.png"}


def test_what_is_drawn_is_counted() -> None:
    counted = {"people": PEOPLE, "animals": ANIMALS, "things": THINGS, "actions": ACTIONS, "settings": SETTINGS}
    plain = " ".join(README.split())
    for word, rows in counted.items():
        assert f"{len(rows)} {word}" in plain


def test_the_page_of_the_world_is_the_tables() -> None:
    root = Path(__file__).parent.parent
    namespace = runpy.run_path(str(root / "docs" / "world.py"))
    assert (root / "docs" / "world.md").read_text() == namespace["page"](), "write it anew: python docs/world.py"


def test_the_page_of_models_is_what_the_families_say() -> None:
    root = Path(__file__).parent.parent
    namespace = runpy.run_path(str(root / "docs" / "models.py"))
    assert (root / "docs" / "models.md").read_text("utf-8") == namespace["page"](), "write it: python docs/models.py"
