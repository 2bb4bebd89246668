"""An entity and one of its looks become a figure: the same wherever it appears."""

import hashlib
import re
from collections.abc import Iterable, Mapping

from generators.toon.canvas import RGB, mix
from generators.toon.figures.outfit import OUTFITS
from generators.toon.figures.state import Figure
from storyline.schema.base import EntityId
from storyline.schema.entity import Entity, Look
from storyline.schema.layout import Placement
from storyline.schema.storyboard import Storyboard
from storyline.schema.vocabulary import COLOURS, HOLDING, KINDS, UNKNOWN_KIND, colour_of, kind_of, rgb

_SKINS: tuple[RGB, ...] = (
    (252, 214, 180),
    (246, 200, 160),
    (240, 188, 150),
    (226, 172, 128),
    (204, 148, 106),
    (172, 116, 82),
    (140, 94, 68),
)
_HAIRS: tuple[RGB, ...] = (
    (92, 58, 44),
    (60, 46, 48),
    (176, 104, 52),
    (226, 178, 92),
    (120, 72, 48),
    (52, 44, 62),
    (198, 92, 48),
    (148, 96, 56),
)
_GREY_HAIR: RGB = (222, 222, 228)
_CREAM: RGB = (252, 246, 234)

_NOUN_COLOURS = {
    "wolf": "gray",
    "crow": "black",
    "seagull": "white",
    "duck": "yellow",
    "sparrow": "brown",
    "robin": "orange",
    "raven": "black",
    "pigeon": "gray",
    "dove": "white",
    "parrot": "green",
    "goose": "white",
    "swan": "white",
    "chick": "yellow",
    "turkey": "brown",
    "leopard": "yellow",
    "panther": "black",
    "orca": "black",
    "bull": "brown",
    "ox": "brown",
    "boar": "brown",
    "fawn": "tan",
    "rose": "red",
    "daisy": "white",
    "salmon": "pink",
    "football": "white",
    "snowball": "white",
    "boot": "brown",
    "slipper": "skyblue",
    "chalk": "white",
    "teapot": "blue",
    "blanket": "blue",
    "silver coin": "silver",
    "taxi": "yellow",
    "pear": "yellowgreen",
    "peach": "peach",
    "plum": "plum",
    "orange": "orange",
    "cherry": "crimson",
    "melon": "green",
    "watermelon": "green",
    "turnip": "violet",
    "radish": "pink",
    "sunflower": "yellow",
    "dandelion": "yellow",
    "poppy": "red",
    "lily": "white",
    "barrel": "brown",
    "bucket": "silver",
    "pail": "silver",
    "spaceship": "silver",
    "gingerbread": "brown",
    "pie": "ochre",
    "sofa": "teal",
    "armchair": "crimson",
    "couch": "teal",
    "throne": "gold",
    "gate": "white",
    "hedge": "green",
    "wall": "gray",
    "desk": "russet",
    "purse": "red",
    "suitcase": "russet",
    "santa": "red",
    "santa claus": "red",
    "nurse": "white",
    "bride": "white",
    "nun": "black",
    "monk": "brown",
    "elf": "green",
    "angel": "white",
    "leprechaun": "green",
    "goblin": "olive",
    "groom": "black",
    "bridegroom": "black",
    "butler": "black",
    "waiter": "black",
    "judge": "black",
}
"""What a noun says of colour when nobody else does."""

_PALETTES: Mapping[str, tuple[str, ...]] = {
    "robot": ("gray", "steelblue", "teal", "orange", "mustard", "crimson"),
    "ghost": ("white", "aliceblue", "mintcream", "lavender"),
    "monster": ("purple", "green", "teal", "orange", "royalblue", "hotpink"),
    "snowman": ("white",),
    "car": ("red", "blue", "yellow", "green", "orange", "teal"),
    "boat": ("red", "blue", "green", "teal", "orange"),
    "ball": ("red", "blue", "yellow", "green", "orange", "purple"),
    "balloon": ("red", "blue", "yellow", "green", "purple", "orange", "pink"),
    "bus": ("yellow", "red", "blue", "green"),
    "truck": ("blue", "red", "green", "orange"),
    "train": ("green", "red", "blue", "black"),
    "tractor": ("green", "red", "orange"),
    "bicycle": ("red", "blue", "green", "yellow"),
    "carriage": ("crimson", "royalblue", "purple"),
    "plane": ("red", "blue", "yellow", "white"),
    "helicopter": ("orange", "blue", "green", "red"),
    "hot air balloon": ("red", "blue", "purple", "orange"),
    "book": ("red", "blue", "green", "purple", "brown"),
    "kite": ("red", "blue", "green", "purple"),
    "umbrella": ("red", "blue", "yellow", "violet"),
    "cup": ("blue", "red", "green", "orange"),
    "gift": ("purple", "red", "blue", "green"),
    "cake": ("pink", "white", "chocolate"),
    "bed": ("blue", "red", "green", "purple"),
    "tent": ("orange", "green", "blue", "red"),
    "flag": ("red", "blue", "green"),
    "clock": ("red", "blue", "green"),
    "house": ("yellow", "pink", "skyblue", "cream", "mint", "peach"),
    "flower": ("pink", "red", "yellow", "violet", "orange", "white"),
}
"""Colours of kinds that come in many, when nobody says one; people's are in their outfits."""

_SHOWS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("crown", "crowned", "royal"), ("crown",)),
    **dict.fromkeys(("old", "elderly", "aged", "ancient"), ("old", "glasses")),
    **dict.fromkeys(("wise", "glasses", "spectacles", "teacher", "professor", "librarian", "scientist"), ("glasses",)),
    **dict.fromkeys(("young", "puppy", "kitten", "kitty", "bunny", "cub", "fawn", "foal", "calf"), ("young",)),
    **dict.fromkeys(("lamb", "piglet", "chick", "duckling", "gosling", "owlet"), ("young",)),
    "doe": ("doe",),
    "lioness": ("lioness",),
    **dict.fromkeys(("small", "little", "tiny"), ("small",)),
    **dict.fromkeys(("fisherman", "hat", "cowboy", "shepherd", "detective", "scarecrow", "gardener"), ("hat",)),
    **dict.fromkeys(("beard", "bearded"), ("beard",)),
    **dict.fromkeys(("moustache", "mustache"), ("moustache",)),
    **dict.fromkeys(("cape", "cloak", "cloaked"), ("cape",)),
    **dict.fromkeys(("superhero", "superheroine"), ("cape", "mask", "belt")),
    **dict.fromkeys(("coat", "overcoat", "raincoat", "detective", "spy"), ("coat",)),
    **dict.fromkeys(("robe", "monk", "nun", "priest", "judge"), ("robe",)),
    **dict.fromkeys(
        ("apron", "maid", "milkmaid", "cobbler", "shoemaker", "blacksmith", "miller", "butcher"), ("apron",)
    ),
    **dict.fromkeys(("overalls", "dungarees", "worker", "builder", "mechanic", "carpenter"), ("overalls",)),
    **dict.fromkeys(("boots", "wellies"), ("boots",)),
    **dict.fromkeys(
        ("backpack", "rucksack", "traveller", "traveler", "schoolboy", "schoolgirl", "tourist"), ("backpack",)
    ),
    **dict.fromkeys(("hood", "hooded"), ("hood", "cape")),
    **dict.fromkeys(("helmet",), ("helm",)),
    **dict.fromkeys(("bald",), ("bald",)),
    **dict.fromkeys(("curly", "curls", "afro"), ("curly hair",)),
    **dict.fromkeys(("pigtails", "braids", "plaits"), ("pigtails",)),
    **dict.fromkeys(("fat", "chubby", "plump", "stout", "round", "portly"), ("fat",)),
    **dict.fromkeys(("groom", "bridegroom", "butler", "gentleman"), ("top hat",)),
    **dict.fromkeys(("santa", "elf"), ("soft cap", "belt")),
    **dict.fromkeys(("postman", "mailman", "driver"), ("peaked cap",)),
    "father": ("moustache",),
    "uncle": ("moustache",),
    "santa": ("soft cap", "beard", "old", "fat", "belt", "boots"),
    "captain": ("beard",),
    "bride": ("gown", "long hair"),
    "stepmother": ("long dress", "bun"),
    "teacher": ("bun", "glasses"),
    "nurse": ("apron",),
    "gown": ("gown",),
    "dress": ("dress",),
    "eyepatch": ("eye patch",),
    "tophat": ("top hat",),
    "angel": (),
    "tie": (),
    **{
        word: (word,)
        for word in (
            "scarf",
            "cap",
            "bow",
            "wolf",
            "collar",
            "apple",
            "bun",
            "tiara",
            "wings",
            "sword",
            "mask",
            "shawl",
            "belt",
            "jacket",
            "cardigan",
            "sash",
        )
    },
}
"""Words that are drawn, and what they show as."""

_PHRASES: Mapping[str, tuple[str, ...]] = {
    r"long[- ]hair\w*|hair is long": ("long hair",),
    r"short[- ]hair\w*": ("short hair",),
    r"top[- ]hat": ("top hat",),
    r"straw[- ]hat": ("hat", "straw hat"),
    r"(pointed|pointy)[- ]hat": ("pointed hat",),
    r"eye[- ]patch": ("eye patch",),
    r"long (white |grey |gray |red |black |brown )?beard": ("long beard",),
    r"(red )?riding[- ]hood": ("hood", "cape"),
}
"""Phrases of several words that are drawn."""

_HAIR = (
    re.compile(r"\bhair (?:is |was |of )(\w+)"),
    re.compile(r"\b(\w+)[- ](?:long |short |curly )?hair(?:ed)?\b"),
    re.compile(r"\b(blonde?|brunette|redhead)\b"),
)
_HAIR_COLOURS: Mapping[str, RGB] = {
    "red": (198, 92, 48),
    "ginger": (216, 116, 56),
    "redhead": (198, 92, 48),
    "brown": (110, 70, 50),
    "brunette": (92, 58, 44),
    "dark": (60, 46, 48),
    "black": (52, 46, 54),
    "fair": (232, 190, 110),
    "golden": (236, 190, 84),
    "yellow": (236, 190, 84),
    "gray": (196, 198, 206),
    "grey": (196, 198, 206),
    "white": (236, 236, 240),
}
_LIFELESS = re.compile(
    r"(stand|lie|ly|sit|rest|hang|lean|remain|stay|appear|rise|land|stop|turn|pass|move|roll|slide|slip|fall|drop|"
    r"topple|tumble|sink|crash|plunge|float|drift|hover|fly|soar|glide|flutter|sail|bounce|spin|whirl|sway|swing|open|"
    r"close|shut|break|burn|shine|glow|ring)(s|es|ing)?",
    re.IGNORECASE,
)
"""Actions that say nothing of life: things do them too."""
_NO_BEARDS = frozenset(
    {"woman", "girl", "boy", "baby", "queen", "princess", "fairy", "witch", "grandmother", "robot", "prince"}
)


def figure_of(entity: Entity, look: Look, *, talks: bool = False) -> Figure:
    """The figure of an entity in a look; `talks` gives a thing a face (see `with_faces`).

    What nobody says of hair, skin and clothes is chosen by the entity's id.
    """
    kind = kind_of(entity.kind) or "unknown"
    known, outfit = KINDS.get(kind, UNKNOWN_KIND), OUTFITS.get(kind)
    said = " ".join((entity.kind, entity.name, look.description, *look.attributes)).lower()
    traits = _traits(said, kind)
    chance = hashlib.sha256(f"figure/{entity.id}".encode()).digest()
    palette = outfit.palette if outfit else _PALETTES.get(kind, ())
    usual_hair = _GREY_HAIR if "old" in traits else _HAIRS[chance[0] % len(_HAIRS)]
    hair = _hair(said) or (_HAIR_COLOURS["ginger"] if "red hair" in traits else usual_hair)
    skin = _SKINS[chance[1] % len(_SKINS)]
    # nobody is dressed in the colour of their own hair or skin
    worn = [name for name in palette if not outfit or min(_distance(rgb(name), hair), _distance(rgb(name), skin)) > 70]
    usual = worn[chance[5] % len(worn)] if worn else palette[0] if palette else known.colour
    noun = (entity.name.lower().split() or [""])[-1]  # of a kind, it may name a sort: a crow is a bird
    noun_colour = _NOUN_COLOURS.get(entity.kind.lower()) or (_NOUN_COLOURS.get(noun) if kind_of(noun) == kind else None)
    if "riding" in said and "hood" in traits:
        noun_colour = "red"
    main = rgb(look.colours[0] if look.colours else noun_colour or usual)
    if len(look.colours) > 1:
        accent = rgb(look.colours[1])
    elif outfit:
        accent = _apart((*outfit.accents, "white", "yellow"), main, chance[2], len(outfit.accents))
    else:
        accent = _accent(kind, main, frozenset(traits), chance[2])
    return Figure(
        kind=kind,
        main=main,
        accent=accent,
        skin=skin,
        hair=hair,
        traits=frozenset(traits),
        variant=chance[3] * 256 + chance[4],
        label=entity.name,
        talks=talks and not known.alive,
    )


def with_faces(storyboard: Storyboard) -> frozenset[EntityId]:
    """Ids of those who have a face even if they are things: who speak or sing anywhere in the film.

    Of what the drawn world does not know, also who do or hold what only the living do: it may be an animal.
    """
    shots = [shot for _, shot in storyboard.shots()]
    spoken = (line.speaker for shot in shots for line in shot.lines if line.kind in ("spoken", "lyric"))
    faces = {speaker for speaker in spoken if speaker is not None}
    unknown = {entity.id for entity in storyboard.cast if kind_of(entity.kind) is None}
    if unknown:
        placements = [p for shot in shots for panel in shot.panels for p in panel.placements]
        faces |= {p.entity for p in placements if p.entity in unknown and _alive(p)}
        faces |= {p.parent for p in placements if p.parent in unknown and p.parent is not None and p.anchor in HOLDING}
    return frozenset(faces)


def _alive(placement: Placement) -> bool:
    return placement.expression != "neutral" or not _LIFELESS.fullmatch(placement.action)


def _traits(said: str, kind: str) -> set[str]:
    traits = {shown for word in re.findall(r"\w+", said) for shown in _SHOWS.get(word, ())}
    traits |= {shown for phrase, shows in _PHRASES.items() if re.search(rf"\b(?:{phrase})\b", said) for shown in shows}
    outfit = OUTFITS.get(kind)
    if outfit is not None:
        own_hat = outfit.wears & {
            "toque",
            "fire helmet",
            "sailor hat",
            "helm",
            "peaked cap",
            "pointed hat",
            "witch hat",
        }
        if own_hat:  # a cook's hat is a cook's hat
            traits -= {"hat", "cap", "helm", "bow"}
        if "glasses" in traits and "old" in traits and kind in ("wizard", "king"):
            traits.discard("glasses")
        traits |= outfit.wears
        if kind in ("man", "farmer", "pirate", "sailor") and "old" in traits:
            traits.add("beard")
        if "trousers" in said or "jeans" in said:
            traits.discard("dress")
        if traits & {"gown", "robe", "long dress", "coat"} and kind == "woman":
            traits.discard("dress")
    if kind in _NO_BEARDS:
        traits -= {"beard", "moustache", "long beard"}
    return traits


def _hair(said: str) -> RGB | None:
    """The colour that is said of somebody's hair."""
    for word in (word for pattern in _HAIR for word in pattern.findall(said)):
        if word in _HAIR_COLOURS:
            return _HAIR_COLOURS[word]
        if (name := colour_of(word)) is not None:
            return COLOURS[name]
    return None


def _apart(names: Iterable[str], main: RGB, chance: int, among: int) -> RGB:
    """One of the first `among` colours by chance, or the next that is not the main colour."""
    colours = [rgb(name) for name in names]
    ordered = [colours[(chance + n) % among] for n in range(among)] + colours[among:]
    found = next(c for c in ordered if _distance(c, main) > 60)
    return _CREAM if found == COLOURS["white"] else found


def _distance(a: RGB, b: RGB) -> int:
    return sum(abs(p - q) for p, q in zip(a, b, strict=True))


def _accent(kind: str, main: RGB, traits: frozenset[str], chance: int) -> RGB:
    if "hat" in traits:
        return (232, 200, 128)
    names = {"dog": ("red", "blue"), "boat": ("white",), "snowman": ("red", "green", "blue", "orange")}
    if "scarf" in traits:
        names = {kind: ("red", "blue", "yellow")}
    choice = names.get(kind, ("white",))
    for n in range(len(choice)):
        colour = COLOURS[choice[(chance + n) % len(choice)]]
        if colour != main:
            return _CREAM if colour == COLOURS["white"] else colour
    return mix(main, (60, 50, 70), 0.5)
