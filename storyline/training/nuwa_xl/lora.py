"""A user's own character: a few drawings teach a trained model how they look, in a file of a megabyte.

    python -m storyline.training.nuwa_xl.lora MODEL DRAWINGS hare.safetensors --phrase "hare, little" --colours brown

The file is named by the look that it is of: `looks: [{weights: [{file: hare.safetensors}]}]`. The model itself does
not change. Half of the time its network learns, then its detailer, if it has one. See
`generators.nuwa_xl.lora` for what is added, and `drawings` for what is learnt from.
"""

import argparse
import math
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Generic, TypeVar, get_args

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor, nn

from generators.nuwa_xl.card import Card
from generators.nuwa_xl.checkpoint import Checkpoint
from generators.nuwa_xl.conditions import MOST_COLOURS
from generators.nuwa_xl.familiar import known_kind
from generators.nuwa_xl.lora import Layer, Lora, adaptable, adaptable_detailer, added
from generators.nuwa_xl.sizes import finer
from storyline.frames.replacing import replacing
from storyline.schema.layout import Facing
from storyline.schema.vocabulary import rgb
from storyline.training.loop import Settings, Trained, train
from storyline.training.nuwa_xl.details import DetailStage, SceneBatches, scenes
from storyline.training.nuwa_xl.drawings import Character, encoded, pictured, read_drawings
from storyline.training.nuwa_xl.images import DenoisingStage, ImageBatches
from storyline.training.nuwa_xl.pictures import Scene
from storyline.training.nuwa_xl.watching import Watch
from storyline.training.stage import Loss, Sampled, Stage

B = TypeVar("B")
FILE = "lora.safetensors"
_WATCHED = 6
"""Pictures that it does not learn from."""


class Additions(nn.Module):
    """What is learnt: a pair of matrices for each layer that is added to. They add nothing at first."""

    def __init__(self, net: nn.Module, layers: Mapping[str, Layer], rank: int, seed: int = 0) -> None:
        """`layers` are the net's, by the names that the file is to have."""
        super().__init__()
        self.net = net.requires_grad_(False)
        self.layers = layers
        generator = torch.Generator().manual_seed(seed)
        self.down, self.up = nn.ParameterList(), nn.ParameterList()
        for layer in layers.values():
            outputs, inputs = layer.weight.flatten(1).shape
            few = min(rank, outputs, inputs)
            self.down.append(nn.Parameter(torch.randn(few, inputs, generator=generator) / math.sqrt(inputs)))
            self.up.append(nn.Parameter(torch.zeros(outputs, few)))
        self.alpha = float(rank)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Within it the network computes with what is learnt so far, and gradients go there."""
        hooks = [layer.register_forward_hook(partial(self._added, n)) for n, layer in enumerate(self.layers.values())]
        try:
            yield
        finally:
            for hook in hooks:
                hook.remove()

    def lora(self) -> Lora:
        """What is learnt, to be saved."""
        pairs = zip(self.layers, self.down, self.up, strict=True)
        # the file's strength is alpha / rank for each pair, whatever rank a small layer has room for
        return Lora({name: (down, up * (len(down) / self.alpha)) for name, down, up in pairs}, self.alpha)

    def _added(self, n: int, layer: nn.Module, given: tuple[Tensor, ...], out: Tensor) -> Tensor:
        down, up = self.down[n], self.up[n]
        if isinstance(layer, nn.Conv2d):
            few = F.conv2d(given[0], down.unflatten(1, layer.weight.shape[1:]), None, layer.stride, layer.padding)
            return out + F.conv2d(few, up[..., None, None])
        return out + F.linear(F.linear(given[0], down), up)


class LoraStage(Generic[B]):
    """Learns additions to the model of another stage, which stays as it is, by that stage's own loss."""

    edges: tuple[str, ...] = ()

    def __init__(self, stage: Stage[B], layers: Mapping[str, Layer], rank: int = 8) -> None:
        """`layers` as of `Additions`."""
        self.name = f"lora-{stage.name}"
        self.additions = Additions(stage.model, layers, rank)
        self.model: nn.Module = self.additions
        self._stage = stage

    def loss(self, batch: B, generator: torch.Generator) -> Loss:
        """As the model itself was trained."""
        with self.additions.at_work():
            return self._stage.loss(batch, generator)

    def samples(self) -> Sampled:
        """What it makes of its character."""
        with self.additions.at_work():
            return self._stage.samples()

    def save(self, folder: Path) -> None:
        """Write the additions alone."""
        self.additions.lora().save(folder / FILE)


def main(arguments: list[str]) -> None:
    """Run the program."""
    parser = argparse.ArgumentParser(
        prog="python -m storyline.training.nuwa_xl.lora", description=__doc__.split("\n")[0]
    )
    parser.add_argument("model", type=Path, help="the folder of a trained model")
    parser.add_argument("drawings", type=Path, help="a folder of pictures of the character, best with transparency")
    parser.add_argument("output", type=Path, help="the file to be written: NAME.safetensors")
    parser.add_argument("--phrase", required=True, help="what it is, in the words of its look: 'hare, little'")
    parser.add_argument("--colours", required=True, nargs="+", help="its colours, main first: names or #rrggbb")
    parser.add_argument("--facing", choices=get_args(Facing), default="right", help="in the drawings")
    parser.add_argument("--minutes", type=float, help="of both together")
    parser.add_argument("--steps", type=int, help="of each")
    parser.add_argument("--rank", type=int, default=8)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--pictures", type=int, default=128, help="made of the drawings")
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args(arguments)
    steps = 300 if asked.steps is None and asked.minutes is None else asked.steps
    model = Checkpoint.load(asked.model)
    red_green_blue = [tuple(part / 255 for part in rgb(colour)) for colour in asked.colours[:MOST_COLOURS]]
    character = Character(
        _as_asked(asked.phrase, model.card), tuple((r, g, b) for r, g, b in red_green_blue), asked.facing
    )
    drawings, count = read_drawings(asked.drawings), asked.pictures + _WATCHED
    pictures, finely = (
        pictured(drawings, character, size, count, asked.seed)
        for size in (model.card.sizes[0], finer(model.card.sizes[0]))
    )
    settings = Settings(steps=steps, minutes=asked.minutes, seed=asked.seed, rate=asked.rate, decay=0.98, warmup=20)
    if model.detailer is not None and asked.minutes is not None:
        settings = replace(settings, minutes=asked.minutes / 2)
    folder = asked.output.with_suffix("")
    learnt, trained = _network(model, pictures, asked, settings, folder)
    if model.detailer is not None:
        more, after = _details(model, learnt, finely, asked, settings, folder)
        learnt = Lora({**learnt.pairs, **more.pairs}, learnt.alpha)
        trained = replace(after, step=trained.step + after.step, seconds=trained.seconds + after.seconds)
    with replacing(asked.output) as new:
        learnt.save(new)
    print(f"{trained.step} steps, {trained.seconds:.0f} s: {asked.output}")


def _network(
    model: Checkpoint, pictures: Sequence[Scene], asked: argparse.Namespace, settings: Settings, folder: Path
) -> tuple[Lora, Trained]:
    """What the network learns of the character."""
    clips = encoded(pictures, model.autoencoder)
    words, entities = model.tokenizer, model.card.entities
    data = ImageBatches([(clips[_WATCHED:], 1.0)], words, asked.batch, asked.seed, entities)
    held_out = ImageBatches([(clips[:_WATCHED], 1.0)], words, _WATCHED, asked.seed, entities)(0)
    watch = Watch(held_out, model.autoencoder, steps=model.card.steps)
    stage = LoraStage(DenoisingStage("network", model.network, watch), adaptable(model.network), asked.rank)
    trained = train(stage, data, settings, folder / stage.name)
    return Lora.load(trained.model / FILE), trained


def _details(
    model: Checkpoint,
    learnt: Lora,
    pictures: Sequence[Scene],
    asked: argparse.Namespace,
    settings: Settings,
    folder: Path,
) -> tuple[Lora, Trained]:
    """What the detailer learns, of what the network makes with what it has learnt."""
    assert model.detailer is not None
    words, entities = model.tokenizer, model.card.entities
    data = SceneBatches(pictures[_WATCHED:], words, asked.batch, asked.seed, entities)
    held_out = scenes(pictures, range(_WATCHED), words, entities)
    details = DetailStage(model.detailer, model.network, model.autoencoder, held_out, model.card.sizes[0])
    stage = LoraStage(details, adaptable_detailer(model.detailer), asked.rank)
    with added(adaptable(model.network), [(learnt, 1.0)]):
        trained = train(stage, data, settings, folder / stage.name)
    return Lora.load(trained.model / FILE), trained


def _as_asked(phrase: str, card: Card) -> str:
    """The phrase in the words that films will ask in: a kind that the model does not know goes by one that it does.

    What the kind is called is then read in the look's description (see `conditions.phrase`).
    """
    kind, *others = (word.strip() for word in phrase.split(","))
    return ", ".join(dict.fromkeys([known_kind(kind, card), *others, kind]))


if __name__ == "__main__":
    main(sys.argv[1:])
