"""Frames found in a picture that grows: through an occlusion, and where there is nothing to be found."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import Tensor

from editors.canvas import canvas_of
from editors.chain import chained
from editors.change import grown
from editors.flow import Dis, Flows, flows_of, pixels
from editors.mosaic import registered
from storyline.frames.clip import Picture
from tests.editors.clips import as_tensor, texture

ROWS, COLUMNS, COUNT, STEP = 72, 120, 9, 3.0


def passed_by(broad: int = 34) -> tuple[list[Picture], Tensor]:
    """A ground that is panned over while a broad post goes the other way before it; and where the ground is seen."""
    ground = texture(ROWS, COLUMNS + round(COUNT * STEP) + 2, 5)
    frames, mattes = [], []
    for n in range(COUNT):
        left = round(n * STEP)
        frame = ground[:, left : left + COLUMNS].copy()
        matte = torch.ones(ROWS, COLUMNS)
        post = 6 + 9 * n
        frame[10:, post : post + broad] = texture(ROWS, broad, 8)[10:] // 2
        matte[8:, max(0, post - 2) : post + broad + 2] = 0
        frames.append(frame)
        mattes.append(matte)
    return frames, torch.stack(mattes)


def off(places: Tensor, reference: int) -> Tensor:
    """How far places are from the truth, in pixels."""
    moved = torch.tensor([[STEP * (n - reference), 0.0] for n in range(COUNT)])
    far: Tensor = (places - pixels(ROWS, COLUMNS) - moved[:, None, None]).norm(dim=-1)
    return far


def found(frames: list[Picture], mattes: Tensor, reference: int) -> tuple[Tensor, Tensor, Flows]:
    flows = flows_of(frames, (ROWS, COLUMNS))
    inner = torch.stack([1 - grown(1 - matte, 9) for matte in mattes])  # as fits do: beside the post flow is astray
    flows = replace(flows, sure_forward=flows.sure_forward * inner[:-1], sure_backward=flows.sure_backward * inner[1:])
    pictures = torch.stack([as_tensor(frame) for frame in frames])
    places, trust = registered(pictures, mattes, flows, reference, (-1.6, -1.1, 1.6, 1.1), Dis())
    return places, trust, flows


@pytest.mark.parametrize("reference", [0, COUNT // 2, COUNT - 1])
def test_what_was_hidden_is_found_where_it_is(reference: int) -> None:
    frames, mattes = passed_by()
    places, trust, flows = found(frames, mattes, reference)
    seen = mattes > 0.5
    inner = torch.zeros_like(seen)
    inner[:, 6:-6, 10:-10] = True
    assert off(places, reference)[seen & inner].mean() < 0.35
    assert off(places, reference)[~seen & inner].mean() < 1.5  # nobody sees it: as what is around it
    strung, _ = chained(flows, reference, mattes)
    assert off(places, reference)[seen & inner].mean() < 0.7 * off(strung, reference)[seen & inner].mean()
    assert trust[seen & inner].mean() > 0.75 and not trust[~seen].any()


def test_a_wall_of_one_colour_stays_where_it_is() -> None:
    frames = [np.full((ROWS, COLUMNS, 3), 128, np.uint8) for _ in range(4)]
    places, _, _ = found(frames, torch.ones(4, ROWS, COLUMNS), 1)
    assert (places - pixels(ROWS, COLUMNS)).abs().max() < 1e-3


def test_a_layer_that_is_seen_in_one_frame_alone_is_placed_anywhere_but_not_nowhere() -> None:
    frames, _ = passed_by()
    mattes = torch.zeros(COUNT, ROWS, COLUMNS)
    mattes[2, 20:40, 30:60] = 1
    places, trust, _ = found(frames, mattes, 2)
    assert torch.isfinite(places).all() and torch.isfinite(trust).all()
    assert canvas_of(2 * places / torch.tensor([COLUMNS, ROWS]) - 1, trust) is not None
