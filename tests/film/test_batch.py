"""render_batch, end to end at tiny sizes: what is shared, what fails, what is done again."""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from storyline import Storyboard, make_film, render_batch
from storyline.errors import ScriptError, SetupError, StoreError
from storyline.film import plan_film
from storyline.film.batch import Batch
from storyline.frames.decode import decode, frame_count
from storyline.graph.store import Store
from storyline.reading.episodes import episodes
from storyline.schema.task import Job
from tests.boards import board, shot
from tests.film.episodes import FOX, HARE, script, statuses, tree
from tests.film.painted import Painted

BESIDE = {"film.mp4", "storyboard.yaml", "board.png", "film.srt", "manifest.json", "poster.jpg"}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store"


def test_films_with_all_that_belongs_to_them_a_report_and_a_page(tmp_path: Path, store: Path) -> None:
    out = tmp_path / "out"
    report = render_batch([HARE, FOX], out, store=store, workers=1)
    assert statuses(report) == {"the-hare": "done", "the-fox": "done"} and report.ok
    expected = {f"{name}/{file}" for name in ("the-hare", "the-fox") for file in BESIDE}
    assert tree(out) == expected | {"report.json", "index.html"}
    for episode in report.episodes:
        assert episode.film is not None
        assert frame_count(episode.film) == episode.frames == 12
    facts = json.loads((out / "report.json").read_text())
    assert facts == report.facts()
    assert [episode["film"] for episode in facts["episodes"]] == ["the-hare/film.mp4", "the-fox/film.mp4"]
    assert facts["totals"]["frames"] == 24 and facts["totals"]["duration"] == 4.0


def test_a_film_of_a_batch_is_the_film_alone(tmp_path: Path, store: Path) -> None:
    report = render_batch([HARE, FOX], tmp_path / "out", store=store, workers=1)
    alone = make_film(FOX, tmp_path / "alone" / "film.mp4", store=tmp_path / "another", workers=1)
    other = report.episodes[1].film
    assert other is not None
    assert alone.path.read_bytes() == other.read_bytes()
    for name in ("storyboard.yaml", "board.png", "film.srt"):
        assert alone.companion(name).read_bytes() == other.with_name(name).read_bytes()


def test_the_same_shot_in_two_episodes_is_drawn_once(tmp_path: Path, store: Path) -> None:
    report = render_batch([HARE, FOX], tmp_path / "out", store=store, workers=1)
    first, second = report.episodes
    assert (first.tasks_made, first.tasks_cached) == (first.tasks, 0)
    # the frames of the shot, its panels, and the film's segment that shows it
    assert second.tasks_cached == 3 and second.tasks_made == second.tasks - 3
    made = len(list(Store(store).entries()))
    assert made == report.totals["tasks_made"] == first.tasks + second.tasks - 3
    a, b = (np.stack(list(decode(episode.film)))[:6] for episode in report.episodes if episode.film)
    np.testing.assert_array_equal(a, b)


def test_the_same_episode_twice_is_two_films_of_the_same_work(tmp_path: Path, store: Path) -> None:
    report = render_batch([HARE, HARE, HARE | {"title": "Again"}], tmp_path / "out", store=store, workers=1)
    assert statuses(report) == {"the-hare": "done", "the-hare-2": "done", "again": "done"}
    assert [episode.tasks_made for episode in report.episodes] == [report.episodes[0].tasks, 0, 0]


@pytest.mark.slow
def test_the_films_are_the_same_for_any_number_of_workers(tmp_path: Path) -> None:
    films = []
    for workers in (1, 2):
        report = render_batch(
            [HARE, FOX], tmp_path / f"out{workers}", store=tmp_path / f"store{workers}", workers=workers
        )
        films.append([episode.film.read_bytes() for episode in report.episodes if episode.film])
    assert films[0] == films[1] and len(films[0]) == 2


def test_a_bad_episode_does_not_stop_the_others(tmp_path: Path, store: Path) -> None:
    class Stumbles:
        """A planner that has a fault for one script, and makes no storyboard of another."""

        name = "stumbles"

        def plan(self, script: Any) -> Storyboard:
            if script.title == "Fault":
                raise ZeroDivisionError("a fault")
            return plan_film(script) if script.title != "Nothing" else None  # type: ignore[return-value]

    bad = [{"title": "Wrong", "sory": "A hare."}, HARE | {"title": "Fault"}, HARE | {"title": "Nothing"}]
    missing = tmp_path / "missing.txt"
    report = render_batch(
        [bad[0], HARE, bad[1], bad[2], missing, FOX], tmp_path / "out", planner=Stumbles(), store=store, workers=1
    )
    assert [episode.status for episode in report.episodes] == ["failed", "done", "failed", "failed", "failed", "done"]
    assert not report.ok
    errors = [episode.error or "" for episode in report.episodes]
    for error, said in zip(
        errors,
        ["did you mean 'story'", "", "^ZeroDivisionError: a fault$", "must return a Storyboard", "no such file", ""],
        strict=True,
    ):
        assert re.search(said, error) and bool(said) == bool(error)
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"the-hare", "the-fox", "report.json", "index.html"}
    page = (tmp_path / "out" / "index.html").read_text()
    assert "did you mean" in page and "4 failed" in page


PAINTED = [
    board(shot("a", 6), shot("b", 6), rate=6, title="One"),
    board(shot("c", 6), rate=6, title="Two"),
]


def test_a_shot_that_fails_sinks_its_film_alone_and_the_next_run_does_the_rest(tmp_path: Path, store: Path) -> None:
    out = tmp_path / "out"
    broken, whole = Painted(shot="b", at=3, trouble="error"), Painted()
    report = render_batch(PAINTED, out, generator=broken, store=store, workers=1)
    assert statuses(report) == {"one": "failed", "two": "done"}
    assert report.episodes[0].error == "this frame cannot be drawn"
    assert report.episodes[0].film is None and not (out / "one").exists()
    # its other shot was drawn: both panels, that shot's frames and segment
    assert report.episodes[0].tasks_made == 4
    again = render_batch(PAINTED, out, generator=whole, store=store, workers=1)
    assert statuses(again) == {"one": "done", "two": "cached"}
    assert again.episodes[0].tasks_made == again.episodes[0].tasks - 4


def test_a_store_that_is_full_ends_the_batch_and_the_report_says_so(tmp_path: Path, store: Path) -> None:
    class Full(Painted):
        def run(self, batch: Sequence[Job]) -> None:
            if (batch[0].task.kind, batch[0].task.shot) == ("frames", "b"):
                raise StoreError("store: the disk is full")
            super().run(batch)

    out = tmp_path / "out"
    boards = [PAINTED[1], *PAINTED, board(shot("d", 6), rate=6, title="Three")]
    report = render_batch(boards, out, generator=Full(), store=store, workers=1)
    assert statuses(report) == {"two": "done", "one": "failed", "two-2": "done", "three": "failed"}
    assert [episode.error for episode in report.episodes if episode.error] == ["store: the disk is full"] * 2
    assert json.loads((out / "report.json").read_text())["totals"]["failed"] == 2
    assert report.episodes[3].tasks_made == report.episodes[3].tasks_cached == 0


def test_gaps_where_they_are_allowed(tmp_path: Path, store: Path) -> None:
    out = tmp_path / "out"
    report = render_batch(
        PAINTED, out, generator=Painted(shot="b", at=3, trouble="error"), store=store, workers=1, allow_gaps=True
    )
    one, two = report.episodes
    assert (one.status, two.status, report.ok) == ("gaps", "done", True)
    assert one.gaps == ("b",) and one.error == "this frame cannot be drawn"
    assert one.film is not None and frame_count(one.film) == 12
    assert "shot 'b' could not be made" in (out / "one" / "storyboard.yaml").read_text()
    assert "1 with gaps" in (out / "index.html").read_text()
    alone = make_film(
        PAINTED[0],
        tmp_path / "alone" / "film.mp4",
        generator=Painted(shot="b", at=3, trouble="error"),
        store=tmp_path / "another",
        workers=1,
        allow_gaps=True,
    )
    assert alone.path.read_bytes() == one.film.read_bytes()  # the slate says the same
    again = render_batch(PAINTED, out, generator=Painted(), store=store, workers=1, allow_gaps=True)
    assert statuses(again) == {"one": "done", "two": "cached"}
    assert "could not be made" not in (out / "one" / "storyboard.yaml").read_text()


def test_run_again_it_does_only_what_is_needed(tmp_path: Path, store: Path) -> None:
    out = tmp_path / "out"
    first = render_batch([HARE, FOX], out, store=store, workers=1)
    before = {path: path.stat().st_mtime_ns for path in out.glob("*/*")}
    again = render_batch([HARE, FOX], out, store=store, workers=1)
    assert statuses(again) == {"the-hare": "cached", "the-fox": "cached"}
    assert [e.film for e in again.episodes] == [e.film for e in first.episodes]
    assert {path: path.stat().st_mtime_ns for path in out.glob("*/*")} == before

    edited = script("The Fox", "A brown hare runs.", "A red fox waves.", "The fox sleeps.")
    report = render_batch([HARE, edited], out, store=store, workers=1)
    assert statuses(report) == {"the-hare": "cached", "the-fox": "done"}
    # the new shot's panels, frames and segment, and the film
    assert report.episodes[1].tasks_made == 4
    assert report.episodes[1].frames == 18


def test_a_film_that_was_lost_or_damaged_is_laid_there_again_without_new_work(tmp_path: Path, store: Path) -> None:
    out = tmp_path / "out"
    films = [out / name / "film.mp4" for name in ("the-hare", "the-fox")]
    render_batch([HARE, FOX], out, store=store, workers=1)
    whole = films[0].read_bytes()
    films[0].write_bytes(whole[:-9])
    report = render_batch([HARE, FOX], out, store=store, workers=1)
    assert statuses(report) == {"the-hare": "done", "the-fox": "cached"}
    assert films[0].read_bytes() == whole and report.totals["tasks_made"] == 0
    for file in sorted(BESIDE - {"film.mp4"}):
        (out / "the-fox" / file).unlink()
        report = render_batch([HARE, FOX], out, store=store, workers=1)
        assert statuses(report) == {"the-hare": "cached", "the-fox": "done"}, file
    (out / "the-fox" / "manifest.json").write_text("[]")
    assert statuses(render_batch([FOX], out, store=store, workers=1)) == {"the-fox": "done"}


def test_words_that_change_no_frame_are_still_written_anew(tmp_path: Path, store: Path) -> None:
    out = tmp_path / "out"
    render_batch([HARE], out, store=store, workers=1)
    labelled = json.loads(json.dumps(HARE))
    labelled["scenes"][0]["shots"][0]["label"] = "the first of all"
    report = render_batch([labelled], out, store=store, workers=1)
    assert statuses(report) == {"the-hare": "done"} and report.totals["tasks_made"] == 0
    assert "the first of all" in (out / "the-hare" / "storyboard.yaml").read_text()


def test_what_a_stopped_batch_had_done_is_there(tmp_path: Path, store: Path) -> None:
    """The first film lies in its place as soon as it is whole, and is not made again."""
    out = tmp_path / "out"
    with pytest.raises(KeyboardInterrupt):
        render_batch(PAINTED[::-1], out, generator=Painted(shot="b", at=3, trouble="stop"), store=store, workers=1)
    assert {path.name for path in (out / "two").iterdir()} == BESIDE and not (out / "one").exists()
    report = render_batch(PAINTED[::-1], out, generator=Painted(), store=store, workers=1)
    assert statuses(report) == {"two": "cached", "one": "done"}


def test_an_episode_that_cannot_be_laid_down_fails_alone(tmp_path: Path, store: Path) -> None:
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    out.mkdir()
    elsewhere.mkdir()
    (out / "the-hare").write_text("a file is in the way")
    (out / "the-fox").symlink_to(elsewhere)
    third = FOX | {"title": "Third"}
    report = render_batch([HARE, FOX, third], out, store=store, workers=1)
    assert statuses(report) == {"the-hare": "failed", "the-fox": "failed", "third": "done"}
    assert "cannot write" in (report.episodes[0].error or "")
    assert "a link that leads out of it" in (report.episodes[1].error or "")
    assert list(elsewhere.iterdir()) == []


@pytest.mark.parametrize(
    ("scripts", "settings", "said"),
    [
        ([], {}, "expected at least one script; got none"),
        ([HARE], {"workers": 0}, "workers: expected"),
        ([HARE], {"seed": -1}, "seed: expected"),
        ([HARE], {"planner": "nobody"}, "unknown planner 'nobody'"),
        ([HARE], {"generator": "nobody"}, "unknown generator 'nobody'"),
    ],
)
def test_what_is_wrong_for_all_is_said_at_once(
    tmp_path: Path, store: Path, scripts: Sequence[dict[str, Any]], settings: dict[str, Any], said: str
) -> None:
    with pytest.raises((ScriptError, SetupError), match=said):
        render_batch(scripts, tmp_path / "out", store=store, **settings)
    assert not (tmp_path / "out").exists()


def test_progress_goes_over_planning_films_and_frames(tmp_path: Path, store: Path) -> None:
    told: list[tuple[str, int, int]] = []
    render_batch([HARE, FOX], tmp_path / "out", store=store, workers=1, progress=lambda *stage: told.append(stage))
    assert [stage for stage in told if stage[0] == "planning"] == [("planning", 1, 2), ("planning", 2, 2)]
    assert [stage for stage in told if stage[0] == "films"] == [("films", 0, 2), ("films", 1, 2), ("films", 2, 2)]
    frames = [stage for stage in told if stage[0] == "rendering frames"]
    assert frames[-1][1] == frames[-1][2] > 24


def test_a_dry_run_counts_what_a_render_does(tmp_path: Path, store: Path) -> None:
    out = tmp_path / "out"

    def work() -> tuple[int, int, list[int]]:
        found = Batch.of([HARE, FOX], out, store=store, workers=1).work()
        return found.tasks, len(found.to_run), [episode.to_run for episode in found.episodes]

    tasks, to_run, each = work()
    assert tasks == to_run == sum(each) - 3  # what both need
    assert not out.exists()
    report = render_batch([HARE, FOX], out, store=store, workers=1)
    assert report.totals["tasks_made"] == to_run
    assert work() == (tasks, 0, [0, 0])


def test_pictures_of_a_series_are_found_and_gathered(tmp_path: Path, store: Path) -> None:
    from PIL import Image

    folder = tmp_path / "series"
    (folder / "episodes").mkdir(parents=True)
    for name, colour in (("imp.png", (200, 0, 0, 255)), ("episodes/elf.png", (0, 0, 200, 255))):
        cut_out = Image.new("RGBA", (20, 30))
        cut_out.paste(colour, (4, 4, 16, 26))
        cut_out.save(folder / name)
    look = [{"picture": {"path": "imp.png"}}]
    (folder / "series.json").write_text(
        json.dumps(
            {
                "format": "series/1",
                "title": "Small People",
                "size": [64, 36],
                "rate": 6,
                "cast": [{"id": "imp", "kind": "imp", "name": "Imp", "looks": look}],
                "episodes": ["episodes/one.json", script("Two", "Imp waves.", size=None, rate=None)],
            }
        )
    )
    elf = {"id": "elf", "kind": "elf", "name": "Elf", "looks": [{"picture": {"path": "elf.png"}}]}
    (folder / "episodes" / "one.json").write_text(
        json.dumps(script("One", "Imp waves.", "Elf waves.", cast=[elf], size=None, rate=None))
    )
    out = tmp_path / "out"
    report = render_batch(folder, out, store=store, workers=1)
    assert statuses(report) == {"one": "done", "two": "done"}, [episode.error for episode in report.episodes]
    assert report.title == "Small People" and report.episodes[1].tasks_cached == 3
    assert len(list((out / "one" / "files").iterdir())) == 2
    again = make_film(out / "one" / "storyboard.yaml", tmp_path / "again" / "film.mp4", store=store)
    np.testing.assert_array_equal(np.stack(list(decode(again.path))), np.stack(list(decode(out / "one" / "film.mp4"))))
    assert len(episodes([folder]).episodes) == 2
