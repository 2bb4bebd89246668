"""Actions: what an entity can be seen to do."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from storyline.schema.vocabulary.word import Word


@dataclass(frozen=True)
class Action(Word):
    """An action with a pose of its own."""

    participle: str
    like: str
    """The nearest action, for a body that has no pose for this one; it ends at `stand`, which every body has."""
    also: str = ""
    """Other verbs for it, with commas between."""


ACTIONS: Mapping[str, Action] = MappingProxyType(
    {
        "stand": Action(
            "standing", "stand", "wait, look, watch, see, listen, speak, say, talk, smile, think, stop, turn, nod"
        ),
        "walk": Action(
            "walking",
            "stand",
            "go, come, enter, leave, stroll, march, move, approach, follow, roll, pass, wander, sneak",
        ),
        "run": Action("running", "stand", "chase, race, flee, hurry, rush, dash, escape, drive, gallop, sprint"),
        "jump": Action("jumping", "stand", "hop, leap, bounce, skip"),
        "fly": Action("flying", "stand", "float, hover, soar, glide, flap"),
        "swim": Action("swimming", "stand", "sail, dive, drift, row, paddle"),
        "fall": Action("falling", "stand", "drop, trip, tumble, slip, stumble"),
        "sit": Action("sitting", "stand", "rest"),
        "sleep": Action("sleeping", "stand", "lie, snore, nap, dream, doze"),
        "wave": Action("waving", "stand", "greet, call, beckon, signal"),
        "dance": Action("dancing", "stand", "play, celebrate, cheer, sing, spin"),
        "give": Action("giving", "stand", "hand, offer, show, reach"),
        "crawl": Action("crawling", "walk", "creep, slither"),
        "climb": Action("climbing", "walk", "scale, clamber"),
        "ride": Action("riding", "sit", "straddle, mount"),
        "push": Action("pushing", "give", "shove, press"),
        "pull": Action("pulling", "give", "drag, tug, haul, tow"),
        "throw": Action("throwing", "give", "toss, hurl, fling, cast"),
        "hold": Action("holding", "give", "carry, grip, clutch, lift, keep, grab, take, catch, bring"),
        "hug": Action("hugging", "give", "embrace, cuddle, kiss"),
        "point": Action("pointing", "give", "indicate, aim, gesture"),
        "clap": Action("clapping", "stand", "applaud"),
        "eat": Action("eating", "stand", "bite, chew, drink, munch, nibble, swallow, sip, taste"),
        "read": Action("reading", "sit", "study, write, draw, paint"),
        "cry": Action("crying", "stand", "weep, sob, mourn"),
        "laugh": Action("laughing", "stand", "giggle, chuckle, grin"),
        "bow": Action("bowing", "stand", "kneel, curtsy, curtsey, crouch, squat, duck, stoop, pray"),
        "dig": Action("digging", "give", "shovel, rake, plant, sweep"),
    }
)
"""Every action that is drawn as itself."""


def action_of(word: str) -> str | None:
    """The action of `ACTIONS` that a word asks for, itself or by another word; None if none does.

    >>> action_of("walk"), action_of("chasing"), action_of("Hop away"), action_of("yodel")
    ('walk', 'run', 'jump', None)
    """
    for token in word.lower().replace("-", " ").split():
        stem = token.removesuffix("ing")
        for candidate in (token, token.removesuffix("s"), stem, stem + "e", stem[:-1]):
            if candidate in _WORD_TO_ACTION:
                return _WORD_TO_ACTION[candidate]
    return None


def nearest_action(action: str, known: Container[str]) -> str:
    """The action itself if it is among the known ones, else the nearest that is; `stand` must be.

    >>> nearest_action("throw", {"stand", "give"}), nearest_action("clap", {"stand"})
    ('give', 'stand')
    """
    while action not in known:
        action = ACTIONS[action].like
    return action


_WORD_TO_ACTION = (
    {word: name for name, action in ACTIONS.items() for word in action.others}
    | {action.participle: name for name, action in ACTIONS.items()}
    | {name: name for name in ACTIONS}
)
