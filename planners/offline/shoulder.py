"""Over the shoulder: who speaks, seen past whoever listens, who stands near and large at the edge of the frame."""

from collections.abc import Sequence

from planners.offline.grammar import Direction
from planners.offline.pose import Pose, box_of, projected
from planners.offline.take import Take
from storyline.schema.camera import CameraKeyframe
from storyline.schema.layout import Box

_NEARER = 1.22
"""How much larger the listener is than beside the speaker."""
_LOWER = 0.2
"""How much lower the listener's feet are, in frame heights."""
_TALLEST = 1.7
_TOP = (0.1, 0.5)
"""Where the top of the listener's head may be, in frame heights."""
_OUT = 0.3
"""Share of the listener that the edge of the frame cuts off."""
_WIDEST = 0.34
"""Of the frame, at most, that the listener takes."""
_TOUCH = 0.05
"""How far the listener may cover the speaker's box, in frame widths: hair and hands are near its edges."""


def shoulder(take: Take, way: Direction, camera: Sequence[CameraKeyframe]) -> Box | None:
    """The box of the listener that a shot is taken past; None where it is not, or would hide the speaker."""
    if way.over is None or len(way.subjects) != 1 or not camera:
        return None
    stage = take.stage
    speaker, listener = take.at(way.subjects[0], 0.0), stage.pose(way.over, 0.5, row=take.at(way.over, 0.0).row)
    seen = projected(speaker, camera[0])
    if seen is None:
        return None
    made = _near(listener, seen, camera[0].zoom, left=speaker.facing == "left")
    if made is None:
        return None
    covered = made.x1 - seen.x0 if speaker.facing == "left" else seen.x1 - made.x0
    return None if covered > _TOUCH else made


def _near(listener: Pose, seen: Box, zoom: float, *, left: bool) -> Box | None:
    """The listener's box beside the speaker's, at the left or the right edge of the frame."""
    high = min(_TALLEST, listener.height * zoom * _NEARER)
    wide = high * (listener.width / listener.height)
    top = min(max(seen.y1 + _LOWER - high, _TOP[0]), _TOP[1])
    inner = min(_WIDEST, (1 - _OUT) * wide)
    corners = (inner - wide, top, inner, top + high) if left else (1 - inner, top, 1 - inner + wide, top + high)
    return box_of(corners)
