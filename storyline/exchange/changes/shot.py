"""Two versions of a shot → what the second has otherwise, in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from storyline.exchange.changes.layout import panel_changes
from storyline.exchange.changes.words import Clock, changed, differing, edited, framed
from storyline.exchange.trade import SIZES, moves
from storyline.schema.base import EntityId
from storyline.schema.camera import CameraKeyframe
from storyline.schema.edit import Edit
from storyline.schema.sound import Line
from storyline.schema.storyboard import Scene, Shot, Storyboard

_TOLD_APART = ("id", "size", "camera", "duration", "transition", "lines", "panels")
"""Fields of a shot that are told in words of their own."""


@dataclass(frozen=True)
class Told:
    """A shot where it stands in its storyboard."""

    board: Storyboard
    scene: Scene
    shot: Shot
    edits: tuple[Edit, ...] = ()
    """Those that concern it, in the order in which they are done."""

    def name(self, entity: EntityId) -> str:
        """What an entity is called."""
        return next((one.name for one in self.board.cast if one.id == entity), entity)


def shot_changes(a: Told, b: Told) -> tuple[str, ...]:
    """What the second shot has otherwise, its scene's place, time, weather and light included."""
    clock = Clock(a.board.rate, b.board.rate)

    def name(entity: EntityId) -> str:
        return b.name(entity) if any(one.id == entity for one in b.board.cast) else a.name(entity)

    return (
        *differing(a.scene, b.scene, "scene", leave=("id", "shots")),
        *_framing(a.shot, b.shot, clock),
        *differing(a.shot, b.shot, leave=_TOLD_APART),
        *_lines(a.shot.lines, b.shot.lines, clock),
        *panel_changes(a.shot.panels, b.shot.panels, clock, name),
        *_edits(a.edits, b.edits),
    )


def _framing(a: Shot, b: Shot, clock: Clock) -> Iterator[str]:
    if a.size != b.size:
        yield f"size: {a.size} → {b.size} ({SIZES[b.size].long})"
    if not clock.same(a.duration, b.duration):
        yield f"duration: {clock.told(a.duration, b.duration)}"
    overlaps = (a.transition.overlap, b.transition.overlap)
    if a.transition.kind != b.transition.kind or not clock.same(*overlaps):
        yield f"transition: {_transition(a)} → {_transition(b)}"
    before, after = _camera(a.camera), _camera(b.camera)
    if not _same_camera(a.camera, b.camera, clock):
        ways = [", ".join(move.long for move in moves(shot)) or "static" for shot in (a, b)]
        yield f"camera: {' → '.join(ways if ways[0] != ways[1] else (before, after))}"


def _transition(shot: Shot) -> str:
    kind, overlap = shot.transition.kind, shot.transition.overlap
    return kind if kind == "cut" else f"{kind} over {overlap} frames"


def _same_camera(a: Sequence[CameraKeyframe], b: Sequence[CameraKeyframe], clock: Clock) -> bool:
    if len(a) != len(b):
        return False
    pairs = zip(a, b, strict=True)
    return all(
        clock.same(one.at, other.at) and one.model_copy(update={"at": other.at}) == other for one, other in pairs
    )


def _camera(keyframes: Sequence[CameraKeyframe]) -> str:
    return "; ".join(f"frame {keyframe.at}: {framed(keyframe)}" for keyframe in keyframes) or "the whole view"


def _lines(a: Sequence[Line], b: Sequence[Line], clock: Clock) -> Iterator[str]:
    if len(a) != len(b):
        texts = [line.text for line in a]
        yield from (f"line gone: {_quoted(text)}" for text in texts if text not in {line.text for line in b})
        yield from (f"line added: {_quoted(line.text)}" for line in b if line.text not in texts)
        if {line.text for line in b} == set(texts):
            yield f"lines: {len(a)} → {len(b)}"
        left = list(b)
        pairs = []
        for before in a:
            after = next((line for line in left if line.text == before.text), None)
            if after is not None:
                left.remove(after)
                pairs.append((before, after))
    else:
        pairs = list(zip(a, b, strict=True))
    for n, (before, after) in enumerate(pairs, 1):
        path = "line" if len(pairs) == 1 else f"line {n}"
        if before.text != after.text:
            yield f"{path}: {changed(before.text, after.text)}"
        yield from differing(before, after, path, leave=("text", "start", "duration"))
        for time in ("start", "duration"):
            times = getattr(before, time), getattr(after, time)
            if not clock.same(*times):
                yield f"{path}, {time}: {clock.told(*times)}"


def _quoted(text: str) -> str:
    return f"“{text}”"


def _edits(a: Sequence[Edit], b: Sequence[Edit]) -> Iterator[str]:
    if a != b:
        told = ["; ".join(map(edited, edits)) or "none" for edits in (a, b)]
        yield f"edits: {' → '.join(told)}" if told[0] != told[1] else f"edits: {told[0]}, of something else"
