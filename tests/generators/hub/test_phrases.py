"""Prompts and the tokens by which somebody is called in them."""

import logging

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generators.hub.family import Who
from generators.hub.phrases import Worded, worded
from storyline.errors import RenderError
from storyline.schema.layout import Box
from tests.generators.hub.tiny import parts

WORDS: dict[str, int] = {}


def tokens(text: str) -> list[int]:
    """A token a word, as CLIP's: whatever its case, and marks apart."""
    apart = "".join(f" {letter} " if letter in ",.;:" else letter for letter in text.lower())
    return [WORDS.setdefault(word, len(WORDS)) for word in apart.split()]


def who(phrase: str, kind: str = "") -> Who:
    return Who(phrase.replace(" ", "-"), phrase, Box((0, 0, 1, 1)), kind=kind)


def called(prompt: str, *people: Who, room: int = 75) -> tuple[str, list[str]]:
    """The prompt, and by what everybody is called in it."""
    found = worded(prompt, people, tokens, room)
    names = {number: word for word, number in WORDS.items()}
    there = tokens(found.text)
    assert found.tokens == len(there)
    return found.text, [" ".join(names[there[n]] for n in place) for place in found.places]


def test_somebody_is_called_by_their_phrase_without_its_article() -> None:
    prompt = "Wide shot: The brown hare walking, a green tortoise in the meadow."
    text, names = called(prompt, who("a brown hare walking", "hare"), who("a green tortoise", "tortoise"))
    assert text == prompt and names == ["brown hare walking", "green tortoise"]


@pytest.mark.parametrize(
    ("prompt", "phrase", "kind", "name"),
    [
        ("a brown hare in the meadow", "a brown hare standing", "hare", "brown hare"),
        ("a bird and a cat", "a bird standing happy", "bird", "bird"),
        ("The girl and the dog wait", "a small girl in a yellow coat standing", "girl", "girl"),
        ("two men", "a fisherman in a blue jersey", "man", None),
        ("an old man", "a fisherman in a blue jersey", "man", "man"),
        ("a red house, a hare", "a red fox running", "fox", None),
        ("a sailing boat", "a small red sailing boat swimming", "sailing boat", "sailing boat"),
        ("a red fox", "a red fox", "", "red fox"),
        ("a fox", "a red fox", "", None),
    ],
)
def test_somebody_is_called_by_what_has_their_kind_in_it(prompt: str, phrase: str, kind: str, name: str | None) -> None:
    text, names = called(prompt, who(phrase, kind))
    if name:
        assert text == prompt and names == [name]
    else:
        assert text == f"{prompt}, {phrase}"
        assert names == [phrase.removeprefix("a ")]


def test_nobody_takes_the_name_of_another() -> None:
    fox, red = who("a fox standing", "fox"), who("a red fox running", "fox")
    assert called("a red fox running beside a fox", fox, red)[1] == ["fox", "red fox running"]
    text, names = called("a bird flying over a bird", *[who("a bird flying", "bird")] * 3)
    assert names == ["bird flying", "bird", "bird flying"] and text == "a bird flying over a bird, a bird flying"
    assert (
        set.intersection(*map(set, worded("a bird, a bird", [who("a bird", "bird")] * 2, tokens, 75).places)) == set()
    )


def test_who_is_not_called_is_added() -> None:
    assert called("Snow falls.", who("a hare"), who("a fox")) == ("Snow falls, a hare, a fox", ["hare", "fox"])
    assert called("", who("a hare")) == ("a hare", ["hare"])
    assert called("Snow falls.") == ("Snow falls.", [])


def test_words_make_way_for_phrases(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        text, names = called("snow on the wide and lonely hills", who("a red fox", "fox"), room=6)
    assert text == "snow on, a red fox" and names == ["red fox"]
    assert "'the wide and lonely hills' is left out" in caplog.text
    with pytest.raises(RenderError, match="expected phrases of at most 3 tokens"):
        called("snow", who("a red fox"), who("a hare"), room=3)


def test_with_clips_own_tokenizer() -> None:
    clip = parts.tokenizer()

    def own(text: str) -> list[int]:
        return list(clip(text, add_special_tokens=False, verbose=False).input_ids)

    found = worded("A Red fox, and snow", [who("a red fox", "fox"), who("a hare")], own, 75)
    assert found.text == "A Red fox, and snow, a hare"
    whole = own(found.text)
    assert [[whole[n] for n in place] for place in found.places] == [own("red fox"), own("hare")]


@settings(max_examples=40)
@given(
    st.lists(st.sampled_from(["fox", "hare", "red", "a", "old", "snow", "in", "the", "and", ",", "runs"]), max_size=12),
    st.lists(
        st.tuples(st.sampled_from(["a red fox", "fox", "the old hare in snow"]), st.sampled_from(["fox", "hare", ""])),
        max_size=4,
    ),
)
def test_everybody_has_tokens_of_their_own(words: list[str], people: list[tuple[str, str]]) -> None:
    found: Worded = worded(" ".join(words), [who(*one) for one in people], tokens, 75)
    places = [n for place in found.places for n in place]
    assert len(found.places) == len(people) and all(found.places)
    assert len(set(places)) == len(places) and all(0 <= n < found.tokens for n in places)
