"""Places, times and weather: carried on until the text changes them."""

import pytest

from tests.planners.plans import plan


def scenes(text: str) -> list[tuple[str, str, str]]:
    return [(s.place, s.time_of_day, s.weather) for s in plan(text).scenes]


def test_a_scene_for_each_place() -> None:
    text = (
        "A dog ran in the meadow. It came into a dark forest at night. The dog slept. "
        "In the morning it went to the beach."
    )
    assert scenes(text) == [
        ("meadow", "day", "clear"),
        ("forest", "night", "clear"),
        ("beach", "morning", "clear"),
    ]


def test_a_place_comes_back() -> None:
    board = plan(
        "A fox sat in the forest.\n\nThe fox walked through the village.\n\nIt returned to the forest at dusk."
    )
    assert [s.place for s in board.scenes] == ["forest", "village", "forest"]
    assert len(board.places) == 2
    assert board.scenes[2].time_of_day == "sunset"


def test_place_and_time_last_over_paragraphs_and_make_one_scene() -> None:
    assert scenes("It was a dark night. Rain fell on the village. A wolf howled.\n\nThe wolf slept.") == [
        ("village", "night", "rain"),
    ]


@pytest.mark.parametrize("break_", ["\n\n***\n\n", "\n\n## The wolf\n\n"])
def test_scenes_that_the_writer_divides_stay_divided(break_: str) -> None:
    assert len(scenes(f"A wolf howled in the forest.{break_}The wolf slept in the forest.")) == 2
    told = {"scenes": [{"story": "A wolf howled in the forest."}, {"story": "The wolf slept."}]}
    assert len(plan(told).scenes) == 2
    played = "INT. HUT - DAY\n\nA wolf howls.\n\nINT. HUT - DAY\n\nIt sleeps.\n"
    assert len(plan(played).scenes) == 2


@pytest.mark.parametrize(
    ("told", "where"),
    [
        ("It was night.", [("forest", "night", "clear")]),
        ("Night fell.", [("forest", "day", "clear"), ("forest", "night", "clear")]),
        ("At night she was asleep.", [("forest", "day", "clear"), ("forest", "night", "clear")]),
        ("The sun was rising.", [("forest", "day", "clear"), ("forest", "dawn", "clear")]),
        ("It was raining.", [("forest", "day", "rain")]),
        ("Rain fell on the trees.", [("forest", "day", "rain")]),
        ("It was a sunny day.", [("forest", "day", "clear")]),
        ("It began to rain.", [("forest", "day", "clear"), ("forest", "day", "rain")]),
        ("Suddenly a storm came up.", [("forest", "day", "clear"), ("forest", "day", "storm")]),
    ],
)
def test_what_was_so_all_along_makes_no_new_scene(told: str, where: list[tuple[str, str, str]]) -> None:
    assert scenes(f"Anna walked in the forest. {told}") == where


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("A bird flew over the village.", "village"),
        ("Two boats sailed over the sea.", "sea"),
        ("A girl walked over the meadow.", "meadow"),
        ("A boy stood on the beach. He looked over the sea.", "beach"),
        ("A boy stood in the meadow. He jumped over the river.", "meadow"),
        ("A dragon sat in the mountains. It looked over the village.", "mountain"),
        ("The sun rises over the village.", "village"),
        ("A moon hung over the village.", "village"),
    ],
)
def test_who_goes_over_a_place_is_there_and_who_looks_over_it_is_not(text: str, place: str) -> None:
    assert [s[0] for s in scenes(text)] == [place]


def test_the_sun_that_rises_over_a_village_tells_the_hour() -> None:
    assert scenes("The sun rises over the village. A cat yawns.") == [("village", "dawn", "clear")]
    assert scenes("The moon shone over the sea.") == [("shore", "night", "clear")]


def test_what_is_said_is_not_where_one_is() -> None:
    assert scenes('A boy stood on the beach. "Tonight we sail across the sea to the mountains," he said.') == [
        ("beach", "day", "clear")
    ]


def test_headings_of_screenplays() -> None:
    board = plan({"scenes": [{"heading": "INT. KITCHEN - NIGHT", "shots": [{"action": "A cat sleeps."}]}]})
    scene = board.scenes[0]
    assert (scene.heading, board.place(scene.place).setting, scene.time_of_day) == (
        "INT. KITCHEN - NIGHT",
        "kitchen",
        "night",
    )


def test_a_place_nobody_names_is_guessed_and_noted() -> None:
    board = plan("A fish swims.")
    assert board.place(board.scenes[0].place).setting == "sea"
    assert any("place is not said" in n.text for n in board.notes)


def test_a_place_without_a_backdrop_keeps_its_name() -> None:
    board = plan("A robot walks through a swamp.")
    assert board.places[0].setting == "swamp"
    assert any("swamp" in n.text for n in board.notes)


def test_a_house_is_a_thing_outside_and_a_place_inside() -> None:
    assert [e.id for e in plan("A dog sat beside the house.").cast] == ["dog", "house"]
    inside = plan("A dog sat inside the house.")
    assert [e.id for e in inside.cast] == ["dog"]
    assert inside.places[0].setting == "room"


def test_the_story_cuts_back_to_a_sleeper() -> None:
    text = "A hare slept in the forest. A tortoise came to the village. The hare woke up. The tortoise waved."
    assert [s.place for s in plan(text).scenes] == ["forest", "village", "forest", "village"]


def test_transitions() -> None:
    board = plan({"title": "T", "story": "A dog ran in the meadow. It barked.\n\nLater it came to the beach."})
    assert [s.transition.kind for _, s in board.shots()] == ["fade", "cut", "wipe"]


def test_the_weather_holds_until_another_hour() -> None:
    board = plan("At night a storm came over the sea. A boat sailed on. In the morning a bird flew over the boat.")
    weather = [(scene.time_of_day, scene.weather) for scene in board.scenes]
    assert weather == [("night", "storm"), ("morning", "clear")]


@pytest.mark.parametrize(
    "text", ["She waved at a green planet.", "She looked at the sea.", "She gazed at the village."]
)
def test_who_looks_or_waves_at_a_place_is_not_there(text: str) -> None:
    assert [s[0] for s in scenes(f"A girl stood in the garden. {text}")] == ["garden"]


def test_who_is_at_a_place_is_there() -> None:
    assert [s[0] for s in scenes("A girl stood in the garden. She played at the beach.")] == ["garden", "beach"]
