"""Who says a quote: the words around it that name the speaker."""

import re

_VERBS = {
    "en": """said says say asked asks cried cries called calls shouted shouts whispered whispers laughed laughs replied
        replies answered answers exclaimed exclaims yelled yells murmured muttered mutters sighed sighs sang sings
        added adds began begins continued continues declared snapped growled grumbled sobbed screamed screams moaned
        groaned giggled chuckled smiled grinned announced explained insisted agreed admitted suggested promised warned
        begged pleaded demanded ordered commanded wondered thought thinks told tells remarked repeated returned
        interrupted gasped panted hissed roared barked squeaked chirped croaked purred squawked boasted teased mocked
        joked cheered responded observed protested stammered wailed whimpered""",
    "fr": "dit disait demanda demande répondit répond cria crie murmura murmure s'écria s'exclama ajouta chuchota fit",
    "de": "sagte sagt fragte fragt rief ruft antwortete antwortet flüsterte schrie meinte murmelte lachte sprach",
    "es": "dijo dice preguntó pregunta respondió contestó gritó exclamó susurró murmuró añadió",
    "it": "disse dice chiese rispose gridò esclamò sussurrò mormorò aggiunse",
    "pt": "disse perguntou respondeu gritou exclamou sussurrou murmurou acrescentou",
    "nl": "zei zegt vroeg antwoordde riep fluisterde",
    "sv": "sade sa frågade svarade ropade viskade",
    "pl": "powiedział powiedziała zapytał zapytała odpowiedział odpowiedziała krzyknął krzyknęła szepnął szepnęła",
    "ru": """сказал сказала спросил спросила ответил ответила крикнул крикнула закричал закричала прошептал прошептала
        воскликнул воскликнула""",
}
"""Verbs that introduce speech, in the forms that stories use."""

_SMALL_WORDS = {
    "pronouns": "he she it they we you il elle ils elles er sie él ella lui lei ele ela hij zij han hon он она они",
    "articles": """the a an his her their my our its another one two three some every both all le la les un une des der
        die das ein eine el los las una uno lo gli o os as um uma het een de den det""",
    "stops": """and but as with without to from in into on onto at by who which that while when before after then out
        over under through for because if until so again back aloud loudly softly quietly happily sadly angrily
        suddenly und mit et avec en y con mientras e com и с i""",
}
_PRONOUNS = frozenset(_SMALL_WORDS["pronouns"].split())
_LOWERED = _PRONOUNS | frozenset(_SMALL_WORDS["articles"].split())
"""First words that have a capital only because a sentence starts with them."""
_STOPS = frozenset(_SMALL_WORDS["stops"].split())
"""Words that a speaker's name does not go beyond."""

_VERB = "|".join(sorted({re.escape(v) for verbs in _VERBS.values() for v in verbs.split()}, key=len, reverse=True))
_PART = r"[^.,;:!?…—–\"“”„«»()]"
"""A character that does not end a part of a sentence."""
_VERB_FIRST = re.compile(rf"[\s,،—–-]*(?:{_VERB})(?:-t)?[\s-]+(?P<who>{_PART}+)", re.IGNORECASE)
_NAME_FIRST = re.compile(
    rf"[\s,،—–-]*(?P<who>(?:[^\s.,;:!?…—–\"“”„«»()]+\s+){{1,5}}?)(?:{_VERB})\b(?!\s+(?:no|nothing)\b)", re.IGNORECASE
)
_BEFORE = re.compile(rf"(?P<who>{_PART}*?)\s*\b(?:{_VERB})\b[^.;!?…\"“”„«»]*[,:]?\s*\Z", re.IGNORECASE)
_CHINESE_VERB = (
    "(?:大声|小声|笑着|轻声|大聲|小聲)?(?:说道|說道|问道|問道|喊道|叫道|笑道|回答|答道|说|說|问|問|喊|叫|道)"
)
_CHINESE_AFTER = re.compile(rf"[，,]?(?P<who>\w{{1,8}}?){_CHINESE_VERB}")
_CHINESE_BEFORE = re.compile(rf"(?P<who>\w{{1,8}}?){_CHINESE_VERB}[：:，,]?\s*\Z")
_LABEL = re.compile(r"\s*(?P<who>[^\W\d_][^\s:]*(?:\s[^\s:]+){0,3})\s*:\s*\Z")
"""`Maria: "…"`, as in a play."""
_JAPANESE_AFTER = re.compile(r"と、?(?P<who>\w{1,10}?)[はが]")

_LEADING = re.compile(
    r"(?:and|but|then|so|now|finally|suddenly|later|soon|once|there|here|und|da|et|alors|y|entonces)\s+", re.I
)
_ADVERB = re.compile(r"(?:\s+[a-z]+ly)+\Z")


def is_tag(rest: str) -> bool:
    """Whether the text after a quote says whose it is."""
    return speaker_after(rest[:120]) is not None


def speaker_after(rest: str) -> str | None:
    """The speaker that the text after a quote names: `laughed the Hare` or `Maria whispered`; None if it names none."""
    verb_first = _VERB_FIRST.match(rest)
    if verb_first:
        return _named(verb_first["who"])
    for pattern in (_NAME_FIRST, _CHINESE_AFTER, _JAPANESE_AFTER):
        found = pattern.match(rest)
        if found:
            return _named(found["who"])
    return None


def speaker_before(lead: str) -> str | None:
    """The speaker that the text before a quote names: `The Hare said:`; None if it names none."""
    lead = lead[-200:]
    found = _BEFORE.search(lead) or _CHINESE_BEFORE.search(lead) or _LABEL.match(lead)
    if found is None:
        return None
    who = found["who"].strip()
    if who.split()[-1:] == ["and"]:
        who = _subject(lead[: found.start("who")] + found["who"])
    return _named(who)


def _subject(clause: str) -> str:
    """Who does something in `The Hare turned round and …`: its pronoun, its names, or an article and what follows."""
    words = re.split(r"[.,;:!?…]", clause.strip())[0].split()
    if not words or words[0].lower() in _PRONOUNS:
        return " ".join(words[:1])
    taken = words[:1]
    for word in words[1:]:
        if not word[0].isupper() and not (len(taken) == 1 and taken[0].lower() in _LOWERED):
            break
        taken.append(word)
    return " ".join(taken)


def _named(phrase: str) -> str | None:
    words = _LEADING.sub("", phrase.strip()).split()
    stop = next((n for n, word in enumerate(words) if n and word.lower() in _STOPS), len(words))
    who = _ADVERB.sub("", " ".join(words[: min(stop, 6)]))
    if not who:
        return None
    first, _, others = who.partition(" ")
    if first.lower() in _LOWERED:
        first = first.lower()
    return f"{first} {others}".strip()
