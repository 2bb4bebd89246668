"""What is peculiar to screenplays: names in capitals, ages in parentheses, words to the camera, transitions."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from planners.offline.lexicon import known_word
from planners.offline.words import NUMBERS, bag
from storyline.schema.camera import Angle, ShotSize
from storyline.schema.script import Beat, Script, ScriptScene, TransitionKind

UNFILMED = frozenset({"section", "synopsis", "note", "boneyard", "page-break"})
"""Kinds of beats that are for the writer's eyes."""

_SLUG = re.compile(r"\s*(INT|EXT|EST|I/E)\b", re.IGNORECASE)
_AGE = re.compile(
    r"\s*\((?:aged?\s+|about\s+|mid-|late\s+|early\s+)*(\d{1,3})(?:'?s)?(?:[,;\s][^()]{0,60})?\)", re.IGNORECASE
)
_CAPITALS = re.compile(r"(?<![\w'’])[A-Z][A-Z0-9.\-]*[A-Z0-9](?:['’]S)?(?![\w])")
_KEPT = bag("TV OK UFO USA UK DVD CD PC AM PM II III IV VI ID DJ")
_GROUPS = bag("ALL BOTH EVERYONE EVERYBODY CROWD CHORUS VOICES")
_NOBODY = bag("VOICE NARRATOR ANNOUNCER RADIO TELEVISION TV SPEAKER LOUDSPEAKER PHONE COMPUTER")

_SIZES: tuple[tuple[str, ShotSize | None], ...] = (
    (r"EXTREME CLOSE[- ]?UPS?|ECU|XCU", "ECU"),
    (r"CLOSE[- ]?UPS?|CLOSEUP|CLOSE SHOT|CLOSE|CU|TIGHT|INSERT(?: SHOT)?", "CU"),
    (r"EXTREME (?:WIDE|LONG)(?: SHOT)?|EWS|AERIAL(?: SHOT| VIEW)?|BIRD['’]S[- ]EYE(?: VIEW)?", "EWS"),
    (r"(?:VERY )?WIDE(?: ANGLE)?(?: SHOT)?|WIDER(?: ANGLE)?|LONG SHOT|WS|LS", "WS"),
    (r"ESTABLISHING(?: SHOT)?|MASTER(?: SHOT)?", "WS"),
    (r"FULL SHOT|FS", "FS"),
    (r"MEDIUM CLOSE[- ]?UP|MCU", "MCU"),
    (r"(?:MEDIUM|MID)(?: SHOT)?|TWO[- ]SHOT|2[- ]SHOT|MS", "MS"),
    (r"(?:HIGH|LOW|REVERSE|NEW|ANOTHER|DIFFERENT) ANGLE|ANGLE|POV|P\.O\.V\.|[A-Z' ’]{2,30}['’]S? POV|BACK|REVERSE|"
     r"OVER[- ]THE[- ]SHOULDER", None),
)  # fmt: skip
_DIRECTION = re.compile(
    r"\s*(?:" + "|".join(f"(?P<s{n}>{pattern})" for n, (pattern, _) in enumerate(_SIZES)) + r")(?![A-Za-z])"
    r"(?P<end>\s*(?:(?:OF|ON|TO|FROM)\b|--?|[:–—.,])\s*|\s+(?=[A-Za-z])|\s*$)(?:(?:of|on|to|from)\s+)?"
)
_LEAD = re.compile(r"\A\s*ON\s+(?=[A-Z])")
_SLOWLY = r"(?:slowly |gently |quickly )?"
_CAMERA_MOVES: tuple[tuple[str, str], ...] = (
    (r"(?:push|doll|zoom|mov|track)(?:e|y|ies|es|s|ing)? " + _SLOWLY + r"in(?:to)?(?: on| to)?", "zoom in"),
    (r"(?:pull|doll|zoom|mov|widen)(?:e|y|ies|es|s|ing)? " + _SLOWLY + r"(?:back|out|away)(?: to reveal)?", "zoom out"),
    (r"pan(?:s|ning)? " + _SLOWLY + r"left(?: to| across)?", "pan left"),
    (r"pan(?:s|ning)? " + _SLOWLY + r"(?:right )?(?:to|across|over|along|right)", "pan right"),
    (r"(?:follow|track|trail)(?:s|ing)?(?: with)?|(?:stay|move)s? with", "follow"),
    (r"tilts? (?:up|down)(?: to)?", "zoom out"),
)
_MOVES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\A\s*(?:TRACKING|DOLLY|CRANE|STEADICAM|HANDHELD)(?: SHOT)(?: of| with)?:?"), "follow"),
    *((re.compile(rf"\b(?:the camera|camera|we) {_SLOWLY}(?:{p})\b", re.IGNORECASE), m) for p, m in _CAMERA_MOVES),
    *((re.compile(rf"\A\s*(?-i:(?=[A-Z]{{3}}))(?:{p})\b", re.IGNORECASE), m) for p, m in _CAMERA_MOVES),
)
"""What the camera does, said of it (`we follow`, `the camera pans to`) or ordered in capitals (`PUSH IN ON`)."""
_SEEN = re.compile(
    r"\b(?:now |then |here )?we (?:can )?(?:now )?(?:see|find|discover|notice|reveal|meet)\b(?: that)?\s*",
    re.IGNORECASE,
)
_HEARD = re.compile(r"\bwe (?:can )?hear\b", re.IGNORECASE)
_REVEAL = re.compile(r"\A\s*(?:to reveal|reveal(?:s|ing)?)\b:?\s*", re.IGNORECASE)
_CARD = re.compile(
    r"\s*(?:SUPER(?:IMPOSE)?|TITLE(?: CARD)?|CARD|CHYRON|SUBTITLE|CAPTION|ON[- ]SCREEN TEXT|LEGEND)\s*[:\-–—]\s*"
    r"(?P<text>.+)",
    re.DOTALL,
)
_MARKER = re.compile(
    r"\s*(?:BEGIN |START |END (?:OF )?)?(?:INTERCUT|INTERCUTTING|MONTAGE|SERIES OF SHOTS|FLASHBACK|FLASH ?FORWARD|"
    r"BACK TO (?:SCENE|PRESENT|PRESENT DAY)|DREAM SEQUENCE|CONTINUED|MORE|END)\b[^a-z]*(?:\bWITH\b[^.]*)?[.:]?\s*$"
)
_MARKED = re.compile(
    r"\A\s*(?:BEGIN |START )?(?:MONTAGE|SERIES OF SHOTS|FLASHBACK|INTERCUT)\s*[-–—:]+\s*"
    r"(?:[A-Z][A-Z ]*:\s*)?(?=[A-Z]?[a-z])"
)
_BULLET = re.compile(r"\A\s*(?:[-–—*•]+\s*|\(?[A-Z0-9]{1,2}[).]\s+)(?=\S)")
_IT = frozenset(["", "it", "him", "her", "them", "in", "back", "out", "slowly"])
_PAUSE = re.compile(
    r"\s*(?:a |an |the )?(?:long |short |brief |awkward |quiet |tiny )*(?:beat|pause|silence|moment)"
    r"(?: passes| of silence)?[.…\s]*$",
    re.IGNORECASE,
)
_QUOTES = " \t\n\"“”'‘’.,"


@dataclass(frozen=True)
class Directed:
    """A sentence of action with its words to the camera taken out."""

    text: str
    size: ShotSize | None = None
    angle: Angle | None = None
    camera: str = ""
    caption: str = ""
    """Words shown over the picture."""
    pause: bool = False
    """Nothing happens for a moment."""


def is_screenplay(script: Script) -> bool:
    """Whether a script is told as screenplays are: action is seen there and not read out."""
    return any(
        beat.kind != "action" or (scene.heading is not None and _SLUG.match(scene.heading))
        for scene in script.scenes
        for beat in scene.beats
    )


def filmed(script: Script) -> tuple[Script, tuple[ScriptScene, ...]]:
    """The script without the scenes in which there is nothing to film, and those scenes; one stays in any case.

    In a screenplay these are all without action and dialogue, in prose bare headings.
    """
    played = is_screenplay(script)
    idle = tuple(s for s in script.scenes if not s.shots and not _told(s) and (played or _bare(s)))
    if not idle or len(idle) == len(script.scenes):
        return script, ()
    return script.model_copy(update={"scenes": tuple(s for s in script.scenes if s not in idle)}), idle


def _bare(scene: ScriptScene) -> bool:
    return bool(scene.heading) and not (scene.place or scene.time_of_day or scene.weather or scene.light or scene.beats)


def _told(scene: ScriptScene) -> bool:
    return any(b.kind not in UNFILMED and b.kind != "transition" for b in scene.beats)


@dataclass
class Names:
    """The names that a screenplay calls people by, and how old it says they are."""

    called: frozenset[str] = frozenset()
    ages: dict[str, int] = field(default_factory=dict)
    """By name in lower case."""

    def plain(self, text: str) -> str:
        """`The OLD MAN (70s) drops a KEY` as prose writes it: `The old man drops a key`."""
        text = _AGE.sub(lambda m: self._aged(text[: m.start()], int(m[1])), text)
        made: list[str] = []
        at = 0
        for match in _CAPITALS.finditer(text):
            gap = text[at : match.start()]
            first = not made or gap.strip() != ""
            made.append(gap + self._word(match[0], text[: match.start()], first=first))
            at = match.end()
        plain = "".join(made) + text[at:]
        return plain[:1].upper() + plain[1:]

    def _aged(self, before: str, age: int) -> str:
        name = before.split()[-1:] or [""]
        self.ages[name[0].strip(",.").lower()] = age
        return ""

    def _word(self, word: str, before: str, *, first: bool) -> str:
        if word in _KEPT or (len(word) == 1 and word in "AI"):
            return word if word != "A" else "a"
        lower = word.lower()
        base = lower.removesuffix("'s").removesuffix("’s")
        if base in NUMBERS or not known_word(base):
            return word.title().replace("'S", "'s").replace("’S", "’s")
        last = (before.split() or [""])[-1].lower().strip(",;:")
        whole = any(base in name.split() for name in self.called)
        if (
            whole
            and first
            and last not in _DETERMINERS
            and not (last and known_word(last) and last.islower() and last in _OPENERS)
        ):
            return f"the {lower}"
        return lower


_DETERMINERS = bag(
    "a an the this that these those his her its their my your our another some two three four five six many"
)
_OPENERS = _DETERMINERS | bag("old young small little big")


def names_of(scenes: Iterable[ScriptScene]) -> Names:
    """The names by which the cues of a screenplay call people."""
    called = {line.said_by.lower() for s in scenes for b in s.beats for line in b.lines if line.said_by.isupper()}
    return Names(frozenset(called))


def speakers(cue: str, names: Names) -> tuple[str, ...]:
    """Whom a cue names, as prose would: `OLD MAN` is the old man, `MARA AND TOM` are two, a `VOICE` is nobody."""
    words = cue.replace("#", "").split()
    if not words or {w.strip(".,") for w in words} & _NOBODY:
        return ()
    parts = re.split(r"\s+(?:AND|&|WITH)\s+|\s*/\s*|,\s*", cue.strip())
    return tuple(_spoken_name(part) for part in parts if part)


def is_crowd(cue: str) -> bool:
    """Whether a cue means everybody there."""
    return bool(set(cue.upper().split()) & _GROUPS)


def _spoken_name(cue: str) -> str:
    words = cue.replace("#", "").lower().split()
    if any(not known_word(w.removesuffix("'s").removesuffix("’s")) and not w.isdecimal() for w in words[:1]):
        owned = words[0].endswith(("'s", "’s"))
        return " ".join(
            [
                words[0].title().replace("'S", "'s").replace("’S", "’s"),
                *(words[1:] if owned else map(str.title, words[1:])),
            ]
        )
    if words[-1].isdecimal():
        return " ".join(w.title() for w in words)
    return "the " + " ".join(words)


def directed(text: str) -> Directed:
    """What a sentence of action asks of the camera, and what it tells beside that."""
    if _PAUSE.match(text):
        return Directed("", pause=True)
    if card := _CARD.match(text):
        return Directed("", caption=card["text"].strip(_QUOTES))
    if _MARKER.match(text):
        return Directed("")
    text = _MARKED.sub("", text, count=1)
    text = _BULLET.sub("", text, count=1)
    size: ShotSize | None = None
    angle: Angle | None = None
    found = _DIRECTION.match(text)
    if found and found["end"] is not None:
        nth = next(n for n in range(len(_SIZES)) if found[f"s{n}"])
        said = found[f"s{nth}"]
        size = _SIZES[nth][1]
        angle = "high" if said.startswith("HIGH") else "low" if said.startswith("LOW") else None
        text = text[found.end() :]
    else:
        text = _LEAD.sub("", text, count=1)
    camera = ""
    for pattern, move in _MOVES:
        if moved := pattern.search(text):
            camera = move
            text = f"{text[: moved.start()].rstrip(' ,;:–—-')} {text[moved.end() :].lstrip(' ,;:–—-')}".strip()
            break
    text = _REVEAL.sub("", _SEEN.sub("", text)).strip(" \t:–—-")
    if _HEARD.search(text):
        text = _HEARD.split(text)[0].strip(" ,;")
    if camera and text.strip(" .").lower() in _IT:
        text = ""
    return Directed(text[:1].upper() + text[1:], size, angle, camera)


def transition_of(text: str) -> TransitionKind | None:
    """How the next shot begins; None where a text says nothing of it (`FADE OUT.` says how the last one ends)."""
    words = text.upper()
    if "FADE IN" in words or "FADE TO" in words or "FADE OUT" in words or "FADE UP" in words:
        return "fade"
    if "DISSOLVE" in words:
        return "dissolve"
    if "WIPE" in words or "IRIS" in words:
        return "wipe"
    return "cut" if "CUT" in words else None


def intercut(text: str) -> bool | None:
    """Whether a text begins (True) or ends (False) a passage that goes to and fro between places; None if neither."""
    words = text.strip().upper()
    if words.startswith(("END", "BACK TO")):
        return False
    return True if text.strip()[:8].isupper() and words.startswith(("INTERCUT", "BEGIN INTERCUT")) else None


def acted_name(beat: Beat) -> str:
    """A dialogue without words as action: `MARA (sighs)`."""
    name, _, act = beat.text.partition("(")
    who = _spoken_name(name) if name.strip(" #") else ""
    return f"{who} {act.replace('(', ', ').replace(')', '')}".strip() + "."
