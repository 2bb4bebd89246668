"""A castle: its keep on a hill with pennants, a curtain wall with towers and a gate, a paved court."""

import math

import numpy as np

from generators.toon.canvas import RGB, mix, shade
from generators.toon.settings.buildings import windows
from generators.toon.settings.meadow import draw_far_hills
from generators.toon.settings.outlines import oval
from generators.toon.settings.plants import bush, round_tree
from generators.toon.settings.sky import draw_sky
from generators.toon.settings.stage import Cell, Contour, Layer, Stage, box

COURT: RGB = (216, 196, 158)
_STONE: RGB = (196, 190, 192)
_ROOF: RGB = (92, 116, 170)
_BANNERS: tuple[RGB, ...] = ((206, 76, 84), (232, 178, 74), (92, 136, 196))
_SNOW: RGB = (238, 244, 252)


def draw_castle(stage: Stage) -> None:
    """Draw the court of a castle."""
    draw_sky(stage)
    draw_far_hills(stage)
    with stage.layer(0.4, distance=0.32) as layer:
        ridge = layer.ridge("hill", 0.60, 0.02, 1.3)
        for cell in layer.cells("keeps", 1.15, margin=0.5, shake=0.25):
            _keep(layer, cell, ridge.at(cell.x) + 0.02)
        for cell in layer.cells("woods", 0.12, margin=0.1):
            bush(layer, cell.x, ridge.at(cell.x) + 0.016, 0.03 + 0.02 * cell.b, (104, 162, 104), cell.c)
        layer.land(ridge, layer.stage.season.soil((136, 186, 112)))
    with stage.layer(0.82, distance=0.08) as layer:
        _curtain(layer)
    with stage.layer(1.0) as layer:
        _court(layer)


def _keep(layer: Layer, cell: Cell, y: float) -> None:
    """The lord's towers, with pointed roofs and pennants."""
    stone, x = shade(_STONE, 1.12), cell.x
    for dx, w, h, pointed in ((-0.2, 0.085, 0.28, True), (0.19, 0.085, 0.24, True), (-0.075, 0.1, 0.24, False),
                              (0.085, 0.1, 0.21, False), (0.0, 0.115, 0.38, True)):  # fmt: skip
        _tower(layer, x + dx, y, w, h, stone, pointed=pointed, chance=(cell.c + dx) % 1)


def _tower(layer: Layer, x: float, y: float, w: float, h: float, stone: RGB, *, pointed: bool, chance: float) -> None:
    left, top, snow = x - w / 2, y - h, layer.stage.season.snow
    layer.box(left, top, left + w, y, stone)
    layer.box(left + w * 0.68, top, left + w, y, shade(stone, 0.88))
    layer.polygons(_merlons(left - w * 0.07, top, w * 1.14, w * 0.16), stone)
    windows(layer, [_arch(x - w * 0.04, top + h * 0.26, w * 0.2, w * 0.36)], lit=True)
    if h > 0.22:
        windows(layer, [_arch(x - w * 0.04, top + h * 0.58, w * 0.2, w * 0.36)], lit=chance < 0.6)
    if pointed:
        roof, tip = mix(_ROOF, _SNOW, 0.8 * snow), top - w * 1.35
        layer.polygon([(left - w * 0.12, top), (x, tip), (left + w * 1.12, top)], roof)
        layer.polygon([(x, tip), (left + w * 1.12, top), (x + w * 0.2, top)], shade(roof, 0.84))
        _pennant(layer, x, tip, w * 0.7, _BANNERS[int(chance * 2.999)])


def _merlons(x: float, y: float, width: float, size: float) -> list[Contour]:
    """A ledge with battlements on it."""
    count = max(2, round(width / (size * 1.7)))
    step = width / (2 * count - 1)
    return [box(x, y - size * 0.35, x + width, y + size * 0.5)] + [
        box(x + 2 * n * step, y - size * 1.2, x + (2 * n + 1) * step, y - size * 0.35) for n in range(count)
    ]


def _arch(x: float, y: float, width: float, high: float) -> Contour:
    """A window or door with a round head, its foot at y + high / 2."""
    turn = np.linspace(math.pi, 2 * math.pi, 9)
    head = np.stack([x + np.cos(turn) * width / 2, y - high / 2 + width / 2 + np.sin(turn) * width / 2], 1)
    return np.concatenate([head, [(x + width / 2, y + high / 2), (x - width / 2, y + high / 2)]])


def _pennant(layer: Layer, x: float, y: float, size: float, rgb: RGB) -> None:
    """A flag on a pole that flies in the wind."""
    steps = np.linspace(0, 1, 6)
    wave = 0.12 * size * np.sin(layer.stage.seconds * 3 * (0.6 + 0.4 * layer.stage.breeze) - steps * 4 + x * 5) * steps
    upper = np.stack([x + size * steps * 1.1, y - size * 0.75 + wave + 0.22 * size * steps], 1)
    lower = np.stack([x + size * steps * 1.1, y - size * 0.25 + wave - 0.22 * size * steps], 1)
    layer.box(x - size * 0.03, y - size * 0.8, x + size * 0.03, y + size * 0.05, (96, 84, 88))
    layer.polygon(np.concatenate([upper, lower[::-1]]), rgb)


def _curtain(layer: Layer) -> None:
    """The wall around the court: courses of stone, battlements, towers, gates, banners, torches, ivy."""
    top, foot, snow = 0.45, 0.655, layer.stage.season.snow
    layer.box(layer.x0, top, layer.x1, foot + 0.05, _STONE)
    merlons = layer.cells("merlons", 0.064, margin=0.04, shake=0.0)
    layer.polygons([box(c.x - 0.019, top - 0.034, c.x + 0.019, top + 0.002) for c in merlons], _STONE)
    layer.box(layer.x0, top, layer.x1, top + 0.012, mix(shade(_STONE, 0.86), _SNOW, 0.8 * snow))
    blocks = [box(c.x, c.y, c.x + 0.05 + 0.03 * c.c, c.y + 0.02) for c in
              layer.scatter("blocks", 0.15, top + 0.03, foot, rows=0.03, margin=0.1) if c.b < 0.5]  # fmt: skip
    layer.polygons(blocks, shade(_STONE, 0.93))
    for cell in layer.cells("wall", 0.44, margin=0.3, shake=0.0):
        kind = layer.stage.turn(cell, 4)
        if kind == 0:
            _gate(layer, cell.x, foot)
        elif kind == 2:
            _tower(layer, cell.x, foot, 0.15, 0.33, shade(_STONE, 1.08), pointed=True, chance=cell.a)
        else:
            _banner(layer, cell)
            _torch(layer, cell.x + 0.14, foot - 0.11)
            if cell.b < 0.6:
                bush(layer, cell.x - 0.15, foot, 0.045 + 0.02 * cell.c, (104, 156, 96), cell.d)


def _gate(layer: Layer, x: float, y: float) -> None:
    """A gatehouse of two round towers, its door of studded oak under an arch."""
    stone = shade(_STONE, 1.08)
    layer.box(x - 0.1, y - 0.25, x + 0.1, y, shade(stone, 0.95))
    layer.polygons(_merlons(x - 0.1, y - 0.25, 0.2, 0.03), shade(stone, 0.95))
    for side in (-1, 1):
        _tower(layer, x + side * 0.13, y, 0.095, 0.29, stone, pointed=False, chance=0.3)
    layer.polygon(_arch(x, y - 0.085, 0.15, 0.17), shade(_STONE, 0.74))
    layer.polygon(_arch(x, y - 0.079, 0.126, 0.158), (142, 98, 70))
    planks: list[Contour] = [box(x + k * 0.021 - 0.001, y - 0.14, x + k * 0.021 + 0.001, y) for k in (-2, -1, 0, 1, 2)]
    layer.polygons(planks, (112, 76, 58))
    layer.polygons([box(x - 0.06, y - k, x + 0.06, y - k + 0.008) for k in (0.04, 0.1)], (92, 88, 100))
    shield = np.array([(-1.0, -1.0), (1.0, -1.0), (0.95, 0.1), (0.0, 1.0), (-0.95, 0.1)])
    layer.polygon(shield * (0.026, 0.03), _BANNERS[1], at=(x, y - 0.206))
    layer.polygon(shield * (0.013, 0.016), _BANNERS[0], at=(x, y - 0.206))


def _banner(layer: Layer, cell: Cell) -> None:
    """A long cloth with a swallow tail on the wall."""
    rgb, x, sway = _BANNERS[int(cell.c * 2.999)], cell.x, 0.006 * layer.stage.sway(cell.x)
    top, low = 0.476, 0.6
    cloth = [
        (x - 0.034, top),
        (x + 0.034, top),
        (x + 0.034 + sway, low),
        (x + sway, low - 0.024),
        (x - 0.034 + sway, low),
    ]
    layer.polygon(cloth, rgb)
    layer.polygon([(x - 0.02, top), (x - 0.012, top), (x - 0.012 + sway, low - 0.014), (x - 0.02 + sway, low - 0.009)],
                  shade(rgb, 1.3))  # fmt: skip
    layer.polygon(
        [(x, top + 0.03), (x + 0.018, top + 0.055), (x, top + 0.08), (x - 0.018, top + 0.055)], (250, 232, 170)
    )
    layer.box(x - 0.042, top - 0.008, x + 0.042, top + 0.002, (112, 80, 62))


def _torch(layer: Layer, x: float, y: float) -> None:
    """A torch in its ring, burning when it is dark."""
    lit, flicker = layer.stage.light.windows, layer.stage.seconds * 9 + x * 7
    if lit > 0.3:
        for radius in (0.1, 0.06):
            layer.glow([oval(x, y - 0.03, radius, radius, 28)], (255, 196, 110), alpha=0.18 * lit)
    layer.polygon(
        [(x - 0.005, y + 0.03), (x - 0.009, y - 0.012), (x + 0.009, y - 0.012), (x + 0.005, y + 0.03)], (104, 76, 64)
    )
    if lit > 0.3:
        for size, rgb in ((1.0, (250, 148, 60)), (0.55, (255, 226, 130))):
            tip = 0.006 * math.sin(flicker)
            flame = [(x - 0.011 * size, y - 0.014), (x + tip * size,
                y - 0.014 - 0.04 * size * (1 + 0.15 * math.sin(flicker * 1.7))),
                     (x + 0.011 * size, y - 0.014), (x, y - 0.004)]  # fmt: skip
            layer.glow([flame], rgb)


def _court(layer: Layer) -> None:
    """Paving that widens towards us."""
    stone = layer.stage.season.soil(COURT)
    layer.land(layer.ridge("turf", 0.65, 0.004, 0.7), layer.stage.season.soil((146, 188, 112)))
    for cell in layer.cells("trees", 1.5, margin=0.3):
        if cell.a < 0.6:
            round_tree(layer, cell.x, 0.69, 0.24, (104, 166, 92), cell.b)
    layer.land(layer.ridge("edge", 0.706, 0.003, 1.0), shade(stone, 0.88))
    layer.land(layer.ridge("edge", 0.714, 0.003, 1.0), stone)
    layer.land(layer.ridge("near", 0.925, 0.006, 1.0), shade(stone, 0.94))
    if layer.detail < 80:
        return
    darker: list[Contour] = []
    lighter: list[Contour] = []
    for cell in layer.scatter("setts", 0.23, 0.735, 2.6, rows=0.05, margin=0.15):
        w, h = 0.045 + 0.03 * cell.c, 0.007 + 0.06 * max(0.0, cell.y - 0.7) ** 1.1
        stone_at = oval(cell.x, cell.y, w, h * 0.62, 12)
        (darker if cell.b < 0.5 else lighter).append(stone_at)
    layer.polygons(darker, shade(stone, 0.93))
    layer.polygons(lighter, shade(stone, 1.14))
