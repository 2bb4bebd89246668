from collections.abc import Sequence
from pathlib import Path

import pytest

from planners.offline import OfflinePlanner
from planners.offline.composer import Composer, Standing
from planners.visual_prior.planner import PriorComposer, PriorPlanner
from storyline.errors import SetupError
from storyline.film import plugin
from storyline.film.plan import plan_film
from storyline.schema.layout import Box
from storyline.schema.storyboard import Storyboard
from tests.planners.llm.conftest import Making, key, planner  # noqa: F401
from tests.planners.llm.plans import STORY, good, reply
from tests.planners.llm.server import Call, Say, serving

BOX = Box((0.1, 0.3, 0.3, 0.8))


class AtTheLeft:
    """Says that everybody stands in one place, and remembers who was asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple[str, ...], str]] = []

    def placed(self, setting: str, there: Sequence[Standing], kind: str, action: str) -> Box:
        self.asked.append((setting, tuple(one.kind for one in there), kind))
        return BOX


def _first(board: Storyboard) -> dict[str, Box]:
    _, shot = next(board.shots())
    return {p.entity: p.box for p in shot.panels[0].placements}


def test_whoever_the_script_gives_no_place_stands_where_the_composer_says() -> None:
    composer = AtTheLeft()
    board = plan_film("A cat sits in a meadow. A dog is there, too.", planner=OfflinePlanner(composer))
    assert composer.asked == [("meadow", (), "cat"), ("meadow", ("cat",), "dog")]
    cat = _first(board)["cat"]
    assert abs((cat.x0 + cat.x1) / 2 - 0.2) < 0.05
    _, shot = list(board.shots())[-1]
    boxes = {p.entity: p.box for p in shot.panels[-1].placements}
    assert min(boxes["cat"].x1, boxes["dog"].x1) <= max(boxes["cat"].x0, boxes["dog"].x0)  # he finds room beside her


def test_what_the_writer_says_of_a_place_is_not_asked() -> None:
    script = {
        "cast": [{"id": "rex", "kind": "dog"}],
        "scenes": [
            {
                "shots": [
                    {
                        "action": "Rex sits left of a tree.",
                        "panels": [{"at": 0, "placements": [{"entity": "rex", "box": [0.6, 0.3, 0.8, 0.8]}]}],
                    }
                ]
            }
        ],
    }
    board = plan_film(script, planner=OfflinePlanner(AtTheLeft()))
    assert _first(board)["rex"].root == (0.6, 0.3, 0.8, 0.8)


def test_a_prior_composes_the_same_film_every_time(folder: Path) -> None:
    story = "A hare, a tortoise and a fox meet in a forest. A bird flies over them."
    made = PriorPlanner(folder).plan(_read(story))
    assert made == PriorPlanner(folder).plan(_read(story))
    assert Storyboard.model_validate(made.model_dump()) == made
    assert made.origins["prior"] == ("",)
    assert _first(made) != _first(OfflinePlanner().plan(_read(story)))


def test_more_are_there_than_the_prior_knows_of(folder: Path) -> None:
    composer = PriorComposer(folder)
    assert isinstance(composer, Composer)
    there = [Standing("cat", "sit", Box((n / 10, 0.4, n / 10 + 0.08, 0.8))) for n in range(9)]
    box = composer.placed("a place nobody knows", there, "zeppelin", "dance")
    assert box == composer.placed("a place nobody knows", there, "zeppelin", "dance")
    assert box.x1 > 0 and box.x0 < 1


def test_a_prior_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="is no folder"):
        plan_film("A cat sits.", planner=PriorPlanner(tmp_path / "nothing"))
    assert plugin("planners", "prior", {"prior": str(tmp_path)}).name == "prior"


def test_who_is_seen_but_has_no_box_gets_one_from_the_composer(planner: Making) -> None:  # noqa: F811
    def forgets(call: Call) -> Say:
        said = reply(call)
        if call.stage == "shots":
            for shot in said["shots"]:
                shot["seen"] = ["fox", "crow"]
        return Say(said)

    with serving(forgets) as server:
        without = plan_film(STORY, planner=planner(server))
    with serving(forgets) as server:
        board = plan_film(STORY, planner=planner(server, rest=OfflinePlanner(AtTheLeft())))
    assert all("crow" not in {p.entity for p in shot.panels[0].placements} for _, shot in without.shots())
    for _, shot in board.shots():
        assert {"fox", "crow"} <= {p.entity for panel in shot.panels for p in panel.placements}
    assert any("no box" in note.text and note.by == "repair" for note in board.notes)


def test_the_rest_is_filled_by_who_is_named(planner: Making) -> None:  # noqa: F811
    with serving(good) as server:
        assert isinstance(planner(server, rest="prior")._rest, PriorPlanner)
        with pytest.raises(SetupError, match="offline or prior"):
            planner(server, rest="posterior")


def _read(story: str):  # type: ignore[no-untyped-def]
    from storyline.reading import read

    return read(story).document
