"""What is said and told: all of it, in time."""

import re

import pytest

from planners.offline import foreign
from planners.offline.timing import LONGEST_CAPTION, captions
from storyline.schema.vocabulary import KINDS, SETTINGS
from tests.planners.plans import captions as told
from tests.planners.plans import plan, spoken

STORY = (
    '"Who are you?" asked a tall robot. "I am Tom," the boy said, "and this is my dog." The robot laughed. '
    '"Run!" cried the dog, but the boy did not move. He looked at the sky, which was full of birds, and he wondered '
    "for a long, long time where all of them had come from and where they would go."
)


def test_speakers() -> None:
    said = spoken(plan(STORY))
    assert [s for s, _ in said] == ["robot", "boy", "dog"]
    assert said[0][1] == "Who are you?"


def test_every_word_is_told_or_said_but_for_bare_tags() -> None:
    board = plan(STORY)
    words = re.findall(r"\w+", " ".join([*told(board), *(text for _, text in spoken(board))]).lower())
    missing = [w for w in re.findall(r"\w+", STORY) if w.lower() not in words]
    assert missing == ["asked", "tall", "said", "cried"]


def test_a_tag_that_tells_more_is_told() -> None:
    assert told(plan('"No," said the robot sadly and fell down.'))
    assert told(plan('"No," said the robot.')) == []


def test_lines_follow_one_another_inside_their_shot() -> None:
    for _, shot in plan(STORY).shots():
        ends = 0
        for line in shot.lines:
            assert line.start >= ends
            ends = line.start + line.duration
        assert ends <= shot.duration


def test_long_sentences_are_split_where_a_clause_ends() -> None:
    sentence = (
        "He looked at the sky, which was full of birds, and he wondered where all of them had come from that day."
    )
    pieces = captions(sentence)
    assert " ".join(pieces) == sentence
    assert max(map(len, pieces)) <= LONGEST_CAPTION
    assert pieces[0].endswith(",")


def test_time_to_speak_and_to_read() -> None:
    board = plan(
        '"Yes," said the fox. "It is a very long way from here to the other side of the great river," said the owl.'
    )
    rate = float(board.rate)
    short, long = (line for _, shot in board.shots() for line in shot.lines)
    assert short.duration / rate >= 1.3
    assert len(long.text) / (long.duration / rate) < 15


def test_other_languages_are_kept_as_captions() -> None:
    board = plan("Der Hund läuft durch den Wald. Die alte Frau sieht ihn und lacht sehr.")
    assert told(board) == ["Der Hund läuft durch den Wald.", "Die alte Frau sieht ihn und lacht sehr."]
    assert {e.kind for e in board.cast} == {"dog", "woman"}
    assert board.place(board.scenes[0].place).setting == "forest"
    assert any("not English" in n.text for n in board.notes)


@pytest.mark.parametrize(
    ("text", "setting", "found"),
    [
        ("Eine Hexe reitet durch die Wüste. Die Vögel sitzen auf den Bäumen.", "desert", {"witch", "bird", "tree"}),
        ("Le roi est assis dans la cuisine. Les chevaliers mangent un gâteau.", "kitchen", {"king", "knight", "cake"}),
        ("El caballo come en la granja. Los cerdos y las vacas duermen.", "farm", {"horse", "pig", "cow"}),
        ("Due lupi entrano nella grotta. Una farfalla vola sopra i lupi.", "cave", {"wolf", "butterfly"}),
        ("Os leões dormem na selva. A coruja voa para a árvore.", "jungle", {"lion", "owl", "tree"}),
    ],
)
def test_nouns_of_five_languages_are_drawn(text: str, setting: str, found: set[str]) -> None:
    board = plan(text)
    assert {e.kind for e in board.cast} == found
    assert board.place(board.scenes[0].place).setting == setting


def test_words_of_other_languages_are_words_of_the_vocabulary() -> None:
    assert set(foreign.KIND_WORDS.values()) <= set(KINDS)
    assert set(foreign.SETTING_WORDS.values()) == set(SETTINGS)


def test_one_and_many_of_other_languages_are_the_same() -> None:
    board = plan("Der Hase läuft durch den Garten. Die Hasen essen, und der Hase lacht.")
    assert [e.kind for e in board.cast] == ["hare"]


def test_scripts_without_letters_the_grammar_knows() -> None:
    board = plan("昔々、あるところに兎がいました。兎は走りました。")
    assert "".join(told(board)) == "昔々、あるところに兎がいました。兎は走りました。"


def test_narration_beside_speech_of_other_languages_is_kept() -> None:
    board = plan(
        "« Attends », dit le renard. Le renard ouvrit la porte et dit : « Bonjour ! » Puis il partit très vite."
    )
    assert {text for _, text in spoken(board)} >= {"Bonjour !"}
    assert any("ouvrit la porte" in text for text in told(board))
    assert any("partit" in text for text in told(board))
