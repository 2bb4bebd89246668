"""What a notebook shows of nouns."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import networkx as nx
import pytest
from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.formatters import DisplayFormatter
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

import storyline.notebook
from storyline.errors import SetupError
from storyline.film import Film, Render, make_film
from storyline.reading import read
from storyline.schema.script import Script
from storyline.studio.revise import revise
from tests.boards import board, shot
from tests.exchange.comparisons import OTHER, comparison, four_parts, part

BOARD = board(shot("one", 24), shot("two", 24, lines=[{"text": "<b>Hi</b>", "start": 0, "duration": 5}]))
FIRST = BOARD.scenes[0].shots[0]


def shown(noun: Any, **names: Any) -> str | None:
    """As HTML, in a notebook with these variables."""
    formatter = DisplayFormatter()
    storyline.notebook.load_ipython_extension(SimpleNamespace(display_formatter=formatter, user_ns=names))
    data, _ = formatter.format(noun)
    return data.get("text/html")  # type: ignore[no-any-return]


def pictures(html: str | None) -> int:
    return (html or "").count("src='data:image/jpeg;base64,")


def test_a_storyboard_is_shown_with_pictures_boxes_and_words() -> None:
    html = shown(BOARD) or ""
    assert pictures(html) == 2
    assert html.count("class='box'") == 2
    assert "00:00:01:00" in html
    assert "&lt;b&gt;Hi&lt;/b&gt;" in html
    assert "<b>Hi" not in html


def test_its_parts_are_shown_with_pictures_where_it_is_a_variable() -> None:
    for noun, count in ((BOARD.scenes[0], 4), (FIRST, 2), (FIRST.panels[1], 1)):
        assert pictures(shown(noun, story=BOARD)) == count
        assert pictures(shown(noun, film=Film(BOARD, Path("film.mp4")))) == count
        html = shown(noun) or ""
        assert pictures(html) == 0
        assert html.count("class='box'") == count


def test_a_shot_shows_its_tracks_where_its_storyboard_is_known() -> None:
    html = shown(FIRST, story=BOARD) or ""
    assert "<summary>Tracks</summary>" in html and 'aria-label="Tracks of shot 1.1"' in html
    assert (shown(BOARD.scenes[0], story=BOARD) or "").count("<summary>Tracks</summary>") == 2
    assert "Tracks" not in (shown(FIRST) or "")


def test_names_stay_within_the_frame_and_words_are_shown_once() -> None:
    placements = [{"entity": "hare", "box": [0.7, 0.05, 0.9, 0.5]}]
    placed = [{"at": at, "prompt": "", "placements": placements} for at in (0, 23)]
    said = [{"text": "Well met.", "speaker": "hare", "start": 0, "duration": 5}]
    html = shown(board(shot("one", 24, panels=placed, lines=said, action="Hare: “Well met.”"))) or ""
    assert "class='box high right'" in html
    assert html.count("Well met.") == 1


def test_a_long_storyboard_is_shown_in_part() -> None:
    html = shown(board(*(shot(f"shot-{n}", 2) for n in range(30)))) or ""
    assert pictures(html) == 24
    assert "6 shots more" in html


def test_a_script_is_shown_with_its_words() -> None:
    script, _ = read("The hare met the tortoise. They ran.")
    assert isinstance(script, Script)
    assert "The hare met the tortoise." in (shown(script) or "")


def test_a_render_graph_says_what_is_there() -> None:
    graph = Render.of(BOARD).graph()
    html = shown(graph) or ""
    assert "Render graph" in html and html.count("<summary>In words</summary>") == 2
    assert "s1</bdi>" in html and "6 tasks, " in html and "sg-run" in html and "frames/one/0" in html
    assert "1. A meadow</bdi>" in (shown(graph, story=BOARD) or "")
    assert "1. A meadow</bdi>" not in (shown(graph, story=board(shot("another", 24))) or "")
    assert shown(nx.DiGraph([(1, 2)])) is None


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Film:
    return make_film(BOARD, tmp_path_factory.mktemp("film") / "film.mp4", workers=1)


def test_a_film_plays_and_its_shots_are_listed(film: Film) -> None:
    html = shown(film) or ""
    assert "<video controls poster='data:image/jpeg;base64," in html
    assert " src='data:video/mp4;base64," in html
    assert "1.2" in html
    assert "no longer there" in (shown(Film(BOARD, Path("gone.mp4"))) or "")


def test_of_two_films_what_differs_is_shown() -> None:
    html = shown(four_parts("<b>moved</b>")) or ""
    assert "A a/film.mp4 and B b/film.mp4" in html and "seed: 1 → 2" in html
    assert pictures(html) == 3 + 1 + 1  # a changed shot, and two that only one film has
    assert "&lt;b&gt;moved" in html and "opening title" not in html
    many = comparison(*(part(f"s{n}", f"1.{n}", difference=replace(OTHER, mean=n)) for n in range(30)))
    html = shown(many) or ""
    assert pictures(html) == 24 * 3 and "6 parts more" in html and "1.29" in html and "1.5 " not in html


@pytest.fixture
def told() -> Iterator[list[dict[str, Any]]]:
    """What a notebook that runs here is told to show."""
    shell = InteractiveShell.instance(config=Config(HistoryManager={"enabled": False}))
    shell.display_pub = CapturingDisplayPublisher()
    yield shell.display_pub.outputs
    InteractiveShell.clear_instance()


def test_a_film_is_updated_and_only_what_changed_is_rendered(film: Film, told: list[dict[str, Any]]) -> None:
    box = ["scenes", 0, "shots", 1, "panels", 1, "placements", 0, "box"]
    changed = revise(BOARD, [{"do": "set", "at": box, "value": [0.1, 0.4, 0.3, 0.8]}])
    updated = film.update(changed, workers=1)
    assert updated.storyboard.scenes == changed.scenes
    assert updated.path == film.path
    first, last = told[0]["data"], told[-1]["data"]
    assert first["text/plain"] == "Rendering 1 of 2 shots; the others are as they were."
    assert "shot 1.2" in first["text/html"]
    assert "0 of 3" in first["text/html"]
    assert last["text/plain"].startswith("Rendered 1 of 2")
    assert "3 of 3" in last["text/html"]
    assert {one["transient"]["display_id"] for one in told} == {told[0]["transient"]["display_id"]}
    assert film.update(changed, workers=1).storyboard == updated.storyboard
    assert told[-1]["data"]["text/plain"] == "All 2 shots are as they were."


def test_a_film_is_updated_by_the_generator_that_made_it(film: Film, tmp_path: Path) -> None:
    assert film.generator == "toon"
    copy = Film(BOARD, tmp_path / "film.mp4")
    with pytest.raises(SetupError, match=r"manifest\.json: expected the manifest of the film"):
        copy.update(BOARD)
    copy.companion("manifest.json").write_text('{"settings": {"generator": "mine"}}', "utf-8")
    with pytest.raises(SetupError, match="unknown generator 'mine'"):
        copy.update(BOARD)
    assert copy.update(BOARD, generator="toon", workers=1).path.is_file()
