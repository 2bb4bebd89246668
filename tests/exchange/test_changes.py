"""What a second storyboard has otherwise, in words."""

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import TypeAdapter

from storyline.exchange.changes import Told, film_changes, shot_changes
from storyline.schema.base import Noun
from storyline.schema.edit import Edit
from storyline.schema.storyboard import Storyboard
from tests.boards import board, shot

LINE = {"text": "Hop!", "start": 2, "duration": 5, "speaker": "hare"}
BEFORE = board(shot("a", 20, lines=[LINE]))


def told(storyboard: Storyboard, edits: tuple[Edit, ...] = ()) -> Told:
    (scene, found) = next(storyboard.shots())
    return Told(storyboard, scene, found, edits)


def changes(after: Storyboard, before: Storyboard = BEFORE) -> tuple[str, ...]:
    return shot_changes(told(before), told(after))


def with_shot(**fields: Any) -> Storyboard:
    return board(shot("a", 20, **{"lines": [LINE], **fields}))


def with_panel(n: int | None = None, **fields: Any) -> Storyboard:
    """The hare placed otherwise in one panel, or in both."""
    found = shot("a", 20, lines=[LINE])
    for number, panel in enumerate(found["panels"], 1):
        if n in (None, number):
            panel["placements"] = [{**panel["placements"][0], **fields}]
    return board(found)


def test_the_same_has_no_changes() -> None:
    assert changes(with_shot()) == () == film_changes(BEFORE, with_shot())


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"size": "CU"}, "size: WS → CU (close-up)"),
        ({"angle": "low"}, "angle: eye → low"),
        ({"label": "7B"}, "label: none → 7B"),
        ({"action": "The hare sits."}, "action: “The hare stands.” → “The hare sits.”"),
        ({"camera": [{"at": 0}, {"at": 19, "zoom": 2}]}, "camera: static → push in"),
        ({"camera": [{"at": 0, "zoom": 2}]}, "camera: the whole view → frame 0: zoom 2"),
        ({"lines": []}, "line gone: “Hop!”"),
        ({"lines": [LINE, {**LINE, "text": "Hi"}]}, "line added: “Hi”"),
        ({"lines": [{**LINE, "text": "Jump!"}]}, "line: Hop! → Jump!"),
        ({"lines": [{**LINE, "start": 4}]}, "line, start: 2 → 4 frames"),
        ({"lines": [{**LINE, "speaker": "tortoise"}]}, "line, speaker: hare → tortoise"),
        ({"overrides": {"seed": 9}}, "overrides, seed: none → 9"),
        ({"handles": [0, 12]}, "handles: 0, 0 → 0, 12"),
    ],
)
def test_fields_of_a_shot(fields: dict[str, Any], words: str) -> None:
    assert changes(with_shot(**fields)) == (words,)


def test_another_duration_moves_the_last_panel() -> None:
    assert changes(board(shot("a", 30, lines=[LINE]))) == (
        "duration: 20 → 30 frames",
        "seen at: 19 → 29 frames, in panel 2",
    )


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"box": [0.5, 0.4, 0.7, 0.8]}, "Hare: moved 10% of the width right"),
        ({"box": [0.3, 0.5, 0.5, 0.9]}, "Hare: moved 10% of the width left and 10% of the height down"),
        ({"box": [0.35, 0.3, 0.65, 0.9]}, "Hare: 1.50 times as large"),
        ({"box": [0.4, 0.3, 0.6, 0.9]}, "Hare: 1.50 times as high"),
        ({"box": [0.4001, 0.4, 0.6001, 0.8]}, "Hare: moved by less than 1% of the frame"),
        ({"facing": "left"}, "Hare: facing: right → left"),
        ({"action": "run"}, "Hare: action: stand → run"),
        ({"expression": "happy"}, "Hare: expression: neutral → happy"),
    ],
)
def test_placements(fields: dict[str, Any], words: str) -> None:
    assert changes(with_panel(**fields)) == (f"{words}, in every panel",)
    assert changes(with_panel(2, **fields)) == (f"{words}, in panel 2",)


def test_who_comes_and_who_goes() -> None:
    found = shot("a", 20, lines=[LINE])
    found["panels"][1] = {**found["panels"][1], "placements": [{"entity": "tortoise", "box": [0.1, 0.1, 0.2, 0.2]}]}
    assert changes(board(found)) == ("Hare is gone, in panel 2", "Tortoise comes in, in panel 2")


def test_more_panels_are_paired_by_their_time() -> None:
    found = shot("a", 20, lines=[LINE])
    middle = {**found["panels"][0], "at": 10, "prompt": "another"}
    last = {**found["panels"][1], "prompt": "the end"}
    found["panels"] = [found["panels"][0], middle, last]
    assert changes(board(found)) == ("panels: 2 → 3", "prompt: “a hare” → “the end”, in panel 3")


def test_scenes_transitions_and_edits() -> None:
    rainy = BEFORE.scenes[0].model_copy(update={"weather": "rain"})
    assert changes(BEFORE.model_copy(update={"scenes": (rainy,)})) == ("scene, weather: clear → rain",)
    two = board(shot("x", 20), shot("a", 20, transition="dissolve", overlap=6))
    cut, dissolved = (Told(b, b.scenes[0], b.scenes[0].shots[-1]) for b in (board(shot("x", 20), shot("a", 20)), two))
    assert shot_changes(cut, dissolved) == ("transition: cut → dissolve over 6 frames",)
    teal = Edit.model_validate({"operation": "recolour", "parameters": {"to": "teal"}, "target": {"entity": "hare"}})
    assert shot_changes(told(BEFORE), told(BEFORE, (teal,))) == ("edits: none → recolour (to teal)",)


def test_rates_decide_no_change_by_themselves() -> None:
    faster = board(shot("a", 40, lines=[{**LINE, "start": 4, "duration": 10}]), rate=48)
    assert changes(faster) == ()
    assert film_changes(BEFORE, faster) == ("rate: 24 → 48 frames a second",)
    longer = board(shot("a", 60, lines=[{**LINE, "start": 4, "duration": 10}]), rate=48)
    assert changes(longer)[0] == "duration: 0.83 → 1.25 s"


def test_of_long_texts_what_differs_is_told() -> None:
    story = "A word and another word, and so on, as long as one likes it to be; "
    (words,) = changes(
        with_shot(action=story + "at last he laughs" + story), with_shot(action=story + "then he sleeps" + story)
    )
    assert "then he sleeps" in words and "at last he laughs" in words and len(words) < 140


def test_the_film() -> None:
    red = [{"id": "hare", "kind": "hare", "name": "Hare", "looks": [{"colours": ["red"]}]}]
    after = board(shot("a", 20, lines=[LINE]), seed=8, size=(128, 96), opening=12, cast=red, style="woodcut")
    assert set(film_changes(BEFORE, after)) == {
        "size: 64x48 → 128x96",
        "aspect: 64:48 → 128:96",
        "seed: 7 → 8",
        "style: none → woodcut",
        "opening: 0 → 12 frames",
        "Hare, looks, colours: brown → red",
        "Tortoise: only in A",
    }


OTHER: dict[str, Any] = {
    "action": "x", "size": "CU", "angle": "low", "camera": ({"at": 0, "zoom": 2.0},), "duration": 21, "label": "x",
    "transition": {"kind": "fade", "overlap": 0}, "handles": (1, 1), "lines": (), "overrides": {"steps": 3},
    "locked_take": "0" * 64, "prompt": "x", "at": 1, "placements": (), "image": {"path": "a.png"}, "box": (0, 0, 1,
    1), "depth": 3, "look": "x", "facing": "left", "expression": "sad", "parent": "x", "anchor": "hand", "mask":
    {"path": "m.png"}, "heading": "x", "number": "x", "place": "x", "time_of_day": "night", "weather": "rain",
    "light": "x", "text": "x", "kind": "lyric", "speaker": "x", "said_by": "x", "manner": "x", "off_screen": True,
    "start": 1, "audio": {"path": "a.wav"}, "generator": "x", "steps": 5, "seed": 5, "negative_prompt": "x",
    "parameters": {"a": 1}, "panels": (),
}  # fmt: skip


def replaced(noun: Noun, name: str) -> Any:
    """The noun with another value in one of its fields."""
    kind = type(noun).model_fields[name].annotation
    return noun.model_copy(update={name: TypeAdapter(kind).validate_python(OTHER[name])})


def test_no_field_is_lost() -> None:
    """Whatever field differs, something is told."""
    base = told(with_shot(overrides={"seed": 1}))
    found, (first, last), line = base.shot, base.shot.panels, base.shot.lines[0]

    def shots(noun: Noun) -> Iterator[tuple[str, Any]]:
        names = type(noun).model_fields.keys() - {"id", "entity", "shots", "story", "beats"}
        return ((f"{type(noun).__name__}.{name}", replaced(noun, name)) for name in sorted(names))

    after = [(name, Told(base.board, scene, found)) for name, scene in shots(base.scene)]
    made = [(name, {}, other) for name, other in shots(found)]
    made += [(name, {"panels": (other, last)}, found) for name, other in shots(first)]
    made += [(name, {"lines": (other,)}, found) for name, other in shots(line)]
    made += [(name, {"overrides": other}, found) for name, other in shots(found.overrides)]
    for name, other in shots(first.placements[0]):
        made.append((name, {"panels": (first.model_copy(update={"placements": (other,)}), last)}, found))
    after += [(name, Told(base.board, base.scene, shot.model_copy(update=update))) for name, update, shot in made]
    assert len(after) > 40
    assert [name for name, other in after if not shot_changes(base, other)] == []
