"""Whether a text is English: by the words that the grammar knows."""

import re

from planners.offline.lexicon import lemma_of
from planners.offline.nouns import NOUNS
from planners.offline.spaces import SETTING_WORDS
from planners.offline.verbs import SENSES
from planners.offline.words import ADJECTIVES, COLOUR_WORDS, FUNCTION, PHRASES, bag
from storyline.schema.script import Script

_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH = 6
"""Words below which a text of Latin letters is taken for English."""
_PHRASES = frozenset(word for phrase in PHRASES for word in phrase)
_SHARED = bag("in on me is as am was at an a no so i do to die he we us her by or may had rose orange violet")
"""Small words that other languages have too."""


def is_english(script: Script) -> bool:
    """Whether the grammar of this planner fits the script's text."""
    if script.language is not None and script.language.split("-")[0].lower() != "en":
        return False
    texts = [b.text for scene in script.scenes for b in scene.beats]
    shots = [shot for scene in script.scenes for shot in scene.shots]
    texts += [t.action for t in shots if t.action]
    texts += [p.prompt for t in shots if not t.action for p in t.panels or () if p.prompt]
    words = [w.lower() for text in texts for w in _WORD.findall(text)[:200]][:2000]
    if not words:
        return True
    foreign = sum(any(ord(c) > 0x24F for c in w) for w in words)
    if foreign * 2 > len(words):
        return False
    return len(words) < _ENOUGH or sum(map(_known, words)) * 5 >= len(words)


def _known(word: str) -> bool:
    if word in FUNCTION or word in _PHRASES:
        return word not in _SHARED
    if len(word) < 3:
        return False
    lemma = lemma_of(word)
    return lemma in SENSES or lemma in NOUNS or lemma in SETTING_WORDS or word in ADJECTIVES or word in COLOUR_WORDS
