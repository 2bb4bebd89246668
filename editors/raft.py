"""Optical flow by RAFT, with torchvision's networks and weights from a file.

Source: Teed & Deng 2020 (RAFT: Recurrent All-Pairs Field Transforms for Optical Flow).
"""

from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from jaxtyping import Float, Float32
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor

from storyline.errors import EditError
from storyline.frames.clip import Picture

_CELL, _LEAST = 8, 128
"""Sides are multiples of the one, and no shorter than the other: the coarsest of four correlations needs 2 cells."""
_UPDATES = 12


class Raft:
    """See `editors.flow.Flow`."""

    name = "raft"

    def __init__(self, weights: Path) -> None:
        """Raises EditError: the file holds the weights of neither network."""
        from torchvision.models import optical_flow

        try:
            held = load_file(weights)
        except (OSError, SafetensorError) as error:
            raise EditError(f"{weights}: expected the weights of RAFT (.safetensors); got: {error}") from None
        shapes = {name: value.shape for name, value in held.items()}
        for made in (optical_flow.raft_small, optical_flow.raft_large):
            network: Any = made(weights=None, progress=False)
            if {name: value.shape for name, value in network.state_dict().items()} == shapes:
                network.load_state_dict(held)
                self._network = network.eval()
                return
        raise EditError(f"{weights}: expected the weights of torchvision's raft_small or raft_large; it holds others")

    def __call__(self, first: Picture, second: Picture) -> Float32[np.ndarray, "h w 2"]:
        """See `editors.flow.Flow`."""
        rows, columns = first.shape[:2]
        pair = [_input(picture) for picture in (first, second)]
        with torch.inference_mode():
            found = self._network(*pair, num_flow_updates=_UPDATES)[-1][0]
        top, left = ((have - wanted) // 2 for have, wanted in zip(found.shape[1:], (rows, columns), strict=True))
        part: Tensor = found[:, top : top + rows, left : left + columns].movedim(0, -1)
        return np.ascontiguousarray(part.float().numpy())


def _input(picture: Picture) -> Float[Tensor, "1 3 h w"]:
    """In -1..1, its edges going on as far as the network needs."""
    values = torch.tensor(picture).movedim(-1, 0)[None].float() / 127.5 - 1
    more = [max(_LEAST, -(-side // _CELL) * _CELL) - side for side in values.shape[2:]]
    (above, left), (below, right) = zip(*((spare // 2, spare - spare // 2) for spare in more), strict=True)
    return F.pad(values, (left, right, above, below), mode="replicate")
