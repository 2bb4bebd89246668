"""The sheets: pages, words that stay words, pictures."""

import re
import zlib
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import numpy as np
import pytest

from storyline.exchange.pdf import Layout, write_pdf
from storyline.schema.storyboard import Storyboard
from tests.boards import board, shot
from tests.exchange.boards import evil_board, grey


def written(storyboard: Storyboard, **options: Any) -> bytes:
    file = BytesIO()
    write_pdf(storyboard, file, grey, **options)
    return file.getvalue()


def objects(data: bytes) -> dict[int, bytes]:
    """The objects of a PDF by their numbers, found as a reader finds them; flate streams unpacked."""
    assert data.startswith(b"%PDF-1.7\n") and data.endswith(b"%%EOF\n")
    table = int(data.split(b"startxref\n")[-1].split()[0])
    rows = data[table:].split(b"trailer")[0].splitlines()[2:]
    found = {}
    for number, row in enumerate(rows):
        if number:
            body = data[int(row[:10]) :]
            assert body.startswith(b"%d 0 obj\n" % number)
            body = body.split(b"\n", 1)[1].split(b"\nendobj\n")[0]
            if b"/FlateDecode" in body:
                head, packed = body.split(b"\nstream\n", 1)
                body = head + b"\n" + zlib.decompress(packed.removesuffix(b"\nendstream"))
            found[number] = body
    return found


def pages(found: dict[int, bytes]) -> list[str]:
    """The words of each page, a line for each that was shown."""
    (tree,) = (body for body in found.values() if b"/Type /Pages" in body)
    (fonts,) = (body for body in found.values() if re.match(rb"<< /F0 ", body))
    letters = {}
    for name, font in re.findall(rb"/(F\d+) (\d+) 0 R", fonts):
        table = found[int(re.search(rb"/ToUnicode (\d+)", found[int(font)])[1])]  # type: ignore[index]
        rows = re.findall(rb"^<(\w{4})> <(\w+)>$", table, re.M)
        letters[name] = {code: bytes.fromhex(char.decode()).decode("utf-16-be") for code, char in rows}
    told = []
    for number in re.findall(rb"(\d+) 0 R", re.search(rb"/Kids \[(.*?)\]", tree)[1]):  # type: ignore[index]
        content = found[int(re.search(rb"/Contents (\d+)", found[int(number)])[1])]  # type: ignore[index]
        lines = [
            "".join(
                letters[font][codes[at : at + 4]]
                for font, codes in re.findall(rb"/(F\d+) [\d.]+ Tf <(\w*)> Tj", line)
                for at in range(0, len(codes), 4)
            )
            for line in content.splitlines()
            if b" Tj" in line
        ]
        told.append("\n".join(lines))
    return told


@pytest.mark.parametrize(("layout", "count", "paper"), [("2x3", 4, "841.89 595.28"), ("3x3", 3, "595.28 841.89")])
def test_six_or_nine_panels_a_sheet(layout: Layout, count: int, paper: str) -> None:
    found = objects(written(board(*(shot(f"s{n}", 20) for n in range(10))), layout=layout))
    sheets = [body.decode() for body in found.values() if b"/Type /Page " in body]
    assert len(sheets) == count and all(f"/MediaBox [0 0 {paper}]" in body for body in sheets)
    each = [body.split("/XObject <<")[1].count(" 0 R") for body in sheets]
    assert sum(each) == 20 and set(each[:-1]) == {6 if layout == "2x3" else 9}
    assert sum(b"/DCTDecode" in body for body in found.values()) == 20


def test_words_stay_words() -> None:
    says = {"text": "Hop!", "start": 2, "duration": 5, "speaker": "hare", "kind": "voice-over"}
    turning = [{"at": 0}, {"at": 19, "tilt": -0.2}]
    storyboard = board(
        shot("a", 20, camera=turning, lines=[says]),
        shot("b", 30, label="9Z", transition="dissolve", overlap=6, action="Schöne Füße → 兔子"),
        notes=[{"kind": "guessed", "text": "a field", "where": "shot 'b'"}, {"kind": "info", "text": "of all"}],
    )
    first, last = pages(objects(written(storyboard)))
    lines = first.splitlines()
    for line in ("The Hare", "1. A meadow", "1.1 · 1/2", "00:00:00:00 – 00:00:00:20", "WS · TILT UP", "9Z · 2/2"):
        assert line in lines
    for line in ("The hare stands.", "Hare (V.O.): Hop!", "DISSOLVE 6f · WS · STATIC", "Schöne Füße → 兔子"):
        assert line in lines
    assert "guessed (writer): a field" in lines and "info (writer): of all" in last.splitlines()
    assert lines.count("Hare") == 4  # the names of boxes
    assert "Hare" not in pages(objects(written(storyboard, boxes=False)))[0].splitlines()


def test_what_does_not_fit_stands_on_the_last_pages() -> None:
    action = " ".join(f"word{n}" for n in range(900))
    told = pages(objects(written(board({**shot("a", 5), "action": action}))))
    assert "word20" in told[0] and "word400" not in told[0] and "in full on the last pages" in told[0]
    assert " ".join(" ".join(told[1:]).split()).count("word899") == 1


def test_letters_that_join_are_drawn_and_can_be_found() -> None:
    text = "أرنب"
    found = objects(written(board({**shot("a", 5), "action": text})))
    (shown,) = (body for body in found.values() if b"/ActualText" in body)
    assert f"feff{text.encode('utf-16-be').hex()}".encode() in shown
    assert all(b" 0 Tr " in line for line in shown.splitlines() if b"3 Tr " in line)  # what follows is seen again
    (mask,) = (body for body in found.values() if b"/ImageMask" in body)
    assert 0.02 < np.unpackbits(np.frombuffer(mask.split(b"\n", 1)[1], np.uint8) ^ 255).mean() < 0.6


def test_words_are_words() -> None:
    told = pages(objects(written(evil_board())))
    joined = re.sub(r"\s", "", "".join(told))
    for part in ("</script><script>", "{{script}}", "onerror=alert(1)>"):
        assert part in joined


def test_the_same_board_gives_the_same_bytes() -> None:
    storyboard = board(shot("a", 20, label="é"))
    assert written(storyboard) == written(storyboard)


def test_no_more_than_a_few_shots_are_in_memory() -> None:
    asked: list[str] = []

    def remembered(shot: str, frames: Sequence[int]) -> list[np.ndarray]:
        asked.append(shot)
        return grey(shot, frames)

    class Counting(BytesIO):
        shown = 0

        def write(self, data: Any) -> int:
            self.shown += data.count(b"/DCTDecode")
            assert len(asked) <= self.shown + 6
            return super().write(data)

    file = Counting()
    write_pdf(board(*(shot(f"s{n}", 1) for n in range(60))), file, remembered, layout="3x3")
    assert file.shown == len(asked) == 60
