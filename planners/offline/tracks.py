"""Tracks and a camera → panels: boxes in the frame, with a panel wherever something turns, comes or goes."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from planners.offline.pose import Pose, box_of, projected
from planners.offline.take import Take
from storyline.schema.base import EntityId
from storyline.schema.camera import Camera, CameraKeyframe, camera_at
from storyline.schema.layout import Box, Placement, ScriptPlacement, layout_at
from storyline.schema.script import ScriptPanel

Layout = tuple[Placement, ...]
_NEAREST = 200
"""Depth of who stands between the camera and all others."""
_CHANGE = 5
"""Frames in which somebody sits down, lies down or gets up: their box takes another shape."""


class Tracks:
    """Everyone's way through one shot, as the camera sees it."""

    def __init__(self, take: Take, camera: Sequence[CameraKeyframe], last: int) -> None:
        self.take = take
        self.tracks = take.tracks
        self.camera = camera
        self.last = last
        self.cameras: dict[int, Camera] = {}

    def times(self) -> list[int]:
        """The frames that need a panel."""
        times = {0, self.last, *(k.at for k in self.camera)}
        if len(self.camera) > 1:  # zoom and pan multiply: not linear, so sampled
            times |= {round(self.last * n / 4) for n in range(1, 4)}
        for track in self.tracks.values():
            times |= {round(share * self.last) for share, _ in track.keys}
            for edge in (round(share * self.last) for share in track.present if 0 < share < 1):
                times |= {max(0, edge - 1), edge}
        times |= set(self._turns())
        ordered = sorted(times)
        for a, b in pairwise(ordered):
            for id, track in self.tracks.items():
                if len(track.keys) > 1 or len(self.camera) > 1:
                    times.update(self._crossing(id, a, b))
        return sorted(times)

    def _turns(self) -> Iterator[int]:
        """Frames right before somebody takes another shape, or bears somebody another way round."""
        parents = {p.parent for track in self.tracks.values() for _, p in track.keys if p.parent is not None}
        for id, track in self.tracks.items():
            for (before, a), (after, b) in pairwise(track.keys):
                start, end = round(before * self.last), round(after * self.last)
                if a.action != b.action and abs(a.height * b.width - b.height * a.width) > 0.08 * a.height * b.width:
                    yield max(start, end - _CHANGE)
                if (id in parents and a.facing != b.facing) or (a.parent != b.parent and a.parent is not None):
                    yield max(start, end - 1)

    def _crossing(self, id: EntityId, a: int, b: int) -> tuple[int, ...]:
        """The two frames between which an entity comes into the frame, or leaves it."""
        before = self._seen(id, a)
        if b - a < 2 or before == self._seen(id, b):
            return ()
        while b - a > 1:
            middle = (a + b) // 2
            if self._seen(id, middle) == before:
                a = middle
            else:
                b = middle
        return a, b

    def layout(self, at: int) -> Layout:
        """Everyone seen at a frame, far to near."""
        found = [p for id in self.tracks if (p := self.placement(id, at)) is not None]
        return settled(found)

    def _seen(self, id: EntityId, at: int) -> bool:
        return self._posed(id, at) is not None

    def _posed(self, id: EntityId, at: int) -> tuple[Pose, Box] | None:
        """How an entity is at a frame, and its box; None if it is not there or out of the frame."""
        share = at / self.last if self.last else 0.0
        if not self._there(id, at, share):
            return None
        pose = self.take.at(id, share)
        if at not in self.cameras:
            self.cameras[at] = camera_at(self.camera, at)
        box = projected(pose, self.cameras[at])
        return None if box is None else (pose, box)

    def _there(self, id: EntityId, at: int, share: float) -> bool:
        """Whether an entity is there at a frame; who is carried is not without its parent."""
        if id in self.take.hidden:
            return False
        track = self.tracks[id]
        begin, end = (round(s * self.last) for s in track.present)
        if at < begin or (track.present[1] < 1 and at >= end):
            return False
        parent = track.around(share)[0].parent
        return parent is None or parent not in self.tracks or self._there(parent, at, share)

    def placement(self, id: EntityId, at: int) -> Placement | None:
        """An entity at a frame; None if it is not there or out of the frame."""
        if id in self.take.near:
            return Placement(entity=id, box=self.take.near[id], depth=_NEAREST, facing="back")
        found = self._posed(id, at)
        if found is None:
            return None
        pose, box = found
        return Placement(
            entity=id,
            box=box,
            depth=round(pose.row * 100),
            action=pose.action[:60] or "stand",
            facing=pose.facing,
            expression=pose.expression,
            parent=pose.parent,
            anchor=pose.anchor,
        )


def settled(placements: Iterable[Placement]) -> Layout:
    """Far to near; whoever is carried by somebody out of sight, or by itself, is carried by nobody."""
    found = list(placements)
    parents = {p.entity: p.parent for p in found}
    kept = []
    for p in found:
        above, steps = p.parent, 0
        while above in parents and steps < len(parents):
            above, steps = parents[above], steps + 1
        if p.parent not in parents or above is not None:
            parents[p.entity] = None
            p = p.model_copy(update={"parent": None, "anchor": None})
        kept.append(p)
    return tuple(sorted(kept, key=lambda p: (p.depth, p.entity)))


def with_panels(tracks: Tracks, written: Mapping[int, ScriptPanel]) -> list[tuple[int, Layout]]:
    """The panels of a shot around those that the writer fixed.

    Where the writer placed entities, they and nobody else are in the panel. Between and beside such panels a track
    goes as planned, moved so that it passes through the writer's boxes.
    """
    fixed = {at: _filled(p.placements, tracks, at) for at, p in written.items() if p.placements is not None}
    bounded = {0, tracks.last} <= set(written)
    times = sorted(written) if bounded else sorted({*written, *tracks.times()})
    if not fixed:
        return [(at, tracks.layout(at)) for at in times]
    keyed = sorted(fixed.items())
    return [(at, fixed[at] if at in fixed else _between(keyed, tracks, at)) for at in times]


def _filled(written: Sequence[ScriptPlacement], tracks: Tracks, at: int) -> Layout:
    """The writer's placements with their open fields filled as planned, in the writer's order."""
    made = []
    for w in written:
        planned = tracks.placement(w.entity, at) if w.entity in tracks.tracks else None
        box = w.box or (planned.box if planned else Box((0.4, 0.4, 0.6, 0.8)))
        guess = planned or Placement(entity=w.entity, box=box)
        open_fields = {"box": box, "depth": guess.depth, "action": guess.action, "facing": guess.facing}
        fixed = {f: v for f in w.model_fields_set if (v := getattr(w, f)) is not None}
        made.append(Placement(**{"entity": w.entity, **open_fields, **fixed}))
    return tuple(made)


def _between(keyed: Sequence[tuple[int, Layout]], tracks: Tracks, at: int) -> Layout:
    made = []
    for p in layout_at(keyed, at):
        planned = tracks.placement(p.entity, at) if p.entity in tracks.tracks else None
        box = _moved(p.entity, planned, keyed, tracks, at) if planned is not None else None
        made.append(p if box is None else p.model_copy(update={"box": box}))
    return settled(made)


def _moved(
    id: EntityId, planned: Placement | None, keyed: Sequence[tuple[int, Layout]], tracks: Tracks, at: int
) -> Box | None:
    """The planned box, moved by what the writer's boxes before and after are off their planned ones."""
    if planned is None:
        return None
    before = _offset(id, [k for k in reversed(keyed) if k[0] <= at], tracks)
    after = _offset(id, [k for k in keyed if k[0] > at], tracks)
    if before is None or after is None:
        known = before or after
        return None if known is None else box_of([a + b for a, b in zip(planned.box.root, known[1], strict=True)])
    share = (at - before[0]) / (after[0] - before[0])
    mixed: Callable[[float, float], float] = lambda a, b: a + (b - a) * share
    offset = [mixed(a, b) for a, b in zip(before[1], after[1], strict=True)]
    return box_of([a + b for a, b in zip(planned.box.root, offset, strict=True)])


def _offset(id: EntityId, keyed: Sequence[tuple[int, Layout]], tracks: Tracks) -> tuple[int, tuple[float, ...]] | None:
    for at, layout in keyed[:1]:
        planned = tracks.placement(id, at)
        for p in layout:
            if p.entity == id and planned is not None:
                return at, tuple(a - b for a, b in zip(p.box.root, planned.box.root, strict=True))
    return None
