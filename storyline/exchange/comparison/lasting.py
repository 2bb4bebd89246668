"""Comparison → when each of its parts is seen where both films are played in step."""

from fractions import Fraction

from storyline.schema.comparison import Comparison

Span = tuple[Fraction, Fraction]
"""Start and end, in seconds."""


def lasting(comparison: Comparison) -> tuple[Span, ...]:
    """One span after the other: a part lasts as it does in the film in which it is longer."""
    spans: list[Span] = []
    end = Fraction(0)
    for part in comparison.parts:
        sides = ((part.a, comparison.a), (part.b, comparison.b))
        start, end = end, end + max(len(place.frames) / film.rate for place, film in sides if place is not None)
        spans.append((start, end))
    return tuple(spans)
