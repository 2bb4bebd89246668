"""Arrangement ↔ numbers that a language model reads: words in pieces, then four numbers a box.

    <words of setting, size, things and relations> BOXES (x y w h){things} PANEL (x y w h){things} … END

x and y are of the box's middle. Who is not there has four ABSENT. So the structure is known once the words are.
"""

import io
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import sentencepiece

from planners.visual_prior.arrangement import Arrangement
from storyline.errors import SetupError
from storyline.schema.layout import Box

N = TypeVar("N", float, Any)
"""A number, or a tensor of them."""

BINS = 128
LEAST, MOST = -1.0, 2.0
"""Of a box's coordinates (`storyline.schema.layout.Box`)."""
_STEP = 1 / 64
_FIRST = -0.5
"""Of a middle; sizes begin at 0."""
OF_BOX = 4


class Pieces:
    """The vocabulary: pieces of words, and signs for what is no word."""

    def __init__(self, model: bytes) -> None:
        """`model` is a sentencepiece model. Raises SetupError if it is none."""
        try:
            self._words = sentencepiece.SentencePieceProcessor(model_proto=model)
        except RuntimeError:
            raise SetupError("expected a sentencepiece model; the file is another one, or damaged") from None
        self.model = model
        words = len(self._words)
        self.boxes, self.panel, self.end, self.absent, self.padding = range(words, words + 5)
        self.first = words + 5
        """The sign of the lowest number."""

    @classmethod
    def learnt(cls, texts: Iterable[str], size: int) -> "Pieces":
        """At most `size` pieces of words; the same texts give the same pieces."""
        written = io.BytesIO()
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(texts), model_writer=written, model_type="bpe", vocab_size=size,
            hard_vocab_limit=False, character_coverage=1.0, bos_id=-1, eos_id=-1, pad_id=-1, unk_id=0, num_threads=1,
            minloglevel=2,
        )  # fmt: skip
        return cls(written.getvalue())

    @classmethod
    def load(cls, path: Path) -> "Pieces":
        """Read a model. Raises SetupError if there is none, or it is none."""
        try:
            return cls(path.read_bytes())
        except OSError as error:
            raise SetupError(f"{path}: the pieces cannot be read: {error.strerror}") from None

    def __len__(self) -> int:
        return self.first + BINS

    @cached_property
    def numbers(self) -> range:
        """The signs of numbers, rising."""
        return range(self.first, self.first + BINS)

    def words(self, arrangement: Arrangement) -> list[int]:
        """What is given before the boxes."""
        return [*self._words.encode(told(arrangement)), self.boxes]

    def box(self, box: Box | None) -> tuple[int, ...]:
        """The four signs of a box."""
        if box is None:
            return (self.absent,) * OF_BOX
        x0, y0, x1, y1 = box.root
        middles = ((value - _FIRST) / _STEP for value in ((x0 + x1) / 2, (y0 + y1) / 2))
        sizes = (value / _STEP for value in (x1 - x0, y1 - y0))
        return tuple(self.first + min(BINS - 1, max(0, int(value))) for value in (*middles, *sizes))

    def sequence(self, arrangement: Arrangement) -> list[int]:
        """All of it."""
        signs = self.words(arrangement)
        for n, panel in enumerate(arrangement.panels):
            signs += [self.panel] if n else []
            signs += [sign for box in panel for sign in self.box(box)]
        return [*signs, self.end]

    def read(self, signs: Sequence[int]) -> Box | None:
        """The box of four signs: as far as it can be told, in the middle of each step."""
        if self.absent in signs:
            return None
        x, y, w, h = (float(sign - self.first) for sign in signs)
        across, down, half_w, half_h = middle(x), middle(y), extent(w) / 2, extent(h) / 2
        edges = (across - half_w, down - half_h, across + half_w, down + half_h)
        x0, y0, x1, y1 = (min(MOST, max(LEAST, edge)) for edge in edges)
        return Box((x0, y0, x1, y1))


def told(arrangement: Arrangement) -> str:
    """What is given, in words: `meadow ws: hare run, tree stand; 1 left 2`."""
    things = ", ".join(f"{thing.kind} {thing.action}" for thing in arrangement.things)
    relations = "".join(f"; {a + 1} {relation} {b + 1}" for a, relation, b in arrangement.relations)
    return f"{arrangement.setting} {arrangement.size}: {things}{relations}".lower()


def middle(number: N) -> N:
    """The coordinate of a middle whose sign is so many above the first."""
    made: N = _FIRST + extent(number)
    return made


def extent(number: N) -> N:
    """The width or height whose sign is so many above the first."""
    made: N = (number + 0.5) * _STEP
    return made
