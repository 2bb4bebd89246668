"""Two sketches that are one shot: one moment told in two sentences, or two who speak at once."""

import re
from dataclasses import replace

from planners.offline.events import Event
from planners.offline.flow import flow
from planners.offline.sketch import Sketch
from planners.offline.words import COLOUR_WORDS

_LOOKS = re.compile(r"(?:we|you) (?:look|see|are looking|can see)\b", re.IGNORECASE)
_COLOURED = re.compile(r"(?:it|he|she|they|both) (?:is|are|was|were) (\w+)\W*$", re.IGNORECASE)
_NEARBY = re.compile(r"(?:nearby|(?:beside|next to|near|close to) (?:it|them|him|her))\b", re.IGNORECASE)


def merged(a: Sketch, b: Sketch) -> Sketch | None:
    """One shot of two that are one moment; None if they are not.

    They are where the first only says how the second begins (`initially …`) or that we look, and where the second only
    says of whom the first shows which colour it has, or who else stands beside them.
    """
    if a.speaker is not None or b.speaker is not None or b.later or a.written.id or b.written.id:
        return None
    begins = "initially" in a.action.lower() and len(a.events) == 1
    looks = not a.events and _LOOKS.match(a.action) is not None
    if not (begins or looks or (_at_rest(a) and _at_rest(b) and (_of_its_colour(b) or _NEARBY.match(b.action)))):
        return None
    return replace(
        a, action=f"{a.action} {b.action}", events=flow(a.events + b.events), lines=a.lines + b.lines, camera=b.camera
    )


def _at_rest(sketch: Sketch) -> bool:
    """Whether all that is seen is who is there."""
    return bool(sketch.events) and all(e.motion in ("stay", "sit", "lie") and not e.far for e in sketch.events)


def _of_its_colour(sketch: Sketch) -> bool:
    """`It is green.`"""
    said = _COLOURED.match(sketch.action)
    return said is not None and said[1].lower() in COLOUR_WORDS


def together(a: Sketch, b: Sketch) -> Sketch:
    """One shot of two in which people speak at the same time."""
    start = {"start": 0}
    lines = [line.model_copy(update=start) for line in (*a.lines, *b.lines)]
    both = tuple(dict.fromkeys(i for i in (a.speaker, b.speaker) if i is not None))
    talk = (Event("speak", "talk", both),) if both else ()
    action = f"{a.action} {b.action}"
    return replace(a, action=action, lines=tuple(lines), events=(*a.events, *b.events, *talk), speaker=None)
