"""A meadow: blue hills far away, fields and hedges, scattered trees, flowers in the grass."""

from generators.toon.canvas import RGB, shade
from generators.toon.settings.plants import PETALS, bush, flowers, round_tree, tuft
from generators.toon.settings.sky import draw_sky
from generators.toon.settings.stage import Layer, Stage

GRASS: RGB = (150, 204, 104)
PLAIN: RGB = (164, 200, 120)
_CROWN: RGB = (98, 170, 88)


def draw_meadow(stage: Stage) -> None:
    """Draw a meadow."""
    draw_sky(stage)
    draw_hills(stage)
    with stage.layer(1.0) as layer:
        grass(layer, GRASS)
        flower_bed(layer)


def draw_plain(stage: Stage) -> None:
    """Draw hills and grass: a place that could be anywhere."""
    draw_sky(stage)
    draw_hills(stage, trees=False)
    with stage.layer(1.0) as layer:
        grass(layer, PLAIN)


def draw_hills(stage: Stage, *, trees: bool = True) -> None:
    """Ranges of hills, each nearer and greener."""
    draw_far_hills(stage)
    with stage.layer(0.45) as layer:
        ridge = layer.ridge("fields", 0.605, 0.035, 1.0)
        if trees:
            for cell in layer.cells("hedges", 0.11, margin=0.06):
                if cell.a < 0.6:
                    size = 0.02 + 0.022 * cell.b
                    bush(layer, cell.x, ridge.at(cell.x) + 0.006, size, (96, 160, 104), cell.c)
        layer.land(ridge, layer.stage.season.soil((150, 202, 122)))
    with stage.layer(0.68) as layer:
        ridge = layer.ridge("slope", 0.63, 0.018, 0.9)
        if trees:
            for cell in layer.cells("trees", 0.36, margin=0.2):
                if cell.a < 0.62:
                    foot = ridge.at(cell.x) + 0.012
                    round_tree(layer, cell.x, foot, 0.22 + 0.17 * cell.b, shade(_CROWN, 0.94 + 0.16 * cell.d), cell.c)
                if cell.d < 0.6:
                    bush(layer, cell.x + 0.13, ridge.at(cell.x + 0.13) + 0.012, 0.03 + 0.03 * cell.c, _CROWN, cell.b)
        layer.land(ridge, layer.stage.season.soil((138, 194, 104)))


def draw_far_hills(stage: Stage) -> None:
    """The two farthest ranges, blue with distance."""
    with stage.layer(0.14) as layer:
        layer.land(layer.ridge("far", 0.535, 0.075, 1.15), (112, 158, 178))
    with stage.layer(0.28) as layer:
        layer.land(layer.ridge("blue", 0.575, 0.045, 0.9), (122, 180, 150))


def grass(layer: Layer, rgb: RGB) -> None:
    """The ground from the horizon to the viewer's feet, with mown bands and tufts."""
    ground = layer.stage.season.soil(rgb)
    layer.land(layer.ridge("ground", 0.64, 0.006, 0.8), shade(ground, 1.1))
    layer.land(layer.ridge("band", 0.715, 0.012, 1.3), ground)
    layer.land(layer.ridge("near", 0.93, 0.016, 1.1), shade(ground, 0.95))
    tufts(layer, ground, 0.68)


def tufts(layer: Layer, ground: RGB, top: float) -> None:
    """Tufts of grass from `top` down to the viewer's feet."""
    if layer.detail > 90:
        blades = [
            tuft(layer, cell.x, cell.y, min(0.03, 0.012 + 0.022 * (cell.y - 0.6)) * (0.8 + 0.5 * cell.c))
            for cell in layer.scatter("tufts", 0.2, top, 2.6, rows=0.07)
            if cell.b < 0.55
        ]
        layer.polygons(blades, shade(ground, 0.87))


def flower_bed(layer: Layer, chance: float = 0.5, *, top: float = 0.665) -> None:
    """Small flowers in the grass from `top` down; none under snow."""
    if layer.detail > 110 and not layer.stage.season.snow:
        flowers(
            layer,
            [
                (cell.x, cell.y, min(0.036, 0.018 + 0.03 * (cell.y - 0.64)), int(cell.c * 0.999 * len(PETALS)))
                for cell in layer.scatter("flowers", 0.27, top, 2.6, rows=0.1)
                if cell.b < chance
            ],
        )
