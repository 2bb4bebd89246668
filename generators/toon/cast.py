"""An entity and one of its looks become a figure: the same wherever it appears."""

import hashlib
import re

from generators.toon.canvas import RGB, mix
from generators.toon.figures.state import Figure
from storyline.schema.entity import Entity, Look
from storyline.schema.storyboard import Storyboard
from storyline.schema.vocabulary import COLOURS, KINDS, UNKNOWN_KIND, kind_of, rgb

_SKINS: tuple[RGB, ...] = ((252, 214, 180), (246, 200, 160), (226, 172, 128), (186, 128, 90), (140, 94, 68))
_HAIRS: tuple[RGB, ...] = ((92, 58, 44), (60, 46, 48), (176, 104, 52), (226, 178, 92), (120, 72, 48))
_GREY_HAIR: RGB = (214, 214, 220)
_CREAM: RGB = (252, 246, 234)

_NOUN_COLOURS = {
    "wolf": "gray",
    "crow": "black",
    "seagull": "white",
    "duck": "yellow",
    "sparrow": "brown",
    "robin": "orange",
    "rose": "red",
    "daisy": "white",
    "salmon": "pink",
    "football": "white",
    "taxi": "yellow",
}
"""What a noun says of colour when nobody else does."""

_SHOWS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("king", "queen", "prince", "princess", "crown", "royal"), ("crown",)),
    **dict.fromkeys(("old", "elderly", "aged", "ancient", "grandmother", "grandfather", "granny"), ("old", "glasses")),
    **dict.fromkeys(("wise", "glasses", "spectacles", "teacher", "professor"), ("glasses",)),
    **dict.fromkeys(("young", "puppy", "kitten", "kitty", "bunny", "baby"), ("young",)),
    **dict.fromkeys(("small", "little", "tiny"), ("small",)),
    **dict.fromkeys(("farmer", "fisherman", "hat"), ("hat",)),
    **dict.fromkeys(("beard", "bearded"), ("beard",)),
    **{word: (word,) for word in ("scarf", "cap", "bow", "wolf", "collar", "apple")},
}
"""Words that are drawn, and what they show as."""


def figure_of(entity: Entity, look: Look, *, talks: bool = False) -> Figure:
    """The figure of an entity in a look; `talks` gives a thing a face."""
    kind = kind_of(entity.kind) or "unknown"
    known = KINDS.get(kind, UNKNOWN_KIND)
    said = " ".join((entity.kind, entity.name, look.description, *look.attributes)).lower()
    traits = {shown for word in re.findall(r"\w+", said) for shown in _SHOWS.get(word, ())}
    if "old" in traits and kind == "man":
        traits.add("beard")
    chance = hashlib.sha256(f"figure/{entity.id}".encode()).digest()
    main = rgb(look.colours[0] if look.colours else _NOUN_COLOURS.get(entity.kind.lower(), known.colour))
    hair = _HAIRS[chance[0] % len(_HAIRS)]
    return Figure(
        kind=kind,
        main=main,
        accent=rgb(look.colours[1]) if len(look.colours) > 1 else _accent(kind, main, frozenset(traits), chance[2]),
        skin=_SKINS[chance[1] % len(_SKINS)],
        hair=_GREY_HAIR if "old" in traits else hair,
        traits=frozenset(traits),
        variant=chance[3] * 256 + chance[4],
        label=entity.name,
        talks=talks and not known.alive,
    )


def talkers(storyboard: Storyboard) -> frozenset[str]:
    """Ids of all who speak or sing anywhere in the film."""
    return frozenset(
        line.speaker
        for _, shot in storyboard.shots()
        for line in shot.lines
        if line.speaker is not None and line.kind in ("spoken", "lyric")
    )


def _accent(kind: str, main: RGB, traits: frozenset[str], chance: int) -> RGB:
    if "hat" in traits:
        return (232, 200, 128)
    names = {
        "girl": ("pink", "red", "white"),
        "woman": ("white", "yellow", "pink"),
        "dog": ("red", "blue"),
        "boat": ("white",),
    }
    if "scarf" in traits:
        names = {kind: ("red", "blue", "yellow")}
    choice = names.get(kind, ("white",))
    for n in range(len(choice)):
        colour = COLOURS[choice[(chance + n) % len(choice)]]
        if colour != main:
            return _CREAM if colour == COLOURS["white"] else colour
    return mix(main, (60, 50, 70), 0.5)
