"""Time is whole frames at a rational rate; seconds exist only at the edges."""

import re
from fractions import Fraction
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainSerializer,
    WithJsonSchema,
    model_validator,
)

from storyline.schema.base import Noun

MAX_FRAMES = 10_000_000


def _rate(value: Any) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, int | float | str | Fraction):
        raise ValueError("a frame rate is a number or a ratio such as 24, 25 or 30000/1001")
    if isinstance(value, float) and not value.is_integer():
        raise ValueError(f"a frame rate must be exact; got {value}. Write it as a ratio, for example 30000/1001")
    try:
        rate = Fraction(value)
    except (ValueError, ZeroDivisionError):
        raise ValueError(f"a frame rate is a whole number or a ratio such as 30000/1001; got {value!r}") from None
    if not 1 <= rate <= 240 or rate.denominator > 10_000:
        raise ValueError(f"a frame rate lies between 1 and 240 frames a second; got {value}")
    return rate


FrameRate = Annotated[
    Fraction,
    BeforeValidator(_rate),
    PlainSerializer(lambda r: int(r) if r.denominator == 1 else f"{r.numerator}/{r.denominator}"),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "integer", "minimum": 1, "maximum": 240},
                {"type": "string", "pattern": r"^\d+(/\d+)?$"},
            ],
            "description": "Frames a second: a whole number or a ratio such as 30000/1001.",
        }
    ),
]
"""Frames a second, exact."""

Frame = Annotated[int, Field(strict=True, ge=0, le=MAX_FRAMES)]
"""A frame index, from 0."""

FrameCount = Annotated[int, Field(strict=True, ge=0, le=MAX_FRAMES)]
"""A number of frames."""

_TIME = re.compile(r"^(\d{1,6}(?:\.\d{1,6})?)\s*(s|%)$")


def _time(value: Any) -> int | str:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_FRAMES:
        return value
    if isinstance(value, str) and _TIME.match(value):
        return value
    raise ValueError(
        f"a time is whole frames (48), seconds (2s, 1.5s) or, inside a shot, a share of it (50%); got {value!r}"
    )


Time = Annotated[
    int | str,
    BeforeValidator(_time),
    WithJsonSchema(
        {
            "anyOf": [{"type": "integer", "minimum": 0}, {"type": "string", "pattern": _TIME.pattern}],
            "description": "Whole frames (48), seconds (2s) or, inside a shot, a share of it (50%).",
        }
    ),
]
"""A time as a writer says it: frames, `2s`, or `50%` of the shot."""


def _length(value: Any) -> int | str:
    if isinstance(value, str) and value.endswith("%"):
        raise ValueError(f"a length is whole frames (48) or seconds (2s, 1.5s), and no share; got {value!r}")
    return _time(value)


def _positive(value: int | str) -> int | str:
    if not (value if isinstance(value, int) else Fraction(value.rstrip("s "))):
        raise ValueError(f"a shot lasts at least one frame; got {value!r}. Lengthen it, or take it out")
    return value


_LENGTH_SCHEMA = WithJsonSchema(
    {
        "anyOf": [{"type": "integer", "minimum": 0}, {"type": "string", "pattern": r"^(\d{1,6}(?:\.\d{1,6})?)\s*s$"}],
        "description": "Whole frames (48) or seconds (2s).",
    }
)

Length = Annotated[int | str, BeforeValidator(_length), _LENGTH_SCHEMA]
"""A time that is no share of anything: frames or `2s`."""

Duration = Annotated[int | str, BeforeValidator(_length), AfterValidator(_positive), _LENGTH_SCHEMA]
"""How long a shot lasts: at least a frame."""


def frames(time: int | str, rate: Fraction, *, of: int | None = None) -> int:
    """Convert a writer's time to whole frames, to the nearest.

    Args:
        of: what 100% is, in frames: the index of the shot's last frame for a moment.

    Raises:
        ValueError: a share (`50%`) is given where there is nothing to take a share of.
    """
    if isinstance(time, int):
        return time
    match = _TIME.match(time)
    if match is None:
        raise ValueError(f"not a time: {time!r}")
    number, unit = Fraction(match[1]), match[2]
    if unit == "s":
        return round(number * rate)
    if of is None:
        raise ValueError(f"{time!r} is a share, but a length is expected here: write frames or seconds")
    return round(number * of / 100)


def timecode(frame: int, rate: Fraction) -> str:
    """`HH:MM:SS:FF` of a frame, non-drop: frames are counted at the rate rounded up.

    >>> timecode(49, Fraction(24))
    '00:00:02:01'
    """
    base = -(-rate.numerator // rate.denominator)
    seconds, ff = divmod(frame, base)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}:{ff:02}"


class FrameRange(Noun):
    """Frames `start` up to, not including, `end_exclusive`."""

    start: Frame
    end_exclusive: Frame

    @model_validator(mode="after")
    def _ordered(self) -> "FrameRange":
        if self.start >= self.end_exclusive:
            raise ValueError(
                f"a frame range must satisfy start < end_exclusive; got {self.start}..{self.end_exclusive}"
            )
        return self

    def __len__(self) -> int:
        return self.end_exclusive - self.start

    def __contains__(self, frame: int) -> bool:
        return self.start <= frame < self.end_exclusive
