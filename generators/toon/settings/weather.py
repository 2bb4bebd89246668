"""What falls and drifts between the viewer and the figures."""

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from generators.toon.canvas import RGB, Canvas, mix
from generators.toon.settings.outlines import Outline, leaf, oval
from generators.toon.settings.scenery import scenery_of, stage_of
from generators.toon.settings.stage import Layer, Stage, box
from storyline.schema.camera import Camera
from storyline.schema.entity import Place
from storyline.schema.storyboard import Scene
from storyline.schema.vocabulary import Weather


def draw_weather(canvas: Canvas, place: Place, scene: Scene, camera: Camera, seconds: float, seed: int) -> None:
    """Draw what the weather puts in front of the figures: rain, snow, mist, leaves. Call it after them.

    It takes what `draw_backdrop` takes. It covers nobody: masks and extents stay as they are. Under a roof, in a cave,
    among the stars, and under a clear or cloudy sky, it draws nothing; under water specks drift by.
    """
    under = scenery_of(place).under
    draw = _specks if under == "water" else _DRAW.get(scene.weather) if under == "sky" else None
    if draw is not None:
        draw(stage_of(canvas, place, scene, camera, seconds, seed))


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
    if stage.season.snow:
        _snow(stage, speed=6.0, slant=-0.9)
    else:
        _rain(stage, slant=-0.38, share=1.0)
    if flash := stage.flash():
        with stage.layer(0.0, distance=0.0) as layer:
            layer.glow(
                [box(layer.x0 - 1, layer.y0 - 1, layer.x1 + 1, layer.y1 + 1)], (236, 240, 255), alpha=0.3 * flash
            )


def _snow(stage: Stage, speed: float = 1.0, slant: float = -0.05) -> None:
    for depth, spacing, size in ((0.3, 0.11, 0.0038), (0.45, 0.19, 0.0075)):
        with stage.layer(depth, distance=0.0) as layer:
            flakes = []
            sinking = speed * (0.06 + 0.16 * depth)
            for x, y, chance in _falling(layer, f"snow {depth}", spacing, spacing * 0.9, sinking, slant):
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
    """Leaves that whirl by, and gusts: long streaks that curl up at their ends."""
    with stage.layer(0.9, distance=0.0) as layer:
        for row in range(3):
            for cell in layer.cells(f"leaves {row}", 0.6, margin=0.1, drift=stage.seconds * (0.6 + 0.15 * row)):
                y = 0.16 + 0.25 * row + 0.22 * cell.a + 0.05 * math.sin(stage.seconds * 2 + cell.b * 9)
                spin = stage.seconds * (2 + 2 * cell.c) + cell.d * 6
                colour: RGB = ((214, 150, 66), (150, 178, 84), (200, 104, 70))[int(cell.b * 2.999)]
                layer.polygon(leaf(spin, 0.032, 0.02), colour, at=(cell.x, y))
    with stage.layer(0.6, distance=0.0) as layer:
        white = mix(stage.light.sky[2], (255, 255, 255), 0.5)
        gusts = []
        for row in range(4):
            for cell in layer.cells(f"gusts {row}", 1.3, margin=0.7, drift=stage.seconds * (0.9 + 0.1 * row)):
                if cell.a < 0.75:
                    y = 0.14 + 0.17 * row + 0.1 * cell.b
                    gusts.append(_GUST * (0.75 + 0.5 * cell.c, 1.0) + (cell.x, y))
        for gust in gusts:
            layer.glow([gust], white, alpha=0.55)


def _gust() -> Outline:
    """A thin streak, pointed at its tail, that ends in a curl."""
    along = np.linspace(0, 1, 15)
    line = np.stack([-0.34 + 0.34 * along, 0.012 * np.sin(along * 5)], 1)
    turn = np.linspace(0.5 * math.pi, -1.35 * math.pi, 16)
    curl = np.stack([np.cos(turn), np.sin(turn)], 1) * np.linspace(0.032, 0.017, 16)[:, None]
    middle = np.concatenate([line, curl + line[-1] - (0.0, 0.032)])
    half = 0.0031 * np.sin(np.pi * np.linspace(0.02, 0.98, len(middle))) ** 0.5
    way = np.gradient(middle, axis=0)
    normal = np.stack([-way[:, 1], way[:, 0]], 1) / np.linalg.norm(way, axis=1)[:, None] * half[:, None]
    return np.concatenate([middle + normal, (middle - normal)[::-1]])


_GUST = _gust()


def _specks(stage: Stage) -> None:
    """What floats in water, carried to and fro; a storm above stirs up more."""
    rough = stage.weather in ("storm", "wind")
    with stage.layer(0.5, distance=0.0) as layer:
        drift = 0.03 * math.sin(stage.seconds * (1.1 if rough else 0.4)) * (3 if rough else 1)
        specks = []
        for row in range(8):
            for cell in layer.cells(f"specks {row}", 0.3 if rough else 0.45, margin=0.05, drift=drift):
                y = 0.08 + 0.115 * row + 0.1 * (cell.a - 0.5) + 0.012 * math.sin(stage.seconds * 0.7 + cell.b * 9)
                specks.append(oval(cell.x, y, 0.0018 + 0.002 * cell.c, 0.0018 + 0.002 * cell.c, 8))
        layer.glow(specks, mix(stage.light.sky[0], (240, 255, 255), 0.5), alpha=0.7)


_DRAW: Mapping[Weather, Callable[[Stage], None]] = MappingProxyType(
    {"rain": _rain, "storm": _storm, "snow": _snow, "fog": _fog, "wind": _wind}
)
