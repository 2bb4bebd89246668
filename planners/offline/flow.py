"""Events in a row → those that are shown: being somewhere before one moves, and which way one goes, are no events."""

from collections.abc import Sequence
from dataclasses import replace

from planners.offline.events import Event


def flow(events: Sequence[Event]) -> tuple[Event, ...]:
    """Events in a row, without those in which somebody only is (somewhere) before they move (from there)."""
    kept: list[Event] = []
    for e in events:
        last = kept[-1] if kept else None
        idle = last is not None and last.motion == "stay" and last.action == "stand" and last.actors == e.actors
        if last is not None and _says_whither(last, e):
            kept[-1] = replace(last, direction=e.direction)
        elif last is not None and idle and not last.relations and not last.still:
            kept[-1] = replace(e, start=e.start or last.start, during=e.during or last.during)
        else:
            kept.append(e)
    return tuple(kept)


def _says_whither(going: Event, event: Event) -> bool:
    """Whether an event only says which way another goes: `it passed, going left`."""
    bare = event.inner and not (event.relations or event.via or event.targets or event.out)
    ways = going.motion == event.motion == "travel" and going.actors == event.actors
    return ways and bare and event.direction in ("left", "right") and not going.direction
