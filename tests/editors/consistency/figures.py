"""A figure of a few colours, drawn anywhere and at any size; and storyboards that it is in."""

from collections.abc import Mapping, Sequence
from typing import Any

import cv2
import numpy as np

from editors.consistency.measure import Colours, measured
from editors.consistency.palette import Lab, Palette, Tone
from editors.consistency.work import Standing
from storyline.frames.clip import Picture
from storyline.schema.base import EntityId, ShotId
from storyline.schema.layout import Box
from storyline.schema.storyboard import Storyboard
from tests.boards import board, shot

ROWS, COLUMNS = 96, 160
COAT, BELLY, BOOTS, GRASS = (214, 120, 40), (245, 240, 230), (70, 50, 50), (90, 170, 90)
FOX = EntityId("hare")
"""The entity of `tests.boards`."""


def drawn(
    middle: tuple[float, float],
    height: float,
    coat: tuple[int, int, int] = COAT,
    ground: tuple[int, int, int] = (90, 170, 90),
) -> tuple[Picture, Box]:
    """A figure before a mottled ground, and its box: its middle and height in fractions of the frame."""
    noise = np.random.default_rng(5).integers(-14, 15, (ROWS, COLUMNS, 1))
    frame = np.clip(np.array(ground) + noise, 0, 255).astype(np.uint8)
    x, y, tall = middle[0] * COLUMNS, middle[1] * ROWS, height * ROWS
    wide = 0.7 * tall
    centre = (round(x), round(y))
    cv2.ellipse(frame, centre, (round(wide / 2), round(tall / 2)), 0, 0, 360, coat, -1)
    cv2.ellipse(frame, (centre[0], round(y + 0.1 * tall)), (round(wide / 4), round(tall / 5)), 0, 0, 360, BELLY, -1)
    cv2.ellipse(frame, centre, (round(wide / 2), round(tall / 2)), 0, 60, 120, BOOTS, -1)
    box = Box(((x - wide / 2) / COLUMNS, (y - tall / 2) / ROWS, (x + wide / 2) / COLUMNS, (y + tall / 2) / ROWS))
    return frame, box


def palette(*views: tuple[Picture, Box]) -> Palette | None:
    """The figure's palette in some frames."""
    standing = [(Standing(entity=FOX, box=box),) for _, box in views]
    return measured([frame for frame, _ in views], standing).entities.get(FOX)


def tones(*colours: tuple[Lab, float]) -> Palette:
    return Palette(tones=tuple(Tone(lab=lab, spread=(1, 1, 1), share=share) for lab, share in colours))


def film(ids: Sequence[str], hours: Mapping[str, str] = {}, **fields: Any) -> Storyboard:
    """A storyboard in a meadow with a shot for each id; those of another hour have a scene of their own."""
    made = board(*(shot(id, 4) for id in ids), **fields)
    (scene,) = made.scenes
    scenes = [
        scene.model_copy(
            update={"id": f"s-{hour}", "time_of_day": hour,
                    "shots": tuple(s for s in scene.shots if hours.get(s.id, "day") == hour)}
        )
        for hour in dict.fromkeys(hours.get(id, "day") for id in ids)
    ]  # fmt: skip
    return made.model_copy(update={"scenes": tuple(scenes)})


def seen(entities: Mapping[str, Palette], ground: Palette | None = None) -> Colours:
    return Colours(entities={EntityId(id): palette for id, palette in entities.items()}, ground=ground)


def shots(found: Mapping[str, Colours]) -> dict[ShotId, Colours]:
    return {ShotId(id): colours for id, colours in found.items()}
