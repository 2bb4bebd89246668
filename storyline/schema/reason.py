"""Why a plan is as it is."""

from collections.abc import Iterable
from dataclasses import dataclass

from storyline.schema.storyboard import Storyboard

WRITER = "the writer says so"


@dataclass(frozen=True)
class Reason:
    """One choice of a planner, where it was made, and why."""

    where: str
    """`shot hare-runs-1a2b`, `scene meadow`; empty for the whole film."""
    what: str
    """What was chosen: `size MCU`, `duration 3.2 s`."""
    why: str


def told(board: Storyboard, reasons: Iterable[Reason]) -> str:
    """The reasons as text to read: scene by scene and shot by shot, each under what it is about."""
    by_place: dict[str, list[Reason]] = {}
    for reason in reasons:
        by_place.setdefault(reason.where, []).append(reason)
    lines = [f"{r.what}: {r.why}" for r in by_place.get("", ())]
    number = 0
    for scene in board.scenes:
        lines += ["", f"Scene {scene.id}: {scene.heading}"]
        lines += [f"  {r.what}: {r.why}" for r in by_place.get(f"scene {scene.id}", ())]
        for shot in scene.shots:
            number += 1
            lines += ["", f"  {number}. {shot.action or shot.label or shot.id}"]
            lines += [f"     {r.what}: {r.why}" for r in by_place.get(f"shot {shot.id}", ())]
    return "\n".join(lines).strip()
