"""Small ones that crawl: ants, spiders and snails."""

import math

from generators.toon.canvas import RGB, mix, shade
from generators.toon.figures.breeds import dark
from generators.toon.figures.face import Face, draw_face
from generators.toon.figures.pen import WHITE, Pen
from generators.toon.figures.state import Figure, Moment
from generators.toon.figures.sway import scurry, sway
from generators.toon.shapes import Pair, blob, capsule, oval, tube

# fmt: off
_FOOT = blob([(-0.78, -0.03), (-0.60, -0.14), (-0.10, -0.20), (0.30, -0.26), (0.46, -0.42), (0.66, -0.40),
    (0.74, -0.20), (0.62, -0.04), (0.0, 0.0)])
# fmt: on


def _eyes(f: Figure, pen: Pen, face: Face, r: float, m: Moment) -> None:
    """The face of a dark little head: eyes on a light ground."""
    if dark(f.main) > 0.45:
        for x, y in face.eyes:
            pen.fill(WHITE, oval(x * r, y * r, face.eye[0] * r * 1.5, face.eye[1] * r * 1.35))
    with pen.at(stretch=(r, r)):
        draw_face(Pen(pen.canvas, pen.line / r), face, 1.0, m)


def draw_ant(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw the ant on the ground at the origin, one unit tall, facing right."""
    s = sway(m)
    low = min(s.drop, 0.14)
    limb = shade(f.main, 0.66)
    with pen.at(s.ahead, -0.34 + low, s.whole * 0.8), pen.at(0, 0.34):
        for n in range(6):
            near, k = n % 2 == 0, n // 2
            dx, up = scurry(m, n)
            root = (-0.06 + 0.10 * k, -0.36)
            foot: Pair = (-0.34 + 0.30 * k + (0.05 if near else -0.03) + dx, -0.02 - low - up)
            knee = ((root[0] + foot[0]) / 2 + 0.06 * (k - 1), -0.44 + 0.3 * low)
            if k == 2 and s.lift[1 if near else 0] > 0.02:
                lift = s.lift[1 if near else 0]
                foot = (0.42, -0.12 - 0.75 * lift)
                knee = (0.30, -0.30 - 0.30 * lift)
            pen.limb(shade(limb, 1.0 if near else 0.8), [root, knee, foot], (0.034, 0.030, 0.022))
        with pen.at(0.04, -0.38, 0.8 * (s.tilt - s.whole)), pen.at(-0.04, 0.38):
            pen.part(shade(f.main, 0.92), oval(-0.42, -0.42, 0.32, 0.25, -0.25))
            for x in (-0.56, -0.42):
                pen.fill(shade(f.main, 0.76), capsule(x, -0.60, x + 0.02, -0.24, 0.016))
            pen.part(f.main, oval(0.04, -0.38, 0.17, 0.13))
            with pen.at(0.34, -0.60, 0.5 * s.nod):
                for x, bend in ((0.10, 0.34), (-0.04, 0.14)):
                    wave = 0.03 * m.swing(0.9, x)
                    pen.part(
                        limb, tube([(x, -0.20), (bend, -0.34), (bend + 0.12, -0.36 + wave)], (0.022, 0.020, 0.020), 4)
                    )
                    pen.part(limb, oval(bend + 0.13, -0.36 + wave, 0.036, 0.036))
                pen.part(f.main, oval(0, 0, 0.27, 0.255), capsule(-0.10, 0.10, -0.26, 0.20, 0.10))
                if m.view != "back":
                    face = Face(
                        ((-0.14, -0.10), (0.52, -0.10)),
                        (0.18, 0.25),
                        (0.22, 0.46),
                        0.24,
                        ((-0.36, 0.36),),
                        mix(f.main, (246, 120, 120), 0.5),
                    )
                    _eyes(f, pen, face, 0.27, m)


def draw_spider(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw the spider on the ground at the origin, one unit tall, facing right."""
    s = sway(m)
    low = min(s.drop, 0.16)
    limb = shade(f.main, 0.72) if dark(f.main) < 0.6 else shade(f.main, 1.12)
    with pen.at(s.ahead, -0.4 + low, s.whole * 0.7), pen.at(0, 0.4):
        for n in range(8):
            side, k = (-1, 1)[n % 2], n // 2
            dx, up = scurry(m, n)
            if m.action in ("fly", "fall", "jump", "swim"):
                up = 0.10 * (1 + m.swing(2.0, n * 0.13))
            knee = (side * (0.34 + 0.13 * k), -0.86 + 0.11 * k)
            foot: Pair = (side * (0.40 + 0.19 * k) + dx, -0.02 - low - up)
            lift = s.lift[0 if side > 0 else 1]
            if k == 0 and lift > 0.02:
                foot = (side * (0.52 + 0.1 * lift), -0.30 - 0.75 * lift)
            pen.limb(shade(limb, 0.86 if k % 2 else 1.0), [(side * 0.18, -0.44), knee, foot], (0.036, 0.032, 0.020))
        with pen.at(0.06 * s.nod, -0.44 + 0.14 * s.nod, 0.8 * (s.tilt - s.whole)), pen.at(0, 0.44):
            pen.part(f.main, oval(-0.04, -0.52, 0.36, 0.34))
            pen.fill(shade(f.main, 1.3), oval(-0.18, -0.74, 0.10, 0.05, -0.5))
            with pen.at(0.10, -0.42 + 0.05 * s.nod, 0.25 * s.nod):
                pen.part(f.main, oval(0, 0, 0.285, 0.265))
                if m.view != "back":
                    face = Face(
                        ((-0.40, -0.14), (0.42, -0.14)),
                        (0.20, 0.28),
                        (0.02, 0.50),
                        0.26,
                        ((-0.70, 0.30), (0.72, 0.30)),
                        mix(f.main, (246, 130, 140), 0.55),
                    )
                    _eyes(f, pen, face, 0.28, m)
                    if m.mouth < 0.05:
                        for x in (-0.03, 0.04):
                            pen.fill(WHITE, blob([(x - 0.018, 0.155), (x + 0.018, 0.155), (x, 0.20)], 2))


def draw_snail(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw the snail on the ground at the origin, one unit tall, facing right: it glides in its house."""
    s = sway(m)
    skin: RGB = mix(shade(f.main, 1.2), (238, 214, 160), 0.72)
    wave = 0.03 * math.sin(2 * math.pi * m.gait) * (m.action in ("walk", "run", "crawl"))
    asleep = m.action == "sleep"
    tilt = s.tilt * (0.55 if s.tilt < 0 or s.whole else 0.15)
    with pen.at(s.ahead, -0.2, tilt), pen.at(0, 0.2), pen.at(stretch=(1 + wave, 1)):
        neck = min(0.17, -0.06 * (s.lift[0] + s.lift[1]) + 0.24 * asleep + 0.20 * max(0.0, s.nod))
        with pen.at(0.52 + 0.05 * s.nod, -0.40 + neck, 0.4 * s.nod):
            for x, tone in ((0.16, 0.86), (-0.04, 1.0)):
                stalk = (x + 0.06 + 0.02 * m.swing(0.5, x), (-0.38 + 0.22 * asleep) * (1 - 0.25 * (m.action == "cry")))
                pen.part(
                    shade(skin, tone), tube([(x, -0.05), (x + 0.03, stalk[1] / 2), stalk], (0.045, 0.034, 0.030), 4)
                )
                pen.part(shade(skin, tone), oval(*stalk, 0.058, 0.058))
        pen.part(
            skin,
            _FOOT,
            tube([(0.36, -0.16), (0.48, -0.24 + neck / 2), (0.53 + 0.05 * s.nod, -0.38 + neck)], (0.16, 0.15, 0.185)),
        )
        with pen.at(0.53 + 0.05 * s.nod, -0.38 + neck, 0.3 * s.nod):
            pen.part(skin, oval(0.02, 0, 0.215, 0.20))
            pen.fill(skin, oval(-0.04, 0.10, 0.15, 0.16))
            if m.view != "back":
                with pen.at(0.05, 0), pen.at(stretch=(0.2, 0.2)):
                    face = Face(
                        ((-0.28, -0.14), (0.52, -0.14)),
                        (0.18, 0.25),
                        (0.16, 0.38),
                        0.28,
                        ((-0.50, 0.26), (0.78, 0.24)),
                        mix(skin, (246, 120, 120), 0.5),
                    )
                    draw_face(Pen(pen.canvas, pen.line / 0.2), face, 1.0, m)
        with pen.at(
            -0.16,
            -0.16 + 0.03 * asleep,
            -0.10 * s.lift[1] + 0.03 * math.sin(2 * math.pi * m.gait),
            stretch=(2 - s.squash, s.squash),
        ):
            pen.part(f.main, oval(0, -0.37, 0.43, 0.42))
            spiral = [
                (0.02 + 0.335 * (1 - t / 13.5) * math.cos(t), -0.36 + 0.325 * (1 - t / 13.5) * math.sin(t))
                for t in (0.9 + 0.55 * n for n in range(22))
            ]
            pen.stroke(shade(f.main, 0.66), spiral, 0.026)
            pen.fill(shade(f.main, 1.35), oval(-0.20, -0.64, 0.10, 0.045, -0.6))
