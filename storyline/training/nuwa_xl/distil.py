"""Few steps instead of many, and no guidance: a student learns to land where its teacher's path leads.

Time is cut into as many segments as the student may take steps. From a time t in a segment that ends at s, the teacher
goes one small step down the path, with guidance, to u; the student goes on from there to s; and the student's one
step from t to s has to land in the same place:

    x_u = step(x_t, D_teacher(x_t, t), t -> u)
    x_s = step(x_u, D_student(x_u, u), u -> s)          without a gradient; x_u itself where u = s
    D_student(x_t, t)  ->  (x_s - sigma_s / sigma_t x_t) / (alpha_s - alpha_t sigma_s / sigma_t)

with `step` DDIM's. Sampling is DDIM at those segments' ends, so neither the network nor the sampler changes.

Sources: Song et al. 2023, "Consistency Models", section 4; Heek et al. 2024, "Multistep Consistency Models", section 3;
Salimans & Ho 2022, appendix G, for the target; Song & Dhariwal 2023, section 3.2: the target's weights are the
student's own; Meng et al. 2023, section 3.1, for the guidance.
"""

import copy
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor, nn

from generators.nuwa_xl.unet import MaskTemporalUNet
from storyline.diffusion.denoiser import Denoiser, noised, over
from storyline.diffusion.guidance import with_guidance
from storyline.diffusion.schedule import Schedule, schedule_named
from storyline.training.nuwa_xl.denoising import EDGES, Latents, denoised, noise_like, weighted_error
from storyline.training.nuwa_xl.watching import Watch
from storyline.training.stage import Loss, Sampled


@dataclass(frozen=True)
class Distillation:
    """What is distilled."""

    steps: int = 4
    """Of the student."""
    between: int = 1
    """Of the student where the last frame is known: such clips begin with a good guess, and need no guidance."""
    parts: int = 8
    """Steps of the teacher in each of the student's."""
    guidance: float = 1.5
    """Of the teacher, which the student needs no more; 1 is none."""
    rescale: float = 0.0


class DistilStage:
    """Distils a network into its like. The student begins as its teacher."""

    name = "distil"

    def __init__(self, teacher: MaskTemporalUNet, settings: Distillation, watch: Watch) -> None:
        """`watch` is what samples are made of, in the student's steps."""
        self.teacher = teacher.eval().requires_grad_(False)
        self.net: MaskTemporalUNet = copy.deepcopy(teacher).requires_grad_(True)
        self.model: nn.Module = self.net
        self.edges = EDGES
        self.settings, self._watch = settings, watch

    def loss(self, batch: Latents, generator: torch.Generator) -> Loss:
        """How far the student lands from where the teacher's path leads."""
        device = next(self.net.parameters()).device
        self.teacher.to(device)
        clips, schedule = batch.to(device), schedule_named(self.net.config.schedule)
        settings = self.settings
        steps = torch.where(between(batch), settings.between, settings.steps)
        t, u, s = (each.to(device) for each in segments(steps, settings.parts, generator))
        noise = noise_like(clips.clean, self.net.shares(clips.conditions), generator)
        x = torch.where(clips.known > 0, clips.given, noised(schedule, clips.clean, noise, t))
        with torch.no_grad():
            target = target_of_path(self._guided(clips), self._student(clips), schedule, x, t=t, u=u, s=s)
        total, plain = weighted_error(denoised(self.net, clips, x, t), target, clips, t, schedule)
        return Loss(total, {"error": plain.detach()})

    def samples(self) -> Sampled:
        """What the student draws in its few steps."""
        return self._watch.sampled(self.net, self.settings.steps)

    def save(self, folder: Path) -> None:
        """Write the student."""
        self.net.save_pretrained(folder)

    def _student(self, clips: Latents) -> Denoiser:
        return lambda x, t: denoised(self.net, clips, x, _of_clips(t))

    def _guided(self, clips: Latents) -> Denoiser:
        """The teacher, with guidance: both halves in one call."""
        if self.settings.guidance == 1:
            return lambda x, t: denoised(self.teacher, clips, x, _of_clips(t))
        everything = torch.ones(len(clips), dtype=torch.bool, device=clips.clean.device)
        bare = replace(clips, conditions=clips.conditions.without(text=everything, structure=everything))
        both = joined(clips, bare)

        guided = with_guidance(
            lambda x, t: denoised(self.teacher, both, x, _of_clips(t)), self.settings.guidance, self.settings.rescale
        )
        plain = over(between(clips), clips.clean)
        if not plain.any():
            return guided
        return lambda x, t: torch.where(plain, denoised(self.teacher, clips, x, _of_clips(t)), guided(x, t))


def between(clips: Latents) -> Bool[Tensor, " b"]:
    """Of which clips the last frame is known."""
    return clips.whole[:, -1]


def segments(
    steps: Int[Tensor, " b"], parts: int, generator: torch.Generator
) -> tuple[Float[Tensor, " b"], Float[Tensor, " b"], Float[Tensor, " b"]]:
    """For each clip, of so many segments, a time, the time one part of a segment below it, and the segment's end."""
    end = (torch.rand(len(steps), generator=generator, dtype=torch.float64) * steps).floor()
    part = torch.randint(parts, (len(steps),), generator=generator)
    t, u, s = ((end + step) / steps for step in ((part + 1) / parts, part / parts, 0))
    return t.float(), u.float(), s.float()


def target_of_path(
    teacher: Denoiser,
    student: Denoiser,
    schedule: Schedule,
    x: Float[Tensor, "b *rest"],
    *,
    t: Float[Tensor, " b"],
    u: Float[Tensor, " b"],
    s: Float[Tensor, " b"],
) -> Float[Tensor, "b *rest"]:
    """The clean latents that the student is to give for x at t, so that a step from t to s lands on the path."""
    at_u = stepped(schedule, x, teacher(x, t), t, u)
    further = stepped(schedule, at_u, student(at_u, u.clamp_min(1e-4)), u.clamp_min(1e-4), s)
    at_s = torch.where(over(u > s, x), further, at_u)
    ratio = over(schedule.sigma(s) / schedule.sigma(t), x)
    return (at_s - ratio * x) / (over(schedule.alpha(s), x) - over(schedule.alpha(t), x) * ratio)


def stepped(
    schedule: Schedule,
    x: Float[Tensor, "b *rest"],
    clean: Float[Tensor, "b *rest"],
    t: Float[Tensor, " b"],
    s: Float[Tensor, " b"],
) -> Float[Tensor, "b *rest"]:
    """DDIM from t to s, each clip at times of its own (Song et al. 2020, equation 12 with sigma = 0)."""
    noise = (x - over(schedule.alpha(t), x) * clean) / over(schedule.sigma(t), x)
    return over(schedule.alpha(s), x) * clean + over(schedule.sigma(s), x) * noise


def joined(first: Latents, second: Latents) -> Latents:
    """The clips of both."""
    return Latents(
        torch.cat([first.clean, second.clean]),
        type(first.conditions).cat([first.conditions, second.conditions]),
        torch.cat([first.known, second.known]),
        torch.cat([first.given, second.given]),
    )


def _of_clips(t: float | Tensor) -> Tensor:
    assert isinstance(t, Tensor)  # here each clip has a time of its own
    return t
