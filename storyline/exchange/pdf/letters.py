"""The shipped fonts in a PDF: as much of each as the document's words take, so that they stay words.

Source: ISO 32000-1:2008, sections 9.7 and 9.10.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

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


@dataclass(frozen=True)
class _Face:
    """What a font file says of its letters; lengths in thousandths of the font's size."""

    box: tuple[int, int, int, int]
    ascent: int
    descent: int
    glyphs: dict[str, int]
    """The number of each character's glyph."""
    advances: dict[int, int]
    """How wide each of these glyphs is."""

    @classmethod
    def of(cls, file: Path) -> "_Face":
        with TTFont(file, lazy=True) as font:
            head, line = font["head"], font["hhea"]
            scale = 1000 / head.unitsPerEm
            numbers, widths, names = font.getReverseGlyphMap(), font["hmtx"].metrics, font.getBestCmap()
            return cls(
                (
                    round(head.xMin * scale),
                    round(head.yMin * scale),
                    round(head.xMax * scale),
                    round(head.yMax * scale),
                ),
                round(line.ascent * scale),
                round(line.descent * scale),
                {chr(code): numbers[name] for code, name in names.items()},
                {numbers[name]: round(widths[name][0] * scale) for name in (".notdef", *names.values())},
            )


_face = cache(_Face.of)


class _Font:
    def __init__(self, file: Path, name: bytes) -> None:
        self.name = name
        self._file, self._face = file, _face(file)
        self._used: dict[int, str] = {}  # the character of each glyph

    def advance(self, char: str) -> float:
        """The width of a character, in font sizes."""
        return self._face.advances[self._face.glyphs.get(char, 0)] / 1000

    def use(self, text: str) -> bytes:
        """The numbers of the glyphs of a text, two bytes each; they will be embedded."""
        numbers = [self._face.glyphs.get(char, 0) for char in text]
        for number, char in zip(numbers, text, strict=True):
            self._used.setdefault(number, char)
        return b"".join(number.to_bytes(2, "big") for number in numbers)

    def embed(self, pdf: PdfFile) -> int:
        """Write the font and what belongs to it; its number."""
        face, data = self._face, self._subset()
        name = b"STORYL+" + self._file.stem.encode()
        file = pdf.stream(b"/Length1 %d" % len(data), data)
        descriptor = pdf.add(
            b"<< /Type /FontDescriptor /FontName /%b /Flags 4 /FontBBox [%d %d %d %d] /ItalicAngle 0 /Ascent %d "
            b"/Descent %d /CapHeight %d /StemV 80 /FontFile2 %d 0 R >>"
            % (name, *face.box, face.ascent, face.descent, face.ascent, file)
        )
        widths = b" ".join(b"%d [%d]" % (number, face.advances[number]) for number in sorted(self._used))
        descendant = pdf.add(
            b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /%b /CIDToGIDMap /Identity /FontDescriptor %d 0 R "
            b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 1000 /W [%b] >>"
            % (name, descriptor, widths)
        )
        return pdf.add(
            b"<< /Type /Font /Subtype /Type0 /BaseFont /%b /Encoding /Identity-H /DescendantFonts [%d 0 R] "
            b"/ToUnicode %d 0 R >>" % (name, descendant, pdf.stream(b"", self._characters()))
        )

    def _subset(self) -> bytes:
        from fontTools.subset import Options, Subsetter  # takes its time, and sheets alone need it

        options = Options(retain_gids=True, hinting=False, notdef_outline=True, layout_features=[], name_IDs=[])
        options.drop_tables += _UNNEEDED
        with TTFont(self._file, lazy=True, recalcTimestamp=False) as font:
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
