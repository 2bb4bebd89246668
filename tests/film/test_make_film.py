"""make_film, end to end at a tiny size."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from generators.toon import ToonGenerator
from storyline import Film, Script, Storyboard, make_film, plan_film, read
from storyline.errors import ScriptError, SetupError
from storyline.film import Render, companion
from storyline.film.graph import film_graph
from storyline.frames.decode import decode, frame_count
from storyline.graph.history import Estimate
from storyline.schema.base import document
from tests.film.painted import Painted

SCRIPT = {
    "title": "Two friends",
    "size": [96, 54],
    "rate": 6,
    "story": 'A red robot walks through the forest. "Hello!" says the robot.\n\nAt night a green cat sleeps in a room.',
}


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Film:
    return make_film(SCRIPT, tmp_path_factory.mktemp("film") / "film.mp4", seed=3)


def frames(path: Path) -> np.ndarray:
    return np.stack(list(decode(path)))


def test_a_film_and_its_companions(film: Film) -> None:
    board = film.storyboard
    assert {p.name for p in film.path.parent.iterdir()} == {
        "film.mp4", "storyboard.yaml", "board.png", "film.srt", "manifest.json",
    }  # fmt: skip
    assert frame_count(film.path) == board.length
    assert film.duration == board.seconds
    assert [s.id for s in film.shots] == [s.id for _, s in board.shots()]
    manifest = json.loads(film.companion("manifest.json").read_text())
    assert manifest["seed"] == 3
    assert manifest["film"]["frames"] == board.length
    assert "Hello!" in film.companion("film.srt").read_text()
    assert "<video" in film._repr_html_()


def test_the_storyboard_gives_the_same_film_in_another_process(
    film: Film, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    again = tmp_path / "film.mp4"
    command = [sys.executable, "-m", "storyline", "render", str(film.companion("storyboard.yaml")), "-o", str(again)]
    store = {"STORYLINE_STORE": str(tmp_path_factory.mktemp("store"))}
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, **store})
    np.testing.assert_array_equal(frames(again), frames(film.path))
    assert again.read_bytes() == film.path.read_bytes()
    assert (tmp_path / "storyboard.yaml").read_text() == film.companion("storyboard.yaml").read_text()


def test_the_same_film_whatever_the_workers(film: Film, tmp_path: Path) -> None:
    """Here by three; by as many as there are cores in `film`, and by one below."""
    other = make_film(film.storyboard, tmp_path / "film.mp4", workers=3, store=tmp_path / "store")
    assert other.path.read_bytes() == film.path.read_bytes()


def test_every_kind_of_script_is_taken(tmp_path: Path) -> None:
    text = "A red robot walks through the forest."
    (tmp_path / "s.txt").write_text(text)
    boards = [plan_film(text), plan_film(tmp_path / "s.txt"), plan_film({"story": text})]
    script = read(text).document
    assert isinstance(script, Script) and not isinstance(script, Storyboard)
    boards.append(plan_film(script))
    assert all([s.panels for _, s in b.shots()] == [s.panels for _, s in boards[0].shots()] for b in boards)
    assert plan_film(boards[0]) == boards[0]
    assert plan_film(boards[0], seed=9).seed == 9


def test_a_bad_script_leaves_the_earlier_film(tmp_path: Path) -> None:
    (tmp_path / "film.mp4").write_bytes(b"earlier")
    with pytest.raises(ScriptError, match="did you mean 'story'"):
        make_film({"stori": "x", "title": "y"}, tmp_path / "film.mp4")
    assert [p.name for p in tmp_path.iterdir()] == ["film.mp4"]
    assert (tmp_path / "film.mp4").read_bytes() == b"earlier"


def test_unknown_plugins_are_named_with_the_known(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"unknown planner 'oracle'; installed are .*offline"):
        make_film("A cat.", tmp_path / "film.mp4", planner="oracle")
    with pytest.raises(SetupError, match=r"unknown generator 'magic'; installed are .*toon"):
        make_film("A cat.", tmp_path / "film.mp4", generator="magic")
    with pytest.raises(SetupError, match=r"expected a file ending in \.mp4"):
        make_film("A cat.", tmp_path / "film.avi")


@pytest.mark.parametrize("workers", [1, 2])
def test_a_planner_and_a_generator_of_ones_own(film: Film, tmp_path: Path, workers: int) -> None:
    class Mine:
        name = "mine"

        def plan(self, script: Script) -> Storyboard:
            return film.storyboard

    other = make_film(
        "ignored", tmp_path / "film.mp4", planner=Mine(), generator=Painted(), workers=workers,
        store=tmp_path / "store",
    )  # fmt: skip
    middle = frames(other.path)[other.storyboard.opening + 5]
    assert middle[5, 5, 0] > 180 and middle[5, 5, 1] < 30
    assert any(note.text == "all is painted" and note.by == "painted" for note in other.storyboard.notes)


def test_a_shot_may_name_its_generator(film: Film, tmp_path: Path) -> None:
    plain = document(film.storyboard)
    first = plain["scenes"][0]["shots"][0]
    first["overrides"] = {"generator": "nobody"}
    with pytest.raises(SetupError, match="unknown generator 'nobody'"):
        make_film(Storyboard.model_validate(plain), tmp_path / "film.mp4")
    first["overrides"] = {"generator": "toon"}
    board = Storyboard.model_validate(plain)
    other = frames(make_film(board, tmp_path / "film.mp4", generator=Painted()).path)
    drawn = frames(film.path)
    within = {shot.id: (span.start + span.end_exclusive) // 2 for shot, span in board.timeline()}
    for shot, frame in within.items():
        assert np.array_equal(other[frame], drawn[frame]) == (shot == first["id"])


def test_what_is_to_do_is_known_before(film: Film, tmp_path: Path) -> None:
    render = Render.of(film.storyboard, store=tmp_path / "store", workers=1)
    work = render.work()
    (whole,) = (task for task in work.to_run if task.id == "film")
    assert whole.frames == film.storyboard.length
    assert {task.shot for task in work.to_run} >= {shot.id for shot in film.shots}
    assert {task.id for task in work.to_run} == set(work.graph) == set(film_graph(film.storyboard, ToonGenerator()))
    assert 0 < work.taken.seconds < 60
    assert work.taken.bytes > film.path.stat().st_size / 4
    made = render.film(tmp_path / "film.mp4")
    assert made.film.read_bytes() == film.path.read_bytes()
    assert set(made.report.made) == set(work.graph)
    again = render.work()
    assert (again.to_run, again.taken) == ((), Estimate(0, 0, 0))


def test_what_is_there_is_not_made_again(film: Film, tmp_path: Path) -> None:
    render = Render.of(film.storyboard, store=tmp_path / "store", workers=1)
    first = render.film(tmp_path / "film.mp4")
    stamp = first.film.stat()
    again = render.film(tmp_path / "film.mp4")
    assert again.report.made == () and again.film.stat() == stamp
    titled = Render.of(film.storyboard.model_copy(update={"title": "Three friends"}), store=tmp_path / "store")
    kinds = {id.split("/")[0] for id in titled.film(tmp_path / "film.mp4").report.made}
    assert kinds == {"segment", "film"}


def test_companions_of_two_films_in_one_folder_differ() -> None:
    assert companion(Path("a/x.mp4"), "storyboard.yaml") != companion(Path("a/y.mp4"), "storyboard.yaml")


def test_scenes_are_done_one_after_the_other(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    make_film(SCRIPT, tmp_path / "film.mp4", workers=1, store=tmp_path / "store", progress=lambda *s: told.append(s))
    assert {done for stage, done, _ in told if stage == "scenes"} == {0, 1, 2}
    first = next(told[n + 1] for n, stage in enumerate(told) if stage == ("scenes", 1, 2))
    assert first[0] == "rendering frames" and first[1] < 0.8 * first[2]
