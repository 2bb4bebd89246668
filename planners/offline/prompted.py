"""The words of a panel → what they say is seen in it, as sentences of a story: that is how prompts differ."""

import re

from planners.offline.lexicon import lemma_of
from planners.offline.nouns import NOUNS
from planners.offline.words import bag

_PICTURE = (
    "shot|close-?up|view|angle|photo(?:graph)?|picture|image|drawing|painting|illustration|video|scene|cartoon|still|"
    "render(?:ing)?|sketch|watercolou?r|portrait|poster|animation|anime|comic"
)
_FRAMING = re.compile(rf"\A\s*(?:[\w-]+ ){{0,3}}?(?:{_PICTURE})\s*(?::|of\b|with\b|showing\b)\s*", re.IGNORECASE)
_OF_PICTURES = bag(
    "daylight sunlight moonlight light lighting shadow shadows style art artist artwork fantasy background foreground "
    "detail details quality resolution masterpiece composition focus lens camera palette texture mood atmosphere "
    "colors colours watercolor watercolour painting photo photograph drawing illustration render cartoon anime"
)
"""A part that ends with one of them tells how the picture is, not what is seen in it."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_NEW = re.compile(r"\b(?:a|an)(?= )", re.IGNORECASE)
_ASIDE = "in|at|by|during|with"
_BESIDE = re.compile(
    rf"\s+(?:{_ASIDE})(?: (?!{_ASIDE}|on)\w+){{0,3}}? (?:{'|'.join(sorted(_OF_PICTURES))})\b(?: of [^,.]*)?",
    re.IGNORECASE,
)
"""`in daylight`, `in the style of`, `by a famous artist`."""
_WORD = re.compile(r"[A-Za-z-]+")


def seen_in(prompt: str) -> str:
    """A prompt without its words about the picture; whom it names is whoever was named so before, if there is one.

    >>> seen_in("Wide shot: a red fox running in a meadow, highly detailed, 4k")
    'the red fox running in the meadow'
    """
    sentences = _SENTENCE.split(prompt)
    return " ".join(filter(None, (_seen(sentence) for sentence in sentences)))


def _seen(sentence: str) -> str:
    while (rest := _FRAMING.sub("", sentence)) != sentence:
        sentence = rest
    parts = [part for part in re.split(r"\s*,\s*", _BESIDE.sub("", sentence)) if _shows(_WORD.findall(part.lower()))]
    return _NEW.sub("the", ", ".join(parts))


def _shows(words: list[str]) -> bool:
    """Whether a part names something to be seen."""
    return any(word in NOUNS or (word.endswith("s") and lemma_of(word) in NOUNS) for word in words) and (
        words[-1] not in _OF_PICTURES
    )
