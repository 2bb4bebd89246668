"""How long words and actions take."""

import re
from collections.abc import Sequence
from fractions import Fraction
from math import ceil

from planners.offline.events import Event

LONGEST_CAPTION = 84
"""Characters that fit two subtitle lines."""
_SPOKEN, _READ = 14.0, 17.0  # characters a second
_LEAD = 0.25  # seconds of silence before the first line of a shot
_SECONDS = {"stay": 1.6, "look": 1.5, "speak": 1.2, "turn": 1.0, "stop": 1.4, "wake": 1.8, "sit": 2.0, "lie": 2.4,
            "appear": 2.4, "vanish": 2.4, "jump": 1.8, "alight": 1.8, "give": 2.8}  # fmt: skip
_MOVING = 2.8

_BREAK = re.compile(r"(?<=[,;:.!?—–])\s+|\s+(?=(?:and|but|or|so|because|while|when|which|who|that)\s)")


def spoken_seconds(text: str) -> float:
    """How long a line takes to say."""
    return max(1.3, len(text) / _SPOKEN + 0.4)


def reading_seconds(text: str) -> float:
    """How long a caption takes to read."""
    return max(1.5, len(text) / _READ + 0.5)


def event_seconds(event: Event) -> float:
    """How long an event takes to watch."""
    corners = max(0, len(event.via) - 1)
    return _SECONDS.get(event.motion, _MOVING) + 1.2 * corners


def captions(text: str) -> tuple[str, ...]:
    """A sentence in pieces of at most `LONGEST_CAPTION` characters, broken where a clause ends if it can be."""
    text = " ".join(text.split())
    if len(text) <= LONGEST_CAPTION:
        return (text,) if text else ()
    middle = len(text) / 2
    breaks = [m for m in _BREAK.finditer(text) if 12 < m.start() < len(text) - 12]
    breaks = breaks or list(re.finditer(r"\s+", text))
    if not breaks:
        return tuple(text[n : n + LONGEST_CAPTION] for n in range(0, len(text), LONGEST_CAPTION))
    best = min(breaks, key=lambda m: abs(m.start() - middle))
    return captions(text[: best.start()]) + captions(text[best.end() :])


def schedule(seconds: Sequence[float], rate: Fraction, duration: int) -> tuple[tuple[int, int], ...]:
    """(start, length) in frames of lines one after the other within a shot; all are shortened if they do not fit."""
    if not seconds:
        return ()
    lead = min(round(_LEAD * rate), max(0, duration - len(seconds)))
    wanted = [ceil(Fraction(s) * rate) for s in seconds]
    share = min(Fraction(1), Fraction(duration - lead, sum(wanted)))
    spans, start = [], lead
    for n, length in enumerate(wanted):
        rest = len(wanted) - n - 1
        given = max(1, min(int(length * share), duration - start - rest))
        start = min(start, duration - 1)
        spans.append((start, max(1, min(given, duration - start))))
        start += given
    return tuple(spans)


def needed(seconds: Sequence[float], rate: Fraction) -> int:
    """Frames that lines need one after the other, with a breath before and after."""
    return round(Fraction(_LEAD * 2 if seconds else 0) * rate) + sum(ceil(Fraction(s) * rate) for s in seconds)
