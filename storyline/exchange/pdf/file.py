"""Objects → a PDF file, each written when it is there, so that none needs to be kept.

Source: ISO 32000-1:2008, section 7.
"""

import zlib
from io import BufferedIOBase


class PdfFile:
    """A file of numbered objects."""

    def __init__(self, file: BufferedIOBase) -> None:
        self._file = file
        self._at = 0
        self._places: dict[int, int] = {}
        self._numbers = 0
        self._write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    def reserve(self) -> int:
        """The number of an object that is to be added later."""
        self._numbers += 1
        return self._numbers

    def add(self, body: bytes, number: int | None = None) -> int:
        """Write an object, under the number that was reserved for it if any; its number."""
        number = self.reserve() if number is None else number
        self._places[number] = self._at
        self._write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
        return number

    def stream(self, entries: bytes, data: bytes, *, packed: bool = False) -> int:
        """Write an object of data with the entries of its dictionary; packed data are written as they are."""
        if not packed:
            entries, data = entries + b" /Filter /FlateDecode", zlib.compress(data)
        return self.add(b"<< %b /Length %d >>\nstream\n%b\nendstream" % (entries, len(data), data))

    def finish(self, catalogue: int, about: int) -> None:
        """Write the table of all objects; the first to be read, and the one about the document, by their numbers."""
        start = self._at
        rows = b"".join(b"%010d 00000 n \n" % self._places[n] for n in range(1, self._numbers + 1))
        self._write(b"xref\n0 %d\n0000000000 65535 f \n%b" % (self._numbers + 1, rows))
        entries = b"/Size %d /Root %d 0 R /Info %d 0 R" % (self._numbers + 1, catalogue, about)
        self._write(b"trailer\n<< %b >>\nstartxref\n%d\n%%%%EOF\n" % (entries, start))

    def _write(self, data: bytes) -> None:
        self._at += self._file.write(data)


def spelled(text: str) -> bytes:
    """A text as a string of a PDF, in UTF-16.

    >>> spelled("é")
    b'<feff00e9>'
    """
    return b"<%b>" % ("\ufeff" + text).encode("utf-16-be").hex().encode()
