"""The detector: one half finds figures, the other reads what is cut out around each."""

from typing import Annotated

from pydantic import Field
from torch import nn

from storyline.evaluation.detector.finder import MULTIPLE, Finder
from storyline.evaluation.detector.reader import Reader
from storyline.schema.base import Name, Noun


class DetectorConfig(Noun):
    """What a detector knows, and how large it is."""

    kinds: Annotated[tuple[Name, ...], Field(min_length=1)]
    """As `vocabulary.KINDS` names them."""
    colours: Annotated[tuple[Name, ...], Field(min_length=1)]
    """Of `vocabulary.BASIC_COLOURS`."""
    actions: Annotated[tuple[Name, ...], Field(min_length=1)]
    """As `vocabulary.ACTIONS` names them."""
    widths: tuple[int, int, int] = (32, 64, 96)
    """Channels at a quarter, an eighth and a sixteenth of the picture's sides."""
    blocks: tuple[int, int, int] = (1, 2, 2)
    pixels: Annotated[int, Field(ge=MULTIPLE * MULTIPLE)] = 256 * 144
    """Pictures are brought to about so many pixels, the size it was trained at."""
    threshold: Annotated[float, Field(gt=0, lt=1)] = 0.4
    """What it is less sure of is not there."""
    crop: Annotated[int, Field(ge=16, multiple_of=8)] = 64
    """Pixels of a side of what is cut out around a figure."""
    reader: tuple[int, int] = (96, 192)
    """Channels at a quarter and at an eighth of it."""
    features: Annotated[int, Field(ge=1)] = 128
    """Numbers by which figures are told apart."""


class Detector(nn.Module):
    """Both halves; see `detect`."""

    def __init__(self, config: DetectorConfig) -> None:
        super().__init__()
        self.config = config
        self.finder = Finder(config.widths, config.blocks)
        self.reader = Reader(
            config.reader, config.features, (len(config.kinds), len(config.colours), len(config.actions))
        )
