"""Shot + camera → the shot framed by it, with everybody where they were in the place.

Boxes are in the frame, after the camera: when the camera becomes another, so do they, or figures would glide over the
ground.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from storyline.schema.base import EntityId
from storyline.schema.camera import Camera, CameraKeyframe, camera_at
from storyline.schema.layout import Box, Placement
from storyline.schema.storyboard import Panel, Shot

_OFF = 0.01
"""Of the frame: how far a box may be from its place between two panels; boxes are linear in time there."""
_FINEST = 8
"""No two panels that are put in because of it are nearer than this part of the time between those that were there."""

Boxes = dict[EntityId, Box]


def reframed(shot: Shot, camera: Sequence[CameraKeyframe]) -> Shot:
    """Give a shot another camera.

    Who is out of the frame then has no placement there. Panels are put in where somebody leaves the frame or comes into
    it, and where the camera moves so that boxes are not linear. Supplied pictures and masks stay as they are.
    """
    view = _View(shot, tuple(camera))
    panels: list[Panel] = []
    extra = {at for a, b in pairwise(panel.at for panel in shot.panels) for at in view.turns(a, b)}
    there = {panel.at: panel for panel in shot.panels}
    for at in sorted({*there, *extra}):
        if at in there:
            panel = there[at]
            panels.append(panel.model_copy(update={"placements": view.seen(at, panel.placements)}))
        else:
            panels.append(Panel(at=at, prompt=panels[-1].prompt, placements=view.seen(at, shot.layout(at))))
    return shot.model_copy(update={"camera": tuple(camera), "panels": tuple(panels)})


class _View:
    """A shot through another camera."""

    def __init__(self, shot: Shot, camera: tuple[CameraKeyframe, ...]) -> None:
        self.shot, self.camera = shot, camera

    def seen(self, at: int, placements: Sequence[Placement]) -> tuple[Placement, ...]:
        """Those that are in the frame; who is carried by somebody out of it, is carried by nobody."""
        before, after = self.shot.camera_at(at), camera_at(self.camera, at)
        boxes = {p.entity: box for p in placements if (box := _through(p.box, before, after)) is not None}
        return tuple(
            p.model_copy(
                update={"box": boxes[p.entity]} | ({} if p.parent in boxes else {"parent": None, "anchor": None})
            )
            for p in placements
            if p.entity in boxes
        )

    def turns(self, a: int, b: int) -> set[int]:
        """The frames between two panels that need one."""
        curved = set(self._curved(a, b, max(2, (b - a) // _FINEST)))
        edges = {at for start, end in pairwise(sorted({a, b, *curved})) for at in self._edges(start, end)}
        return (curved | edges) - {a, b}

    def _boxes(self, at: int) -> Boxes:
        return {p.entity: p.box for p in self.seen(at, self.shot.layout(at))}

    def _curved(self, a: int, b: int, finest: int) -> Iterator[int]:
        middle = (a + b) // 2
        if b - a < 2 * finest or not self._is_off(a, middle, b):
            return
        yield from self._curved(a, middle, finest)
        yield middle
        yield from self._curved(middle, b, finest)

    def _is_off(self, a: int, middle: int, b: int) -> bool:
        start, here, end = (self._boxes(at) for at in (a, middle, b))
        share = (middle - a) / (b - a)
        return any(
            abs(p + (q - p) * share - side) > _OFF
            for entity in start.keys() & here.keys() & end.keys()
            for p, q, side in zip(start[entity].root, end[entity].root, here[entity].root, strict=True)
        )

    def _edges(self, a: int, b: int) -> Iterator[int]:
        """The frames right before and after somebody who is there all the time leaves the frame, or comes into it."""
        start, end = self._boxes(a), self._boxes(b)
        staying = {p.entity for p in self.shot.layout(a)} & {p.entity for p in self.shot.layout(b)}
        for entity in sorted((start.keys() ^ end.keys()) & staying):
            low, high = a, b
            while high - low > 1:
                middle = (low + high) // 2
                if (entity in self._boxes(middle)) == (entity in start):
                    low = middle
                else:
                    high = middle
            yield from (low, high)


def _through(box: Box, before: Camera, after: Camera) -> Box | None:
    """A box seen by another camera; None out of its frame."""
    if before == after:
        return box
    x0, y0 = after.project(*before.unproject(box.x0, box.y0))
    x1, y1 = after.project(*before.unproject(box.x1, box.y1))
    left, top, right, bottom = (round(max(-1.0, min(2.0, side)), 4) for side in (x0, y0, x1, y1))
    if not (left < right and top < bottom and right > 0 and bottom > 0 and left < 1 and top < 1):
        return None
    return Box((left, top, right, bottom))
