"""Who decided what, and whether a planner kept the writer's words."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, NamedTuple

from storyline.schema.base import Noun
from storyline.schema.script import Script
from storyline.schema.storyboard import Storyboard
from storyline.schema.timing import frames

_BY_ID = {"scenes", "shots", "cast", "places", "groups"}
_BY_TIME = {"panels", "camera"}
_ADDED_TO = {"notes", "origins", "beats", "story", "format"}
"""What a planner may add to, or what it turns into something else."""

_MOMENTS, _LENGTHS = {"at", "start"}, {"duration", "overlap", "opening", "closing", "fade_out"}


class _Leaf(NamedTuple):
    """A field that the writer set: its path, what was written, and what a storyboard has there."""

    path: str
    wanted: Any
    got: Any


def set_paths(script: Script, board: Storyboard | None = None) -> tuple[str, ...]:
    """The paths of the fields that a writer set, deepest first where a noun is only partly set.

    With a storyboard made of the script, panels and camera keyframes have their places in it.
    """
    return tuple(leaf.path for leaf in _leaves(script, board, "", Fraction(24), None))


def overruled(script: Script, board: Storyboard) -> tuple[str, ...]:
    """The writer's fields that a storyboard changed or lost, as `path: expected, got`. Empty when the rule holds.

    Times are compared in frames, so that `2s` may become 48; panels and camera keyframes are found by their time; the
    number of a shot may become its id.
    """
    lost = []
    ids = [shot.id for _, shot in board.shots()]
    for path, wanted, got in _leaves(script, board, "", board.rate, None):
        if path.endswith("/target/shot") and isinstance(wanted, int) and wanted <= len(ids):
            wanted = ids[wanted - 1]
        if got != wanted:
            lost.append(f"{path}: the writer wrote {wanted!r}; the storyboard has {got!r}")
    return tuple(lost)


def _leaves(noun: Noun, made: Any, prefix: str, rate: Fraction, shot: int | None) -> Iterator[_Leaf]:
    """The set fields below a noun beside those of `made`; `shot` is the length of the shot they stand in."""
    if prefix.count("/") == 4 and "/shots/" in prefix:
        shot = getattr(made, "duration", None)
    for field in sorted(noun.model_fields_set):
        value = getattr(noun, field)
        if field in _ADDED_TO or value is None or (value == () and field in _BY_ID | {"panels"}):
            continue
        path, got = f"{prefix}{field}", getattr(made, field, None)
        if isinstance(value, tuple) and value and all(isinstance(v, Noun) for v in value):
            for n, item in enumerate(value):
                step, other = _partner(field, n, item, got, rate, shot)
                yield from _leaves(item, other, f"{path}/{step}/", rate, shot)
        elif isinstance(value, Noun):
            yield from _leaves(value, got, f"{path}/", rate, shot)
        else:
            yield _Leaf(path, _in_frames(field, value, got, rate, shot), got)


def _partner(field: str, n: int, item: Noun, made: Any, rate: Fraction, shot: int | None) -> tuple[str, Any]:
    """The item of the storyboard that an item of the script became, and its step in a path."""
    others = made if isinstance(made, tuple) else ()
    id = getattr(item, "id", None)
    if field in _BY_ID and id is not None:
        return id, next((o for o in others if o.id == id), None)
    if field in _BY_TIME and shot is not None:
        at = frames(item.at, rate, of=shot - 1)  # type: ignore[attr-defined]
        n = next((m for m, o in enumerate(others) if o.at == at), n)
    return str(n), others[n] if n < len(others) else None


def _in_frames(field: str, value: Any, got: Any, rate: Fraction, shot: int | None) -> Any:
    if not isinstance(value, str) or not isinstance(got, int) or field not in _MOMENTS | _LENGTHS:
        return value
    of = None if shot is None or (field == "duration" and shot == got) else shot - 1 if field in _MOMENTS else shot
    if value.endswith("%") and of is None:
        return value
    return frames(value, rate, of=of)


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
