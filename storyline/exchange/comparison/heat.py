"""Two pictures → one that shows where they differ, and how much."""

import cv2
import numpy as np

from storyline.frames.clip import Picture

FULL = 96
"""The difference of a value, of 255, from which on the colour is the brightest."""
_GROUND = 0.3
"""How bright the first picture is where nothing differs; there it is grey."""


def heat(a: Picture, b: Picture) -> Picture:
    """The first of two pictures of one size, grey and dark, with what differs glowing from violet to yellow.

    What counts is the red, the green or the blue, whichever differs most.
    """
    differs = cv2.absdiff(a, b).max(axis=2)
    strength = np.sqrt(np.minimum(differs, FULL) / np.float32(FULL))  # little is to be seen, too
    colours = cv2.cvtColor(
        cv2.applyColorMap(np.uint8(255 * (0.25 + 0.75 * strength)), cv2.COLORMAP_INFERNO), cv2.COLOR_BGR2RGB
    )
    ground = cv2.cvtColor(cv2.cvtColor(a, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB) * np.float32(_GROUND)
    share = np.minimum(1, 2 * strength)[..., None]
    mixed: Picture = np.rint(ground * (1 - share) + colours * share).astype(np.uint8)
    return mixed
