"""One entity for each person or thing, by whatever name it goes."""

import pytest

from tests.planners.plans import kinds, plan, spoken


def ids(text: str) -> list[str]:
    return [e.id for e in plan(text).cast]


def test_the_same_robot_by_three_names() -> None:
    board = plan("A red robot walks through a city. The robot stops. It waves.")
    assert ids("A red robot walks through a city. The robot stops. It waves.") == ["robot"]
    assert board.entity("robot").looks[0].colours == ("red",)
    assert [{p.entity for panel in s.panels for p in panel.placements} for _, s in board.shots()] == [{"robot"}] * 3


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Three birds fly.", 3),
        ("There are two red cars in the street.", 2),
        ("4 dogs run.", 4),
        ("A pair of cats sleeps.", 2),
        ("A dozen birds fly over the sea.", 12),
        ("A flock of birds flies.", 3),
        ("Twins play in the park.", 2),
        ("Triplets sleep.", 3),
        ("Half a dozen cats sleep.", 6),
        ("A couple of dogs run.", 2),
        ("Both brothers laugh.", 2),
        ("A couple dances.", 2),
        ("The couple dances.", 2),
        ("A bear family sleeps.", 3),
        ("A family sits in the park.", 3),
    ],
)
def test_counts(text: str, count: int) -> None:
    board = plan(text)
    assert len(board.cast) == count
    assert [g.members for g in board.groups] == [tuple(e.id for e in board.cast)]
    assert len({p.box for p in board.scenes[0].shots[0].panels[-1].placements}) == count


def test_colours_and_attributes() -> None:
    board = plan("A little yellow bird met a huge black dog and an old grey cat.")
    looks = {e.id: e.looks[0] for e in board.cast}
    assert looks["bird"].colours == ("yellow",)
    assert looks["bird"].attributes == ("little",)
    assert looks["dog"].colours == ("black",)
    assert looks["cat"].colours == ("gray",)
    assert looks["cat"].description == "an old gray cat"


def test_two_of_a_kind_are_told_apart_by_their_colour() -> None:
    board = plan("A red car stands beside a blue car. The blue car drives away. Then the red car stops.")
    assert [(e.name, e.looks[0].colours) for e in board.cast] == [("red car", ("red",)), ("blue car", ("blue",))]
    _, second, third = [s for _, s in board.shots()]
    assert second.layout(0)[0].entity in ("car", "blue-car")
    assert {p.entity for p in third.layout(third.duration - 1)} == {"car"}


def test_pronouns_learn_a_gender_from_use() -> None:
    board = plan('A fox met a tortoise. The tortoise smiled, and she sat down. "Hello," she said.')
    assert spoken(board) == [("tortoise", "Hello.")]


def test_names_and_relations_between_people() -> None:
    board = plan("Maria gave her dog Rex a bone. A fisherman called Joe waved. He smiled.")
    assert {e.id: (e.kind, e.name) for e in board.cast} == {
        "maria": ("woman", "Maria"),
        "rex": ("dog", "Rex"),
        "bone": ("bone", "bone"),
        "joe": ("man", "Joe"),
    }


def test_a_role_is_another_name() -> None:
    board = plan("A red fox was the judge. The judge waved.")
    assert [e.id for e in board.cast] == ["fox"]
    assert at_last_waves(board)


def at_last_waves(board) -> bool:
    shot = board.scenes[-1].shots[-1]
    return [p.action for p in shot.panels[-1].placements] == ["wave"]


def test_clothes_belong_to_who_wears_them() -> None:
    girl = plan("A girl in a yellow dress dances.").entity("girl")
    assert girl.looks[0].colours == ("yellow",)
    assert "in a yellow dress" in girl.looks[0].description


def test_what_cannot_be_seen_is_no_entity() -> None:
    board = plan("One morning the race began in the village. A dog had an idea and all the time in the world.")
    assert kinds(board) == ["dog"]


def test_an_unknown_noun_is_an_entity_and_a_note() -> None:
    board = plan("A samovar stands in the room.")
    assert [(e.id, e.kind, e.name) for e in board.cast] == [("samovar", "samovar", "samovar")]
    assert any("samovar" in note.text and note.by == "offline" for note in board.notes)
    assert board.scenes[0].shots[0].panels[0].placements[0].entity == "samovar"


def test_speech_alone_makes_no_entity() -> None:
    board = plan('A boy sat down. "I saw a dragon and two horses," he said.')
    assert [e.id for e in board.cast] == ["boy"]


def test_ids_do_not_change_when_a_sentence_is_put_in() -> None:
    short = plan("A dog runs in the meadow. A cat sleeps under a tree.")
    longer = plan("A dog runs in the meadow. It jumps over a rock. A cat sleeps under a tree.")
    known = {s.action: s.id for _, s in longer.shots()}
    assert [known[s.action] for _, s in short.shots()] == [s.id for _, s in short.shots()]
    assert {e.id for e in short.cast} < {e.id for e in longer.cast}


def test_people_are_known_by_their_work_and_roles_by_who_plays_them() -> None:
    board = plan("A neighbour knocked. The hero ran to the castle. Her brother waved. The teacher sat. She laughed.")
    assert {e.name: e.kind for e in board.cast} == {
        "neighbour": "man",
        "hero": "man",
        "castle": "castle",
        "brother": "man",
        "teacher": "woman",
    }
    board = plan("A red fox agreed to be the judge. The hare was the winner. The two friends ran home.")
    assert [e.id for e in board.cast] == ["fox", "hare"]


def test_more_than_one_can_tell_apart_is_said() -> None:
    board = plan("Two hundred birds fly over the sea.")
    assert len(board.cast) == 12
    assert any("they would fill the frame; 12 are drawn" in note.text for note in board.notes)


def test_who_is_spoken_of_no_more_makes_room() -> None:
    board = plan(" ".join(["Five dogs run in the meadow. A red fox sleeps under a tree."] * 8))
    for _, shot in board.shots():
        assert all(len(panel.placements) <= 18 for panel in shot.panels)
    assert any(p.action == "sleep" for p in board.scenes[-1].shots[-1].panels[-1].placements)


def test_a_number_after_a_noun_counts_nobody() -> None:
    shot = plan("Three birds fly over a house. The boy jumps. The boy sleeps under tree 9. " * 5).scenes[-1].shots[-1]
    assert [p.entity for p in shot.panels[-1].placements] == ["tree-5", "boy"]


def test_figures_that_never_meet_leave_each_other_their_size() -> None:
    few, many = (plan("Five dogs run in the meadow. A fox sits. " * n) for n in (2, 12))
    tallest = [
        max(p.box.height for q in b.scenes[-1].shots[-2].panels for p in q.placements if p.action == "run")
        for b in (few, many)
    ]
    assert tallest[0] == tallest[1]


def test_a_couple_is_a_man_and_a_woman_and_stays_the_couple() -> None:
    board = plan("A couple walked along the beach. The couple sat down. The woman smiled.")
    assert kinds(board) == ["man", "woman"]


def test_the_couple_is_the_two_who_were_met() -> None:
    assert ids("A boy met a girl. The couple danced.") == ["boy", "girl"]


@pytest.mark.parametrize("word", ["until", "after", "before"])
def test_a_clause_of_time_has_a_subject(word: str) -> None:
    board = plan(f"A boy ran {word} the girl jumped.")
    assert {e.id for e in board.cast} == {"boy", "girl"}
    assert "jump" in {p.action for _, s in board.shots() for q in s.panels for p in q.placements if p.entity == "girl"}


def test_the_living_do_what_only_the_living_do() -> None:
    board = plan("A ghost lived in an old house. Every night it danced.")
    dances = {p.entity for _, s in board.shots() for q in s.panels for p in q.placements if p.action == "dance"}
    assert dances == {"ghost"}


def test_a_noise_is_not_drawn() -> None:
    assert ids("A bear fell into the river with a splash.") == ["bear"]


def test_a_name_that_is_also_its_noun() -> None:
    """As the README's own character: `{id: imp, kind: imp, name: Imp}`."""
    script = {"cast": [{"id": "imp", "kind": "imp", "name": "Imp"}]}
    board = plan(script | {"story": "Imp walks through the forest. Imp sleeps. The imp wakes up, and Imp waves."})
    assert [entity.id for entity in board.cast] == ["imp"]
    assert all([p.entity for p in shot.panels[-1].placements] == ["imp"] for _, shot in board.shots())
