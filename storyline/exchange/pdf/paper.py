"""Words, pictures and boxes → a page of a PDF. Lengths are in points, from the top left corner down."""

import numpy as np
from PIL import Image, ImageDraw

from storyline.exchange.outlines import RGB
from storyline.exchange.pdf.file import PdfFile, spelled
from storyline.exchange.pdf.letters import Letters
from storyline.frames.text import draw_text, joins_letters, text_width

_FINE = 8  # pixels to the point, where letters are drawn as a picture


class Paper:
    """A page that is being drawn."""

    def __init__(self, pdf: PdfFile, letters: Letters, width: float, height: float) -> None:
        self.width, self.height = width, height
        self._pdf, self._letters = pdf, letters
        self._drawn: list[bytes] = []
        self._pictures: list[int] = []

    def text(
        self, x: float, y: float, text: str, size: float, colour: RGB, *, bold: bool = False, right: bool = False
    ) -> None:
        """One line, whose baseline begins at a point, or with `right` ends there."""
        x -= self._letters.width(text, size, bold=bold) if right else 0
        if joins_letters(text):
            self._shaped(x, y, text, size, colour, bold)
            return
        shown = b" ".join(self._letters.shown(text, size, bold=bold))
        self._drawn.append(b"BT %b rg %b Td %b ET" % (_share(colour), self._point(x, y), shown))

    def picture(self, x: float, y: float, width: float, height: float, jpeg: bytes, size: tuple[int, int]) -> None:
        """A picture of `size` pixels, whose top left corner is at a point."""
        entries = b"/Width %d /Height %d /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode" % size
        number = self._pdf.stream(b"/Type /XObject /Subtype /Image " + entries, jpeg, packed=True)
        self._place(number, x, y, width, height)

    def box(self, x: float, y: float, width: float, height: float, colour: RGB, *, line: float) -> None:
        """An outline `line` wide."""
        corner = self._point(x, y + height)
        self._drawn.append(b"%b RG %.2f w %b %.2f %.2f re S" % (_share(colour), line, corner, width, height))

    def patch(self, x: float, y: float, width: float, height: float, colour: RGB) -> None:
        """A filled box."""
        corner = self._point(x, y + height)
        self._drawn.append(b"%b rg %b %.2f %.2f re f" % (_share(colour), corner, width, height))

    def add(self, parent: int, fonts: int) -> int:
        """Write the page; its number."""
        content = self._pdf.stream(b"", b"\n".join(self._drawn))
        pictures = b" ".join(b"/P%d %d 0 R" % (number, number) for number in self._pictures)
        return self._pdf.add(
            b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 %.2f %.2f] /Contents %d 0 R "
            b"/Resources << /Font %d 0 R /XObject << %b >> >> >>"
            % (parent, self.width, self.height, content, fonts, pictures)
        )

    def _shaped(self, x: float, y: float, text: str, size: float, colour: RGB, bold: bool) -> None:
        """Letters that join are drawn as a picture, over letters that are not seen but can be looked for."""
        pixels = round(size * _FINE)
        width = max(1, round(text_width(text, pixels, bold=bold)))
        image = Image.new("RGB", (width, round(pixels * 1.5)), "white")
        draw_text(ImageDraw.Draw(image), (0, pixels * 1.1), text, pixels, (0, 0, 0), bold=bold)
        mask = np.packbits(np.asarray(image.convert("L")) >= 128, axis=1).tobytes()
        entries = (
            b"/Type /XObject /Subtype /Image /ImageMask true /Width %d /Height %d /BitsPerComponent 1" % image.size
        )
        number = self._pdf.stream(entries, mask)
        shown = b" ".join(self._letters.shown(text, size, bold=bold))
        self._drawn.append(b"/Span << /ActualText %b >> BDC" % spelled(text))
        self._drawn.append(b"BT 3 Tr %b Td %b 0 Tr ET %b rg" % (self._point(x, y), shown, _share(colour)))
        self._place(number, x, y - size * 1.1, width / _FINE, image.height / _FINE)
        self._drawn.append(b"EMC")

    def _place(self, number: int, x: float, y: float, width: float, height: float) -> None:
        self._pictures.append(number)
        corner = self._point(x, y + height)
        self._drawn.append(b"q %.2f 0 0 %.2f %b cm /P%d Do Q" % (width, height, corner, number))

    def _point(self, x: float, y: float) -> bytes:
        return b"%.2f %.2f" % (x, self.height - y)


def _share(colour: RGB) -> bytes:
    return b"%.3f %.3f %.3f" % (colour[0] / 255, colour[1] / 255, colour[2] / 255)
