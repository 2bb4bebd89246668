"""A paragraph → its sentences, in any script that marks where they end."""

import re
from collections.abc import Sequence

from storyline.reading.quotes import Quote
from storyline.reading.speech import is_tag

_ENDS = ".!?…‽。！？｡．؟۔।॥።፧։។"
"""Signs that end a sentence: Latin, East Asian, Arabic, Urdu, Devanagari, Ethiopic, Armenian, Khmer."""
_WIDE = frozenset("。！？｡．")
"""Those after which no space follows."""
_RUN = re.compile(rf"[{_ENDS}]+[\"'”’»«“›」』）)\]]*")
_BEFORE = re.compile(r"[\w.’']+\Z")
_AHEAD = 200
"""How many characters after a sign are looked at to tell whether a sentence ends there."""
_OPENERS = " \t([{\"'“‘„«»‹「『—–-¿¡"

_SHORT = {
    "always": """mr mrs ms dr prof st mt rev hon sr jr gen col capt cpt lt sgt maj cmdr vs e.g i.e cf viz no vol fig pp
        ca approx m mm mme mlle hr fr z.b d.h bzw sra srta dña""",
    "sometimes": "etc inc ltd co dept a.m p.m u.s u.k u.n d.c b.c a.d usw al ave blvd",
}
_ALWAYS_SHORT = frozenset(_SHORT["always"].split())
"""Abbreviations that no sentence ends with."""
_SOMETIMES_SHORT = frozenset(_SHORT["sometimes"].split())
"""Abbreviations that end a sentence where a capital follows."""


def sentences(text: str, quoted: Sequence[Quote]) -> tuple[tuple[int, int], ...]:
    """Where each sentence of a paragraph starts and ends (exclusive); together they cover all but the space between.

    A quote and the words that say whose it is are one sentence, whatever the quote holds.
    """
    cuts: list[int] = []
    inside = 0
    candidates = sorted(
        {(m.end(), m.start()) for m in _RUN.finditer(text)} | {(q.end_exclusive, q.end_exclusive) for q in quoted}
    )
    for end, start in candidates:
        while inside < len(quoted) and quoted[inside].end_exclusive < end:
            inside += 1
        if inside < len(quoted) and quoted[inside].start < start < quoted[inside].end_exclusive != end:
            continue
        quote = quoted[inside] if inside < len(quoted) and quoted[inside].end_exclusive == end else None
        if _after_quote(text, quote) if quote else _after_sign(text, start, end, cuts[-1] if cuts else 0):
            cuts.append(end)
    spans = [_trimmed(text, a, b) for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    return tuple(span for span in spans if span[0] < span[1])


def _after_quote(text: str, quote: Quote) -> bool:
    """Whether a sentence ends with a quote."""
    rest = text[quote.end_exclusive : quote.end_exclusive + _AHEAD]
    if not quote.words or quote.words[-1] not in _ENDS + "—–":
        return False
    if not rest.strip() or (not rest[0].isspace() and quote.words[-1] not in _WIDE):
        return False
    if _first_letter(rest).islower():
        return False
    return quote.words[-1] in ".。" or not is_tag(rest)


def _after_sign(text: str, start: int, end: int, since: int) -> bool:
    """Whether a sentence ends with the signs at `start`."""
    sign, rest = text[start:end], text[end : end + _AHEAD]
    if not rest.strip() or (not rest[0].isspace() and sign[0] not in _WIDE):
        return False
    letter = _first_letter(rest)
    if sign[0] != "." or sign.startswith(".."):
        return not letter.islower()
    found = _BEFORE.search(text, max(since, start - 40), start)
    word = found[0].lower().strip(".") if found else ""
    if word in _ALWAYS_SHORT or (len(word) == 1 and found and found[0].isupper() and word != "i"):
        return False
    if word in _SOMETIMES_SHORT or (len(word) > 2 and re.fullmatch(r"(\w\.)+\w", word)):
        return letter.isupper()
    return not (word.isdecimal() and text[since:start].strip() == word)


def _first_letter(text: str) -> str:
    return text.lstrip(_OPENERS)[:1]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), end - (len(part) - len(part.rstrip()))
