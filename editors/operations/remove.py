"""Something taken away: in its place stands what the camera saw there at other times, or what is around it."""

import cv2
import torch

from editors.change import Change, grown
from editors.operations.protocol import Asked

_MARGIN = 0.012
"""Of the canvas's height: so much around a thing goes with it."""


def remove(asked: Asked) -> Change:
    """The farthest layer is seen where this one was; of a clip that has one layer, the region is painted over."""
    ground = asked.clip.layers[0]
    if ground is not asked.layer:
        return Change(asked.layer.name, "reveal", torch.ones_like(asked.region))
    hole = grown(asked.region, round(_MARGIN * asked.region.shape[0]))
    picture = (ground.image.clamp(0, 1) * 255).round().byte().movedim(0, -1).contiguous().numpy()
    painted = cv2.inpaint(picture, (hole > 0.3).byte().numpy(), 5, cv2.INPAINT_TELEA)
    return Change(ground.name, "difference", hole, image=torch.from_numpy(painted).movedim(-1, 0).float() / 255)
