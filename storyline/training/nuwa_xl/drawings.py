"""A user's few drawings of their character → scenes to learn from, with exact boxes and mattes.

A drawing with transparency is put into plain surroundings at many places and sizes, both ways round: where it stands
is then known to the pixel. One without is taken as it is, and its box is the whole frame.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
import torch
from jaxtyping import UInt8
from PIL import Image, UnidentifiedImageError

from generators.nuwa_xl.autoencoder import TemporalAutoencoder
from generators.nuwa_xl.conditions import FrameConditions, Seen
from storyline.diffusion.noise import seed_of
from storyline.errors import SetupError
from storyline.schema.base import EntityId
from storyline.schema.camera import Camera
from storyline.schema.layout import Box, Facing
from storyline.schema.media import FrameSize
from storyline.training.nuwa_xl.autoencoder import as_frames
from storyline.training.nuwa_xl.clips import LatentClip
from storyline.training.nuwa_xl.pictures import Scene

_KINDS = (".png", ".webp", ".jpg", ".jpeg")
_SURROUNDINGS = {"white": (255, 255, 255), "grey": (150, 150, 150), "blue": (150, 190, 230), "green": (140, 190, 110)}

_SOLID = 128
"""Of an opacity of 0..255: what is less solid is no part of the figure but before it, as a shadow is."""
_MIRRORED: dict[Facing, Facing] = {"left": "right", "right": "left", "front": "front", "back": "back"}


@dataclass(frozen=True)
class Character:
    """Who is drawn, in the words and colours in which storyboards will ask for them."""

    phrase: str
    """Kind first: `hare, little`."""
    colours: tuple[tuple[float, float, float], ...]
    """Red, green and blue in 0..1, main first."""
    facing: Facing = "right"
    """Which way they face in the drawings."""


def read_drawings(folder: Path) -> tuple[UInt8[np.ndarray, "h w 4"], ...]:
    """The pictures of a folder by name, with transparency, cut to what is not transparent.

    Raises:
        SetupError: there is none, one cannot be read, or nothing is seen on one.
    """
    files = sorted(file for file in folder.glob("*") if file.suffix.lower() in _KINDS)
    if not files:
        raise SetupError(f"{folder}: expected drawings ({', '.join(_KINDS)}); it holds none")
    drawings = []
    for file in files:
        try:
            with Image.open(file) as opened:
                picture = np.asarray(opened.convert("RGBA"))
        except (OSError, UnidentifiedImageError) as error:
            raise SetupError(f"drawing {file}: cannot be read ({error})") from None
        rows, columns = (np.flatnonzero(picture[..., 3].max(axis) > 8) for axis in (1, 0))
        if not len(rows):
            raise SetupError(f"drawing {file}: expected something to be seen; it is transparent everywhere")
        drawings.append(picture[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])
    return tuple(drawings)


def placed(drawing: UInt8[np.ndarray, "h w 4"], character: Character, size: FrameSize, chance: Random) -> Scene:
    """A drawing somewhere in a frame, and what the frame was made from."""
    name = chance.choice(sorted(_SURROUNDINGS))
    ground = Image.new("RGB", (size.width, size.height), _SURROUNDINGS[name])
    facing, figure = character.facing, Image.fromarray(drawing)
    if chance.random() < 0.5:
        facing, figure = _MIRRORED[facing], figure.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    if drawing[..., 3].min() > 8:
        width, height, x, y = size.width, size.height, 0, 0
    else:
        most = min(size.height / figure.height, size.width / figure.width)
        scale = most * chance.uniform(0.35, 0.95)
        width, height = max(1, round(figure.width * scale)), max(1, round(figure.height * scale))
        x, y = chance.randint(0, size.width - width), chance.randint(0, size.height - height)
    figure = figure.resize((width, height), Image.Resampling.LANCZOS)
    layer = Image.new("RGBA", ground.size)
    layer.paste(figure, (x, y))
    frame = Image.alpha_composite(ground.convert("RGBA"), layer).convert("RGB")
    front = (np.asarray(layer)[..., 3] >= _SOLID).astype(np.uint8)
    box = Box((x / size.width, y / size.height, (x + width) / size.width, (y + height) / size.height))
    seen = Seen(
        entity=EntityId("character"),
        phrase=character.phrase,
        colours=character.colours,
        facing=facing,
        box=box,
        since=0.0,
        paces=0.0,
    )
    words = character.phrase.replace(",", "")
    conditions = FrameConditions(
        prompt=f"{words} on {name}", place=name, seen=(seen,), camera=Camera(), seconds=chance.uniform(0, 5)
    )
    pictures, grounds, fronts = (torch.from_numpy(np.array(picture))[None] for picture in (frame, ground, front))
    return Scene(pictures, grounds, fronts, (conditions,))


def pictured(
    drawings: Sequence[UInt8[np.ndarray, "h w 4"]], character: Character, size: FrameSize, count: int, seed: int = 0
) -> list[Scene]:
    """So many scenes with the drawings."""
    chance = Random(seed_of(seed, "drawings"))
    return [placed(drawings[n % len(drawings)], character, size, chance) for n in range(count)]


def encoded(scenes: Sequence[Scene], autoencoder: TemporalAutoencoder) -> list[LatentClip]:
    """Scenes, each a clip of one frame, as latents on the CPU."""
    made = []
    for scene in scenes:
        latents = autoencoder.to_latents(as_frames(scene.frames[None]).to(autoencoder.device))[0].cpu()
        made.append(LatentClip(latents, scene.conditions, 0.0, 1))
    return made
