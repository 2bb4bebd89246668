"""A detector on disk: its weights as safetensors, and a card in JSON that says what it knows and how good it is."""

import json
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Literal

import safetensors.torch
import torch
from pydantic import Field, ValidationError
from safetensors import SafetensorError

from storyline.errors import SetupError
from storyline.evaluation.detector.network import Detector, DetectorConfig
from storyline.frames.replacing import replacing_all
from storyline.schema.base import Noun

WEIGHTS, CARD = "detector.safetensors", "detector.json"


class DetectorCard(Noun):
    """What is to be known of a detector."""

    format: Literal["storyline detector/1"] = "storyline detector/1"
    config: DetectorConfig
    training: dict[str, Any] = Field(default_factory=dict)
    """How it came about: command, frames, minutes."""
    held_out: dict[str, float] = Field(default_factory=dict)
    """How it reads frames of the drawn world that it did not learn from (see `accuracy.Accuracy`)."""


def save_detector(folder: Path, detector: Detector, card: DetectorCard) -> None:
    """Write both files, weights in 16 bits. Raises AssemblyError if the folder cannot be written."""
    with replacing_all([folder / WEIGHTS, folder / CARD]) as parts:
        half = {
            name: (value.half() if value.is_floating_point() else value).contiguous().cpu()
            for name, value in detector.state_dict().items()
        }
        parts[folder / WEIGHTS].write_bytes(safetensors.torch.save(half))
        parts[folder / CARD].write_text(card.model_dump_json(indent=1) + "\n", encoding="utf-8")


def load_detector(folder: Path) -> tuple[Detector, DetectorCard]:
    """Read both files.

    Raises:
        SetupError: there are none, or they are damaged or of something else.
    """
    try:
        card = DetectorCard.model_validate(json.loads((folder / CARD).read_text("utf-8")))
        weights = safetensors.torch.load((folder / WEIGHTS).read_bytes())
    except (OSError, ValueError, ValidationError, SafetensorError) as error:
        raise SetupError(
            f"detector {folder}: expected {CARD} and {WEIGHTS} as `python -m storyline.training.detector` writes them; "
            f"got {type(error).__name__}: {error}"
        ) from None
    with torch.random.fork_rng(devices=[]):  # the random weights of the start are not to disturb anybody's numbers
        detector = Detector(card.config).to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    try:
        detector.load_state_dict(weights)
    except RuntimeError as error:
        raise SetupError(f"detector {folder}: {WEIGHTS} and {CARD} do not belong together: {error}") from None
    return detector.eval(), card


def shipped_detector() -> tuple[Detector, DetectorCard]:
    """The detector that is shipped. Raises SetupError if none is."""
    with as_file(files("storyline.evaluation.detector") / "weights") as folder:
        return load_detector(folder)
