"""Who decided what, and whether a planner kept the writer's words."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from storyline.schema.base import Noun
from storyline.schema.script import Script
from storyline.schema.storyboard import Storyboard
from storyline.schema.timing import frames

_BY_ID = {"scenes", "shots", "cast", "places", "groups"}
_ADDED_TO = {"notes", "origins", "beats", "story", "format"}
"""What a planner may add to, or what it turns into something else."""


_TIMES = {"at", "start", "duration", "overlap", "opening", "closing"}


def set_paths(script: Script) -> tuple[str, ...]:
    """The paths of the fields that a writer set, deepest first where a noun is only partly set."""
    return tuple(path for path, _ in _leaves(script, ""))


def _leaves(noun: Noun, prefix: str) -> Iterator[tuple[str, Any]]:
    for field in sorted(noun.model_fields_set):
        value = getattr(noun, field)
        if field in _ADDED_TO or value is None:
            continue
        path = f"{prefix}{field}"
        if isinstance(value, tuple) and value and all(isinstance(v, Noun) for v in value):
            for n, item in enumerate(value):
                step = getattr(item, "id", None) if field in _BY_ID else None
                yield from _leaves(item, f"{path}/{step if step is not None else n}/")
        elif isinstance(value, Noun):
            yield from _leaves(value, f"{path}/")
        else:
            yield path, value


def overruled(script: Script, board: Storyboard) -> tuple[str, ...]:
    """The writer's fields that a storyboard changed or lost, as `path: expected, got`. Empty when the rule holds.

    Times are compared in frames, so that `2s` may become 48.
    """
    lost = []
    for path, wanted in _leaves(script, ""):
        got = _at(board, path)
        if isinstance(wanted, str) and isinstance(got, int) and path.split("/")[-1] in _TIMES:
            if not wanted.endswith("%") and got != frames(wanted, board.rate):
                lost.append(f"{path}: the writer wrote {wanted!r}; the storyboard has {got!r} frames")
        elif got != wanted:
            lost.append(f"{path}: the writer wrote {wanted!r}; the storyboard has {got!r}")
    return tuple(lost)


def _at(noun: BaseModel, path: str) -> Any:
    node: Any = noun
    for step in path.split("/"):
        if isinstance(node, tuple):
            found = [v for v in node if getattr(v, "id", None) == step]
            if not found and step.isdigit() and int(step) < len(node):
                found = [node[int(step)]]
            node = found[0] if found else None
        else:
            node = getattr(node, step, None)
        if node is None:
            return None
    return node


def origin_of(board: Storyboard, path: str) -> str | None:
    """Who decided a field: the origin whose longest listed path leads to it."""
    best: tuple[int, str] | None = None
    for origin, paths in board.origins.items():
        for known in paths:
            if (known == "" or path == known or path.startswith(known + "/")) and (
                best is None or len(known) > best[0]
            ):
                best = (len(known), origin)
    return best[1] if best else None
