"""A text without a file's name: screenplay, prose or YAML."""

from pathlib import Path

import pytest

from storyline.errors import ScriptError
from storyline.reading import read, read_fountain
from storyline.reading.fountain import is_fountain
from storyline.schema.script import Script

EXAMPLES = Path(__file__).parents[3] / "examples"


@pytest.mark.parametrize(
    "text",
    [
        "INT. KITCHEN - NIGHT\n\nA fox eats.",
        "INT. KITCHEN - NIGHT\nA fox eats.",
        "EXT BEACH DAY\r\n\r\nA fox runs.",
        "int. kitchen - day\n\nA fox eats.",
        "I/E. Car - day\n\nA fox drives.",
        "FADE IN:\n\nEXT. BEACH - DAY #1#\n\nA fox runs.",
        "\ufeff\n\n= How it starts\n\n.THE MOON\n\nINT. Rocket\n\nA fox waits.",
        "[[Title: not yet\nmade]]\n\n/* old\n\nstory: */\n\nINT. ROCKET\n\nA fox waits.",
        "title: Fox\nauthor: Me\n\nEXT. BEACH - DAY\n\nA fox runs.",
        "Title: Fox\nAuthor: Me\n\nA fox runs.",
        "Title:\n    _**Fox**_\nDraft date: today\n\nFOX\nHello.",
        "Title: Fox\n\nA fox runs.",
        "Title: Fox\n\nBEACH\n\nFADE IN:\n\nEXT. BEACH - DAY",
    ],
)
def test_a_screenplay_is_known_by_a_heading_or_its_title_page(text: str) -> None:
    assert is_fountain(text)
    document = read(text).document
    assert isinstance(document, Script)
    assert document.model_copy(update={"scenes": ()}) == read_fountain(text).model_copy(update={"scenes": ()})


@pytest.mark.parametrize(
    "text",
    [
        "A fox runs along the beach.",
        "THE FOX\n\nHe runs.",
        "BOB\nHe runs.",
        "Ext. 25 rang all night.\n\nNobody came.",
        "Int. Revenue wrote to him.",
        "Est-ce lui ?\n\nOui.",
        "Est venu le jour - jour de pluie.\n\nOui.",
        "The sign said\nINT. KITCHEN - NIGHT\nand nothing else.",
        "The sign said: INT. KITCHEN - NIGHT.",
        'Title: The Hare\n\n"I run," he said.',
        "Date: today\n\nDear Maria, I am well.",
        "Meanwhile: the fox ran.\n\nHe ran on.",
        "Fox: hello\nHare: hello\n\nThey ran.",
        "# INT. KITCHEN\n\nHe ran.",
        "- INT. KITCHEN\n- EXT. BEACH",
        "...\n\n.5 seconds later he ran.",
        "~~~\n\nHe ran.",
        "> He ran. <",
    ],
)
def test_prose_is_no_screenplay(text: str) -> None:
    assert not is_fountain(text)


@pytest.mark.parametrize(
    "text",
    [
        "title: Fox\nstory: |\n  INT. KITCHEN - NIGHT\n\n  A fox runs.",
        "title: Fox\nstyle: ink\n",
        "title: Fox\nscenes:\n  - heading: INT. KITCHEN\n    story: He ran.",
        "title: Fox\n\nseed: 3\n\nstory: He ran.",
        '{"title": "Fox", "story": "INT. KITCHEN\\n\\nHe ran."}',
    ],
)
def test_yaml_is_no_screenplay(text: str) -> None:
    document = read(text).document
    assert document.title == "Fox"
    assert document.title_page == {}


def test_yaml_with_a_slip_is_still_told_its_slip() -> None:
    with pytest.raises(ScriptError, match="unknown field; did you mean 'story'"):
        read("title: Fox\nauthor: Me\nstorry: He ran.")


def test_files_are_read_by_their_ending(tmp_path: Path) -> None:
    text = "A fox.\n\nFOX\nHello."
    for name, kind in [("a.fountain", "dialogue"), ("b.SPMD", "dialogue"), ("c.txt", "action"), ("d.md", "action")]:
        (tmp_path / name).write_text(text)
        assert read(tmp_path / name).document.scenes[-1].beats[-1].kind == kind
    (tmp_path / "e.txt").write_text(f"EXT. BEACH - DAY\n\n{text}")
    assert read(tmp_path / "e.txt").document.scenes[-1].beats[-1].kind == "dialogue"
    (tmp_path / "f.fountain").write_bytes(b"EXT. BEACH\n\nA f\xfcx.")
    with pytest.raises(ScriptError, match=r"f\.fountain:3: expected text in UTF-8; got the byte 0xfc"):
        read(tmp_path / "f.fountain")


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.*")), ids=lambda path: path.name)
def test_examples_are_what_their_endings_say(path: Path) -> None:
    assert is_fountain(path.read_text()) == (path.suffix == ".fountain")
