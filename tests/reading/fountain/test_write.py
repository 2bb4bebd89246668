"""Scripts as Fountain: screenplays come back whole, other scripts as screenplays."""

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storyline.errors import ScriptError
from storyline.reading import read, read_fountain, read_yaml, write_fountain, write_yaml
from storyline.reading.fountain.blocks import blocks
from storyline.reading.fountain.elements import element_of
from storyline.reading.fountain.emphasis import escaped, plain
from storyline.reading.fountain.hidden import lines
from storyline.schema.script import Beat, Script
from tests.documents import scripts, storyboards
from tests.reading.fountain.long import long_screenplay
from tests.reading.fountain.screenplays import screenplays


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(screenplays())
def test_a_screenplay_comes_back_whole(text: str) -> None:
    script = read_fountain(text)
    written = write_fountain(script)
    assert read_fountain(written) == script
    assert write_fountain(read_fountain(written)) == written
    assert sorted(words(written)) == sorted(words(text))
    assert read_yaml(write_yaml(script)) == script


@pytest.mark.slow
@settings(max_examples=600, deadline=None, derandomize=True)
@given(screenplays())
def test_hundreds_of_screenplays_come_back_whole(text: str) -> None:
    script = read_fountain(text)
    written = write_fountain(script)
    assert read_fountain(written) == script
    assert sorted(words(written)) == sorted(words(text))


@pytest.mark.parametrize("length", [20, pytest.param(120, marks=pytest.mark.slow)])
def test_a_long_screenplay_goes_through_and_back_without_a_lost_line(length: int) -> None:
    text = long_screenplay(length)
    script = read(text).document
    assert isinstance(script, Script)
    written = write_fountain(script)
    assert written == text
    assert len(text.splitlines()) > 50 * length
    assert sum(scene.heading is not None for scene in script.scenes) == length
    assert {beat.kind for scene in script.scenes for beat in scene.beats} == {
        *(
            "action",
            "dialogue",
            "lyric",
            "centred",
            "transition",
            "section",
            "synopsis",
            "note",
            "boneyard",
            "page-break",
        )
    }
    assert len({scene.id for scene in script.scenes}) == len(script.scenes)


@pytest.mark.parametrize(
    "path", sorted((Path(__file__).parents[3] / "examples").glob("*.fountain")), ids=lambda path: path.name
)
def test_an_example_is_written_as_it_stands(path: Path) -> None:
    assert write_fountain(read(path).document) == path.read_text()


def test_what_was_changed_is_written_anew_and_nothing_else() -> None:
    text = "INT. A - DAY\n\nHe *runs*. [[fast]]  He falls.\n\nBOB (low)\n(hand up)\n_Hi_.\n\n### Deep\n\n[[ a ]]"
    text += "\n\n> A *b*.\n"
    script = read_fountain(text)
    (scene,) = script.scenes
    assert write_fountain(script) == text
    changed = []
    for beat in scene.beats:
        lines = tuple(line.model_copy(update={"text": "Oh *no*."}) for line in beat.lines)
        changed.append(beat.model_copy(update={"text": f"{beat.text}!", "lines": lines}))
    new = script.model_copy(update={"scenes": (scene.model_copy(update={"beats": tuple(changed)}),)})
    assert write_fountain(new) == (
        "INT. A - DAY\n\nHe runs.! He falls.!\n\nBOB\n(low, hand up)\nOh \\*no\\*.\n\n### Deep!\n\n[[a!]]\n\n> A b.!\n"
    )


@pytest.mark.parametrize("kind", ["action", "section", "synopsis", "centred", "transition", "note", "boneyard"])
@pytest.mark.parametrize(
    "text",
    [
        *(
            "INT. HOUSE",
            ".5",
            "!no",
            "BOB",
            "CUT TO:",
            "> a <",
            ">a",
            "# 1",
            "= 1",
            "===",
            "~la",
            "[[a]]",
            "/* a */",
            "@bob",
        ),
        *(
            "a\n\nINT. B",
            "*a*",
            "\\*a",
            "a ]] b",
            "a */ b",
            "Title: x",
            "(a)",
            "_",
            "a_b",
            "**",
            "a\\",
            "\\[[a]]",
            "a <",
            "  ",
        ),
    ],
)
def test_no_text_of_a_beat_becomes_another_element(kind: str, text: str) -> None:
    beat = Beat.model_validate({"text": text, "kind": kind})
    script = read_fountain(write_fountain(Script.model_validate({"scenes": [{"heading": "INT. A", "beats": [beat]}]})))
    found = script.scenes[0].beats
    assert len(script.scenes) == 1
    assert {b.kind for b in found} <= {kind}
    if kind not in ("note", "boneyard"):
        assert " ".join(b.text for b in found) == " ".join(text.split())


@pytest.mark.parametrize(
    "text",
    ["(a)", "~a", "===", "*a*", "a\n\nb", "@b", "#1", "INT. A", "> a <", "[[a]]", "/* a */", "(", "=", "\\(a)", "!"],
)
@pytest.mark.parametrize(
    "said_by",
    ["BOB", "the old Hare", "兔子", "INT. BOB", "A (B) ^", "3", "", "CUT TO:", "@x", "!X", "~X", "\x7f", "***"],
)
def test_no_words_of_a_line_become_another_element(text: str, said_by: str) -> None:
    line = {"text": text, "said_by": said_by, "manner": "low (very)"}
    beat = Beat.model_validate({"text": text, "kind": "dialogue", "lines": [line, line]})
    script = read_fountain(write_fountain(Script.model_validate({"scenes": [{"beats": [beat]}]})))
    ((found,),) = (scene.beats for scene in script.scenes)
    assert found.kind == "dialogue"
    assert [line.text for line in found.lines] == [" ".join(text.split())] * 2
    assert {line.manner for line in found.lines} == {"low very"}


def test_prose_becomes_action_and_dialogue() -> None:
    story = (
        'The Fable\n\nA hare met a tortoise. "You are slow," laughed the hare.\n\n"Wake up!" cried a little yellow '
        'bird, but he only snored. He said: "No," and slept.'
    )
    assert write_fountain(read(story).document) == (
        "Title: The Fable\n\nA hare met a tortoise.\n\nTHE HARE\nYou are slow.\n\n"
        "A LITTLE YELLOW BIRD\nWake up!\n\nHe only snored.\n\nHE\nNo.\n\nSlept.\n"
    )


def test_shots_become_action_dialogue_and_transitions() -> None:
    script = Script.model_validate(
        {
            "title": "Sea",
            "credits": [{"role": "By", "name": "Ann"}, {"name": "Bo"}],
            "places": [{"id": "sea", "name": "The sea"}],
            "cast": [{"id": "mia", "name": "Mia"}],
            "scenes": [
                {
                    "place": "sea",
                    "time_of_day": "night",
                    "shots": [
                        {
                            "action": "Mia swims.",
                            "lines": [{"text": "Mia swims.", "kind": "caption"}],
                            "transition": {"kind": "fade"},
                        },
                        {
                            "action": "Mia: “Brr!”",
                            "lines": [{"text": "Brr!", "speaker": "mia"}, {"text": "Why?", "kind": "thought"}],
                            "transition": {"kind": "dissolve"},
                        },
                        {"lines": [{"text": "The end", "kind": "caption"}]},
                    ],
                },
                {"heading": "EXT. SEA", "shots": [{"action": "Rain.", "transition": {"kind": "wipe"}}]},
            ],
        }
    )
    assert write_fountain(script) == (
        "Title: Sea\nCredit: By\nAuthor: Ann\nSource: Bo\n\nFADE IN:\n\n.THE SEA - NIGHT\n\nMia swims.\n\n"
        "DISSOLVE TO:\n\nMIA\nBrr!\n\nNARRATOR (THOUGHT)\nWhy?\n\n> The end <\n\nWIPE TO:\n\nEXT. SEA\n\nRain.\n"
    )


@settings(max_examples=40, deadline=None, derandomize=True)
@given(scripts() | storyboards())
def test_any_script_is_written_as_a_screenplay_that_is_read(script: Script) -> None:
    try:
        written = write_fountain(script)
    except ScriptError:
        assert (script.story or "").strip() == "" or not any(map(str.isalnum, script.story or ""))
        return
    if written.strip():
        again = read_fountain(written)
        assert write_fountain(again) == written


@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.text(st.sampled_from("*_\\[]/~(= \nab.é"), max_size=14))
def test_escaped_words_are_plain_again(text: str) -> None:
    assert plain(escaped(text)) == " ".join(text.split())
    assert len(lines(escaped(text))) == 1
    assert not lines(escaped(text))[0].hidden


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text(max_size=60) | st.text(st.sampled_from("AaB.!#=~><@^[]/*_()\\: \n\t1"), max_size=40))
def test_any_text_is_a_screenplay(text: str) -> None:
    text = re.sub("[^\t\n\r -~\x85\xa0-\ud7ff]", "?", text)
    if text.strip():
        script = read_fountain(text)
        assert read_fountain(write_fountain(script)) == script
        assert Counter(words(text)) - Counter(words(write_fountain(script))) == Counter()


def test_an_element_by_itself_is_what_it_was_among_others() -> None:
    text = long_screenplay(6)
    for block in blocks(lines(text)[6:]):
        assert [alone.kind for alone in blocks(lines(block.source))] == [block.kind]
    assert element_of([Beat(text="")]) == ""
