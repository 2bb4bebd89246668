"""Markup in which words are words."""

from xml.etree import ElementTree

from storyline.frames.svg import element, fitted, path, picture, rectangle, words
from storyline.frames.text import text_width


def test_a_picture_is_xml_whatever_is_written_in_it() -> None:
    evil = "\x00</text>&<script>\"'\x1b\ud800\ufffe]]>"
    text = picture(10, 20.5, words(evil, 1, 2), rectangle(0, 0, -1, 5, evil, class_=evil), label=evil, style=".a { }")
    tree = ElementTree.fromstring(text)
    kept = "</text>&<script>\"']]>"
    assert (tree.get("viewBox"), tree.get("aria-label"), tree.get("aria-hidden")) == ("0 0 10 20.5", kept, None)
    _, line, bar = tree
    assert (line.text, bar.get("class"), bar.get("width"), bar[0].text) == (kept, kept, "0", kept)
    assert ElementTree.fromstring(picture(1, 1)).get("aria-hidden") == "true"


def test_numbers_are_short() -> None:
    assert path([(0.1 + 0.2, -0.001), (1.0, 100)], closed=True, fill="none") == '<path d="M0.3 0L1 100Z" fill="none"/>'
    assert path([(1, 2), (3, 4)], [(5, 6)]) == '<path d="M1 2L3 4M5 6"/>'
    assert element("g", "", text_anchor="") == "<g/>"


def test_a_line_is_as_long_as_there_is_room_for_it() -> None:
    whole = "Slow and steady wins the race"
    assert fitted(whole, 500, 11) == whole
    assert fitted("  Slow \n and  ", 500, 11) == "Slow and"
    cut = fitted(whole, 100, 11)
    assert cut.endswith("…") and whole.startswith(cut[:-1])
    assert text_width(cut, 11) <= 100 < text_width(whole[: len(cut)] + "…", 11)
    assert fitted(whole, 0, 11) == "…" and fitted("", 0, 11) == ""
    assert len(fitted("word " * 1000, 1e6, 11)) <= 400
