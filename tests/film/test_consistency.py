"""A film in which somebody's colours drift: who and where is found, told, and brought back."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from editors import making
from generators.toon import ToonGenerator
from storyline import make_film
from storyline.film import Render
from storyline.film.consistency import consistency_of, made_consistent
from storyline.frames.decode import decode
from storyline.schema.base import ShotId
from storyline.schema.media import FrameSize
from storyline.schema.storyboard import Scene, Storyboard
from storyline.schema.task import Job, Task
from tests.boards import board, shot

LENGTH = 8
WITHIN = 2.0
"""CIEDE2000, to which who was off is brought back."""


@dataclass(frozen=True)
class Drifting:
    """The drawn world, but that the fox has other colours in some shots."""

    coats: Mapping[str, str] = field(default_factory=dict)
    name = "toon"

    def notes(self, storyboard: Storyboard) -> tuple[str, ...]:
        return ()

    def tasks(self, storyboard: Storyboard, scene: Scene, shots: Collection[ShotId], size: FrameSize) -> Iterator[Task]:
        for id in shots:
            coat = self.coats.get(id)
            yield from ToonGenerator().tasks(wearing(storyboard, coat) if coat else storyboard, scene, [id], size)

    def run(self, batch: Sequence[Job]) -> None:
        ToonGenerator().run(batch)


def wearing(storyboard: Storyboard, coat: str) -> Storyboard:
    fox, *others = storyboard.cast
    look = fox.looks[0].model_copy(update={"colours": (coat,)})
    return storyboard.model_copy(update={"cast": (fox.model_copy(update={"looks": (look,)}), *others)})


def walk(id: str, start: float, end: float, *, alone: bool = False) -> dict[str, Any]:
    """A shot in which the fox walks, past the hare unless it is alone."""
    hare = {"entity": "hare", "box": [0.7, 0.45, 0.92, 0.95]}
    panels = [
        {
            "at": at,
            "prompt": "",
            "placements": [
                {"entity": "fox", "box": [x, 0.3, x + 0.35, 0.9], "action": "walk"},
                *([] if alone else [hare]),
            ],
        }
        for at, x in ((0, start), (LENGTH - 1, end))
    ]
    return shot(id, LENGTH, panels=panels)


def film(*shots: dict[str, Any], night: Collection[str] = ()) -> Storyboard:
    cast = [
        {"id": "fox", "kind": "fox", "name": "Fox", "looks": [{"colours": ["orange"]}]},
        {"id": "hare", "kind": "hare", "name": "Hare", "looks": [{"colours": ["gray"]}]},
    ]
    made = board(*shots, size=(160, 90), rate=8, cast=cast)
    (scene,) = made.scenes
    scenes = [scene.model_copy(update={"shots": tuple(s for s in scene.shots if s.id not in night)})]
    if night:
        dark = tuple(s for s in scene.shots if s.id in night)
        scenes.append(scene.model_copy(update={"id": "s2", "time_of_day": "night", "shots": dark}))
    return made.model_copy(update={"scenes": tuple(scenes)})


def render(storyboard: Storyboard, store: Path, coats: Mapping[str, str] = {}) -> Render:
    return Render.of(storyboard, Drifting(coats), store=store, workers=1)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(making, "STEPS", 8)
    monkeypatch.setenv("STORYLINE_STORE", str(tmp_path))


THREE = film(walk("one", 0.05, 0.3), walk("two", 0.3, 0.1), walk("three", 0.1, 0.2, alone=True))


@pytest.mark.parametrize(("coat", "least"), [("#c8a02e", 8.0), pytest.param("teal", 20.0, marks=pytest.mark.slow)])
def test_who_is_off_is_named_and_brought_back_and_nothing_else_changes(coat: str, least: float, tmp_path: Path) -> None:
    drifting = render(THREE, tmp_path, {"two": coat})
    made = made_consistent(drifting)
    (off,) = made.report.off
    assert (off.part.entity, off.shot, off.reference != "two") == ("fox", "two", True) and off.apart > least
    told = {(row["entity"], row["shot"]): row for row in made.report.json()["shots"]}
    assert told["fox", "two"]["after"] < WITHIN and told["hare", "one"]["after"] < WITHIN
    (edit,) = made.board.edits
    assert (edit.target.entity, edit.target.shot) == ("fox", "two") and made.board.notes[-1].by == "consistency"
    asked = replace(drifting, board=made.board)
    assert consistency_of(asked).off == () and made_consistent(asked).board == made.board
    frames = []
    for storyboard, generator in (
        (made.board, Drifting({"two": coat})),
        (THREE, Drifting({"two": coat})),
        (THREE, Drifting()),
    ):
        path = make_film(storyboard, tmp_path / "film.mp4", generator=generator, workers=1).path
        frames.append([frame.astype(int) for frame in decode(path)][LENGTH : 2 * LENGTH])
    for done, before, truth in zip(*frames, strict=True):
        figure = np.abs(before - truth).max(-1) > 24
        assert np.abs(done - truth)[figure].mean() < 0.4 * np.abs(before - truth)[figure].mean()
        assert np.abs(done - before)[~figure].mean() < 1.5


def test_measures_and_corrections_are_kept(tmp_path: Path) -> None:
    drifting = render(THREE, tmp_path, {"two": "teal"})
    first = made_consistent(drifting)
    there = {entry.key for entry in drifting.store.entries()}
    again = made_consistent(drifting)
    assert again.report == first.report and again.board == first.board
    assert {entry.key for entry in drifting.store.entries()} == there


def test_where_nothing_drifts_nothing_is_changed(tmp_path: Path) -> None:
    made = made_consistent(render(THREE, tmp_path))
    assert made.report.off == () and made.report.after is None and made.board is THREE
    assert max(drift.apart for drift in made.report.before) < WITHIN


def test_night_is_left_as_it_is_and_who_drifts_in_it_is_found(tmp_path: Path) -> None:
    story = film(
        *(walk(id, 0.05, 0.3) for id in ("day", "noon", "dusk", "night", "late")), night=("dusk", "night", "late")
    )
    made = made_consistent(render(story, tmp_path))
    assert made.report.off == () and made.board.edits == ()
    assert {drift.part.light for drift in made.report.before} == {"day", "night"}
    found = consistency_of(render(story, tmp_path, {"late": "#b03060"}))
    assert [(drift.part.entity, drift.shot) for drift in found.off] == [("fox", "late")]


def test_who_is_in_one_shot_or_never_seen_is_left_alone(tmp_path: Path) -> None:
    lone = film(walk("one", 0.1, 0.3), walk("two", 0.1, 0.3, alone=True))
    report = consistency_of(render(lone, tmp_path))
    (hare,) = [drift for drift in report.before if drift.part.entity == "hare"]
    assert hare.reference is None and report.json()["shots"][-1]["before"] is None
    hidden = {"entity": "fox", "box": [0.97, 0.3, 1.4, 0.9]}
    edge = shot("edge", LENGTH, panels=[{"at": at, "prompt": "", "placements": [hidden]} for at in (0, LENGTH - 1)])
    nobody = shot("nobody", LENGTH, panels=[{"at": at, "prompt": "", "placements": []} for at in (0, LENGTH - 1)])
    report = consistency_of(render(film(edge, nobody), tmp_path))
    assert report.before == () and report.off == () and "0 off" in report.table()


def test_an_eye_says_how_like_their_references_figures_are(tmp_path: Path) -> None:
    from storyline.evaluation.detector.detect import DetectorEye
    from storyline.evaluation.detector.files import shipped_detector

    made = made_consistent(render(THREE, tmp_path, {"two": "teal"}), DetectorEye(shipped_detector()[0]))
    before, after = made.report.likeness, made.report.likeness_after
    assert before is not None and after is not None
    (off,) = made.report.off
    where = (off.part.entity, off.shot)
    assert after[where] > before[where] and "likeness after" in made.report.table()
