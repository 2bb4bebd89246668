"""The heads of dogs, cats, foxes and hares."""

from generators.toon.canvas import RGB, mix, shade
from generators.toon.figures.face import Face, draw_face
from generators.toon.figures.pen import INK, WHITE, Pen
from generators.toon.figures.state import Figure, Moment
from generators.toon.shapes import blob, capsule, oval

_EAR: RGB = (244, 168, 164)
_SNOW: RGB = (246, 243, 236)


def pale(f: Figure) -> RGB:
    """The colour of bellies and muzzles."""
    return WHITE if f.kind == "fox" and f.main != _SNOW else shade(f.main, 1.5)


def draw_beast_head(pen: Pen, f: Figure, r: float, ears: float, m: Moment) -> None:
    """Draw the head around the origin, of radius `r`, its ears laid back by `ears` radians."""
    turn = 0.05 if m.view == "front" else 0.22
    coat, light = f.main, pale(f)
    _ears(pen, f, r, ears, far=True)
    match f.kind:
        case "fox":
            pen.part(
                coat,
                blob(
                    [
                        (0, -0.92 * r),
                        (0.72 * r, -0.66 * r),
                        (1.0 * r, 0.0),
                        (0.86 * r, 0.50 * r),
                        (0.30 * r, 0.86 * r),
                        (-0.35 * r, 0.80 * r),
                        (-1.12 * r, 0.52 * r),
                        (-0.98 * r, -0.05 * r),
                        (-0.66 * r, -0.70 * r),
                    ]
                ),
            )
            pen.fill(
                light,
                blob(
                    [
                        (0.98 * r, 0.10 * r),
                        (0.86 * r, 0.50 * r),
                        (0.30 * r, 0.84 * r),
                        (-0.30 * r, 0.78 * r),
                        (-0.98 * r, 0.50 * r),
                        (-0.55 * r, 0.30 * r),
                        (-0.10 * r, 0.36 * r),
                        (0.28 * r, 0.08 * r),
                        (0.60 * r, 0.30 * r),
                    ]
                ),
            )
            pen.part(
                light,
                blob(
                    [
                        (0.36 * r, 0.20 * r),
                        (0.75 * r, 0.16 * r),
                        (1.16 * r, 0.30 * r),
                        (1.18 * r, 0.44 * r),
                        (0.80 * r, 0.66 * r),
                        (0.38 * r, 0.62 * r),
                    ]
                ),
                ink=shade(coat, 0.72),
            )
            pen.fill(
                coat,
                blob(
                    [
                        (0.20 * r, 0.05 * r),
                        (0.62 * r, 0.08 * r),
                        (1.12 * r, 0.27 * r),
                        (0.80 * r, 0.32 * r),
                        (0.40 * r, 0.28 * r),
                    ]
                ),
            )
        case "dog":
            pen.part(coat, oval(0, 0, r, 0.94 * r))
            if f.variant % 2:
                pen.fill(shade(coat, 0.72), oval(-0.16 * r, -0.08 * r, 0.34 * r, 0.40 * r))
            pen.part(light, oval(0.56 * r, 0.36 * r, 0.60 * r, 0.42 * r), ink=shade(coat, 0.72))
        case "cat":
            pen.part(
                coat,
                blob(
                    [
                        (0, -0.88 * r),
                        (0.75 * r, -0.62 * r),
                        (1.04 * r, 0.10 * r),
                        (0.70 * r, 0.74 * r),
                        (0, 0.88 * r),
                        (-0.70 * r, 0.74 * r),
                        (-1.06 * r, 0.10 * r),
                        (-0.75 * r, -0.62 * r),
                    ]
                ),
            )
            for k in (-0.26, 0.0, 0.26):
                pen.fill(
                    shade(coat, 0.74),
                    capsule((turn + k) * r, -0.80 * r, (turn + k * 0.7) * r, -0.52 * r, 0.055 * r, 0.03 * r),
                )
            pen.fill(
                light,
                oval((turn + 0.02) * r, 0.46 * r, 0.42 * r, 0.28 * r),
                oval((turn + 0.34) * r, 0.44 * r, 0.32 * r, 0.25 * r),
            )
        case _:
            pen.part(
                coat,
                blob(
                    [
                        (0, -0.94 * r),
                        (0.74 * r, -0.62 * r),
                        (1.0 * r, 0.12 * r),
                        (0.80 * r, 0.72 * r),
                        (0.1 * r, 0.94 * r),
                        (-0.72 * r, 0.78 * r),
                        (-1.0 * r, 0.15 * r),
                        (-0.72 * r, -0.62 * r),
                    ]
                ),
            )
            pen.fill(light, oval((turn + 0.30) * r, 0.46 * r, 0.48 * r, 0.34 * r))
    _ears(pen, f, r, ears, far=False)
    draw_face(pen, _face(f, turn), r, m)
    _nose(pen, f, r, turn, m)
    if f.has("glasses"):
        for dx in (-0.40, 0.40):
            outer = oval((turn + dx) * r, -0.10 * r, 0.30 * r, 0.30 * r)
            pen.canvas.polygons([outer, oval((turn + dx) * r, -0.10 * r, 0.24 * r, 0.24 * r)], (92, 74, 84))
        pen.fill((92, 74, 84), capsule((turn - 0.12) * r, -0.12 * r, (turn + 0.12) * r, -0.12 * r, 0.035 * r))
    if f.has("crown"):
        pen.part(
            (250, 202, 76),
            blob(
                [
                    (-0.4 * r, -0.82 * r),
                    (-0.46 * r, -1.3 * r),
                    (-0.2 * r, -1.08 * r),
                    (0, -1.4 * r),
                    (0.2 * r, -1.08 * r),
                    (0.46 * r, -1.3 * r),
                    (0.4 * r, -0.82 * r),
                ],
                2,
            ),
        )


def _face(f: Figure, turn: float) -> Face:
    big = 1.15 if f.has("young", "small") else 1.0
    blush = mix(f.main, (246, 120, 120), 0.5)
    match f.kind:
        case "dog":
            return Face(
                ((turn - 0.30, -0.14), (turn + 0.40, -0.14)), (0.125 * big, 0.165 * big), (0.56, 0.52), 0.26, (), blush
            )
        case "fox":
            return Face(
                ((turn - 0.36, -0.10), (turn + 0.40, -0.10)),
                (0.115 * big, 0.165 * big),
                (0.72, 0.56),
                0.20,
                ((-0.42, 0.34),),
                blush,
            )
        case "cat":
            return Face(
                ((turn - 0.42, -0.02), (turn + 0.42, -0.02)),
                (0.135 * big, 0.185 * big),
                (turn + 0.16, 0.46),
                0.20,
                ((turn - 0.66, 0.34), (0.86, 0.34)),
                blush,
            )
        case _:
            return Face(
                ((turn - 0.40, -0.06), (turn + 0.42, -0.06)),
                (0.135 * big, 0.195 * big),
                (turn + 0.28, 0.48),
                0.20,
                ((turn - 0.64, 0.30), (0.88, 0.28)),
                blush,
            )


def _nose(pen: Pen, f: Figure, r: float, turn: float, m: Moment) -> None:
    match f.kind:
        case "dog":
            pen.dot(INK, 0.80 * r, 0.16 * r, 0.20 * r, 0.145 * r)
            pen.dot((150, 140, 156), 0.84 * r, 0.11 * r, 0.06 * r, 0.04 * r)
        case "fox":
            pen.dot(INK, 1.14 * r, 0.33 * r, 0.13 * r, 0.11 * r)
        case "cat":
            pen.dot((226, 108, 116), (turn + 0.16) * r, 0.30 * r, 0.10 * r, 0.07 * r)
            for y, slope in ((0.36, -0.08), (0.46, 0.06)):
                for side in (-1, 1):
                    x = (turn + 0.16 + side * 0.46) * r
                    pen.fill(WHITE, capsule(x, y * r, x + side * 0.62 * r, (y + slope) * r, 0.022 * r, 0.010 * r))
        case _:
            if m.mouth < 0.05 and m.expression in ("neutral", "happy"):
                pen.fill(
                    WHITE,
                    blob(
                        [
                            ((turn + 0.20) * r, 0.52 * r),
                            ((turn + 0.38) * r, 0.52 * r),
                            ((turn + 0.37) * r, 0.70 * r),
                            ((turn + 0.21) * r, 0.70 * r),
                        ],
                        2,
                    ),
                )
            pen.dot((226, 108, 116), (turn + 0.29) * r, 0.30 * r, 0.12 * r, 0.08 * r)


def _ears(pen: Pen, f: Figure, r: float, ears: float, *, far: bool) -> None:
    coat = shade(f.main, 0.86 if far else 1.0)
    match f.kind:
        case "dog" if f.has("wolf"):
            x = 0.42 * r if far else -0.44 * r
            pen.part(coat, blob([(x - 0.34 * r, -0.55 * r), (x - 0.06 * r, -1.34 * r), (x + 0.34 * r, -0.62 * r)], 4))
        case "dog":
            x, angle = (0.62 * r, -0.35) if far else (-0.78 * r, 0.22)
            with pen.at(x, -0.52 * r, angle + (ears * 0.9 if not far else -ears * 0.4)):
                pen.part(
                    shade(f.main, 0.58 if far else 0.66),
                    blob(
                        [
                            (-0.16 * r, -0.10 * r),
                            (0.16 * r, -0.12 * r),
                            (0.26 * r, 0.45 * r),
                            (0.06 * r, 0.88 * r),
                            (-0.22 * r, 0.62 * r),
                            (-0.26 * r, 0.2 * r),
                        ]
                    ),
                )
        case "hare":
            x, angle = (0.30 * r, 0.14) if far else (-0.26 * r, -0.12)
            with pen.at(x, -0.72 * r, angle - ears * (0.9 if far else 1.1)):
                long = 1.95 * r
                pen.part(
                    coat,
                    blob(
                        [
                            (-0.20 * r, 0.15 * r),
                            (0.20 * r, 0.15 * r),
                            (0.27 * r, -long * 0.5),
                            (0.10 * r, -long * 0.97),
                            (-0.10 * r, -long * 0.97),
                            (-0.27 * r, -long * 0.5),
                        ]
                    ),
                )
                pen.fill(
                    _EAR,
                    blob(
                        [
                            (-0.08 * r, 0.0),
                            (0.08 * r, 0.0),
                            (0.13 * r, -long * 0.5),
                            (0.0, -long * 0.84),
                            (-0.13 * r, -long * 0.5),
                        ]
                    ),
                )
        case kind:
            tall = 1.52 if kind == "fox" else 1.36
            x = 0.50 * r if far else -0.54 * r
            lean = (0.16 if far else -0.14) * r - ears * 0.25 * r
            pen.part(
                coat,
                blob(
                    [
                        (x - 0.36 * r, -0.42 * r),
                        (x - 0.16 * r + lean, -tall * 0.86 * r),
                        (x + lean, -tall * r),
                        (x + 0.14 * r + lean, -tall * 0.86 * r),
                        (x + 0.36 * r, -0.52 * r),
                    ],
                    3,
                ),
            )
            inner: RGB = (84, 58, 56) if kind == "fox" else _EAR
            pen.fill(
                inner,
                blob([(x - 0.18 * r, -0.62 * r), (x + lean * 0.9, -tall * 0.88 * r), (x + 0.20 * r, -0.66 * r)], 3),
            )
