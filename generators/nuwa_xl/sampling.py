"""Windows of frames, from noise, conditions and what is known of them to latents."""

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass

import torch
from jaxtyping import Float
from torch import Tensor

from generators.hierarchy import GLOBAL
from generators.nuwa_xl.batch import Conditions
from generators.nuwa_xl.checkpoint import Checkpoint
from generators.nuwa_xl.conditions import FrameConditions
from generators.nuwa_xl.fill import fill
from generators.nuwa_xl.unet import MaskTemporalUNet
from generators.nuwa_xl.work import Precision
from storyline.diffusion.denoiser import Denoiser, denoiser_of, noised
from storyline.diffusion.guidance import with_guidance
from storyline.diffusion.noise import noise, seed_of
from storyline.diffusion.samplers import SamplerName, sample
from storyline.diffusion.schedule import Time, schedule_named
from storyline.errors import RenderError


@dataclass(frozen=True)
class How:
    """How latents are sampled."""

    sampler: SamplerName
    steps: int
    guidance: float
    """1 is none, and costs half."""
    rescale: float = 0.0
    start: float = 1.0
    """The time at which windows begin: at 1 with noise alone, below with their guess, noised to that time (Meng et al.
    2022, SDEdit)."""
    precision: Precision = "float32"
    """What the network computes in; latents are always single."""
    together: int = 2
    """Windows that go through the network at once, at most. On some devices the result depends on it."""


@dataclass(frozen=True, eq=False)
class Clip:
    """A window to be sampled."""

    name: str
    """For people, in errors: `frames 12 to 24`."""
    frames: tuple[int, ...]
    """Their numbers, as whoever asks counts them."""
    noises: tuple[int, ...]
    """What noise each begins with: a frame has the same in every window."""
    seed: int
    conditions: tuple[FrameConditions, ...]
    latents: Float[Tensor, "l c h w"]
    """Clean ones where `known`; the others do not matter."""
    known: Float[Tensor, "l 1 h w"]
    """1 where latents are given, 0 where they are wanted: frames as a whole, or any part of them."""
    level: int
    """Of the hierarchy."""
    negative_prompt: str = ""
    """What guidance leads away from."""

    @property
    def whole(self) -> tuple[bool, ...]:
        """Which frames are known as a whole."""
        return tuple(bool(mask.all()) for mask in self.known)

    @property
    def stride(self) -> float:
        """Seconds between neighbouring frames, on average; 0 where there is one."""
        seconds = [c.seconds for c in self.conditions if c.role == "frame"] or [0.0]
        return (seconds[-1] - seconds[0]) / max(1, len(seconds) - 1)


def sample_clips(
    model: Checkpoint, clips: Sequence[Clip], how: How, network: MaskTemporalUNet | None = None
) -> list[Float[Tensor, "l c h w"]]:
    """The latents of windows that need nothing of each other, on the CPU. What is known comes out as it was put in.

    Equally long ones are sampled together, in the order in which they are given; by the model's network of frames, if
    no other is named.

    Raises:
        RenderError: NaN or infinity has come up; the message names the windows of the batch, and the step.
    """
    made: dict[int, Tensor] = {}
    for batch in _batches(clips, how.together):
        try:
            made |= zip(batch, _sampled(model, [clips[n] for n in batch], how, network or model.network), strict=True)
        except RenderError as error:
            raise RenderError(f"{'; '.join(clips[n].name for n in batch)}: {error}") from None
    return [made[n] for n in range(len(clips))]


def _batches(clips: Sequence[Clip], together: int) -> Iterator[list[int]]:
    by_length: dict[int, list[int]] = {}
    for n, clip in enumerate(clips):
        by_length.setdefault(len(clip.conditions), []).append(n)
    for same in by_length.values():
        for start in range(0, len(same), together):
            yield same[start : start + together]


@torch.inference_mode()
def _sampled(
    model: Checkpoint, clips: Sequence[Clip], how: How, network: MaskTemporalUNet
) -> Float[Tensor, "b l c h w"]:
    device = model.device
    known = torch.stack([clip.known for clip in clips])
    given = torch.stack([_guessed(clip) for clip in clips])
    size = (given.shape[-2], given.shape[-1])
    conditions = _conditions(model, clips, unconditional=how.guidance != 1)
    shares = network.shares(conditions).tolist()[: len(clips)]
    start = torch.stack(
        [noise(clip.seed, clip.latents.shape, share, clip.noises) for clip, share in zip(clips, shares, strict=True)]
    )
    known, given, start = known.to(device), given.to(device), start.to(device)
    copies = len(conditions) // len(clips)
    with computing_in(how.precision, device):
        conditioned = network.condition(conditions.to(device), size=size)
        hint, mask = given.repeat(copies, 1, 1, 1, 1), known.repeat(copies, 1, 1, 1, 1)
        whole = mask.flatten(2).amin(-1)

        def network_of(x: Tensor, t: Time) -> Tensor:
            output: Tensor = network(x, torch.as_tensor(t, device=device) * (1 - whole), conditioned, hint, mask)
            return output.float()

        schedule = schedule_named(network.config.schedule)
        if how.start < 1:
            start = noised(schedule, given, start, torch.full((len(clips),), how.start, device=device))
        denoiser = denoiser_of(_imposed(network_of, hint, mask), network.config.prediction, schedule)
        if copies == 2:
            denoiser = with_guidance(denoiser, how.guidance, how.rescale)
        latents = sample(
            _kept(denoiser, given, known),
            start,
            schedule=schedule,
            steps=how.steps,
            start=how.start,
            sampler=how.sampler,
            generator=lambda step: torch.stack([_fresh(clip, step) for clip in clips]),
        )
    return torch.where(known == 1, given, latents).cpu()


def _imposed(network: Denoiser, given: Tensor, known: Tensor) -> Denoiser:
    """The network shown known latents clean, as it has learnt to see them."""
    return lambda x, t: network(torch.where(known == 1, given, x), t)


def _kept(denoiser: Denoiser, given: Tensor, known: Tensor) -> Denoiser:
    """A denoiser that gives known latents back as they are."""
    return lambda x, t: torch.where(known == 1, given, denoiser(x, t))


def _guessed(clip: Clip) -> Float[Tensor, "l c h w"]:
    """What is known, and guesses elsewhere: along the tracks between frames known as a whole, else nothing.

    Keyframes that are known were supplied, one of them perhaps: nobody is to be seen twice in those around it.
    """
    filled = fill(clip.latents, clip.whole, clip.conditions, ghosts=clip.level != GLOBAL)
    return torch.where(clip.known == 1, clip.latents, filled)


def _fresh(clip: Clip, step: int) -> Float[Tensor, "l c h w"]:
    return noise(seed_of(clip.seed, "step", step), clip.latents.shape, 0.0, clip.noises)


def _conditions(model: Checkpoint, clips: Sequence[Clip], *, unconditional: bool) -> Conditions:
    """Those of the clips, and behind them, for guidance, the same without what is to be seen."""
    frames = [clip.conditions for clip in clips]
    if unconditional:
        frames += [tuple(_emptied(frame, clip.negative_prompt) for frame in clip.conditions) for clip in clips]
    copies = len(frames) // len(clips)
    return Conditions.of(
        frames,
        model.tokenizer,
        stride=[clip.stride for clip in clips] * copies,
        level=[min(clip.level, model.card.deepest) for clip in clips] * copies,
        entities=model.card.entities,
    )


def _emptied(frame: FrameConditions, negative_prompt: str) -> FrameConditions:
    return frame.model_copy(update={"prompt": negative_prompt, "place": "", "seen": ()})


def computing_in(precision: Precision, device: torch.device) -> torch.autocast | nullcontext[None]:
    """Within it a device computes in a precision."""
    return torch.autocast(device.type, torch.bfloat16) if precision == "bfloat16" else nullcontext()
