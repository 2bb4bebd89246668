"""A placement becomes a figure on the canvas: where it stands, how large, and the shadow it casts."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from generators.toon.canvas import RGB, Canvas
from generators.toon.figures import draw_figure, draw_grip
from generators.toon.figures.snore import draw_snore
from generators.toon.figures.state import Figure, Moment, ease
from generators.toon.fit import Fit, between, fit
from generators.toon.motion import Motion
from storyline.schema.base import EntityId
from storyline.schema.camera import Camera
from storyline.schema.layout import Placement
from storyline.schema.vocabulary import GROUND_LINE, KINDS, UNKNOWN_KIND, Ground, Seat

_ALOFT = 0.12
"""How far over the ground line the air begins."""
_SHADOW: RGB = (24, 22, 48)


@dataclass(frozen=True)
class Actor:
    """A figure at one instant, ready to be drawn; lengths in frame heights."""

    id: EntityId
    figure: Figure
    moment: Moment
    fit: Fit
    x: float
    y: float
    scale: float
    """Height of the figure when it stands."""
    mirrored: bool
    lift: float
    """How high it has jumped."""
    ground: float | None
    """Where its shadow falls, if anywhere."""
    moved: tuple[float, float] = (0.0, 0.0)
    """How far its parent has taken it from its box."""

    def outside(self, x: float, y: float) -> tuple[float, float]:
        """Where in the frame a point of the figure is, given from its feet, in its heights, as it faces."""
        sx, sy = self.fit.stretch
        return self.x + x * sx * self.scale * (-1 if self.mirrored else 1), self.y - self.lift + y * sy * self.scale

    def inside(self, x: float, y: float) -> tuple[float, float]:
        """The way back from `outside`."""
        sx, sy = self.fit.stretch
        return (x - self.x) / (sx * self.scale) * (-1 if self.mirrored else 1), (y - self.y + self.lift) / (
            sy * self.scale
        )

    def draw(self, canvas: Canvas) -> None:
        """Draw the figure."""
        with self._placed(canvas):
            draw_figure(canvas, self.figure, self.moment)

    def draw_grip(self, canvas: Canvas) -> None:
        """Draw the hands once more, over what they hold."""
        with self._placed(canvas):
            draw_grip(canvas, self.figure, self.moment)

    @contextmanager
    def _placed(self, canvas: Canvas) -> Iterator[None]:
        sx, sy = self.fit.stretch
        with canvas.at(self.x, self.y - self.lift, scale=self.scale, stretch=(-sx if self.mirrored else sx, sy)):
            yield

    def draw_shadow(self, canvas: Canvas) -> None:
        """Draw the shadow on the ground below: the higher the figure, the smaller and fainter."""
        if self.ground is None:
            return
        x0, _, x1, bottom = self.fit.pose
        above = (self.ground - self.y + self.lift) / self.scale - bottom
        wide = (x1 - x0) * 0.46 * self.scale / (1 + 0.8 * above)
        x = self.x + (x0 + x1) / 2 * self.scale * (-1 if self.mirrored else 1)
        high = min(wide * 0.20, 0.07 * self.scale)
        canvas.oval(x, self.ground, wide, high, _SHADOW, alpha=0.24 / (1 + above), solid=False)

    def draw_snore(self, canvas: Canvas) -> None:
        """Draw the letters over a sleeper."""
        with canvas.at(self.x, self.y, scale=self.scale):
            draw_snore(canvas, self.figure, self.moment, mirrored=self.mirrored)


def staged(
    placement: Placement,
    figure: Figure,
    motion: Motion,
    *,
    frame: int,
    camera: Camera,
    aspect: float,
    ground: Ground,
    lamps: float,
    seat: Seat | None = None,
    carries: bool = False,
) -> Actor:
    """Put a figure into the box of its placement: as large as fits, its feet on the middle of the lower edge."""
    box = placement.box
    medium = KINDS.get(figure.kind, UNKNOWN_KIND).medium
    aloft = medium == "air" and placement.parent is None and camera.unproject(0.5, box.y1)[1] < GROUND_LINE - _ALOFT
    moment = replace(motion.at(frame, placement, aloft=aloft, lamps=lamps), seat=seat, carries=carries)
    pose = fit(figure, "fly" if aloft else moment.action, moment.view, seat)
    if moment.was is not None and not aloft:
        pose = between(fit(figure, moment.was, moment.view), pose, ease(moment.share))
    scale = pose.scale(box.width * aspect, box.height)
    mirrored = placement.facing == "left" and (
        figure.kind != "unknown" or figure.puppet is not None
    )  # letters are never mirrored
    x0, _, x1, bottom = pose.pose
    return Actor(
        id=placement.entity,
        figure=figure,
        moment=moment,
        fit=pose,
        x=box.centre[0] * aspect - (x0 + x1) / 2 * scale * (-1 if mirrored else 1),
        y=box.y1 - bottom * scale,
        scale=scale,
        mirrored=mirrored,
        lift=motion.lift(moment) * scale,
        ground=_shadow_at(placement, moment, motion, camera) if ground != "water" else None,
    )


def _shadow_at(placement: Placement, moment: Moment, motion: Motion, camera: Camera) -> float | None:
    if placement.parent is not None:
        return None
    if moment.action == "jump":
        return motion.ground
    airborne = moment.aloft or moment.action in ("fly", "fall", "swim")
    return max(placement.box.y1, camera.project(0.5, GROUND_LINE)[1]) if airborne else placement.box.y1
