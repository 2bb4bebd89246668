"""Small clips whose truth is known: a ground that is panned over, and something that goes its own way before it."""

import cv2
import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from storyline.frames.clip import Picture

ROWS, COLUMNS = 48, 80
RED = (200, 40, 30)


def texture(height: int, width: int, seed: int = 0) -> Picture:
    """Soft spots of many colours: flow has something to hold on to, at every size."""
    noise = np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8)
    smooth = cv2.GaussianBlur(noise, (0, 0), 3).astype(np.float32) * 0.7 + cv2.GaussianBlur(noise, (0, 0), 1.2) * 0.3
    spread: Picture = np.clip((smooth - 128) * 4 + 128, 0, 255).astype(np.uint8)
    return spread


def panned(count: int = 6, step: float = 2.0, seed: int = 0) -> list[Picture]:
    """A camera that goes over a picture to the right, so many pixels a frame."""
    ground = texture(ROWS, COLUMNS + round(count * step) + 2, seed)
    return [_shifted(ground, n * step) for n in range(count)]


def with_ball(count: int = 6) -> tuple[list[Picture], Float[Tensor, "n h w"]]:
    """A red ball that rolls to the right before a ground that stands still; and where it is."""
    ground = texture(ROWS, COLUMNS, 3)
    ground = np.clip(ground.astype(np.int16) * [0.2, 0.9, 0.9], 0, 255).astype(np.uint8)
    frames, masks = [], []
    for n in range(count):
        mask = np.zeros((ROWS, COLUMNS), np.uint8)
        cv2.circle(mask, (20 + 5 * n, 26), 11, 255, -1, cv2.LINE_AA)
        ball = np.empty_like(ground)
        ball[:] = RED
        cv2.circle(ball, (17 + 5 * n, 22), 3, (235, 120, 110), -1, cv2.LINE_AA)
        share = mask[..., None] / 255
        frames.append(np.rint(ground * (1 - share) + ball * share).astype(np.uint8))
        masks.append(torch.from_numpy(mask).float() / 255)
    return frames, torch.stack(masks)


def as_tensor(frame: Picture) -> Float[Tensor, "3 h w"]:
    return torch.from_numpy(frame.copy()).movedim(-1, 0).float() / 255


def psnr(one: Tensor, other: Tensor) -> float:
    return float(-10 * (one - other).square().mean().clamp_min(1e-10).log10())


def _shifted(ground: Picture, by: float) -> Picture:
    move = np.float32([[1, 0, -by], [0, 1, 0]])
    return np.ascontiguousarray(cv2.warpAffine(ground, move, (COLUMNS, ROWS), flags=cv2.INTER_LINEAR))
