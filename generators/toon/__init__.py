"""The drawn world: a vector cartoon of any storyboard, and the truth about every frame."""

from generators.toon.clip import ToonClip, Truth
from generators.toon.generator import ToonGenerator

__all__ = ["ToonClip", "ToonGenerator", "Truth"]
