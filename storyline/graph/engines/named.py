"""Which files of a storyboard a task reads: its part names them."""

import json
from collections.abc import Iterator
from typing import Any

from storyline.schema.task import Part


def named_files(part: Part) -> tuple[str, ...]:
    """The paths of all `FileRef`s in a part, at any depth, in the order of its JSON.

    >>> named_files(Part({"cast": [{"picture": {"path": "imp.png", "digest": "00" * 32}}], "path": 3}))
    ('imp.png',)
    """
    if b'"path"' not in part.json:
        return ()
    return tuple(dict.fromkeys(_paths(json.loads(part.json))))


def _paths(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("path"), str) and value.keys() <= {"path", "digest"}:
            yield value["path"]
        else:
            for inner in value.values():
                yield from _paths(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _paths(inner)
