"""What a family of models is: it says what it can do, and draws with one of its models. Read without torch."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol, runtime_checkable

import numpy as np
from jaxtyping import Float32
from pydantic import JsonValue

from storyline.diffusion.sources import Source
from storyline.errors import RenderError
from storyline.frames.clip import Picture
from storyline.schema.layout import Box
from storyline.schema.media import FrameSize

Drawn = Float32[np.ndarray, "height width 3"]
"""Red, green and blue of 0..1, as a pipeline gives them with `output_type="np"`."""
Makes = Literal["keyframes", "clips"]


@dataclass(frozen=True)
class Can:
    """What of a storyboard a family honours."""

    words: bool = True
    """Reads a panel's words."""
    boxes: bool = False
    """Draws everybody in their box."""
    references: bool = False
    """Looks at pictures of the cast."""
    weights: bool = False
    """Takes weights of a look (LoRA)."""
    together: bool = False
    """Draws the panels of a scene in sight of each other."""
    first: bool = False
    """Begins a clip with a keyframe. A family that makes clips and cannot draws from words alone."""
    last: Literal["no", "blended", "yes"] = "no"
    """Ends it with one: `blended` is what is drawn from either end, going over into each other."""
    inner: bool = False
    """Takes keyframes anywhere in a clip."""
    prompts: bool = False
    """Takes other words at other frames."""
    tracks: bool = False
    """Is told where everybody is at each frame of a clip."""
    audio: bool = False


@dataclass(frozen=True)
class Counts:
    """Numbers of frames that a family draws: `least` to `most`, each `plus` and a multiple of `every`."""

    least: int
    most: int
    every: int = 1
    plus: int = 0

    def at_least(self, frames: int) -> int:
        """The smallest that is enough for so many.

        >>> Counts(5, 81, every=4, plus=1).at_least(6)
        9

        Raises:
            ValueError: it is more than `most`.
        """
        wanted = max(frames, self.least)
        found = self.plus + -(-(wanted - self.plus) // self.every) * self.every
        if found > self.most:
            raise ValueError(f"expected at most {self.most} frames; got {frames}")
        return found


@dataclass(frozen=True)
class Sides:
    """Sizes that a family draws: sides in multiples of pixels, at about so many pixels a picture."""

    multiple: int
    area: int

    def of(self, size: FrameSize, area: int | None = None) -> FrameSize:
        """The size for a film of a size: of its shape, as far as multiples allow.

        >>> str(Sides(8, 512 * 512).of(FrameSize((1280, 720))))
        '680x384'
        """
        ratio = size.width / size.height
        height = ((area or self.area) / ratio) ** 0.5
        sides = (max(self.multiple, round(s / self.multiple) * self.multiple) for s in (height * ratio, height))
        width, height = (max(16, side) for side in sides)
        return FrameSize((int(width), int(height)))


@dataclass(frozen=True)
class About:
    """A family, for people and for whoever asks whether it will do."""

    name: str
    title: str
    makes: Makes
    can: Can
    checkpoint: str
    """A model of it on Hugging Face's hub."""
    licence: str
    """Of that model."""
    pipelines: tuple[str, ...]
    """Classes of diffusers that it uses."""
    sides: Sides
    also: Mapping[str, str] = field(default_factory=dict)
    """Where parts are taken from that a model of it may lack: `{"motion_adapter": "OWNER/NAME"}` (`Source.part`)."""
    counts: Counts = Counts(1, 1)
    """Of a clip."""
    rate: float | None = None
    """Frames a second that its models learnt; None where they have no opinion, or are told."""
    steps: int = 30
    guidance: float = 5.0
    gigabytes: float = 0.0
    """Of a GPU's memory with everything on it, in half precision, about."""
    part_gigabytes: float = 0.0
    """The same with all but the part at work in the machine's memory; 0 is a third above the least."""
    least_gigabytes: float = 0.0
    """The same with parts fetched layer by layer."""
    half: Literal["bfloat16", "float16"] = "bfloat16"
    """What its models are computed in on a GPU."""
    deprecated: bool = False
    """Whether diffusers has given it up."""
    parameters: Mapping[str, JsonValue] = field(default_factory=dict)
    """What a shot's `overrides.parameters` may say, with its defaults."""
    version: int = 1
    """Of its code: raise it whenever the same task comes out different."""
    meets: str = ""
    """Of a family that goes on from keyframes: how near its latents come to theirs."""
    says: str = ""
    """What else people should know, in a sentence."""


@dataclass(frozen=True)
class Who:
    """Somebody in a panel."""

    entity: str
    phrase: str
    """What is seen there, in words: `a red fox running`."""
    box: Box
    """What of it is in the frame."""
    references: tuple[Picture, ...] = ()
    """Pictures of the look that is worn."""
    weights: tuple[tuple[Path, float], ...] = ()
    """LoRA files of that look, with their scales."""
    kind: str = ""
    """What it is in a word, or two: `fox`."""


@dataclass(frozen=True)
class PanelAsked:
    """A keyframe to be drawn."""

    prompt: str
    negative: str
    who: tuple[Who, ...]
    """Far to near."""
    seed: int


@dataclass(frozen=True)
class ClipAsked:
    """Frames to be drawn, with what is known of them."""

    frames: int
    """One of the family's counts."""
    prompts: Mapping[int, str]
    """By the frame from which on they hold; 0 is among them."""
    negative: str
    seed: int
    rate: float
    """Frames a second at which they are to be seen."""
    keyframes: Mapping[int, Picture] = field(default_factory=dict)
    """Of the family's size, by their frame: none, the first, the first and the last, or more, as it can."""
    motion: Sequence[tuple[float, float]] = ()
    """How far the camera has moved the picture by each frame, across and down, in frame widths and heights."""
    boxes: Sequence[Sequence[Box]] = ()
    """Of everybody, at each frame; none where the family is not told of them (`Can.tracks`)."""
    references: Sequence[Picture] = ()
    """Of whoever is in it, one of each; none where the family does not look at them (`Can.references`)."""


@dataclass(frozen=True)
class How:
    """How a model is asked."""

    size: FrameSize
    steps: int
    guidance: float
    parameters: Mapping[str, JsonValue]
    """Every one that the family knows."""
    step: Callable[[int, int], None] = lambda done, total: None
    """Called after every step; what it raises ends the drawing."""


@runtime_checkable
class Family(Protocol):
    """A family of models."""

    about: About

    def load(self, source: Source, device: str, precision: str) -> Any:
        """A model of it, in memory and on no device yet (see `loading.load`).

        Raises:
            SetupError: there is no such model, or it is of another family.
        """
        ...


@runtime_checkable
class KeyframeFamily(Family, Protocol):
    """One that draws keyframes."""

    def draw(self, model: Any, panels: Sequence[PanelAsked], how: How) -> Iterable[Drawn]:
        """A picture for each panel; the panels of a scene where it draws them together, else of a shot.

        Raises:
            RenderError: it cannot.
        """
        ...


@runtime_checkable
class ClipFamily(Family, Protocol):
    """One that draws clips."""

    def draw(self, model: Any, clip: ClipAsked, how: How) -> Float32[np.ndarray, "frames height width 3"]:
        """The frames of a clip, those that were given among them as they came out.

        Raises:
            RenderError: it cannot.
        """
        ...


def number(how: How, name: str, least: float, most: float) -> float:
    """A parameter that must lie between two numbers. Raises RenderError if it does not."""
    value = how.parameters[name]
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise RenderError(f"parameter {name!r}: expected a number from {least:g} to {most:g}; got {value!r}")
    return value


def whole(how: How, name: str, least: int, most: int) -> int:
    """The same of a whole number."""
    value = number(how, name, least, most)
    if value != int(value):
        raise RenderError(f"parameter {name!r}: expected a whole number; got {value!r}")
    return int(value)


def callback(how: How, steps: int | None = None) -> dict[str, Any]:
    """Arguments of a pipeline that has `how.step` called: a pipeline that is stopped there has drawn nothing.

    Args:
        steps: as many as it takes; None are those of its schedule, which may be more than were asked for.
    """

    def after(pipeline: Any, step: int, time: Any, given: dict[str, Any]) -> dict[str, Any]:
        how.step(step + 1, steps or int(getattr(pipeline, "num_timesteps", how.steps)))
        return given

    return {"callback_on_step_end": after}


def pictures_of(output: Any) -> Float32[np.ndarray, "n height width 3"]:
    """The pictures of what a pipeline gave with `output_type="np"`.

    Raises:
        RenderError: a safety checker has taken some away.
    """
    hidden = getattr(output, "nsfw_content_detected", None)
    if hidden is not None and any(np.atleast_1d(hidden)):
        raise RenderError(
            "the model's safety checker has taken the picture away; ask for something else, or use a model without one"
        )
    found = output.frames if hasattr(output, "frames") else output.images
    array = np.asarray(found, np.float32)
    return array[0] if array.ndim == 5 else array
