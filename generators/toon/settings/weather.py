"""What falls and drifts between the viewer and the figures."""

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType

from generators.toon.canvas import RGB, Canvas, mix
from generators.toon.light import light_of
from generators.toon.settings.outlines import leaf, oval
from generators.toon.settings.stage import Layer, Season, Stage
from storyline.schema.camera import Camera
from storyline.schema.entity import Place
from storyline.schema.storyboard import Scene
from storyline.schema.vocabulary import Weather


def draw_weather(canvas: Canvas, place: Place, scene: Scene, camera: Camera, seconds: float, seed: int) -> None:
    """Draw what the weather puts in front of the figures: rain, snow, mist, leaves. Call it after them.

    It takes what `draw_backdrop` takes. It covers nobody: masks and extents stay as they are. Indoors, and under
    a clear or cloudy sky, it draws nothing.
    """
    draw = _DRAW.get(scene.weather)
    if draw is not None and place.setting != "room":
        draw(Stage(canvas, camera, light_of(scene.time_of_day, scene.weather), Season(), seconds, seed))


def _falling(
    layer: Layer, name: str, spacing: float, rows: float, speed: float, slant: float
) -> list[tuple[float, float, float]]:
    """Where drops are now, and a chance for each: a lattice that falls and slants, without end."""
    seconds, found = layer.stage.seconds, []
    fallen = speed * seconds
    for row in range(math.floor((layer.y0 - fallen) / rows) - 1, math.ceil((layer.y1 - fallen) / rows) + 1):
        y = row * rows + fallen
        across = slant * y
        first, last = math.floor((layer.x0 - across) / spacing) - 1, math.ceil((layer.x1 - across) / spacing)
        for column in range(first, last + 1):
            a, b, c, _ = layer.stage.chances(name, column, row)
            found.append(((column + a) * spacing + across, y + b * rows, c))
    return found


def _rain(stage: Stage, slant: float = -0.12, share: float = 0.75) -> None:
    for depth, spacing, length, bright in ((0.3, 0.12, 0.045, 0.35), (0.45, 0.17, 0.08, 0.7)):
        with stage.layer(depth, distance=0.0) as layer:
            wide, drops = 0.0016 * depth + 0.0004, []
            for x, y, chance in _falling(layer, f"rain {depth}", spacing, 0.16, 1.0 + 2 * depth, slant):
                if chance < share:
                    tip = length * (0.7 + 0.6 * chance)
                    foot = x + slant * tip
                    drops.append([(x - wide, y), (x + wide, y), (foot + wide, y + tip), (foot - wide, y + tip)])
            layer.glow(drops, mix(stage.light.sky[1], (240, 246, 255), bright))


def _storm(stage: Stage) -> None:
    _rain(stage, slant=-0.38, share=1.0)


def _snow(stage: Stage) -> None:
    for depth, spacing, size in ((0.3, 0.11, 0.0038), (0.45, 0.19, 0.0075)):
        with stage.layer(depth, distance=0.0) as layer:
            flakes = []
            for x, y, chance in _falling(layer, f"snow {depth}", spacing, spacing * 0.9, 0.06 + 0.16 * depth, -0.05):
                waft = 0.02 * math.sin(stage.seconds * (0.8 + chance) + chance * 40)
                radius = size * (0.6 + 0.7 * chance)
                flakes.append(oval(x + waft, y, radius, radius, 10))
            layer.glow(flakes, (250, 252, 255))


def _fog(stage: Stage) -> None:
    with stage.layer(0.8, distance=0.0) as layer:
        for row, y in enumerate((0.5, 0.62, 0.76, 0.92)):
            drift = stage.seconds * (0.02 + 0.01 * row) * (-1) ** row
            for cell in layer.cells(f"fog {row}", 0.85, margin=0.7, drift=drift):
                bank = oval(cell.x, y + 0.06 * (cell.a - 0.5), 0.5 + 0.2 * cell.b, 0.045 + 0.03 * cell.c, 32)
                layer.glow([bank], stage.light.sky[2], alpha=0.2)


def _wind(stage: Stage) -> None:
    with stage.layer(0.9, distance=0.0) as layer:
        for cell in layer.cells("leaves", 0.5, margin=0.1, drift=stage.seconds * 0.55):
            y = 0.2 + 0.66 * cell.a + 0.05 * math.sin(stage.seconds * 2 + cell.b * 9)
            spin = stage.seconds * (2 + 2 * cell.c) + cell.d * 6
            colour: RGB = ((214, 150, 66), (150, 178, 84), (200, 104, 70))[int(cell.b * 2.999)]
            layer.polygon(leaf(spin, 0.026, 0.016), colour, at=(cell.x, y))


_DRAW: Mapping[Weather, Callable[[Stage], None]] = MappingProxyType(
    {"rain": _rain, "storm": _storm, "snow": _snow, "fog": _fog, "wind": _wind}
)
