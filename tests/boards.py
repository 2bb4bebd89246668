"""Small storyboards for tests, written out by hand."""

from fractions import Fraction
from typing import Any

from storyline.schema.storyboard import Storyboard

HARE = {"id": "hare", "kind": "hare", "name": "Hare", "looks": [{"colours": ["brown"]}]}
TORTOISE = {"id": "tortoise", "kind": "tortoise", "name": "Tortoise", "looks": [{"colours": ["green"]}]}


def shot(id: str, duration: int, *, transition: str = "cut", overlap: int = 0, **fields: Any) -> dict[str, Any]:
    """A shot in which the hare stands in the middle from its first frame to its last."""
    placements = [{"entity": "hare", "box": [0.4, 0.4, 0.6, 0.8]}]
    panels = [{"at": at, "prompt": "a hare", "placements": placements} for at in sorted({0, duration - 1})]
    return {
        "id": id,
        "action": "The hare stands.",
        "size": "WS",
        "duration": duration,
        "transition": {"kind": transition, "overlap": overlap},
        "panels": panels,
        **fields,
    }


def board(
    *shots: dict[str, Any], rate: Fraction | int | str = 24, size: tuple[int, int] = (64, 48), **fields: Any
) -> Storyboard:
    """A storyboard of one scene in a meadow with these shots, without titles unless `fields` give them a length."""
    document = {
        "title": "The Hare",
        "language": "en",
        "aspect": f"{size[0]}:{size[1]}",
        "size": list(size),
        "rate": rate,
        "seed": 7,
        "places": [{"id": "meadow", "name": "Meadow", "setting": "meadow"}],
        "cast": [HARE, TORTOISE],
        "scenes": [
            {
                "id": "s1",
                "heading": "A meadow",
                "place": "meadow",
                "time_of_day": "day",
                "shots": list(shots),
            }
        ],
        **fields,
    }
    return Storyboard.model_validate(document)
