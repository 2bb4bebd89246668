"""What the detector's trunk makes of a picture, as features for Fréchet distances where no other encoder is at hand."""

from collections.abc import Sequence

import numpy as np
import torch
from jaxtyping import Float

from storyline.evaluation.detector.detect import readable
from storyline.evaluation.detector.network import Detector
from storyline.evaluation.frechet import Features
from storyline.frames.clip import Picture

NAME = "the detector's trunk, mean over the picture"


def trunk_features(detector: Detector) -> Features:
    """A row of a detector's coarsest features for each picture: their means over it."""

    @torch.inference_mode()
    def features(pictures: Sequence[Picture]) -> Float[np.ndarray, "n d"]:
        detector.eval()
        device = next(detector.parameters()).device
        _, gist = detector.finder.trunk(readable(pictures, detector.config.pixels).to(device))
        found: Float[np.ndarray, "n d"] = gist.mean((2, 3)).float().cpu().numpy()
        return found

    return features
