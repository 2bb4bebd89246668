"""The world on one sheet: every kind in every action. `python -m generators.toon.sheet OUT.png`."""

import sys
from pathlib import Path

import cv2
import numpy as np
from jaxtyping import UInt8

from generators.toon.canvas import Canvas
from generators.toon.cast import figure_of
from generators.toon.figures import draw_figure
from generators.toon.figures.state import Moment
from generators.toon.fit import fit
from generators.toon.motion import hop
from storyline.schema.base import EntityId
from storyline.schema.entity import Entity, Look
from storyline.schema.media import FrameSize
from storyline.schema.vocabulary import ACTIONS, KINDS

_SKY, _GRASS = (206, 230, 246), (166, 206, 124)


def sheet(cell: FrameSize, seconds: float = 0.35) -> UInt8[np.ndarray, "height width 3"]:
    """Draw a row for each kind, one of them unknown, and a column for each action."""
    kinds = (*KINDS, "samovar")
    return np.concatenate([np.concatenate([_cell(cell, kind, a, seconds) for a in ACTIONS], 1) for kind in kinds], 0)


def _cell(size: FrameSize, kind: str, action: str, seconds: float) -> UInt8[np.ndarray, "height width 3"]:
    canvas = Canvas(size)
    canvas.image[:] = _SKY
    ground = 0.88
    canvas.polygon([(0, ground), (canvas.aspect, ground), (canvas.aspect, 1), (0, 1)], _GRASS)
    figure = figure_of(Entity(id=EntityId(kind), kind=kind, name=kind, looks=(Look(),)), Look())
    pose = fit(figure, action, "side")
    moment = Moment(
        action,
        seconds=seconds,
        gait=seconds,
        hop=hop(seconds * 1.4) if action == "jump" else 0.0,
        expression="asleep" if action == "sleep" else "neutral",
    )
    x0, y0, x1, y1 = pose.pose
    scale = min(canvas.aspect * 0.86 / (x1 - x0), ground * 0.86 / max(1.0, y1 - y0), canvas.aspect * 0.86 / pose.aspect)
    with canvas.at(canvas.aspect / 2 - (x0 + x1) / 2 * scale, ground - y1 * scale, scale=scale, stretch=pose.stretch):
        draw_figure(canvas, figure, moment)
    return canvas.picture()


def main(arguments: list[str]) -> None:
    """Write the sheet to the file named by the only argument."""
    if len(arguments) != 1:
        raise SystemExit("usage: python -m generators.toon.sheet OUT.png")
    picture = cv2.cvtColor(sheet(FrameSize((176, 144))), cv2.COLOR_RGB2BGR)
    Path(arguments[0]).write_bytes(cv2.imencode(".png", picture)[1].tobytes())


if __name__ == "__main__":
    main(sys.argv[1:])
