"""A screenplay's lines → its elements, each with the lines it takes."""

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from storyline.reading.fountain.cues import cue, in_capitals
from storyline.reading.fountain.hidden import Line

BlockKind = Literal[
    "heading",
    "action",
    "dialogue",
    "lyric",
    "centred",
    "transition",
    "section",
    "synopsis",
    "page-break",
    "hidden",
]

_HEADING = re.compile(
    r"(?P<where>INT\.?\s?/\s?EXT|EXT\.?\s?/\s?INT|I\.?\s?/\s?E|E\.?\s?/\s?I|INT|EXT|EST)(?P<end>\.|\s)", re.IGNORECASE
)
_FORCED_HEADING = re.compile(r"\.(?=\w)")
_PAGE_BREAK = re.compile(r"={3,}\Z")
_CAMERA = re.compile(
    r"(MONTAGE|SERIES OF SHOTS|INTERCUT)\b|(SUPER|SUPERIMPOSE|TITLE|TITLE CARD|CARD|INSERT|FLASHBACK):"
)
"""Lines in capitals that nobody is called: what follows them is seen, not said."""
_FADES = """FADE IN, FADE IN ON, FADES IN, FADE UP, FADE OUT, FADES OUT, FADE TO BLACK, FADE TO WHITE, CUT TO BLACK,
    CUT TO WHITE, SMASH CUT TO BLACK, SMASH TO BLACK"""
_TRANSITIONS = frozenset(fade.strip() + end for fade in _FADES.split(",") for end in ("", ".", ":"))
"""Those that do not end in `TO:` and are as plain."""


class Block(NamedTuple):
    """An element: a heading, a paragraph of action, all that somebody says in one go."""

    kind: BlockKind
    lines: tuple[Line, ...]
    number: int
    """Of its first line, from 1."""
    joins: bool = False
    """It stands right below a block of its own kind."""

    @property
    def source(self) -> str:
        """It as it was written."""
        written = "\n".join(line.whole for line in self.lines).rstrip()
        return written if self.kind == "action" else written.lstrip()


def blocks(lines: Sequence[Line]) -> Iterator[Block]:
    """The elements of a screenplay without its title page, in order; only blank lines are left out.

    What an element is depends on its own lines alone: each could stand between blank lines, and be the same.
    """
    at = 0
    lyric_end = -1
    while at < len(lines):
        if lines[at].blank:
            at += 1
            continue
        kind, end = _element(lines, at)
        yield Block(kind, tuple(lines[at:end]), at + 1, joins=kind == "lyric" and lyric_end == at)
        if kind == "lyric":
            lyric_end = end
        at = end


def is_heading(seen: str) -> bool:
    """Whether a line is a scene heading without being marked as one: `INT. KITCHEN - NIGHT`."""
    found = _HEADING.match(f"{seen} ")
    if found is None:
        return False
    return found["end"] == "." or found["where"].isupper() or not seen.endswith((".", "!", "?", "…"))  # `Est-ce` is not


def heading_text(seen: str) -> str | None:
    """What a heading says, without the mark that makes it one; None if the line is no heading."""
    if is_heading(seen):
        return seen
    return seen[1:] if _FORCED_HEADING.match(seen) else None


def is_transition(seen: str) -> bool:
    """Whether a line that stands alone is a transition without being marked as one: `CUT TO:`."""
    return seen in _TRANSITIONS or (seen.endswith("TO:") and seen[0] != "@" and in_capitals(seen))


def _element(lines: Sequence[Line], at: int) -> tuple[BlockKind, int]:
    """The kind of the element that starts at a line, and where it ends (exclusive)."""
    seen = lines[at].seen
    marked = _marked(seen)
    if marked is not None:
        return marked, at + 1
    if seen.startswith("!"):
        return "action", _end_of_action(lines, at)
    if heading_text(seen) is not None:
        return "heading", at + 1
    after = _next_seen(lines, at)
    ends = after is None or _marked(after) is not None
    if is_transition(seen) and (ends or is_heading(after or "") or seen in _TRANSITIONS):
        return "transition", at + 1
    if after is not None and not _PAGE_BREAK.match(after) and not _CAMERA.match(seen) and cue(seen):
        return "dialogue", _end_of_dialogue(lines, at)
    return "action", _end_of_action(lines, at)


def _marked(seen: str) -> BlockKind | None:
    """What a line is for sure, wherever it stands in a paragraph."""
    match seen[:1]:
        case "":
            return "hidden"
        case "#":
            return "section"
        case "=":
            return "page-break" if _PAGE_BREAK.match(seen) else "synopsis"
        case "~":
            return "lyric"
        case ">":
            return "centred" if seen.endswith("<") and seen[-2] != "\\" else "transition"
    return None


def _next_seen(lines: Sequence[Line], at: int) -> str | None:
    """What the next line of the same paragraph shows, past lines that show nothing."""
    for n in range(at + 1, len(lines)):
        if lines[n].blank:
            return None
        if lines[n].seen:
            return lines[n].seen
    return None


def _end_of_dialogue(lines: Sequence[Line], at: int) -> int:
    end = last = at + 1
    while end < len(lines):
        line = lines[end]
        if _PAGE_BREAK.match(line.seen) or (line.blank and not line.connects):
            break
        end += 1
        if line.seen:
            last = end
    return last


def _end_of_action(lines: Sequence[Line], at: int) -> int:
    end = last = at + 1
    while end < len(lines) and not lines[end].blank:
        marked = _marked(lines[end].seen)
        if marked not in (None, "hidden"):
            break
        end += 1
        if marked is None:
            last = end
    return last
