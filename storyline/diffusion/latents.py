"""Noise of a clip whose frames have to do with each other: what its denoising begins with.

Each prior is a function of the seed, the shape l c h w, and how the picture moves. Whichever it is, every number is
standard normal, and the numbers of one frame have nothing to do with each other; what differs is what frames share.
Drawn on the CPU, in single precision, like all noise (`storyline.diffusion.noise`).
"""

from collections.abc import Callable, Mapping, Sequence
from math import floor, isfinite, sqrt

import torch
from jaxtyping import Float
from torch import Tensor

from storyline.diffusion.noise import noise, seed_of
from storyline.errors import RenderError

Noise = Float[Tensor, "l c h w"]
Motion = Sequence[tuple[float, float]]
"""How far the picture has moved by each frame, across and down, in frame widths and heights; nowhere if empty."""


def latents(prior: str, seed: int, shape: Sequence[int], motion: Motion = ()) -> Noise:
    """Noise of the prior of a name (`PRIORS`), as it was published.

    Raises:
        RenderError: there is no such prior, the shape has other dimensions, or the motion is not of l frames.
    """
    if prior not in PRIORS:
        raise RenderError(f"prior: expected {', '.join(PRIORS)}; got {prior!r}")
    return PRIORS[prior](seed, shape, motion)


def mixed(seed: int, shape: Sequence[int], alpha: float = 1.0) -> Noise:
    """Noise with a part that is common to all frames: any two have the correlation alpha² / (1 + alpha²).

    Raises:
        RenderError: alpha is negative or no number, or the shape has other dimensions.
    Source: Ge et al. 2023, "Preserve Your Own Correlation", section 4.2, with its alpha.
    """
    return noise(seed, _clip(shape), 1 - 1 / (1 + _share(alpha) ** 2))


def progressive(seed: int, shape: Sequence[int], alpha: float = 2.0) -> Noise:
    """Noise of which each frame has a part of the one before: the correlation (alpha² / (1 + alpha²))^(distance / 2).

    Raises:
        RenderError: alpha is negative or no number, or the shape has other dimensions.
    Source: Ge et al. 2023, "Preserve Your Own Correlation", section 4.2, with its alpha.
    """
    drawn = noise(seed, _clip(shape))
    fresh = 1 / sqrt(1 + _share(alpha) ** 2)
    for n in range(1, len(drawn)):
        drawn[n] = alpha * fresh * drawn[n - 1] + fresh * drawn[n]
    return drawn


def base_and_residual(seed: int, shape: Sequence[int], share: float = 0.5) -> Noise:
    """Noise of a base, which the middle frame is, and of what is each other frame's own.

    The correlation of two frames is the share, and its root with the middle one.

    Raises:
        RenderError: the share is outside 0 to 1, or the shape has other dimensions.
    Source: Luo et al. 2023, "VideoFusion", section 3.2.
    """
    drawn = noise(seed, _clip(shape), share)
    middle = len(drawn) // 2
    drawn[middle : middle + 1] = noise(seed, (min(1, len(drawn)), *shape[1:]), 1.0)
    return drawn


def shuffled(seed: int, shape: Sequence[int], context: int = 16, stride: int = 4) -> Noise:
    """Noise of as many frames as a model sees at once, and these again and again, `stride` of them at a time shuffled.

    Any `context` frames that begin at a multiple of the stride have each of them once.

    Raises:
        RenderError: expected 1 <= stride <= context; or the shape has other dimensions.
    Source: Qiu et al. 2023, "FreeNoise", section 4.1 and equation 7.
    """
    if not 1 <= stride <= context:
        raise RenderError(f"shuffled noise: expected 1 <= stride <= context; got {stride} and {context}")
    numbers = list(range(min(context, _clip(shape)[0])))
    for start in range(context, shape[0], stride):
        source = torch.Generator().manual_seed(seed_of(seed, "shuffle", start))
        again = numbers[start - context : start - context + stride]
        numbers += [again[n] for n in torch.randperm(stride, generator=source).tolist()]
    return noise(seed, shape, frames=numbers[: shape[0]])


def warped(seed: int, shape: Sequence[int], motion: Motion = ()) -> Noise:
    """The same noise in all frames, moved as the picture moves, in whole latents: correlation 1 along the motion.

    It goes on beyond the frame as far as anything moves, so that what comes into view is noise as well.

    Raises:
        RenderError: the motion is not of l frames, or the shape has other dimensions.
    Source: after Khachatryan et al. 2023, "Text2Video-Zero", section 3.3.1, who move half-denoised latents (`moved`).
    """
    length, channels, rows, columns = _clip(shape)
    found: dict[tuple[int, int], Tensor] = {}

    def tile(down: int, across: int) -> Tensor:
        if (down, across) not in found:
            own = seed_of(seed, "tile", down, across) if down or across else seed
            found[down, across] = noise(own, (1, channels, rows, columns))[0]
        return found[down, across]

    frames = []
    for across, down in _motion(motion, length):
        (top, y), (left, x) = divmod(-_whole(down, rows), rows), divmod(-_whole(across, columns), columns)
        around = [torch.cat([tile(top + dy, left + dx) for dx in (0, 1)], -1) for dy in (0, 1)]
        frames.append(torch.cat(around, -2)[:, y : y + rows, x : x + columns])
    return torch.stack(frames) if frames else torch.empty(*shape)


def moved(picture: Float[Tensor, "*leading h w"], across: float, down: float) -> Float[Tensor, "*leading h w"]:
    """A picture's latents, moved by fractions of its width and height, in whole latents; mirrored where none were.

    Moving whole latents keeps noise in them as it is: between latents it would be smoothed.

    Source: Khachatryan et al. 2023, "Text2Video-Zero", section 3.3.1, W_k in equation 8.
    """
    rows, columns = picture.shape[-2:]
    y = _mirrored(rows, _whole(down, rows))
    x = _mirrored(columns, _whole(across, columns))
    return picture[..., y.to(picture.device)[:, None], x.to(picture.device)]


PRIORS: Mapping[str, Callable[[int, Sequence[int], Motion], Noise]] = {
    "independent": lambda seed, shape, motion: noise(seed, _clip(shape)),
    "mixed": lambda seed, shape, motion: mixed(seed, shape),
    "progressive": lambda seed, shape, motion: progressive(seed, shape),
    "residual": lambda seed, shape, motion: base_and_residual(seed, shape),
    "shuffled": lambda seed, shape, motion: shuffled(seed, shape),
    "warped": warped,
}
"""By name."""


def _clip(shape: Sequence[int]) -> Sequence[int]:
    if len(shape) != 4:
        raise RenderError(f"noise: expected the shape l c h w; got {tuple(shape)}")
    return shape


def _share(alpha: float) -> float:
    if not (isfinite(alpha) and alpha >= 0):
        raise RenderError(f"noise: expected an alpha of 0 or more; got {alpha}")
    return alpha


def _motion(motion: Motion, length: int) -> Motion:
    if len(motion) not in (0, length):
        raise RenderError(f"noise: expected how far {length} frames have moved; got {len(motion)}")
    return motion or [(0.0, 0.0)] * length


def _whole(share: float, size: int) -> int:
    return floor(share * size + 0.5)


def _mirrored(size: int, by: int) -> Tensor:
    """Which of so many places each is taken from, when all have moved by some."""
    turn = max(1, 2 * (size - 1))
    place = (torch.arange(size) - by) % turn
    return torch.minimum(place, turn - place) if size > 1 else torch.zeros(1, dtype=torch.long)
