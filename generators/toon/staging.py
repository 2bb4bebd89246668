"""A placement becomes a figure on the canvas: where it stands, how large, and the shadow it casts."""

from dataclasses import dataclass

from generators.toon.canvas import RGB, Canvas
from generators.toon.figures import draw_figure
from generators.toon.figures.snore import draw_snore
from generators.toon.figures.state import Figure, Moment
from generators.toon.fit import Fit, fit
from generators.toon.motion import Motion
from storyline.schema.base import EntityId
from storyline.schema.camera import Camera
from storyline.schema.layout import Placement
from storyline.schema.vocabulary import GROUND_LINE, KINDS, UNKNOWN_KIND, Ground

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

    def draw(self, canvas: Canvas) -> None:
        """Draw the figure."""
        sx, sy = self.fit.stretch
        with canvas.at(self.x, self.y - self.lift, scale=self.scale, stretch=(-sx if self.mirrored else sx, sy)):
            draw_figure(canvas, self.figure, self.moment)

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
) -> Actor:
    """Put a figure into the box of its placement: as large as fits, its feet on the middle of the lower edge."""
    box = placement.box
    medium = KINDS.get(figure.kind, UNKNOWN_KIND).medium
    aloft = medium == "air" and placement.parent is None and camera.unproject(0.5, box.y1)[1] < GROUND_LINE - _ALOFT
    moment = motion.at(frame, placement, aloft=aloft, lamps=lamps)
    pose = fit(figure, "fly" if aloft else moment.action, moment.view)
    scale = pose.scale(box.width * aspect, box.height)
    mirrored = placement.facing == "left" and figure.kind != "unknown"  # letters are never mirrored
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
