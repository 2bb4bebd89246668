"""Scenes of the script → scenes of the film: one place and time each, carried on until the text changes them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from planners.offline.clauses import clauses
from planners.offline.foreign import setting_in
from planners.offline.places import PlaceMention, heading_parts, place_in, time_in, weather_in
from planners.offline.segments import Told, segments
from planners.offline.sketch import NewIds, Sketch, Sketcher, merged
from planners.offline.spaces import LATER, SETTING_WORDS
from planners.offline.tokens import tokenise
from storyline.schema.base import EntityId, PlaceId, SceneId, ShotId, slug
from storyline.schema.entity import Place, ScriptPlace
from storyline.schema.script import Script, ScriptScene, ScriptShot
from storyline.schema.vocabulary import TimeOfDay, Weather, setting_of


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
        for beat in written.beats:
            parts = segments(beat) if self.sketcher.english else ()
            told = " ".join(s.text for s in parts if isinstance(s, Told)) if self.sketcher.english else beat.text
            sketches = list(self.sketcher.beat(id, beat))
            self._move(told, written, sketches)
            if not scene.shots or (scene.where.place is None and scene.where.time in (None, self.now.time)):
                scene.where = self.now
            elif scene.where != self.now:
                yield scene
                new = SceneId(self.scene_ids.fresh(id, beat.text))
                scene = SceneSketch(new, ScriptScene(light=written.light), self.now)
            _add(scene.shots, sketches, later=_later(told))
        for shot in written.shots:
            sketch = self.sketcher.shot(shot)
            if not scene.shots:
                self._move(shot.action or "", written, [sketch])
                scene.where = self.now
            _add(scene.shots, [sketch], later=_later(shot.action or ""))
        if not scene.shots:
            heading = written.heading or ""
            scene.shots.append(Sketch(ShotId(self.sketcher.ids.fresh(id, heading)), ScriptShot(), heading))
        yield scene

    def _heading(self, heading: str) -> None:
        if not heading:
            return
        place, time = heading_parts(heading)
        nouns = [t.lemma if t.lemma in SETTING_WORDS else t.word for t in tokenise(place)]
        nouns = [n for n in nouns if n in SETTING_WORDS]
        if nouns or heading.upper().startswith(("INT", "EXT")):
            self._go(PlaceMention(nouns[-1] if nouns else slug(place).split("-")[-1], place or "place", True))
        found = time_in(tokenise(time or place)) or ("day" if time == "day" else None)
        self.now = Where(self.now.place, found or self.now.time, weather_in(tokenise(heading)) or self.now.weather)

    def _move(self, text: str, written: ScriptScene, sketches: Sequence[Sketch]) -> None:
        """Takes in what a sentence says of place, time and weather, and who is in it."""
        if not self.sketcher.english:
            if written.place is None and (setting := setting_in(text)) is not None:
                self._go(PlaceMention(setting, text[:80], True))
            return
        tokens = tokenise(text)
        events = [e for s in sketches for e in s.events]
        if written.place is None:
            mention = place_in(clauses(text))
            if mention is not None and (mention.strong or self.now.place is None):
                self._go(mention)
                self.left = None
            else:
                self._follow([i for e in events for i in (*e.actors[:1], *(o for _, of in e.relations for o in of))])
        time = written.time_of_day or time_in(tokens) or self.now.time
        held = self.now.weather if time == self.now.time else None  # another hour, another weather
        self.now = Where(self.now.place, time, written.weather or weather_in(tokens) or held)
        for e in events:
            for id in e.actors:
                self.seen[id] = self.now.place
                if e.action == "sleep":
                    self.asleep.add(id)
                elif e.motion not in ("stay", "speak"):
                    self.asleep.discard(id)

    def _follow(self, people: Sequence[EntityId]) -> None:
        """Cuts to somebody asleep elsewhere when the story comes back to them, and back again after that."""
        if not people:
            return
        there = self.seen.get(people[0], self.now.place)
        if people[0] in self.asleep and there != self.now.place:
            self.left = self.left or self.now.place
            self.now = replace(self.now, place=there)
        elif self.left is not None and any(self.seen.get(p) == self.left for p in people):
            self.now = replace(self.now, place=self.left)
            self.left = None

    def _go(self, mention: PlaceMention) -> None:
        for id, place in self.places.items():
            if place.name.lower().split()[-1:] == [mention.noun] or id == slug(mention.noun):
                self.now = replace(self.now, place=id)
                return
        mention = replace(mention, noun=mention.noun[:60])
        id = PlaceId(slug(mention.noun))
        setting = setting_of(mention.noun)
        if setting is None:
            self.sketcher.notes.guessed(f"“{mention.noun}” has no backdrop of its own")
        name = mention.noun.capitalize()
        self.places[id] = Place(id=id, name=name, setting=setting or mention.noun, appearance=mention.text)
        self.now = replace(self.now, place=id)


def _add(shots: list[Sketch], new: Sequence[Sketch], *, later: bool) -> None:
    for n, sketch in enumerate(new):
        sketch = replace(sketch, later=later and n == 0)
        joined = merged(shots[-1], sketch) if shots else None
        if joined is not None:
            shots[-1] = joined
        else:
            shots.append(sketch)


def _later(text: str) -> bool:
    return any(t.word in LATER for t in tokenise(text[:60])[:4])


def completed(written: ScriptPlace) -> Place:
    """A place of the writer's with its open fields filled from its name or id."""
    noun = slug(written.setting or written.name or written.id).split("-")[-1]
    return Place(
        id=written.id,
        name=written.name or written.id.replace("-", " ").capitalize(),
        setting=written.setting or setting_of(noun) or noun,
        appearance=written.appearance,
    )
