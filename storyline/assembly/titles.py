"""The opening title and the end credits, as clips: light letters on a dark colour of the film."""

import colorsys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property, partial
from itertools import zip_longest
from types import MappingProxyType

import numpy as np
from PIL import Image, ImageDraw

from storyline.assembly.overlay import Overlay, blank, lay, overlay
from storyline.assembly.transitions import dim, dissolve
from storyline.frames.clip import Picture
from storyline.frames.text import ASCENT, LINE_HEIGHT, Align, draw_text, text_width, wrap
from storyline.schema.base import Noun, Text
from storyline.schema.media import FrameSize
from storyline.schema.script import Credit, Language
from storyline.schema.storyboard import Storyboard
from storyline.schema.timing import FrameRate
from storyline.schema.vocabulary import KINDS, UNKNOWN_KIND, kind_of, rgb

RGB = tuple[int, int, int]

THE_END: Mapping[str, str] = MappingProxyType(
    {
        "ar": "النهاية", "bg": "Край", "ca": "Fi", "cs": "Konec", "da": "Slut", "de": "Ende", "el": "Τέλος",
        "en": "The End", "es": "Fin", "et": "Lõpp", "eu": "Amaia", "fa": "پایان", "fi": "Loppu", "fr": "Fin",
        "gl": "Fin", "he": "סוף", "hr": "Kraj", "hu": "Vége", "id": "Tamat", "is": "Endir", "it": "Fine",
        "ja": "終", "lt": "Pabaiga", "lv": "Beigas", "nb": "Slutt", "nl": "Einde", "no": "Slutt", "pl": "Koniec",
        "pt": "Fim", "ro": "Sfârșit", "ru": "Конец", "sk": "Koniec", "sl": "Konec", "sr": "Крај", "sv": "Slut",
        "tr": "Son", "uk": "Кінець", "vi": "Hết", "zh": "剧终",
    }
)  # fmt: skip
"""By the language's first subtag; in any other language the ornament alone says it."""

_WHITE = (250, 246, 238)
_FADE = Fraction(1, 2)  # seconds
_SLATE = (92, 30, 34)
_LONGEST = 300  # characters of a title, a role or a name that are shown


@dataclass(frozen=True)
class Card:
    """A drawing that fades in over a background, scrolls if it is taller than the frame, and fades out."""

    length: int
    background: Picture
    letters: Overlay
    fade_in: int
    """Frames until the background is up, at least 1; the letters follow in as many again."""
    fade_out: int

    def __len__(self) -> int:
        return self.length

    def __getitem__(self, frame: int) -> Picture:
        if not 0 <= frame < self.length:
            raise IndexError(f"frame {frame} of a card of {self.length} frames")
        spare = self.letters.size[1] - self.background.shape[0]
        # It rests while it fades, and a little longer at both ends, so that the first and last lines can be read.
        rest = max(2 * self.fade_in, self.length // 8)
        moved = min(1.0, max(0.0, (frame - rest) / max(1, self.length - 2 * rest)))
        lettered = lay(self.letters, self.background, 0, -round(moved * spare)) if spare else self._still
        shown = min(1.0, max(0.0, (frame + 1 - self.fade_in) / self.fade_in))
        light = min(1.0, (frame + 1) / (self.fade_in + 1), (self.length - frame) / (self.fade_out + 1))
        page = dissolve(self.background, lettered, shown) if shown < 1 else lettered
        return dim(page, light) if light < 1 else page

    @cached_property
    def _still(self) -> Picture:
        return lay(self.letters, self.background, 0, 0)


class Titles(Noun):
    """What the cards of a film are drawn from."""

    title: Text
    credits: tuple[Credit, ...] = ()
    language: Language
    rate: FrameRate
    accent: RGB
    dark: RGB
    fade_out: bool = True
    """Of the opening; not where the first shot comes in by a transition of its own."""


def titles(storyboard: Storyboard) -> Titles:
    """What a film's cards are drawn from."""
    accent, dark = _palette(storyboard)
    return Titles(
        title=storyboard.title,
        credits=storyboard.credits,
        language=storyboard.language,
        rate=storyboard.rate,
        accent=accent,
        dark=dark,
        fade_out=not storyboard.scenes[0].shots[0].transition.overlap,
    )


def opening_card(titles: Titles, size: FrameSize, length: int) -> Card:
    """The title and up to two credits."""
    unit = _unit(size)
    page = _Page(size)
    page.heading(titles.title, round(unit * 0.13), _WHITE)
    page.ornament(titles.accent)
    for credit in titles.credits[:2]:
        page.centred(credit.role, round(unit * 0.036), titles.accent)
        page.centred(credit.name, round(unit * 0.05), _WHITE)
        page.space(unit * 0.02)
    return _card(length, titles.rate, page, titles.dark, fade_out=titles.fade_out)


def closing_card(titles: Titles, size: FrameSize, length: int) -> Card:
    """The words "The End" in the film's language and all credits."""
    unit = _unit(size)
    page = _Page(size)
    page.heading(THE_END.get(titles.language.split("-")[0].lower(), ""), round(unit * 0.11), _WHITE)
    page.ornament(titles.accent)
    for credit in titles.credits:
        page.pair(credit.role, credit.name, round(unit * 0.048), titles.accent, _WHITE)
    return _card(length, titles.rate, page, titles.dark, fade_out=True)


def slate_card(label: str, size: FrameSize, length: int, rate: Fraction) -> Card:
    """What is shown in the place of a shot that could not be made: which one, in words."""
    unit = _unit(size)
    page = _Page(size)
    page.heading(label, round(unit * 0.06), _WHITE)
    card = _card(length, rate, page, _SLATE, fade_out=False)
    return replace(card, fade_in=1)


class _Page:
    """Rows from top to bottom, centred, drawn when the page is complete and its height known."""

    def __init__(self, size: FrameSize) -> None:
        self.size = size
        self._rows: list[tuple[float, partial[None]]] = []
        self._y = 0.0

    def heading(self, text: str, size: int, fill: RGB) -> None:
        """In large letters; made smaller until it takes three lines at most."""
        lines = self._lines(text, size, 0.84, bold=True)
        while len(lines) > 3 and size > 9:
            size = max(9, size * 7 // 8)
            lines = self._lines(text, size, 0.84, bold=True)
        for line in lines[:6]:
            self._add(self.size.width / 2, line, size, fill, "centre", bold=True)
            self._y += size * LINE_HEIGHT

    def centred(self, text: str, size: int, fill: RGB) -> None:
        """A paragraph in the middle."""
        size = max(size, 7)
        for line in self._lines(text, size, 0.84):
            self._add(self.size.width / 2, line, size, fill, "centre")
            self._y += size * LINE_HEIGHT

    def pair(self, left: str, right: str, size: int, left_fill: RGB, right_fill: RGB) -> None:
        """What on the left and who on the right of the middle; who in the middle if there is no what."""
        size = max(size, 7)
        middle, gap = self.size.width / 2, size * 0.6
        if not left:
            self.centred(right, size, right_fill)
        else:
            for what, who in zip_longest(self._lines(left, size, 0.4), self._lines(right, size, 0.4), fillvalue=""):
                self._add(middle - gap, what, size, left_fill, "right")
                self._add(middle + gap, who, size, right_fill, "left")
                self._y += size * LINE_HEIGHT
        self._y += size * 0.35

    def space(self, height: float) -> None:
        """Leave room."""
        self._y += height

    def ornament(self, fill: RGB) -> None:
        """A thin line with a lozenge in it."""
        unit = _unit(self.size)
        self._rows.append((self._y + unit * 0.05, partial(_draw_ornament, unit=unit, fill=fill)))
        self._y += unit * 0.115

    def drawing(self) -> Image.Image:
        """All rows, in the middle of the frame or, if they need more than a frame, on a longer strip."""
        width, height = self.size.width, self.size.height
        tall = self._y > height * 0.86
        top = height * 0.3 if tall else (height - self._y) / 2
        page = blank(width, round(self._y + height * 0.6) if tall else height)
        for y, draw in self._rows:
            draw(page, y + top)
        return page

    def _lines(self, text: str, size: int, share: float, *, bold: bool = False) -> tuple[str, ...]:
        short = text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
        return wrap(short, self.size.width * share, lambda part: text_width(part, size, bold=bold))

    def _add(self, x: float, text: str, size: int, fill: RGB, align: Align, *, bold: bool = False) -> None:
        row = partial(_draw_line, x=x, text=text, size=size, fill=fill, align=align, bold=bold)
        self._rows.append((self._y + size * (LINE_HEIGHT - 1) / 2 + size * ASCENT, row))


def _draw_line(
    page: Image.Image, y: float, *, x: float, text: str, size: int, fill: RGB, align: Align, bold: bool
) -> None:
    draw_text(ImageDraw.Draw(page), (x, y), text, size, fill, align=align, bold=bold)


def _draw_ornament(page: Image.Image, y: float, *, unit: float, fill: RGB) -> None:
    fine = 4  # drawn four times as large and averaged, for smooth edges
    half, small, thick = unit * 0.22, unit * 0.011, max(1.0, unit * 0.0028)
    mark = blank(round(half * 2 * fine), round(small * 4 * fine))
    draw = ImageDraw.Draw(mark)
    cx, cy = mark.width / 2, mark.height / 2
    gap = small * 2.2
    for side in (-1, 1):
        xs = sorted((cx + side * gap * fine, cx + side * half * fine))
        draw.rectangle((xs[0], cy - thick * fine / 2, xs[1], cy + thick * fine / 2), fill=fill)
    reach = small * fine
    draw.polygon([(cx - reach, cy), (cx, cy - reach), (cx + reach, cy), (cx, cy + reach)], fill)
    mark = mark.reduce(fine)
    page.paste(mark, (round(page.width / 2 - mark.width / 2), round(y - mark.height / 2)))


def _card(length: int, rate: Fraction, page: _Page, dark: RGB, *, fade_out: bool) -> Card:
    fade = max(1, min(length // 6, round(_FADE * rate)))
    return Card(length, _background(page.size, dark), overlay(page.drawing()), fade, fade if fade_out else 0)


def _background(size: FrameSize, dark: RGB) -> Picture:
    """A soft glow of the colour, darker towards the corners."""
    y, x = np.mgrid[0 : size.height, 0 : size.width]
    across = (x + 0.5) / size.width - 0.5
    down = (y + 0.5) / size.height - 0.42
    glow = 1.25 - 1.1 * np.sqrt(across**2 + down**2)
    grain = np.random.default_rng(0).random((size.height, size.width))  # hides the steps of so slow a gradient
    tinted = glow[..., None] * np.array(dark) + grain[..., None]
    return np.asarray(np.clip(np.floor(tinted), 0, 255), np.uint8)


def _palette(storyboard: Storyboard) -> tuple[RGB, RGB]:
    """(light, dark): two tones of the more vivid of the two leads' colours; blue for a film without a cast."""
    colours = [(66, 124, 214)]
    for entity in storyboard.cast[:2]:
        kind = KINDS.get(kind_of(entity.kind) or "", UNKNOWN_KIND)
        colours.append(rgb((entity.looks[0].colours or (kind.colour,))[0]))
    vivid = max(colours[1:] or colours, key=lambda colour: max(colour) - min(colour))
    hue = colorsys.rgb_to_hls(*(c / 255 for c in vivid))[0]
    return _tone(hue, 0.76, 0.55), _tone(hue, 0.17, 0.42)


def _tone(hue: float, lightness: float, saturation: float) -> RGB:
    red, green, blue = (round(255 * c) for c in colorsys.hls_to_rgb(hue, lightness, saturation))
    return red, green, blue


def _unit(size: FrameSize) -> float:
    """What letters are sized by, in pixels: the height of a frame, less where it is narrow."""
    return min(size.height, size.width * 0.75)
