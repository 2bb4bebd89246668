"""Animals: one row a kind."""

from collections.abc import Mapping
from types import MappingProxyType

from storyline.schema.vocabulary.kind import Kind, Medium, Spot


def _animal(
    height: float, aspect: float, colour: str, also: str = "", medium: Medium = "ground", **anchors: Spot
) -> Kind:
    return Kind(height, aspect, medium, True, colour, also, MappingProxyType(anchors))


# fmt: off
ANIMALS: Mapping[str, Kind] = MappingProxyType(
    {
        "dog": _animal(0.27, 1.20, "brown", "puppy, hound", seat=(0.46, 0.40), head=(0.77, 0.06), mouth=(0.90, 0.37)),
        "cat": _animal(0.26, 1.23, "orange", "kitten, kitty", seat=(0.44, 0.48), head=(0.72, 0.17),
            mouth=(0.80, 0.46)),
        "hare": _animal(0.30, 0.82, "brown", "rabbit, bunny", seat=(0.44, 0.58), head=(0.76, 0.37),
            mouth=(0.87, 0.59)),
        "fox": _animal(0.27, 1.40, "orange", "vixen", seat=(0.54, 0.47), head=(0.80, 0.19), mouth=(0.94, 0.47)),
        "wolf": _animal(0.29, 1.30, "gray", "coyote, jackal", seat=(0.47, 0.41), head=(0.77, 0.17),
            mouth=(0.93, 0.41)),
        "lion": _animal(0.33, 1.42, "yellow", "lioness", seat=(0.50, 0.44), head=(0.77, 0.20), mouth=(0.84, 0.44)),
        "tiger": _animal(0.30, 1.50, "orange", "tigress, leopard, panther", seat=(0.50, 0.38),
            head=(0.80, 0.10), mouth=(0.87, 0.37)),
        "bear": _animal(0.38, 1.18, "brown", "cub", seat=(0.43, 0.26), head=(0.77, 0.09), mouth=(0.89, 0.39)),
        "mouse": _animal(0.13, 1.05, "gray", "rat, hamster", hand=(0.78, 0.65), head=(0.70, 0.18),
            mouth=(0.88, 0.44)),
        "squirrel": _animal(0.18, 0.82, "orange", "chipmunk", hand=(0.80, 0.62), head=(0.71, 0.16),
            mouth=(0.88, 0.38)),
        "hedgehog": _animal(0.14, 1.52, "brown", "porcupine", head=(0.74, 0.40), mouth=(0.91, 0.66)),
        "horse": _animal(0.44, 1.20, "brown", "pony, mare, stallion, foal, steed", seat=(0.45, 0.38),
            head=(0.79, 0.14), mouth=(0.92, 0.39)),
        "unicorn": _animal(0.46, 1.12, "white", "", seat=(0.47, 0.43), head=(0.79, 0.23), mouth=(0.92, 0.45)),
        "donkey": _animal(0.36, 1.10, "gray", "mule, ass", seat=(0.42, 0.45), head=(0.75, 0.28), mouth=(0.91, 0.54)),
        "cow": _animal(0.38, 1.45, "white", "bull, ox, calf, cattle", seat=(0.43, 0.30), head=(0.80, 0.14),
            mouth=(0.93, 0.44)),
        "pig": _animal(0.25, 1.46, "pink", "piglet, hog, sow, boar", seat=(0.42, 0.30), head=(0.77, 0.15),
            mouth=(0.90, 0.54)),
        "sheep": _animal(0.28, 1.22, "white", "lamb, ram, ewe", seat=(0.43, 0.21), head=(0.80, 0.11),
            mouth=(0.91, 0.40)),
        "goat": _animal(0.32, 1.02, "white", "billy goat", seat=(0.40, 0.39), head=(0.78, 0.22), mouth=(0.93, 0.47)),
        "deer": _animal(0.44, 0.82, "brown", "stag, doe, fawn, reindeer, elk, moose", seat=(0.41, 0.46),
            head=(0.77, 0.24), mouth=(0.92, 0.41)),
        "giraffe": _animal(0.64, 0.72, "yellow", "", seat=(0.34, 0.50), head=(0.80, 0.09), mouth=(0.92, 0.22)),
        "elephant": _animal(0.48, 1.25, "gray", "mammoth", seat=(0.42, 0.19), head=(0.73, 0.10),
            mouth=(0.83, 0.47), hand=(0.96, 0.78)),
        "dragon": _animal(0.46, 1.42, "green", "", seat=(0.52, 0.48), head=(0.82, 0.16), mouth=(0.93, 0.35)),
        "dinosaur": _animal(0.46, 1.75, "purple", "brontosaurus", seat=(0.51, 0.43), head=(0.89, 0.05),
            mouth=(0.95, 0.17)),
        "crocodile": _animal(0.18, 3.15, "green", "alligator", seat=(0.50, 0.20), head=(0.77, 0.18),
            mouth=(0.94, 0.44)),
        "tortoise": _animal(0.20, 1.54, "green", "turtle", seat=(0.44, 0.06), head=(0.88, 0.10), mouth=(0.95, 0.38)),
        "bird": _animal(
            0.16, 1.25, "blue",
            "sparrow, robin, crow, swallow, gull, seagull, dove, parrot, raven, pigeon",
            "air", head=(0.73, 0.10), mouth=(0.97, 0.32), seat=(0.35, 0.32),
        ),
        "fish": _animal(0.13, 1.65, "orange", "goldfish, salmon, trout", "water", mouth=(0.93, 0.60),
            seat=(0.55, 0.12)),
        "hen": _animal(0.20, 1.12, "white", "chicken, chick, turkey", seat=(0.45, 0.33), head=(0.76, 0.11),
            mouth=(0.92, 0.25)),
        "rooster": _animal(0.22, 1.12, "orange", "cockerel", seat=(0.54, 0.39), head=(0.79, 0.13),
            mouth=(0.93, 0.26)),
        "duck": _animal(0.18, 1.42, "yellow", "duckling, drake, goose, gosling, swan", seat=(0.39, 0.44),
            head=(0.71, 0.03), mouth=(0.91, 0.25)),
        "eagle": _animal(0.24, 1.11, "brown", "hawk, falcon, vulture", medium="air", seat=(0.47, 0.37),
            head=(0.73, 0.05), mouth=(0.91, 0.21)),
        "owl": _animal(0.21, 0.82, "brown", "owlet", medium="air", head=(0.48, 0.13), mouth=(0.55, 0.42)),
        "penguin": _animal(0.24, 0.81, "black", "", hand=(0.88, 0.62), head=(0.52, 0.05), mouth=(0.77, 0.27)),
        "whale": _animal(0.36, 2.13, "blue", "orca", medium="water", seat=(0.59, 0.07), head=(0.83, 0.13),
            mouth=(0.95, 0.58)),
        "dolphin": _animal(0.22, 2.16, "blue", "porpoise", medium="water", seat=(0.61, 0.28),
            head=(0.77, 0.37), mouth=(0.95, 0.69)),
        "shark": _animal(0.24, 1.92, "gray", "", medium="water", seat=(0.64, 0.35), head=(0.78, 0.40),
            mouth=(0.87, 0.70)),
        "octopus": _animal(0.24, 1.58, "pink", "squid", medium="water", hand=(0.86, 0.90), head=(0.50, 0.06),
            mouth=(0.55, 0.59)),
        "crab": _animal(0.14, 1.65, "red", "lobster", hand=(0.93, 0.28), seat=(0.50, 0.36), head=(0.50, 0.36),
            mouth=(0.51, 0.63)),
        "butterfly": _animal(0.15, 0.99, "orange", "moth", medium="air", head=(0.49, 0.27), mouth=(0.50, 0.38)),
        "bee": _animal(0.12, 1.17, "yellow", "bumblebee, wasp", medium="air", seat=(0.35, 0.46),
            head=(0.77, 0.47), mouth=(0.82, 0.68)),
        "ladybird": _animal(0.10, 1.55, "red", "ladybug, beetle", seat=(0.38, 0.14), head=(0.78, 0.29),
            mouth=(0.82, 0.60)),
        "ant": _animal(0.11, 1.58, "brown", "", head=(0.67, 0.20), mouth=(0.72, 0.49)),
        "spider": _animal(0.12, 2.16, "black", "", head=(0.48, 0.10), mouth=(0.55, 0.63)),
        "snail": _animal(0.13, 1.68, "orange", "slug", seat=(0.40, 0.07), head=(0.85, 0.45), mouth=(0.86, 0.64)),
        "snake": _animal(0.18, 1.69, "green", "serpent, worm, python", head=(0.78, 0.09), mouth=(0.89, 0.28)),
        "frog": _animal(0.15, 1.12, "green", "toad", hand=(0.78, 0.92), seat=(0.33, 0.49), head=(0.57, 0.19),
            mouth=(0.64, 0.46)),
        "monkey": _animal(0.34, 0.67, "brown", "ape, chimpanzee, gorilla", hand=(0.47, 0.81),
            head=(0.60, 0.09), mouth=(0.69, 0.34)),
    }
)
# fmt: on
