"""The example story, from the first sentence to the last."""

from pathlib import Path

import pytest

from storyline.schema.storyboard import Storyboard
from tests.planners.plans import plan, spoken


@pytest.fixture(scope="module")
def board() -> Storyboard:
    return plan(Path("examples/hare_and_tortoise.txt").read_text())


def test_its_cast(board: Storyboard) -> None:
    assert [(e.kind, e.name, e.looks[0].colours) for e in board.cast] == [
        ("hare", "Hare", ("brown",)),
        ("tortoise", "Tortoise", ("green",)),
        ("fox", "red fox", ("red",)),
        ("bird", "bird 1", ()),
        ("bird", "bird 2", ()),
        ("bird", "bird 3", ()),
        ("tree", "tall tree", ()),
        ("bird", "little yellow bird", ("yellow",)),
        ("house", "house", ()),
        ("flower", "yellow flower", ("yellow",)),
    ]


def test_its_places_and_times(board: Storyboard) -> None:
    assert [(s.place, s.time_of_day) for s in board.scenes] == [
        ("meadow", "morning"),
        ("forest", "noon"),
        ("village", "sunset"),
        ("forest", "sunset"),
        ("village", "sunset"),
    ]


def test_its_speakers(board: Storyboard) -> None:
    assert [who for who, _ in spoken(board)] == ["hare", "tortoise", "hare", "bird", "tortoise"]


def test_its_events_in_order(board: Storyboard) -> None:
    seen = [(p.entity, p.action) for _, shot in board.shots() for panel in shot.panels for p in panel.placements]
    events = [
        ("fox", "wave"),
        ("hare", "run"),
        ("hare", "sleep"),
        ("fox", "give"),
        ("hare", "sit"),
    ]
    places = [seen.index(e) for e in events]
    assert places == sorted(places)


def test_it_takes_as_long_as_it_should(board: Storyboard) -> None:
    assert 60 < board.seconds < 120
    assert 15 <= len(list(board.shots())) <= 30


def test_the_tortoise_passes_the_sleeper(board: Storyboard) -> None:
    shot = next(s for _, s in board.shots() if "past the sleeping" in s.action)
    first, last = ({p.entity: p for p in shot.panels[n].placements} for n in (0, -1))
    assert first["hare"].action == last["hare"].action == "sleep"
    assert first["tortoise"].box.x1 < first["hare"].box.x0
    assert last["tortoise"].box.centre[0] > last["hare"].box.centre[0]
