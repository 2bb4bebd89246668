"""One frame as a picture shows it: what is different there is put on the layer, and so into every frame."""

import numpy as np
import torch

from editors.carry import painted
from editors.change import Change
from editors.keyframes.difference import differing
from editors.operations.protocol import Asked
from storyline.errors import EditError
from storyline.frames.keyframe import must_have_shape, reach_of, read_keyframe
from storyline.schema.media import FrameSize


def keyframe(asked: Asked) -> Change:
    """`to`: the picture; `at`: the number of the frame that it is for.

    One that shows nothing else than the frame changes nothing.
    """
    if not isinstance(asked.to, str):
        raise EditError(f"keyframe: expected the name of a picture's file; got {asked.to!r}")
    if asked.frame is None or asked.number is None:
        raise EditError("keyframe: expected `at`, the number of the frame that the picture is for; got none")
    path, (rows, columns) = asked.root / asked.to, asked.frame.shape[:2]
    size = FrameSize((columns, rows))
    must_have_shape(path, size)
    picture = read_keyframe(path, size)
    amount = torch.from_numpy(differing(picture, np.ascontiguousarray(asked.frame), reach_of(path, size)))
    colours = torch.tensor(picture[..., :3]).movedim(-1, 0).float() / 255
    colours = colours / asked.layer.lit(asked.number, (rows, columns)).clamp_min(0.1)
    found, seen = painted(asked.layer, torch.cat([colours, amount[None]])[None], [asked.number])
    there = found[3] * seen * asked.region
    return Change(asked.layer.name, "surface", there, image=torch.where(there > 0, found[:3], asked.layer.image))
