"""Boards whose texts would run, and pictures that cost nothing."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from storyline.schema.storyboard import Storyboard
from tests.boards import board, shot

EVIL = """</style></script><script>alert(1)</script>"'><img src=x onerror=alert(1)>&amp;{{script}}]]>javascript:"""


def grey(shot: str, frames: Sequence[int]) -> list[np.ndarray]:
    """A picture of one light for each frame."""
    return [np.full((12, 16, 3), 40 + frame % 150, np.uint8) for frame in frames]


def evil_board() -> Storyboard:
    """A storyboard of two scenes that says `EVIL` wherever anything may be said."""
    line = {"text": EVIL, "start": 0, "duration": 5, "speaker": "fox", "manner": EVIL, "kind": "voice-over"}
    placements = [{"entity": "fox", "box": [0.4, -0.4, 1.6, 0.8]}]
    panels = [
        {"at": 0, "prompt": EVIL, "placements": placements},
        {"at": 9, "prompt": EVIL + "!", "placements": placements},
    ]
    evil: dict[str, Any] = {"action": EVIL, "label": EVIL, "panels": panels}
    scenes = [
        {
            "id": id,
            "heading": EVIL,
            "place": "lair",
            "time_of_day": "day",
            "number": EVIL,
            "light": EVIL,
            "shots": [shot(f"{id}-a", 10, lines=[line], **evil)],
        }
        for id in ("s1", "s2")
    ]
    notes = [{"kind": "info", "text": EVIL, "where": where} for where in ("", "shot s1-a", "scene s2", EVIL)]
    return board(
        title=EVIL,
        scenes=scenes,
        notes=notes,
        places=[{"id": "lair", "name": EVIL, "setting": "forest"}],
        cast=[{"id": "fox", "kind": "fox", "name": EVIL, "looks": [{"colours": ["red"]}]}],
        sounds=[{"file": {"path": "<b>.wav"}, "start": 0}],
    )
