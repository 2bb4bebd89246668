"""Latents become pictures of the size that was asked for, a few at a time."""

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
import torch
from jaxtyping import Float, UInt8
from torch import Tensor

from generators.nuwa_xl.autoencoder import WINDOW, windows
from generators.nuwa_xl.batch import Conditions
from generators.nuwa_xl.checkpoint import Checkpoint
from generators.nuwa_xl.conditions import FrameConditions
from generators.nuwa_xl.fill import seen_by
from generators.nuwa_xl.sampling import computing_in
from generators.nuwa_xl.work import Precision
from storyline.errors import RenderError
from storyline.frames.clip import Picture
from storyline.schema.camera import Camera
from storyline.schema.media import FrameSize


@torch.inference_mode()
def decoded(
    model: Checkpoint,
    latents: Sequence[Float[Tensor, "c h w"]],
    precision: Precision,
    conditions: Sequence[FrameConditions] | None = None,
    place: Float[Tensor, "3 height width"] | None = None,
    size: FrameSize | None = None,
) -> Iterator[Picture]:
    """The pictures of frames that follow each other; no more than `WINDOW` of them are in memory.

    With `conditions`, one a frame, their figures are drawn once more, if the model has a detailer: before the place as
    each frame's camera sees it, where there is a picture of it seen whole. These are of the `size`, if one is given;
    others are as large as the model makes them.

    Raises:
        RenderError: NaN or infinity has come up.
    """
    length = len(latents)
    apart = (slice(start, start + WINDOW) for start in range(0, length, WINDOW))
    passes = windows(length) if model.autoencoder.config.temporal else ((part, slice(None)) for part in apart)
    for seen, given in passes:
        clip = torch.stack(list(latents[seen]))[None].to(model.device)
        with computing_in(precision, model.device):
            frames = model.autoencoder.to_frames(clip)[:, given].float()
            if model.detailer is not None and conditions is not None:
                told = conditions[seen][given]
                grounds = None if place is None else _seen_by([one.camera for one in told], place, size)[None]
                frames = model.detailer(frames, _read(model, told), grounds).clamp(-1, 1)
        if not frames.isfinite().all():
            raise RenderError("decoding: expected finite pixels; got NaN or infinity. The weights may be damaged")
        yield from ((frames[0] + 1) * 127.5).round().to(torch.uint8).permute(0, 2, 3, 1).cpu().numpy()


@torch.inference_mode()
def frame_of(
    model: Checkpoint, latents: Float[Tensor, "c h w"], precision: Precision
) -> Float[Tensor, "3 height width"]:
    """One frame, decoded by itself, in -1..1."""
    with computing_in(precision, model.device):
        frame: Tensor = model.autoencoder.to_frames(latents[None, None].to(model.device))[0, 0]
    return frame.float().clamp(-1, 1)


def _seen_by(
    cameras: Sequence[Camera], place: Float[Tensor, "3 height width"], size: FrameSize | None
) -> Float[Tensor, "l 3 rows columns"]:
    """What cameras see of a place: one that stands, once."""
    different = {camera: n for n, camera in enumerate(dict.fromkeys(cameras))}
    return seen_by([*different], place, size)[[different[camera] for camera in cameras]]


def _read(model: Checkpoint, conditions: Sequence[FrameConditions]) -> Conditions:
    read = Conditions.of([conditions], model.tokenizer, stride=0.0, level=1, entities=model.card.entities)
    return read.to(model.device)


def shown(picture: Picture, size: FrameSize) -> UInt8[np.ndarray, "rows columns 3"]:
    """A picture at the size that was asked for."""
    if picture.shape[:2] == (size.height, size.width):
        return picture
    larger = size.width * size.height > picture.shape[0] * picture.shape[1]
    way = cv2.INTER_CUBIC if larger else cv2.INTER_AREA
    resized: UInt8[np.ndarray, "rows columns 3"] = cv2.resize(picture, size.root, interpolation=way)
    return resized
