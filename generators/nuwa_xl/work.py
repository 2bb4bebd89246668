"""What a task of nuwa-xl is made from: all that is in its part, as a noun. It is read and written without torch."""

from functools import cache
from importlib.metadata import version
from typing import Literal

from generators.nuwa_xl.card import SamplerName
from generators.nuwa_xl.conditions import ConditionedShot, FrameConditions
from generators.nuwa_xl.plan import Order, ShotPlan, plan_shot
from storyline.schema.base import Noun

Precision = Literal["float32", "bfloat16"]

_LIBRARIES = ("torch", "numpy", "opencv-python-headless")


@cache
def libraries() -> dict[str, str]:
    """The versions of what else decides what comes out. Raises PackageNotFoundError if something is not installed."""
    return {name: version(name) for name in _LIBRARIES}


class Settings(Noun):
    """How frames are sampled, with nothing left open."""

    order: Order
    sampler: SamplerName
    steps: int
    steps_between: int
    start_between: float
    guidance: float
    rescale: float
    steps_place: int
    guidance_place: float
    length: int
    """Frames of a window, at most."""
    levels: int | None
    """Of the hierarchy that are sampled, 1 being the keyframes; what they leave is filled. All when None."""
    context: int | None
    """Frames that a window of the order `autoregressive` goes on from."""
    precision: Precision
    device: str
    together: int
    """Windows that are sampled at once, at most: on some devices what comes out depends on it."""


class Anchor(Noun):
    """A frame that others are drawn in sight of."""

    number: int
    """Among those of its scene."""
    conditions: FrameConditions


class ShotWork(Noun):
    """What all tasks of a shot are made from."""

    model: str
    """The digest of the model's card."""
    settings: Settings
    libraries: dict[str, str]
    shot: ConditionedShot
    anchors: tuple[Anchor, ...]
    """In sight of which its keyframes are drawn."""

    def plan(self) -> ShotPlan:
        """Which of its frames are sampled in which task."""
        how = self.settings
        return plan_shot(
            [panel.at for panel in self.shot.shot.panels],
            self.shot.shot.duration,
            order=how.order,
            length=how.length,
            room=how.length - len(self.anchors),
            deepest=how.levels,
            context=how.context,
        )


class SceneWork(Noun):
    """What a scene's anchors are made from."""

    model: str
    settings: Settings
    libraries: dict[str, str]
    anchors: tuple[ConditionedShot, ...]
