"""Film grammar: how close the camera is in a shot, on whom, from where, and whether it moves; each with its reason."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import get_args

from planners.offline.mind import Ids
from planners.offline.sketch import Sketch
from planners.offline.stage import Stage
from planners.offline.take import POSTURES, Take
from planners.offline.touch import UPRIGHT
from planners.offline.words import bag
from storyline.schema.base import EntityId
from storyline.schema.camera import Angle, ShotSize
from storyline.schema.reason import WRITER
from storyline.schema.script import ScriptShot

Move = str
"""`still`, `push in`, `pull out`, `zoom in`, `zoom out`, `pan left`, `pan right`, `follow`."""

GOING = bag("travel enter leave chase follow jump fall rise land throw appear vanish approach ride push pull")
_STEADY = bag("travel chase follow ride push pull")
"""Motions that a camera can go along with."""
_FEELINGS = {"sad": "sadness", "angry": "anger", "surprised": "surprise", "afraid": "fear", "happy": "joy"}
_TALK: tuple[ShotSize, ...] = ("MCU", "MS", "MCU", "CU")
_ALONE: tuple[ShotSize, ...] = ("MS", "FS", "MCU", "MWS")
_TOGETHER: tuple[ShotSize, ...] = ("MWS", "FS", "MS")
_CROWD: tuple[ShotSize, ...] = ("FS", "WS", "MWS")
_PAST_SHOULDER: tuple[ShotSize, ...] = ("MS", "MCU")
_SIZES: tuple[ShotSize, ...] = get_args(ShotSize)
_OVERHEAD = ("top-down", "overhead", "from above", "bird's-eye", "bird’s-eye")
_IN_A_ROW = 3
"""As many shots of one size as may follow each other."""
_SILENCE = 2
"""Shots without a word that do not end a talk."""
_CROWDED = 3
"""From here on it is a group that a shot shows."""
_SCENERY = 0.4
"""Height above which what stands fixed is scenery, in frame heights of the master view."""
_SMALL = 0.2
"""Height below which a thing needs a shot of its own to be seen, in frame heights of the master view."""
_SLOW = 3.5
"""Seconds that a slow move of the camera needs."""


@dataclass
class Run:
    """The shots of a scene so far."""

    sizes: list[ShotSize] = field(default_factory=list)
    speakers: list[EntityId] = field(default_factory=list)
    """Who spoke in each shot of the talk that is going on."""
    about: Ids = ()
    """Whom the last shot showed first of all."""
    silent: int = 0
    """Shots since somebody spoke."""

    def add(self, size: ShotSize, speaker: EntityId | None, about: Ids) -> None:
        """Takes a shot in; a talk is over when nobody has spoken for a while."""
        self.about = about
        self.sizes.append(size)
        self.silent = 0 if speaker is not None else self.silent + 1
        if speaker is not None:
            self.speakers.append(speaker)
        elif self.silent > _SILENCE:
            self.speakers.clear()


@dataclass(frozen=True)
class Direction:
    """How a shot is taken."""

    size: ShotSize
    size_why: str
    subjects: Ids
    """Who must be seen; the others may be."""
    subjects_why: str
    angle: Angle
    angle_why: str
    move: Move
    move_why: str
    establishing: bool
    """The whole place is to be seen."""
    over: EntityId | None = None
    """Past whose shoulder, near and large, who speaks is seen."""


def listener(
    take: Take, speaker: EntityId, run: Run, *, addressed: Ids, answers: EntityId | None
) -> tuple[EntityId | None, str]:
    """To whom somebody speaks, and why.

    Whom the text names; else who answers (`answers` speaks next); who spoke last; whom the last shot was about;
    or whoever is nearest and awake.
    """
    awake = [
        i
        for i, pose in take.stage.poses.items()
        if i != speaker and take.stage.figure(i).alive and pose.action not in ("sleep", "lie")
    ]
    known = [
        *((i, "the text says to whom") for i in addressed if i in take.stage.poses and i != speaker),
        *((i, "they answer") for i in (answers,) if i is not None and i in awake),
        *((i, "they spoke last") for i in reversed(run.speakers) if i in awake),
        *((i, "the shot before was about them") for i in run.about if i in awake),
    ]
    if known:
        return known[0]
    if not awake:
        return None, "nobody is there to listen"
    me = take.now(speaker)
    far: Callable[[EntityId], float] = lambda i: abs(take.now(i).x - me.x) + 1.5 * abs(take.now(i).y - me.y)
    return min(awake, key=lambda i: (far(i), i)), "nobody is nearer"


def direct(
    sketch: Sketch, take: Take, run: Run, *, first: bool, final: bool, seconds: float, hearer: EntityId | None
) -> Direction:
    """Decides how a staged shot is taken. `first`: at a new place; `final`: the last shot of the film."""
    if sketch.reaction and hearer is None:
        sketch = replace(sketch, reaction=False)
    subjects, subjects_why = _subjects(sketch, take, run, hearer)
    size, size_why = _size(sketch, take, run, subjects, first=first, hearer=hearer)
    if sketch.written.size is not None:
        size, size_why = sketch.written.size, WRITER
    if sketch.speaker is None and size in ("CU", "ECU") and (things := _insert(sketch, take.stage)):
        subjects, subjects_why = things, "it matters now" if len(things) == 1 else "they matter now"
    angle, angle_why = _angle(sketch)
    move, move_why = _move(sketch, take, size, subjects, first=first, final=final, seconds=seconds)
    over = hearer if hearer is not None and _past_shoulder(sketch, take, run, size, subjects, hearer) else None
    return Direction(size, size_why, subjects, subjects_why, angle, angle_why, move, move_why, first, over)


def _roams(sketch: Sketch) -> bool:
    return any(e.motion in GOING or e.via or e.start or e.during for e in sketch.events)


def _subjects(sketch: Sketch, take: Take, run: Run, hearer: EntityId | None) -> tuple[Ids, str]:
    speaker = sketch.speaker
    if speaker is not None and speaker in take.tracks:
        if sketch.reaction and hearer is not None:
            return (hearer,), "how it is heard counts as much as how it is said"
        if hearer is not None and _opens_talk(run, speaker, hearer):
            return (speaker, hearer), "the talk begins: both are seen, and where they stand"
        return (speaker,), "who speaks is seen"
    asked = [e for e in sketch.events if e.motion == "camera" and e.actors]
    named = [i for e in asked or sketch.events for i in (*e.actors, *e.targets) if i in take.tracks]
    if not asked:
        named += [i for e in sketch.events for _, of in e.relations for i in of if i in take.tracks]
    if asked or not any(take.stage.figure(i).alive for i in named):
        seen = tuple(dict.fromkeys(named))
    else:
        seen = tuple(dict.fromkeys(i for i in named if not _scenery(take, i)))
    if seen:
        return seen, "the shot is about this" if len(seen) == 1 else "the shot is about them"
    return tuple(take.tracks), "whoever is there"


def _scenery(take: Take, id: EntityId) -> bool:
    """Whether it is so large that a shot of those beside it would become a wide one."""
    kind = take.stage.figure(id)
    return kind.medium == "fixed" and not kind.alive and take.now(id).height > _SCENERY


def _past_shoulder(sketch: Sketch, take: Take, run: Run, size: ShotSize, subjects: Ids, hearer: EntityId) -> bool:
    """Whether a reverse of a longer talk of two is taken past whoever listens: three in every four."""
    if sketch.reaction or subjects != (sketch.speaker,) or size not in _PAST_SHOULDER or sketch.written != ScriptShot():
        return False
    if run.speakers[-1:] != [hearer] or len(run.speakers) < 2 or len(run.speakers) % 4 == 0:
        return False
    me, you = take.now(subjects[0]), take.now(hearer)
    upright = all(take.stage.figure(i).aspect < UPRIGHT for i in (subjects[0], hearer))
    return upright and me.facing in ("left", "right") and you.parent is None and you.action not in POSTURES


def _opens_talk(run: Run, speaker: EntityId, hearer: EntityId) -> bool:
    return not {speaker, hearer} & set(run.speakers)


def _insert(sketch: Sketch, stage: Stage) -> Ids:
    """Small things that somebody looks at, finds or that are all there is to see; with whom a close-up is asked of."""
    asked = sketch.camera == "close-up"
    for e in sketch.events:
        seen = (*e.targets, *(i for _, of in e.relations for i in of))
        things = seen if e.motion == "look" else e.actors if e.motion == "stay" and not e.targets else ()
        things = (*e.actors, *seen) if asked else things
        small = {i for i in things if i in stage.poses and _small(stage, i)}
        if small and len(sketch.events) == 1:
            return tuple(dict.fromkeys(i for i in things if i in small or (asked and i in e.actors)))
    return ()


def _small(stage: Stage, id: EntityId) -> bool:
    kind = stage.figure(id)
    return not kind.alive and kind.height <= _SMALL


def _size(
    sketch: Sketch, take: Take, run: Run, subjects: Ids, *, first: bool, hearer: EntityId | None
) -> tuple[ShotSize, str]:
    wish = sketch.camera
    if wish == "close-up":
        return "CU", "the text asks for a close-up"
    if wish in _SIZES:
        return wish, "the text asks for it"
    speaker = sketch.speaker
    if speaker is not None and speaker in take.tracks:
        return _talking(sketch, take, run, subjects)
    if first:
        return "WS", "a new place is seen whole first"
    if _roams(sketch):
        if run.sizes[-2:] == ["WS", "WS"] and _along(sketch):
            return "FS", "two wide shots went before: the camera goes along with who moves"
        return "WS", "there must be room for the way"
    if _insert(sketch, take.stage):
        return "CU", "a small thing that matters is seen from near"
    feeling = next((e.expression for e in sketch.events if e.expression in _FEELINGS), None)
    people = [i for i in subjects if take.stage.figure(i).alive]
    if feeling is not None and len(people) == 1 and run.sizes[-1:] != ["MCU"]:
        return "MCU", f"{_FEELINGS[feeling]} is seen in a face"
    if len(people) >= _CROWDED:
        return _varied(_CROWD, run, "a group needs room")
    if len(people) == 2:
        return _varied(_TOGETHER, run, "two are seen together")
    return _varied(_ALONE, run, "one does something on the spot")


def _talking(sketch: Sketch, take: Take, run: Run, subjects: Ids) -> tuple[ShotSize, str]:
    if sketch.reaction:
        return "MCU", "a face that listens"
    if len(subjects) > 1:
        apart = abs(take.now(subjects[0]).x - take.now(subjects[1]).x)
        return ("MS" if apart < 0.3 else "MWS"), "near enough to hear, wide enough for both"
    loud = any(line.text.rstrip("”\"' ").endswith("!") for line in sketch.lines)
    said = len(run.speakers)
    feeling = next((e.expression for e in sketch.events if e.expression in _FEELINGS), None)
    if feeling is not None and run.sizes[-1:] != ["CU"]:
        return "CU", f"{_FEELINGS[feeling]} is heard and seen"
    if loud and said > 2 and run.sizes[-1:] != ["CU"]:
        return "CU", "the talk is at its height"
    return _varied(tuple(_TALK[(said + n) % len(_TALK)] for n in range(len(_TALK))), run, "speech is seen close")


def _varied(sizes: Sequence[ShotSize], run: Run, why: str) -> tuple[ShotSize, str]:
    """The first size that is not the one of the shot before; one of speech may follow itself a few times."""
    last = run.sizes[-1:]
    talk = sizes[0] in _TALK and set(sizes) == set(_TALK)
    stale = run.sizes[-_IN_A_ROW:] == last * _IN_A_ROW if talk else True
    size = next((s for s in sizes if [s] != last), sizes[0]) if last and stale else sizes[0]
    return size, why if size == sizes[0] else f"{why}; not {sizes[0]} again"


def _angle(sketch: Sketch) -> tuple[Angle, str]:
    """From above where the text says so or somebody lies, from below where somebody rises."""
    if sketch.written.angle is not None:
        return sketch.written.angle, WRITER
    text = sketch.action.lower()
    if any(words in text for words in _OVERHEAD):
        return "overhead", "the text asks for it"
    motions = {e.motion for e in sketch.events}
    if motions & {"fall", "lie"}:
        return "high", "somebody is down"
    if motions & {"rise", "jump"}:
        return "low", "somebody goes up"
    return "eye", "the camera is where the eyes are"


def _along(sketch: Sketch) -> bool:
    """Whether all that happens is that somebody goes a way within the place."""
    return (
        bool(sketch.events)
        and all(e.motion in _STEADY and not e.during and not e.far and not e.start for e in sketch.events)
        and not any(e.out or e.enters for e in sketch.events)
    )


def _move(
    sketch: Sketch, take: Take, size: ShotSize, subjects: Ids, *, first: bool, final: bool, seconds: float
) -> tuple[Move, str]:
    wish = sketch.camera
    if wish in ("zoom in", "zoom out", "pan left", "pan right", "follow", "push in", "pull out"):
        return wish, "the text asks for it"
    if sketch.written.camera is not None:
        return "still", WRITER
    if wish or sketch.written.size is not None:
        return "still", "the writer asks for no move"
    if size == "FS" and _roams(sketch) and _along(sketch):
        return "follow", "the camera goes along with who moves"
    if _roams(sketch):
        return "still", "what moves is seen best from a camera that does not"
    if final and seconds >= _SLOW and size not in ("WS", "EWS") and sketch.speaker is None:
        return "pull out", "the film ends: the camera leaves"
    felt = any(e.expression in _FEELINGS for e in sketch.events)
    if felt and size in ("MCU", "CU") and seconds >= _SLOW:
        return "push in", "a feeling grows"
    if first and size == "WS" and seconds >= _SLOW and not sketch.events:
        return "push in", "a new place opens"
    return "still", "nothing asks for a move"
