"""A comparison as a table, a page and a sheet."""

import base64
import re
from dataclasses import replace

import numpy as np
import pytest

from storyline.exchange.comparison import page, sheet, table
from storyline.exchange.comparison.heat import heat
from storyline.exchange.comparison.lasting import lasting
from storyline.exchange.comparison.told import differs, label, state, summary
from storyline.frames.markup import policed
from storyline.schema.comparison import Comparison
from tests.exchange.boards import EVIL
from tests.exchange.comparisons import OTHER, SAME, comparison, four_parts, part, place
from tests.exchange.test_page import VOID, Parsed

FILMS = ("a/film.mp4", "data:video/mp4;base64,AAAA")


def written(found: Comparison) -> str:
    return "".join(page(found, FILMS))


def test_parts_in_words() -> None:
    title, changed, gone, new = four_parts().parts
    assert [state(p) for p in (title, changed, gone, new)] == ["same", "changed", "only in A", "only in B"]
    assert state(part("a", "1.1", difference=SAME, moved=True)) == "moved"
    assert state(replace(changed, moved=True)) == "changed, moved"
    assert state(part("a", "1.1")) == "differs"
    assert [label(p) for p in (title, changed)] == ["opening title", "1.1"]
    assert label(part("a", "1.1", b=place("1.4", 3))) == "1.1 → 1.4"
    assert differs(changed) == "mean 2.50, PSNR 27.2 dB, SSIM 0.912" and differs(gone) == ""
    shorter = part("a", "1.1", b=place("1.1", 0, frames=6), difference=replace(SAME, frames=6, identical=6))
    assert differs(title) == "identical" and differs(shorter) == "identical at the same share of its time"


def test_a_line_on_all_parts() -> None:
    assert summary(four_parts()) == "3 shots: 1 changed, 1 only in A, 1 only in B; no shot's frames are identical"
    alike = [part(name, "1.1", difference=SAME) for name in "ab"]
    assert summary(comparison(*alike)) == "2 shots: 2 same; all frames are identical"
    assert summary(comparison(*alike, part("c", "1.3"))) == "3 shots: 2 same, 1 differs; the frames of 2 are identical"
    whole = replace(part("whole film", ""), shot=None)
    assert summary(comparison(whole)) == "the frames differ"
    assert summary(comparison(replace(whole, difference=SAME))) == "all frames are identical"


def test_the_table_has_a_row_for_each_part_and_its_changes() -> None:
    lines = table(four_parts()).splitlines()
    assert lines[0] == "A: a/film.mp4, 2.0 s, 48 frames at 640x360, 24 a second"
    assert lines[3:5] == ["seed: 1 → 2", "note: as they are"]
    rows = {line.split("  ")[0]: line for line in lines[6:]}
    assert re.fullmatch(r"1\.1 +changed +2\.50 +27\.2 +0\.912 +What happens in run\.", rows["1.1"])
    assert re.fullmatch(r"opening title +same +0\.00 +∞ +1\.000", rows["opening title"])
    after = lines[lines.index(rows["1.1"]) + 1]
    assert after.strip() == "Hare: moved 10% of the width left" and after.startswith(" " * 15)
    assert "Lossless frames of the store" in lines[-1] and "Equal keys" in lines[-2]


def test_as_json_everything_but_the_pictures() -> None:
    facts = four_parts().json()
    assert facts["identical"] is False and facts["size"] == [640, 360] and facts["changes"] == ["seed: 1 → 2"]
    assert facts["a"] == {
        "name": "a/film.mp4", "film": "a/film.mp4", "size": [640, 360], "rate": "24", "frames": 48, "seconds": 2.0,
        "storyboard": True,
    }  # fmt: skip
    title, changed, gone, _ = facts["parts"]
    assert changed["difference"] == {
        "frames": 12, "identical": 0, "mean": 2.5, "largest": 90, "psnr": 27.25, "ssim": 0.9125,
    }  # fmt: skip
    assert (changed["state"], changed["basis"], changed["identical"]) == ("changed", "store", False)
    assert changed["a"] == {"label": "1.1", "start": 12, "end_exclusive": 24, "moment": 18}
    assert title["identical"] is True and gone["b"] is None and gone["difference"] is None


def test_the_page_has_a_row_for_each_part() -> None:
    found = Parsed(written(four_parts()))
    rows = [row for row in found.of("tr") if "data-n" in row]
    assert [row["data-told"].split(":")[0] for row in rows] == ["opening title", "1.1", "1.2", "1.2"]
    assert [row["class"] for row in rows] == ["alike", "differs", "differs", "differs"]
    assert [(row["data-a"], row["data-b"]) for row in rows[1:]] == [
        ("0.50000 1.00000", "0.50000 1.00000"), ("1.00000 1.50000", ""), ("", "1.00000 1.50000"),
    ]  # fmt: skip
    assert [row["data-at"] for row in rows] == ["0.0000", "0.5000", "1.0000", "1.5000"]
    assert [row["data-mean"] for row in rows] == ["0", "2.5", "", ""]
    images = found.of("img")
    assert len(images) == 2 + 3 + 1 + 1 and all(image["alt"] for image in images)
    assert images[4]["alt"] == "Where A and B differ most in 1.1: mean 2.50, PSNR 27.2 dB, SSIM 0.912"
    assert [video["src"] for video in found.of("video")] == list(FILMS)
    assert [("muted" in video) for video in found.of("video")] == [False, True]
    assert found.of("body") == [{"data-length": "2.0000"}]


def test_the_page_needs_nothing_else_and_obeys_no_words() -> None:
    films = [replace(film, name=EVIL) for film in (four_parts().a, four_parts().b)]
    evil = replace(four_parts(EVIL), a=films[0], b=films[1], changes=(EVIL,), notes=(EVIL,))
    evil = replace(evil, parts=tuple(replace(p, words=EVIL) for p in evil.parts))
    text = written(evil)
    found = Parsed(text)
    ids = [tag["id"] for _, tag in found.tags if "id" in tag]
    assert len(ids) == len(set(ids))
    assert not [name for _, tag in found.tags for name in tag if name.startswith("on") or name == "style"]
    named = [tag[name] for _, tag in found.tags for name in ("src", "href") if name in tag]
    assert [to for to in named if not to.startswith(("#", "data:"))] == [FILMS[0]]
    assert not re.search(r"https?://|@import|url\(", text)
    (policy,) = (meta["content"] for meta in found.of("meta", **{"http-equiv": "Content-Security-Policy"}))
    for tag in ("style", "script"):
        assert f"{tag}-src {policed(found.texts[tag][0])}" in policy
    assert "br" in VOID and sum(EVIL in text for texts in found.texts.values() for text in texts) >= 11


def test_the_heat_glows_where_pictures_differ() -> None:
    a = np.full((20, 30, 3), 120, np.uint8)
    b = a.copy()
    b[:, :10, 0] = 123
    b[:, 10:20, 2] = 255
    shown = heat(a, b).astype(int)
    assert np.ptp(shown[0, 25]) == 0 and shown[0, 25].max() < 50
    assert np.ptp(shown[0, 5]) > 30 and shown[0, 15].sum() > shown[0, 5].sum() > shown[0, 25].sum()
    assert np.array_equal(heat(a, a), heat(a, a)) and len(np.unique(heat(a, a))) == 1


def test_the_sheet_shows_a_b_and_where_they_differ() -> None:
    drawn = sheet(four_parts())
    image = drawn.image()
    assert image.size == (drawn.width, drawn.height)
    pixels = np.asarray(image).astype(int)
    for colour, columns in (((200, 40, 40), [0]), ((40, 40, 200), [1]), ((250, 200, 40), [2])):
        there = np.nonzero(np.abs(pixels - colour).max(2) < 6)
        assert sorted(set((there[1] - 36) // 500)) == columns
    assert sheet(comparison(part("a", "1.1"))).height < drawn.height


def test_of_very_many_parts_the_sheet_shows_those_that_differ_most() -> None:
    parts = [part(f"s{n}", f"1.{n}", difference=replace(OTHER, mean=n)) for n in range(200)]
    few, many = sheet(comparison(*parts[:64])), sheet(comparison(*parts))
    assert abs(many.height - few.height) < 40


@pytest.mark.parametrize("frames", [6, 12, 30])
def test_parts_last_as_long_as_in_the_film_in_which_they_are_longer(frames: int) -> None:
    found = comparison(part("a", "1.1", b=place("1.1", 0, frames=frames)), part("b", "1.2", 12, a=None))
    spans = lasting(found)
    assert [float(end - start) for start, end in spans] == [max(12, frames) / 24, 0.5]
    assert spans[0][1] == spans[1][0]
    data = base64.b64encode(found.parts[1].b.picture).decode() if found.parts[1].b else ""
    assert data in written(found)
