"""A screenplay's lines, with notes and boneyards taken out of the text and kept beside it.

Both may stand anywhere, in the middle of a word and over many lines; with them out of the way, a line is what a
reader of the film would see of it.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

_HOLE = "\x01"
"""Stands in a line for what was taken out there; a control character, and so in no text that is read."""
_OPENING = re.compile(r"\\[*_\[~(=<]|/\*|\[\[")
_BLANK = re.compile(r"\n(?! {2}\n)[^\S\n]*(?=\n)")
"""A blank line. Two spaces make a line that connects what stands around it."""
BREAKS = re.compile("\r\n|[\r\x85\u2028\u2029]")
"""What ends a line beside the line feed."""


class Line(NamedTuple):
    """A line of the source: its text with holes, and what stood in each of them."""

    text: str
    hidden: tuple[str, ...] = ()

    @property
    def seen(self) -> str:
        """What a viewer sees of it, without the space around."""
        return self.text.replace(_HOLE, "").strip() if self.hidden else self.text.strip()

    @property
    def whole(self) -> str:
        """The line as it was written; more than one if it holds a note of several."""
        parts = self.text.split(_HOLE)
        return parts[0] + "".join(f"{told}{part}" for told, part in zip(self.hidden, parts[1:], strict=True))

    @property
    def blank(self) -> bool:
        """Whether nothing stands on it."""
        return not self.text.strip()

    @property
    def connects(self) -> bool:
        """Whether it is the line of two spaces that keeps a dialogue going."""
        return self.text == "  "


def lines(text: str) -> list[Line]:
    """The lines of a text, whatever ends them."""
    found: list[Line] = []
    text = BREAKS.sub("\n", text)
    shown: list[str] = []
    hidden: list[str] = []
    for part, is_hidden in _parts(text):
        if is_hidden:
            shown.append(_HOLE)
            hidden.append(part)
            continue
        first, *others = part.split("\n")
        shown.append(first)
        for other in others:
            found.append(Line("".join(shown), tuple(hidden)))
            shown, hidden = [other], []
    return [*found, Line("".join(shown), tuple(hidden))]


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces: shown, and hidden with its marks. A mark that is never closed is text."""
    done = at = 0
    ends = {"/*": _Next(text, re.compile(r"\*/")), "[[": _Next(text, re.compile(r"\]\]"))}
    blank = _Next(text, _BLANK)
    while opening := _OPENING.search(text, at):
        at = opening.end()
        if opening[0] not in ends:
            continue
        end = ends[opening[0]].after(at)
        if end is None or (opening[0] == "[[" and (blank.after(at) or end) < end):
            continue
        yield text[done : opening.start()], False
        yield text[opening.start() : end + 2], True
        done = at = end + 2
    yield text[done:], False


class _Next:
    """The next match of a pattern from growing positions on, each part of the text looked at once."""

    def __init__(self, text: str, pattern: re.Pattern[str]) -> None:
        self.text, self.pattern = text, pattern
        self.found: int | None = -1

    def after(self, at: int) -> int | None:
        """Where the first match at or after a position starts; None if there is none."""
        if self.found is not None and self.found < at:
            match = self.pattern.search(self.text, at)
            self.found = match.start() if match else None
        return self.found
