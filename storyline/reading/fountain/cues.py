"""The line that says who speaks: `MOM (O.S.)`, `@McCLANE`, `EVE (V.O.) (CONT'D) ^`."""

from typing import NamedTuple

from storyline.reading.fountain.emphasis import plain
from storyline.schema.sound import LineKind

_VOICE_OVER = frozenset({"vo", "voiceover", "narration"})
_OFF_SCREEN = frozenset({"os", "oc", "off", "offscreen", "offcamera", "offstage"})
_THOUGHT = frozenset({"thought", "thinking"})
_CONTINUED = frozenset({"contd", "cont", "continued"})


class Cue(NamedTuple):
    """Who speaks and how, as a character line says it."""

    name: str
    kind: LineKind = "spoken"
    off_screen: bool = False
    manner: str = ""
    """Whatever else stands in parentheses: `on the radio`."""
    dual: bool = False
    """It is said at the same time as the dialogue before it."""


def cue(seen: str) -> Cue | None:
    """Read a line as a character line; None if it cannot be one.

    A name is in capitals and has a letter; one that has not, or none because its script knows no capitals, is marked
    with `@`. What follows in parentheses may be in any case.
    """
    dual = seen.endswith("^")
    end = len(seen.rstrip("^ \t"))
    extensions: list[str] = []
    while seen.endswith(")", 0, end) and (start := seen.rfind("(", 0, end)) >= 0:
        extensions.append(seen[start + 1 : end - 1])
        end = start
        while end and seen[end - 1].isspace():
            end -= 1
    name = seen[:end]
    if name.startswith("@"):
        name = name[1:].lstrip()
    elif not in_capitals(name):
        return None
    name = plain(name).rstrip(": ")
    if not any(c.isalnum() for c in name):
        return None
    found = Cue(name, dual=dual)
    for extension in reversed(extensions):
        for part in extension.replace("/", ",").replace(";", ",").split(","):
            word = "".join(c for c in part.lower() if c.isalnum())
            if word in _VOICE_OVER:
                found = found._replace(kind="voice-over")
            elif word in _THOUGHT:
                found = found._replace(kind="thought")
            elif word in _OFF_SCREEN:
                found = found._replace(off_screen=True)
            elif word and word not in _CONTINUED:
                found = found._replace(manner=f"{found.manner}, {plain(part)}".strip(", "))
    return found


def in_capitals(text: str) -> bool:
    """Whether a text has capital letters and no small ones. A letter without a capital form (`ß`) is neither.

    >>> in_capitals("DR. BÄR"), in_capitals("R2-D2"), in_capitals("GROßVATER"), in_capitals("23"), in_capitals("李")
    (True, True, True, False, False)
    """
    small = any(c.islower() and len(c.upper()) == 1 and c.upper() != c for c in text)
    return not small and any(c.isupper() or c.istitle() for c in text)
