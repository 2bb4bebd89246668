import pickle
from pathlib import Path

import pytest

from generators.nuwa_xl.tokenizer import Tokenizer
from storyline.errors import SetupError

TEXTS = ["A little brown hare runs in the forest.", "Wide shot: a green tortoise walks by night, in the rain."] * 20


def test_the_same_texts_give_the_same_pieces_and_survive_a_file(tmp_path: Path) -> None:
    tokenizer = Tokenizer.train(TEXTS, 200)
    tokenizer.save(tmp_path / "t.model")
    others = (Tokenizer.train(TEXTS, 200), Tokenizer.load(tmp_path / "t.model"), pickle.loads(pickle.dumps(tokenizer)))
    for other in others:
        assert all(other(text, 30) == tokenizer(text, 30) for text in TEXTS)
        assert len(other) == len(tokenizer) <= 200


def test_case_and_punctuation_say_nothing_and_zero_is_padding() -> None:
    tokenizer = Tokenizer.train(TEXTS, 200)
    assert tokenizer("HARE, forest!", 8) == tokenizer("hare forest", 8)
    ids = tokenizer("hare", 8)
    assert len(ids) == 8
    assert ids[-1] == 0
    assert 0 not in tokenizer(TEXTS[0], 4)
    assert max(ids) < len(tokenizer)
    assert tokenizer("", 3) == (0, 0, 0)
    assert tokenizer.knows("hare")
    assert not tokenizer.knows("заяц")


def test_what_is_no_tokenizer_is_said_to_be_none(tmp_path: Path) -> None:
    path = tmp_path / "t.model"
    with pytest.raises(SetupError, match=r"t\.model: the tokenizer cannot be read"):
        Tokenizer.load(path)
    path.write_bytes(b"no model at all")
    with pytest.raises(SetupError, match=r"t\.model: expected a sentencepiece model"):
        Tokenizer.load(path)
    with pytest.raises(ValueError, match="at least one text"):
        Tokenizer.train(["...", ""], 100)


def test_every_word_of_captions_of_few_words_is_one_piece() -> None:
    """A network is to meet `dog` as a word, not as letters that it shares with everything."""
    kinds, colours = ("dog", "hare", "tortoise", "man", "automobile"), ("orange", "yellow", "black")
    texts = [f"A {colour} {kind} running in the forest" for kind in kinds for colour in colours] * 5
    tokenizer = Tokenizer.train(texts, 500)
    assert [word for word in (*kinds, *colours, "running") if sum(n > 0 for n in tokenizer(word, 9)) != 1] == []


def test_pieces_of_another_are_spelt() -> None:
    old, new = (Tokenizer.train(texts, 60) for texts in (TEXTS, [*TEXTS, *["The hare sees a green frog."] * 40]))
    spelt = list(old.spelling(new))
    assert len(spelt) == len(new) and spelt[0] == (0,) and spelt[1] == (1,)
    for word in ("hare", "frog", "forest"):
        again = [number for piece in new(word, 9) if piece for number in spelt[piece]]
        assert "".join(map(old._pieces.id_to_piece, again)).replace("\u2581", " ").strip() == word
    assert list(old.spelling(old)) == [(number,) for number in range(len(old))]
