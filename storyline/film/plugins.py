"""Planners, generators and editors, found by the names that they registered.

A name with a colon that nobody registered, `openai:gpt-x`, is made by whoever registered for what stands before the
colon, or for `any`, in the group `storyline.planners.by_model`; it gets the whole name.
"""

import inspect
from collections.abc import Mapping
from importlib.metadata import entry_points
from typing import Any

from storyline.errors import SetupError

PLANNER, GENERATOR, EDITOR = "offline", "toon", "canonical"
"""Who works when nobody is named."""


def plugins(kind: str) -> tuple[str, ...]:
    """The registered names of a kind, `planners`, `generators` or `editors`, in alphabetical order."""
    return tuple(sorted({point.name for point in entry_points(group=f"storyline.{kind}")}))


def plugin(kind: str, name: str, settings: Mapping[str, Any] = {}) -> Any:
    """A new planner, generator or editor of that name, made with these settings.

    Raises:
        SetupError: none of that kind has registered it, or it has no such setting.
    """
    found = entry_points(group=f"storyline.{kind}", name=name)
    if not found and ":" in name:
        group = f"storyline.{kind}.by_model"
        found = entry_points(group=group, name=name.partition(":")[0]) or entry_points(group=group, name="any")
        settings = {"model": name, **settings} if found else settings
    if not found:
        raise SetupError(f"unknown {kind[:-1]} {name!r}; installed are {', '.join(plugins(kind)) or 'none'}")
    maker = next(iter(found)).load()
    known = inspect.signature(maker).parameters if settings else {}
    if not any(parameter.kind is parameter.VAR_KEYWORD for parameter in known.values()):
        for setting in settings:
            if setting not in known:
                raise SetupError(f"{kind[:-1]} {name!r} has no setting {setting!r}")
    return maker(**settings)


def families() -> dict[str, Any]:
    """The families of models that draw, by their names in alphabetical order; each has an `about`.

    Raises:
        SetupError: one cannot be imported.
    """
    found = {}
    for point in sorted(entry_points(group="storyline.families"), key=lambda point: point.name):
        try:
            found[point.name] = point.load()
        except Exception as error:  # of a package that somebody else wrote
            raise SetupError(f"family {point.name!r}: {point.value} cannot be imported: {error}") from None
    return found
