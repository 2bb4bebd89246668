"""Older documents, brought up to the format of this release."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from storyline.errors import ScriptError

Document = dict[str, Any]
FORMAT = 1
"""The version that this release writes."""

MIGRATIONS: Mapping[int, Callable[[Document], Document]] = {}
"""From each older version to the next one. Version 1 is the first."""


def migrate(
    document: Document, *, to: int = FORMAT, steps: Mapping[int, Callable[[Document], Document]] = MIGRATIONS
) -> Document:
    """The document in the current format; one without a format is a script of the current one.

    Raises:
        ScriptError: the format is unknown or of a newer release.
    """
    found = re.fullmatch(r"(script|storyboard)/([1-9][0-9]{0,5})", str(document.get("format", f"script/{to}")))
    if found is None:
        series = str(document["format"]).startswith("series/")
        raise ScriptError(
            f"format: expected 'script/{to}' or 'storyboard/{to}'; got {document['format']!r}. "
            + ("A series is rendered by `storyline batch`." if series else "Correct or remove it.")
        )
    kind, version = found[1], int(found[2])
    if version > to:
        raise ScriptError(
            f"format: this release reads up to version {to}; got {document['format']!r}. Install a newer storyline."
        )
    for step in range(version, to):
        document = steps[step](document)
    return document | {"format": f"{kind}/{to}"}
