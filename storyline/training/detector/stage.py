"""The detector as a stage of training: its loss, and what it reads of frames that it does not learn from."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from random import Random
from typing import Any, Literal

import torch
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional

from storyline.diffusion.noise import seed_of
from storyline.evaluation.detector.accuracy import Accuracy, Shown, accuracy
from storyline.evaluation.detector.detect import detect
from storyline.evaluation.detector.files import DetectorCard, save_detector
from storyline.evaluation.detector.finder import Places
from storyline.evaluation.detector.network import Detector, DetectorConfig
from storyline.evaluation.detector.reader import Reading, crops
from storyline.schema.layout import Box
from storyline.training.detector.examples import Example
from storyline.training.detector.pasting import cutting, pasted
from storyline.training.detector.targets import Batch, batch_of, changed
from storyline.training.stage import Loss, Sampled

_SETTLING = 24
"""Batches from which the network's norms are measured once its weights are averaged."""
_LOOK = 60
"""Frames that a sample looks at."""
_BESIDE = 0.12
"""Of its sides: how far a box's edges may lie beside where they are."""

Part = Literal["finder", "reader"]
PARTS: tuple[Part, ...] = ("finder", "reader")
"""In the order in which they learn."""


class Changing:
    """Batches of examples, each with figures of others, and changed by chance: a pure function of their number."""

    def __init__(self, examples: Sequence[Example], seed: int, batch: int) -> None:
        self._examples, self._seed, self._batch = examples, seed, batch

    def __call__(self, number: int) -> Batch:
        """A batch by its number."""
        chance = Random(seed_of(self._seed, "detector", number))
        return batch_of([self._one(chance) for _ in range(self._batch)])

    def _one(self, chance: Random) -> Example:
        example = chance.choice(self._examples)
        for _ in range(chance.choice((0, 1, 1, 2))):
            figure = cutting(chance.choice(self._examples))
            if figure is not None:
                example = pasted(example, figure, chance)
        return changed(example, chance)


class DetectorStage:
    """Trains one half of a detector."""

    edges = ("stem.", "out.")

    def __init__(
        self,
        part: Part,
        detector: Detector,
        data: Changing,
        held_out: Sequence[Example],
        training: dict[str, Any] | None = None,
    ) -> None:
        """`training` goes into the card."""
        self.name = f"detector-{part}"
        detector = detector.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.model: nn.Module = detector.finder if part == "finder" else detector.reader
        self._part, self._detector, self.data, self._held_out = part, detector, data, held_out
        self._training = training or {}

    def loss(self, batch: Batch, generator: torch.Generator) -> Loss:
        """See `finder_loss` and `reader_loss`."""
        device = next(self.model.parameters()).device
        batch = Batch(**{name: value.to(device) for name, value in vars(batch).items()})
        if self._part == "finder":
            return finder_loss(self.model(batch.pictures), batch)
        if not len(batch.of):  # nobody to learn from
            return Loss(torch.stack([p.sum() for p in self.model.parameters()]).sum() * 0)
        around = torch.rand((len(batch.of), 4), generator=generator).to(device)
        return reader_loss(self.model(crops(batch.pictures, moved(batch.boxes, around), batch.of, self._side)), batch)

    @property
    def _side(self) -> int:
        return self._detector.config.crop

    def samples(self) -> Sampled:
        """How it reads some of the frames that it does not learn from."""
        measures = asdict(self.measured(self._held_out[:_LOOK]))
        names = ("found", "iou", "extra") if self._part == "finder" else tuple(measures)
        return Sampled(measures={name: measures[name] for name in names})

    def save(self, folder: Path) -> None:
        """Write the detector, whose card says how it reads the frames that it does not learn from."""
        held_out = {name: round(value, 4) for name, value in asdict(self.measured(self._held_out)).items()}
        save_detector(
            folder,
            self._detector,
            DetectorCard(config=self._detector.config, training=self._training, held_out=held_out),
        )

    def measured(self, examples: Sequence[Example]) -> Accuracy:
        """How it reads frames, its norms first measured anew: those it has belong to other weights."""
        self._settle()
        seen = detect(self._detector, (example.picture for example in examples))
        shown = (shown_in(example, self._detector.config) for example in examples)
        return accuracy(zip(shown, seen, strict=True))

    @torch.no_grad()
    def _settle(self) -> None:
        norms = [module for module in self.model.modules() if isinstance(module, nn.BatchNorm2d)]
        for norm in norms:
            norm.reset_running_stats()
            norm.momentum = None  # the mean of all batches that follow
        self.model.train()
        device = next(self.model.parameters()).device
        for number in range(_SETTLING):
            batch = self.data(number)
            pictures, boxes, of = (value.to(device) for value in (batch.pictures, batch.boxes, batch.of))
            seen = pictures if self._part == "finder" else crops(pictures, boxes, of, self._side)
            if len(seen):
                self.model(seen)
        for norm in norms:
            norm.momentum = 0.1
        self.model.eval()


def shown_in(example: Example, config: DetectorConfig) -> list[Shown]:
    """Who is clearly seen in an example."""
    rows = zip(example.kinds, example.colours, example.actions, example.boxes.tolist(), example.clear, strict=True)
    return [
        Shown(
            config.kinds[int(kind)],
            config.colours[int(colour)] if colour >= 0 else None,
            Box(tuple(box)),
            config.actions[int(action)] if action >= 0 else None,
        )
        for kind, colour, action, box, clear in rows
        if clear
    ]


def finder_loss(places: Places, batch: Batch) -> Loss:
    """Focal loss of middles, generalised IoU of boxes."""
    middle = middle_loss(places.middle, batch.middle, batch.counts)
    total = batch.share.sum().clamp(min=1)
    box = ((1 - overlap(places.edges, batch.edges)) * batch.share).sum() / total
    return Loss(middle + 2 * box, {"middle": middle.detach(), "box": box.detach()})


def reader_loss(reading: Reading, batch: Batch) -> Loss:
    """Cross entropy of kinds, colours and actions, each over the figures that have one."""
    asked = {"kind": batch.kind, "colour": batch.colour, "action": batch.action}
    parts = {
        name: functional.cross_entropy(getattr(reading, name), numbers, ignore_index=-1, reduction="sum")
        / (numbers >= 0).sum().clamp(min=1)
        for name, numbers in asked.items()
    }
    return Loss(torch.stack([*parts.values()]).sum(), {name: part.detach() for name, part in parts.items()})


def moved(boxes: Float[Tensor, "n 4"], chance: Float[Tensor, "n 4"]) -> Float[Tensor, "n 4"]:
    """Boxes a little beside where they are, and a little larger or smaller, as those that are found.

    `chance` is of 0..1.
    """
    sides = boxes[:, 2:] - boxes[:, :2]
    return boxes + _BESIDE * (2 * chance - 1) * sides.repeat(1, 2)


def middle_loss(
    said: Float[Tensor, "b h w"], asked: Float[Tensor, "b h w"], counts: Float[Tensor, "b h w"]
) -> Float[Tensor, ""]:
    """The focal loss of logits against slopes, by figure. Source: Zhou et al. 2019, equation 1 (alpha 2, beta 4)."""
    sure = said.sigmoid()
    peak = asked == 1
    right = functional.logsigmoid(said) * (1 - sure) ** 2
    wrong = functional.logsigmoid(-said) * sure**2 * (1 - asked) ** 4
    return -(torch.where(peak, right, wrong) * counts).sum() / peak.sum().clamp(min=1)


def overlap(said: Float[Tensor, "b 4 h w"], asked: Float[Tensor, "b 4 h w"]) -> Float[Tensor, "b h w"]:
    """The generalised IoU, -1..1, of boxes measured from one cell. Source: Rezatofighi et al. 2019, algorithm 1."""
    inner, outer = torch.minimum(said, asked), torch.maximum(said, asked)
    common, hull = _area(inner), _area(outer)
    union = _area(said) + _area(asked) - common
    return common / union.clamp(min=1e-6) - (hull - union) / hull.clamp(min=1e-6)


def _area(edges: Float[Tensor, "b 4 h w"]) -> Float[Tensor, "b h w"]:
    return (edges[:, 0] + edges[:, 2]) * (edges[:, 1] + edges[:, 3])
