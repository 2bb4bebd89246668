"""The dialects by name."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from storyline.errors import ScriptError
from storyline.exchange.plans.lvd import read_lvd
from storyline.exchange.plans.movieagent import read_movieagent
from storyline.exchange.plans.storyboard20k import read_storyboard20k
from storyline.exchange.plans.vimax import read_vimax
from storyline.schema.script import Script

DIALECTS: Mapping[str, Callable[..., Script]] = MappingProxyType(
    {
        "lvd": read_lvd,
        "movieagent": read_movieagent,
        "storyboard20k": read_storyboard20k,
        "vimax": read_vimax,
    }
)
"""Each turns the text of a plan into a script that gives every shot, and every box where the plan has boxes."""


def read_dialect(text: str, dialect: str, *, source: str) -> Script:
    """Read a plan as others publish it; what was mended stands in the script's notes.

    Args:
        dialect: a name of `DIALECTS`.
        source: what errors call the text: the name of its file.

    Raises:
        ScriptError: there is no such dialect, or the text is no such plan.
    """
    read = DIALECTS.get(dialect)
    if read is None:
        raise ScriptError(f"expected a dialect of plans: {', '.join(DIALECTS)}; got {dialect!r}")
    if not text.strip():
        raise ScriptError(f"{source}: expected a plan; got an empty text")
    return read(text.removeprefix("\ufeff"), source=source)
