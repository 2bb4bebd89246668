"""The settings of the drawn world: each a backdrop in layers."""

from generators.toon.settings.backdrop import draw_backdrop
from generators.toon.settings.weather import draw_weather

__all__ = ["draw_backdrop", "draw_weather"]
