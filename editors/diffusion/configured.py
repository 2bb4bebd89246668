"""Which model redraws pictures: one that whoever renders has set up. A script asks for it, and cannot name another.

Read without torch.
"""

import hashlib
import os
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pydantic import JsonValue

from storyline.errors import EditError

VARIABLE = "STORYLINE_IMAGE_EDITOR"
"""Holds a folder as diffusers saves pipelines, or the name of one on Hugging Face's hub."""
BY = "diffusers"
"""What an edit's `by` says."""


def configured(parameters: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """An edit's parameters; where they ask for a model, with what tells which one it is.

    Raises:
        EditError: there is none, or `by` says something else.
    """
    found = dict(parameters)
    if (by := found.get("by")) is None:
        return found
    if by != BY:
        raise EditError(f"by: expected {BY!r}; got {by!r}")
    if not (source := os.environ.get(VARIABLE, "").strip()):
        raise EditError(
            f"by {BY}: expected {VARIABLE} to hold a folder with a pipeline of diffusers, or its name on the hub; "
            "it is not set"
        )
    return {**found, "model": source, "files": _files(Path(source).expanduser()), "library": _library()}


def _library() -> str:
    try:
        return f"diffusers {version('diffusers')}"
    except PackageNotFoundError:
        raise EditError(
            f"by {BY}: expected diffusers to be installed; install it with `pip install 'storyline[learned]'`"
        ) from None


def _files(folder: Path) -> str:
    """A digest of a folder's files by name, size and time; empty where the source is no folder."""
    if not folder.is_dir():
        return ""
    stats = [(path.relative_to(folder).as_posix(), path.stat()) for path in sorted(folder.rglob("*")) if path.is_file()]
    told = repr([(name, stat.st_size, stat.st_mtime_ns) for name, stat in stats])
    return hashlib.sha256(told.encode()).hexdigest()[:16]
