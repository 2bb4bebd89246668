"""Places, times and weather: carried on until the text changes them."""

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


def test_place_and_time_last_until_the_next_scene() -> None:
    assert scenes("It was a dark night. Rain fell on the village. A wolf howled.\n\nThe wolf slept.") == [
        ("village", "night", "rain"),
        ("village", "night", "rain"),
    ]


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
