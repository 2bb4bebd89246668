"""A stage small enough to be trained hundreds of times: it learns to sharpen pictures of random blocks.

Run as a program, it trains in a process that a test may kill: `python -m tests.training.tiny FOLDER STEPS`.
"""

import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float
from safetensors.torch import save_file
from torch import Tensor, nn

from storyline.diffusion.noise import seed_of
from storyline.training.loop import Settings, train
from storyline.training.stage import Loss, Sampled


class Sharpener(nn.Module):
    """Three convolutions and an embedding: something for each optimiser."""

    def __init__(self) -> None:
        super().__init__()
        self.conv_in = nn.Conv2d(3, 16, 3, padding=1)
        self.strength = nn.Embedding(4, 16)
        self.middle = nn.Conv2d(16, 16, 3, padding=1)
        self.conv_out = nn.Conv2d(16, 3, 3, padding=1)
        self.to(memory_format=torch.channels_last)

    def forward(self, blurred: Float[Tensor, "b 3 h w"], strength: Tensor) -> Float[Tensor, "b 3 h w"]:
        hidden = torch.relu(self.conv_in(blurred) + self.strength(strength)[..., None, None])
        return blurred + self.conv_out(hidden + torch.relu(self.middle(hidden)))


def blocks(step: int) -> Float[Tensor, "4 3 16 16"]:
    """A batch by its number."""
    generator = torch.Generator().manual_seed(seed_of("blocks", step))
    return torch.rand(4, 3, 4, 4, generator=generator).repeat_interleave(4, 2).repeat_interleave(4, 3)


class SharpenStage:
    """Blurs by a strength drawn at each step, and undoes it."""

    name = "sharpen"
    edges = ("conv_in.", "conv_out.")

    def __init__(self, pause: float = 0.0) -> None:
        with torch.random.fork_rng():
            torch.manual_seed(0)
            self.model = Sharpener()
        self.pause = pause

    def loss(self, batch: Float[Tensor, "b 3 h w"], generator: torch.Generator) -> Loss:
        time.sleep(self.pause)
        strength = torch.randint(4, (len(batch),), generator=generator)
        noisy = batch + 0.1 * torch.randn(batch.shape, generator=generator)
        device = self.model.conv_in.weight.device
        error = (self.model(blurred(noisy, strength).to(device), strength.to(device)) - batch.to(device)).pow(2).mean()
        return Loss(error, {"error": error.detach()})

    def samples(self) -> Sampled:
        clean = blocks(-1)
        strength = torch.full((len(clean),), 2)
        out = self.model(blurred(clean, strength), strength)
        picture = (torch.cat(list(out), 2).clamp(0, 1) * 255).byte().permute(1, 2, 0).numpy()
        return Sampled(np.ascontiguousarray(picture), {"held_out": float((out - clean).pow(2).mean())})

    def save(self, folder: Path) -> None:
        save_file({name: p.contiguous() for name, p in self.model.state_dict().items()}, folder / "model.safetensors")


def blurred(pictures: Float[Tensor, "b 3 h w"], strength: Tensor) -> Float[Tensor, "b 3 h w"]:
    soft = nn.functional.avg_pool2d(pictures, 3, 1, 1)
    share = (strength / 4)[:, None, None, None]
    return pictures + share * (soft - pictures)


SETTINGS = Settings(steps=12, warmup=3, keep_every=4, log_every=2, sample_every=7)


if __name__ == "__main__":
    torch.set_num_threads(1)
    settings = replace(SETTINGS, steps=int(sys.argv[2]))
    if "fp32-adamw" in sys.argv:
        settings = replace(settings, precision="fp32", muon=False)
    train(SharpenStage(pause=0.02), blocks, settings, Path(sys.argv[1]), cpu="anywhere" not in sys.argv)
