"""Plans of a few words, and what to ask of them."""

from planners.offline import OfflinePlanner
from storyline.reading import read
from storyline.schema.base import EntityId
from storyline.schema.layout import Box, Placement
from storyline.schema.script import Script
from storyline.schema.storyboard import Shot, Storyboard


def plan(source: str | dict) -> Storyboard:
    script = read(source).document
    assert isinstance(script, Script)
    return OfflinePlanner().plan(script)


def shots(source: str | dict) -> list[Shot]:
    return [shot for _, shot in plan(source).shots()]


def kinds(board: Storyboard) -> list[str]:
    return [e.kind for e in board.cast]


def at(shot: Shot, id: str, share: float) -> Placement | None:
    """An entity at a share of a shot."""
    found = [p for p in shot.layout((shot.duration - 1) * share) if p.entity == id]
    return found[0] if found else None


def box(shot: Shot, id: str, share: float = 1.0) -> Box:
    placement = at(shot, id, share)
    assert placement is not None, f"{id} is not in {shot.action!r} at {share}"
    return placement.box


def centre(shot: Shot, id: str, share: float) -> tuple[float, float]:
    return box(shot, id, share).centre


def captions(board: Storyboard) -> list[str]:
    return [line.text for _, shot in board.shots() for line in shot.lines if line.kind == "caption"]


def spoken(board: Storyboard) -> list[tuple[EntityId | None, str]]:
    return [(line.speaker, line.text) for _, shot in board.shots() for line in shot.lines if line.kind == "spoken"]
