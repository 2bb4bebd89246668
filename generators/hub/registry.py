"""Families by the names that they registered, ours and those of other packages."""

from collections.abc import Mapping
from functools import cache
from importlib.metadata import entry_points

from generators.hub.family import ClipFamily, Family, KeyframeFamily
from storyline.errors import SetupError

GROUP = "storyline.families"


@cache
def families() -> Mapping[str, "KeyframeFamily | ClipFamily"]:
    """All that are installed, in alphabetical order.

    Raises:
        SetupError: one cannot be imported, or calls itself otherwise.
    """
    found: dict[str, KeyframeFamily | ClipFamily] = {}
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        try:
            family = point.load()
        except Exception as error:  # of a package that somebody else wrote
            raise SetupError(f"family {point.name!r}: {point.value} cannot be imported: {error}") from None
        if family.about.name != point.name:
            raise SetupError(f"family {point.name!r}: {point.value} calls itself {family.about.name!r}")
        found[point.name] = family
    return found


def family(name: str, makes: str) -> Family:
    """The family of a name that makes `keyframes` or `clips`. Raises SetupError if there is none."""
    known = families()
    if name not in known or known[name].about.makes != makes:
        others = ", ".join(n for n, one in known.items() if one.about.makes == makes)
        what = f"{name!r} makes {known[name].about.makes}" if name in known else f"there is no family {name!r}"
        raise SetupError(f"{what}; {makes} are made by {others or 'none that is installed'}")
    return known[name]
