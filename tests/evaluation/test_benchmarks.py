from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from generators.toon import ToonGenerator
from storyline.evaluation.benchmarks import (
    CEILING,
    CHANCE,
    FLOOR,
    between_benchmark,
    drift_benchmark,
    identity_benchmark,
    layout_benchmark,
    long_benchmark,
    lvd_benchmark,
    words_benchmark,
)
from storyline.evaluation.detector.detection import Detection
from storyline.evaluation.detector.truth import told
from storyline.evaluation.identity import frames
from storyline.evaluation.layout import moments
from storyline.evaluation.words import told as words
from storyline.film import plan_film
from storyline.frames.clip import Picture
from storyline.schema.storyboard import Shot, Storyboard
from storyline.training.corpus.world import CORE
from tests.evaluation.films import SMALL, Drawn, board, scenes


class Knowing:
    """An eye without error: it knows the truth about the frames that it was shown before, and who is who."""

    kinds = CORE.kinds

    def __init__(self, shown: Iterable[tuple[Storyboard, Shot, Iterable[int]]]) -> None:
        self._known: dict[bytes, tuple[Detection, ...]] = {}
        for story, shot, numbers in shown:
            clip = ToonGenerator().clip(story, shot.id, story.size)
            for frame in numbers:
                truth = clip.truth(frame)
                figures = [(id, figure) for id, figure, _ in told(truth, story.cast, shot.layout(frame))]
                self._known[truth.picture.tobytes()] = tuple(
                    Detection(f.kind, f.colour or "", f.box, 1, embedding=tuple(float(id == e.id) for e in story.cast))
                    for id, f in figures
                )

    def __call__(self, frames: Iterable[Picture]) -> Iterator[tuple[Detection, ...]]:
        return (self._known.get(frame.tobytes(), ()) for frame in frames)


@cache
def films() -> tuple[Storyboard, ...]:
    return tuple(board(n) for n in range(4))


@cache
def stories() -> tuple[Storyboard, ...]:
    return tuple(scenes(n) for n in range(2))


@cache
def knowing() -> Knowing:
    shots = [(story, shot) for story in (*films(), *stories()) for _, shot in story.shots()]
    return Knowing((story, shot, sorted({*sum(moments(shot), frames(shot))})) for story, shot in shots)


class Black(Drawn):
    """Shows nothing."""

    def frames(self, shot: str, numbers: Sequence[int]) -> Iterator[Picture]:
        return (np.zeros((72, 128, 3), np.uint8) for _ in numbers)


def test_the_drawn_world_puts_figures_where_they_are_asked_for() -> None:
    found = layout_benchmark("toon", films(), Drawn, None, knowing())
    ceiling, floor = ({r.what: r.numbers for r in found.rows if r.who == who} for who in (CEILING, FLOOR))
    for part in ("keyframes", "filled"):
        assert ceiling[part]["kind"] == ceiling[part]["colour"] == ceiling[part]["found"] == 1
        assert ceiling[part]["iou"] > 0.75 and ceiling[part]["right"] > 0.9
        assert floor[part]["right"] < 0.1 and floor[part]["iou"] < 0.5
    assert found.total == ceiling["keyframes"]["figures"] + ceiling["filled"]["figures"]
    assert 0 < ceiling["moving"]["figures"] <= ceiling["filled"]["figures"]


def test_what_shows_nothing_stands_below_the_ceiling() -> None:
    found = layout_benchmark("black", films(), Black, Drawn, knowing())
    assert found.passed == 0 and [row.who for row in found.rows] == ["black"] * 3 + [CEILING] * 3 + [FLOOR] * 3
    assert found.rows[3].numbers["right"] > 0.9
    with pytest.raises(ValueError, match="at least 2 films"):
        layout_benchmark("black", films()[:1], Black, None, knowing())


def test_who_draws_nobody_without_boxes_draws_nothing_by_words() -> None:
    found = words_benchmark("toon", films(), Drawn, knowing())
    rows = {(row.who, row.what): row.numbers for row in found.rows}
    for part in ("keyframes", "filled"):
        assert rows["toon, by words alone", part]["kind"] == 0 == rows[FLOOR, part]["right"]
        assert rows["ceiling: toon with boxes", part]["right"] == 1
    boxed = [rows["ceiling: toon with boxes", part]["figures"] or 0 for part in ("keyframes", "filled")]
    assert found.passed == 0 < found.total == sum(boxed)


def test_who_knows_what_the_words_mean_draws_it_by_words() -> None:
    meant = {story.seed: story for story in films()}
    found = words_benchmark("reader", films(), lambda story: Drawn(meant[story.seed]), knowing())
    assert found.passed == found.total > 0
    assert all((row.numbers["right"] or 0) < 0.5 for row in found.rows if row.who == FLOOR)
    with pytest.raises(ValueError, match="at least 2 films"):
        words_benchmark("reader", films()[:1], Drawn, knowing())


def test_a_planner_composes_what_words_alone_tell() -> None:
    planned = {story.seed: plan_film(words(story)) for story in films()}
    shots = [(made, shot) for made in planned.values() for _, shot in made.shots()]
    eye = Knowing((made, shot, [panel.at for panel in shot.panels]) for made, shot in shots)
    found = words_benchmark("toon", films(), Drawn, eye, "offline", plan_film)
    rows = {(row.who, row.what): row.numbers for row in found.rows}
    composed = rows["toon, by words that offline composes", "keyframes"]
    assert (composed["kind"] or 0) > 0.8 and composed["figures"] == rows["toon, by words alone", "keyframes"]["figures"]


def test_everybody_of_the_drawn_world_stays_who_they_are() -> None:
    found = identity_benchmark("toon", stories(), Drawn, None, knowing())
    rows = {(row.who, row.what): row.numbers for row in found.rows}
    assert list(rows) == [(CEILING, "all"), (CEILING, "alike"), (CHANCE, "all"), (CHANCE, "alike")]
    assert rows[CEILING, "all"]["same"] == 1 and (rows[CEILING, "all"]["found"] or 0) > 0.8
    assert found.passed == found.total == rows[CEILING, "all"]["triplets"] > 10 and rows[CHANCE, "all"]["same"] == 0.5


def test_nobody_is_found_in_the_dark_and_an_eye_is_to_say_how_they_look() -> None:
    found = identity_benchmark("black", stories()[:1], Black, Drawn, knowing())
    assert found.total == found.passed == 0 and found.rows[0].numbers["same"] is None
    assert [row.numbers["same"] for row in found.rows if row.who == CEILING and row.what == "all"] == [1]

    class Mute(Knowing):
        def __call__(self, frames: Iterable[Picture]) -> Iterator[tuple[Detection, ...]]:
            return (tuple(replace(d, embedding=()) for d in seen) for seen in Knowing.__call__(self, frames))

    mute = Mute((story, shot, frames(shot)) for story in stories()[:1] for _, shot in story.shots())
    with pytest.raises(ValueError, match="have embeddings"):
        identity_benchmark("toon", stories()[:1], Drawn, None, mute)


def test_black_frames_are_no_filling() -> None:
    found = between_benchmark("black", films()[:3], Black, Drawn, None)
    assert found.total > 0 == found.passed
    assert found.rows[0].numbers["psnr"] == found.rows[1].numbers["psnr"] < 20
    assert between_benchmark("nobody", [], Drawn, Drawn, None, Drawn).rows == []


def test_what_is_moved_between_the_same_keyframes_has_a_row_of_its_own() -> None:
    found = between_benchmark("toon", films()[:3], Drawn, Drawn, None, Black)
    assert [row.who for row in found.rows] == [
        "toon",
        "floor: cross-fade of the same keyframes",
        "toon, keyframes alone, moved between",
    ]
    assert found.rows[0].numbers["psnr"] == 100 > 20 > (found.rows[2].numbers["psnr"] or 0)


def test_drift_of_the_drawn_world_is_that_of_its_own_motion() -> None:
    found = drift_benchmark("toon", films()[:1], Drawn, None)
    everything, part = found.rows
    assert (found.total, found.passed, everything.numbers["endpoint_error"]) == (1, 1, 0)
    assert 0.5 < (everything.numbers["seam"] or 0) < 2
    assert part.what in ("camera still", "camera moving") and part.numbers == everything.numbers


class Fast(Drawn):
    """Shows every second frame of the drawn world, and then stands still."""

    def frames(self, shot: str, numbers: Sequence[int]) -> Iterator[Picture]:
        last = self._shots[shot].duration - 1
        return super().frames(shot, [min(last, 2 * number) for number in numbers])


@pytest.mark.slow
def test_backgrounds_change_as_much_as_those_of_the_drawn_world() -> None:
    chosen = [story for story in map(board, range(20)) if story.scenes[0].weather == "clear"][:6]
    found = drift_benchmark("fast", chosen, Fast, Drawn)
    rows = {(row.who, row.what): row.numbers for row in found.rows}
    parts = ("all frames", "camera still", "camera moving")
    assert list(rows) == [(who, part) for who in ("fast", CEILING) for part in parts]
    assert all(rows[CEILING, part]["change ratio"] == 1 for part in parts)
    for part in parts:
        own, true = (rows[who, part]["change"] or 0 for who in ("fast", CEILING))
        assert rows["fast", part]["change ratio"] == pytest.approx(own / true)
    assert rows["fast", "all frames"]["frames"] == sum(rows["fast", part]["frames"] or 0 for part in parts[1:])
    assert (rows[CEILING, "camera moving"]["change"] or 0) > 2 * (rows[CEILING, "camera still"]["change"] or 0)


def test_a_background_that_stands_still_has_no_ratio_of_change() -> None:
    found = drift_benchmark("toon", films()[:1], Drawn, Black)
    ratios = {row.who: row.numbers["change ratio"] for row in found.rows}
    assert ratios == {"toon": None, CEILING: None}


def test_films_of_true_frames_are_nearer_than_others_at_every_length() -> None:
    means = lambda pictures: np.stack([picture.mean((0, 1)) for picture in pictures])
    found = long_benchmark("toon", films()[:1], films()[2:3], Drawn, Drawn, ("means", means), (4, 18))
    assert [row.what for row in found.rows] == ["4 frames", "4 frames", "18 frames", "18 frames"]
    own, others = ([row.numbers["Avg-FID"] for row in found.rows[n::2]] for n in (0, 1))
    assert own[0] == pytest.approx(0, abs=1e-4) and all(a < b for a, b in zip(own, others, strict=True))
    assert found.facts["features"] == "means" and found.passed == found.total == 2


def test_lvd_is_scored_from_what_is_seen() -> None:
    plan = lambda text: plan_film({"title": "x", "story": text, "rate": 2, "size": [*SMALL.root]})
    blind = lambda frames: (() for _ in frames)
    blind.kinds = CORE.kinds  # type: ignore[attr-defined]
    found = lvd_benchmark("toon", plan, (Drawn, blind), every=60)
    rows = {(row.who, row.what): row.numbers for row in found.rows}
    assert found.total == rows["toon", "numeracy"]["total"] + sum(
        numbers["total"] or 0 for (who, what), numbers in rows.items() if who == "toon" and what != "numeracy"
    )
    assert found.passed == 0 and all(n["passed"] == n["total"] for (who, _), n in rows.items() if who == "as planned")
