"""Prose to scenes, beats and lines."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storyline.errors import ScriptError
from storyline.reading import read_prose
from storyline.schema.script import Script


def beats(text: str) -> list[str]:
    return [beat.text for scene in read_prose(text, title="").scenes for beat in scene.beats]


def said(text: str) -> list[tuple[str, str]]:
    scenes = read_prose(text, title="").scenes
    return [(line.said_by, line.text) for scene in scenes for beat in scene.beats for line in beat.lines]


def shape(script: Script) -> list[tuple[str | None, int]]:
    return [(scene.heading, len(scene.beats)) for scene in script.scenes]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ('"You are slow," laughed the Hare.', [("the Hare", "You are slow.")]),
        ('The Hare said: "Go. Now."', [("the Hare", "Go. Now.")]),
        ("“Wake up!” Maria whispered.", [("Maria", "Wake up!")]),
        ('"I have all day," he said.', [("he", "I have all day.")]),
        ('"Wake up!" cried a little yellow bird, but he only snored.', [("a little yellow bird", "Wake up!")]),
        ('"Who are you?" asked the old man quietly.', [("the old man", "Who are you?")]),
        ('"Hello," the old hare softly said.', [("the old hare", "Hello.")]),
        ('"Yes," said the Hare to the Tortoise.', [("the Hare", "Yes.")]),
        ('She turned and said, "Come here!"', [("she", "Come here!")]),
        ('The fox turned and said, "Come here!"', [("the fox", "Come here!")]),
        ('Looking up, the Hare said: "No."', [("the Hare", "No.")]),
        ('Then the fox cried out, "Stop!"', [("the fox", "Stop!")]),
        ('Maria: "Hello there."', [("Maria", "Hello there.")]),
        ('"Go," he said, "and hurry."', [("he", "Go, and hurry.")]),
        ('"Go," he said. "And hurry."', [("he", "Go."), ("he", "And hurry.")]),
        ('"Ready?" she asked. "Set," he said. "Go!"', [("she", "Ready?"), ("he", "Set."), ("he", "Go!")]),
        ('A man came in. "Hello!"', [("", "Hello!")]),
        ("‘It’s late,’ said the dogs’ friend.", [("the dogs’ friend", "It’s late.")]),
        ("'Go,' she said, 'and don't come back.'", [("she", "Go, and don't come back.")]),
        ("\"Don't 'quote' me,\" he said.", [("he", "Don't 'quote' me.")]),
        ("« Bonjour », dit le Lièvre.", [("le Lièvre", "Bonjour")]),
        ("„Geh jetzt“, sagte der Hase.", [("der Hase", "Geh jetzt")]),
        ("»Komm«, rief sie.", [("sie", "Komm")]),
        ("«Vai», disse la volpe.", [("la volpe", "Vai")]),
        ("— Bonjour, dit-il. Comment ça va ?", [("il", "Bonjour."), ("il", "Comment ça va ?")]),
        ("—Hola —dijo el hombre—. ¿Qué tal?", [("el hombre", "Hola"), ("el hombre", "¿Qué tal?")]),
        ("— Привет, — сказал заяц.", [("заяц", "Привет.")]),
        ("“快跑！”兔子说。", [("兔子", "快跑！")]),
        ("兔子说：“你太慢了。”", [("兔子", "你太慢了。")]),
        ("「行くぞ」とうさぎは言った。", [("うさぎ", "行くぞ")]),
        ('"Speech that is never closed. It goes on.', [("", "Speech that is never closed. It goes on.")]),
        ('The "best" hare won.', []),
        ('He measured 5" and 6".', []),
        ("It's the dogs' bowl, 'tis late, rock 'n' roll, the '90s.", []),
    ],
)
def test_quoted_speech_becomes_lines_with_their_speaker(text: str, lines: list[tuple[str, str]]) -> None:
    assert said(text) == lines


@pytest.mark.parametrize(
    "sentences",
    [
        ["Mr. Fox and Dr. Hare met J. R. R. Tolkien at 5 p.m. in St. Ives.", "They ate."],
        ["It ended at 6 p.m.", "Then it rained."],
        ["He ate, e.g. an apple, i.e. fruit, for 3.50 euros.", "Version 2.0 is out."],
        ["He waited... then left.", "She… stayed.", "So…", "It was over."],
        ["“Wake up!” Maria whispered.", "She slept."],
        ['"Go!"', "The fox said nothing."],
        ['"One. Two. Three," counted the girl.', "All ran."],
        ["It was I.", "He knew."],
        ["快跑！", "乌龟笑了。", "「はい。」", "亀は笑った。"],
        ["هل أنت هنا؟", "نعم.", "ذهب الأرنب."],
        ["खरगोश दौड़ा।", "कछुआ चला।"],
        ["the dog runs.", "the cat sleeps."],
        ["No end"],
    ],
)
def test_sentences_become_beats(sentences: list[str]) -> None:
    joint = "" if re.search("[一-鿿]", sentences[0]) else " "
    assert beats(joint.join(sentences)) == sentences


def test_paragraphs_are_one_scene_and_their_first_beats_do_not_join() -> None:
    text = 'The Hare came.\nHe sat.\n\n"Hello," said the Fox.\n\n"Go away!" he cried.\n\nNight fell.\n\n— Oui.'
    (scene,) = read_prose(text).scenes
    assert [beat.joins for beat in scene.beats] == [False, True, False, False, False, False]


def test_headings_and_breaks_start_scenes() -> None:
    text = '# Fable\n\n## The *wood*\nOne.\n\n"Two," he said.\n\n***\n\n"Three," he said.\n## Empty\n## The end\nFour.'
    script = read_prose(text)
    assert script.title == "Fable"
    assert shape(script) == [("The wood", 2), (None, 1), ("Empty", 0), ("The end", 1)]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("The Hare\n\nHe ran.", "The Hare"),
        ("# The Hare #\nHe ran.", "The Hare"),
        ("He ran.\n\nHe sat.", None),
        ("A hare ran\nover a hill.\n\nHe sat.", None),
        ("A hare ran over the hill", None),
        ('"Go"\n\nHe ran.', None),
        ("— Go\n\nHe ran.", None),
        ("word " * 30 + "\n\nHe ran.", None),
    ],
)
def test_a_title_is_a_heading_or_a_short_line_that_stands_alone(text: str, title: str | None) -> None:
    assert read_prose(text).title == title


def test_a_known_title_takes_no_line() -> None:
    assert shape(read_prose("The Hare\n\nHe ran.", title="Fable")) == [(None, 2)]
    assert shape(read_prose("# Fable\n\nHe ran.", title="Fable")) == [(None, 1)]
    assert shape(read_prose("# Other\n\nHe ran.", title="Fable")) == [("Other", 1)]


def test_markdown_marks_are_taken_off() -> None:
    text = "> A *big* _bad_ **wolf** read `code` and [a book](http://x.org) of snake_case_names, 2*3*4."
    assert beats(text) == ["A big bad wolf read code and a book of snake_case_names, 2*3*4."]


def test_the_items_of_a_list_are_sentences_and_no_speech() -> None:
    text = "Fable\n=====\n- A dog runs.\n- A cat\n  sleeps\n* A bird flies.\n\n- Night falls."
    assert shape(read_prose(text)) == [(None, 4)]
    assert beats(text)[:2] == ["A dog runs.", "A cat sleeps"]
    assert read_prose(text).title == "Fable"
    assert said(text) == []
    assert said("- Hola, dijo el hombre.") == [("el hombre", "Hola.")]


@pytest.mark.parametrize("text", ["", "  \n\n", "***", "> "])
def test_a_text_without_a_sentence_is_refused(text: str) -> None:
    with pytest.raises(ScriptError, match="expected at least one sentence"):
        read_prose(text)


def test_a_sentence_without_end_is_refused() -> None:
    with pytest.raises(ScriptError, match="expected sentences of at most 100,000 characters; got one of 100,001"):
        read_prose("word, " * 16667)


WORDS = "said he the·Hare Maria Mr. e.g. 3.5 cried A x 兔子 说 dit-il don't I It·ran and".replace("·", "\t").split(" ")
PIECES = st.sampled_from([*"\"'“”‘’«»„「」.!?,:;…–。！？؟।()- \t", "— ", "...", " ", " ", *WORDS])


@settings(max_examples=600, deadline=None, derandomize=True)
@given(st.lists(PIECES, min_size=1, max_size=40).map("".join).filter(str.strip))
def test_nothing_of_a_paragraph_is_lost(text: str) -> None:
    try:
        found = beats(text)
    except ScriptError:
        assert re.fullmatch(r"\s*(-\s*){3,}", text)
        return
    assert "".join("".join(found).split()) == "".join(re.sub(r"\A\s*[-+*]\s+", "", text).split())


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        script = read_prose(text)
    except ScriptError:
        return
    assert all(scene.beats or scene.heading for scene in script.scenes)


def test_long_texts_take_time_in_proportion() -> None:
    script = read_prose('"Go," he said. The fox ran; it was *late. ' * 3000)
    assert shape(script) == [(None, 6000)]
