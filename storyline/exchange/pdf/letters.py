"""The shipped fonts in a PDF: as much of each as the document's words take, so that they stay words.

Source: ISO 32000-1:2008, sections 9.7 and 9.10.
"""

from collections.abc import Iterator
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

from storyline.exchange.pdf.file import PdfFile
from storyline.frames.text import stretches

_UNNEEDED = ["DSIG", "FFTM", "GDEF", "GPOS", "GSUB", "MATH", "OS/2", "gasp", "kern", "name", "post", "vhea", "vmtx"]
"""Tables that a PDF does not read: it says these things itself."""


class Letters:
    """The fonts of a document, and which of their glyphs it uses."""

    def __init__(self) -> None:
        self._fonts: dict[Path, _Font] = {}

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """How wide a line of text is, in the unit of its size."""
        runs = stretches(text, bold=bold)
        return size * sum(self._font(file).advance(char) for file, run in runs for char in run)

    def shown(self, text: str, size: float, *, bold: bool = False) -> Iterator[bytes]:
        """The operators that show a line of text where the text cursor is."""
        for file, run in stretches(text, bold=bold):
            font = self._font(file)
            yield b"/%b %.2f Tf <%b> Tj" % (font.name, size, font.use(run).hex().encode())

    def embed(self, pdf: PdfFile) -> bytes:
        """Write the fonts; the dictionary of their names."""
        return b"<< %b >>" % b" ".join(b"/%b %d 0 R" % (font.name, font.embed(pdf)) for font in self._fonts.values())

    def _font(self, file: Path) -> "_Font":
        if file not in self._fonts:
            self._fonts[file] = _Font(file, b"F%d" % len(self._fonts))
        return self._fonts[file]


class _Font:
    def __init__(self, file: Path, name: bytes) -> None:
        self.file, self.name = file, name
        self._used: dict[int, str] = {}  # the character of each glyph

    def advance(self, char: str) -> float:
        """The width of a character, in font sizes."""
        return float(self._advances[self._glyph(char)][0]) / self._unit

    def use(self, text: str) -> bytes:
        """The numbers of the glyphs of a text, two bytes each; they will be embedded."""
        numbers = [self._numbers[self._glyph(char)] for char in text]
        for number, char in zip(numbers, text, strict=True):
            self._used.setdefault(number, char)
        return b"".join(number.to_bytes(2, "big") for number in numbers)

    def embed(self, pdf: PdfFile) -> int:
        """Write the font and what belongs to it; its number."""
        data = self._subset()
        name = b"STORYL+" + self.file.stem.encode()
        file = pdf.stream(b"/Length1 %d" % len(data), data)
        scale = 1000 / self._unit
        head, line = self._font["head"], self._font["hhea"]
        box = b" ".join(b"%d" % round(edge * scale) for edge in (head.xMin, head.yMin, head.xMax, head.yMax))
        ascent, descent = round(line.ascent * scale), round(line.descent * scale)
        descriptor = pdf.add(
            b"<< /Type /FontDescriptor /FontName /%b /Flags 4 /FontBBox [%b] /ItalicAngle 0 /Ascent %d /Descent %d "
            b"/CapHeight %d /StemV 80 /FontFile2 %d 0 R >>" % (name, box, ascent, descent, ascent, file)
        )
        widths = b" ".join(
            b"%d [%d]" % (number, round(self.advance(char) * 1000)) for number, char in sorted(self._used.items())
        )
        descendant = pdf.add(
            b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /%b /CIDToGIDMap /Identity /FontDescriptor %d 0 R "
            b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 1000 /W [%b] >>"
            % (name, descriptor, widths)
        )
        return pdf.add(
            b"<< /Type /Font /Subtype /Type0 /BaseFont /%b /Encoding /Identity-H /DescendantFonts [%d 0 R] "
            b"/ToUnicode %d 0 R >>" % (name, descendant, pdf.stream(b"", self._characters()))
        )

    @cached_property
    def _font(self) -> Any:
        return TTFont(self.file, lazy=True, recalcTimestamp=False)

    @cached_property
    def _unit(self) -> int:
        return int(self._font["head"].unitsPerEm)

    @cached_property
    def _advances(self) -> Any:
        return self._font["hmtx"].metrics

    @cached_property
    def _glyphs(self) -> dict[int, str]:
        return dict(self._font.getBestCmap())

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return dict(self._font.getReverseGlyphMap())

    def _glyph(self, char: str) -> str:
        return self._glyphs.get(ord(char), ".notdef")

    def _subset(self) -> bytes:
        from fontTools.subset import Options, Subsetter  # takes its time, and sheets alone need it

        options = Options(retain_gids=True, hinting=False, notdef_outline=True, layout_features=[], name_IDs=[])
        options.drop_tables += _UNNEEDED
        with TTFont(self.file, lazy=True, recalcTimestamp=False) as font:
            subsetter = Subsetter(options)
            subsetter.populate(gids=sorted(self._used))
            subsetter.subset(font)
            data = BytesIO()
            font.save(data)
        return data.getvalue()

    def _characters(self) -> bytes:
        """The table by which a reader finds the characters of glyphs."""
        rows = [
            b"<%04x> <%b>" % (number, char.encode("utf-16-be").hex().encode())
            for number, char in sorted(self._used.items())
        ]
        blocks = [rows[start : start + 100] for start in range(0, len(rows), 100)]
        tables = b"".join(b"%d beginbfchar\n%b\nendbfchar\n" % (len(block), b"\n".join(block)) for block in blocks)
        return (
            b"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /Characters def\n"
            b"/CMapType 2 def\n1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n"
            b"%bendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n" % tables
        )
