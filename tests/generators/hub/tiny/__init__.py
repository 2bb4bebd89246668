"""A model of every family of the hub, of diffusers' real classes, so small that it draws in an instant; never taught.

Each module holds `MODELS`: by the family's name, what saves a model into a folder. Other packages register the same
under `storyline.families.tiny`, and their families are checked by the same suite.
"""

from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from pkgutil import iter_modules

Save = Callable[[Path], None]


def models() -> Mapping[str, Save]:
    """All that there are."""
    found: dict[str, Save] = {}
    for module in iter_modules(__path__):
        found |= getattr(import_module(f"{__name__}.{module.name}"), "MODELS", {})
    return found | {point.name: point.load() for point in entry_points(group="storyline.families.tiny")}
