"""Beats and open shots → sketches: what happens and what is said in each shot, before anything is placed."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from planners.offline.cast import Cast
from planners.offline.chunks import chunk
from planners.offline.clauses import Clause, clauses
from planners.offline.compared import compared
from planners.offline.dialogue import Dialogue
from planners.offline.events import Event, event
from planners.offline.notes import Notebook
from planners.offline.phrases import NounPhrase
from planners.offline.places import PlaceMention, place_in
from planners.offline.reference import resolve
from planners.offline.screenplay import Names, acted_name, directed, is_crowd, speakers
from planners.offline.segments import Segment, Told, beyond_tag, segments
from planners.offline.timing import captions, event_seconds
from planners.offline.tokens import tokenise
from planners.offline.words import COLOUR_WORDS
from storyline.errors import PlanError
from storyline.schema.base import EntityId, ShotId, slug
from storyline.schema.script import Beat, ScriptShot
from storyline.schema.sound import LineKind, ScriptLine

_SILENT = frozenset(["think", "wonder", "muse", "dream"])
"""Verbs of words that nobody hears."""
_LONG = 5.5
"""Seconds of action after which a shot is cut at the next clause."""

_TAG = 14
"""Characters that a speech tag of another language has beside the speaker's name."""
_DANGLING = re.compile(r"[\s,;]+(?:and|but|or|then)\s*$", re.IGNORECASE)
_LOOKS = re.compile(r"(?:we|you) (?:look|see|are looking|can see)\b", re.IGNORECASE)
_COLOURED = re.compile(r"(?:it|he|she|they|both) (?:is|are|was|were) (\w+)\W*$", re.IGNORECASE)
_NEARBY = re.compile(r"(?:nearby|(?:beside|next to|near|close to) (?:it|them|him|her))\b", re.IGNORECASE)
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»|„[^“”]*[“”]")

Happening = tuple[Clause, Event | None]


@dataclass(frozen=True)
class Sketch:
    """A shot: what happens and what is said, and the writer's own fields."""

    id: ShotId
    written: ScriptShot
    action: str
    events: tuple[Event, ...] = ()
    lines: tuple[ScriptLine, ...] = ()
    speaker: EntityId | None = None
    camera: str = ""
    """`zoom in`, `follow`, `pan right`, `close-up`: what the text asks of the camera."""
    later: bool = False
    """Time has passed since the shot before."""
    mention: PlaceMention | None = None
    """The place that its words name."""
    reaction: bool = False
    """Who listens is seen, not who speaks."""


class NewIds:
    """Ids for new scenes and shots: of the writer's scene and the text, never of a position."""

    def __init__(self, taken: Sequence[str]) -> None:
        self.taken = set(taken)
        self._nth: Counter[tuple[str, str]] = Counter()

    def fresh(self, scene: str, text: str) -> str:
        """An id that is not taken yet; only a true duplicate of a text gets another digest."""
        while True:
            nth = self._nth[scene, text]
            self._nth[scene, text] += 1
            digest = hashlib.sha256(f"{scene}\n{text}\n{nth}".encode()).hexdigest()[:8]
            id = f"{scene[:24]}-{slug(text)[:24].rstrip('-_')}-{digest}"
            if id not in self.taken:
                self.taken.add(id)
                return id


@dataclass
class Sketcher:
    """Makes sketches and learns the cast on the way."""

    cast: Cast
    notes: Notebook
    ids: NewIds
    english: bool = True
    listed: bool = False
    """The writer gives a cast: a placement of anybody else is a mistake."""
    names: Names | None = None
    """How a screenplay calls people; None in prose."""

    def __post_init__(self) -> None:
        self.dialogue = Dialogue(self.cast)

    def beat(self, scene: str, beat: Beat, parts: Sequence[Segment]) -> Iterator[Sketch]:
        """The shots of a beat; `parts` are its `segments`."""
        if not self.english:
            yield from self._foreign(scene, beat)
            return
        if not beat.joins:
            self.dialogue.paragraph()
        self.cast.few = compared(beat.text)
        happenings: dict[int, list[Happening]] = {}
        tagged: list[Happening] = []
        lines: list[ScriptLine] = []
        speaker: EntityId | None = None
        for n, part in enumerate(parts):
            if isinstance(part, ScriptLine):
                who = self._speaker(part, parts, n, happenings, speaker)
                if lines and (who != speaker or lines[-1].off_screen != part.off_screen):
                    yield self._spoken(scene, lines, speaker, tagged)
                    lines, tagged = [], []
                speaker = who
                self.dialogue.said(who)
                lines.append(part.model_copy(update={"speaker": speaker, "kind": _kind(part, parts, n)}))
                continue
            found = self._happenings(parts, n, happenings)
            rest = beyond_tag(part) if lines else "" if part.tag else part.text
            if part.tag:
                tagged = [h for h in found if h[0].speech][:1]
            if lines and not any(isinstance(p, ScriptLine) for p in parts[n + 1 :]):
                yield self._spoken(scene, lines, speaker, [h for h in found if h[0].speech][:1])
                lines, tagged = [], []
            if rest:
                if not any(isinstance(p, ScriptLine) for p in parts[:n]):
                    self.dialogue.told(next((e.actors for c, e in found if e is not None and not c.inner), ()))
                yield from self._narrated(scene, rest, part, found[1:] if rest != part.text else found)
        if lines:
            yield self._spoken(scene, lines, speaker, tagged)

    def shot(self, shot: ScriptShot) -> Sketch:
        """The sketch of a shot that the writer made, as far as it is open."""
        assert shot.id is not None  # a script that is planned has ids: plan checks it
        text = shot.action or ""
        events: list[Event] = []
        told = "" if _drawn(shot) or not self.english else _QUOTED.sub(" ", text)
        for sentence in re.split(r"(?<=[.!?])\s+", told):
            self.cast.next_sentence()
            events += [e for _, e in self._events(clauses(sentence)) if e is not None]
        lines: list[ScriptLine] = []
        speaker: EntityId | None = None
        for line in shot.lines or ():
            speaker = self._speaker(line, (), 0, {}, speaker)
            lines.append(line.model_copy(update={"speaker": speaker}) if line.speaker is None and speaker else line)
        for n, panel in enumerate(shot.panels or (), 1):
            for placement in panel.placements or ():
                if self.listed and placement.entity not in self.cast.drafts:
                    known = sorted(self.cast.drafts)
                    near = get_close_matches(placement.entity, known, 1)
                    hint = f"did you mean {near[0]!r}" if near else f"known are {', '.join(known)}"
                    raise PlanError(
                        f"shot {shot.id!r}, panel {n}: unknown entity {placement.entity!r}; {hint}. "
                        "Correct it, or add it to the cast."
                    )
                self.cast.require(placement.entity)
        self.notes.settle(f"shot {shot.id}")
        return Sketch(shot.id, shot, text, _flow(events), tuple(lines), speaker, asked(text))

    def _foreign(self, scene: str, beat: Beat) -> Iterator[Sketch]:
        """A sentence of another language: its words as captions and lines, and whom it names."""
        lines: list[ScriptLine] = []
        speaker: EntityId | None = None
        tags = [n.said_by.lower() for n in beat.lines if 0 < len(n.said_by.split()) <= 3]
        for part in segments(beat):
            if isinstance(part, ScriptLine):
                speaker = self._speaker(part, (), 0, {}, speaker)
                lines.append(part.model_copy(update={"speaker": speaker}))
            elif not any(tag in part.text.lower() and len(part.text) < len(tag) + _TAG for tag in tags):
                read_out = () if self.names is not None else captions(part.text)
                lines += [ScriptLine(text=c, kind="caption") for c in read_out]
        seen = self.cast.named_in(beat.text)
        events = (Event("stay", "stand", seen),) if seen else ()
        yield Sketch(self._id(scene, beat.text), ScriptShot(), beat.text, events, tuple(lines), speaker)

    def _id(self, scene: str, text: str) -> ShotId:
        """The id of a new shot, whose are the choices made since the one before it."""
        id = ShotId(self.ids.fresh(scene, text))
        self.notes.settle(f"shot {id}")
        return id

    def _happenings(self, parts: Sequence[Segment], n: int, known: dict[int, list[Happening]]) -> list[Happening]:
        part = parts[n]
        if n not in known and isinstance(part, Told):
            self.cast.next_sentence()
            known[n] = self._events(part.clauses)
        return known.get(n, [])

    def _events(self, found: Sequence[Clause]) -> list[Happening]:
        return [(c, event(c, self.cast, self.notes)) for c in found]

    def _speaker(
        self,
        line: ScriptLine,
        parts: Sequence[Segment],
        n: int,
        known: dict[int, list[Happening]],
        before: EntityId | None,
    ) -> EntityId | None:
        if line.speaker is not None:
            self.cast.require(line.speaker)
            return line.speaker
        if line.kind == "caption":
            return None
        for beside in (n + 1, n - 1):
            if 0 <= beside < len(parts):
                for clause, found in self._happenings(parts, beside, known):
                    if clause.speech and found is not None and found.actors:
                        return found.actors[0]
        if not line.said_by:
            likely = before or (self.dialogue.next(line.text) if parts else None)
            if likely is not None and likely != before:
                name = self.cast.drafts[likely].name
                self.notes.guessed(f"who says “{line.text[:60]}” is not told: {name} is taken")
            return likely
        self.cast.next_sentence()
        self.cast.mind.turn += 1
        called = line.said_by
        if self.names is not None:
            if is_crowd(called):
                return next(iter(self.cast.mind.everybody()), None)
            named = speakers(called, self.names)
            if not named:
                return None
            called = named[0]
        phrase = next((c for c in chunk(tokenise(called)) if isinstance(c, NounPhrase)), None)
        who = resolve(self.cast, phrase, (), 0.5) if phrase is not None else ()
        if not who:
            self.notes.guessed(f"who says “{line.text}” is not known")
        return who[0] if who else None

    def _spoken(
        self, scene: str, lines: Sequence[ScriptLine], speaker: EntityId | None, found: Sequence[Happening]
    ) -> Sketch:
        text = " ".join(line.text for line in lines)
        name = self.cast.drafts[speaker].name if speaker else "A voice"
        shown = tuple(_called_out(c, e) for c, e in found if e is not None)
        id = self._id(scene, text)
        heard = all(line.off_screen or line.kind == "voice-over" for line in lines)
        if not heard and speaker is not None:
            shown += self._manner(speaker, lines)
        return Sketch(id, ScriptShot(), f"{name}: “{text}”", shown, tuple(lines), None if heard else speaker)

    def _manner(self, speaker: EntityId, lines: Sequence[ScriptLine]) -> tuple[Event, ...]:
        """What a speaker does meanwhile: `laughing`, `sadly`, `to the fox`."""
        made: list[Event] = []
        for manner in dict.fromkeys(line.manner for line in lines if line.manner):
            self.cast.next_sentence()
            for clause in clauses(manner):
                clause.inner = True
                told = event(clause, self.cast, self.notes, speaker=speaker)
                if told is not None:
                    made.append(told)
        return tuple(made)

    def _narrated(self, scene: str, text: str, told: Told, found: Sequence[Happening]) -> Iterator[Sketch]:
        """A shot for each run of clauses that is long enough, or somewhere else."""
        if text in told.text:
            source, offset = told.text, told.text.index(text)
        else:
            source, offset = text, 0
        runs: list[tuple[int, list[Event], list[Clause]]] = [(offset, [], [])]
        for clause, shown in found:
            start, events, read = runs[-1]
            elsewhere = place_in((clause,))
            moved = elsewhere is not None and elsewhere.strong and (here := place_in(read)) not in (None, elsewhere)
            moved = moved and here is not None and elsewhere is not None and here.noun != elsewhere.noun
            spent = sum(event_seconds(e) for e in events)
            long = shown is not None and spent + event_seconds(shown) > _LONG and clause.start > start + 20
            long = long and clause.join != "while"
            whole = bool(clause.join) or any(n.start >= clause.start for n in clause.subjects)
            whole = whole and not clause.inner and clause.start > start and source is told.text
            if events and whole and (long or moved):
                runs.append((clause.start, [], []))
            runs[-1][2].append(clause)
            if shown is not None:
                runs[-1][1].append(shown)
        for n, (start, events, read) in enumerate(runs):
            end = runs[n + 1][0] if n + 1 < len(runs) else offset + len(text)
            piece = _DANGLING.sub("", source[start:end].strip(" ,;")).strip(" ,;")
            read_out = () if self.names is not None else captions(piece)
            lines = tuple(ScriptLine(text=c, kind="caption") for c in read_out)
            id = self._id(scene, piece)
            yield Sketch(id, ScriptShot(), piece, _flow(events), lines, None, asked(piece), mention=place_in(read))

    def directed(self, scene: str, beat: Beat) -> Iterator[Sketch]:
        """The shots of a beat of a screenplay: its words to the camera are followed, and not drawn."""
        assert self.names is not None  # it is a screenplay
        if beat.kind == "centred":
            yield self._card(scene, beat.text)
            return
        if beat.kind in ("dialogue", "lyric"):
            if not beat.text:  # a `~` alone
                return
            if not beat.lines:
                beat = beat.model_copy(update={"text": acted_name(beat)})
            yield from self.beat(scene, beat, segments(beat))
            return
        said = directed(beat.text)
        if said.caption:
            yield self._card(scene, said.caption)
        elif said.pause:
            id = self._id(scene, beat.text)
            yield Sketch(id, ScriptShot(duration="1.5s"), beat.text)
        text = self.names.plain(said.text)
        self.cast.ages = self.names.ages
        if not text:
            return
        shown = beat.model_copy(update={"text": text})
        for n, sketch in enumerate(self.beat(scene, shown, segments(shown))):
            if n == 0 and (said.size or said.angle):
                sketch = replace(sketch, written=ScriptShot(size=said.size, angle=said.angle))
            yield replace(sketch, camera=said.camera or sketch.camera)

    def _card(self, scene: str, text: str) -> Sketch:
        """Words over the picture."""
        lines = tuple(ScriptLine(text=c, kind="caption") for c in captions(text))
        return Sketch(self._id(scene, text), ScriptShot(), text, (), lines)


def _kind(line: ScriptLine, parts: Sequence[Segment], n: int) -> LineKind:
    """Thought or sung, where the words beside a line say so and the writer does not say otherwise."""
    if "kind" in line.model_fields_set:
        return line.kind
    for part in (parts[m] for m in (n + 1, n - 1) if 0 <= m < len(parts)):
        for clause in part.clauses if isinstance(part, Told) else ():
            if clause.verb in _SILENT or (clause.speech and any(_to_oneself(x) for x in clause.adjuncts)):
                return "thought"
            if clause.verb == "sing":
                return "lyric"
            if clause.speech:
                return line.kind
    return line.kind


def _to_oneself(adjunct: tuple[str, NounPhrase]) -> bool:
    return adjunct[0] == "to" and adjunct[1].head.endswith("self")


def _drawn(shot: ScriptShot) -> bool:
    """Whether the writer drew all there is to see: two panels or more with every box."""
    panels = shot.panels or ()
    return len(panels) > 1 and all(p.placements is not None and all(q.box for q in p.placements) for p in panels)


def merged(a: Sketch, b: Sketch) -> Sketch | None:
    """One shot of two that are one moment; None if they are not.

    They are where the first only says how the second begins (`initially …`) or that we look, and where the second only
    says of whom the first shows which colour it has, or who else stands beside them.
    """
    if a.speaker is not None or b.speaker is not None or b.later or a.written.id or b.written.id:
        return None
    begins = "initially" in a.action.lower() and len(a.events) == 1
    looks = not a.events and _LOOKS.match(a.action) is not None
    if not (begins or looks or (_at_rest(a) and _at_rest(b) and (_of_its_colour(b) or _NEARBY.match(b.action)))):
        return None
    return replace(
        a, action=f"{a.action} {b.action}", events=_flow(a.events + b.events), lines=a.lines + b.lines, camera=b.camera
    )


def _at_rest(sketch: Sketch) -> bool:
    """Whether all that is seen is who is there."""
    return bool(sketch.events) and all(e.motion in ("stay", "sit", "lie") and not e.far for e in sketch.events)


def _of_its_colour(sketch: Sketch) -> bool:
    """`It is green.`"""
    said = _COLOURED.match(sketch.action)
    return said is not None and said[1].lower() in COLOUR_WORDS


def _called_out(clause: Clause, event: Event) -> Event:
    """`"Land!" he cried`: that is no weeping."""
    if clause.verb != "cry":
        return event
    return replace(event, action="talk", expression=None if event.expression == "sad" else event.expression)


def together(a: Sketch, b: Sketch) -> Sketch:
    """One shot of two in which people speak at the same time."""
    start = {"start": 0}
    lines = [line.model_copy(update=start) for line in (*a.lines, *b.lines)]
    both = tuple(dict.fromkeys(i for i in (a.speaker, b.speaker) if i is not None))
    talk = (Event("speak", "talk", both),) if both else ()
    action = f"{a.action} {b.action}"
    return replace(a, action=action, lines=tuple(lines), events=(*a.events, *b.events, *talk), speaker=None)


def _flow(events: Sequence[Event]) -> tuple[Event, ...]:
    """Events in a row, without those in which somebody only is (somewhere) before they move (from there)."""
    kept: list[Event] = []
    for e in events:
        last = kept[-1] if kept else None
        idle = last is not None and last.motion == "stay" and last.action == "stand" and last.actors == e.actors
        if last is not None and _says_whither(last, e):
            kept[-1] = replace(last, direction=e.direction)
        elif last is not None and idle and not last.relations and not last.still:
            kept[-1] = replace(e, start=e.start or last.start, during=e.during or last.during)
        else:
            kept.append(e)
    return tuple(kept)


def _says_whither(going: Event, event: Event) -> bool:
    """Whether an event only says which way another goes: `it passed, going left`."""
    bare = event.inner and not (event.relations or event.via or event.targets or event.out)
    ways = going.motion == event.motion == "travel" and going.actors == event.actors
    return ways and bare and event.direction in ("left", "right") and not going.direction


def asked(text: str) -> str:
    """What a text asks of the camera."""
    words = [t.lemma for t in tokenise(text)]
    if "zoom" in words:
        return "zoom out" if "out" in words else "zoom in"
    if "camera" in words and ("pan" in words or "move" in words):
        return "pan left" if "left" in words and "right" not in words else "pan right"
    if "camera" in words and ("follow" in words or "track" in words):
        return "follow"
    return "close-up" if "close-up" in words or "closeup" in words else ""
