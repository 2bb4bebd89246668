"""Scenes of the script → scenes of the film: one place and time each, carried on until the text changes them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from planners.offline.clauses import clauses
from planners.offline.events import Event
from planners.offline.foreign import setting_in
from planners.offline.merging import merged, together
from planners.offline.places import PlaceMention, heading_parts, place_in, time_in, weather_in
from planners.offline.screenplay import UNFILMED, directed, intercut, transition_of
from planners.offline.segments import Told, segments
from planners.offline.sketch import NewIds, Sketch
from planners.offline.sketcher import Sketcher
from planners.offline.spaces import INDOORS, INTERIORS, LATER, SAME_PLACES, SETTING_WORDS
from planners.offline.tokens import tokenise
from planners.offline.words import bag
from storyline.schema.base import EntityId, PlaceId, SceneId, ShotId, slug
from storyline.schema.entity import Place, ScriptPlace
from storyline.schema.script import Beat, Script, ScriptScene, ScriptShot, ScriptTransition, TransitionKind
from storyline.schema.vocabulary import TimeOfDay, Weather, setting_of

_TIME_PASSED = re.compile(
    r"\W*(?:and |but |then |so )?"
    r"(?:after (?:an?|some|a few|many|several|\w+) (?:hour|day|night|week|month|year|minute|time)s?\b"
    r"|(?:on |by )?the (?:next|following) (?:day|morning|evening|night|week|month|year|spring|summer|autumn|winter)\b"
    r"|(?:hours|days|weeks|months|years|time) (?:passed|went by|later))",
    re.IGNORECASE,
)
_CHANGING = bag(
    """
    begin start come rise set gather break turn become grow get pass arrive return suddenly then soon later when until
    after finally
    """
)
"""Words of a sentence that tells how another hour or another weather comes."""
_AFAR = frozenset(["hear", "listen", "talk", "remember", "know", "miss", "love"])
"""What can be done over a distance."""
_GOALS = frozenset(["to", "front", "beside", "near"])
_GOING = frozenset(["travel", "enter", "approach", "stop", "stay"])
"""Motions after which one is where the other is: `she did not rest until she stood before the king`."""


@dataclass(frozen=True)
class Where:
    """Place, time of day and weather; None until the text says."""

    place: PlaceId | None = None
    time: TimeOfDay | None = None
    weather: Weather | None = None


@dataclass
class SceneSketch:
    """A scene: one place and time, its shots."""

    id: SceneId
    written: ScriptScene
    where: Where
    shots: list[Sketch] = field(default_factory=list)
    returns: bool = False
    """The film cuts back to it in an intercut."""


class Journey:
    """Goes through a script from front to back and knows where everyone was seen last."""

    def __init__(self, script: Script, sketcher: Sketcher) -> None:
        self.script = script
        self.sketcher = sketcher
        self.places: dict[PlaceId, Place] = {p.id: completed(p) for p in script.places}
        self.now = Where()
        self.seen: dict[EntityId, PlaceId | None] = {}
        self.asleep: set[EntityId] = set()
        self.left: PlaceId | None = None
        """The place that the story cut away from, to somebody asleep elsewhere."""
        self.outside: dict[EntityId, PlaceId | None] = {}
        """Where the houses stand that the story went into."""
        self.begins: TransitionKind | None = None
        """The transition that a screenplay asks for before the next shot."""
        self.first = True
        """No shot was made yet."""
        self.crossing = False
        """An intercut is going on: each shot is where those in it are."""
        self.hours: dict[PlaceId, Where] = {}
        """When, and in what weather, each place was seen last."""
        self.fixed = False
        """The scene's heading says where it is, as a screenplay's does."""
        self.scene_ids = NewIds([s.id for s in script.scenes if s.id])

    def scenes(self) -> Iterator[SceneSketch]:
        """The scenes of the film; one of the writer's becomes several where its prose moves on to another place."""
        for written in self.script.scenes:
            yield from self._scene(written)

    def _scene(self, written: ScriptScene) -> Iterator[SceneSketch]:
        assert written.id is not None  # a script that is planned has ids: plan checks it
        id = written.id
        self.sketcher.notes.where = f"scene {id}"
        self._heading(written.heading or "")
        self.now = Where(written.place or self.now.place, written.time_of_day or self.now.time,
                         written.weather or self.now.weather)  # fmt: skip
        if written.place is not None and written.place not in self.places:
            self.places[written.place] = completed(ScriptPlace(id=written.place))
        scene = SceneSketch(id, written, self.now)
        if self.sketcher.names is not None:
            scenes = [scene]
            for beat in written.beats:
                self._directed(scenes, beat, written)
            *played, scene = scenes
            yield from played
        for beat in written.beats if self.sketcher.names is None else ():
            parts = segments(beat) if self.sketcher.english else ()
            told = " ".join(_happened(s) for s in parts if isinstance(s, Told)) if self.sketcher.english else beat.text
            sketches = self.sketcher.beat(id, beat, parts)
            self._when(told, written)
            for n, sketch in enumerate(sketches):
                before = self.now.place
                self._move(sketch, written, told)
                sketch = self._apart(sketch)
                if before not in (None, self.now.place):
                    self.sketcher.cast.mind.moved_on()
                if not scene.shots or _fills(scene.where, self.now, told):
                    scene.where = self.now
                elif scene.where != self.now:
                    yield scene
                    new = SceneId(self.scene_ids.fresh(id, sketch.action if n else beat.text))
                    scene = SceneSketch(new, ScriptScene(light=written.light), self.now)
                _add(scene.shots, [sketch], later=n == 0 and _later(told))
        for shot in written.shots:
            sketch = self.sketcher.shot(shot)
            if not scene.shots:
                text = shot.action or ""
                self._when(text, written)
                self._move(replace(sketch, mention=place_in(clauses(text))), written, text)
                scene.where = self.now
            _add(scene.shots, [sketch], later=_later(shot.action or ""))
        if not scene.shots:
            heading = written.heading or ""
            scene.shots.append(Sketch(ShotId(self.sketcher.ids.fresh(id, heading)), ScriptShot(), heading))
        yield scene

    def _heading(self, heading: str) -> None:
        if self.sketcher.names is not None:
            self.now = Where(None, self.now.time, None)
        self.fixed = heading.upper().startswith(("INT", "EXT", "EST.", "I/E"))
        self.crossing = "INTERCUT" in heading.upper()
        if not heading:
            return
        place, time = heading_parts(heading)
        nouns = [t.lemma if t.lemma in SETTING_WORDS else t.word for t in tokenise(place)]
        nouns = [n for n in nouns if n in SETTING_WORDS]
        if nouns or heading.upper().startswith(("INT", "EXT")):
            self._go(PlaceMention(nouns[-1] if nouns else slug(place).split("-")[-1], place or "place", True))
        found = time_in(tokenise(time or place)) or ("day" if time == "day" else None)
        self.now = Where(self.now.place, found or self.now.time, weather_in(tokenise(heading)) or self.now.weather)

    def _directed(self, scenes: list[SceneSketch], beat: Beat, written: ScriptScene) -> None:
        """Takes in a beat of a screenplay, whose heading says where and when; an intercut makes scenes of its own."""
        if beat.kind in UNFILMED:
            return
        if beat.kind in ("action", "transition") and (crosses := intercut(beat.text)) is not None:
            self.crossing = crosses
        if beat.kind == "transition":
            self.begins = transition_of(beat.text) or self.begins
            return
        asked = directed(beat.text) if beat.kind == "action" else None
        scene = scenes[-1]
        if asked is not None and asked.camera and not asked.text and scene.shots:  # `The camera follows it.`
            scene.shots[-1] = replace(scene.shots[-1], camera=asked.camera)
            return
        for sketch in self.sketcher.directed(scene.id, beat):
            dual = beat.kind == "dialogue" and beat.joins and scene.shots and scene.shots[-1].lines
            if dual and sketch.lines:
                scene.shots[-1] = together(scene.shots[-1], sketch)
                continue
            if self.crossing or scene.returns:
                self._cross(scenes, sketch)
                scene = scenes[-1]
            self._when("" if written.time_of_day else sketch.action, written)
            self._move(sketch, written, sketch.action)
            here = scene.where
            scene.where = Where(here.place or self.now.place, here.time or self.now.time, self.now.weather)
            begins = self.begins or (None if scene.shots else "cut")
            if begins is not None and not (self.first and begins != "cut"):
                change = ScriptTransition(kind=begins)
                if not self.first:
                    sketch = replace(sketch, written=sketch.written.model_copy(update={"transition": change}))
            self.begins, self.first = None, False
            scene.shots.append(sketch)

    def _cross(self, scenes: list[SceneSketch], sketch: Sketch) -> None:
        """Goes where whoever speaks or acts in an intercut was seen last; after it, where the heading says."""
        scene = scenes[-1]
        acting = (sketch.speaker, *(i for e in sketch.events for i in e.actors))
        place = next((p for i in acting if i is not None and (p := self.seen.get(i)) is not None), None)
        if not self.crossing:
            place = scenes[0].where.place
        if place is None or (scene.shots and place == scene.where.place):
            return
        self.now = self.hours.get(place, replace(self.now, place=place))
        if scene.shots:
            new = SceneId(self.scene_ids.fresh(scene.id, sketch.action))
            scenes.append(SceneSketch(new, ScriptScene(), self.now, returns=True))
        else:
            scene.where = self.now

    def _when(self, text: str, written: ScriptScene) -> None:
        """Takes in what a sentence says of time and weather."""
        tokens = tokenise(text)
        time = written.time_of_day or time_in(tokens) or self.now.time
        held = self.now.weather if time == self.now.time else None  # another hour, another weather
        self.now = Where(self.now.place, time, written.weather or weather_in(tokens) or held)

    def _move(self, sketch: Sketch, written: ScriptScene, text: str) -> None:
        """Takes in what a shot says of its place, and who is in it."""
        if not self.sketcher.english:
            if written.place is None and (setting := setting_in(text)) is not None:
                self._go(PlaceMention(setting, text[:80], True))
            return
        if written.place is None and not self.fixed:
            mention = sketch.mention
            if mention is not None and (mention.strong or self.now.place is None):
                self._go(mention)
                self.left = None
            elif not self._indoors(sketch):
                self._follow(sketch)
        if self.now.place is not None:
            self.hours[self.now.place] = self.now
        if sketch.speaker is not None:
            self.seen[sketch.speaker] = self.now.place
        for e in sketch.events:
            for id in (*e.actors, *(o for relation, of in e.relations if relation != "from" for o in of)):
                self.seen[id] = self.now.place
            for id in e.actors:
                if e.action == "sleep":
                    self.asleep.add(id)
                elif e.motion not in ("stay", "speak"):
                    self.asleep.discard(id)

    def _apart(self, sketch: Sketch) -> Sketch:
        """Whom somebody far away hears or thinks of is not here."""
        if not any(e.far and e.action in _AFAR for e in sketch.events):
            return sketch
        return replace(sketch, events=tuple(replace(e, targets=()) if e.far and e.action in _AFAR else e
                                            for e in sketch.events))  # fmt: skip

    def _indoors(self, sketch: Sketch) -> bool:
        """`went inside`: into the house that was spoken of last; `out of the house`: to where it stands."""
        drafts = self.sketcher.cast.drafts
        for e in sketch.events:
            if e.inward:
                houses = [d for d in drafts.values() if d.noun in INDOORS and self.seen.get(d.id) == self.now.place]
                if houses:
                    house = max(houses, key=lambda d: d.heard)
                    self.outside[house.id] = self.now.place
                    self._go(PlaceMention(house.noun, house.name, True))
                    return True
            for id in (i for relation, of in e.relations if relation in ("from", "front", "beside") for i in of):
                if id in self.outside and self.now.place != self.outside[id]:
                    self.now = replace(self.now, place=self.outside[id])
                    return True
        return False

    def _follow(self, sketch: Sketch) -> None:
        """Goes where somebody is whom the story comes back to, or whom somebody goes to, and back again after that."""
        people = [i for e in sketch.events for i in (*e.actors[:1], *(o for _, of in e.relations for o in of))]
        if not people:
            return
        there = self.seen.get(people[0], self.now.place)
        if people[0] in self.asleep and there != self.now.place:
            self.left = self.left or self.now.place
            self.now = replace(self.now, place=there)
            return
        if self.left is not None and any(self.seen.get(p) == self.left for p in people):
            self.now = replace(self.now, place=self.left)
            self.left = None
            return
        for e in sketch.events:
            mine = self.seen.get(e.actors[0]) if e.actors else None
            if mine is not None and mine != self.now.place and (e.far or _returns(e)):
                self.now = replace(self.now, place=mine)
                return
            goals = [o for relation, of in e.relations if relation in _GOALS for o in of] + list(e.targets)
            for goal in goals:
                theirs = self.seen.get(goal)
                living = self.sketcher.cast.drafts[goal].alive
                if living and theirs not in (None, self.now.place) and e.motion in _GOING:
                    self.now = replace(self.now, place=theirs)
                    return

    def _go(self, mention: PlaceMention) -> None:
        alike = next((names for names in SAME_PLACES if mention.noun in names), frozenset([mention.noun]))
        for id, place in self.places.items():
            if place.name.lower().split()[-1:] == [mention.noun] or id == slug(mention.noun) or id in alike:
                self.now = replace(self.now, place=id)
                return
        mention = replace(mention, noun=mention.noun[:60])
        id = PlaceId(slug(mention.noun))
        setting = setting_of(mention.noun) or ("room" if mention.noun in INTERIORS else None)
        if setting is None:
            self.sketcher.notes.guessed(f"“{mention.noun}” has no backdrop of its own")
        name = mention.noun.capitalize()
        self.places[id] = Place(id=id, name=name, setting=setting or mention.noun, appearance=mention.text)
        self.now = replace(self.now, place=id)


def _fills(before: Where, now: Where, told: str) -> bool:
    """Whether a sentence only tells what the scene has left open: `It was night.`, `Rain fell.`; not `Night came.`"""
    if before.place is None and before.time in (None, now.time):
        return True
    if before.place != now.place:
        return False
    tokens = tokenise(told)
    changes = any(t.lemma in _CHANGING for t in tokens)
    if (before.time or "day") != (now.time or "day"):
        when = [n for n, t in enumerate(tokens) if time_in((t,)) is not None]
        is_then = any(t.tag == "AUX" and t.lemma == "be" for t in tokens) and bool(when)
        at_some_time = any(t.tag == "PREP" for n in when for t in tokens[max(0, n - 2) : n])  # `at night it slept`
        if before.time is not None or changes or not is_then or at_some_time or {"fall"} & {t.lemma for t in tokens}:
            return False
    return (before.weather or "clear") == (now.weather or "clear") or (before.weather is None and not changes)


def _add(shots: list[Sketch], new: Sequence[Sketch], *, later: bool) -> None:
    for n, sketch in enumerate(new):
        sketch = replace(sketch, later=later and n == 0)
        joined = merged(shots[-1], sketch) if shots else None
        if joined is not None:
            shots[-1] = joined
        else:
            shots.append(sketch)


def _happened(told: Told) -> str:
    """What is told without what is only wished or supposed."""
    text = told.text
    for clause in reversed(told.clauses):
        if clause.unreal:
            text = text[: clause.start] + text[clause.end :]
    return text


def _returns(event: Event) -> bool:
    return event.direction == "back" and event.motion in ("enter", "travel")


def _later(text: str) -> bool:
    return _TIME_PASSED.match(text) is not None or any(t.word in LATER for t in tokenise(text[:60])[:4])


def completed(written: ScriptPlace) -> Place:
    """A place of the writer's with its open fields filled from its name or id."""
    noun = slug(written.setting or written.name or written.id).split("-")[-1]
    return Place(
        id=written.id,
        name=written.name or written.id.replace("-", " ").capitalize(),
        setting=written.setting or setting_of(noun) or noun,
        appearance=written.appearance,
    )
