"""Planners and generators, found by the names that they registered."""

from importlib.metadata import entry_points
from typing import Any

from storyline.errors import SetupError

PLANNER, GENERATOR = "offline", "toon"
"""Who works when nobody is named."""


def plugins(kind: str) -> tuple[str, ...]:
    """The registered names of a kind, `planners` or `generators`, in alphabetical order."""
    return tuple(sorted({point.name for point in entry_points(group=f"storyline.{kind}")}))


def plugin(kind: str, name: str) -> Any:
    """A new planner or generator of that name.

    Raises:
        SetupError: none of that kind has registered it.
    """
    found = entry_points(group=f"storyline.{kind}", name=name)
    if not found:
        raise SetupError(f"unknown {kind[:-1]} {name!r}; installed are {', '.join(plugins(kind)) or 'none'}")
    return next(iter(found)).load()()
