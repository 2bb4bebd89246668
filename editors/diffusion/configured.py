"""Which model redraws pictures: one that whoever renders has set up. A script asks for it, and cannot name another.

Read without torch.
"""

import os
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version

from pydantic import JsonValue

from storyline.diffusion.sources import Source
from storyline.errors import EditError, SetupError

VARIABLE = "STORYLINE_IMAGE_EDITOR"
"""Holds a folder as diffusers saves pipelines, or the name of one on Hugging Face's hub, with `@` and a revision."""
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
    if not (told := os.environ.get(VARIABLE, "").strip()):
        raise EditError(
            f"by {BY}: expected {VARIABLE} to hold a folder with a pipeline of diffusers, or its name on the hub; "
            "it is not set"
        )
    try:
        identity = dict(Source.parse(told).identity)
    except SetupError as error:
        raise EditError(f"by {BY}, {VARIABLE}: {error}") from None
    return {**found, "model": told, **identity, "library": _library()}


def _library() -> str:
    try:
        return f"diffusers {version('diffusers')}"
    except PackageNotFoundError:
        raise EditError(
            f"by {BY}: expected diffusers to be installed; install it with `pip install 'storyline[learned]'`"
        ) from None
