"""The tails of all who go on four legs."""

import math
from collections.abc import Sequence

from generators.toon.canvas import shade
from generators.toon.figures.breeds import Breed, bristle, dark, pale
from generators.toon.figures.pen import WHITE, Pen
from generators.toon.figures.state import Figure, Moment
from generators.toon.shapes import Pair, blob, capsule, oval, tube

_ARROW = blob([(0.0, -0.4), (0.35, -1.0), (1.7, 0.0), (0.35, 1.0), (0.0, 0.4)], 3)


def draw_tail(pen: Pen, f: Figure, b: Breed, root: Pair, lift: float, m: Moment) -> None:
    """Draw the tail from its root, `lift` radians higher than it is carried."""
    x, y = root
    coat = shade(f.main, 0.92)

    def raised(*steps: tuple[float, float], share: float = 1.0) -> list[Pair]:
        """The spine of a tail that starts backwards: lengths, and how much each rises above the level (radians)."""
        points = [root]
        for length, angle in steps:
            turned = angle + lift * share
            px, py = points[-1][0] - math.cos(turned) * length, points[-1][1] - math.sin(turned) * length
            if py > -0.04:  # along the ground, not into it
                px, py = points[-1][0] - length * 0.9, -0.04
            points.append((px, py))
        return points

    match f.kind:
        case "dog":
            pen.part(coat, tube(raised((0.10, 0.4), (0.10, 0.9), (0.09, 1.4)), (0.055, 0.05, 0.04, 0.026)))
        case "cat":
            spine = raised((0.10, 0.2), (0.12, 1.0), (0.12, 1.7), (0.09, 0.9))
            pen.part(coat, tube(spine, (0.045, 0.042, 0.038, 0.036, 0.030)))
            middle = ((spine[-1][0] + spine[-2][0]) / 2, (spine[-1][1] + spine[-2][1]) / 2)
            pen.fill(shade(f.main, 0.74), capsule(*spine[-1], *middle, 0.029, 0.032))
        case "tiger":
            spine = raised((0.12, -0.5), (0.13, 0.0), (0.13, 0.8), (0.13, 1.6), (0.10, 2.0))
            pen.part(coat, tube(spine, (0.048, 0.044, 0.042, 0.040, 0.038, 0.034)))
            for k in (1, 2, 3):
                _ring(pen, bristle(f), spine, k, 0.043)
            pen.fill(bristle(f), tube(spine[-2:], (0.037, 0.034)))
        case "fox":
            spine = raised((0.12, -0.25), (0.14, 0.12), (0.12, 0.55), (0.10, 0.9))
            pen.part(f.main, tube(spine, (0.035, 0.085, 0.110, 0.085, 0.022)))
            pen.fill(WHITE if pale(f) == WHITE else shade(f.main, 0.7), tube(spine[-2:], (0.072, 0.020)))
        case "wolf":
            spine = raised((0.10, -0.75), (0.13, -1.0), (0.12, -0.85), (0.08, -0.5), share=0.8)
            pen.part(coat, tube(spine, (0.045, 0.075, 0.088, 0.070, 0.016)))
            pen.fill(bristle(f), tube(spine[-2:], (0.062, 0.014)))
        case "lion":
            spine = raised((0.12, -0.6), (0.14, -0.9), (0.13, -0.2), (0.11, 0.7), share=0.9)
            pen.part(coat, tube(spine, (0.036, 0.030, 0.026, 0.022, 0.020)))
            _tuft(pen, f, spine, 0.060, 0.10)
        case "cow" | "donkey":
            long = 0.13 if f.kind == "cow" else 0.11
            spine = raised((0.06, 0.2), (long, -1.1), (long, -1.45), (long * 0.8, -1.4), share=0.45)
            pen.part(coat, tube(spine, (0.030, 0.026, 0.020, 0.018, 0.016)))
            _tuft(pen, f, spine, 0.040, 0.10)
        case "elephant":
            spine = raised((0.05, -0.9), (0.12, -1.3), (0.10, -1.2), share=0.5)
            pen.part(coat, tube(spine, (0.030, 0.022, 0.018, 0.016)))
            _tuft(pen, f, spine, 0.034, 0.07)
        case "giraffe":
            spine = raised((0.03, -0.6), (0.08, -1.3), (0.07, -1.4), share=0.5)
            pen.part(coat, tube(spine, (0.018, 0.012, 0.010, 0.009)))
            _tuft(pen, f, spine, 0.022, 0.06)
        case "horse" | "unicorn":
            rise = 0.5 if f.kind == "unicorn" else 0.15
            wave = 0.10 * m.swing(0.7)
            spine = raised(
                (0.07, rise),
                (0.10, rise - 0.9 + wave),
                (0.12, -1.25 + wave),
                (0.12, -1.35 - wave),
                (0.08, -0.9),
                share=0.8,
            )
            pen.part(bristle(f), tube(spine, (0.034, 0.060, 0.078, 0.066, 0.044, 0.010)))
            strand = [(px + 0.014, py) for px, py in spine[1:5]]
            pen.fill(shade(bristle(f), 1.25), tube(strand, (0.012, 0.022, 0.018, 0.008)))
        case "pig":
            curl = [(x - 0.03, y + 0.02)]
            curl += [
                (x - 0.085 - 0.042 * math.sin(t) - 0.012 * t, y - 0.01 - 0.045 * math.cos(t) - 0.02 * lift)
                for t in (0.4, 1.6, 2.8, 4.0, 5.2, 6.4)
            ]
            # in two pieces: an outline that crosses itself has holes
            pen.part(coat, tube(curl[3:], (0.021, 0.020, 0.018, 0.014)))
            pen.part(coat, tube(curl[:4], (0.026, 0.024, 0.023, 0.021)))
        case "goat" | "deer":
            small = 0.8 if f.kind == "deer" else 1.0
            spine = raised((0.05 * small, 0.5), (0.07 * small, 1.0))
            pen.part(coat, tube(spine, (0.034 * small, 0.040 * small, 0.010)))
            if f.kind == "deer":
                pen.fill(WHITE, tube([(px, py + 0.014) for px, py in spine[1:]], (0.022, 0.006)))
        case "sheep":
            pen.part(coat, oval(x - 0.10, y + 0.10, 0.062, 0.058))
        case "bear":
            pen.part(coat, oval(x - 0.09, y + 0.06, 0.055, 0.050))
        case "hedgehog":
            return
        case "mouse":
            wave = 0.25 * m.swing(0.6)
            spine = [(x + 0.08, -0.06), (x - 0.10, -0.035), (x - 0.24, -0.04), (x - 0.36, -0.12 - 0.10 * lift)]
            spine.append((x - 0.42, -0.26 - 0.16 * lift + 0.04 * wave))
            high = max(0.0, -y - 0.42)
            pen.part(
                (240, 166, 164),
                tube(
                    [(px, py - high * (4 - n) / 4) for n, (px, py) in enumerate(spine)],
                    (0.026, 0.022, 0.019, 0.016, 0.010),
                ),
            )
        case "squirrel":
            spine = [
                (x + 0.08, max(y + 0.10, -0.14)),
                (x - 0.12, y + 0.02 - 0.04 * lift),
                (x - 0.22, y - 0.22 - 0.06 * lift),
                (x - 0.17, y - 0.48 - 0.06 * lift),
                (x - 0.26, y - 0.66 - 0.08 * lift),
                (x - 0.39, y - 0.60 - 0.08 * lift),
            ]
            pen.part(f.main, tube(spine, (0.05, 0.10, 0.135, 0.125, 0.085, 0.050)))
            pen.fill(mix_pale(f), tube([(px + 0.02, py) for px, py in spine[1:5]], (0.03, 0.07, 0.06, 0.03)))
        case "dragon" | "dinosaur" | "crocodile":
            _thick(pen, f, b, root, lift, m)
        case _:
            pen.part(WHITE if dark(f.main) > 0.08 else shade(f.main, 0.92), oval(x - 0.062, y + 0.04, 0.062, 0.058))


def mix_pale(f: Figure) -> tuple[int, int, int]:
    """The lighter hair inside a bushy tail."""
    return shade(f.main, 1.28)


def _thick(pen: Pen, f: Figure, b: Breed, root: Pair, lift: float, m: Moment) -> None:
    x, y = root
    sway = 0.03 * m.swing(0.6)
    start = (x + 0.55 * b.girth, y + 0.5 * b.girth)
    match f.kind:
        case "dragon":
            end = (x - 0.40, max(-0.62, min(-0.22, y - 0.06 - 0.22 * lift)) + sway)
            spine = [
                start,
                (x - 0.12, min(-0.09, y + 0.16)),
                (x - 0.27, min(-0.06, y + 0.22)),
                (x - 0.39, (end[1] - 0.07) / 2),
                end,
            ]
            pen.part(f.main, tube(spine, (0.15, 0.095, 0.068, 0.046, 0.026)))
            with pen.at(*end, -2.0 - 0.4 * lift):
                pen.part(bristle(f), _ARROW * 0.085)
        case "dinosaur":
            end = (x - 0.60, max(-0.50, min(-0.05, y + 0.04 - 0.24 * lift)) + sway)
            spine = [
                start,
                (x - 0.10, y + 0.14),
                (x - 0.32, min(-0.09, y + 0.24)),
                (x - 0.50, (end[1] - 0.14) / 2),
                end,
            ]
            pen.part(f.main, tube(spine, (0.17, 0.125, 0.080, 0.048, 0.014)))
        case _:
            wave = 0.10 * m.swing(0.6)
            end = (x - 0.98, min(-0.08, -0.18 - 0.20 * lift) + wave)
            spine = [
                start,
                (x - 0.25, min(-0.24, y + 0.20)),
                (x - 0.52, -0.20 - 0.05 * lift),
                (x - 0.78, -0.12 - 0.10 * lift + wave / 2),
                end,
            ]
            for px, py in (
                (x - 0.10, spine[1][1] - 0.20),
                (x - 0.34, -0.40),
                (x - 0.56, -0.31),
                (x - 0.76, -0.22 - 0.08 * lift),
            ):
                pen.part(bristle(f), blob([(px - 0.11, py + 0.09), (px - 0.02, py - 0.11), (px + 0.11, py + 0.09)], 3))
            pen.part(f.main, tube(spine, (0.24, 0.20, 0.14, 0.09, 0.02)))


def _ring(pen: Pen, colour: tuple[int, int, int], spine: Sequence[Pair], k: int, r: float) -> None:
    (x0, y0), (x1, y1) = spine[k], spine[k + 1]
    across = math.atan2(y1 - y0, x1 - x0) + math.pi / 2
    dx, dy = math.cos(across) * r * 0.8, math.sin(across) * r * 0.8
    pen.fill(colour, capsule(x0 - dx, y0 - dy, x0 + dx, y0 + dy, r * 0.32))


def _tuft(pen: Pen, f: Figure, spine: Sequence[Pair], wide: float, long: float) -> None:
    (x0, y0), (x1, y1) = spine[-2:]
    along = math.atan2(y1 - y0, x1 - x0)
    dx, dy = math.cos(along) * long, math.sin(along) * long
    pen.part(
        bristle(f),
        tube(
            [(x1 - 0.2 * dx, y1 - 0.2 * dy), (x1 + 0.4 * dx, y1 + 0.4 * dy), (x1 + dx, y1 + dy)],
            (wide * 0.5, wide, wide * 0.15),
        ),
    )
