"""The takes of a shot, as those who choose among them see them."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from storyline.errors import StorylineError
from storyline.film import Render
from storyline.film.shoot import is_current
from storyline.film.takes import misfit, takes_of
from storyline.schema.faults import Fault, validate, where
from storyline.schema.media import Digest
from storyline.schema.script import Overrides
from storyline.schema.storyboard import Shot, Storyboard
from storyline.schema.take import Take
from storyline.studio.revise import RefusedError

MOST_TAKES = 16
"""That are asked for at once."""


def shown(render: Render, shot: Shot) -> list[dict[str, Any]]:
    """The takes of a shot as plain JSON, the newest first, and how each stands to the shot.

    `misfit` says why the shot cannot be locked to it; `current` whether the shot would come out the same today, and is
    None where nobody here can tell.
    """
    return [
        take.model_dump(mode="json")
        | {"misfit": misfit(take, shot, render.board.size), "current": _is_current(take, render)}
        for take in takes_of(render.root, shot.id)
    ]


def known(root: Path, digest: str) -> Take:
    """The take of this name. Raises KeyError if none is kept here: a name that somebody asks for becomes no path."""
    for take in takes_of(root):
        if take.digest == digest:
            return take
    raise KeyError(digest)


def ways(shot: Shot, seeds: Sequence[Any], differently: Mapping[str, Any]) -> list[Overrides]:
    """How a shot is to be taken, once for each seed: as it is, but for what is said to be done differently.

    Raises:
        RefusedError: something of it cannot be so.
    """
    if not 1 <= len(seeds) <= MOST_TAKES:
        raise RefusedError([Fault(("seeds",), "seeds", f"expected 1 to {MOST_TAKES}; got {len(seeds)}")])
    asked = [validate(Overrides, shot.overrides.model_dump() | {**differently, "seed": seed}) for seed in seeds]
    faults = dict.fromkeys(fault for _, found in asked for fault in found)
    if faults:
        raise RefusedError(list(faults))
    return [way for way, _ in asked if way is not None]


def wrong_locks(before: Storyboard, board: Storyboard, root: Path) -> Iterator[Fault]:
    """What is wrong with the takes that shots have been locked to since."""
    locked = {shot.id: shot.locked_take for _, shot in before.shots()}
    for s, scene in enumerate(board.scenes):
        for t, shot in enumerate(scene.shots):
            if shot.locked_take not in (None, locked.get(shot.id)):
                wrong = _wrong(shot, shot.locked_take, board, root)
                path = ("scenes", s, "shots", t, "locked_take")
                if wrong is not None:
                    yield Fault(path, where(path, board), wrong)


def _wrong(shot: Shot, digest: Digest | None, board: Storyboard, root: Path) -> str | None:
    try:
        take = known(root, digest or "")
    except KeyError:
        return "expected a take that is kept beside the storyboard; there is none of this name"
    if take.shot != shot.id:
        return f"expected a take of this shot; got one of {take.shot!r}"
    return misfit(take, shot, board.size)


def _is_current(take: Take, render: Render) -> bool | None:
    try:
        return is_current(take, render)
    except (StorylineError, KeyError):
        return None
