"""Where a paragraph quotes someone: pairs of quotation marks, apostrophes told apart."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_PAIRS = {
    "“": "”",
    "„": "“”",
    "”": "”",
    "«": "»",
    "»": "«",
    "‹": "›",
    "「": "」",
    "『": "』",
    '"': '"',
    "‘": "’",
    "'": "'",
}
"""Opening marks with those that close them: English, German, French, Swedish, Danish, Japanese, straight."""

_CJK = "「『"
_SINGLE = "'‘"
_MARK = re.compile("[“”„«»‹›「」『』\"‘’']")
_ELIDED = re.compile(r"['‘’](tis|twas|twill|em|cause|til|bout|n|cos|round)\b|['‘’]\d", re.IGNORECASE)
"""Words that start with an apostrophe."""
_PAUSE = frozenset(".,!?…;:—–-。！？，")
_AROUND = frozenset(" \t\n([{—–-:،，：、")


class Quote(NamedTuple):
    """A quoted stretch: `text[start:end_exclusive]` with its marks, and what stands between them."""

    start: int
    end_exclusive: int
    words: str


def quotes(text: str) -> tuple[Quote, ...]:
    """The outermost quotes of a paragraph, in order.

    Single marks are quotation marks only where speech can start, and end at a pause (`'Go,' he said`): anything else
    is an apostrophe. A double mark that is never closed quotes to the end, as in speech of several paragraphs.
    """
    return tuple(_quotes(text, 0, singles=True))


def _quotes(text: str, start: int, *, singles: bool) -> Iterator[Quote]:
    opened: tuple[int, str] | None = None
    for match in _MARK.finditer(text, start):
        at, mark = match.start(), match[0]
        if opened is not None:
            if mark in _PAIRS[opened[1]] and _closes(text, at, mark):
                yield Quote(opened[0], at + 1, text[opened[0] + 1 : at].strip())
                opened = None
        elif mark in _PAIRS and (singles or mark not in _SINGLE) and _opens(text, at, mark):
            opened = at, mark
    if opened is None:
        return
    if opened[1] in _SINGLE:
        yield from _quotes(text, opened[0] + 1, singles=False)
    else:
        yield Quote(opened[0], len(text), text[opened[0] + 1 :].strip())


def _opens(text: str, at: int, mark: str) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if mark in "„" + _CJK:
        return True
    if mark in "“«" and after:
        return True
    starts = before == "" or before in _AROUND or not before.isascii() or before in _PAIRS
    return starts and after.strip() != "" and not (mark in _SINGLE and _ELIDED.match(text, at))


def _closes(text: str, at: int, mark: str) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return mark not in "'’" or (before in _PAUSE and not after.isalnum())
