"""How the trade writes a shot: its size, its angle, what the camera does, how it begins."""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from storyline.schema.camera import Angle, Camera, ShotSize
from storyline.schema.storyboard import Shot


class Term(NamedTuple):
    """A term as it stands on a board, and in words."""

    short: str
    long: str


SIZES: dict[ShotSize, Term] = {
    "EWS": Term("EWS", "extreme wide shot"),
    "WS": Term("WS", "wide shot"),
    "FS": Term("FS", "full shot"),
    "MWS": Term("MWS", "medium wide shot"),
    "MS": Term("MS", "medium shot"),
    "MCU": Term("MCU", "medium close-up"),
    "CU": Term("CU", "close-up"),
    "ECU": Term("ECU", "extreme close-up"),
}

ANGLES: dict[Angle, Term] = {
    "eye": Term("EYE", "eye level"),
    "low": Term("LOW", "low angle"),
    "high": Term("HIGH", "high angle"),
    "overhead": Term("OVERHEAD", "from overhead"),
    "dutch": Term("DUTCH", "Dutch angle"),
}

STATIC = Term("STATIC", "the camera stands")


def terms(shot: Shot) -> tuple[Term, ...]:
    """Size, angle if it is not eye level, and moves or that there are none."""
    angle = () if shot.angle == "eye" else (ANGLES[shot.angle],)
    return (SIZES[shot.size], *angle, *(moves(shot) or (STATIC,)))


def moves(shot: Shot) -> tuple[Term, ...]:
    """How the camera moves from the shot's first frame to its last; if it comes back there, how it moves meanwhile."""
    last = shot.duration - 1
    turns = sorted({0, last, *(keyframe.at for keyframe in shot.camera if keyframe.at < last)})
    meanwhile = (move for start, end in pairwise(turns) for move in _moved(shot.camera_at(start), shot.camera_at(end)))
    return tuple(_moved(shot.camera_at(0), shot.camera_at(last))) or tuple(dict.fromkeys(meanwhile))


def begins(shot: Shot) -> Term | None:
    """How it comes out of the shot before; None for a cut."""
    kind, overlap = shot.transition.kind, shot.transition.overlap
    return None if kind == "cut" else Term(f"{kind.upper()} {overlap}f", f"{kind} over {overlap} frames")


def _moved(start: Camera, end: Camera) -> Iterator[Term]:
    zoom = end.zoom / start.zoom
    told = (
        (zoom > 1.02, Term("PUSH IN", "push in")),
        (zoom < 0.98, Term("PULL OUT", "pull out")),
        (end.pan - start.pan > 0.01, Term("PAN R", "pan right")),
        (start.pan - end.pan > 0.01, Term("PAN L", "pan left")),
        (end.tilt - start.tilt > 0.01, Term("TILT DN", "tilt down")),
        (start.tilt - end.tilt > 0.01, Term("TILT UP", "tilt up")),
        (abs(end.roll - start.roll) > 0.5, Term("ROLL", "roll")),
    )
    return (term for moved, term in told if moved)
