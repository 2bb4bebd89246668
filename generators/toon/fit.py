"""A figure is fitted into the box that the storyboard gives it."""

from dataclasses import dataclass, replace
from functools import lru_cache

from generators.toon.canvas import RGB, Canvas
from generators.toon.figures import draw_figure
from generators.toon.figures.state import Figure, Moment, View
from storyline.schema.media import FrameSize
from storyline.schema.vocabulary import KINDS, UNKNOWN_KIND, Seat

Extent = tuple[float, float, float, float]

_STRETCH = (0.86, 1.16)
"""How far a figure may be stretched to have the aspect that its kind promises."""
_ANY: RGB = (128, 128, 128)
_OFF = 50.0  # out of the frame: only measured, not painted


@dataclass(frozen=True)
class Fit:
    """How a pose fills its box."""

    aspect: float
    """Of the figure when it stands."""
    stretch: tuple[float, float]
    pose: Extent
    """What the pose covers on average, one unit being the height of the figure when it stands."""

    def scale(self, width: float, height: float) -> float:
        """Height of the standing figure for a box of this size.

        The pose fills the box, unless the box was cut for a standing figure: then it keeps its size.
        """
        x0, y0, x1, y1 = self.pose
        return max(min(width / (x1 - x0), height / (y1 - y0)), min(width / self.aspect, height))


def fit(figure: Figure, action: str, view: View, seat: Seat | None = None) -> Fit:
    """How a figure in an action fills its box: whatever its colours, the same."""
    return _fit(replace(figure, main=_ANY, accent=_ANY, skin=_ANY, hair=_ANY), action, view, seat)


@lru_cache(maxsize=1 << 14)
def _fit(figure: Figure, action: str, view: View, seat: Seat | None) -> Fit:
    known = KINDS.get(figure.kind, UNKNOWN_KIND)
    x0, y0, x1, y1 = _measured(figure, "stand", view)
    low, high = _STRETCH
    sx, sy = (min(high, max(low, v)) for v in (known.aspect / (x1 - x0), 1.0 / (y1 - y0)))
    aspect = known.aspect
    if figure.puppet is not None:  # nobody's picture is stretched
        sx, sy, aspect = 1.0, 1.0, x1 - x0
    x0, y0, x1, y1 = _measured(figure, action, view, seat)
    return Fit(aspect, (sx, sy), (x0 * sx, y0 * sy, x1 * sx, y1 * sy))


def between(a: Fit, b: Fit, share: float) -> Fit:
    """The fit on the way from one pose to another."""
    pose = tuple(p + (q - p) * share for p, q in zip(a.pose, b.pose, strict=True))
    return replace(b, pose=pose)  # type: ignore[arg-type]


@lru_cache(maxsize=1 << 14)  # drawing it so often takes longer than a whole frame
def _measured(figure: Figure, action: str, view: View, seat: Seat | None = None, samples: int = 8) -> Extent:
    """The mean extent of an action over its course, unstretched."""
    canvas = Canvas(FrameSize((16, 16)))
    found = []
    for n in range(samples):
        moment = Moment(action, seconds=n * 0.37, gait=n / samples, progress=(n + 0.5) / samples, view=view, seat=seat)
        canvas.begin(1)
        with canvas.at(_OFF, _OFF):
            draw_figure(canvas, figure, moment)
        extent = canvas.extent()
        if extent is None:
            raise AssertionError(f"{figure.kind} draws nothing when it does {action!r}")
        found.append(extent)
    x0, y0, x1, y1 = (sum(e[k] for e in found) / samples - _OFF for k in range(4))
    return x0, y0, x1, y1
