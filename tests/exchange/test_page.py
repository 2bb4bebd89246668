"""The page: what stands on it, and that words are words."""

import base64
import hashlib
import re
from collections.abc import Sequence
from html.parser import HTMLParser
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from storyline.exchange.page import page
from storyline.schema.storyboard import Storyboard
from tests.boards import board, shot
from tests.exchange.boards import EVIL, evil_board, grey

VOID = {"meta", "link", "img", "input", "rect", "path", "br"}


class Parsed(HTMLParser):
    """A page taken apart; it must be well formed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.texts: dict[str, list[str]] = {}
        self.open: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.setdefault(self.open[-1] if self.open else "", []).append(data)

    def of(self, tag: str, **having: str) -> list[dict[str, str]]:
        return [found for name, found in self.tags if name == tag and having.items() <= found.items()]


def written(storyboard: Storyboard, **options: object) -> str:
    return "".join(page(storyboard, grey, **options))  # type: ignore[arg-type]


def test_every_shot_and_panel_is_there() -> None:
    says = {"text": "Hop!", "start": 2, "duration": 5, "speaker": "hare", "manner": "softly", "off_screen": True}
    turning = [{"at": 0}, {"at": 19, "pan": 0.2, "zoom": 1.5}]
    storyboard = board(
        shot("a", 20, camera=turning, angle="low", lines=[says]),
        shot("b", 30, size="CU", transition="dissolve", overlap=6),
        opening=24,
        notes=[{"kind": "guessed", "text": "a field", "where": "shot b"}, {"kind": "info", "text": "of all"}],
    )
    text = written(storyboard)
    found = Parsed(text)
    assert [shot["id"] for shot in found.of("article")] == ["shot.a", "shot.b"]
    assert [panel["id"] for panel in found.of("figure")] == ["shot.a.1", "shot.a.2", "shot.b.1", "shot.b.2"]
    assert [panel["data-from"] for panel in found.of("figure")] == ["24", "34", "38", "53"]
    assert [term["title"] for term in found.of("abbr")] == [
        *("wide shot", "low angle", "push in", "pan right"),
        *("dissolve over 6 frames", "close-up", "the camera stands"),
    ]
    assert found.texts["abbr"] == ["WS", "LOW", "PUSH IN", "PAN R", "DISSOLVE 6f", "CU", "STATIC"]
    assert [place["href"] for place in found.of("a", href="#player")] == ["#player"] * 2
    assert "00:00:01:00 – 00:00:01:20" in found.texts["a"] and "00:00:01:14 – 00:00:02:20" in found.texts["a"]
    assert found.texts["b"][0] == "Hare (O.S., softly): " and found.texts["q"] == ["Hop!"]
    assert found.of("li", **{"data-start": "26", "data-end": "31"})
    (about_b,) = [note for note in found.texts["li"] if "a field" in note]
    assert text.index("shot.b") < text.index(about_b) < text.index("<footer>") < text.index("of all")
    assert found.of("body") == [{"class": "wide", "data-rate": "24", "data-length": "68", "data-end": "68"}]


def test_pictures_are_small_said_in_words_and_wait_until_they_are_seen() -> None:
    images = Parsed(written(board(shot("a", 20, label="7B"), size=(640, 480)))).of("img", loading="lazy")
    assert [image["alt"] for image in images] == [
        f"Shot 7B, panel {n} of 2: a hare. In the picture: Hare." for n in (1, 2)
    ]
    data = base64.b64decode(images[1]["src"].removeprefix("data:image/webp;base64,"))
    with Image.open(BytesIO(data)) as picture:
        assert picture.size == (480, 360) and np.ptp(np.asarray(picture)) < 8
    assert {(image["width"], image["height"]) for image in images} == {("480", "360")}


def test_the_layout_can_be_switched_off() -> None:
    shown, hidden = (Parsed(written(board(shot("a", 20)), boxes=boxes)) for boxes in (True, False))
    for found in (shown, hidden):
        assert [rect["x"] for rect in found.of("rect", **{"class": "line"})] == ["192", "192"]
        assert len(found.of("svg", **{"class": "boxes", "aria-hidden": "true"})) == 2
    assert "checked" in shown.of("input", id="boxes")[0] and "checked" not in hidden.of("input", id="boxes")[0]


@pytest.mark.parametrize("film", [None, "../films/a%20film.mp4"])
def test_the_page_needs_nothing_else(film: str | None) -> None:
    text = written(evil_board(), film=film)
    found = Parsed(text)
    ids = [tag["id"] for _, tag in found.tags if "id" in tag]
    assert len(ids) == len(set(ids))
    assert not [name for _, tag in found.tags for name in tag if name.startswith("on") or name == "style"]
    assert all(tag["alt"] for tag in found.of("img") if tag.get("id") != "still")
    named = [(tag[name], tag) for _, tag in found.tags for name in ("src", "href") if name in tag]
    inside = [to for to, _ in named if to.startswith("#")]
    assert set(inside) <= {f"#{id}" for id in ids} and "#scene.s2" in inside
    assert [to for to, _ in named if not to.startswith(("#", "data:"))] == ([film] if film else [])
    assert not re.search(r"https?://|@import|url\(", text)
    assert ("hidden" in found.of("section", id="player")[0]) == (film is None)


def test_only_its_own_style_and_script_may_run() -> None:
    found = Parsed(written(evil_board()))
    (policy,) = (meta["content"] for meta in found.of("meta", **{"http-equiv": "Content-Security-Policy"}))
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    for tag in ("style", "script"):
        (text,) = found.texts[tag]
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert rules[f"{tag}-src"] == f"'sha256-{digest}'"
    assert rules["default-src"] == "'none'" and rules["img-src"] == "data:"


def test_words_are_words() -> None:
    found = Parsed(written(evil_board()))
    for tag, times in {"title": 1, "h1": 1, "h3": 2, "q": 2, "bdi": 7, "p": 4}.items():
        assert sum(EVIL in text for text in found.texts[tag]) == times, tag
    assert sum(EVIL in text for text in found.texts["li"]) == 4  # the notes
    assert sum(EVIL in text for text in found.texts["text"]) == 4  # the names of boxes
    assert {tag["src"][:10] for tag in found.of("img") if "src" in tag} == {"data:image"}


def test_control_characters_are_not_seen() -> None:
    text = written(board({**shot("a", 5), "action": "Up\x00\x1b[31m\x85 and\ndown"}, title="\x07Bell"))
    assert "Up[31m and\ndown" in text and '<h1 dir="auto">Bell<' in text


def test_the_board_s_language_is_said() -> None:
    found = Parsed(written(board(shot("a", 5), language="de", title="Der Hase")))
    assert found.of("html") == [{"lang": "en"}] and found.of("h1") == [{"lang": "de", "dir": "auto"}]


def test_the_same_board_gives_the_same_bytes() -> None:
    storyboard = evil_board()
    assert written(storyboard) == written(storyboard)


def test_no_more_than_a_few_shots_are_in_memory() -> None:
    asked: list[str] = []

    def remembered(shot: str, frames: Sequence[int]) -> list[np.ndarray]:
        asked.append(shot)
        return grey(shot, frames)

    told = 0
    for piece in page(board(*(shot(f"s{n}", 2) for n in range(60))), remembered):
        told += piece.count("<article")
        assert len(asked) <= told + 6
    assert told == len(asked) == 60
