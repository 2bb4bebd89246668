"""Words become numbers: a small vocabulary of pieces, learnt from the captions that the network is trained on."""

import io
import itertools
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

import sentencepiece

from storyline.errors import SetupError

PADDING = 0
"""Stands after the last piece of a text."""
_SPACE = "\u2581"
"""Begins a piece that begins a word."""


class Tokenizer:
    """Words in lower case and pieces of rarer ones, merged pair by pair (Sennrich et al. 2016, arXiv:1508.07909).

    A unigram model finds its pieces among what different words share, so in captions of few words it spells common
    ones letter by letter; merging makes every word that is common enough a piece of its own.
    """

    def __init__(self, model: bytes) -> None:
        """`model` is a sentencepiece model, as `save` writes it. Raises SetupError if it is none."""
        try:
            self._pieces = sentencepiece.SentencePieceProcessor(model_proto=model)
        except RuntimeError:
            raise SetupError("expected a sentencepiece model; the file is another one, or damaged") from None
        if self._pieces.pad_id() != PADDING:
            raise SetupError(
                f"expected a vocabulary whose piece {PADDING} is padding; got {self._pieces.pad_id()}. "
                "Use a tokenizer that this product trained"
            )
        self._model = model
        self._ids = lru_cache(maxsize=65536)(self._encoded)

    @classmethod
    def train(cls, texts: Iterable[str], size: int) -> "Tokenizer":
        """Learn at most `size` pieces; the same texts in the same order give the same pieces.

        Raises:
            ValueError: there is no text, or more different letters than pieces.
        """
        words = (plain for text in texts if (plain := _plain(text)))
        first = next(words, None)
        if first is None:
            raise ValueError("a tokenizer is learnt from at least one text with a word in it; got none")
        written = io.BytesIO()
        try:
            sentencepiece.SentencePieceTrainer.train(
                sentence_iterator=itertools.chain([first], words),
                model_writer=written,
                model_type="bpe",
                vocab_size=size,
                hard_vocab_limit=False,
                character_coverage=1.0,
                pad_id=PADDING,
                unk_id=1,
                bos_id=-1,
                eos_id=-1,
                num_threads=1,
                minloglevel=2,
            )
        except RuntimeError as error:
            raise ValueError(f"{size} pieces cannot spell these texts: {error}") from None
        return cls(written.getvalue())

    @classmethod
    def load(cls, path: Path) -> "Tokenizer":
        """Read a model. Raises SetupError if there is none, or it is none."""
        try:
            return cls(path.read_bytes())
        except OSError as error:
            raise SetupError(f"{path}: the tokenizer cannot be read: {error.strerror}") from None
        except SetupError as error:
            raise SetupError(f"{path}: {error}") from None

    def save(self, path: Path) -> None:
        """Write the model."""
        path.write_bytes(self._model)

    def __len__(self) -> int:
        """How many pieces there are, padding and the unknown one included."""
        return int(self._pieces.get_piece_size())

    def __call__(self, text: str, length: int) -> tuple[int, ...]:
        """The first `length` pieces of a text, by number, `PADDING` after the last; punctuation says nothing."""
        ids = self._ids(text)[:length]
        return ids + (PADDING,) * (length - len(ids))

    def knows(self, word: str) -> bool:
        """Whether a word is spelt without the unknown piece."""
        return self._pieces.unk_id() not in self._ids(word)

    def spelling(self, other: "Tokenizer") -> Iterator[tuple[int, ...]]:
        """Each of another's pieces, in order, as this one spells it."""
        for number in range(len(other)):
            piece = other._pieces.id_to_piece(number)
            own = self._pieces.piece_to_id(piece)
            whole = own != self._pieces.unk_id() or piece == self._pieces.id_to_piece(own)
            yield (own,) if whole else self._encoded(piece.replace(_SPACE, " "))

    def __reduce__(self) -> tuple[type["Tokenizer"], tuple[bytes]]:
        return Tokenizer, (self._model,)

    def _encoded(self, text: str) -> tuple[int, ...]:
        return tuple(self._pieces.encode(_plain(text)))


def _plain(text: str) -> str:
    """Words in lower case, a space between two."""
    return " ".join("".join(c if c.isalnum() else " " for c in text.lower()).split())
