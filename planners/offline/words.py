"""The closed words of English, and the open ones whose class cannot be told from their ending."""

from collections.abc import Mapping
from typing import TypeVar

from storyline.schema.vocabulary import BASIC_COLOURS, COLOUR_NOUNS, COLOURS

V = TypeVar("V")


def bag(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())


def by_word(table: Mapping[V, str]) -> dict[str, V]:
    """A table of `value: its words`, turned round: word to value. The last row of a word wins."""
    return {word: value for value, words in table.items() for word in words.split()}


FUNCTION: Mapping[str, str] = by_word(
    {
        "DET": "a an the this that these those some any no every each another both all several many few other",
        "POSS": "my your his her its our their whose",
        "PRON": "i you he she it we they me him us them himself herself itself themselves myself yourself each-other "
        "one-another nobody nothing everybody everyone everything someone somebody something no-one none",
        "NUM": "one two three four five six seven eight nine ten eleven twelve dozen hundred thousand",
        "PREP": "in on at by to from into onto inside outside under beneath below above over across through along "
        "around round past behind beyond beside near between among amid toward towards with without of off for about "
        "against until till during after before up down out next-to in-front-of on-top-of out-of away-from close-to "
        "far-from at-the-foot-of because-of like alongside upon within opposite instead-of except via "
        "underneath inside-of outside-of full-of",
        "CONJ": "and or but nor yet so then & plus",
        "SUB": "when while because if although though as since unless whenever where once than as-if as-though even-if "
        "so-that whether until",
        "REL": "who which that whom",
        "AUX": "is are was were be been being am do does did has have had will would can could shall should may might "
        "must 's 're 've 'll 'd 'm",
        "NEG": "not n't never no-longer",
        "TO": "to",
        "EX": "there",
        "ADV": "very too so quite rather soon now again away back here home also only just still already almost "
        "always often twice together apart forward forwards backward backwards upwards downwards left right ahead "
        "far once suddenly there slow fast quickly later meanwhile finally first second last initially somewhere "
        "everywhere nearby overhead upstairs downstairs outdoors indoors at-last at-once after-a-while as-well "
        "out-of-sight all-day for-a-while up-and-down back-and-forth round-and-round side-by-side at-first even more "
        "most less how then when yes indeed perhaps maybe well much straight sideways aloud instead even forever "
        "anyway however "
        "neither either therefore otherwise elsewhere nowhere anywhere sometimes usually hardly barely scarcely nearly "
        "alone inside "
        "leftwards rightwards leftward rightward "
        "on-top upside-down inside-out why "
        "each-time from-then-on of-course after-all in-the-end for-a-moment for-a-long-time ever-since by-then",
    }
)
"""Word to class; where a word has several, the last row wins and `tags` decides by its neighbours."""

SEVERAL: Mapping[str, tuple[str, ...]] = {
    "to": ("TO", "PREP"),
    "that": ("REL", "DET"),
    "her": ("POSS", "PRON"),
    "his": ("POSS",),
    "so": ("CONJ", "ADV"),
    "then": ("CONJ", "ADV"),
    "there": ("EX", "ADV"),
    "left": ("VERB", "ADJ", "NOUN", "ADV"),
    "right": ("ADJ", "NOUN", "ADV"),
    "first": ("ADJ", "ADV"),
    "second": ("ADJ", "ADV"),
    "last": ("ADJ", "ADV"),
    "back": ("NOUN", "ADV"),
    "home": ("NOUN", "ADV"),
    "well": ("NOUN", "ADV"),
    "as": ("SUB",),
    "where": ("SUB",),
    "like": ("PREP", "VERB"),
    "down": ("PREP", "ADV"),
    "up": ("PREP", "ADV"),
    "out": ("PREP", "ADV"),
    "off": ("PREP", "ADV"),
    "in": ("PREP", "ADV"),
    "on": ("PREP", "ADV"),
    "over": ("PREP", "ADV"),
    "by": ("PREP", "ADV"),
    "past": ("PREP", "ADV"),
    "around": ("PREP", "ADV"),
    "round": ("PREP", "ADJ", "ADV"),
    "along": ("PREP", "ADV"),
    "behind": ("PREP", "ADV"),
    "inside": ("PREP", "ADV"),
    "outside": ("PREP", "ADV"),
    "through": ("PREP", "ADV"),
    "across": ("PREP", "ADV"),
    "after": ("PREP", "SUB"),
    "before": ("PREP", "SUB"),
    "until": ("PREP", "SUB"),
    "once": ("ADV", "SUB"),
    "alone": ("ADV", "ADJ"),
    "fast": ("ADJ", "ADV"),
    "slow": ("ADJ", "ADV"),
    "far": ("ADJ", "ADV"),
}

PHRASES: tuple[tuple[str, ...], ...] = tuple(
    tuple(phrase.split("-"))
    for phrase in sorted(
        bag(
            """
            in-front-of on-top-of at-the-foot-of next-to out-of-sight out-of away-from close-to far-from because-of
            each-other one-another no-one no-longer at-last at-once after-a-while as-well all-day for-a-while
            up-and-down back-and-forth round-and-round side-by-side at-first as-if as-though even-if so-that each-time
            of-course after-all in-the-end for-a-moment for-a-long-time ever-since instead-of because-of
            in-between close-up from-then-on inside-of outside-of full-of on-top upside-down inside-out
            """
        ),
        key=lambda phrase: (-len(phrase), phrase),
    )
)
"""Words that are one word to the grammar; the longest that fits is taken."""

NUMBERS: Mapping[str, int] = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "both": 2,
    "dozen": 12,
    "couple": 2,
    "pair": 2,
    "trio": 3,
    "hundred": 100,
    "thousand": 1000,
}

FEW = 3
"""How many are drawn of `some birds`, `birds`, `a flock of birds`."""

MOST = 12
"""How many are drawn at most of one kind at once."""

COLLECTIVES = bag(
    "group pair couple trio flock herd bunch crowd pack team family lot row number total dozen pile stack heap line "
    "set collection series variety assortment array swarm cluster bundle batch"
)

PAIRED = bag(
    """
    scissors glasses sunglasses spectacles goggles binoculars trousers pants jeans shorts leggings tights tongs pliers
    shears tweezers pyjamas pajamas headphones
    """
)
"""Things in two halves: a pair of such is one."""

PORTIONS = bag("piece bit slice kind sort type part handful drop")
"""`A piece of bread` is bread."""

COLOUR_WORDS: Mapping[str, str] = {
    **{colour: colour for colour in COLOURS if colour not in COLOUR_NOUNS or colour in BASIC_COLOURS},
    **by_word(
        {
            "gray": "grey",
            "silver": "silver",
            "gold": "golden gold",
            "red": "reddish",
            "white": "snow-white",
            "violet": "violet",
            "tan": "tan",
            "turquoise": "turquoise",
            "cream": "cream",
        }
    ),
}
"""Words for the colours of the vocabulary."""

ADJECTIVES = bag(
    """
    little small tiny big large huge giant great tall short long old young new ancient deep quiet loud bright dark
    sunny happy sad angry afraid tired sleepy asleep awake proud brave clever lazy slow steady quick fast good bad
    kind mean gentle wild lost lonely alone warm cold hot cool wet dry soft hard heavy light thin fat round square
    flat wide narrow high low lower upper left right top bottom middle central first second third last next same other
    own beautiful pretty ugly nice fine lovely poor rich strong weak hungry thirsty full empty open closed broken
    wooden stone metal woollen silver shiny fresh sweet sour clean dirty busy free ready sure sorry late early whole
    half lively realistic magic magical secret strange funny silly curious surprised scared frightened excited worried
    hidden frozen fallen striped spotted furry fluffy fuzzy hairy bald spiky rusty dusty muddy sandy rocky snowy rainy
    windy foggy cloudy stormy misty starry green-eyed friendly silent still calm busy distant near far blind deaf
    latter opposite front back far-off nearby dead alive evil wicked wise plain simple single double enormous massive
    equal identical different various multiple numerous separate similar matching assorted colored coloured cute
    """
)

ADJECTIVE_ENDINGS = ("ous", "ful", "less", "ish", "able", "ible", "ive", "ical", "some", "est")

POINTING = bag(
    "more latter same equal identical other own first second third last next whole half realistic single left right "
    "top bottom"
)
"""Adjectives that tell which one is meant, not what it is like."""
