"""A long screenplay with every element of the syntax, written as `write_fountain` writes: the same each time."""

import random
from collections.abc import Iterator

_TITLE_PAGE = "Title:\n    _**THE LONG WAY**_\n    *home*\nCredit: Written by\nAuthor: Nobody\nDraft date: today"
_PLACES = ["INT. KITCHEN", "EXT. BEACH", "INT./EXT. BOAT", "EXT. VILLAGE - MARKET", "INT. SCHOOL - HALL", "EST. FOREST"]
_TIMES = ["DAY", "NIGHT", "CONTINUOUS", "DAWN", "LATER", "MAGIC HOUR", "THE NEXT MORNING", "RAINY NIGHT"]
_PEOPLE = ["MIA", "OLD TOM", "DR. BÄR", "@McCLANE", "МАША", "@兔子", "R2D2"]
_SENTENCES = [
    "A small GIRL runs along the water.",
    "The boat, which nobody has painted for years, rocks.",
    "She looks at Mr. Fox and waits.",
    "  Two gulls cry.",
    "*Slowly* the **door** opens; _nobody_ is there.",
    "The lamp [[which one?]] goes out.",
    "It smells of fish /* and tar */ and rain.",
    "He dialled *69 and then *23, and hung up.",
    "Она смеётся.",
    "海が光る。",
]
_WORDS = [
    "Are you there?",
    "I knew it.",
    "_Never_ again!",
    "Come, it is late, and the tide will not wait for us.",
    "Да!",
]


def long_screenplay(scenes: int) -> str:
    """A screenplay of this many scenes; over a page each."""
    chance = random.Random(scenes)
    elements = [_TITLE_PAGE, "FADE IN:"]
    for n in range(scenes):
        if n % 10 == 0:
            elements += [f"# Act {n // 10 + 1}", f"## Part {n}", "= In which it goes on."]
        number = chance.choice(["", f" #{n}#", f" #{n}A#"])
        note = chance.choice(["", "", " [[where?]]"])
        place = ".THE MOON" if n % 17 == 5 else chance.choice(_PLACES)
        elements.append(f"{place} - {chance.choice(_TIMES)}{note}{number}")
        for _ in range(6):
            elements += _passage(chance, n)
        elements.append(chance.choice(["CUT TO:", "DISSOLVE TO:", "> Burn to white.", "FADE OUT."]))
    return "\n\n".join([*elements, "> **THE END** <"]) + "\n"


def _passage(chance: random.Random, n: int) -> Iterator[str]:
    yield "\n".join(" ".join(chance.choices(_SENTENCES, k=3)) for _ in range(chance.choice([1, 1, 2]))).rstrip()
    cue = chance.choice(_PEOPLE) + chance.choice(["", "", " (V.O.)", " (O.S.)", " (CONT'D)", " (on the phone)"])
    speech = [chance.choice(["(softly)", "(beat)", "[[check]]"]) if n % 3 else "(to Tom)", *chance.choices(_WORDS, k=2)]
    yield "\n".join([cue, *speech, *chance.choice([[], ["  ", "Go."], ["(he goes)"], ["~Oh, the sea"]])])
    match chance.randrange(12):
        case 0:
            yield f"{chance.choice(_PEOPLE)} ^\nNo!"
        case 1:
            yield "~Row, row, *row*\n~the boat"
        case 2:
            yield "[[Could this\n  \nbe shorter?]]"
        case 3:
            yield "/* INT. GONE - DAY\n\nNobody is here. */"
        case 4:
            yield f"> {n} YEARS LATER <"
        case 5:
            yield "==="
        case 6:
            yield "!BANG\n!BANG"
        case 7:
            yield "SUPER:\n    Far away\n\tand long ago"
