"""A plan that others publish, in a file → a script to be planned like any other."""

from pathlib import Path

from storyline.exchange.plans import read_dialect
from storyline.reading.source import text_of
from storyline.schema.script import Script


def read_plan(path: Path, dialect: str) -> Script:
    """Read a plan in a dialect of `storyline.exchange.plans`; what was mended stands in the script's notes.

    Raises:
        ScriptError: there is no such dialect, or the file cannot be read or is no such plan.
    """
    return read_dialect(text_of(path), dialect, source=path.name)
