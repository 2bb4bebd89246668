"""The drawn world: a vector cartoon of any storyboard, and the truth about every frame."""

from generators.toon.clip import ToonClip, ToonGenerator, Truth

__all__ = ["ToonClip", "ToonGenerator", "Truth"]
