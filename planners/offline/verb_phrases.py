"""Tokens → a verb with all that helps it: `was chasing`, `did not stop`, `to watch`."""

from collections.abc import Sequence

from planners.offline.lexicon import Token
from planners.offline.phrases import Verb

_HARDLY = frozenset(["never", "hardly", "barely", "scarcely", "almost", "nearly"])
_MODES = frozenset(["would", "might", "may", "should", "must", "will", "shall", "'ll"])
"""Words before a verb that say it does not happen, or not yet."""


def verb_phrase(tokens: Sequence[Token], n: int) -> tuple[Verb | None, int]:
    """The verb that begins at the nth token, with its helpers, and the token after it; (None, n) if there is none."""
    first, be, have, negated, modal, mode = n, False, False, False, False, ""
    infinitive = tokens[n].tag == "TO"
    n += infinitive
    while n < len(tokens) and tokens[n].tag in ("AUX", "NEG", "ADV"):
        t = tokens[n]
        if t.tag == "ADV" and not any(x.tag == "VERB" for x in tokens[n + 1 : n + 3]):
            break
        if t.tag == "ADV" and n == first:
            return None, first
        negated = negated or t.tag == "NEG" or t.word in _HARDLY
        mode = t.word if t.word in _MODES else mode
        be = be or t.lemma == "be" or t.word in ("'s", "'re", "'m", "been", "being", "is", "are", "was", "were", "am")
        have = have or t.word in ("has", "have", "had", "having")
        modal = modal or t.tag == "AUX"
        n += 1
    perfect_participle = n + 1 < len(tokens) and tokens[n].word == "having" and tokens[n + 1].tag == "VERB"
    if perfect_participle:  # `having started`
        t = tokens[n + 1]
        return Verb(t.lemma, t.word, tokens[first].start, t.end, negated, form="ing"), n + 2
    if n < len(tokens) and tokens[n].tag == "VERB":
        t = tokens[n]
        ing = t.word.endswith("ing") and t.lemma != t.word
        participle = t.lemma != t.word and not ing and not t.word.endswith("s")
        form = (
            "to"
            if infinitive
            else "ing"
            if ing and not be
            else "ed"
            if participle and not be and not modal
            else "finite"
        )
        perfect = have and participle and any(x.word == "had" for x in tokens[first:n])
        return Verb(t.lemma, t.word, tokens[first].start, t.end, negated, be and participle, form, mode, perfect), n + 1
    if modal:
        last = tokens[n - 1]
        lemma = "be" if be else "have" if have else "do"
        form = "to" if infinitive else "finite"
        return Verb(lemma, last.word, tokens[first].start, last.end, negated, form=form, modal=mode), n
    return None, first
