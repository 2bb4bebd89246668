"""What of a storyboard decides a shot's frames, and what one frame is drawn from: words, boxes, colours, camera."""

import math
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field

from generators.nuwa_xl.sizes import bucket
from storyline.schema.base import AnyEntityId, EntityId, Noun, SceneId, ShotId, Text
from storyline.schema.camera import Camera
from storyline.schema.entity import Entity, Look, Place
from storyline.schema.layout import Box, Facing, Placement
from storyline.schema.media import FrameSize
from storyline.schema.script import Overrides, Seed
from storyline.schema.storyboard import CUT, Panel, Scene, Shot, Storyboard
from storyline.schema.timing import FrameRate
from storyline.schema.vocabulary import ACTIONS, COLOURS, KINDS, UNKNOWN_KIND, action_of, kind_of, rgb, setting_of

RGB = tuple[float, float, float]

MOST_COLOURS = 3
"""Of an entity."""
HOP_SECONDS = 1.15
HOP_HEIGHT = 0.30
"""Of the figure: a jump on the spot, as the drawn world jumps."""

_ID = "x"
"""Stands for ids and words that decide nothing."""
_LEAST = 1e-3
"""Of the frame: how much of a box stays in sight, however high its owner jumps."""
_LITTLE_WORDS = frozenset({"a", "an", "the", "with", "and", "of", "in", "on", "at", "its", "his", "her", "their", "is"})


class Seen(Noun):
    """An entity as one frame is to show it."""

    entity: AnyEntityId
    phrase: Text
    """Kind first, then attributes, action, expression and what else the look says: `hare, little, running, happy`."""
    colours: Annotated[tuple[RGB, ...], Field(max_length=MOST_COLOURS)]
    """Main first; red, green and blue in 0..1."""
    facing: Facing
    box: Box
    """Amodal; a jump is in it."""
    since: float
    """Seconds since it began what it does, within its shot."""
    paces: float
    """Ground covered since the shot began, in its own heights: the phase of its gait."""


class FrameConditions(Noun):
    """What one frame is drawn from."""

    role: Literal["anchor", "frame"] = "frame"
    prompt: Text
    place: Text
    """Setting, appearance, time of day, weather, light, style: `forest, old, night, rain`."""
    seen: tuple[Seen, ...]
    """Far to near."""
    camera: Camera
    seconds: float
    """Since its scene began: clouds go on over a cut."""


class ConditionedShot(Noun):
    """A shot as the network sees it: the part of its tasks."""

    role: Literal["anchor", "frame"] = "frame"
    scene: Scene
    """With this shot alone, without what is heard or read by people."""
    place: Place
    cast: tuple[Entity, ...]
    """Those who are in the shot, in the looks that they wear there."""
    since: Annotated[int, Field(strict=True)]
    """Frames from the start of its scene."""
    rate: FrameRate
    seed: Seed
    style: Text = ""
    negative_prompt: Text = ""
    size: FrameSize
    """That it is drawn at (see `sizes`)."""
    shown: FrameSize
    """That was asked for."""

    @property
    def shot(self) -> Shot:
        """Its shot."""
        return self.scene.shots[0]


def conditioned(storyboard: Storyboard, scene: Scene, shot: Shot, size: FrameSize) -> ConditionedShot:
    """What a shot's frames are made from, and nothing else; `size` is the one asked for."""
    worn = shot.looks()
    seed, negative = shot.overrides.seed, shot.overrides.negative_prompt
    bare = scene.model_copy(update={"id": SceneId(_ID), "heading": "", "number": "", "shots": (_bare_shot(shot),)})
    return ConditionedShot(
        scene=bare,
        place=storyboard.place(scene.place).model_copy(update={"name": _ID}),
        cast=tuple(_worn(entity, worn[entity.id]) for entity in storyboard.cast if entity.id in worn),
        since=scene.start_of(shot),
        rate=storyboard.rate,
        seed=storyboard.seed if seed is None else seed,
        style=storyboard.style,
        negative_prompt=storyboard.negative_prompt if negative is None else negative,
        size=bucket(size),
        shown=size,
    )


def conditions_of(shot: ConditionedShot, frame: int) -> FrameConditions:
    """What a frame of a shot is drawn from. Words and actions are those of the panel that it follows.

    Raises:
        IndexError: the shot has no such frame.
    """
    if not 0 <= frame < shot.shot.duration:
        raise IndexError(f"expected a frame of 0..{shot.shot.duration - 1}; got {frame}")
    cast = {entity.id: entity for entity in shot.cast}
    layout = shot.shot.layout(frame)
    lifts = _lifts(shot, layout, cast, frame)
    panel = max((p for p in shot.shot.panels if p.at <= frame), key=lambda p: p.at, default=shot.shot.panels[0])
    rate = float(shot.rate)
    return FrameConditions(
        role=shot.role,
        prompt=panel.prompt,
        place=place_words(shot.place, shot.scene, shot.style),
        seen=tuple(
            Seen(
                entity=p.entity,
                phrase=phrase(cast[p.entity], p),
                colours=colours_of(cast[p.entity], cast[p.entity].look(p.look)),
                facing=p.facing,
                box=_lifted(p.box, lifts[p.entity]),
                since=(frame - _began(shot.shot, p, frame)) / rate,
                paces=_paces(shot, p.entity, frame),
            )
            for p in layout
        ),
        camera=shot.shot.camera_at(frame),
        seconds=(shot.since + frame) / rate,
    )


def phrase(entity: Entity, placement: Placement) -> str:
    """What an entity is and does, in words that do not depend on who it is.

    >>> from storyline.schema.base import EntityId
    >>> hare = Entity(id=EntityId("h"), kind="rabbit", name="Jo", looks=(Look(attributes=("little",)),))
    >>> phrase(hare, Placement(entity=hare.id, box=Box((0, 0, 1, 1)), action="runs", expression="happy"))
    'hare, rabbit, little, running, happy'
    """
    look = entity.look(placement.look)
    kind, action = kind_of(entity.kind) or entity.kind, action_of(placement.action)
    words = [kind, entity.kind, *look.attributes, ACTIONS[action].participle if action else placement.action]
    words += [placement.expression] if placement.expression != "neutral" else []
    return ", ".join(_once([*words, *_more(look.description, words)]))


def place_words(place: Place, scene: Scene, style: str = "") -> str:
    """Where and when a scene is, and how it is painted, in words."""
    setting = setting_of(place.setting) or place.setting
    words = [setting, place.setting]
    words += [*_more(place.appearance, words), scene.time_of_day]
    words += [word for word in (scene.weather if scene.weather != "clear" else "", scene.light, style) if word]
    return ", ".join(_once(words))


def colours_of(entity: Entity, look: Look) -> tuple[RGB, ...]:
    """The colours of a look, main first; the usual one of its kind if none is named."""
    usual = KINDS.get(kind_of(entity.kind) or "", UNKNOWN_KIND).colour
    red_green_blue = (rgb(colour) for colour in (look.colours or (usual,))[:MOST_COLOURS])
    return tuple((r / 255, g / 255, b / 255) for r, g, b in red_green_blue)


def hop(cycle: float) -> float:
    """How far above the ground a jump is, 0 to 1, `cycle` jumps after the first began."""
    u = cycle % 1.0
    return math.sin(math.pi * (u - 0.30) / 0.44) if 0.30 <= u < 0.74 else 0.0


def _once(words: list[str]) -> Iterator[str]:
    return (word for word in dict.fromkeys(word.lower().strip() for word in words) if word)


def _more(text: str, said: list[str]) -> Iterator[str]:
    """What a description says that is not said already, word by word; colours are given as numbers."""
    known = {word for words in said for word in words.lower().split()} | _LITTLE_WORDS
    words = "".join(c if c.isalnum() else " " for c in text.lower()).split()
    return (word for word in words if word not in known and word not in COLOURS)


def _placed(shot: Shot, entity: EntityId) -> Iterator[Placement]:
    return (p for panel in shot.panels for p in panel.placements if p.entity == entity)


def _lifts(
    shot: ConditionedShot, layout: tuple[Placement, ...], cast: Mapping[EntityId, Entity], frame: int
) -> dict[EntityId, float]:
    """How high above its box everybody is, in frame heights.

    A jump whose track stays on the ground lifts who jumps, and those whom it bears.
    """
    high = HOP_HEIGHT * hop(frame / float(shot.rate) / HOP_SECONDS)
    aspect = shot.shown.width / shot.shown.height
    here = {p.entity: p for p in layout}
    own = {}
    for p in layout:
        kind = KINDS.get(kind_of(cast[p.entity].kind) or "", UNKNOWN_KIND)
        stands = min(p.box.height, p.box.width * aspect / kind.aspect)
        on_ground = high > 0 and action_of(p.action) == "jump" and not _arcs(shot.shot, p.entity)
        own[p.entity] = high * stands if on_ground else 0.0
    return {id: own[id] or _borne(id, here, own) for id in own}


def _borne(id: EntityId, here: Mapping[EntityId, Placement], own: Mapping[EntityId, float]) -> float:
    """The lift of the nearest who jumps among those who bear somebody."""
    met = {id}
    parent = here[id].parent
    while parent is not None and parent in here and parent not in met:
        if own[parent]:
            return own[parent]
        met.add(parent)
        parent = here[parent].parent
    return 0.0


def _arcs(shot: Shot, entity: EntityId) -> bool:
    """Whether the entity's own track leaves the ground."""
    boxes = [p.box for p in _placed(shot, entity)]
    bottoms = [box.y1 for box in boxes]
    return max(bottoms) - min(bottoms) > 0.2 * min(box.height for box in boxes)


def _lifted(box: Box, lift: float) -> Box:
    lift = min(lift, box.y0 + 1, max(0.0, box.y1 - _LEAST))
    return Box((box.x0, box.y0 - lift, box.x1, box.y1 - lift)) if lift > 0 else box


def _began(shot: Shot, placement: Placement, frame: int) -> int:
    """The frame at which an entity began what it does at this one."""
    began = frame
    for panel in reversed([panel for panel in shot.panels if panel.at <= frame]):
        here = next((p for p in panel.placements if p.entity == placement.entity), None)
        if here is None or here.action != placement.action:
            break
        began = panel.at
    return began


def _paces(shot: ConditionedShot, entity: EntityId, frame: int) -> float:
    """Ground covered from the first frame to this one, in the entity's own heights; the camera's moves left out."""
    knots = sorted({0, frame, *(k for k in _knots(shot.shot) if k < frame)})
    spots = [_spot(shot, entity, knot) for knot in knots]
    return sum(
        math.hypot(b[0] - a[0], b[1] - a[1]) / ((a[2] + b[2]) / 2)
        for a, b in pairwise(spots)
        if a is not None and b is not None
    )


def _knots(shot: Shot) -> Iterator[int]:
    yield from (panel.at for panel in shot.panels)
    yield from (keyframe.at for keyframe in shot.camera)


def _spot(shot: ConditionedShot, entity: EntityId, frame: int) -> tuple[float, float, float] | None:
    """Where an entity's feet are in the master view, in frame heights, and how high it is there."""
    found = next((p for p in shot.shot.layout(frame) if p.entity == entity), None)
    if found is None:
        return None
    camera = shot.shot.camera_at(frame)
    x, y = camera.unproject(found.box.centre[0], found.box.y1)
    return x * shot.shown.width / shot.shown.height, y, found.box.height / camera.zoom


def _bare_shot(shot: Shot) -> Shot:
    """The shot without what is heard, done by others or meant for people."""
    panels = tuple(
        Panel(
            at=panel.at,
            prompt=panel.prompt,
            image=panel.image,
            placements=tuple(p.model_copy(update={"mask": None}) for p in panel.placements),
        )
        for panel in shot.panels
    )
    nothing = {"label": "", "action": "", "handles": (0, 0), "overrides": Overrides(), "locked_take": None, "lines": ()}
    given = {"id": ShotId(_ID), "size": "MS", "angle": "eye", "transition": CUT}
    return shot.model_copy(update={**nothing, **given, "panels": panels})


def _worn(entity: Entity, looks: set[str | None]) -> Entity:
    """The entity in these looks; None is its first."""
    bare = [
        look.model_copy(update={"references": (), "picture": None, "parts": None}) for look in entity.wearing(looks)
    ]
    return entity.model_copy(update={"looks": tuple(bare) or entity.looks, "name": _ID, "voice": ""})
