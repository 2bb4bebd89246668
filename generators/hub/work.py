"""What a task of the hub is made from: all that is in its part, as nouns. Read and written without torch."""

from collections.abc import Mapping
from functools import cache
from importlib.metadata import version

from pydantic import JsonValue

from generators.hub.asked import AskedPanel
from generators.hub.family import About
from storyline.diffusion.sources import Source
from storyline.schema.base import AnyEntityId, Noun, Text
from storyline.schema.camera import Camera
from storyline.schema.layout import Box
from storyline.schema.media import FileRef, FrameSize
from storyline.schema.script import Seed

_LIBRARIES = ("torch", "diffusers", "transformers", "peft", "numpy", "opencv-python-headless")


@cache
def libraries() -> dict[str, str]:
    """The versions of what else decides what comes out. Raises PackageNotFoundError if something is not installed."""
    return {name: version(name) for name in _LIBRARIES}


def identity(source: Source, about: About) -> dict[str, str]:
    """What tells a model, with what else its parts are taken from, from any other.

    Raises:
        SetupError: one is not here, and the hub cannot be asked.
    """
    found = dict(source.identity)
    for name in dict.fromkeys((*dict(source.parts), *about.also)):
        part = source.part(name, about.also.get(name, ""))
        if part is not None:
            found |= {f"{name} {what}": value for what, value in part.identity.items()}
    return found


class Settings(Noun):
    """How a model is asked, with nothing left open."""

    family: Text
    version: int
    """Of the family's code."""
    model: Mapping[str, str]
    """What tells the model from any other."""
    steps: int
    guidance: float
    parameters: dict[str, JsonValue]
    size: FrameSize
    """That it draws at."""
    precision: str
    device: str
    """Its kind: `cpu`, `cuda`."""
    libraries: dict[str, str]


class PanelsWork(Noun):
    """Keyframes to be drawn, of a shot or of a scene."""

    settings: Settings
    panels: tuple[AskedPanel, ...]
    negative: tuple[Text, ...]
    """Of each panel."""
    seeds: tuple[Seed, ...]
    """Of each panel."""


class PickedWork(Noun):
    """Keyframes to be picked out of frames that are there."""

    numbers: tuple[int, ...]


class CallWork(Noun):
    """One call of a model that draws clips (see `plan.Call`)."""

    frames: tuple[int, ...]
    given: tuple[int, ...]
    count: int


class FramesWork(Noun):
    """Frames to be drawn between keyframes, or from words alone."""

    settings: Settings | None
    """None where nobody fills: the keyframes are shown, one going over into the next."""
    calls: tuple[CallWork, ...]
    at: tuple[int, ...]
    """The panels' frames."""
    prompts: tuple[Text, ...]
    """The panels' words."""
    boxes: tuple[dict[AnyEntityId, Box], ...] = ()
    """Of everybody at the panels, for families that are told of them."""
    references: tuple[FileRef, ...] = ()
    """Pictures of whoever is in them, one of each, for families that look at them."""
    cameras: tuple[Camera, ...]
    negative: Text
    seed: Seed
    rate: str
