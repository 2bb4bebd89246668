from collections.abc import Iterable, Iterator, Sequence
from functools import cache

import numpy as np
import pytest

from generators.toon import ToonGenerator
from storyline.evaluation.benchmarks import (
    CEILING,
    FLOOR,
    between_benchmark,
    drift_benchmark,
    layout_benchmark,
    long_benchmark,
    lvd_benchmark,
)
from storyline.evaluation.detector.detection import Detection
from storyline.evaluation.detector.truth import told
from storyline.evaluation.layout import moments
from storyline.film import plan_film
from storyline.frames.clip import Picture
from storyline.schema.storyboard import Shot, Storyboard
from storyline.training.corpus.world import CORE
from tests.evaluation.films import SMALL, Drawn, board


class Knowing:
    """An eye without error: it knows the truth about the frames that it was shown before."""

    kinds = CORE.kinds

    def __init__(self, shown: Iterable[tuple[Storyboard, Shot, Iterable[int]]]) -> None:
        self._known: dict[bytes, tuple[Detection, ...]] = {}
        for story, shot, frames in shown:
            clip = ToonGenerator().clip(story, shot.id, story.size)
            for frame in frames:
                truth = clip.truth(frame)
                figures = [figure for _, figure, _ in told(truth, story.cast, shot.layout(frame))]
                self._known[truth.picture.tobytes()] = tuple(
                    Detection(f.kind, f.colour or "", f.box, 1) for f in figures
                )

    def __call__(self, frames: Iterable[Picture]) -> Iterator[tuple[Detection, ...]]:
        return (self._known.get(frame.tobytes(), ()) for frame in frames)


@cache
def films() -> tuple[Storyboard, ...]:
    return tuple(board(n) for n in range(4))


@cache
def knowing() -> Knowing:
    shots = [(story, story.scenes[0].shots[0]) for story in films()]
    return Knowing((story, shot, sorted({*sum(moments(shot), ())})) for story, shot in shots)


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


def test_black_frames_are_no_filling() -> None:
    found = between_benchmark("black", films()[:3], Black, Drawn, None)
    assert found.total > 0 == found.passed
    assert found.rows[0].numbers["psnr"] == found.rows[1].numbers["psnr"] < 20
    assert between_benchmark("nobody", [], Drawn, Drawn, None).rows == []


def test_drift_of_the_drawn_world_is_that_of_its_own_motion() -> None:
    found = drift_benchmark("toon", films()[:1], Drawn, None)
    (row,) = found.rows
    assert (found.total, found.passed, row.numbers["endpoint_error"]) == (1, 1, 0)
    assert 0.5 < (row.numbers["seam"] or 0) < 2


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
