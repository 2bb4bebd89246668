"""A city: towers in the haze, a row of coloured town houses, a pavement with lamps, a street."""

from generators.toon.canvas import RGB, shade
from generators.toon.settings.buildings import lamp_post, shop, tower
from generators.toon.settings.plants import round_tree
from generators.toon.settings.shapes import disc
from generators.toon.settings.sky import draw_sky
from generators.toon.settings.stage import Layer, Stage

STREET: RGB = (134, 138, 154)
PAVEMENT: RGB = (212, 208, 204)
_WALLS: tuple[RGB, ...] = ((226, 140, 116), (240, 202, 138), (146, 178, 196), (204, 156, 170), (168, 190, 152))


def draw_city(stage: Stage) -> None:
    """Draw a city."""
    draw_sky(stage)
    for depth, spacing, height, colour in ((0.12, 0.12, 0.24, (146, 170, 204)), (0.26, 0.19, 0.20, (124, 148, 186))):
        with stage.layer(depth) as layer:
            for cell in layer.cells(f"towers {depth}", spacing, margin=0.2):
                tall = height * (0.5 + 0.85 * cell.a)
                wide = spacing * (0.55 + 0.35 * cell.b)
                tower(layer, cell.x, 0.66, wide, tall, shade(colour, 0.92 + 0.16 * cell.c), cell[2:])
            layer.land(layer.ridge("street", 0.63, 0.0, 1.0), shade(colour, 0.9))
    with stage.layer(0.6, distance=0.12) as layer:
        _houses(layer)
        layer.land(layer.ridge("kerb", 0.645, 0.0, 1.0), shade(PAVEMENT, 0.96))
    with stage.layer(1.0) as layer:
        _street(layer)


def _houses(layer: Layer) -> None:
    """Town houses side by side, here and there a gap with a tree."""
    for cell in layer.cells("houses", 0.31, margin=0.3, shake=0.0):
        if cell.a < 0.16:
            round_tree(layer, cell.x, 0.645, 0.26, (98, 162, 96), cell.b)
        else:
            shop(layer, cell.x, 0.645, 0.305, 0.24 + 0.1 * int(cell.b * 2.999), _WALLS[int(cell.c * 4.999)], cell[2:])


def _street(layer: Layer) -> None:
    pavement, street = layer.soil(PAVEMENT), layer.stage.season.snow
    asphalt = layer.soil(STREET) if street else STREET
    layer.land(layer.ridge("pavement", 0.645, 0.0, 1.0), pavement)
    if layer.detail > 70:
        for cell in layer.cells("slabs", 0.11, margin=0.02, shake=0.0):
            x = cell.x
            layer.polygon(
                [(x + 0.006, 0.648), (x + 0.009, 0.648), (x - 0.011, 0.712), (x - 0.014, 0.712)], shade(pavement, 0.92)
            )
    layer.land(layer.ridge("kerb", 0.712, 0.0, 1.0), shade(pavement, 0.84))
    layer.land(layer.ridge("street", 0.724, 0.0, 1.0), shade(asphalt, 0.95))
    layer.land(layer.ridge("lane", 0.76, 0.0, 1.0), asphalt)
    layer.land(layer.ridge("gutter", 0.955, 0.0, 1.0), shade(asphalt, 0.95))
    for cell in layer.cells("dashes", 0.34, margin=0.25, shake=0.0):
        x = cell.x
        layer.polygon([(x, 0.846), (x + 0.17, 0.846), (x + 0.164, 0.858), (x - 0.006, 0.858)], shade(asphalt, 1.35))
    for cell in layer.cells("lamps", 0.9, margin=0.15):
        lamp_post(layer, cell.x, 0.694, 0.30)
    if layer.detail > 90:
        for cell in layer.scatter("specks", 0.42, 0.74, 2.6, rows=0.1):
            if cell.b < 0.4:
                layer.polygon(disc(12) * (0.02 + 0.02 * cell.c, 0.004), shade(asphalt, 0.9), at=(cell.x, cell.y))
