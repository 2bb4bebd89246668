"""Of a YAML text only what changed is written anew."""

import difflib
from typing import Any

import pytest
from hypothesis import given, settings

from storyline.reading import read_yaml, write_yaml
from storyline.reading.amend import amend
from storyline.schema.base import document
from storyline.schema.storyboard import Storyboard
from storyline.studio.revise import revise
from tests.documents import storyboards as odd_storyboards
from tests.strategies import storyboards
from tests.studio.tiny import BOX, SHOTS, TINY

PANEL = {"at": 2, "prompt": "a leap", "placements": []}


def amended(text: str, old: Storyboard, new: Storyboard) -> str:
    found = amend(
        text,
        old.model_dump(mode="json"),
        new.model_dump(mode="json"),
        document(new),
        lambda text: read_yaml(text) == new,
    )
    assert found is not None
    return found


def lines(*changes: Any, text: str = TINY) -> list[str]:
    """The lines that changes take out of a text and put in, but for the origins."""
    old = read_yaml(text)
    assert isinstance(old, Storyboard)
    new = revise(old, changes).model_copy(update={"origins": old.origins})
    found = list(difflib.unified_diff(text.splitlines(), amended(text, old, new).splitlines(), n=0, lineterm=""))
    return [line for line in found[2:] if not line.startswith("@@")]


def put(at: list[Any], value: Any) -> dict[str, Any]:
    return {"do": "set", "at": at, "value": value}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (put(["title"], "A: b"), ["-title: The Hare   # the title", '+title: "A: b"   # the title']),
        (put(["title"], "a\nb"), ["-title: The Hare   # the title", '+title: "a\\nb"   # the title']),
        (put([*SHOTS, 0, "size"], "CU"), ["-        size: WS   # wide", "+        size: CU   # wide"]),
        (put([*SHOTS, 0, "angle"], "low"), ["+        angle: low"]),
        (put(["cast", 0, "name"], "Ha"), ['-        name:   "Hare"', "+        name: Ha"]),
        (
            put([*BOX, 0], 0.1),
            [
                "-            placements: [{entity: hare, box: [0.4, 0.40, 0.6, 0.8]}]  # middle",
                "+            placements: [{entity: hare, box: [0.1, 0.40, 0.6, 0.8]}]  # middle",
            ],
        ),
        (
            {"do": "insert", "at": [*SHOTS, 0, "panels", 1], "value": PANEL},
            ["+          - at: 2", "+            prompt: a leap", "+            placements: []"],
        ),
        (
            {"do": "remove", "at": ["cast", 0, "looks", 0, "colours"]},
            ["-        looks: [ {colours: [ brown ]} ]", "+        looks: [ {colours: []} ]"],
        ),
        (
            put(["cast", 0, "looks", 0, "description"], "old"),
            ["-        looks: [ {colours: [ brown ]} ]", "+        looks: [ {colours: [ brown ], description: old} ]"],
        ),
        (
            put([*SHOTS, 0, "panels", 1, "image"], {"path": "a.png"}),
            [
                '-          - {at: 3, prompt: "", placements: []}',
                '+          - {at: 3, prompt: "", placements: [], image: {path: "a.png"}}',
            ],
        ),
    ],
)
def test_one_change_is_one_change_of_the_text(change: dict[str, Any], expected: list[str]) -> None:
    assert lines(change) == expected


def test_shots_move_and_go_with_the_comments_above_them() -> None:
    old = read_yaml(TINY)
    assert isinstance(old, Storyboard)
    moved = amended(TINY, old, revise(old, [{"do": "move", "at": [*SHOTS, 1], "to": 0}]))
    assert (
        moved.index("# it runs\n      - id: b") < moved.index("# it stands\n      - id: a") < moved.index("# no more")
    )
    removed = amended(TINY, old, revise(old, [{"do": "remove", "at": [*SHOTS, 1]}]))
    assert "# it runs" not in removed
    assert all(comment in removed for comment in ("# it stands", "# the end of it", "# no more", "size: WS   # wide"))
    first = amended(TINY, old, revise(old, [{"do": "remove", "at": [*SHOTS, 0]}]))
    assert "# ---- act two\n\n      # it runs\n      - id: b" in first and "# it stands" not in first


def test_a_field_back_at_its_default_goes() -> None:
    text = TINY.replace("size: FS\n", "size: FS\n        angle: low\n")
    assert lines({"do": "remove", "at": [*SHOTS, 1, "angle"]}, text=text) == ["-        angle: low"]
    text = TINY.replace("      - id: b\n", "      - angle: low  # first\n        id: b\n")
    assert lines({"do": "remove", "at": [*SHOTS, 1, "angle"]}, text=text)[1] == "+      - angle: eye  # first"


def test_what_an_alias_repeats_is_written_out_where_it_differs() -> None:
    text = TINY.replace("[0.4, 0.40, 0.6, 0.8]", "&box [0.4, 0.40, 0.6, 0.8]").replace(
        "placements: []}", "placements: [{entity: hare, box: *box}]}"
    )
    assert lines(put([*SHOTS, 0, "panels", 1, "placements", 0, "box", 0], 0.1), text=text) == [
        '-          - {at: 3, prompt: "", placements: [{entity: hare, box: *box}]}',
        '+          - {at: 3, prompt: "", placements: [{entity: hare, box: [0.1, 0.4, 0.6, 0.8]}]}',
    ]
    both = lines(put([*BOX, 0], 0.1), text=text)
    assert [line for line in both if line.startswith("+")] == [
        "+            placements: [{entity: hare, box: &box [0.1, 0.40, 0.6, 0.8]}]  # middle",
        '+          - {at: 3, prompt: "", placements: [{entity: hare, box: [0.4, 0.4, 0.6, 0.8]}]}',
    ]


def test_an_edit_in_a_line_stays_so_until_it_is_changed() -> None:
    text = (
        TINY
        + "edits:\n  # teal\n  - {target: hare, do: recolour, to: teal}\n  - {target: all, do: recolour, to: red}\n"
    )
    assert lines(put(["title"], "x"), text=text)[0] == "-title: The Hare   # the title"
    changed = lines(put(["edits", 0, "parameters", "to"], "blue"), text=text)
    assert changed[0] == "-  - {target: hare, do: recolour, to: teal}"
    assert "+    operation: recolour" in changed and not any("red" in line for line in changed)


@settings(max_examples=10)
@given(storyboards(), storyboards())
def test_any_storyboard_becomes_any_other(old: Storyboard, new: Storyboard) -> None:
    amended(write_yaml(old), old, new)


@settings(max_examples=10)
@given(odd_storyboards(), odd_storyboards())
def test_whatever_their_texts_are(old: Storyboard, new: Storyboard) -> None:
    amended(write_yaml(old), old, new)
