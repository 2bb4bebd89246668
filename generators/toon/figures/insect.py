"""Insects with wings: butterflies, bees and ladybirds."""

from generators.toon.canvas import RGB, mix, shade
from generators.toon.figures.face import Face, draw_face
from generators.toon.figures.pen import INK, WHITE, Pen
from generators.toon.figures.state import Figure, Moment
from generators.toon.figures.sway import Sway, scurry, sway
from generators.toon.shapes import blob, capsule, oval, tube

_SKIN: RGB = (250, 222, 186)
# fmt: off
_UPPER = blob([(0.0, 0.04), (-0.06, -0.18), (-0.20, -0.46), (-0.42, -0.54), (-0.54, -0.36), (-0.46, -0.10),
    (-0.22, 0.06)])
_LOWER = blob([(0.0, 0.0), (-0.22, 0.02), (-0.42, 0.10), (-0.44, 0.28), (-0.28, 0.40), (-0.12, 0.30), (-0.02, 0.12)])
_GLASS = blob([(0.03, 0.03), (0.10, -0.22), (0.04, -0.46), (-0.16, -0.52), (-0.26, -0.34), (-0.14, -0.10)])
_DOME = blob([(0.46, -0.16), (0.42, -0.50), (0.16, -0.80), (-0.20, -0.80), (-0.50, -0.52), (-0.56, -0.16),
    (0.0, -0.12)])
# fmt: on


def _airborne(m: Moment) -> bool:
    return m.aloft or m.action in ("fly", "fall", "climb") or (m.action == "jump" and m.hop > 0)


def draw_butterfly(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw the butterfly over the origin, one unit tall, facing right, its wings spread to both sides."""
    s = sway(m)
    fast = (
        2.2
        if _airborne(m) or m.action in ("run", "dance", "jump")
        else 0.35
        if m.action in ("sleep", "sit", "cry", "read")
        else 0.9
    )
    open_ = 0.72 + 0.28 * m.swing(fast) if fast > 1 else 0.94 + 0.05 * m.swing(fast)
    if m.action == "sleep":
        open_ = 0.40 + 0.04 * m.swing(0.22)
    with pen.at(s.ahead, -0.46 + min(s.drop, 0.1), 0.14 + s.tilt * 0.8, stretch=(1, s.squash)):
        for side, tone, lift in ((-1, 0.86, s.lift[0]), (1, 1.0, s.lift[1])):
            raised = 0.30 * lift * (m.action not in ("fly",))
            with pen.at(0.01 * side, -0.04, raised * side * -1, stretch=(-side * open_, 1)):
                _wing_pair(pen, f, tone)
        body = shade(mix(f.main, INK, 0.75), 1.0)
        pen.part(body, tube([(0.0, -0.16), (0.0, 0.06), (-0.01, 0.32)], (0.065, 0.070, 0.030)))
        for y in (0.04, 0.13, 0.22):
            pen.fill(shade(body, 1.35), capsule(-0.05, y, 0.05, y, 0.012))
        with pen.at(0.0, -0.27, 0.3 * s.nod):
            _feelers(pen, body, 0.15, m)
            pen.part(_SKIN, oval(0, 0, 0.135, 0.130))
            if m.view != "back":
                with pen.at(0.015, 0.01), pen.at(stretch=(0.135, 0.135)):
                    face = Face(
                        ((-0.36, -0.06), (0.42, -0.06)), (0.18, 0.26), (0.04, 0.42), 0.26, ((-0.66, 0.34), (0.70, 0.34))
                    )
                    draw_face(Pen(pen.canvas, pen.line / 0.135), face, 1.0, m)


def _wing_pair(pen: Pen, f: Figure, tone: float) -> None:
    rim, inner = shade(f.main, 0.52 * tone), mix(f.main, WHITE, 0.55)
    pen.part(shade(f.main, 0.82 * tone), _LOWER, ink=rim)
    pen.part(shade(f.main, tone), _UPPER, ink=rim)
    pen.fill(inner, oval(-0.34, -0.34, 0.085, 0.095, 0.4), oval(-0.28, 0.22, 0.070, 0.075))
    pen.fill(shade(f.accent, tone), oval(-0.36, -0.35, 0.040, 0.045), oval(-0.18, -0.14, 0.035, 0.040))
    pen.fill(rim, oval(-0.48, -0.26, 0.022, 0.022), oval(-0.45, -0.46, 0.024, 0.024))


def _feelers(pen: Pen, colour: RGB, size: float, m: Moment) -> None:
    for x in (-1, 1):
        wave = 0.12 * size * m.swing(0.8, 0.2 * x)
        curve = [(x * 0.35 * size, -0.7 * size), (x * 0.7 * size, -1.5 * size), (x * 1.15 * size + wave, -1.85 * size)]
        pen.part(colour, tube(curve, (0.010, 0.010, 0.010), 4))
        pen.part(colour, oval(*curve[-1], 0.026, 0.026))


def draw_bee(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw the bee over the origin, one unit tall, facing right."""
    s = sway(m)
    buzz = m.swing(6.0 if _airborne(m) else 1.2) * (0.32 if _airborne(m) else 0.06)
    dark: RGB = (70, 54, 52)
    resting = not _airborne(m)
    with pen.at(s.ahead, -0.38 + min(s.drop, 0.08), s.tilt, stretch=(2 - s.squash, s.squash)):
        if resting:
            _six_legs(pen, dark, m, 0.36, 0.30)
        for x, tone in ((0.06, 0.9), (-0.10, 1.0)):
            lift = s.lift[0] if tone < 1 else s.lift[1]
            with pen.at(x, -0.22, -0.25 + buzz * (1 if tone < 1 else -1) + (0.4 * lift if m.action != "fly" else 0)):
                pen.canvas.polygon(_GLASS * 1.08, shade((196, 214, 236), 0.80))
                pen.canvas.polygon(_GLASS, shade((226, 240, 252), tone))
        pen.part(dark, blob([(-0.44, -0.05), (-0.64, 0.02), (-0.44, 0.09)], 3))
        pen.part(f.main, oval(-0.06, 0, 0.47, 0.305, 0.04))
        for x, high in ((-0.34, 0.235), (-0.14, 0.295), (0.06, 0.290)):
            pen.fill(
                dark,
                blob(
                    [
                        (x - 0.05, -high),
                        (x + 0.05, -high * 1.01),
                        (x + 0.085, 0.0),
                        (x + 0.05, high),
                        (x - 0.05, high),
                        (x - 0.015, 0.0),
                    ],
                    4,
                ),
            )
        with pen.at(0.36, -0.06, 0.5 * s.nod):
            _feelers(pen, dark, 0.22, m)
            pen.part(mix(f.main, (255, 236, 190), 0.35), oval(0, 0, 0.245, 0.240))
            if m.view != "back":
                with pen.at(0.03, 0), pen.at(stretch=(0.24, 0.24)):
                    face = Face(
                        ((-0.34, -0.10), (0.46, -0.10)), (0.19, 0.27), (0.10, 0.42), 0.24, ((-0.62, 0.30), (0.78, 0.28))
                    )
                    draw_face(Pen(pen.canvas, pen.line / 0.24), face, 1.0, m)


def _six_legs(pen: Pen, colour: RGB, m: Moment, down: float, half: float) -> None:
    """Legs from the middle of the body to the ground, `down` lower."""
    for n in range(6):
        x = (n // 2 - 1) * half * 0.8
        dx, up = scurry(m, n)
        tone = 0.8 if n % 2 else 1.0
        foot = (x * 1.25 + 0.05 * (n % 2) + dx, down - 0.02 - up)
        pen.limb(shade(colour, tone), [(x, down * 0.4), (x * 1.2 + 0.03, down * 0.72), foot], (0.026, 0.024, 0.020))


def draw_ladybird(pen: Pen, f: Figure, m: Moment) -> None:
    """Draw the ladybird on the ground at the origin, one unit tall, facing right."""
    s = sway(m)
    dark: RGB = (66, 54, 60)
    air = _airborne(m)
    with pen.at(s.ahead, min(s.drop, 0.08)), pen.at(0, -0.3, s.tilt, stretch=(2 - s.squash, s.squash)), pen.at(0, 0.3):
        with pen.at(0, -0.24):
            _six_legs(pen, dark, m, 0.24 - (0.06 if air else min(s.drop, 0.08)), 0.42)
        _ladybird_head(pen, s, dark, m)
        if air:
            for x, tone in ((0.04, 0.86), (-0.12, 1.0)):
                with pen.at(x, -0.66, -0.55 + 0.4 * m.swing(6.0)):
                    pen.canvas.polygon(_GLASS, shade((226, 240, 252), tone))
        with pen.at(0.30, -0.62, -0.42 if air else 0.0), pen.at(-0.30, 0.62):
            pen.part(f.main, _DOME)
            pen.fill(shade(f.main, 1.3), oval(-0.16, -0.70, 0.14, 0.045, -0.25))
            for x, y, r in (
                (-0.36, -0.44, 0.075),
                (-0.08, -0.58, 0.085),
                (-0.16, -0.30, 0.075),
                (0.18, -0.34, 0.075),
                (0.20, -0.60, 0.055),
            ):
                pen.dot(dark, x, y, r, r * 0.95)


def _ladybird_head(pen: Pen, s: Sway, dark: RGB, m: Moment) -> None:
    with pen.at(0.54, -0.45, 0.5 * s.nod):
        _feelers(pen, dark, 0.24, m)
        pen.part(_SKIN, oval(0, 0, 0.27, 0.26))
        pen.fill(
            dark, blob([(-0.27, 0.02), (-0.18, -0.20), (0.04, -0.26), (0.20, -0.17), (0.0, -0.13), (-0.14, -0.02)], 5)
        )
        if m.view != "back":
            with pen.at(0.06, 0.03), pen.at(stretch=(0.26, 0.26)):
                face = Face(
                    ((-0.26, -0.06), (0.46, -0.06)), (0.17, 0.25), (0.12, 0.44), 0.24, ((-0.50, 0.34), (0.66, 0.32))
                )
                draw_face(Pen(pen.canvas, pen.line / 0.26), face, 1.0, m)
