"""Colours by name."""

import colorsys
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType

RGB = tuple[int, int, int]

BASIC_COLOURS: Mapping[str, RGB] = MappingProxyType(
    {
        "red": (224, 72, 66),
        "orange": (243, 148, 56),
        "yellow": (250, 208, 74),
        "green": (92, 176, 96),
        "blue": (66, 124, 214),
        "purple": (146, 96, 192),
        "pink": (243, 140, 176),
        "brown": (146, 98, 66),
        "black": (58, 56, 66),
        "white": (246, 243, 236),
        "gray": (150, 154, 164),
    }
)
"""The colours that captions name: nobody takes one of them for another, in any light."""

_CSS = """
aliceblue f0f8ff antiquewhite faebd7 aqua 00ffff aquamarine 7fffd4 azure f0ffff beige f5f5dc bisque ffe4c4
blanchedalmond ffebcd blueviolet 8a2be2 burlywood deb887 cadetblue 5f9ea0 chartreuse 7fff00 chocolate d2691e
coral ff7f50 cornflowerblue 6495ed cornsilk fff8dc crimson dc143c cyan 00ffff darkcyan 008b8b darkgoldenrod b8860b
darkkhaki bdb76b darkmagenta 8b008b darkolivegreen 556b2f darkorchid 9932cc darksalmon e9967a darkseagreen 8fbc8f
darkslateblue 483d8b darkslategray 2f4f4f darkturquoise 00ced1 darkviolet 9400d3 deeppink ff1493 deepskyblue 00bfff
dimgray 696969 dodgerblue 1e90ff firebrick b22222 floralwhite fffaf0 forestgreen 228b22 fuchsia ff00ff
gainsboro dcdcdc ghostwhite f8f8ff gold ffd700 goldenrod daa520 greenyellow adff2f honeydew f0fff0 hotpink ff69b4
indianred cd5c5c indigo 4b0082 ivory fffff0 khaki f0e68c lavender e6e6fa lavenderblush fff0f5 lawngreen 7cfc00
lemonchiffon fffacd lightcoral f08080 lightcyan e0ffff lightgoldenrodyellow fafad2 lightsalmon ffa07a
lightseagreen 20b2aa lightskyblue 87cefa lightslategray 778899 lightsteelblue b0c4de lime 00ff00 limegreen 32cd32
linen faf0e6 magenta ff00ff maroon 800000 mediumaquamarine 66cdaa mediumblue 0000cd mediumorchid ba55d3
mediumpurple 9370db mediumseagreen 3cb371 mediumslateblue 7b68ee mediumspringgreen 00fa9a mediumturquoise 48d1cc
mediumvioletred c71585 midnightblue 191970 mintcream f5fffa mistyrose ffe4e1 moccasin ffe4b5 navajowhite ffdead
navy 000080 oldlace fdf5e6 olive 808000 olivedrab 6b8e23 orangered ff4500 orchid da70d6 palegoldenrod eee8aa
paleturquoise afeeee palevioletred db7093 papayawhip ffefd5 peachpuff ffdab9 peru cd853f plum dda0dd
powderblue b0e0e6 rebeccapurple 663399 rosybrown bc8f8f royalblue 4169e1 saddlebrown 8b4513 salmon fa8072
sandybrown f4a460 seagreen 2e8b57 seashell fff5ee sienna a0522d silver c0c0c0 skyblue 87ceeb slateblue 6a5acd
slategray 708090 snow fffafa springgreen 00ff7f steelblue 4682b4 tan d2b48c teal 008080 thistle d8bfd8
tomato ff6347 turquoise 40e0d0 violet ee82ee wheat f5deb3 whitesmoke f5f5f5 yellowgreen 9acd32
"""
"""CSS Color Module Level 4, section 6.1, but for the basic colours and their shades. `grey` is `gray` in all."""

_PROSE = """
amber ffb000 apricot fbceb1 auburn a0422a blond f2d98c blonde f2d98c bronze b07a3c burgundy 800020 caramel c68e4e
cerulean 2a86c8 charcoal 404850 cherry c8203c chestnut 8a4530 cobalt 1f4fb4 copper c47a48 cream fff2d0
ebony 2a2426 emerald 20a868 fawn d8b080 flaxen eedc82 ginger d8732c hazel a07a48 honey eaa83c jade 1aa578 jet 141416
lemon fff04c lilac c8a2d8 mahogany 7c3020 mauve d8a8e8 mint a0e8c0 mustard dcb030 ochre cc8428 peach ffc8a0
pearl f2efe6 platinum e4e4e0 raspberry d82868 rose f06890 ruby d0143c russet a05028 rust b85020 sable 38302c
saffron f4b830 sand e4cc98 sapphire 1854b8 scarlet f02818 sepia 7a5638 strawberry f04858 tawny c88848 ultramarine 2838b8
umber 6e4c38 vermilion e84428 wine 7a2038
"""


def _drawn(table: str) -> Iterator[tuple[str, RGB]]:
    """The names of a table with their sRGB, softened to what paint and paper give: no screen's glare, no pure black."""
    for name, code in re.findall(r"(\w+) ([0-9a-f]{6})\b", table):
        red, green, blue = bytes.fromhex(code)
        yield name, (52 + red * 194 // 255, 50 + green * 193 // 255, 54 + blue * 186 // 255)


def _shades() -> Iterator[tuple[str, RGB]]:
    """Dark, deep, light, pale and bright ones of the basic colours."""
    white, night = BASIC_COLOURS["white"], (34, 28, 48)
    for name, colour in BASIC_COLOURS.items():
        if name not in ("black", "white"):
            for shade, other, share in (
                ("dark", night, 0.42),
                ("deep", night, 0.28),
                ("light", white, 0.42),
                ("pale", white, 0.62),
            ):
                mixed = (round(a + (b - a) * share) for a, b in zip(colour, other, strict=True))
                yield shade + name, tuple(mixed)  # type: ignore[misc]


_NAMED = {**BASIC_COLOURS, **dict(_drawn(_CSS)), **dict(_drawn(_PROSE)), **dict(_shades())}

COLOURS: Mapping[str, RGB] = MappingProxyType(
    _NAMED | {name.replace("gray", "grey"): colour for name, colour in _NAMED.items()}
)
"""Colour names, each one word, with the sRGB that the drawn world gives them: the basic ones and their shades
(`darkred`, `deepblue`, `lightgreen`, `palepink`), those of CSS, and the usual others of prose."""

_NOUNS = """
amber apricot aqua bronze burlywood caramel charcoal cherry chestnut chocolate cobalt copper coral cornsilk cream
ebony emerald fawn firebrick fuchsia ginger gold goldenrod hazel honey honeydew indigo ivory jade jet lavender lemon
lilac lime linen mahogany mint moccasin mustard ochre olive orange orchid peach pearl peru pink platinum plum
raspberry rose ruby rust sable saffron salmon sand sapphire seashell sepia sienna silver snow strawberry tan teal
thistle tomato turquoise violet wheat wine
"""
COLOUR_NOUNS = frozenset(_NOUNS.split())
"""Names of colours that are things as well. In prose they are colours only right before a noun (`a rose dress`,
`an orange cat`), and things where they are the noun themselves (`a rose`, `an orange on the table`)."""

_SPOKEN = {
    "golden": "gold",
    "silvery": "silver",
    "rosy": "rose",
    "crimson red": "crimson",
    "jet black": "black",
    "coal black": "black",
    "pitch black": "black",
    "raven": "black",
    "snowy": "white",
    "snow white": "white",
    "milk white": "white",
    "blood red": "crimson",
    "ruddy": "rust",
    "navy blue": "navy",
    "baby blue": "paleblue",
    "bottle green": "darkgreen",
    "grass green": "green",
    "sea green": "seagreen",
    "sky blue": "skyblue",
    "ice blue": "paleblue",
    "blue green": "teal",
    "azure blue": "cornflowerblue",
    "violet blue": "blueviolet",
    "reddish brown": "russet",
    "creamy": "cream",
    "sandy": "sand",
    "leaden": "gray",
}
_STRENGTHS = {"bright": "", "brilliant": "", "vivid": "", "plain": "", "rich": "deep", "faded": "pale", "soft": "light"}
_ENDINGS = ("ish", "y", "coloured", "colored")


def colour_of(words: str) -> str | None:
    """The name in `COLOURS` of a colour as prose says it, in one word or several; None if it is none.

    >>> colour_of("dark red"), colour_of("Sky-blue"), colour_of("emerald green"), colour_of("golden")
    ('darkred', 'skyblue', 'emerald', 'gold')
    >>> colour_of("reddish"), colour_of("bright yellow"), colour_of("rose-coloured"), colour_of("wooden")
    ('red', 'yellow', 'rose', None)
    """
    parts = words.lower().replace("-", " ").split()
    spoken = " ".join(parts)
    if spoken in _SPOKEN:
        return _SPOKEN[spoken]
    if "".join(parts) in COLOURS:
        return "".join(parts)
    if len(parts) == 1:
        return next((name for ending in _ENDINGS for name in _stems(parts[0], ending) if name in COLOURS), None)
    if len(parts) > 1 and parts[-1] in ("coloured", "colored", "colour", "color"):
        return colour_of(" ".join(parts[:-1]))
    if len(parts) > 1 and parts[0] in _STRENGTHS:
        strength, rest = _STRENGTHS[parts[0]], colour_of(" ".join(parts[1:]))
        return strength + rest if rest and strength + rest in COLOURS else rest
    if len(parts) == 2 and parts[1] in BASIC_COLOURS:
        # `emerald green`, `golden yellow`, `dark blue`: the first word says which green; nobody's shade is the colour
        first = colour_of(parts[0])
        return first if first else (parts[1] if parts[0] in ("dark", "deep", "light", "pale") else None)
    if len(parts) == 2 and parts[0] in ("dark", "deep", "light", "pale"):
        return colour_of(parts[1])
    return None


def _stems(word: str, ending: str) -> tuple[str, ...]:
    """What may stand before an ending: greenish, reddish, bluish."""
    stem = word.removesuffix(ending)
    return (stem, stem[:-1], stem + "e") if stem != word else ()


@lru_cache(maxsize=4096)
def basic_colour(colour: RGB) -> str:
    """The name of the basic colour that an sRGB is a shade of.

    >>> basic_colour((200, 30, 40)), basic_colour(COLOURS["lightblue"]), basic_colour(COLOURS["navy"])
    ('red', 'blue', 'blue')
    """
    grey = max(colour) - min(colour) < _GREY
    names = [name for name, basic in BASIC_COLOURS.items() if (max(basic) - min(basic) < _GREY) == grey]
    return min(names, key=lambda name: _difference(BASIC_COLOURS[name], colour, hued=not grey))


_GREY = 30
"""Less between the strongest and the weakest of red, green and blue is no colour, but white, gray or black."""


def _difference(a: RGB, b: RGB, *, hued: bool) -> float:
    """Of hue in degrees, and of lightness: a shade of a colour is that colour still."""
    (hue, light, _), (other, lighter, _) = (colorsys.rgb_to_hls(*(v / 255 for v in colour)) for colour in (a, b))
    return 360 * abs((hue - other + 0.5) % 1 - 0.5) * hued + 60 * abs(light - lighter)


def rgb(colour: str) -> RGB:
    """The sRGB of `#rrggbb` or of a name in `COLOURS`.

    >>> rgb("#ff8000")
    (255, 128, 0)
    """
    if colour.startswith("#"):
        return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
    return COLOURS[colour]
