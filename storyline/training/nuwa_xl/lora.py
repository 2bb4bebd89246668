"""A user's own character: a few drawings teach a trained model how they look, in a file of a few hundred kilobytes.

    python -m storyline.training.nuwa_xl.lora MODEL DRAWINGS hare.safetensors --phrase "hare, little" --colours brown

The file is named by the look that it is of: `looks: [{weights: [{file: hare.safetensors}]}]`. The model itself does
not change. See `generators.nuwa_xl.lora` for what is added to it, and `drawings` for what it learns from.
"""

import argparse
import math
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import get_args

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor, nn

from generators.nuwa_xl.card import Card
from generators.nuwa_xl.checkpoint import Checkpoint
from generators.nuwa_xl.conditions import MOST_COLOURS
from generators.nuwa_xl.familiar import known_kind
from generators.nuwa_xl.lora import Lora, adaptable
from generators.nuwa_xl.unet import MaskTemporalUNet
from storyline.frames.replacing import replacing
from storyline.schema.layout import Facing
from storyline.schema.vocabulary import rgb
from storyline.training.loop import Settings, train
from storyline.training.nuwa_xl.denoising import Latents, denoising_loss
from storyline.training.nuwa_xl.drawings import Character, encoded, read_drawings
from storyline.training.nuwa_xl.images import ImageBatches
from storyline.training.nuwa_xl.watching import Watch
from storyline.training.stage import Loss, Sampled

FILE = "lora.safetensors"
_WATCHED = 6
"""Pictures that it does not learn from."""


class Additions(nn.Module):
    """What is learnt: a pair of matrices for each layer that is added to. They add nothing at first."""

    def __init__(self, net: MaskTemporalUNet, rank: int, seed: int = 0) -> None:
        super().__init__()
        self.net = net.requires_grad_(False)
        self.layers = adaptable(net)
        generator = torch.Generator().manual_seed(seed)
        self.down, self.up = nn.ParameterList(), nn.ParameterList()
        for layer in self.layers.values():
            few = min(rank, *layer.weight.shape)
            start = torch.randn(few, layer.in_features, generator=generator) / math.sqrt(layer.in_features)
            self.down.append(nn.Parameter(start))
            self.up.append(nn.Parameter(torch.zeros(layer.out_features, few)))
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

    def _added(self, n: int, _: nn.Module, given: tuple[Tensor, ...], out: Tensor) -> Tensor:
        return out + F.linear(F.linear(given[0], self.down[n]), self.up[n])


class LoraStage:
    """Learns additions to a network that stays as it is."""

    name = "lora"
    edges: tuple[str, ...] = ()

    def __init__(self, net: MaskTemporalUNet, watch: Watch, rank: int = 8) -> None:
        self.additions = Additions(net, rank)
        self.model: nn.Module = self.additions
        self._watch = watch

    def loss(self, batch: Latents, generator: torch.Generator) -> Loss:
        """As the network itself was trained."""
        device = self.additions.up[0].device
        with self.additions.at_work():
            return denoising_loss(self.additions.net, batch.to(device), generator)

    def samples(self) -> Sampled:
        """What it draws of its character."""
        with self.additions.at_work():
            return self._watch.sampled(self.additions.net)

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
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--steps", type=int)
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
    drawings = read_drawings(asked.drawings)
    size = model.card.sizes[0]
    clips = encoded(drawings, character, model.autoencoder, size, asked.pictures + _WATCHED, asked.seed)
    words, entities = model.tokenizer, model.card.entities
    data = ImageBatches([(clips[_WATCHED:], 1.0)], words, asked.batch, asked.seed, entities)
    held_out = ImageBatches([(clips[:_WATCHED], 1.0)], words, _WATCHED, asked.seed, entities)(0)
    stage = LoraStage(model.network, Watch(held_out, model.autoencoder, steps=model.card.steps), asked.rank)
    settings = Settings(steps=steps, minutes=asked.minutes, seed=asked.seed, rate=asked.rate, decay=0.98, warmup=20)
    trained = train(stage, data, settings, asked.output.with_suffix(""))
    with replacing(asked.output) as new:
        shutil.copyfile(trained.model / FILE, new)
    print(f"{trained.step} steps, {trained.seconds:.0f} s: {asked.output}")


def _as_asked(phrase: str, card: Card) -> str:
    """The phrase in the words that films will ask in: a kind that the model does not know goes by one that it does.

    What the kind is called is then read in the look's description (see `conditions.phrase`).
    """
    kind, *others = (word.strip() for word in phrase.split(","))
    return ", ".join(dict.fromkeys([known_kind(kind, card), *others, kind]))


if __name__ == "__main__":
    main(sys.argv[1:])
