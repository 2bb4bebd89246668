"""The folder of a batch: names that are safe, a page, and what it may lie among."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyline import BatchReport, render_batch
from storyline.errors import SetupError
from storyline.film.batch.index import clock, index
from storyline.film.batch.report import EpisodeReport
from storyline.reading.episodes import distinct
from tests.film.episodes import HARE, script, statuses


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store"


def test_nothing_is_written_outside_whatever_the_names(tmp_path: Path, store: Path) -> None:
    base = tmp_path / "base"
    out = base / "out"
    titles = [
        "..",
        "../../up",
        "/etc/passwd",
        "a/b\\c",
        "CON",
        "Ünïcödé ✨ 映画",
        "ÜNÏCÖDÉ ✨ 映画",
        "",
        "report.json",
        "x" * 300,
    ]
    report = render_batch([script(title, "A hare runs.") for title in titles], out, store=store, workers=1)
    assert report.ok
    assert {path.name for path in base.iterdir()} == {"out"}
    folders = {path.name for path in out.iterdir() if path.is_dir()}
    assert folders == {episode.name for episode in report.episodes} and len(folders) == len(titles)
    assert {"etc-passwd", "up", "con-film", "ünïcödé-映画", "ünïcödé-映画-2", "report-json"} <= folders


@given(
    st.lists(st.text(max_size=80) | st.sampled_from(["a", "A", "a-2", "..", "nul", "ﷺ", "İ", "ß", "SS"]), max_size=30)
)
def test_names_are_safe_and_no_two_are_alike(titles: list[str]) -> None:
    names = distinct(titles)
    assert len(names) == len(titles) == len({name.casefold() for name in names})
    for name in names:
        assert re.fullmatch(r"\w[\w-]*", name) and len(name.encode()) <= 255
        assert not re.fullmatch("con|prn|aux|nul|com[0-9]|lpt[0-9]", name)


def test_a_name_does_not_depend_on_what_comes_before_it_if_no_other_wants_it() -> None:
    assert distinct(["a", "a", "a-2"]) == ["a", "a-3", "a-2"]


def test_the_page_holds_no_word_unescaped_and_no_address(tmp_path: Path) -> None:
    evil = "<script>alert(1)</script>\"'&"
    film = tmp_path / "a b%#?ü" / "film.mp4"
    episode = EpisodeReport("n", evil, evil, "gaps", evil, film, 6, 1.0, 3, 3, 0, ("s",), 1.0)
    failed = EpisodeReport("n", "", evil, "failed", evil, None, 0, 0.0, 0, 0, 0, (), 1.0)
    page = index(BatchReport(tmp_path, evil, (episode, failed), 1.0))
    assert "<script" not in page and evil not in page
    assert 'src="a%20b%25%23%3F%C3%BC/film.mp4"' in page
    assert not re.search(r'(src|href|poster)="(?!a%20b)', page) and "http" not in page and "@import" not in page
    assert clock(59.6) == "1:00"


def test_the_report_and_the_page_never_replace_a_script(tmp_path: Path, store: Path) -> None:
    (tmp_path / "report.json").write_text(json.dumps([HARE]))
    with pytest.raises(SetupError, match="is a script of the batch"):
        render_batch([tmp_path / "report.json"], tmp_path, store=store)
    assert json.loads((tmp_path / "report.json").read_text()) == [HARE]


def test_a_batch_may_lie_among_its_scripts(tmp_path: Path, store: Path) -> None:
    (tmp_path / "hare.json").write_text(json.dumps(HARE))
    for status in ("done", "cached"):
        assert statuses(render_batch(tmp_path, tmp_path, store=store, workers=1)) == {"hare": status}
    (tmp_path / "film").mkdir()
    named = tmp_path / "storyboard.yaml"
    named.write_text((tmp_path / "hare" / "storyboard.yaml").read_text())
    inside = tmp_path / "hare" / "film.json"
    inside.write_text(json.dumps(HARE))
    assert statuses(render_batch([inside, named], tmp_path, store=store, workers=1)) == {
        "film": "done",
        "storyboard": "done",
    }
