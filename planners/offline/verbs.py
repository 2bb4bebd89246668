"""What verbs show: the motion each one stands for and the pose that goes with it."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from planners.offline.words import bag, by_word
from storyline.schema.layout import Expression

Motion = Literal[
    "stay",
    "travel",
    "enter",
    "ride",
    "leave",
    "approach",
    "jump",
    "fall",
    "rise",
    "land",
    "alight",
    "chase",
    "follow",
    "give",
    "take",
    "hold",
    "use",
    "put",
    "hug",
    "push",
    "pull",
    "throw",
    "meet",
    "lie",
    "sit",
    "look",
    "appear",
    "vanish",
    "wake",
    "turn",
    "stop",
    "speak",
    "camera",
]


class Sense(NamedTuple):
    """How a verb is staged."""

    motion: Motion
    action: str


_TABLE: Mapping[str, str] = {
    # motion, then action = the verbs shown so; an action of "=" is the verb itself
    "travel walk": """
        walk go move step stroll wander march hike stride pass proceed continue travel plod trudge creep tiptoe
        crawl limp sneak pace cross advance journey head wend slip lead guide escort
        """,
    "travel run": "run race dash sprint rush hurry gallop trot scurry speed hasten flee bolt charge dart",
    "travel fly": "fly soar glide flutter hover drift",
    "travel swim": "swim dive paddle",
    "ride drive": "drive ride sail row cycle steer",
    "travel roll": "roll slide spin skate ski",
    "travel float": "float",
    "jump jump": "jump leap hop bounce skip bound spring",
    "fall fall": "fall drop tumble collapse sink trip stumble crash slump",
    "rise fly": "rise ascend lift",
    "rise climb": "climb",
    "land stand": "land perch descend",
    "alight stand": "alight dismount disembark",
    "enter walk": "come enter arrive reach return visit",
    "leave walk": "leave exit depart escape",
    "chase run": "chase pursue hunt",
    "follow walk": "follow accompany trail",
    "approach walk": "approach join",
    "give give": "give hand offer bring present show lend deliver feed",
    "take hold": "take grab catch pick collect find receive steal get buy fetch seize",
    "hold hold": "hold carry keep clutch grip",
    "use eat": "eat bite chew munch nibble devour taste drink sip",
    "use read": "read write draw paint study",
    "put give": "put lay set place",
    "hug hug": "hug embrace kiss cuddle",
    "push push": "push shove",
    "pull pull": "pull drag tug haul tow",
    "throw throw": "throw kick toss fling hit hurl",
    "meet stand": "meet greet face",
    "lie sleep": "sleep doze snore nap dream",
    "lie lie": "lie rest",
    "sit sit": "sit kneel squat crouch settle",
    "look look": "look watch see stare gaze glance peer notice spot observe admire search",
    "appear stand": "appear emerge",
    "vanish stand": "disappear vanish fade",
    "wake stand": "wake awake awaken",
    "stop stand": "stop halt pause wait stay remain stand stare hesitate freeze",
    "turn stand": "turn",
    "speak talk": """
        say ask answer reply call cry shout yell whisper murmur mutter scream sigh tell explain add announce beg
        demand exclaim groan grumble insist promise remark respond suggest warn think wonder sing speak talk chat
        argue agree boast brag declare admit joke repeat gasp croak squeak hiss growl roar
        chuckle giggle laugh smile grin snap sob weep
        """,
    "camera stand": "zoom pan tilt focus",
    "stay dance": "dance twirl sway",
    "stay wave": "wave nod beckon cheer clap applaud",
    "stay =": """
        water park crow play work cook dig bury build kneel sweep clean wash open
        close shake bark meow purr howl chirp tweet sniff scratch hide blow shine burn grow bloom glow sparkle
        melt break begin start end win lose try want need like love hate know believe hope remember forget decide
        help let live seem feel become happen belong cost last mean use learn teach graze swing rock snooze
        fish plant hang cover surround wear fill tie lean point listen hear smell touch yawn stretch shiver
        tremble bow pray fight hurt cast moan marry celebrate serve share thank prepare rain snow flow
        ring tick explode stir mix knead sew knit count
        """,
}

_SPEECH_ACTION = {"laugh": "laugh", "sing": "sing", "smile": "smile", "cry": "cry", "weep": "cry", "sob": "cry"}


def _senses() -> dict[str, Sense]:
    senses = {}
    for key, verbs in _TABLE.items():
        motion, action = key.split()
        for verb in verbs.split():
            shown = verb if action == "=" else action
            senses[verb] = Sense(motion, _SPEECH_ACTION.get(verb, shown))  # type: ignore[arg-type]
    return senses


SENSES: Mapping[str, Sense] = _senses()

IRREGULAR: Mapping[str, str] = by_word(
    {
        "lie": "lay lying", "fall": "fell fallen", "feel": "felt", "leave": "left", "see": "saw", "find": "found",
        "wake": "woke woken", "rise": "rose", "begin": "began", "fly": "flew flown", "flee": "fled", "meet": "met",
        "sit": "sat", "leap": "leapt", "creep": "crept", "swim": "swam", "stand": "stood", "sleep": "slept",
        "hide": "hid", "go": "gone went", "come": "came", "tell": "told", "think": "thought", "drive": "driven",
        "ride": "rode", "light": "lit", "ground": "ground", "bear": "bore",
    }
)  # fmt: skip
"""Forms that the general lemmatiser reads otherwise, or that must not depend on it."""

SPEECH = frozenset(_TABLE["speak talk"].split())

ASPECT = bag("begin start try continue keep decide stop seem agree let learn help happen go come manage dare")
"""Before another verb these tell when or whether, and the other verb tells what is seen."""

WISHES = bag(
    """
    want need like love hope wish dream long plan mean intend refuse fear hate prefer expect promise offer
    beg ask tell order command invite warn forbid persuade pretend imagine believe think know suppose guess remember
    forget wonder say doubt deserve afford ought wait
    """
)
"""What another verb, or a clause, tells after these does not happen (yet)."""

CAUSES = bag("make let help see hear watch have feel notice")
"""`made him laugh`: the object of these does what the next verb says."""

FEELINGS: Mapping[str, Expression] = by_word(
    {
        "happy": "joy happiness delight smile grin laughter glee pride relief pleasure",
        "sad": "sadness sorrow grief tear despair regret loneliness",
        "angry": "anger rage fury wrath roar growl scowl",
        "surprised": "surprise astonishment amazement wonder shock disbelief",
        "afraid": "fear terror horror panic fright dread alarm scream shriek shudder",
    }
)
"""Nouns of feelings and of their signs: `in terror`, `with a smile`."""

EXPRESSIONS: Mapping[str, Expression] = by_word(
    {
        "happy": "laugh smile grin giggle chuckle cheer dance celebrate rejoice beam happy glad proud joyful cheerful "
        "delighted pleased merry content excited relieved thankful grateful",
        "sad": "weep sob cry wail mourn pout sad unhappy lonely sorry disappointed tearful heartbroken miserable "
        "gloomy downcast ashamed sigh homesick",
        "angry": "growl roar yell snarl scowl frown glare angry furious cross mad annoyed grumpy jealous scold rage",
        "surprised": "gasp blink gape surprised astonished amazed startled puzzled stunned shocked confused",
        "afraid": "tremble scream shiver flee shriek cower panic shudder afraid scared frightened terrified worried "
        "nervous anxious alarmed timid",
        "asleep": "sleep doze snore nap asleep sleeping",
    }
)
"""Words that show on a face."""
