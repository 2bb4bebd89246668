"""Open water as far as the horizon, with what floats on it."""

from generators.toon.canvas import RGB, mix, shade
from generators.toon.settings.outlines import mound, oval
from generators.toon.settings.sky import SKY_DEPTH
from generators.toon.settings.stage import Cell, Layer, Stage, box


def draw_water(stage: Stage, top: float, bottom: float, colour: RGB) -> None:
    """Water from its horizon at `top` down to `bottom` (and on to the lower edge of the frame)."""
    with stage.layer(0.2, distance=0.45) as layer:
        light = stage.light
        _islands(layer, top)
        for band in range(4):
            y = top + (bottom - top) * (band / 4) ** 1.3
            lower = max(layer.y1, bottom) + 0.1
            if y < layer.y1:
                tone = mix(shade(colour, 1.22), colour, band / 3)
                layer.glow(
                    [box(layer.x0, y, layer.x1, lower)], mix(light.water(tone), light.sky[2], 0.36 - 0.12 * band)
                )
        _path_of_light(layer, top, bottom)
    with stage.layer(0.45, distance=0.2) as layer:
        for cell in layer.cells("sails", 1.1, margin=0.2, drift=stage.seconds * 0.006):
            if cell.a < 0.6:
                _sail(layer, cell, top + (bottom - top) * 0.28)
        rows, ripples = (bottom - top) / 7, []
        for row in range(1, 7):
            for cell in layer.cells(f"ripples {row}", 0.3, margin=0.15, drift=0.004 * stage.sway(float(row), 0.8)):
                if cell.a < 0.55:
                    length = (0.02 + 0.05 * cell.b) * (0.5 + row / 7)
                    ripples.append(oval(cell.x, top + row * rows, length, 0.0022 + 0.0006 * row))
        layer.glow(ripples, mix(stage.light.water(shade(colour, 1.4)), stage.light.glow, 0.35))


def _islands(layer: Layer, top: float) -> None:
    for cell in layer.cells("islands", 1.0, margin=0.4):
        if cell.a < 0.7:
            hill = mound(oval(0.0, 0.0, 0.14 + 0.12 * cell.b, 0.035 + 0.03 * cell.c, 32), 0.002)
            layer.polygon(hill, (104, 148, 150), at=(cell.x, top))
            layer.polygon(hill * (0.6, 0.7), (120, 160, 150), at=(cell.x + 0.12, top))


def _path_of_light(layer: Layer, top: float, bottom: float) -> None:
    """What the water throws back of a low sun or the moon."""
    light = layer.stage.light
    if light.orb_strength < 0.5 or light.glow_strength < 0.5:
        return
    camera, aspect = layer.stage.camera, layer.stage.canvas.aspect
    right = (light.orb_at[0] - 0.5 - camera.pan * SKY_DEPTH) * aspect * camera.zoom**SKY_DEPTH  # of the frame's middle
    x = (layer.x0 + layer.x1) / 2 + right * layer.stage.canvas.size.height / layer.detail
    for n in range(7):
        y = top + (bottom - top) * (n + 0.4) / 7
        width = light.orb_radius * (0.95 - 0.09 * n) * (1 + 0.12 * layer.stage.sway(n * 0.7, 1.8))
        layer.glow([oval(x, y, max(0.01, width), 0.0045)], light.orb_colour, alpha=0.62 - 0.05 * n)


def _sail(layer: Layer, cell: Cell, y: float) -> None:
    at, size = (cell.x, y + 0.002 * layer.stage.sway(cell.x, 1.1)), 0.05 + 0.025 * cell.b
    layer.polygon([(0.0, -1.1), (0.6, -0.22), (0.0, -0.22)], (252, 250, 244), at=at, size=size)
    layer.polygon([(-0.06, -1.0), (-0.06, -0.22), (-0.45, -0.22)], (240, 196, 170), at=at, size=size)
    layer.polygon([(-0.55, -0.16), (0.6, -0.16), (0.4, 0.0), (-0.4, 0.0)], (190, 100, 84), at=at, size=size)
