"""What every planner holds to."""

import pytest

from planners.protocol import Planner
from storyline.film import plugin, plugins
from storyline.reading import read
from storyline.schema.origin import origin_of, overruled
from storyline.schema.script import Script
from storyline.schema.storyboard import Storyboard

SCRIPTS = {
    "a line": "A red ball rolls to the right.",
    "prose": 'Maria walks into a village at night. "Hello," she says.\n\nThree birds fly over the sea.',
    "open shots": {"scenes": [{"shots": [{"action": "A fox runs."}, {"action": "It sleeps.", "duration": "3s"}]}]},
    "fixed fields": {
        "title": "Mine",
        "seed": 5,
        "rate": "30000/1001",
        "aspect": "1:1",
        "cast": [{"id": "rex", "kind": "dog", "looks": [{"colours": ["blue"]}]}],
        "places": [{"id": "home", "setting": "room"}],
        "scenes": [
            {
                "place": "home",
                "time_of_day": "night",
                "shots": [
                    {
                        "action": "Rex jumps.",
                        "size": "MS",
                        "duration": 50,
                        "panels": [{"at": 10, "placements": [{"entity": "rex", "box": [0.1, 0.3, 0.5, 0.8]}]}],
                    }
                ],
            }
        ],
    },
}


@pytest.fixture(params=plugins("planners"))
def planner(request: pytest.FixtureRequest) -> Planner:
    made: Planner = plugin("planners", request.param)
    assert made.name == request.param
    return made


@pytest.mark.parametrize("name", SCRIPTS)
def test_it_makes_a_valid_storyboard_of_the_writers_words(planner: Planner, name: str) -> None:
    script = read(SCRIPTS[name]).document
    assert isinstance(script, Script)
    board = planner.plan(script)
    assert Storyboard.model_validate(board.model_dump()) == board
    assert overruled(script, board) == ()
    assert planner.plan(script) == board
    assert origin_of(board, f"scenes/{board.scenes[0].id}/shots/x/size") == planner.name


def test_it_fills_what_is_missing_only(planner: Planner) -> None:
    script = read(SCRIPTS["fixed fields"]).document
    board = planner.plan(script)
    shot = board.scenes[0].shots[0]
    assert (board.title, board.seed, shot.size, shot.duration) == ("Mine", 5, "MS", 50)
    rex = next(p for p in shot.panels if p.at == 10).placements[0]
    assert rex.box.root == (0.1, 0.3, 0.5, 0.8)
    assert origin_of(board, "title") == "writer"
