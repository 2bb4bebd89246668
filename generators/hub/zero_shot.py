"""Words, or keyframes, → a clip, by a network that has only seen pictures. Here torch comes in.

One frame, or both ends, are denoised (or, if they are given, noised by DDIM's steps backwards), and their latents kept
at every step. The other frames begin with theirs from early on, moved as the camera moves, with some new noise; then
they are denoised side by side, each with its own words, looking at the ends instead of at themselves.

Source: Khachatryan et al. 2023, "Text2Video-Zero", section 3.3 and algorithm 1. Our own: from keyframes, with two ends,
and boxes in the place of a detector of what is salient.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil, floor
from typing import Any

import numpy as np
import torch
from diffusers import DDIMScheduler
from jaxtyping import Bool, Float, Float32
from torch import Tensor

from generators.hub.across_frames import Sight, across_frames
from generators.hub.denoising import Told, decoded, told
from generators.hub.family import ClipAsked, How, number, whole
from generators.hub.starting import latent_size
from storyline.diffusion.guidance import guided
from storyline.diffusion.latents import latents, moved
from storyline.diffusion.noise import noise, seed_of
from storyline.frames.clip import Picture

Latents = Float[Tensor, "n c h w"]
Motion = Sequence[tuple[float, float]]


@dataclass
class Network:
    """A model of pictures, about to draw frames of a clip."""

    model: Any
    clip: ClipAsked
    how: How
    scheduler: DDIMScheduler
    words: list[Told] = field(default_factory=list)
    """Of each frame."""
    done: int = 0
    total: int = 0

    @classmethod
    def of(cls, model: Any, clip: ClipAsked, how: How) -> "Network":
        """With its timesteps set and its words read."""
        scheduler = DDIMScheduler.from_config(model.scheduler.config, clip_sample=False)
        scheduler.set_timesteps(how.steps, device=model._execution_device)
        read = {words: told(model, words, clip.negative, how.size) for words in dict.fromkeys(clip.prompts.values())}
        spoken = [clip.prompts[max(at for at in clip.prompts if at <= n)] for n in range(clip.frames)]
        return cls(model, clip, how, scheduler, [read[words] for words in spoken])

    def predicted(self, x: Latents, level: int, frames: Sequence[int], guidance: float) -> Latents:
        """What the network gives for frames' latents at a level, which is the number of steps that are behind them."""
        t = self.scheduler.timesteps[level]
        halves = (0, 1) if guidance > 1 else (1,)
        words = torch.stack([self.words[n].words[half] for half in halves for n in frames])
        added = {
            name: torch.stack([self.words[n].added[name][half] for half in halves for n in frames])
            for name in self.words[0].added
        }
        output = self.model.unet(
            self.scheduler.scale_model_input(torch.cat([x] * len(halves)), t),
            t,
            encoder_hidden_states=words,
            added_cond_kwargs=added or None,
            return_dict=False,
        )[0]
        if guidance <= 1:
            return output  # type: ignore[no-any-return]
        without, with_words = output.chunk(2)
        return guided(with_words, without, guidance)

    def step(self, x: Latents, level: int, frames: Sequence[int]) -> Latents:
        """Latents of the next level."""
        output = self.predicted(x, level, frames, self.how.guidance)
        return self.scheduler.step(output, self.scheduler.timesteps[level], x).prev_sample  # type: ignore[no-any-return]

    def back(self, x: Latents, level: int, frames: Sequence[int]) -> Latents:
        """Latents of the level before, by a step of DDIM's in the other direction, without guidance."""
        output = self.predicted(x, level - 1, frames, 1.0)
        kept, given = self.shares(level), self.shares(level - 1)
        kind = self.scheduler.config.prediction_type
        if kind == "v_prediction":
            output = given[0] * output + given[1] * x
        elif kind == "sample":
            output = (x - given[0] * output) / given[1]
        return given[0] * (x - kept[1] * output) / kept[0] + given[1] * output

    def shares(self, level: int) -> tuple[float, float]:
        """How much of the picture and how much noise there is at a level."""
        scheduler = self.scheduler
        last = level == len(scheduler.timesteps)
        kept = scheduler.final_alpha_cumprod if last else scheduler.alphas_cumprod[int(scheduler.timesteps[level])]
        return float(kept) ** 0.5, float(1 - kept) ** 0.5

    def stepped(self) -> None:
        """One more step is done."""
        self.done += 1
        self.how.step(self.done, self.total)


def drawn(model: Any, clip: ClipAsked, how: How) -> Float32[np.ndarray, "frames height width 3"]:
    """The clip's frames.

    Raises:
        RenderError: a parameter is out of range, or there is no such prior.
    """
    moved_at = ceil(number(how, "moved_after", 0, 1) * how.steps - 1e-6)
    start = floor(number(how, "noised_to", 0, 1) * how.steps + 1e-6)
    moved_at, start = min(moved_at, how.steps - 1), min(start, moved_at, how.steps - 1)
    network = Network.of(model, clip, how)
    ends = sorted(clip.keyframes) or [0]
    inner = [n for n in range(clip.frames) if n not in ends]
    network.total = how.steps + (how.steps - start if inner else 0)
    paths = _noised(network, ends) if clip.keyframes else _denoised(network)
    frames = dict(zip(ends, paths[-1], strict=True))
    if inner:
        ways = Ways(paths, [network.shares(level)[0] for level in range(how.steps + 1)], ends, _motion(clip, how))
        with across_frames(model.unet) as sight:
            frames |= dict(zip(inner, _filled(network, ways, inner, moved_at, start, sight), strict=True))
    return np.stack([decoded(model, frames[n][None]) for n in range(clip.frames)])


def _denoised(network: Network) -> list[Latents]:
    """The first frame at every level."""
    model = network.model
    shape = (1, model.unet.config.in_channels, *latent_size(model, network.how))
    path = [noise(network.clip.seed, shape).to(model._execution_device, model.unet.dtype)]
    for level in range(network.how.steps):
        path.append(network.step(path[-1], level, [0]))
        network.stepped()
    return path


def _noised(network: Network, ends: Sequence[int]) -> list[Latents]:
    """The ends at every level, of their pictures."""
    path = [_encoded(network.model, [network.clip.keyframes[n] for n in ends])]
    for level in range(network.how.steps, 0, -1):
        path.append(network.back(path[-1], level, ends))
        network.stepped()
    return path[::-1]


def _encoded(model: Any, pictures: Sequence[Picture]) -> Latents:
    """Latents of pictures, without noise."""
    vae = model.vae
    half = vae.dtype == torch.float16 and vae.config.force_upcast  # it overflows
    if half:
        vae.to(dtype=torch.float32)
    shown = torch.from_numpy(np.stack(pictures)).movedim(-1, 1).to(model._execution_device, vae.dtype) / 127.5 - 1
    found = vae.encode(shown).latent_dist.mode() * vae.config.scaling_factor
    if half:
        vae.to(dtype=torch.float16)
    return found.to(model.unet.dtype)  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Ways:
    """The ends at every level, and what the frames between them have of them."""

    paths: Sequence[Latents]
    kept: Sequence[float]
    """How much of the picture there is at each level; 1 is nearly all."""
    ends: Sequence[int]
    motion: Motion

    def weights(self, frames: Sequence[int]) -> Float[Tensor, "frames ends"]:
        """How much each frame has of each end, by its time."""
        if len(self.ends) == 1:
            return torch.ones(len(frames), 1)
        later = torch.tensor([(n - self.ends[0]) / (self.ends[1] - self.ends[0]) for n in frames])
        return torch.stack([1 - later, later], 1)

    def at(self, frame: int, level: int) -> Float[Tensor, "c h w"]:
        """The ends at a level, moved to where a frame has them, as one: with as much noise as one has."""
        shifted = []
        for end, clean, path in zip(self.ends, self.paths[-1], self.paths[level], strict=True):
            across, down = (b - a for a, b in zip(self.motion[end], self.motion[frame], strict=True))
            shifted.append((moved(clean, across, down), moved(path, across, down)))
        if len(shifted) == 1:
            return shifted[0][1]
        weights = self.weights([frame])[0].tolist()
        still = torch.stack([w * clean for w, (clean, _) in zip(weights, shifted, strict=True)]).sum(0)
        noises = [path - self.kept[level] * clean for clean, path in shifted]
        mixed = torch.stack([w * one for w, one in zip(weights, noises, strict=True)]).sum(0)
        spread = sum(w * one.std() for w, one in zip(weights, noises, strict=True))
        return self.kept[level] * still + mixed * (spread / mixed.std().clamp(min=1e-6))  # type: ignore[no-any-return]


def _filled(network: Network, ways: Ways, inner: Sequence[int], moved_at: int, start: int, sight: Sight) -> Latents:
    """The frames between."""
    clip, how = network.clip, network.how
    smooth = number(how, "smooth", 0, 1) if "smooth" in how.parameters and clip.boxes else 0.0
    some = whole(how, "at_once", 1, 10_000)
    x = _begun(network, ways, inner, moved_at, start)
    behind = [_background(clip, ways, n, x.shape[-2:]).to(x.device) for n in inner] if smooth else []
    for level in range(start, how.steps):
        sight.ends, sight.weights = len(ways.ends), None
        network.predicted(ways.paths[level], level, ways.ends, how.guidance)
        done = []
        for first in range(0, len(inner), some):
            frames = inner[first : first + some]
            sight.weights = ways.weights(frames).to(x.device)
            done.append(network.step(x[first : first + some], level, frames))
        x = torch.cat(done)
        for place, n in enumerate(inner if smooth else []):
            mixed = smooth * ways.at(n, level + 1) + (1 - smooth) * x[place]
            x[place] = torch.where(behind[place], mixed, x[place])
        network.stepped()
    return x


def _begun(network: Network, ways: Ways, inner: Sequence[int], moved_at: int, start: int) -> Latents:
    """The frames' latents that denoising begins with: those of the ends, moved, and noised from there to the start."""
    clip = network.clip
    x = torch.stack([ways.at(n, moved_at) for n in inner])
    seed = seed_of(clip.seed, "between")
    fresh = latents(str(network.how.parameters["prior"]), seed, (clip.frames, *x.shape[1:]), ways.motion)
    kept = network.shares(start)[0] / network.shares(moved_at)[0] if start < moved_at else 1.0
    return kept * x + max(0.0, 1 - kept**2) ** 0.5 * fresh[list(inner)].to(x)  # type: ignore[no-any-return]


def _motion(clip: ClipAsked, how: How) -> Motion:
    """How far the picture has moved by each frame: by the camera, and by what the parameters say."""
    x, y = (number(how, name, -100, 100) / clip.rate for name in ("motion_x", "motion_y"))
    by_camera = clip.motion or ((0.0, 0.0),) * clip.frames
    return [(across + n * x, down + n * y) for n, (across, down) in enumerate(by_camera)]


def _background(clip: ClipAsked, ways: Ways, frame: int, size: Sequence[int]) -> Bool[Tensor, "h w"]:
    """Where nobody is at a frame, nor was at the ends, moved to the frame; and what was in sight at them."""
    behind = torch.ones(*size, dtype=torch.bool)
    for n in (frame, *ways.ends):
        across, down = (b - a for a, b in zip(ways.motion[n], ways.motion[frame], strict=True))
        shown = torch.zeros_like(behind)
        shown[_cells(down, 1 + down, size[0]), _cells(across, 1 + across, size[1])] = True
        behind &= shown
        for box in clip.boxes[n]:
            rows = _cells(box.y0 + down, box.y1 + down, size[0])
            behind[rows, _cells(box.x0 + across, box.x1 + across, size[1])] = False
    return behind


def _cells(start: float, end: float, count: int) -> slice:
    """Those of so many that lie between two fractions, in part at least."""
    return slice(max(0, floor(start * count + 1e-6)), max(0, ceil(end * count - 1e-6)))
