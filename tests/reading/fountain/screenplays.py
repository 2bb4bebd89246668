"""Hypothesis strategies: screenplays over the whole syntax, tidy and wild."""

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

_WORDS = """Steel runs. the fox, (slowly) *69 23* _under_ **bold** ***both*** \\*no\\* snake_case 2*3 Mr. "Go!" he said
    BANG 兔子跑了。 Ünder éclair ... -- [[why?]] /*cut*/ [[ ]] # = ~ > < @ ! . ^ #1# TO: INT. ) ( \\ ( ~x"""
SENTENCES = st.lists(st.sampled_from(_WORDS.split()), min_size=1, max_size=8).map(" ".join)
NAMES = st.sampled_from(["STEEL", "R2D2", "@McCLANE", "@兔子", "DR. BÄR", "МАША", "OLD MAN", "STRAßE", "@3", "THE FOX"])
EXTENSIONS = st.sampled_from(
    ["", " (V.O.)", " (O.S.)", " (CONT'D)", " (V.O.) (CONT’D)", " (on the radio)", " (O.S., left)"]
)
SPEECH = st.one_of(
    SENTENCES,
    SENTENCES.map(lambda text: f"({text})"),
    SENTENCES.map(lambda text: f"~{text}"),
    st.sampled_from(
        ["(pause)", "(he thinks\nfor a while)", "  ", "[[a note]]", "[[two\nlines]]", "/* gone\n\naway */", "()"]
    ),
)


@st.composite
def dialogues(draw: st.DrawFn) -> str:
    cue = draw(NAMES) + draw(EXTENSIONS) + draw(st.sampled_from(["", " ^", "^"]))
    return "\n".join([cue, *draw(st.lists(SPEECH, min_size=1, max_size=5))])


HEADINGS = st.builds(
    "{} {}{}{}{}".format,
    st.sampled_from(["INT.", "EXT.", "EST.", "INT./EXT.", "I/E", "int", "ext.", ".", ".The", "Ext"]),
    st.sampled_from(["KITCHEN", "BRICK'S HOUSE - HALL", "beach", "厨房", "*STARS*", "ST. MARY'S", "A (1944)", ""]),
    st.sampled_from(["", " - DAY", " — NIGHT", " - LATER", ", DAWN", " - MAGIC HOUR", " -- RAINY NIGHT", " DAY"]),
    st.sampled_from(["", " #1#", " #12A#", " #I-1-A.#", " # 5 #", " #1# #2#"]),
    st.sampled_from(["", " [[note]]", " /* cut */", " [[a\nb]]"]),
)
ACTIONS = st.builds(
    "{}{}".format,
    st.sampled_from(["", "", "    ", "\t", "!", "  !"]),
    st.lists(SENTENCES, min_size=1, max_size=3).map("\n".join),
)
TRANSITIONS = st.sampled_from(
    [
        "CUT TO:",
        "FADE IN:",
        "FADE OUT.",
        "SMASH CUT TO:",
        "> Burn to white.",
        ">CUT TO:",
        ">",
        "DISSOLVE  TO:",
        "    CUT TO:",
    ]
)
ELEMENTS: SearchStrategy[str] = st.one_of(
    HEADINGS,
    ACTIONS,
    dialogues(),
    TRANSITIONS,
    SENTENCES.map(lambda text: f"> {text} <"),
    SENTENCES.map(lambda text: f">{text}<"),
    st.lists(SENTENCES.map(lambda text: f"~{text}"), min_size=1, max_size=3).map("\n".join),
    st.builds("{} {}".format, st.sampled_from(["#", "##", "######", "#######"]), SENTENCES),
    SENTENCES.map(lambda text: f"= {text}"),
    st.sampled_from(["===", "=====", "=", "#", "!", "~", "><", "@", "^", "()", "**", "\\"]),
    st.sampled_from(
        [
            "[[note]]",
            "[[a\n  \nb]]",
            "[[a\n\nb]]",
            "/* a\n\nb */",
            "[[x]] [[y]]",
            "/**/",
            "[[open",
            "/* open",
            "*/",
            "]]",
        ]
    ),
)
TITLE_PAGES = st.sampled_from(
    [
        "",
        "Title: Fox\n\n",
        "Title:\n    _**Fox**_\n\tand *hare*\nCredit: Written by\nAuthor: A\n   B\nDraft date: 1\nOdd key : x: y\n\n",
        "title: a\nAuthors:\n\n",
        "My key: 1\nOther:\n  2\n\n",
        "Mine: 1\n\n",
        "Title: a\nno key\n\n",
        "Title: [[a\nb]] /* c\n\nd */\n\n",
    ]
)


@st.composite
def screenplays(draw: st.DrawFn) -> str:
    """Screenplays of up to a dozen elements, divided by blank lines or by none."""
    text = draw(st.sampled_from(["", "\ufeff"])) + draw(TITLE_PAGES)
    for element in draw(st.lists(ELEMENTS, min_size=1, max_size=12)):
        text += element + draw(st.sampled_from(["\n\n"] * 6 + ["\n", "\n\n\n", "\n  \n", "\n \n"]))
    return text.replace("\n", draw(st.sampled_from(["\n", "\n", "\r\n", "\r"])))
