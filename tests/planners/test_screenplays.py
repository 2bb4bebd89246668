"""Screenplays: what is seen of them, who speaks in and out of the picture, and what is only said to the camera."""

import pytest

from planners.offline import OfflinePlanner
from planners.offline.screenplay import Names, directed, speakers, transition_of
from storyline.reading import read
from storyline.schema.script import Script
from storyline.schema.storyboard import Shot, Storyboard
from tests.planners.plans import plan


def board_of(text: str, tmp_path) -> Storyboard:
    file = tmp_path / "play.fountain"
    file.write_text(text)
    script = read(file).document
    assert isinstance(script, Script)
    return OfflinePlanner().plan(script)


def seen(shot: Shot) -> set[str]:
    return {p.entity for panel in shot.panels for p in panel.placements}


PLAY = """Title: The Lamp

FADE IN:

EXT. HARBOUR - DAWN

Fog. IDA (9), in a yellow coat, walks along the quay with her dog, BRUNO. WE SEE a big SHIP in the distance.

IDA
(waving)
Hello! Hello!

CAPTAIN (O.S.)
Who is there?

IDA (V.O.)
I was not afraid.

An OLD CAPTAIN (60s), in a blue coat, comes in from the left. He smiles.

OLD CAPTAIN
(softly)
Good morning.

CUT TO:

INT. SHIP - CABIN - CONTINUOUS

CLOSE ON a golden LAMP. A beat.

IDA AND BRUNO
(laughing)
It shines!

SUPER: "Ten years later"

# Act two

= They leave.

[[A note.]]

SMASH CUT TO:

EXT. BEACH - NIGHT

MONTAGE:

-- Ida runs. The camera follows her.

-- Bruno sleeps beside a BOAT.

END MONTAGE.

IDA
We are home.

OLD CAPTAIN ^
You are home.

> THE END <

FADE OUT.
"""


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Storyboard:
    return board_of(PLAY, tmp_path_factory.mktemp("play"))


def lines(board: Storyboard) -> list[tuple[str, str | None, str]]:
    return [(n.kind, n.speaker, n.text) for _, shot in board.shots() for n in shot.lines]


def shot(board: Storyboard, words: str) -> Shot:
    return next(s for _, s in board.shots() if words in s.action)


def test_the_cast_is_who_is_there(board: Storyboard) -> None:
    assert {(e.name, e.kind) for e in board.cast} >= {("Ida", "girl"), ("Bruno", "dog")}
    assert {e.kind for e in board.cast} <= {"girl", "dog", "boat", "ship", "pirate", "sailor", "lamp", "man", "candle"}
    assert board.entity("ida").looks[0].colours == ("yellow",)


def test_action_is_seen_and_not_read_out(board: Storyboard) -> None:
    assert [text for kind, _, text in lines(board) if kind == "caption"] == ["Ten years later", "THE END"]


def test_voices_are_not_in_the_picture(board: Storyboard) -> None:
    assert ("voice-over", "ida", "I was not afraid.") in lines(board)
    off = shot(board, "Who is there?")
    assert off.lines[0].speaker is not None
    assert off.lines[0].speaker not in seen(off)


def test_parentheses_say_how(board: Storyboard) -> None:
    said = shot(board, "Hello! Hello!")
    assert "wave" in {p.action for panel in said.panels for p in panel.placements if p.entity == "ida"}


def test_words_to_the_camera_are_followed_and_not_drawn(board: Storyboard) -> None:
    assert shot(board, "golden lamp").size == "CU"
    assert len(shot(board, "Ida runs").camera) > 1
    assert not {e.kind for e in board.cast} & {"camera", "montage", "beat", "quay", "super"}


def test_transitions(board: Storyboard) -> None:
    first = [scene.shots[0].transition.kind for scene in board.scenes]
    assert first == ["fade", "cut", "cut"]


def test_a_scene_is_where_its_heading_says(board: Storyboard) -> None:
    assert [(s.heading, s.time_of_day) for s in board.scenes] == [
        ("EXT. HARBOUR - DAWN", "dawn"),
        ("INT. SHIP - CABIN - CONTINUOUS", "dawn"),
        ("EXT. BEACH - NIGHT", "night"),
    ]


def test_two_speak_at_once(board: Storyboard) -> None:
    both = shot(board, "We are home.")
    assert [n.start for n in both.lines] == [0, 0]
    assert {n.speaker for n in both.lines} > {"ida"}


def test_scenes_without_anything_to_see_are_left_out_and_noted(tmp_path) -> None:
    board = board_of(
        "INT. ROOM - DAY\n\nA cat sleeps.\n\nEXT. ROAD - DAY\n\n[[To do.]]\n\nEXT. SEA - DAY\n\nA boat.\n", tmp_path
    )
    assert [s.place for s in board.scenes] == ["room", "sea"]
    assert any("EXT. ROAD" in note.text for note in board.notes)


@pytest.mark.parametrize(
    ("text", "told", "size", "camera"),
    [
        ("TIGHT ON the old map.", "The old map.", "CU", ""),
        ("WIDE SHOT: a city.", "A city.", "WS", ""),
        ("The camera pulls back to reveal a crowd.", "A crowd.", None, "zoom out"),
        ("We follow the thief.", "The thief.", None, "follow"),
        ("PAN TO a white horse.", "A white horse.", None, "pan right"),
        ("She pulls back the curtain.", "She pulls back the curtain.", None, ""),
        ("Close the door, he thinks.", "Close the door, he thinks.", None, ""),
        ("BACK TO SCENE", "", None, ""),
        ("SERIES OF SHOTS:", "", None, ""),
        ("B) Nina bakes bread.", "Nina bakes bread.", None, ""),
        ("A long silence.", "", None, ""),
    ],
)
def test_directions(text: str, told: str, size: str | None, camera: str) -> None:
    found = directed(text)
    assert (Names().plain(found.text), found.size, found.camera) == (told, size, camera)


def test_capitals_are_names_or_words() -> None:
    names = Names(frozenset({"old guard", "nina"}))
    assert names.plain("OLD GUARD (70) gives NINA (8) a KEY.") == "The old guard gives Nina a key."
    assert names.ages == {"guard": 70, "nina": 8}
    assert speakers("OLD GUARD", names) == ("the old guard",)
    assert speakers("NINA'S MOTHER", names) == ("Nina's mother",)
    assert speakers("NINA AND TOM", names) == ("Nina", "Tom")
    assert speakers("VOICE", names) == ()


def test_transitions_by_name() -> None:
    assert [transition_of(t) for t in ("FADE IN:", "DISSOLVE TO:", "WIPE TO:", "SMASH CUT TO:", "LATER:")] == [
        *("fade", "dissolve", "wipe", "cut", None),
    ]


@pytest.mark.parametrize("end", ["FADE OUT.", "> FADE TO BLACK."])
def test_a_film_that_fades_out_at_its_end(end: str) -> None:
    text = f"INT. KITCHEN - DAY\n\nA cat sleeps.\n\n{end}\n"
    assert plan(text).fade_out == 36
    assert plan(f"{text}\nEXT. GARDEN - DAY\n\nA dog runs.\n").fade_out == 0
    script = read(text).document.model_copy(update={"fade_out": "2s"})
    assert OfflinePlanner().plan(script).fade_out == 48


CALL = """INT. KITCHEN - NIGHT

ANNA stands by the window with a phone.

INT. OFFICE - NIGHT

BEN sits at a desk.

{begin}

ANNA
Are you coming home?

BEN
Not yet.

Anna sits down.

{end}

BEN
I am sorry.
"""


@pytest.mark.parametrize("begin", ["INTERCUT BETWEEN KITCHEN AND OFFICE", "INTERCUT:", "INTERCUT - KITCHEN/OFFICE"])
def test_an_intercut_goes_to_and_fro_between_those_who_speak(begin: str) -> None:
    board = plan(CALL.format(begin=begin, end="END INTERCUT"))
    assert [s.place for s in board.scenes] == ["kitchen", "office", "kitchen", "office", "kitchen", "office"]
    for scene in board.scenes:
        there = {p.entity for s in scene.shots for q in s.panels for p in q.placements}
        assert ("anna" in there) != ("ben" in there)


def test_without_an_intercut_all_is_where_the_heading_says() -> None:
    board = plan(CALL.format(begin="", end=""))
    assert [s.place for s in board.scenes] == ["kitchen", "office"]


@pytest.mark.parametrize("kind", ["dialogue", "lyric"])
@pytest.mark.parametrize("text", ["", "(sighs)", "#"])
def test_nobody_says_nothing(kind: str, text: str) -> None:
    beats = [{"text": "A cat sits."}, {"text": text, "kind": kind}]
    assert len(list(plan({"scenes": [{"heading": "EXT. BEACH - DAY", "beats": beats}]}).shots())) >= 1


def test_an_empty_lyric_is_passed_over(tmp_path) -> None:
    (only,) = (shot for _, shot in board_of("EXT. BEACH - DAY\n\nA cat sits.\n\n~\n", tmp_path).shots())
    assert only.action == "A cat sits."
