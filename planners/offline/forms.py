"""Inflection: which word a form comes from, and whether a word can be a verb."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

import simplemma

from planners.offline.verbs import IRREGULAR, SENSES
from planners.offline.words import bag, by_word

_STRONG = """
    arise arose arisen/awake awoke awoken/be was been/bear bore borne/beat beat beaten/become became become/
    begin began begun/bend bent/bet bet/bind bound/bite bit bitten/bleed bled/blow blew blown/break broke broken/
    bring brought/build built/burst burst/buy bought/cast cast/catch caught/choose chose chosen/cling clung/
    come came come/cost cost/creep crept/cut cut/deal dealt/dig dug/draw drew drawn/drink drank drunk/
    drive drove driven/eat ate eaten/fall fell fallen/feed fed/feel felt/fight fought/find found/flee fled/
    fling flung/fly flew flown/forbid forbade forbidden/forget forgot forgotten/forgive forgave forgiven/
    freeze froze frozen/get got gotten/give gave given/go went gone/grind ground/grow grew grown/hang hung/hear heard/
    hide hid hidden/hit hit/hold held/hurt hurt/keep kept/kneel knelt/know knew known/lay laid/lead led/lean leant/
    leap leapt/learn learnt/leave left/lend lent/let let/lie lay lain/light lit/lose lost/make made/mean meant/
    meet met/pay paid/put put/read read/ride rode ridden/ring rang rung/rise rose risen/run ran run/say said/
    see saw seen/seek sought/sell sold/send sent/set set/sew sewed sewn/shake shook shaken/shed shed/shine shone/
    shoot shot/show showed shown/shrink shrank shrunk/shut shut/sing sang sung/sink sank sunk/sit sat/
    sleep slept/slide slid/sling slung/slip slipped/smell smelt/sneak snuck/speak spoke spoken/spend spent/spill spilt/
    spin spun/spit spat/split split/spread spread/spring sprang sprung/stand stood/steal stole stolen/stick stuck/
    sting stung/stride strode stridden/strike struck struck/strive strove striven/swear swore sworn/sweep swept/
    swell swelled swollen/swim swam swum/swing swung/take took taken/teach taught/tear tore torn/tell told/
    think thought/throw threw thrown/tread trod trodden/understand understood/wake woke woken/wear wore worn/
    weave wove woven/weep wept/win won/wind wound/wring wrung/write wrote written
"""
STRONG: Mapping[str, str] = {
    form: base
    for base, *forms in (row.split() for row in _STRONG.split("/"))
    for form in forms
    if form != base and base != "be"
}
"""Past tenses and participles of the verbs that do not take -ed, to their base."""
SAME_PAST = frozenset(b for b, *forms in (row.split() for row in _STRONG.split("/")) if b in forms)
"""Verbs whose past looks like their base: `put`, `read`."""
_BASES = frozenset(row.split()[0] for row in _STRONG.split("/")) - {"be"}

_OTHER_VERBS = bag(
    """
    abandon accept ache act add agree aim allow appear approach argue attack bake balance bang beam behave bellow
    blame bless blink block blush boil bother bump button call calm care carve change charm chatter check chew choke
    chop circle claim clap clasp cling clutch collapse comfort command compare complain confess congratulate connect
    consider contain copy cough count crack crash create cry cuddle curse curtsy dangle dare deny deserve destroy
    devour disagree discover dodge drag dread dress drip drown dry earn embrace empty enjoy escape examine excuse
    exist expect explore fail faint fan fasten fear fetch fiddle flap flash flicker flinch flip flop fold force
    frown fumble gather gaze glare gleam glide gnaw grab greet grimace grip groan growl guard guess guide gulp
    happen harvest hate haul heal hoist howl hug hum imagine inspect invite itch join juggle knit knock land lean leap
    lick lift limp load lock loom loosen lower march mend mention mew milk miss mix mount mourn munch mutter nibble
    nod nudge obey object offer open order overtake own pack panic pant peck peek peel perch peer pick pinch place
    plead pluck plunge poke polish pop pour practise preen prepare press pretend prick pull punish punch purr pursue
    raise rattle reach realise realize receive recognise recognize refuse rejoice release rely remove repair repay
    rescue rest return reveal roam rub ruin rule sail save scamper scatter scold scoop scowl scramble scrape scratch
    screech seal search seat seize select serve settle sew shatter shelter shift shove shrug shudder shuffle sigh
    signal sip skid slam slap slash slither smash smear snatch sneeze sniff snuggle soak sparkle spare spill spit
    splash splutter sprinkle squeeze squint stack stagger stamp startle stash steal step stick stir stitch
    stretch strike stroke struggle stuff stumble suffer surprise survive suspect swallow sway sweat swat switch swoop
    rob farm lead ferry bank climb paint hunt travel wander
    tap tease thank threaten thrive tickle tidy tilt tinkle toast topple toss touch tow trade transform trap
    tread tremble trust try tuck tug twinkle twist twitch unfold unlock unpack untie unwrap urge vanish visit vow
    wag wail waste water weigh whimper whine whirl whistle wink wipe wobble wonder worry wrap wrestle wriggle yank
    """
)
VERBS = frozenset(SENSES) | _BASES | _OTHER_VERBS | {"be", "have", "do"}
"""Base forms that are known to be verbs (many are nouns too)."""

_PLURALS: Mapping[str, str] = by_word(
    {
        "leaf": "leaves", "knife": "knives", "wife": "wives", "life": "lives", "wolf": "wolves", "thief": "thieves",
        "loaf": "loaves", "shelf": "shelves", "half": "halves", "calf": "calves", "elf": "elves", "dwarf": "dwarves",
        "child": "children", "man": "men", "woman": "women", "mouse": "mice", "goose": "geese", "foot": "feet",
        "tooth": "teeth", "ox": "oxen", "person": "people persons", "hoof": "hooves", "axe": "axes", "bus": "buses",
        "glass": "glasses", "dress": "dresses", "sports": "sports",
    }
)  # fmt: skip
_HISSING = ("chs", "shs", "xs")
SAME_PLURAL = bag("fish sheep deer moose salmon trout bison")
"""Nouns whose plural looks like their singular."""


def stems(word: str) -> Iterator[str]:
    """What a regular verb form may come from, itself left out."""
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) > len(ending) + 1 and not word.endswith("ss"):
            stem = word.removesuffix(ending)
            yield stem
            if ending != "s":  # `cares`, never `cars`, is of `care`
                yield stem + "e"
            if stem[-1] == stem[-2]:
                yield stem[:-1]
            if stem[-1] == "i":
                yield stem[:-1] + "y"


@lru_cache(maxsize=100_000)
def verb_of(word: str) -> str | None:
    """The base of a verb form, where the word is known to be one.

    >>> verb_of("crept"), verb_of("squints"), verb_of("table")
    ('creep', 'squint', None)
    """
    if word in IRREGULAR:
        return IRREGULAR[word]
    if word in STRONG:
        return STRONG[word]
    if word in VERBS:
        return word
    if found := next((stem for stem in stems(word) if stem in VERBS), None):
        return found
    if word.endswith(("ing", "ed")):
        lemma = _dictionary(word)
        return lemma if lemma != word and word.startswith(lemma[:-1]) else None
    return None


@lru_cache(maxsize=100_000)
def may_be_verb(word: str) -> bool:
    """Whether the dictionary knows a past tense of the word: many nouns have one, so this alone decides nothing."""
    base = word.removesuffix("s")
    return bool(base) and any(_dictionary(past) == base for past in (base + "ed", base + "d", base + base[-1] + "ed"))


@lru_cache(maxsize=100_000)
def noun_of(word: str) -> str:
    """The singular of a noun."""
    if word in _PLURALS:
        return _PLURALS[word]
    if word.endswith("ss") or word in SAME_PLURAL:
        return word
    if word[-1:] == "s" and word[:-1] in SAME_PLURAL:  # `sheeps`
        return word[:-1]
    if word.endswith("men") and len(word) > 5:
        return word[:-2] + "an"
    if word.endswith(_HISSING) and _dictionary(word) == word:  # `benchs`: a slip of the pen
        return word[:-1]
    return _dictionary(word) if word.endswith(("s", "er", "est")) else word  # `maria` is not several mares


def _dictionary(word: str) -> str:
    return str(simplemma.lemmatize(word, lang="en")).lower() if word else word
