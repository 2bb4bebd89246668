"""Whether a text is a screenplay, when nothing but the text says so."""

import re

from storyline.reading.fountain.blocks import is_heading
from storyline.reading.fountain.cues import in_capitals
from storyline.reading.fountain.headings import read_heading
from storyline.reading.fountain.hidden import lines
from storyline.reading.fountain.titles import is_known, title_page

_LOOKED_AT = 20_000
"""Characters of a text that are looked at."""
_SPEECH = re.compile('["“«„「]')
_PREFIX = re.compile(r"[A-Z./]+")


def is_fountain(text: str) -> bool:
    """Whether a text is a screenplay: it has a scene heading on a line of its own, or starts with a title page.

    A heading stands at the margin after a blank line, and is more than a word that happens to start like one: `INT.`
    or `EXT.` in capitals, or a place with the time after a dash. A title page starts with one of its usual keys, with
    a capital, and has another; or it is `Title:` alone, and nobody speaks in quotation marks.
    """
    found = lines(text.removeprefix("\ufeff")[:_LOOKED_AT])
    page = title_page(found)
    after_blank = True
    for line in found[page.end :]:
        if after_blank and line.text[:1].strip() and _is_clear_heading(line.seen):
            return True
        after_blank = line.blank or not line.seen
    first, *others = page.entries or ("",)
    if not first[:1].isupper() or not is_known(first):
        return False
    return bool(others) or (first == "Title" and not any(_SPEECH.search(line.seen) for line in found[page.end :]))


def _is_clear_heading(seen: str) -> bool:
    if not is_heading(seen) or len(seen) > 200:
        return False
    prefix = _PREFIX.match(seen)
    if in_capitals(seen) or (prefix and prefix[0].endswith(".")):
        return True
    return " - " in seen and read_heading(seen).time_of_day is not None
