"""The fish: all swish."""

import math

from generators.toon.canvas import mix, shade
from generators.toon.figures.brow import draw_brow
from generators.toon.figures.face import Face, draw_face
from generators.toon.figures.pen import WHITE, Pen
from generators.toon.figures.state import Figure, Moment
from generators.toon.figures.sway import sway
from generators.toon.shapes import blob, oval


def draw_fish(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw the fish over the origin, one unit tall, facing right."""
    s = sway(m)
    pace = s.pace
    swish = m.swing(pace)
    with (
        pen.at(s.ahead * 1.5, -0.5 + s.drop * 0.3, s.tilt + 0.25 * s.nod),
        pen.at(stretch=(1.5 - 0.5 * s.squash, s.squash)),
    ):
        dark, pale = shade(f.main, 0.76), mix(f.main, WHITE, 0.6)
        with pen.at(-0.42, 0.02, 0.22 * swish, stretch=(1 - 0.22 * abs(swish), 1)):
            pen.part(
                dark,
                blob(
                    [
                        (0.06, -0.07),
                        (-0.20, -0.36),
                        (-0.42, -0.40),
                        (-0.36, 0.0),
                        (-0.42, 0.40),
                        (-0.20, 0.34),
                        (0.06, 0.08),
                    ]
                ),
            )
            for y in (-0.18, 0.0, 0.18):
                pen.fill(
                    shade(f.main, 0.60),
                    blob(
                        [
                            (-0.10, y * 0.5 - 0.012),
                            (-0.33, y * 1.25 - 0.02),
                            (-0.33, y * 1.25 + 0.02),
                            (-0.10, y * 0.5 + 0.012),
                        ],
                        2,
                    ),
                )
        wave = 0.03 * m.swing(pace, 0.2)
        pen.part(
            dark, blob([(-0.24, -0.30), (-0.20 + wave, -0.47), (0.02 + wave, -0.50), (0.26, -0.34), (0.10, -0.26)])
        )
        pen.part(dark, blob([(0.02, 0.28), (-0.10 + wave, 0.49), (0.12 + wave, 0.45), (0.18, 0.30)]))
        body = blob(
            [
                (0.84, 0.02),
                (0.66, -0.24),
                (0.26, -0.37),
                (-0.18, -0.27),
                (-0.50, -0.07),
                (-0.52, 0.07),
                (-0.18, 0.28),
                (0.28, 0.36),
                (0.68, 0.24),
            ]
        )
        pen.part(f.main, body)
        pen.fill(
            pale,
            blob([(0.78, 0.10), (0.40, 0.16), (-0.10, 0.12), (-0.40, 0.08), (-0.16, 0.25), (0.28, 0.34), (0.64, 0.24)]),
        )
        for x in (-0.12, 0.10) if f.variant % 2 else ():
            pen.fill(
                mix(f.accent, f.main, 0.15),
                blob(
                    [
                        (x, -0.31),
                        (x + 0.09, -0.33),
                        (x + 0.14, 0.0),
                        (x + 0.08, 0.31),
                        (x - 0.01, 0.29),
                        (x + 0.03, 0.0),
                    ]
                ),
            )
        if not f.variant % 2:
            for x, y in ((-0.22, -0.08), (-0.08, -0.17), (-0.06, 0.02), (0.07, -0.08), (-0.20, 0.08)):
                pen.canvas.polygon(oval(x, y, 0.052, 0.052), shade(f.main, 0.82))
                pen.dot(f.main, x + 0.020, y - 0.006, 0.050, 0.052)
        with pen.at(0.12, 0.08, 0.35 + 0.35 * m.swing(pace, 0.4) + 1.3 * s.lift[1]):
            pen.part(
                shade(f.main, 0.86), blob([(0.06, -0.05), (-0.12, -0.06), (-0.24, 0.06), (-0.18, 0.15), (0.02, 0.08)])
            )
        if m.view == "back":
            return
        with pen.at(0.50, 0.0):
            draw_face(
                pen,
                Face(
                    ((0.12, -0.26),) if m.view == "side" else ((-0.2, -0.26), (0.6, -0.26)),
                    (0.26, 0.32),
                    (0.72, 0.34),
                    0.26,
                    ((-0.05, 0.30),),
                    mix(f.main, (246, 110, 110), 0.5),
                ),
                0.28,
                m,
            )
            draw_brow(pen, 0.12 * 0.28, -0.26 * 0.28, 0.26 * 0.28, 0.32 * 0.28, m)
    for n in range(2):
        rise = (m.seconds * 0.35 + n / 2) % 1.0
        x = 0.78 + 0.04 * math.sin(m.seconds * 3 + n * 2)
        pen.canvas.oval(
            x,
            -0.55 - rise * 0.6,
            0.03 + 0.02 * n,
            0.03 + 0.02 * n,
            (226, 244, 252),
            alpha=0.55 * (1 - rise),
            solid=False,
        )
