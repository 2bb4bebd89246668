"""What prose tells and what is said in it → action and dialogue."""

import re
from collections.abc import Iterator, Mapping

from storyline.reading.fountain.elements import element_of, speeches
from storyline.reading.quotes import quotes
from storyline.schema.script import Beat

_WORD = re.compile(r"\w+")
_AND = re.compile(r"(?:but|and|then|while|as)\s+", re.IGNORECASE)
_PAUSES = " \t\n,;:.!?…—–-"


def told(beat: Beat, names: Mapping[str, str]) -> Iterator[str]:
    """The elements of a beat of prose: what is told before it, what is said, and what is told after it.

    Words that only say who speaks are left out, for the dialogue says so.

    Args:
        names: what to call those whom the text does not name, by id.
    """
    spoken = [line for line in beat.lines if line.kind != "caption"]
    captions = [line for line in beat.lines if line.kind == "caption" and not _says(beat.text, line.text)]
    quoted = quotes(beat.text) if spoken else ()
    speakers = [line.said_by or names.get(line.speaker or "", "") for line in spoken]
    before = beat.text[: quoted[0].start] if quoted else beat.text
    if not (spoken and (_is_tag(before, speakers) or _says(spoken[0].text, before))):
        yield element_of([Beat(text=_sentence(before))])
    yield from speeches(spoken, names=names, capitals=True)
    for n, quote in enumerate(quoted):
        end = quoted[n + 1].start if n + 1 < len(quoted) else len(beat.text)
        after = _beyond_tag(beat.text[quote.end_exclusive : end], speakers)
        goes_on = _AND.match(after)
        if goes_on or not _is_tag(after, speakers):
            yield element_of([Beat(text=_sentence(after[goes_on.end() :] if goes_on else after))])
    for line in captions:
        yield element_of([Beat(text=line.text, kind="centred")])


def _says(text: str, words: str) -> bool:
    """Whether a text says these words."""
    return " ".join(_WORD.findall(words.casefold())) in " ".join(_WORD.findall(text.casefold()))


def _is_tag(text: str, speakers: list[str]) -> bool:
    """Whether a text says little more than who speaks."""
    known = {word for speaker in speakers for word in _WORD.findall(speaker.casefold())}
    return sum(word not in known for word in _WORD.findall(text.casefold())) <= 2


def _beyond_tag(text: str, speakers: list[str]) -> str:
    """What stands after `cried the bird`; the text itself if it does not start so."""
    for speaker in filter(None, speakers):
        named = re.search(re.escape(speaker), text, re.IGNORECASE)
        if named and len(_WORD.findall(text[: named.start()])) <= 2:
            text = text[named.end() :]
            break
    return text.lstrip(_PAUSES)


def _sentence(text: str) -> str:
    """Words as a sentence of their own."""
    text = " ".join(text.split())
    stripped = text.rstrip(" ,;:—–-")
    if stripped != text and stripped:
        text = stripped + ("" if stripped[-1] in ".!?…" else ".")
    return text[:1].upper() + text[1:]
