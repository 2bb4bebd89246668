"""Real prose: who is meant, who speaks, what happens and what only might, where the story is."""

from pathlib import Path

import pytest

from storyline.schema.storyboard import Shot, Storyboard
from tests.planners.plans import kinds, plan, spoken


def seen(shot: Shot) -> set[str]:
    return {p.entity for panel in shot.panels for p in panel.placements}


def shots(text: str) -> list[Shot]:
    return [shot for _, shot in plan(text).shots()]


def actions(shot: Shot) -> dict[str, str]:
    return {p.entity: p.action for p in shot.panels[-1].placements}


def faces(shot: Shot) -> dict[str, str]:
    return {p.entity: p.expression for p in shot.panels[-1].placements}


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("A robot broke a chair and swept the floor.", {"robot", "chair"}),
        ("The nurses sang and a boy drove a car.", {"nurse", "boy", "car"}),
        ("The captain shook his head.", {"captain"}),
        ("Two cats fought. Then another ran.", {"cat"}),
        ("A king had a horse. He spoke so softly that the queen laughed.", {"king", "horse", "queen"}),
        ("Her eyes filled with tears. A queen put her hands on her hips.", {"woman", "queen"}),
        ("The eldest laughed, and both slept.", set()),
    ],
)
def test_verbs_are_no_figures(text: str, there: set[str]) -> None:
    assert {e.id.rsplit("-", 1)[0] if e.id[-1].isdigit() else e.id for e in plan(text).cast} == there


@pytest.mark.parametrize(
    "text",
    [
        "There was no dog. A man slept.",
        "A man slept without a dog.",
        "A man ran like a dog.",
        "A man was as hungry as a dog.",
        "A man dreamed of a dog.",
        "A man wanted to buy a dog.",
        "If a man had a dog, he would laugh. A man slept.",
        "A man thought that a dog was coming.",
        "A man ran as if he had seen a dog.",
        "A man asked for a dog.",
        "A man almost stepped on a dog.",
    ],
)
def test_what_is_not_there_is_not_shown(text: str) -> None:
    board = plan(text)
    assert all("dog" not in seen(shot) for _, shot in board.shots())
    assert "man" in kinds(board)


def test_a_wish_moves_nobody_and_no_scene() -> None:
    board = plan("A boy sat in the garden. He wanted to walk to the beach. He never went to the sea.")
    assert {s.place for s in board.scenes} == {"garden"}


def test_a_list_after_a_colon_shares_its_verb() -> None:
    last = shots("They slept: the cat under the table, the hen on a chair and the dog beside a tree.")[-1]
    assert {"sleep"} == {a for who, a in actions(last).items() if who in ("cat", "hen", "dog")}


def test_who_speaks_goes_on_in_the_paragraph_and_changes_with_the_next() -> None:
    text = (
        'A cook met a sailor. "Good day," said the cook.\n\n"Where is the ship?" asked the sailor.\n\n'
        '"In the harbour."\n\n"And the captain?"\n\nThe cook laughed. "He sleeps."'
    )
    assert [who for who, _ in spoken(plan(text))] == ["cook", "sailor", "cook", "sailor", "cook"]


def test_a_form_of_address_is_not_the_speaker() -> None:
    text = 'A queen looked at a wizard.\n\n"Wizard, where is my cat?"\n\n"In the tower, my queen."'
    assert [who for who, _ in spoken(plan(text))] == ["queen", "wizard"]


def test_quotes_before_and_after_a_sentence_of_action() -> None:
    text = '"Come in!" she called. A girl stood in the room. "Are you cold?" Clara smiled.'
    assert [who for who, _ in spoken(plan(text))][1] == "clara"


def test_kin_know_each_other() -> None:
    board = plan("A baker and his wife lived in a village. Her husband slept. The man snored. The woman laughed.")
    assert [e.id for e in board.cast] == ["baker", "wife"]
    assert actions(board.scenes[-1].shots[1])["baker"] == "sleep"


def test_animals_have_animals_for_mothers() -> None:
    assert kinds(plan("Two wolves slept. Their mother watched them.")) == ["wolf", "wolf", "wolf"]


def test_the_others_the_animals_and_the_four_friends() -> None:
    text = "A pig, a cow, a hen and a dog met in a forest. The pig sat down. The others laughed."
    board = plan(f"{text} Two men came. The animals ran. The four friends slept.")
    by = {s.action: actions(s) for _, s in board.shots()}
    assert {w for w, a in by["The others laughed."].items() if a == "laugh"} == {"cow", "hen", "dog"}
    assert {w for w, a in by["The animals ran."].items() if a == "run"} >= {"pig", "cow"}
    assert {w for w, a in by["The four friends slept."].items() if a == "sleep"} == {"pig", "cow", "hen", "dog"}


def test_one_of_them_the_other_and_the_youngest() -> None:
    by = {s.action: actions(s) for s in shots("Two boys came. One of them danced. The other sat down.")}
    assert by["One of them danced."]["boy-1"] == "dance"
    assert by["The other sat down."]["boy-2"] == "sit"
    by = {s.action: actions(s) for s in shots("Three girls came. The youngest slept.")}
    assert by["The youngest slept."]["girl-3"] == "sleep"


def test_they_are_living_beings_before_things() -> None:
    last = shots("Three pirates hid a chest under some stones. At night they slept.")[-1]
    assert {w for w, a in actions(last).items() if a == "sleep"} == {"pirate-1", "pirate-2", "pirate-3"}


def test_it_is_what_one_has_in_hand() -> None:
    board = plan("A girl dropped an apple. A dog saw a girl. A boy caught it.")
    assert ("apple", "boy") in {
        (p.entity, p.parent) for p in board.scenes[-1].shots[-1].panels[-1].placements if p.parent
    }


def test_a_blue_one() -> None:
    looks = {e.kind: e.looks[0].colours for e in plan("A man had a red car and a woman had a blue one.").cast}
    assert len([e for e in plan("A man had a red car and a woman had a blue one.").cast if e.kind == "car"]) == 2
    assert looks["car"] == ("blue",)


def test_names_titles_and_appositions() -> None:
    board = plan("King Olaf met Mrs. Green. Rex, an old dog, barked. Zora, a girl in a red dress, waved.")
    assert {e.name: e.kind for e in board.cast} == {"Olaf": "king", "Mrs. Green": "woman", "Rex": "dog", "Zora": "girl"}
    assert board.entity("zora").looks[0].colours == ("red",)


def test_feelings_show() -> None:
    assert faces(shots("A boy jumped up in terror.")[0])["boy"] == "afraid"
    assert faces(shots("A girl nodded with a smile.")[0])["girl"] == "happy"
    assert faces(shots('"Land!" cried a sailor.')[0])["sailor"] == "neutral"


def test_each_clause_has_its_place() -> None:
    board = plan("A queen sat in a castle. A wolf ran through the forest, he swam across the river, and he stopped.")
    assert [s.place for s in board.scenes] == ["castle", "forest", "river"]


def test_one_goes_where_the_other_is() -> None:
    board = plan("A queen slept in a castle. A knight ran through the forest. He stood before the queen.")
    assert [s.place for s in board.scenes] == ["castle", "forest", "castle"]
    assert seen(board.scenes[-1].shots[-1]) >= {"queen", "knight"}


def test_inside_a_house_is_a_room_and_out_of_it_is_where_it_stands() -> None:
    board = plan("A house stood in the forest. A bear went inside and slept. Then the bear ran out of the house.")
    assert [board.place(s.place).setting for s in board.scenes] == ["forest", "room", "forest"]


def test_when_time_has_passed_the_others_have_gone() -> None:
    board = plan("A farmer met a pig in a forest.\n\nAfter an hour the pig saw a cow.")
    assert seen(board.scenes[-1].shots[-1]) == {"pig", "cow"}


def test_weather_ends_and_what_is_supposed_is_no_weather() -> None:
    board = plan("A storm raged over the village. Then the sun came out, and a boy laughed.")
    assert [s.weather for s in board.scenes] == ["storm", "clear"]
    assert plan("If it rains, the boy sleeps.").scenes[0].weather == "clear"


@pytest.mark.parametrize("story", ["lion_and_mouse", "town_musicians", "fisherman_and_wife"])
def test_the_stories_say_who_speaks_and_draw_no_words(story: str) -> None:
    board: Storyboard = plan(Path(f"examples/{story}.txt").read_text())
    assert all(who is not None for who, _ in spoken(board))
    assert len(board.cast) < 30
    unknown = {e.kind for e in board.cast if any(f"“{e.kind}” has no drawing" in n.text for n in board.notes)}
    assert unknown <= {"net", "rope", "leaf", "branch", "hole"}


def test_speakers_of_the_fisherman_and_his_wife() -> None:
    who = [w for w, _ in spoken(plan(Path("examples/fisherman_and_wife.txt").read_text()))]
    fish, man, wife = "fish", "fisherman", "wife"
    assert who == [
        *(fish, fish, man, man, wife, man, wife, man, fish, man, fish, wife, wife, man, fish, fish, man, wife, wife),
        *(fish, man, fish, wife, man, wife),
    ]


def test_thoughts_and_songs_are_told_apart_from_speech() -> None:
    board = plan('"I am late," thought the hare. "Run," she said to herself. "La la," sang a bird. "Stop!" said a fox.')
    assert [n.kind for _, shot in board.shots() for n in shot.lines] == ["thought", "thought", "lyric", "spoken"]


def test_who_creeps_in_comes_from_outside() -> None:
    shot = shots("A king slept in a room. A cat crept in from the right.")[-1]
    first = next(p for panel in shot.panels for p in panel.placements if p.entity == "cat")
    last = next(p for p in shot.panels[-1].placements if p.entity == "cat")
    assert first.box.x0 > last.box.x0
