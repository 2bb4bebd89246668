"""Marks of emphasis: taken off a line (`*italic*`, `**bold**`, `_underlined_`), and kept off plain words."""

import re
from itertools import pairwise

from storyline.reading.plain import REFUSED

_MARK = re.compile(r"\\[*_\[~(=<]|\*+|_+")
_SPECIAL = re.compile(r"[*_\[]|(?<=\\)[~(=<]")
_LEADING = re.compile(r"[~(=]")


def plain(text: str) -> str:
    """A line's words: no marks of emphasis, escapes resolved, one space between words.

    A mark opens only before and closes only after something other than space, and does neither inside a word. A mark
    without its counterpart on the line is a sign like any other.

    >>> plain("He _saw **the** fox_, dialed *69 and then *23, paid 2*3*4 for a \\\\*snake_case_name\\\\*.")
    'He saw the fox, dialed *69 and then *23, paid 2*3*4 for a *snake_case_name*.'
    """
    matches = list(_MARK.finditer(text))
    if not matches:
        return " ".join(text.split())
    kept = [match[0] for match in matches]
    opened: dict[str, list[int]] = {"*": [], "_": []}
    for n, match in enumerate(matches):
        mark = match[0]
        if mark[0] == "\\":
            kept[n] = mark[1]
            continue
        if len(mark) > (3 if mark[0] == "*" else 1):
            continue
        waiting = opened[mark[0]]
        before, after = _beside(text, match.start() - 1), _beside(text, match.end())
        if before != "" and not _is_word(after):
            while kept[n] and waiting:
                used = min(len(kept[n]), len(kept[waiting[-1]]))
                kept[n], kept[waiting[-1]] = kept[n][used:], kept[waiting[-1]][used:]
                if not kept[waiting[-1]]:
                    waiting.pop()
        if kept[n] and after != "" and not _is_word(before):
            waiting.append(n)
    between = [text[: matches[0].start()]]
    between += [text[a.end() : b.start()] for a, b in pairwise(matches)]
    return " ".join(("".join(b + k for b, k in zip(between, kept, strict=True)) + text[matches[-1].end() :]).split())


def escaped(words: str) -> str:
    """Words as they are written so that `plain` gives them back, on one line, and no note or boneyard starts in them.

    >>> escaped("5 * 5"), escaped("so *big* [[and]] /* wide")
    ('5 * 5', 'so \\\\*big\\\\* \\\\[\\\\[and]] /\\\\* wide')
    """
    words = " ".join(REFUSED.sub(" ", words).split())
    if plain(words) == words and "[[" not in words and "/*" not in words:
        return words
    return _SPECIAL.sub(r"\\\g<0>", words)


def escaped_speech(words: str) -> str:
    """The same for the words of a dialogue, where a line may also be a lyric or a parenthetical."""
    words = escaped(words)
    return "\\" + words if _LEADING.match(words) else words


def _beside(text: str, at: int) -> str:
    """The character beside a mark; empty for space and the ends of the line."""
    return text[at : at + 1].strip() if at >= 0 else ""


def _is_word(character: str) -> bool:
    return character.isalnum()
