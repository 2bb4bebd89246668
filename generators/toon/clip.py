"""A shot of a storyboard becomes frames, and the truth about them."""

import hashlib
import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
from jaxtyping import Bool, UInt8

from generators.toon.canvas import Canvas
from generators.toon.cast import figure_of
from generators.toon.drawn import DrawnShot
from generators.toon.figures.puppet import puppet_of
from generators.toon.figures.state import Figure
from generators.toon.motion import Motion
from generators.toon.settings import draw_backdrop, draw_weather, light_at
from generators.toon.staging import Actor, staged
from generators.toon.touch import rim, seat, sheltered, touching, watching
from generators.toon.words import caption
from storyline.errors import RenderError
from storyline.schema.base import EntityId
from storyline.schema.camera import Camera
from storyline.schema.entity import Entity
from storyline.schema.layout import Placement
from storyline.schema.vocabulary import HOLDING, SETTINGS, setting_of

_MOST = 127
"""Figures in a panel: a byte a pixel numbers them, and between two panels those of both may be seen."""

Extent = tuple[float, float, float, float]
"""(x0, y0, x1, y1), fractions of the frame's width and height."""


@dataclass(frozen=True)
class Truth:
    """What a frame shows, exactly. Mappings are by entity id."""

    picture: UInt8[np.ndarray, "height width 3"]
    order: tuple[EntityId, ...]
    """Who was drawn, far to near."""
    boxes: Mapping[EntityId, Extent]
    """All of a figure, seen or not; it may lie partly outside the frame."""
    visible: Mapping[EntityId, Extent]
    """Around the pixels that are seen; absent when none is."""
    masks: Mapping[EntityId, Bool[np.ndarray, "height width"]]
    """The pixels where a figure is in front."""
    caption: str


class ToonClip:
    """The frames of one shot of the drawn world, at random access; keeps no frames, safe to share among threads."""

    def __init__(self, drawn: DrawnShot, root: Path = Path()) -> None:
        """`root` is the folder that files are named from.

        Raises RenderError if a panel holds too many figures or a character's picture cannot be used.
        """
        for n, panel in enumerate(drawn.shot.panels):
            if len(panel.placements) > _MOST:
                raise RenderError(
                    f"panel {n}: the drawn world shows at most {_MOST} figures at once; "
                    f"got {len(panel.placements)}. Split the panel into several shots."
                )
        self.size = size = drawn.size
        self._shot, self._scene = drawn.shot, drawn.scene
        self._place = drawn.place.model_copy(update={"setting": setting_of(drawn.place.setting) or drawn.place.setting})
        self._ground = SETTINGS.get(self._place.setting, SETTINGS["meadow"]).ground
        light = light_at(self._place, self._scene)
        self._lamps = light.windows
        self._tint = lru_cache(maxsize=4096)(light.figure)
        self._rate = float(drawn.rate)
        self._aspect = size.width / size.height
        self._seconds = drawn.since / self._rate
        chance = hashlib.sha256(f"place/{drawn.seed}/{self._scene.place}".encode()).digest()
        self._seed = int.from_bytes(chance[:4])
        cast = {entity.id: entity for entity in drawn.cast}
        present = sorted({(p.entity, p.look or "") for panel in self._shot.panels for p in panel.placements})
        self._figures = {
            (id, look): _figure(cast[id], look or None, root, talks=id in drawn.faces) for id, look in present
        }
        self._motions = {
            id: Motion(self._shot, id, figure.kind, rate=self._rate, aspect=self._aspect)
            for (id, _), figure in self._figures.items()
        }

    def __len__(self) -> int:
        return self._shot.duration

    def __iter__(self) -> Iterator[UInt8[np.ndarray, "height width 3"]]:
        return (self[frame] for frame in range(len(self)))

    def __getitem__(self, frame: int) -> UInt8[np.ndarray, "height width 3"]:
        """One frame. Raises IndexError outside 0..len-1."""
        return self._drawn(frame, track=False)[0].picture()

    def truth(self, frame: int) -> Truth:
        """A frame and what it shows. Raises IndexError outside 0..len-1."""
        canvas, actors, extents = self._drawn(frame, track=True)
        front = canvas.front()
        masks = {actor.id: front == n for n, actor in enumerate(actors, 1)}
        return Truth(
            picture=canvas.picture(),
            order=tuple(actor.id for actor in actors),
            boxes={id: (x0 / self._aspect, y0, x1 / self._aspect, y1) for id, (x0, y0, x1, y1) in extents.items()},
            visible={id: box for id, mask in masks.items() if (box := _around(mask)) is not None},
            masks=masks,
            caption=caption(
                [(actor.figure, actor.moment) for actor in actors], self._place, self._scene, self._shot.camera
            ),
        )

    def _drawn(self, frame: int, *, track: bool) -> tuple[Canvas, list[Actor], dict[EntityId, Extent]]:
        if not 0 <= frame < len(self):
            raise IndexError(f"expected a frame of 0..{len(self) - 1}; got {frame}")
        camera = self._shot.camera_at(frame)
        layout = self._shot.layout(frame)
        kinds = {p.entity: self._figures[p.entity, p.look or ""].kind for p in layout}
        mounts = {p.parent for p in layout if p.parent is not None and p.anchor not in HOLDING}
        actors = [
            staged(
                placement,
                self._figures[placement.entity, placement.look or ""],
                self._motions[placement.entity],
                frame=frame,
                camera=camera,
                aspect=self._aspect,
                ground=self._ground,
                lamps=self._lamps,
                seat=seat(placement, kinds),
                carries=placement.entity in mounts,
            )
            for placement in layout
        ]
        placements = {p.entity: p for p in layout}
        actors = touching(actors, placements, self._aspect)
        actors = watching(sheltered(actors, placements), self._speaker(frame))
        numbers = {actor.id: n for n, actor in enumerate(actors, 1)}
        canvas = Canvas(self.size, track=track)
        extents: dict[EntityId, Extent] = {}
        seconds = self._seconds + frame / self._rate
        wide, overscan = _overscanned(camera, self._aspect)
        with _turned(canvas, -math.radians(camera.roll)):
            with _turned(canvas, 0, overscan):
                draw_backdrop(canvas, self._place, self._scene, wide, seconds, self._seed)
            for actor in actors:
                actor.draw_shadow(canvas)
            with canvas.lit(self._tint):
                for n, actor in enumerate(actors, 1):
                    canvas.begin(n)
                    actor.draw(canvas)
                    if (extent := canvas.extent()) is not None:
                        extents[actor.id] = extent
                    parent = numbers.get(placements[actor.id].parent or EntityId(""), n)
                    if parent < n:
                        canvas.begin(parent)
                        _draw_over(canvas, actors[parent - 1], actor, placements)
            canvas.begin(0)
            for actor in actors:
                actor.draw_snore(canvas)
            with _turned(canvas, 0, overscan):
                draw_weather(canvas, self._place, self._scene, wide, seconds, self._seed)
        return canvas, actors, extents

    def _speaker(self, frame: int) -> EntityId | None:
        said = (line for line in self._shot.lines if line.start <= frame < line.start + line.duration)
        return next((line.speaker for line in said if line.kind in ("spoken", "lyric")), None)


def _figure(entity: Entity, name: str | None, root: Path, *, talks: bool) -> Figure:
    look = entity.look(name)
    try:
        return replace(figure_of(entity, look, talks=talks), puppet=puppet_of(look, root))
    except RenderError as error:
        raise RenderError(f"the look {look.name!r} of {entity.id!r}: {error}") from None


def _draw_over(canvas: Canvas, parent: Actor, child: Actor, placements: Mapping[EntityId, Placement]) -> None:
    """Draw again what of a parent is nearer than its child: the fingers, the side of the boat, the net."""
    anchor = placements[child.id].anchor
    if anchor == "hand":
        parent.draw_grip(canvas)
    elif "inside" in (anchor, child.moment.seat) and (line := rim(parent, placements[parent.id], child)) is not None:
        with canvas.below(line):
            parent.draw(canvas)


@contextmanager
def _turned(canvas: Canvas, angle: float, scale: float = 1.0) -> Iterator[None]:
    """Everything turned clockwise by radians, and scaled, about the frame's centre."""
    with (
        canvas.at(canvas.aspect / 2, 0.5, angle=angle, scale=scale),
        canvas.at(-canvas.aspect / 2, -0.5),
    ):
        yield


def _overscanned(camera: Camera, aspect: float) -> tuple[Camera, float]:
    """A camera that sees enough more than the frame to fill the corners of a turned one, and how much more."""
    turn = math.radians(camera.roll)
    needed = abs(math.cos(turn)) + abs(math.sin(turn)) * max(aspect, 1 / aspect)
    wide = camera.model_copy(update={"zoom": max(0.25, camera.zoom / needed)})
    return wide, camera.zoom / wide.zoom


def _around(mask: Bool[np.ndarray, "height width"]) -> Extent | None:
    """The tightest box around the pixels of a mask; None if it has none."""
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    if not len(rows):
        return None
    height, width = mask.shape
    return columns[0] / width, rows[0] / height, (columns[-1] + 1) / width, (rows[-1] + 1) / height
