"""The proportions of all who go on four legs, and the colours that go with their coats."""

from dataclasses import dataclass
from typing import Literal

from generators.toon.canvas import RGB, mix, shade
from generators.toon.figures.pen import WHITE
from generators.toon.figures.state import Figure
from generators.toon.shapes import Pair

_SNOW: RGB = (246, 243, 236)
HOOF: RGB = (92, 74, 74)


@dataclass(frozen=True)
class Breed:
    """Proportions of a kind, in heights of the figure, standing."""

    middle: Pair
    """Centre of the body."""
    half: float
    """Half the length of the body between its legs."""
    girth: float
    """Radius of the body at the rump."""
    chest: float
    """Radius of the body at the chest."""
    leg: float
    """Radius of a leg."""
    head: Pair
    skull: float
    """Radius of the head."""
    foot: Literal["paw", "hoof", "pad"] = "paw"
    slope: float = 0.0
    """How much the back rises to the shoulders, radians."""
    nape: float = 0.55
    """Radius of the neck at the head, in skulls."""
    chin: float = 0.85
    """How far under the middle of a lowered head its mouth is, in skulls."""
    rest: float = 0.90
    """How high over the ground the middle of the head is in sleep, in skulls."""
    haunch: float = 0.0
    """For those who rest on their haunches: how steeply, 0..1."""


BREEDS = {
    "dog": Breed((-0.08, -0.40), 0.27, 0.150, 0.155, 0.058, (0.26, -0.70), 0.225),
    "cat": Breed((-0.06, -0.36), 0.25, 0.135, 0.140, 0.048, (0.26, -0.62), 0.235),
    "fox": Breed((0.02, -0.37), 0.25, 0.130, 0.135, 0.046, (0.37, -0.60), 0.215),
    "hare": Breed((-0.09, -0.28), 0.16, 0.140, 0.145, 0.045, (0.16, -0.49), 0.185),
    "wolf": Breed((-0.02, -0.45), 0.26, 0.125, 0.165, 0.050, (0.35, -0.68), 0.205, nape=0.80),
    "lion": Breed((-0.12, -0.42), 0.27, 0.125, 0.155, 0.056, (0.20, -0.65), 0.190, nape=0.8, chin=1.55, rest=1.72),
    "tiger": Breed((-0.10, -0.46), 0.33, 0.150, 0.165, 0.066, (0.33, -0.72), 0.220),
    "bear": Breed((-0.10, -0.50), 0.24, 0.215, 0.205, 0.092, (0.30, -0.70), 0.230, "pad", nape=0.8),
    "mouse": Breed((-0.06, -0.28), 0.17, 0.185, 0.140, 0.036, (0.22, -0.48), 0.215, haunch=0.80),
    "squirrel": Breed((0.02, -0.28), 0.16, 0.165, 0.130, 0.042, (0.27, -0.56), 0.190, haunch=0.88),
    "hedgehog": Breed((-0.08, -0.42), 0.24, 0.240, 0.220, 0.075, (0.42, -0.40), 0.225, chin=0.6),
    "horse": Breed((-0.07, -0.51), 0.25, 0.140, 0.150, 0.046, (0.35, -0.79), 0.150, "hoof", nape=0.72, chin=1.35),
    "unicorn": Breed((-0.07, -0.46), 0.23, 0.126, 0.136, 0.042, (0.30, -0.705), 0.136, "hoof", nape=0.72, chin=1.35),
    "donkey": Breed((-0.06, -0.43), 0.24, 0.150, 0.150, 0.048, (0.31, -0.65), 0.165, "hoof", nape=0.75, chin=1.35),
    "cow": Breed((-0.10, -0.51), 0.36, 0.190, 0.185, 0.058, (0.43, -0.72), 0.165, "hoof", nape=0.85, chin=1.25),
    "pig": Breed((-0.12, -0.41), 0.28, 0.255, 0.235, 0.070, (0.36, -0.56), 0.270, "hoof", nape=0.8, chin=0.8),
    "sheep": Breed((-0.08, -0.50), 0.22, 0.250, 0.240, 0.046, (0.33, -0.70), 0.175, "hoof", nape=0.8, chin=1.1),
    "goat": Breed((-0.10, -0.45), 0.25, 0.155, 0.160, 0.044, (0.27, -0.66), 0.165, "hoof", nape=0.7, chin=1.15),
    "deer": Breed((-0.08, -0.41), 0.20, 0.108, 0.112, 0.033, (0.19, -0.645), 0.124, "hoof", nape=0.62, chin=1.25),
    "giraffe": Breed(
        (-0.10, -0.42), 0.15, 0.088, 0.100, 0.030, (0.20, -0.86), 0.078, "hoof", slope=0.28, nape=0.62, chin=1.3
    ),
    "elephant": Breed((-0.12, -0.54), 0.25, 0.275, 0.265, 0.112, (0.26, -0.70), 0.240, "pad", nape=0.8, chin=2.1),
    "dragon": Breed((-0.08, -0.38), 0.22, 0.175, 0.160, 0.062, (0.36, -0.76), 0.165, "pad", nape=0.55, chin=1.0),
    "dinosaur": Breed((-0.12, -0.40), 0.22, 0.185, 0.165, 0.078, (0.56, -0.865), 0.125, "pad", nape=0.60, chin=1.0),
    "crocodile": Breed((-0.18, -0.50), 0.46, 0.270, 0.280, 0.125, (0.60, -0.56), 0.270, "pad", nape=0.95, chin=0.9),
}


def pale(f: Figure) -> RGB:
    """The colour of bellies and muzzles."""
    if f.kind == "fox" and f.main != _SNOW:
        return WHITE
    if f.kind in ("tiger", "wolf"):
        return mix(f.main, WHITE, 0.72)
    if f.kind in ("dragon", "crocodile", "dinosaur"):
        return mix(shade(f.main, 1.45), (250, 236, 170), 0.5)
    if f.kind in ("bear", "mouse", "squirrel", "horse", "donkey", "deer", "lion", "hedgehog"):
        return mix(f.main, (252, 232, 204), 0.62)
    return shade(f.main, 1.5)


def bristle(f: Figure) -> RGB:
    """The colour of manes, tufts, patches and stripes: it stands out from the coat."""
    match f.kind:
        case "lion":
            return mix(shade(f.main, 0.72), (150, 66, 36), 0.55)
        case "unicorn":
            return (238, 142, 190) if f.variant % 2 else (158, 132, 222)
        case "cow":
            return (70, 62, 68) if dark(f.main) < 0.25 else (250, 244, 232)
        case "giraffe":
            return mix(shade(f.main, 0.62), (140, 74, 40), 0.55)
        case "tiger":
            return (62, 48, 54)
        case _:
            return shade(f.main, 0.55) if dark(f.main) < 0.70 else shade(f.main, 1.35)


def sock(f: Figure) -> RGB:
    """The colour of the feet."""
    match f.kind:
        case "fox":
            return 74, 52, 50
        case "cat" | "tiger" | "wolf":
            return pale(f)
        case "mouse":
            return 246, 176, 172
        case "sheep":
            return 92, 80, 82
        case _:
            return f.main


def dark(colour: RGB) -> float:
    """How dark a colour is, 0 white .. 1 black."""
    red, green, blue = colour
    return 1 - (0.30 * red + 0.59 * green + 0.11 * blue) / 255
