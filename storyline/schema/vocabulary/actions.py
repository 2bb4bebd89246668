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


_ENDINGS = (("ies", "y"), ("ied", "y"), ("ying", "ie"))

ACTIONS: Mapping[str, Action] = MappingProxyType(
    {
        "stand": Action(
            "standing",
            "stand",
            "wait, look, watch, see, listen, speak, say, talk, smile, think, stop, turn, nod, stare, gaze, "
            "glance, notice, ask, answer, reply, tell, explain, whisper, shout, yell, sigh, frown, wonder, "
            "remember, hear, sniff, smell, freeze, pause, halt, hesitate, remain, stay, appear, pose, shrug, "
            "blink, breathe, wake, awake, guard, face, rise, land",
        ),
        "walk": Action(
            "walking",
            "stand",
            "go, come, enter, leave, stroll, march, move, approach, follow, roll, pass, wander, sneak, step, "
            "return, arrive, cross, head, hike, travel, limp, stagger, tiptoe, trudge, stride, pace, exit, "
            "depart, advance, retreat, lead, proceed, saunter, shuffle, amble, plod, stomp, prowl, explore, "
            "patrol, parade, waddle, journey",
        ),
        "run": Action(
            "running",
            "stand",
            "chase, race, flee, hurry, rush, dash, escape, drive, gallop, sprint, jog, trot, scamper, scurry, "
            "bolt, charge, pursue, hunt, speed, canter, dart, scuttle",
        ),
        "jump": Action("jumping", "stand", "hop, leap, bounce, skip, spring, pounce, vault, bound, prance"),
        "fly": Action("flying", "stand", "float, hover, soar, glide, flap, swoop, flutter, levitate, orbit"),
        "swim": Action("swimming", "stand", "sail, dive, drift, row, paddle, wade, splash, snorkel, surf"),
        "fall": Action(
            "falling", "stand", "drop, trip, tumble, slip, stumble, collapse, faint, topple, sink, crash, plunge"
        ),
        "sit": Action("sitting", "stand", "rest, perch, settle, relax, meditate"),
        "sleep": Action("sleeping", "stand", "lie, snore, nap, dream, doze, slumber, snooze"),
        "wave": Action("waving", "stand", "greet, call, beckon, signal, salute, welcome, hail"),
        "dance": Action(
            "dancing",
            "stand",
            "play, celebrate, cheer, sing, spin, twirl, whirl, rejoice, sway, waltz, perform, juggle",
        ),
        "give": Action("giving", "stand", "hand, offer, show, reach, present, serve, feed, pay, deliver, share, pour"),
        "crawl": Action("crawling", "walk", "creep, slither, wriggle, squirm"),
        "climb": Action("climbing", "walk", "scale, clamber, scramble, ascend"),
        "ride": Action("riding", "sit", "straddle, mount, saddle, pedal, cycle, steer"),
        "push": Action("pushing", "give", "shove, press, open, close, shut, knock, nudge, kick, block"),
        "pull": Action("pulling", "give", "drag, tug, haul, tow, yank, pluck, heave, stretch"),
        "throw": Action("throwing", "give", "toss, hurl, fling, cast, pitch, lob, sling, shoot"),
        "hold": Action(
            "holding",
            "give",
            "carry, grip, clutch, lift, keep, grab, take, catch, bring, pick, raise, fetch, gather, collect, "
            "steal, seize, snatch, receive, accept, hoist, wield",
        ),
        "hug": Action("hugging", "give", "embrace, cuddle, kiss, snuggle, comfort, stroke, pet, pat"),
        "point": Action("pointing", "give", "indicate, aim, gesture, accuse, direct, warn"),
        "clap": Action("clapping", "stand", "applaud"),
        "eat": Action(
            "eating",
            "stand",
            "bite, chew, drink, munch, nibble, swallow, sip, taste, devour, lick, gobble, feast, dine, graze, "
            "gulp, snack",
        ),
        "read": Action("reading", "sit", "study, write, draw, paint, sketch, examine, inspect, sew, knit"),
        "cry": Action("crying", "stand", "weep, sob, mourn, wail, whimper, grieve"),
        "laugh": Action("laughing", "stand", "giggle, chuckle, grin, chortle, cackle, smirk, snicker"),
        "bow": Action("bowing", "stand", "kneel, curtsy, curtsey, crouch, squat, duck, stoop, pray, hide, cower, bend"),
        "dig": Action(
            "digging",
            "give",
            "shovel, rake, plant, sweep, hoe, mow, weed, bury, chop, hammer, mop, build, scrub, harvest",
        ),
    }
)
"""Every action that is drawn as itself."""


def action_of(word: str) -> str | None:
    """The action of `ACTIONS` that a word asks for, itself or by another word; None if none does.

    >>> action_of("walk"), action_of("chasing"), action_of("Hops away"), action_of("lying"), action_of("yodel")
    ('walk', 'run', 'jump', 'sleep', None)
    """
    for token in word.lower().replace("-", " ").split():
        for candidate in _base_forms(token):
            if candidate in _WORD_TO_ACTION:
                return _WORD_TO_ACTION[candidate]
    return None


def _base_forms(word: str) -> tuple[str, ...]:
    """What a word may be a form of, likeliest first: itself, without -s, -ing or -ed."""
    stems = [word.removesuffix(ending) for ending in ("ing", "ed") if word.endswith(ending)]
    found = [word, word.removesuffix("s"), word.removesuffix("es")]
    found += [word.removesuffix(ending) + base for ending, base in _ENDINGS if word.endswith(ending)]
    for stem in stems:
        found += [stem, stem + "e", stem[:-1]]
    return tuple(found)


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
