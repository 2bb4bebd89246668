"""Script → sketches: scenes and shots with their events and lines, before anything is placed."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from planners.offline.cast import Cast
from planners.offline.clauses import Clause, clauses
from planners.offline.events import Event, event
from planners.offline.notes import Notebook
from planners.offline.phrases import NounPhrase, chunk
from planners.offline.places import PlaceMention, heading_parts, place_in, time_in, weather_in
from planners.offline.segments import Told, beyond_tag, segments
from planners.offline.spaces import LATER, SETTING_WORDS
from planners.offline.timing import captions, event_seconds
from planners.offline.tokens import tokenise
from storyline.schema.base import EntityId, PlaceId, SceneId, ShotId, slug
from storyline.schema.entity import Place, ScriptPlace
from storyline.schema.script import Beat, Script, ScriptScene, ScriptShot
from storyline.schema.sound import ScriptLine
from storyline.schema.vocabulary import setting_of

_LONG = 5.0
"""Seconds of action after which a shot is cut at the next clause."""
_SHORT = 34
"""Characters of a sentence that may share its shot with the next one as short."""


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


@dataclass
class SceneSketch:
    """A scene: one place and time, its shots."""

    id: SceneId
    written: ScriptScene
    heading: str
    place: PlaceId | None = None
    time: str | None = None
    weather: str | None = None
    shots: list[Sketch] = field(default_factory=list)


class Sketcher:
    """Reads a script from front to back, keeping place, time and weather until the text changes them."""

    def __init__(self, script: Script, cast: Cast, notes: Notebook) -> None:
        self.cast = cast
        self.notes = notes
        self.places: dict[PlaceId, Place] = {}
        self.written_places: dict[PlaceId, ScriptPlace] = {p.id: p for p in script.places}
        for written in script.places:
            self.places[written.id] = _completed(written)
        self.place: PlaceId | None = None
        self.time: str | None = None
        self.weather: str | None = None
        self.ids: set[str] = {s.id for scene in script.scenes for s in scene.shots if s.id}
        self.scene_ids: set[str] = {s.id for s in script.scenes if s.id}

    def scenes(self, script: Script) -> Iterator[SceneSketch]:
        """The scenes of a script; one of the writer's becomes several where its prose moves on to another place."""
        for written in script.scenes:
            yield from self._scene(written)

    def _scene(self, written: ScriptScene) -> Iterator[SceneSketch]:
        if written.id is None:
            raise ValueError("a scene without an id")
        self.notes.where = f"scene {written.id}"
        scene = SceneSketch(written.id, written, written.heading or "")
        self._heading(written)
        if written.place is not None:
            self.place = written.place
            if written.place not in self.places:
                self.places[written.place] = _completed(ScriptPlace(id=written.place))
        self.time = written.time_of_day or self.time
        self.weather = written.weather or self.weather
        told = [*(self._beat_text(b) for b in written.beats), *(s.action or "" for s in written.shots)]
        for n, beat in enumerate(written.beats):
            later = self._setting(told[n], written, scene)
            if scene.shots and (scene.place, scene.time, scene.weather) != (self.place, self.time, self.weather):
                if not written.shots:
                    yield scene
                    id = self._fresh(written.id, beat.text, self.scene_ids)
                    scene = SceneSketch(SceneId(id), ScriptScene(light=written.light), "")
            scene.place, scene.time, scene.weather = self.place, self.time, self.weather
            self._add(scene, list(self._beat(written.id, beat, later)))
        for n, shot in enumerate(written.shots, len(written.beats)):
            later = self._setting(told[n], written, scene)
            if not scene.shots:
                scene.place, scene.time, scene.weather = self.place, self.time, self.weather
            else:
                scene.place = scene.place or self.place
                scene.time, scene.weather = scene.time or self.time, scene.weather or self.weather
            scene.shots.append(self._shot(shot, later))
        if not scene.shots:
            scene.place, scene.time, scene.weather = self.place, self.time, self.weather
            id = ShotId(self._fresh(written.id, scene.heading, self.ids))
            scene.shots.append(Sketch(id, ScriptShot(), scene.heading))
        yield scene

    @staticmethod
    def _beat_text(beat: Beat) -> str:
        return " ".join(s.text for s in segments(beat) if isinstance(s, Told))

    def _heading(self, written: ScriptScene) -> None:
        if not written.heading:
            return
        place, time = heading_parts(written.heading)
        words = tokenise(place)
        nouns = [
            t.lemma if t.tag == "NOUN" else t.word for t in words if t.word in SETTING_WORDS or t.lemma in SETTING_WORDS
        ]
        upper = written.heading.upper()
        if nouns or upper.startswith(("INT", "EXT")):
            self._go(PlaceMention(nouns[-1] if nouns else slug(place).split("-")[-1], place or "place", True))
        found = time_in(tokenise(time or place))
        if found or time.strip() == "day":
            self.time = found or "day"
        self.weather = weather_in(tokenise(written.heading)) or self.weather

    def _setting(self, text: str, written: ScriptScene, scene: SceneSketch) -> bool:
        """Takes in what a sentence says of place, time and weather; whether time has passed."""
        tokens = tokenise(text)
        mention = place_in(clauses(text))
        if mention is not None and written.place is None and (mention.strong or self.place is None):
            if not (written.shots and scene.shots):
                self._go(mention)
        time = time_in(tokens)
        if time is not None and written.time_of_day is None:
            self.time = time
        weather = weather_in(tokens)
        if weather is not None and written.weather is None:
            self.weather = weather
        return any(t.word in LATER for t in tokens[:4])

    def _go(self, mention: PlaceMention) -> None:
        for id, place in self.places.items():
            if place.name.lower().split()[-1:] == [mention.noun] or id == slug(mention.noun):
                self.place = id
                return
        id = PlaceId(slug(mention.noun))
        setting = setting_of(mention.noun) or mention.noun
        if setting_of(mention.noun) is None:
            self.notes.guessed(f"“{mention.noun}” has no backdrop of its own")
        self.places[id] = Place(id=id, name=mention.noun.capitalize(), setting=setting, appearance=mention.text)
        self.place = id

    def _fresh(self, scene: str, text: str, taken: set[str]) -> str:
        """A stable id: of the writer's scene and the text, never of the position."""
        nth = 0
        while True:
            digest = hashlib.sha256(f"{scene}\n{text}\n{nth}".encode()).hexdigest()[:8]
            id = f"{scene[:24]}-{slug(text)[:24].rstrip('-_')}-{digest}"
            if id not in taken:
                taken.add(id)
                return id
            nth += 1

    def _add(self, scene: SceneSketch, new: list[Sketch]) -> None:
        for sketch in new:
            last = scene.shots[-1] if scene.shots else None
            if last is not None and _mergeable(last, sketch):
                scene.shots[-1] = replace(
                    last,
                    action=f"{last.action} {sketch.action}",
                    events=_run_on(last.events, sketch.events),
                    lines=last.lines + sketch.lines,
                )
            else:
                scene.shots.append(sketch)

    def _beat(self, scene: str, beat: Beat, later: bool) -> Iterator[Sketch]:
        self.cast.next_sentence()
        parts = segments(beat)
        speech: list[ScriptLine] = []
        pending: tuple[Event, ...] = ()
        speaker: EntityId | None = None
        for n, part in enumerate(parts):
            if isinstance(part, ScriptLine):
                speaker = self._speaker(part, parts, n, speaker)
                speech.append(part.model_copy(update={"speaker": speaker}))
                continue
            self.cast.next_sentence()
            events = self._events(part.clauses)
            if part.tag:
                pending = ()
                if speech and not any(isinstance(p, ScriptLine) for p in parts[n + 1 :]):
                    yield self._spoken(scene, speech, speaker, events)
                    speech = []
                continue
            if speech:
                told = [e for c, e in events if c.speech]
                yield self._spoken(scene, speech, speaker, [(c, e) for c, e in events if e in told][:1])
                speech = []
                rest = beyond_tag(part)
                events = [(c, e) for c, e in events if not (c is part.clauses[0] and rest != part.text)]
                yield from self._narrated(scene, rest, part, events, later)
            else:
                yield from self._narrated(scene, part.text, part, events, later)
            later = False
        if speech:
            yield self._spoken(scene, speech, speaker, [])
        del pending

    def _events(self, found: Sequence[Clause]) -> list[tuple[Clause, Event | None]]:
        return [(c, event(c, self.cast, self.notes)) for c in found]

    def _speaker(
        self, line: ScriptLine, parts: Sequence[Told | ScriptLine], n: int, before: EntityId | None
    ) -> EntityId | None:
        if line.speaker is not None:
            self.cast.require(line.speaker)
            return line.speaker
        if line.kind == "caption":
            return None
        if not line.said_by:
            return before
        for part in parts[n + 1 : n + 2]:
            if isinstance(part, Told):
                for clause in part.clauses:
                    if clause.speech and clause.subjects:
                        self.cast.next_sentence()
                        found = self.cast.resolve(clause.subjects[0], (), 0.5)
                        if found:
                            return found[0]
        phrases = [c for c in chunk(tokenise(line.said_by)) if isinstance(c, NounPhrase)]
        self.cast.next_sentence()
        found_by = self.cast.speaker(line.said_by, phrases[0] if phrases else None)
        if found_by is None:
            self.notes.guessed(f"who says “{line.text}” is not known")
        return found_by

    def _spoken(
        self,
        scene: str,
        lines: list[ScriptLine],
        speaker: EntityId | None,
        events: Sequence[tuple[Clause, Event | None]],
    ) -> Sketch:
        text = " ".join(line.text for line in lines)
        id = ShotId(self._fresh(scene, text, self.ids))
        name = self.cast.drafts[speaker].name if speaker else "Somebody"
        shown = tuple(e for _, e in events if e is not None)
        return Sketch(id, ScriptShot(), f"{name}: “{text}”", shown, tuple(lines), speaker)

    def _narrated(
        self, scene: str, text: str, told: Told, events: Sequence[tuple[Clause, Event | None]], later: bool
    ) -> Iterator[Sketch]:
        if not text:
            return
        offset = told.text.find(text)
        runs: list[tuple[int, list[Event]]] = [(offset, [])]
        for clause, found in events:
            if found is None:
                continue
            spent = sum(event_seconds(e) for e in runs[-1][1])
            if (
                runs[-1][1]
                and not clause.inner
                and spent + event_seconds(found) > _LONG
                and clause.start > runs[-1][0] + 20
            ):
                runs.append((clause.start, []))
            runs[-1][1].append(found)
        for n, (start, found_here) in enumerate(runs):
            end = runs[n + 1][0] if n + 1 < len(runs) else offset + len(text)
            piece = told.text[start:end].strip(" ,;")
            lines = tuple(ScriptLine(text=c, kind="caption") for c in captions(piece))
            id = ShotId(self._fresh(scene, piece, self.ids))
            camera = camera_words(piece)
            yield Sketch(id, ScriptShot(), piece, tuple(found_here), lines, None, camera, later and n == 0)

    def _shot(self, shot: ScriptShot, later: bool) -> Sketch:
        self.cast.next_sentence()
        text = shot.action or ""
        events: list[Event] = []
        for part in _sentences(text):
            self.cast.next_sentence()
            events += [e for _, e in self._events(clauses(part)) if e is not None]
        lines = []
        speaker = None
        for line in shot.lines or ():
            self.cast.next_sentence()
            who = self._speaker(line, (), 0, speaker)
            lines.append(line if line.speaker is not None or who is None else line.model_copy(update={"speaker": who}))
            speaker = who or speaker
        for panel in shot.panels or ():
            for placement in panel.placements or ():
                self.cast.require(placement.entity)
        if shot.id is None:
            raise ValueError("a shot without an id")
        return Sketch(shot.id, shot, text, tuple(events), tuple(lines), speaker, camera_words(text), later)


def _sentences(text: str) -> list[str]:
    import re

    return [s for s in re.split(r"(?<=[.!?])\s+", text) if s.strip()]


def _mergeable(a: Sketch, b: Sketch) -> bool:
    if a.speaker is not None or b.speaker is not None or b.later:
        return False
    if any(word in a.action.lower().split() for word in ("initially", "first,")):
        return True
    return len(a.action) <= _SHORT and len(b.action) <= _SHORT and len(a.events) + len(b.events) <= 2


def _run_on(a: tuple[Event, ...], b: tuple[Event, ...]) -> tuple[Event, ...]:
    """A start that a still sentence gives becomes the start of the first movement after it."""
    if len(a) == 1 and a[0].start is not None and a[0].motion in ("stay", "stop") and b:
        for n, e in enumerate(b):
            if e.actors == a[0].actors and e.start is None:
                return (*b[:n], replace(e, start=a[0].start), *b[n + 1 :])
    return a + b


def camera_words(text: str) -> str:
    """What a text asks of the camera."""
    words = [t.lemma for t in tokenise(text)]
    lower = " ".join(words)
    if "zoom" in words:
        return "zoom out" if "out" in words else "zoom in"
    if "pan" in words and "camera" in words:
        return "pan left" if "left" in words and "right" not in words else "pan right"
    if "camera" in words and ("follow" in words or "track" in words):
        return "follow"
    if "close-up" in lower or "closeup" in lower or "close up" in lower:
        return "close-up"
    return ""


def _completed(written: ScriptPlace) -> Place:
    noun = (written.setting or written.name or written.id).replace("-", " ").split()[-1].lower()
    setting = written.setting or setting_of(noun) or noun
    name = written.name or written.id.replace("-", " ").capitalize()
    return Place(id=written.id, name=name, setting=setting, appearance=written.appearance)
