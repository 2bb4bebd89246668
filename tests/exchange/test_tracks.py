"""Plots of tracks: what a shot's layout says at every frame, in pixels; words are words."""

import re
from collections.abc import Sequence
from html import unescape
from typing import Any
from xml.etree import ElementTree

import pytest

from storyline.exchange.captions import numbered
from storyline.exchange.tracks import fragment, page, svg
from storyline.exchange.tracks.stretches import stretches
from storyline.schema.layout import Box
from storyline.schema.storyboard import Shot, Storyboard
from tests.boards import board, shot
from tests.exchange.boards import EVIL, evil_board

_SVG = "{http://www.w3.org/2000/svg}"
Boxes = dict[str, tuple[float, float, float, float]]


def told(duration: int, *panels: tuple[int, Boxes], **fields: Any) -> dict[str, Any]:
    """A shot with these boxes in its panels; the last ones stand in its last frame, too."""
    panels = panels if panels[-1][0] == duration - 1 else (*panels, (duration - 1, panels[-1][1]))
    placed = [
        {"at": at, "prompt": f"at {at}", "placements": [{"entity": id, "box": box} for id, box in boxes.items()]}
        for at, boxes in panels
    ]
    return shot("one", duration, **{"panels": placed, **fields})


def first(storyboard: Storyboard) -> Shot:
    return storyboard.scenes[0].shots[0]


LEFT, RIGHT = (0.0, 0.4, 0.2, 0.8), (0.8, 0.5, 1.2, 0.9)
CASES = [
    [(0, {"hare": LEFT}), (23, {"hare": RIGHT})],
    [(0, {"hare": LEFT}), (23, {})],
    [(0, {}), (10, {"hare": LEFT, "tortoise": RIGHT}), (20, {"tortoise": LEFT})],
    [(0, {"hare": LEFT}), (3, {"hare": LEFT}), (4, {}), (5, {"hare": RIGHT}), (20, {"hare": LEFT})],
    [(0, {"hare": LEFT})],
    [(0, {}), (23, {})],
    [(0, {"hare": LEFT, "tortoise": RIGHT}), (1, {"hare": RIGHT}), (2, {}), (22, {"tortoise": LEFT})],
]


@pytest.mark.parametrize("panels", CASES)
def test_tracks_are_the_layout_of_every_frame(panels: Sequence[tuple[int, Boxes]]) -> None:
    one = first(board(told(24, *panels)))
    tracks = stretches(one)
    for frame in range(24):
        found = {}
        for track in tracks:
            if track.start <= frame < track.end_exclusive:
                assert track.entity not in found
                found[track.entity] = _box_at(track.points, frame)
        expected = {placement.entity: placement.box.root for placement in one.layout(frame)}
        assert found.keys() == expected.keys(), frame
        for entity, box in found.items():
            assert box == pytest.approx(expected[entity]), (frame, entity)


def _box_at(points: Sequence[tuple[int, Box]], frame: int) -> tuple[float, ...]:
    before = max((point for point in points if point[0] <= frame), key=lambda point: point[0])
    after = min((point for point in points if point[0] > frame), key=lambda point: point[0], default=before)
    share = (frame - before[0]) / (after[0] - before[0]) if after[0] > before[0] else 0.0
    return tuple(p + (q - p) * share for p, q in zip(before[1].root, after[1].root, strict=True))


def test_a_change_of_looks_is_a_new_stretch_of_its_colour() -> None:
    hare = {
        "id": "hare",
        "kind": "hare",
        "name": "Hare",
        "looks": [{"colours": ["brown"]}, {"name": "wet", "colours": ["blue"]}],
    }
    panels = [
        {"at": at, "prompt": "", "placements": [{"entity": "hare", "box": LEFT, **look}]}
        for at, look in ((0, {}), (10, {"look": "wet"}), (19, {"look": "wet"}))
    ]
    storyboard = board(shot("one", 20, panels=panels), cast=[hare])
    assert [(one.look, one.start, one.end_exclusive) for one in stretches(first(storyboard))] == [
        (None, 0, 10),
        ("wet", 10, 20),
    ]
    fills = [band.get("fill") for band in _all(parsed(svg(storyboard)), "path", "st-band")]
    assert len(set(fills)) == 2


def parsed(picture: str) -> ElementTree.Element:
    return ElementTree.fromstring(picture)


def _all(tree: ElementTree.Element, tag: str, classes: str) -> list[ElementTree.Element]:
    return [found for found in tree.iter(f"{_SVG}{tag}") if found.get("class") == classes]


def _points(line: ElementTree.Element) -> list[tuple[float, float]]:
    pairs = (point.split() for point in line.get("d", "").strip("MZ").replace("M", "L").split("L"))
    return [(float(x), float(y)) for x, y in pairs]


def _texts(tree: ElementTree.Element) -> list[str]:
    return [text.text or "" for text in tree.iter(f"{_SVG}text")]


def test_bands_panels_lines_and_camera_stand_at_their_frames() -> None:
    line = {"text": "Well met.", "speaker": "hare", "start": 6, "duration": 12}
    camera = [{"at": 0, "zoom": 1}, {"at": 12, "zoom": 2}]
    storyboard = board(
        told(24, (0, {"hare": LEFT}), (12, {"hare": RIGHT}), (23, {}), lines=[line], camera=camera), opening=48
    )
    tree = parsed(svg(storyboard))
    across, down = (_points(band) for band in _all(tree, "path", "st-band"))
    marks = [
        _points(mark[-1])[0][0] for mark in tree.iter(f"{_SVG}g") if mark.findtext(f"{_SVG}title", "")[:5] == "panel"
    ]
    start, middle, last = marks
    frame = (middle - start) / 12
    assert last == pytest.approx(start + 23 * frame, abs=0.02)
    gone = start + 18 * frame
    assert across[0][0] == start and max(x for x, _ in across) == pytest.approx(gone, abs=0.02)
    unit = _unit(tree)
    for band, axis in ((across, 0), (down, 1)):
        assert band[-1][1] - band[0][1] == pytest.approx((LEFT[axis + 2] - LEFT[axis]) * unit, abs=0.05)
    (said,) = [bar for bar in _all(tree, "rect", "st-said") if "Well met." in bar.findtext(f"{_SVG}title", "")]
    assert float(said.get("x", 0)) == pytest.approx(start + 6 * frame, abs=0.02)
    assert float(said.get("width", 0)) == pytest.approx(12 * frame, abs=0.02)
    texts = _texts(tree)
    assert "Hare: “Well met.”" in texts and "zoom 1 → 2" in texts and not [text for text in texts if text[:3] == "pan"]
    assert [float(dot.get("cx", 0)) for dot in _all(tree, "circle", "st-key")] == pytest.approx(
        [start, middle], abs=0.02
    )
    assert "00:00:02:00" in texts and "00:00:03:00" in texts


def _unit(tree: ElementTree.Element) -> float:
    """Pixels between the edges of the frame."""
    at = {text.text: float(text.get("y", 0)) for text in tree.iter(f"{_SVG}text")}
    assert at["right"] - at["left"] == pytest.approx(at["bottom"] - at["top"])
    return at["right"] - at["left"]


def test_what_lies_outside_of_the_frame_is_in_the_plot_and_shaded() -> None:
    far = board(told(24, (0, {"hare": (-1.0, 0.4, 0.1, 0.8)}), (23, {"hare": (0.9, 0.4, 2.0, 1.5)})))
    near = board(told(24, (0, {"hare": (0.1, 0.4, 0.3, 0.8)})))
    tree = parsed(svg(far))
    assert len(_all(tree, "rect", "st-out")) == 3 and not _all(parsed(svg(near)), "rect", "st-out")
    height = float(tree.get("height", 0))
    assert all(0 <= y <= height for band in _all(tree, "path", "st-band") for _, y in _points(band))


def test_the_film_at_a_glance_leads_to_every_shot() -> None:
    storyboard = board(shot("one", 24), shot("two", 48, transition="dissolve", overlap=6), opening=24)
    tree = parsed(svg(storyboard))
    links = [link.get("href") for link in tree.iter(f"{_SVG}a")]
    assert links == ["#shot.one", "#shot.two"]
    assert {group.get("id") for group in tree.iter(f"{_SVG}g")} >= {"shot.one", "shot.two"}
    assert {"1.1", "1.2", "1. A meadow", "Hare", "Tortoise"} - set(_texts(tree)) == {"Tortoise"}
    text = "".join(page(storyboard))
    assert all(f'id="{link}"' in text for link in ("shot.one", "shot.two")) and "<script" not in text
    assert "Hare, 00:00:01:00 – 00:00:02:00\nbox (0.40, 0.40, 0.60, 0.80)" in text and ' style="' not in text
    some = "".join(page(storyboard, list(numbered(storyboard))[1:]))
    assert "1 of 2 shots" in some and 'id="shot.one"' not in some and 'id="shot.two"' in some
    alone = parsed(svg(storyboard, list(numbered(storyboard))[1:]))
    assert not list(alone.iter(f"{_SVG}a")) and float(alone.get("width", 0)) < float(tree.get("width", 0))


def test_entities_of_one_colour_have_different_lines() -> None:
    cast = [{"id": id, "kind": "bird", "name": id, "looks": [{"colours": ["blue"]}]} for id in ("a", "b", "c")]
    panels = [(0, dict.fromkeys(("a", "b", "c"), (0.2, 0.2, 0.5, 0.5)))]
    tree = parsed(svg(board(told(24, *panels), cast=cast)))
    lines = _all(tree, "path", "st-line")
    assert len({line.get("stroke-dasharray") for line in lines}) == 3
    assert len({line.get("stroke") for line in lines}) == 1


@pytest.mark.parametrize(
    "one",
    [
        shot("one", 1),
        shot("one", 200_000),
        told(2, (0, {}), lines=[{"text": "Oh!", "start": 1, "duration": 1, "kind": "caption"}]),
        told(400, (0, {}), (199, {"hare": LEFT}), lines=[{"text": "Late." * 30, "start": 399, "duration": 1}]),
        shot("one", 9, lines=[{"text": "word " * 200, "start": n, "duration": 3, "kind": "caption"} for n in range(6)]),
        shot("one", 9, camera=[{"at": 0, "pan": 0.3}, {"at": 8, "pan": -0.3, "roll": 9}]),
    ],
)
def test_no_shot_is_too_odd(one: dict[str, Any]) -> None:
    storyboard = board(one)
    tree = parsed(svg(storyboard))
    width = float(tree.get("width", 0))
    lines = [*tree.iter(f"{_SVG}path")]
    assert all(0 <= x <= width for line in lines for x, _ in _points(line))
    assert "".join(page(storyboard)).count("<article") == 1


def test_words_are_words() -> None:
    storyboard = evil_board()
    for text in (svg(storyboard), "".join(page(storyboard)), fragment(storyboard, next(numbered(storyboard)))):
        assert "<script" not in text and "<img" not in text
    parsed(svg(storyboard))
    text = "".join(page(storyboard))
    assert unescape(text).count(EVIL) >= 4
    assert len(re.findall(r"<h1[ >]", text)) == 1
