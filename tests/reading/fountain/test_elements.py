"""Every element of the Fountain syntax, one by one."""

import pytest

from storyline.errors import ScriptError
from storyline.reading import read_fountain, write_fountain
from storyline.schema.script import Beat, ScriptScene


def scenes(text: str) -> tuple[ScriptScene, ...]:
    return read_fountain(text).scenes


def beats(text: str) -> tuple[Beat, ...]:
    return tuple(beat for scene in scenes(text) for beat in scene.beats)


def shape(text: str) -> list[tuple[str, str]]:
    """Every element as its kind and its plain words; sentences of one action joined by a bar."""
    found: list[tuple[str, str]] = []
    for scene in scenes(text):
        if scene.heading:
            found.append(("heading", scene.heading + (f" #{scene.number}" if scene.number else "")))
        for beat in scene.beats:
            if beat.joins and beat.kind == "action":
                found[-1] = ("action", f"{found[-1][1]}|{beat.text}")
            else:
                found.append((beat.kind, beat.text))
    return found


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        *(
            (line, line)
            for line in ("INT. HOUSE - DAY", "EXT HOUSE DAY", "INT/EXT. HOUSE", "INT./EXT. HOUSE", "I/E HOUSE")
        ),
        *((line, line) for line in ("I./E. HOUSE", "EST. HOUSE - DAY", "int. house - day", "INT - HOUSE", "EXT.HOUSE")),
        ("\t INT. HOUSE", "INT. HOUSE"),
        (".SNIPER SCOPE POV", "SNIPER SCOPE POV"),
        (".厨房 - 夜", "厨房 - 夜"),
        ("INT. HOUSE - DAY #1#", "INT. HOUSE - DAY #1"),
        ("INT. HOUSE - DAY #I-1-A#", "INT. HOUSE - DAY #I-1-A"),
        ("INT. HOUSE - DAY - FLASHBACK (1944) #110A.#", "INT. HOUSE - DAY - FLASHBACK (1944) #110A."),
        ("INT. HOUSE # 5 #", "INT. HOUSE # 5 #"),
    ],
)
def test_headings(line: str, heading: str) -> None:
    assert shape(f"{line}\n\nHe runs.") == [("heading", heading), ("action", "He runs.")]


@pytest.mark.parametrize(
    "line",
    [
        "..and on.",
        "... and on.",
        "INTERNAL AFFAIRS",
        "EXTRA HOUSE",
        "ESTABLISHING",
        "!INT. HOUSE",
        "Est-ce lui ?",
    ],
)
def test_what_only_looks_like_a_heading_is_action(line: str) -> None:
    assert shape(f"{line}\n\nHe runs.")[0] == ("action", line.removeprefix("!").replace(". H", ".|H"))


def test_a_heading_needs_a_blank_line_before_it_and_none_after() -> None:
    assert shape("He runs.\nINT. HOUSE") == [("action", "He runs.|INT.|HOUSE")]
    assert shape("INT. HOUSE\nHe runs.") == [("heading", "INT. HOUSE"), ("action", "He runs.")]
    assert shape("= Where\nINT. HOUSE\n\nEXT. HOUSE") == [
        ("synopsis", "Where"),
        ("heading", "INT. HOUSE"),
        ("heading", "EXT. HOUSE"),
    ]


def test_notes_on_a_heading_stay_on_it() -> None:
    (scene,) = scenes("INT. HOUSE [[old]] - DAY /* cut */ #3#\n\n[[new]]")
    assert (scene.heading, scene.number) == ("INT. HOUSE - DAY", "3")
    assert [(b.kind, b.text, b.joins) for b in scene.beats] == [
        ("note", "old", True),
        ("boneyard", "cut", True),
        ("note", "new", False),
    ]


def test_action_is_told_by_the_sentence_and_kept_as_it_stands() -> None:
    text = "    A *gorgeous* day.  The sun\n\tis shining. [[Draw it!]]"
    first, second = beats(text)
    assert (first.text, second.text, second.joins) == ("A gorgeous day.", "The sun is shining.", True)
    assert (first.written, second.written) == (text, "")
    assert beats("A day. A night.")[0].written == ""


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("A dog runs\nA cat sleeps", ["A dog runs", "A cat sleeps"]),
        ("MONTAGE:\n- A dog runs\n- a cat sleeps", ["MONTAGE:", "- A dog runs", "- a cat sleeps"]),
        ("A dog runs\nalong the beach.", ["A dog runs along the beach."]),
        ("The old fisherman looks for a long time at\nMaria. She waves.", None),
        ("!BANG\n!BANG", ["BANG", "BANG"]),
        ("快跑！乌龟笑了。", ["快跑！", "乌龟笑了。"]),
    ],
)
def test_a_line_of_an_action_is_a_sentence_unless_it_was_broken_for_its_length(
    text: str, sentences: list[str] | None
) -> None:
    expected = sentences or ["The old fisherman looks for a long time at Maria.", "She waves."]
    assert [beat.text for beat in beats(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "BOB\n\nHello.",
        "Bob\nHello.",
        "23\nHello.",
        "23 (O.S.)\nHello.",
        "兔子\n你好。",
        "!BOB\nHello.",
        "BOB (x\nHello.",
    ],
)
def test_what_is_no_character(text: str) -> None:
    assert {beat.kind for beat in beats(text)} == {"action"}


@pytest.mark.parametrize(
    ("cue", "name"),
    [
        *(
            (name, name)
            for name in ("BOB", "R2D2", "3CPO", "DR. BÄR", "МАША", "ΑΘΗΝΑ", "GROßVATER", "BOB & ANN", "O'NEIL")
        ),
        ("@McCLANE", "McCLANE"),
        ("@兔子", "兔子"),
        ("\t\tBOB", "BOB"),
        ("BOB:", "BOB"),
        ("BOB [[Robert?]]", "BOB"),
    ],
)
def test_characters(cue: str, name: str) -> None:
    (beat,) = beats(f"{cue}\nHello.")
    assert (beat.kind, beat.text) == ("dialogue", "Hello.")
    assert [(line.said_by, line.text, line.kind) for line in beat.lines] == [(name, "Hello.", "spoken")]


@pytest.mark.parametrize(
    ("extension", "said"),
    [
        ("(V.O.)", ("voice-over", False, "")),
        ("(v.o.) (CONT'D)", ("voice-over", False, "")),
        ("(O.S.)", ("spoken", True, "")),
        ("(O. S.)", ("spoken", True, "")),
        ("(O.C./CONT’D)", ("spoken", True, "")),
        ("(CONT'D)", ("spoken", False, "")),
        ("(on the radio)", ("spoken", False, "on the radio")),
        ("(THOUGHT)", ("thought", False, "")),
    ],
)
def test_extensions_say_how_a_voice_is_heard(extension: str, said: tuple[str, bool, str]) -> None:
    (line,) = beats(f"MOM {extension}\nHello.")[0].lines
    assert (line.kind, line.off_screen, line.manner) == said
    assert line.said_by == "MOM"


def test_a_dialogue_is_one_beat_with_its_lines() -> None:
    text = (
        "STEEL\n(starting the\nengine)\nSo much for\n_retirement_!\n  \nGo.\n(pause)\n(to Ann)\nNow. (No.)\n(he goes)"
    )
    dialogue, action = beats(f"{text}\n\nEnd.")
    assert dialogue.text == "So much for retirement! Go. Now. (No.)"
    assert [(line.manner, line.text) for line in dialogue.lines] == [
        ("starting the engine", "So much for retirement!"),
        ("", "Go."),
        ("pause, to Ann", "Now. (No.)"),
    ]
    assert dialogue.written == text
    assert action.text == "End."


def test_a_dialogue_ends_at_a_blank_line() -> None:
    for blank in ("", " ", "   ", "\t"):
        assert shape(f"BOB\nHi.\n{blank}\nHo.") == [("dialogue", "Hi."), ("action", "Ho.")]
    assert shape("BOB\nHi.\n===\nHo.") == [("dialogue", "Hi."), ("page-break", ""), ("action", "Ho.")]
    assert shape("BOB\nHi.\n  \n\nHo.") == [("dialogue", "Hi."), ("action", "Ho.")]


def test_a_dialogue_may_have_no_words() -> None:
    assert [(b.kind, b.text, b.lines) for b in beats("BOB\n(laughs)")] == [("dialogue", "BOB (laughs)", ())]


def test_dual_dialogue_joins_the_one_before() -> None:
    first, second = beats("BRICK\nNo!\n\nSTEEL (O.S.) ^\nNo!")
    assert (first.joins, second.joins) == (False, True)
    assert (second.lines[0].said_by, second.lines[0].off_screen) == ("STEEL", True)


def test_lyrics_stand_alone_or_in_a_dialogue() -> None:
    one, two = beats("~Oh *la* la\n~lo lo")
    assert [(b.kind, b.text, b.joins, b.lines[0].kind) for b in (one, two)] == [
        ("lyric", "Oh la la", False, "lyric"),
        ("lyric", "lo lo", True, "lyric"),
    ]
    (beat,) = beats("ANN (V.O.)\nListen.\n~Oh la la")
    assert [(line.kind, line.text) for line in beat.lines] == [("voice-over", "Listen."), ("lyric", "Oh la la")]


@pytest.mark.parametrize(
    ("text", "transition"),
    [
        *((t, t) for t in ("CUT TO:", "SMASH CUT TO:", "FADE IN:", "FADE OUT.", "FADE TO BLACK.", "GO TO:")),
        ("\t\tCUT TO:  ", "CUT TO:"),
        ("> Burn to white.", "Burn to white."),
        (">CUT TO:", "CUT TO:"),
    ],
)
def test_transitions(text: str, transition: str) -> None:
    assert shape(f"He runs.\n\n{text}\n\nINT. A") == [
        ("action", "He runs."),
        ("transition", transition),
        ("heading", "INT. A"),
    ]


def test_what_is_no_transition() -> None:
    assert shape("cut to:\n\nHe runs.")[0] == ("action", "cut to:")
    assert shape("ODE TO:\nHello.") == [("dialogue", "Hello.")]
    assert shape("He said. CUT TO:") == [("action", "He said.|CUT TO:")]
    assert shape("CUT TO:\nINT. HOUSE") == [("transition", "CUT TO:"), ("heading", "INT. HOUSE")]


def test_centred_text_sections_synopses_and_page_breaks() -> None:
    text = ">  *THE END*  <\n# Act\n### Deep\n= It ends.\n====\n==\n#1"
    assert shape(text) == [
        ("centred", "THE END"),
        ("section", "Act"),
        ("section", "Deep"),
        ("synopsis", "It ends."),
        ("page-break", ""),
        ("synopsis", "="),
        ("section", "1"),
    ]


def test_notes_and_boneyards_on_lines_of_their_own_are_beats() -> None:
    text = "[[One\n  \ntwo]]\nBOB\nHi.\n/* INT. GONE\n\nAway. */\n\nINT. B\n[[a]] [[b]]\nHe runs."
    assert shape(text) == [
        ("note", "One\n  \ntwo"),
        ("dialogue", "Hi."),
        ("boneyard", "INT. GONE\n\nAway."),
        ("heading", "INT. B"),
        ("note", "a"),
        ("note", "b"),
        ("action", "He runs."),
    ]


def test_notes_and_boneyards_inside_an_element_stay_in_it() -> None:
    assert shape("He [[Bob?\n\tAnn?]]runs /* fast */ off.") == [("action", "He runs off.")]
    assert shape("BOB\n[[shouts]]\nHi /* a\n\nb */ there.") == [("dialogue", "Hi there.")]
    assert shape("This /* is\n\nnot */ lost.") == [("action", "This lost.")]


@pytest.mark.parametrize(
    "text", ["He [[runs.", "He /* runs.", "He runs]] */.", "He \\[[runs]].", "He [[runs\n\nand]]."]
)
def test_marks_without_their_other_half_are_text(text: str) -> None:
    words = text.replace("\\", "").replace("\n\n", " ").split()
    assert " ".join(beat.text for beat in beats(text)).split() == words


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n", "\x85", "\u2028"])
def test_lines_may_end_in_any_way(end: str) -> None:
    text = "\ufeffTitle: A\nAuthor: B\n\nINT. A - DAY\n\nBOB\n(low)\nHi.\n  \nHo.\n\n> Out.\n"
    assert read_fountain(text.replace("\n", end)) == read_fountain(text)


def test_a_screenplay_that_cannot_be_read_says_why() -> None:
    for text, message in [
        ("", "x.fountain: expected a screenplay; got an empty text. Write a heading and what happens."),
        ("\ufeff \n", "got an empty text"),
        ("INT. A\n\nb\x00", "x.fountain:3:2: expected text; got the control character U[+]0000. Remove it."),
        (
            "Hi.\n\n" + "word " * 20_001,
            "x.fountain:3: expected paragraphs, notes and boneyards of at most 100,000 char",
        ),
        ("INT. " + "A" * 100_001, "x.fountain:1: expected paragraphs"),
        ("Title: " + "A" * 100_001 + "\n\nHi.", "x.fountain, Title:1: expected"),
        ("INT. A\n\n/*" + "A" * 100_001 + "*/", "x.fountain:3: expected"),
        ("INT. A [[" + "A" * 100_001 + "]]", "x.fountain:1: expected"),
        ("x" * 10_000_001, "expected at most 10,000,000 bytes"),
    ]:
        with pytest.raises(ScriptError, match=message) as refused:
            read_fountain(text, source="x.fountain")
        assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        *("[[ " * 2_500, "[[ \n\n" * 666 + "]]", "/* " * 2_500, "[[a]]" * 666, "BOB\n" + "[[a]]\n" * 666),
        *(
            "BOB " + "()" * 3_750 + "\nx",
            "BOB\n" + "(a\n" * 1_250,
            "*a " * 2_500,
            "a* " * 2_500,
            "_*" * 1_666 + "a",
        ),
        *("A" * 7_500 + "\nx", "BOB\nx\n" + "  \n" * 1_666, "INT. " + " - " * 2_500, "INT. " + "A DAY " * 1_250),
        *(
            "INT. " + "(" * 7_500,
            "INT. " + "#a" * 3_333 + "#",
            "\\*" * 3_333,
            '"a. ' * 1_666,
            "a" + " " * 7_500 + ": x",
        ),
    ],
    ids=lambda text: repr(text[:12]),
)
def test_repeated_marks_take_time_in_proportion(text: str) -> None:
    script = read_fountain(text)
    assert read_fountain(write_fountain(script)) == script
