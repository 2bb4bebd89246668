"""Temporal stages: clips of which now nothing, now anchors, now ends, now any boxes are known, for one network of all.

| frames                 | known                 | what it learns for                      | level   |
|------------------------|-----------------------|-----------------------------------------|---------|
| anchors alone          | nothing, or the place | the anchors of a scene                  | 0       |
| anchors and frames     | the anchors           | keyframes of a shot in sight of anchors | 1       |
| frames                 | nothing               | keyframes without anchors               | 1       |
| frames                 | the first and the last| the frames between two                  | 2, 3, … |
| frames                 | the first ones        | going on from what is there             | 2, 3, … |
| frames                 | all but some boxes    | editing                                 | 2, 3, … |

What is known is given a little noise, so that frames which the network made itself do. The frames between are given
the guess that sampling gives (`generators.nuwa_xl.fill`). Some batches are cut short: any length has to work.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Literal, Protocol, runtime_checkable

import torch
from jaxtyping import Float
from torch import Tensor

from generators.nuwa_xl.batch import Conditions, Words
from generators.nuwa_xl.conditions import FrameConditions
from generators.nuwa_xl.fill import fill
from storyline.diffusion.noise import seed_of
from storyline.training.nuwa_xl.denoising import Latents

Known = Literal["nothing", "ends", "first", "boxes"]

FAR: dict[Known, float] = {"nothing": 0.3, "ends": 0.5, "first": 0.1, "boxes": 0.1}
"""How often what is known of frames far apart, without anchors."""
NEAR: dict[Known, float] = {"nothing": 0.05, "ends": 0.65, "first": 0.2, "boxes": 0.1}
"""And of frames close to each other."""
TOGETHER, ANCHORS = 0.5, 0.15
"""How often a batch of clips that have anchors is of anchors and frames, and of anchors alone; else of frames."""
_SIGHTLESS = 0.1
"""How often anchors that are beside frames are to be made with them, not known."""
_CUT_SHORT, _ALONE = 0.4, 0.05
"""How often the clips of a batch are of another length; and of one frame."""
_NOISY, _MOST_NOISE = 0.5, 0.2
"""How often what is known has noise, and of which standard deviation at most."""
DEEPEST = 4
"""Of the levels that are learnt."""


@dataclass(frozen=True, eq=False)
class LatentClip:
    """A clip as the corpus keeps it."""

    latents: Float[Tensor, "l c h w"]
    conditions: tuple[FrameConditions, ...]
    stride: float
    level: int


@runtime_checkable
class Corpus(Protocol):
    """Clips of one length by number."""

    def __len__(self) -> int: ...

    def __getitem__(self, number: int) -> LatentClip: ...


@dataclass(frozen=True)
class ClipBatches:
    """Batches of clips by number, each with what is known of it: a pure function of seed and number."""

    corpora: Sequence[tuple[Corpus, float]]
    """Each with how often a batch is of it; the clips of one corpus are equally long."""
    words: Words
    batch: int
    seed: int = 0
    entities: int = 8

    def __call__(self, number: int) -> Latents:
        """The batch of a number."""
        chance = Random(seed_of(self.seed, "clips", number))
        corpus = chance.choices([c for c, _ in self.corpora], [often for _, often in self.corpora])[0]
        wanted = chance.random()
        roles = ("anchor", "frame") if wanted < TOGETHER else ("anchor",) if wanted < TOGETHER + ANCHORS else ("frame",)
        whole = [corpus[chance.randrange(len(corpus))] for _ in range(self.batch)]
        some = [taken for clip in whole if (taken := only(clip, roles)).conditions]
        length = _length(chance, min((len(clip.conditions) for clip in some), default=1))
        clips = [some_known(shortened(clip, length, chance), chance) for clip in some or whole]
        return batched(clips, self.words, self.entities)


@dataclass(frozen=True, eq=False)
class KnownClip:
    """A clip with what is known of it."""

    clean: Float[Tensor, "l c h w"]
    conditions: tuple[FrameConditions, ...]
    known: Float[Tensor, "l 1 h w"]
    given: Float[Tensor, "l c h w"]
    stride: float
    level: int


def batched(clips: Sequence[KnownClip], words: Words, entities: int) -> Latents:
    """Clips that are equally long, as a batch."""
    return Latents(
        clean=torch.stack([clip.clean for clip in clips]),
        conditions=Conditions.of(
            [clip.conditions for clip in clips],
            words,
            stride=[clip.stride for clip in clips],
            level=[clip.level for clip in clips],
            entities=entities,
        ),
        known=torch.stack([clip.known for clip in clips]),
        given=torch.stack([clip.given for clip in clips]),
    )


def only(clip: LatentClip, roles: Sequence[str]) -> LatentClip:
    """The anchors of a clip, its frames, or both."""
    chosen = [n for n, c in enumerate(clip.conditions) if c.role in roles]
    if len(chosen) == len(clip.conditions):
        return clip
    return replace(clip, latents=clip.latents[chosen], conditions=tuple(clip.conditions[n] for n in chosen))


def shortened(clip: LatentClip, length: int, chance: Random) -> LatentClip:
    """So many frames of a clip, evenly spaced; of its anchors as many as leave room for two frames.

    Raises:
        ValueError: the clip is shorter.
    """
    total = len(clip.conditions)
    if length > total:
        raise ValueError(f"expected a clip of {length} frames or more; got {total}")
    frames = [n for n, c in enumerate(clip.conditions) if c.role == "frame"]
    anchors = [n for n, c in enumerate(clip.conditions) if c.role == "anchor"]
    if frames:
        anchors = anchors[: max(0, length - 2, length - len(frames))]
    else:
        anchors, frames = anchors[:1], anchors[1:]  # the place, and of the cast who comes
        anchors = anchors[:length]
    room = length - len(anchors)
    step = chance.randint(1, (len(frames) - 1) // (room - 1)) if room > 1 else 1
    first = chance.randrange(len(frames) - step * (room - 1)) if room else 0
    chosen = [*anchors, *(frames[first + step * n] for n in range(room))]
    kept = tuple(clip.conditions[n] for n in chosen)
    stride = clip.stride * step if room > 1 and kept[-1].role == "frame" else 0.0
    return replace(clip, latents=clip.latents[chosen], conditions=kept, stride=stride)


def some_known(clip: LatentClip, chance: Random, known: Known | None = None) -> KnownClip:
    """A clip with what is known of it: of the kind asked for, or drawn by what the clip is of."""
    anchors = [n for n, c in enumerate(clip.conditions) if c.role == "anchor"]
    frames = [n for n, c in enumerate(clip.conditions) if c.role == "frame"]
    often = NEAR if clip.level > 1 else FAR
    if known is None:
        alone = bool(anchors) or len(frames) < 3
        known = "nothing" if alone else chance.choices(list(often), list(often.values()))[0]
    rows, columns = clip.latents.shape[-2:]
    mask = torch.zeros(len(clip.conditions), 1, rows, columns)
    if frames:
        mask[anchors] = float(chance.random() >= _SIGHTLESS)
    elif len(anchors) > 1:
        mask[0] = float(chance.random() < 0.5)
    match known:
        case "ends":
            mask[[frames[0], frames[-1]]] = 1
        case "first":
            mask[frames[: chance.randint(1, max(1, len(frames) - 1))]] = 1
        case "boxes":
            mask[frames] = 1
            for _ in range(chance.randint(1, 2)):
                y0, y1 = _span(chance, rows)
                x0, x1 = _span(chance, columns)
                mask[frames, :, y0:y1, x0:x1] = 0
    level = 0 if not frames else 1 if known == "nothing" else chance.randint(2, DEEPEST)
    given = _given(clip, mask, chance)
    return KnownClip(clip.latents, clip.conditions, mask, given, clip.stride, level)


def _given(clip: LatentClip, mask: Float[Tensor, "l 1 h w"], chance: Random) -> Float[Tensor, "l c h w"]:
    """What is known, at times with a little noise, and between known frames the guess that is made of them."""
    seen = clip.latents
    if chance.random() < _NOISY:
        generator = torch.Generator().manual_seed(chance.getrandbits(62))
        seen = seen + chance.uniform(0, _MOST_NOISE) * torch.randn(seen.shape, generator=generator)
    whole = [bool(frame.min()) for frame in mask]
    return torch.where(mask == 1, seen, fill(seen, whole, clip.conditions))


def _length(chance: Random, longest: int) -> int:
    """Of the clips of a batch."""
    drawn = chance.random()
    if drawn < _ALONE:
        return 1
    return chance.randint(2, longest) if drawn < _ALONE + _CUT_SHORT and longest > 2 else longest


def _span(chance: Random, cells: int) -> tuple[int, int]:
    """A part of a side, a quarter of it to three."""
    length = max(1, round(cells * chance.uniform(0.25, 0.75)))
    start = chance.randrange(cells - length + 1)
    return start, start + length
