"""The settings of the drawn world: each a backdrop in layers."""

from generators.toon.settings.backdrop import draw_backdrop, ground_colour
from generators.toon.settings.scenery import light_at
from generators.toon.settings.weather import draw_weather

__all__ = ["draw_backdrop", "draw_weather", "ground_colour", "light_at"]
