"""How each kind of person is built and dressed: one row a kind, all of them drawn by the same hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from generators.toon.canvas import RGB

Hair = Literal["man", "woman", "boy", "girl", "baby", "bald", "bun", "long", "puffs", "shaggy"]
Legs = Literal["trousers", "shorts", "bare", "baggy", "stockings"]
Sleeves = Literal["long", "short", "wide", "puffed", "rolled"]


@dataclass(frozen=True)
class Build:
    """Proportions, in heights of the figure, hat and all."""

    leg: float
    torso: float
    head: float
    """Radius."""
    shoulder: float
    """Half the width of the shoulders."""
    waist: float
    arm: float
    limb: float
    """Radius of an arm; legs are a little thicker."""


@dataclass(frozen=True)
class Outfit:
    """What a kind of person looks like before anybody says more."""

    build: Build
    hair: Hair
    wears: frozenset[str] = frozenset()
    """Traits that everybody of this kind has: garments, hats, beards."""
    legs: Legs = "trousers"
    sleeves: Sleeves = "long"
    trousers: RGB | None = None
    """When they are not a dark tone of the main colour."""
    shoes: RGB = (104, 70, 58)
    palette: tuple[str, ...] = ()
    """Main colours to choose from when nobody says one; empty: the kind's own."""
    accents: tuple[str, ...] = ("white",)


MAN = Build(0.345, 0.305, 0.172, 0.152, 0.118, 0.285, 0.040)
WOMAN = Build(0.335, 0.290, 0.180, 0.100, 0.082, 0.265, 0.031)
BOY = Build(0.245, 0.265, 0.232, 0.118, 0.110, 0.230, 0.036)
GIRL = Build(0.235, 0.255, 0.238, 0.100, 0.092, 0.215, 0.033)


def _hatted(build: Build, share: float, *, wide: float = 1.0) -> Build:
    """A build that leaves room for a hat: all its lengths times `share`, its breadth times `wide` too."""
    return Build(
        build.leg * share,
        build.torso * share,
        build.head * share,
        build.shoulder * share * wide,
        build.waist * share * wide,
        build.arm * share,
        build.limb * share * (0.5 + wide / 2),
    )


def _worn(*traits: str) -> frozenset[str]:
    return frozenset(traits)


_DARK: RGB = (62, 54, 66)
_CLOTHES = ("blue", "red", "green", "teal", "purple", "orange", "brown", "royalblue", "crimson", "mustard")
_DRESSES = ("purple", "red", "teal", "pink", "green", "royalblue", "orange", "raspberry", "gold", "violet")

OUTFITS: Mapping[str, Outfit] = MappingProxyType(
    {
        "man": Outfit(MAN, "man", palette=_CLOTHES),
        "woman": Outfit(
            WOMAN, "woman", _worn("dress"), "bare", palette=_DRESSES, accents=("white", "yellow", "pink", "skyblue")
        ),
        "boy": Outfit(
            BOY,
            "boy",
            _worn("stripe"),
            "shorts",
            "short",
            shoes=(214, 76, 70),
            palette=("orange", "blue", "green", "red", "yellow", "teal"),
            accents=("white", "yellow", "navy"),
        ),
        "girl": Outfit(
            GIRL,
            "girl",
            _worn("dress", "collar"),
            "bare",
            "short",
            shoes=(206, 70, 96),
            palette=("yellow", "pink", "red", "skyblue", "green", "violet"),
            accents=("pink", "red", "white"),
        ),
        "baby": Outfit(
            _hatted(Build(0.19, 0.29, 0.268, 0.140, 0.155, 0.200, 0.050), 0.93),
            "baby",
            _worn("romper", "young"),
            "baggy",
            palette=("skyblue", "pink", "yellow", "mint", "lavender"),
            accents=("white",),
        ),
        "grandfather": Outfit(
            Build(0.315, 0.300, 0.185, 0.140, 0.132, 0.270, 0.037),
            "bald",
            _worn("old", "beard", "glasses", "cardigan", "stooped", "cane"),
            trousers=(122, 104, 92),
            palette=("green", "maroon", "mustard", "teal", "slateblue"),
            accents=("white",),
        ),
        "grandmother": Outfit(
            Build(0.300, 0.290, 0.190, 0.118, 0.120, 0.250, 0.034),
            "bun",
            _worn("old", "glasses", "long dress", "shawl", "apron", "stooped"),
            "stockings",
            palette=("violet", "teal", "raspberry", "steelblue", "green"),
            accents=("white",),
        ),
        "king": Outfit(
            _hatted(MAN, 0.92, wide=1.12),
            "man",
            _worn("crown", "cape", "beard", "tunic", "ermine"),
            palette=("crimson", "royalblue", "purple", "emerald"),
            accents=("gold",),
            trousers=(240, 232, 216),
            shoes=(126, 78, 56),
        ),
        "queen": Outfit(
            _hatted(WOMAN, 0.92),
            "bun",
            _worn("crown", "gown", "cape", "high collar"),
            "bare",
            "puffed",
            palette=("purple", "crimson", "royalblue", "emerald", "raspberry"),
            accents=("gold",),
        ),
        "prince": Outfit(
            _hatted(BOY, 0.94),
            "boy",
            _worn("crown", "short cape", "tunic"),
            "stockings",
            "puffed",
            palette=("blue", "emerald", "crimson", "purple"),
            accents=("gold", "red"),
            trousers=(238, 230, 214),
            shoes=(126, 78, 56),
        ),
        "princess": Outfit(
            _hatted(GIRL, 0.96),
            "long",
            _worn("tiara", "gown"),
            "bare",
            "puffed",
            palette=("pink", "skyblue", "violet", "yellow", "mint"),
            accents=("white", "gold"),
        ),
        "knight": Outfit(
            _hatted(MAN, 0.90, wide=1.12),
            "bald",
            _worn("helm", "plume", "armour", "tabard", "sword"),
            palette=("red", "blue", "green", "gold", "purple"),
            accents=("white", "gold"),
            trousers=(176, 184, 198),
            shoes=(150, 158, 174),
        ),
        "wizard": Outfit(
            _hatted(MAN, 0.80),
            "shaggy",
            _worn("pointed hat", "robe", "long beard", "old", "stars"),
            "bare",
            "wide",
            palette=("royalblue", "purple", "teal", "crimson"),
            accents=("gold",),
        ),
        "witch": Outfit(
            _hatted(WOMAN, 0.82),
            "long",
            _worn("witch hat", "ragged dress", "long nose", "cape"),
            "stockings",
            "wide",
            trousers=(150, 110, 190),
            shoes=_DARK,
            palette=("indigo", "black", "darkgreen"),
            accents=("orange", "lime", "violet"),
        ),
        "pirate": Outfit(
            _hatted(MAN, 0.95),
            "man",
            _worn("tricorn", "coat", "eye patch", "sash", "boots", "goatee"),
            palette=("crimson", "navy", "teal", "black"),
            accents=("red", "gold", "white"),
            trousers=(226, 214, 192),
            shoes=_DARK,
        ),
        "farmer": Outfit(
            _hatted(MAN, 0.98),
            "man",
            _worn("hat", "overalls", "boots", "pitchfork"),
            sleeves="rolled",
            palette=("blue", "green", "brown"),
            accents=("red", "gold", "white"),
            shoes=(96, 74, 52),
        ),
        "cook": Outfit(
            _hatted(MAN, 0.86, wide=1.18),
            "man",
            _worn("toque", "apron", "fat", "moustache", "neckerchief"),
            palette=("white",),
            accents=("red", "blue", "green"),
            trousers=(92, 96, 112),
        ),
        "doctor": Outfit(
            MAN,
            "man",
            _worn("long coat", "stethoscope", "bag", "mirror"),
            palette=("white",),
            accents=("teal", "blue", "green"),
            trousers=(84, 112, 140),
        ),
        "police officer": Outfit(
            _hatted(MAN, 0.96),
            "man",
            _worn("peaked cap", "uniform", "belt"),
            palette=("navy", "deepblue"),
            accents=("gold",),
            trousers=(56, 62, 96),
            shoes=_DARK,
        ),
        "firefighter": Outfit(
            _hatted(MAN, 0.91, wide=1.12),
            "man",
            _worn("fire helmet", "jacket", "bands", "tank", "boots"),
            "baggy",
            palette=("red", "orangered", "gold"),
            accents=("yellow",),
            trousers=(92, 84, 82),
            shoes=_DARK,
        ),
        "sailor": Outfit(
            _hatted(MAN, 0.92),
            "man",
            _worn("sailor hat", "sailor collar", "duffel"),
            "baggy",
            palette=("white", "skyblue"),
            accents=("navy", "blue"),
            trousers=(62, 86, 146),
            shoes=_DARK,
        ),
        "astronaut": Outfit(
            Build(0.290, 0.300, 0.165, 0.160, 0.150, 0.260, 0.056),
            "man",
            _worn("bubble", "spacesuit", "life support"),
            "baggy",
            palette=("white",),
            accents=("orange", "blue", "red"),
            shoes=(206, 210, 220),
        ),
        "clown": Outfit(
            _hatted(Build(0.270, 0.290, 0.190, 0.130, 0.165, 0.255, 0.040), 0.88),
            "puffs",
            _worn("clown hat", "red hair", "clown nose", "ruff", "pompons", "big shoes"),
            "baggy",
            palette=("yellow", "orange", "skyblue", "violet", "green"),
            accents=("red", "blue", "raspberry"),
            shoes=(220, 70, 66),
        ),
        "dwarf": Outfit(
            _hatted(Build(0.165, 0.300, 0.215, 0.185, 0.190, 0.240, 0.052), 0.87),
            "shaggy",
            _worn("soft cap", "long beard", "tunic", "belt", "boots"),
            palette=("green", "brown", "red", "steelblue", "mustard"),
            accents=("red", "blue", "orange", "green"),
            trousers=(110, 84, 70),
            shoes=_DARK,
        ),
        "fairy": Outfit(
            _hatted(GIRL, 0.96),
            "bun",
            _worn("wings", "petal dress", "wand", "young"),
            "bare",
            "short",
            palette=("mint", "pink", "violet", "yellow", "skyblue"),
            accents=("gold", "white"),
            shoes=(120, 176, 110),
        ),
        "giant": Outfit(
            Build(0.335, 0.390, 0.130, 0.245, 0.205, 0.370, 0.060),
            "shaggy",
            _worn("beard", "ragged tunic", "belt", "barefoot"),
            "bare",
            "short",
            palette=("brown", "green", "russet", "slategray"),
            accents=("brown",),
            shoes=(120, 84, 60),
        ),
    }
)
"""Everybody who is drawn by `person.draw_person`."""
