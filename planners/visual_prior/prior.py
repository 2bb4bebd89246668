"""The prior itself: how likely boxes are, and likely boxes for things that have none yet."""

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import torch
import transformers
from jaxtyping import Bool, Int
from torch import Tensor, nn

from planners.visual_prior.arrangement import Arrangement, Relation
from planners.visual_prior.pieces import BINS, LEAST, MOST, OF_BOX, Pieces, extent, middle
from storyline.errors import SetupError
from storyline.schema.layout import Box

WORDS = "words.model"
SHIPPED = Path(__file__).parent / "weights"
"""The prior that comes with the product, if one does."""

Slot = Box | Literal["open", "absent"] | None
"""A box that is given; `open`: to be found; `absent` or None: not there."""

_AT_ONCE = 64
_APART = 4
"""Steps by which the middle of what is left is left."""
_SURELY = 1
"""Steps that are kept clear: boxes that are given lie anywhere in theirs."""


class VisualPrior:
    """A small GPT over arrangements."""

    def __init__(self, model: Any, pieces: Pieces) -> None:
        """`model` is a `GPT2LMHeadModel`. Raises SetupError if it reads another vocabulary."""
        if model.config.vocab_size != len(pieces):
            raise SetupError(
                f"visual prior: the model reads {model.config.vocab_size} signs, its words make {len(pieces)}; "
                "they are of two trainings"
            )
        self.model, self.pieces = model.eval(), pieces

    @classmethod
    def load(cls, folder: Path = SHIPPED) -> "VisualPrior":
        """Read a prior. Raises SetupError if there is none, or it is damaged."""
        if not folder.is_dir():
            raise SetupError(
                f"visual prior: {folder} is no folder; train one: python -m storyline.training.visual_prior"
            )
        pieces = Pieces.load(folder / WORDS)
        transformers.utils.logging.disable_progress_bar()
        try:
            model = transformers.GPT2LMHeadModel.from_pretrained(folder, use_safetensors=True, local_files_only=True)
        except Exception as error:  # of transformers, safetensors or JSON, each with its own
            said = " ".join(str(error).split())[:300]
            raise SetupError(f"visual prior: {folder} cannot be used: {said}") from None
        return cls(model.float(), pieces)

    def save(self, folder: Path) -> None:
        """Write it as safetensors and JSON."""
        transformers.utils.logging.disable_progress_bar()
        self.model.save_pretrained(folder)
        (folder / WORDS).write_bytes(self.pieces.model)

    @torch.inference_mode()
    def surprise(self, found: Sequence[Arrangement]) -> list[float]:
        """How unlikely the boxes of each are: nats a box, of its four numbers; the mean over those that are there."""
        told: list[float] = []
        for start in range(0, len(found), _AT_ONCE):
            some = found[start : start + _AT_ONCE]
            signs, wanted = batch([self.pieces.sequence(one) for one in some], self.pieces)
            logits = self.model(input_ids=signs[:, :-1]).logits.float()
            loss = nn.functional.cross_entropy(logits.transpose(1, 2), signs[:, 1:], reduction="none")
            number = (signs[:, 1:] >= self.pieces.first) & wanted[:, 1:]
            told += [float(x) / max(1, one.boxes) for x, one in zip((loss * number).sum(1), some, strict=True)]
        return told

    @torch.inference_mode()
    def completed(
        self,
        arrangement: Arrangement,
        slots: Sequence[Sequence[Slot]],
        *,
        count: int = 1,
        seed: int = 0,
        temperature: float = 1.0,
    ) -> tuple[Arrangement, ...]:
        """So many arrangements with boxes in the place of what is open, drawn by chance, the likeliest first.

        The panels of `arrangement` do not matter. Boxes that are given stay to the number; its relations hold between
        boxes of which one is open, wherever the frame has room for that. Every box meets the frame.
        """
        generator = torch.Generator().manual_seed(seed)
        words = torch.tensor([self.pieces.words(arrangement)] * count)
        state = self.model(input_ids=words, use_cache=True)
        logits, past = state.logits[:, -1].float(), state.past_key_values
        likely = torch.zeros(count)
        panels: list[list[list[Box | None]]] = [[] for _ in range(count)]
        last = len(slots) - 1
        for n, panel in enumerate(slots):
            made = torch.zeros(count, 0, OF_BOX, dtype=torch.long)
            for thing, slot in enumerate(panel):
                box = torch.zeros(count, 0, dtype=torch.long)
                given = self.pieces.box(slot if isinstance(slot, Box) else None)
                for part in range(OF_BOX):
                    if slot == "open":
                        allowed = self._allowed(arrangement, thing, made, box)
                        scores = (logits[:, self.pieces.numbers.start :] / temperature).masked_fill(~allowed, -math.inf)
                        chances = scores.softmax(-1)
                        drawn = torch.multinomial(chances, 1, generator=generator)
                        likely += chances.gather(1, drawn)[:, 0].log()
                        sign = drawn + self.pieces.first
                    else:
                        sign = torch.full((count, 1), given[part])
                    box = torch.cat([box, sign], 1)
                    state = self.model(input_ids=sign, past_key_values=past, use_cache=True)
                    logits, past = state.logits[:, -1].float(), state.past_key_values
                made = torch.cat([made, box[:, None]], 1)
            for row in range(count):
                panels[row].append([_kept(slot, self.pieces, made[row, k]) for k, slot in enumerate(panel)])
            if n < last:
                between = torch.full((count, 1), self.pieces.panel)
                state = self.model(input_ids=between, past_key_values=past, use_cache=True)
                logits, past = state.logits[:, -1].float(), state.past_key_values
        found = [replace(arrangement, panels=tuple(tuple(p) for p in rows)) for rows in panels]
        return tuple(found[n] for n in likely.argsort(descending=True, stable=True).tolist())

    def _allowed(
        self, arrangement: Arrangement, thing: int, made: Int[Tensor, "n k 4"], box: Int[Tensor, "n p"]
    ) -> Bool[Tensor, "n bins"]:
        """The numbers that may come next, for each sample: boxes are valid and meet the frame, and relations hold."""
        numbers = torch.arange(BINS).expand(len(box), BINS)
        part = box.shape[1]
        if part >= 2:  # a size: large enough to reach into the frame
            at = middle(box[:, part - 2, None] - self.pieces.first)
            outside, room = torch.maximum(-at, at - 1), torch.minimum(at - LEAST, MOST - at)
            half = extent(numbers) / 2
            reaching: Tensor = (half > outside) & (half <= room)
            return reaching
        allowed = torch.ones(len(box), BINS, dtype=torch.bool)
        for one, relation, other in arrangement.relations:
            if thing not in (one, other):
                continue
            beside = other if thing == one else one
            if beside >= made.shape[1] or bool((made[:, beside, 0] == self.pieces.absent).any()):
                continue
            sign = 1 if thing == other else -1
            allowed = allowed & _related(
                relation, sign, numbers, made[:, beside, :2] - self.pieces.first, box - self.pieces.first
            )
        nothing = ~allowed.any(1, keepdim=True)
        return allowed | nothing


def batch(sequences: Sequence[Sequence[int]], pieces: Pieces) -> tuple[Int[Tensor, "n l"], Bool[Tensor, "n l"]]:
    """Sequences filled up to one length, and which signs are to be foretold: those after the words."""
    longest = max(len(one) for one in sequences)
    signs = torch.full((len(sequences), longest), pieces.padding)
    wanted = torch.zeros(len(sequences), longest, dtype=torch.bool)
    for n, one in enumerate(sequences):
        signs[n, : len(one)] = torch.tensor(one)
        wanted[n, one.index(pieces.boxes) + 1 : len(one)] = True
    return signs, wanted


def _related(
    relation: Relation,
    sign: int,
    numbers: Int[Tensor, "n bins"],
    beside: Int[Tensor, "n 2"],
    box: Int[Tensor, "n p"],
) -> Bool[Tensor, "n bins"]:
    """Which middles stand in a relation to what is beside: `sign` is 1 for the second of the two, -1 for the first."""
    x, y = beside[:, :1], beside[:, 1:]
    low, high = BINS // 4, 3 * BINS // 4  # the frame's edges
    if box.shape[1] == 0:
        across = numbers - x
        inside = (numbers >= low) & (numbers < high)
        match relation:
            case "left":
                return (across * sign >= _APART) & inside
            case "right":
                return (across * sign <= -_APART) & inside
            case "beside":
                return (across.abs() >= _APART) & inside
            case _:  # the second is below what is above it: no farther aside than there is room for that
                room = high - 1 - y if (relation == "above") == (sign == 1) else y - low
                return across.abs() < (room - _SURELY).clamp_min(1)
    aside = (box[:, :1] - x).abs()
    down = numbers - y
    match relation:
        case "left" | "right" | "beside":
            return down.abs() < aside - _SURELY
        case "above":
            return down * sign > aside + _SURELY
        case _:
            return down * sign < -aside - _SURELY


def _kept(slot: Slot, pieces: Pieces, signs: Int[Tensor, "4"]) -> Box | None:
    if isinstance(slot, Box):
        return slot
    return pieces.read(signs.tolist()) if slot == "open" else None
