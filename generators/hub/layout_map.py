"""Who is in a panel, and where → a picture of patches of colour: what is seen in every pixel, by ADE20K's classes.

Source: Zhou et al. 2017, "Scene Parsing through ADE20K Dataset", whose 150 classes and their colours many networks of
segmentation, and controlnets of their pictures, have learnt.
"""

import re
from collections.abc import Mapping, Sequence

import numpy as np

from generators.hub.family import Who
from storyline.frames.clip import Picture
from storyline.schema.layout import Box
from storyline.schema.media import FrameSize
from storyline.schema.vocabulary import ANIMALS, KINDS, PEOPLE, SETTINGS, Ground, kind_of, setting_of

# fmt: off
COLOURS: Mapping[str, tuple[int, int, int]] = {
    "wall": (120, 120, 120), "building": (180, 120, 120), "sky": (6, 230, 230), "floor": (80, 50, 50),
    "tree": (4, 200, 3), "road": (140, 140, 140), "bed": (204, 5, 255), "grass": (4, 250, 7), "person": (150, 5, 61),
    "earth": (120, 120, 70), "door": (8, 255, 51), "table": (255, 6, 82), "mountain": (143, 255, 140),
    "plant": (204, 255, 4), "chair": (204, 70, 3), "car": (0, 102, 200), "house": (255, 9, 224), "sea": (9, 7, 230),
    "mirror": (220, 220, 220), "rug": (255, 9, 92), "field": (112, 9, 255), "fence": (255, 184, 6),
    "rock": (255, 41, 10), "lamp": (224, 255, 8), "box": (0, 255, 20), "sand": (160, 150, 20), "bridge": (255, 82, 0),
    "flower": (255, 0, 0), "book": (255, 163, 0), "palm": (0, 82, 255), "computer": (0, 255, 173),
    "boat": (173, 255, 0), "bus": (255, 0, 245), "truck": (255, 0, 20), "tower": (255, 184, 184),
    "television": (0, 255, 194), "airplane": (0, 255, 82), "bottle": (0, 255, 10), "ship": (255, 235, 0),
    "plaything": (255, 0, 31), "basket": (92, 255, 0), "tent": (112, 224, 255), "bag": (70, 184, 160),
    "ball": (255, 0, 163), "food": (255, 204, 0), "pot": (245, 0, 255), "animal": (255, 0, 122),
    "bicycle": (255, 245, 0), "plate": (0, 255, 184), "glass": (25, 194, 194), "clock": (102, 255, 0),
    "flag": (92, 0, 255),
}
"""Red, green and blue of some of the classes."""

_CLASS: Mapping[str, str] = {
    **{kind: kind for kind in KINDS if kind in COLOURS},
    **dict.fromkeys(PEOPLE, "person"), **dict.fromkeys(ANIMALS, "animal"),
    "robot": "plaything", "snowman": "plaything", "teddy": "plaything", "balloon": "ball", "drum": "pot",
    "bowl": "pot", "bucket": "pot", "cup": "glass", "chest": "box", "gift": "box", "bag": "bag", "plane": "airplane",
    "helicopter": "airplane", "tractor": "truck", "train": "bus", "cart": "truck", "carriage": "car",
    "castle": "building", "windmill": "tower", "lighthouse": "tower", "fir": "tree", "bush": "plant",
    "cactus": "plant", "mushroom": "plant", "log": "tree", "pebble": "rock", "apple": "food", "bread": "food",
    "cake": "food", "cheese": "food", "carrot": "food", "pumpkin": "food", "grape": "food", "banana": "food",
    "ice cream": "food", "egg": "food", "candle": "lamp", "letter": "book", "map": "book", "submarine": "ship",
    "hay": "field", "well": "rock",
}
# fmt: on
OTHER = "plaything"
"""The class of whatever has none."""

_GROUND: Mapping[Ground, tuple[str, str]] = {
    "land": ("sky", "earth"),
    "water": ("sky", "sea"),
    "floor": ("wall", "floor"),
    "seabed": ("sea", "sand"),
}
_SETTING: Mapping[str, tuple[str, str]] = {
    "meadow": ("sky", "grass"),
    "forest": ("tree", "earth"),
    "beach": ("sky", "sand"),
    "city": ("building", "road"),
    "village": ("building", "road"),
    "mountains": ("mountain", "earth"),
    "desert": ("sky", "sand"),
    "jungle": ("tree", "plant"),
    "farm": ("sky", "field"),
    "garden": ("tree", "grass"),
    "park": ("tree", "grass"),
    "road": ("sky", "road"),
    "castle": ("building", "earth"),
}
"""What is above the horizon, and what below it."""
_HORIZON = 0.62
"""In frame heights, where no setting is known."""


def layout_map(prompt: str, who: Sequence[Who], size: FrameSize) -> Picture:
    """What is where: the place that a prompt names, and before it everybody, the nearest last.

    Whoever is alive fills an ellipse within their box, as does whatever nobody knows; things fill all of it.

    Args:
        who: far to near.
    """
    above, below, horizon = background(prompt)
    found = np.empty((size.height, size.width, 3), np.uint8)
    edge = round(horizon * size.height)
    found[:edge], found[edge:] = COLOURS[above], COLOURS[below]
    for one in who:
        kind = kind_of(one.kind)
        round_ = kind is None or KINDS[kind].alive
        found[_within(one.box, size, round_)] = COLOURS[class_of(one.kind)]
    return found


def class_of(kind: str) -> str:
    """The class of a kind.

    >>> class_of("king"), class_of("fox"), class_of("lighthouse"), class_of("samovar")
    ('person', 'animal', 'tower', 'plaything')
    """
    known = kind_of(kind)
    return kind if known is None and kind in COLOURS else _CLASS.get(known or "", OTHER)


def background(prompt: str) -> tuple[str, str, float]:
    """The classes above and below the horizon, and where it is, in frame heights, in the first place that is named.

    >>> background("A fox runs on the beach."), background("A fox in the kitchen.")[:2]
    (('sky', 'sand', 0.64), ('wall', 'floor'))
    """
    words = re.findall(r"[a-zà-ÿ]+", prompt.lower())
    for n in range(len(words)):
        for length in (3, 2, 1):  # the longest name: `coral reef`
            name = setting_of(" ".join(words[n : n + length]))
            if name:
                setting = SETTINGS[name]
                return (*_SETTING.get(name, _GROUND[setting.ground]), setting.horizon)
    return (*_GROUND["land"], _HORIZON)


def _within(box: Box, size: FrameSize, ellipse: bool) -> np.ndarray:
    """The pixels whose centres are in a box, or in the ellipse within it."""
    x0, y0, x1, y1 = box.root
    across = (np.arange(size.width) + 0.5) / size.width
    down = (np.arange(size.height) + 0.5) / size.height
    x = (across - (x0 + x1) / 2) / ((x1 - x0) / 2)
    y = (down - (y0 + y1) / 2) / ((y1 - y0) / 2)
    if ellipse:
        return np.asarray(x[None] ** 2 + y[:, None] ** 2 <= 1)
    return np.asarray((abs(x) <= 1)[None] & (abs(y) <= 1)[:, None])
