"""Why a plan is as it is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    """One choice of a planner, where it was made, and why."""

    where: str
    """`shot hare-runs-1a2b`, `scene meadow`; empty for the whole film."""
    what: str
    """What was chosen: `size MCU`, `duration 3.2 s`."""
    why: str
