"""A city: towers in the haze, a row of coloured town houses, a pavement with lamps, a street."""

from generators.toon.canvas import RGB, shade
from generators.toon.settings.buildings import lamp_post, shop, tower
from generators.toon.settings.outlines import oval
from generators.toon.settings.plants import round_tree
from generators.toon.settings.sky import draw_sky
from generators.toon.settings.stage import Contour, Layer, Stage

ASPHALT: RGB = (118, 117, 142)
PAVEMENT: RGB = (212, 208, 204)
_WALLS: tuple[RGB, ...] = (
    (226, 140, 116),
    (240, 202, 138),
    (146, 178, 196),
    (204, 156, 170),
    (168, 190, 152),
    (236, 222, 200),
)


def draw_city(stage: Stage) -> None:
    """Draw a city."""
    draw_sky(stage)
    for depth, spacing, height, colour in ((0.12, 0.13, 0.34, (150, 176, 210)), (0.26, 0.21, 0.27, (130, 156, 194))):
        with stage.layer(depth) as layer:
            for cell in layer.cells(f"towers {depth}", spacing, margin=0.2):
                tall, wide = height * (0.6 + 0.65 * cell.a), spacing * (0.55 + 0.35 * cell.b)
                tower(layer, cell, 0.66, wide, tall, shade(colour, 0.94 + 0.12 * cell.d))
            layer.land(layer.ridge("street", 0.63, 0.0, 1.0), shade(colour, 0.9))
    with stage.layer(0.6, distance=0.12) as layer:
        _houses(layer)
        layer.land(layer.ridge("kerb", 0.645, 0.0, 1.0), shade(PAVEMENT, 0.96))
    with stage.layer(1.0) as layer:
        _street(layer)


def _houses(layer: Layer) -> None:
    """Town houses side by side, here and there a gap with a tree; neighbours differ in colour."""
    for cell in layer.cells("houses", 0.31, margin=0.3, shake=0.0):
        if cell.a < 0.24:
            round_tree(layer, cell.x, 0.645, 0.25, (98, 162, 96), cell.b)
        else:
            wall = _WALLS[(2 * cell.column + int(cell.c * 1.999)) % len(_WALLS)]
            shop(layer, cell, 0.645, 0.313, 0.2 + 0.09 * int(cell.b * 2.999), wall)


def _street(layer: Layer) -> None:
    pavement, asphalt = layer.stage.season.soil(PAVEMENT), layer.stage.season.soil(ASPHALT)
    layer.land(layer.ridge("pavement", 0.645, 0.0, 1.0), pavement)
    if layer.detail > 70:
        slabs: list[Contour] = [
            [(c.x + 0.006, 0.648), (c.x + 0.009, 0.648), (c.x - 0.011, 0.712), (c.x - 0.014, 0.712)]
            for c in layer.cells("slabs", 0.11, margin=0.02, shake=0.0)
        ]
        layer.polygons(slabs, shade(pavement, 0.92))
    layer.land(layer.ridge("kerb", 0.712, 0.0, 1.0), shade(pavement, 0.84))
    layer.land(layer.ridge("street", 0.724, 0.0, 1.0), shade(asphalt, 0.95))
    layer.land(layer.ridge("lane", 0.76, 0.0, 1.0), asphalt)
    layer.land(layer.ridge("gutter", 0.955, 0.0, 1.0), shade(asphalt, 0.95))
    dashes: list[Contour] = [
        [(c.x, 0.846), (c.x + 0.17, 0.846), (c.x + 0.164, 0.858), (c.x - 0.006, 0.858)]
        for c in layer.cells("dashes", 0.34, margin=0.25, shake=0.0)
    ]
    layer.polygons(dashes, shade(asphalt, 1.35))
    for cell in layer.cells("lamps", 0.9, margin=0.15):
        lamp_post(layer, cell.x, 0.694, 0.30)
    if layer.detail > 90:
        specks = [
            oval(cell.x, cell.y, 0.02 + 0.02 * cell.c, 0.004)
            for cell in layer.scatter("specks", 0.42, 0.74, 2.6, rows=0.1)
            if cell.b < 0.4
        ]
        layer.polygons(specks, shade(asphalt, 0.9))
