"""Which pixels of every frame belong to what is to be edited: from files, from boxes, from one mask, from motion alone.

A matte is how much of each pixel does, 0..1.
"""

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import torch
from jaxtyping import Float, UInt8
from torch import Tensor

from editors.chain import NEW, chained
from editors.files import read_mask
from editors.flow import Flows, pixels, sampled
from storyline.frames.clip import Picture
from storyline.schema.layout import Box

_CUTS = 3
"""Passes of GrabCut."""
_AROUND = 0.15
"""Of a box's sides: what is farther outside is surely not it."""
_ASTRAY = 1.0
"""Pixels by which what moves on its own is off the motion of the ground."""
_CLOSED = 60
"""Of a frame's rows: holes so small in a mask that was traced are none."""


def read_matte(file: Path, size: tuple[int, int]) -> Float[Tensor, "h w"]:
    """A mask as `read_mask` reads it, 0..1. Raises as that does."""
    return torch.from_numpy(read_mask(file, size)).float() / 255


def carried(first: Float[Tensor, "h w"], flows: Flows) -> Float[Tensor, "n h w"]:
    """The first frame's matte in all frames, as far as its pixels can be traced."""
    n, (rows, columns) = len(flows.forward) + 1, first.shape
    places, trust = chained(flows, 0, torch.ones(n, rows, columns))
    found = sampled(first[None, None].expand(n, -1, -1, -1), places)[:, 0]
    inside = ((places >= 0) & (places <= torch.tensor([columns, rows]))).all(-1)
    traced = found * inside * (trust > NEW)  # what has come into sight since was not in the first frame
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * (rows // _CLOSED) + 3,) * 2)
    closed = [cv2.morphologyEx(matte.numpy(), cv2.MORPH_CLOSE, kernel) for matte in traced[1:]]
    return torch.stack([first, *map(torch.from_numpy, closed)])


def cut_out(frames: Sequence[Picture], boxes: Sequence[Box | None]) -> Float[Tensor, "n h w"]:
    """Who is in a box, frame by frame, cut out of what is around it; nothing where there is no box.

    Source: Rother et al. 2004 (GrabCut).
    """
    mattes = [_cut(frame, box) for frame, box in zip(frames, boxes, strict=True)]
    return torch.from_numpy(np.stack(mattes)).float()


def _cut(frame: Picture, box: Box | None) -> UInt8[np.ndarray, "h w"]:
    rows, columns = frame.shape[:2]
    found = np.full((rows, columns), cv2.GC_BGD, np.uint8)
    if box is None:
        return np.zeros_like(found)
    x0, y0, x1, y1 = box.visible()
    left, right = round(x0 * columns), max(round(x1 * columns), round(x0 * columns) + 1)
    top, bottom = round(y0 * rows), max(round(y1 * rows), round(y0 * rows) + 1)
    found[top:bottom, left:right] = cv2.GC_PR_FGD
    wide, high = round(_AROUND * (right - left)) + 2, round(_AROUND * (bottom - top)) + 2
    near = np.s_[max(0, top - high) : bottom + high, max(0, left - wide) : right + wide]
    part, mask = np.ascontiguousarray(frame[near]), np.ascontiguousarray(found[near])
    if (mask == cv2.GC_BGD).sum() < 8 or (mask == cv2.GC_PR_FGD).sum() < 8:
        whole: UInt8[np.ndarray, "h w"] = (found == cv2.GC_PR_FGD).astype(np.uint8)
        return whole  # all of the frame, or next to nothing of it
    cv2.setRNGSeed(0)
    models = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.grabCut(part, mask, None, *models, _CUTS, cv2.GC_INIT_WITH_MASK)
    cut = np.zeros((rows, columns), np.uint8)
    cut[near] = np.isin(mask, (cv2.GC_FGD, cv2.GC_PR_FGD))
    return cut


def moving(flows: Flows) -> Float[Tensor, "n h w"]:
    """What moves otherwise than the ground: pixels that no one homography of the whole frame explains."""
    n, (rows, columns) = len(flows.forward) + 1, flows.size
    if n == 1:
        return torch.zeros(1, rows, columns)
    here = pixels(rows, columns)
    found = []
    for t in range(n):
        ways = (flows.forward, flows.sure_forward) if t < n - 1 else (flows.backward, flows.sure_backward)
        flow, certain = (way[min(t, n - 2)] for way in ways)
        step = max(1, round((rows * columns / 2000) ** 0.5))
        some = certain[::step, ::step] > 0
        at = here[::step, ::step][some].numpy()
        to = (here + flow)[::step, ::step][some].numpy()
        off = torch.zeros(rows, columns)
        if len(at) >= 8:
            ground, _ = cv2.findHomography(at, to, cv2.RANSAC, _ASTRAY, confidence=0.999)
            if ground is not None:
                there = cv2.perspectiveTransform(here.reshape(1, -1, 2).numpy(), ground).reshape(rows, columns, 2)
                off = (here + flow - torch.from_numpy(there)).square().sum(-1).sqrt()
        mask = (off > _ASTRAY).numpy().astype(np.uint8)
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (3, 3))
        found.append(torch.from_numpy(cv2.morphologyEx(mask, cv2.MORPH_OPEN, kernel)))
    return torch.stack(found).float()
