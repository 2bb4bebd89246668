"""Script → Storyboard, without a model and without a network."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from planners.offline.cast import Cast
from planners.offline.composer import Composer
from planners.offline.coverage import covered
from planners.offline.floors import Floors
from planners.offline.grammar import Run
from planners.offline.language import is_english
from planners.offline.notes import NAME, Notebook
from planners.offline.runtime import Span, durations
from planners.offline.scenes import Journey, SceneSketch, Where
from planners.offline.screenplay import filmed, is_screenplay, names_of
from planners.offline.shots import Around, build, span
from planners.offline.sketch import NewIds, Sketch
from planners.offline.sketcher import Sketcher
from storyline.errors import PlanError
from storyline.schema.base import EntityId, PlaceId, ShotId
from storyline.schema.entity import Place
from storyline.schema.faults import faults
from storyline.schema.media import aspect_ratio, size_of
from storyline.schema.origin import overruled, set_paths
from storyline.schema.reason import WRITER, Reason
from storyline.schema.script import Script, ScriptScene
from storyline.schema.sound import Sound
from storyline.schema.storyboard import CUT, Scene, Shot, Storyboard, Transition
from storyline.schema.timing import frames
from storyline.schema.vocabulary import kind_of

_RATE = Fraction(24)
_TRIES = 4
_OPENING, _CLOSING = 2.5, 3.0
"""Seconds of the title and of the end, where there are any."""
_FADE = 1.5
"""Seconds in which the last shot goes to black, where the text asks for it."""


class OfflinePlanner:
    """Plans by grammar and tables: the same script gives the same storyboard, on any machine."""

    name = NAME

    def __init__(self, composer: Composer | None = None) -> None:
        """`composer` says where those stand of whom the script says nothing; None for the planner's own rules."""
        self.composer = composer

    def plan(self, script: Script) -> Storyboard:
        """Make a storyboard; one that is given comes back as it is.

        Raises:
            PlanError: the script has no scenes, or unread prose, or contradicts itself.
        """
        return self.explain(script)[0]

    def explain(self, script: Script) -> tuple[Storyboard, tuple[Reason, ...]]:
        """Make a storyboard, and say why each choice in it was made.

        Raises:
            PlanError: see `plan`.
        """
        if isinstance(script, Storyboard):
            return script, ()
        _check(script)
        script, idle = filmed(script)
        film = _Film(script, idle, self.composer)
        board = film.board()
        if script.runtime is not None:
            film, board = _lasting(frames(script.runtime, board.rate), idle, film, board)
        lost = overruled(script, board)
        if lost:
            raise PlanError("the plan would overrule the writer:\n" + "\n".join(lost))
        origins = {"writer": set_paths(script, board), self.name: ("",)}
        return board.model_copy(update={"origins": origins}), tuple(film.notes.reasons)


def _check(script: Script) -> None:
    unread = [s.id for s in script.scenes if s.story is not None]
    nameless = any(s.id is None or any(t.id is None for t in s.shots) for s in script.scenes)
    if script.story is not None or unread or nameless:
        raise PlanError("script: expected prose read into beats and an id on every scene and shot; read it first")
    if not script.scenes:
        raise PlanError("script: expected at least one scene; got none. Write a story, scenes or shots.")


def _lasting(asked: int, idle: Sequence[ScriptScene], film: "_Film", board: Storyboard) -> tuple["_Film", Storyboard]:
    """The film once more, as many frames long as is asked for, or as near as its words and the writer's times allow."""
    for _ in range(_TRIES):  # shorter shots may have shorter transitions
        if board.length == asked:
            return film, board
        apart = board.length - sum(shot.duration for _, shot in board.shots())
        film = _Film(film.script, idle, film.composer, durations(asked - apart, film.spans))
        board = film.board()
    if board.length != asked:
        seconds, wanted = float(board.seconds), float(asked / board.rate)
        film.notes.where = ""
        film.notes.info(
            f"the film is {seconds:.1f} s long, not {wanted:.1f}: its words and what is fixed do not allow it"
        )
        board = board.model_copy(update={"notes": (*film.script.notes, *film.notes.notes)})
    return film, board


class _Film:
    """A script on its way to a storyboard."""

    def __init__(
        self,
        script: Script,
        idle: Sequence[ScriptScene] = (),
        composer: Composer | None = None,
        lasts: Mapping[ShotId, int] = MappingProxyType({}),
    ) -> None:
        """`lasts` has the durations of shots, in frames, where they do not follow from what happens."""
        self.script, self.composer, self.lasts = script, composer, lasts
        self.spans: dict[ShotId, Span] = {}
        """How long each shot may last; of those that are built."""
        self.notes = Notebook()
        for scene in idle:
            self.notes.where = f"scene {scene.id}"
            self.notes.info(f"“{scene.heading or scene.id}” has nothing to be seen: it is left out")
        self.rate = script.rate or _RATE
        self.cast = Cast(script, self.notes)
        self.english = is_english(script)
        if not self.english:
            self.notes.info("the text is not English: its sentences are captions, and only known names are drawn")
        self.ids = ids = NewIds([t.id for s in script.scenes for t in s.shots if t.id])
        names = names_of(script.scenes) if is_screenplay(script) else None
        sketcher = Sketcher(self.cast, self.notes, ids, self.english, bool(script.cast), names)
        journey = Journey(script, sketcher)
        self.sketches = list(journey.scenes())
        self.places = journey.places
        self.fades = journey.begins == "fade"
        if self.fades:
            self.notes.where = ""
            self.notes.because("the last shot goes to black", "the screenplay ends with a fade")
        for target in (*(g.members for g in script.groups), [e.target.entity for e in script.edits if e.target.entity]):
            for id in target:
                self.cast.require(id)
        self.entities = {id: draft.entity() for id, draft in self.cast.drafts.items()}
        for sketch in self.sketches:
            if sketch.where.place is None:
                sketch.where = Where(self._guess(sketch), sketch.where.time, sketch.where.weather)

    def board(self) -> Storyboard:
        """The storyboard."""
        script = self.script
        if script.size is not None and script.aspect is None:
            aspect = str(Fraction(script.size.width, script.size.height)).replace("/", ":")
            aspect = aspect if ":" in aspect else f"{aspect}:1"
        else:
            aspect = script.aspect or "16:9"
        titled = bool(script.title)
        begins = script.scenes[0].shots[0].transition if script.scenes[0].shots else None
        opens = titled or (begins is not None and begins.kind != "cut")  # something to dissolve from
        opening = self._frames(script.opening, _OPENING if opens else 0)
        document: dict[str, Any] = {
            "title": script.title if script.title is not None else _title(script),
            "title_page": script.title_page,
            "language": script.language or ("en" if self.english else "und"),
            "aspect": aspect,
            "size": script.size or size_of(aspect),
            "rate": self.rate,
            "seed": script.seed or 0,
            "style": script.style or "",
            "negative_prompt": script.negative_prompt or "",
            "credits": script.credits or (),
            "subtitles": script.subtitles or "burned",
            "runtime": script.runtime,
            "opening": opening,
            "closing": self._frames(script.closing, _CLOSING if titled or script.credits else 0),
            "fade_out": self._frames(script.fade_out, _FADE if self.fades else 0),
            "places": tuple(self.places.values()),
            "cast": tuple(self.entities.values()),
            "groups": tuple(self.cast.groups.values()),
            "scenes": tuple(self._scenes(float(aspect_ratio(aspect)), opening)),
            "sounds": tuple(Sound(**(s.model_dump() | {"start": frames(s.start, self.rate)})) for s in script.sounds),
            "edits": script.edits,
            "notes": (*script.notes, *self.notes.notes),
        }
        try:
            return Storyboard(**document)
        except ValidationError as error:
            raise PlanError("\n".join(str(f) for f in faults(error, Storyboard, document))) from None

    def _frames(self, time: int | str | None, default: float) -> int:
        return round(Fraction(default) * self.rate) if time is None else frames(time, self.rate)

    def _scenes(self, ratio: float, opening: int) -> list[Scene]:
        made: list[Scene] = []
        spare = opening
        floors = Floors(self.cast, ratio, self.composer)
        run = Run()
        for n, sketch in enumerate(self.sketches):
            assert sketch.where.place is not None  # guessed where the text does not say
            place = self.places[sketch.where.place]
            sketch.shots = list(covered(sketch.id, sketch.shots, self.ids))
            stage = floors.open(sketch, place)
            shots: list[Shot] = []
            self._explain(sketch, place)
            run = run if sketch.returns else Run()
            ends = n == len(self.sketches) - 1
            for nth, drawn in enumerate(sketch.shots):
                self.notes.where = f"shot {drawn.id}"
                default, why = self._transition(n, nth, drawn.later)
                around = Around(
                    place=place,
                    where=sketch.where,
                    style=self.script.style or "",
                    rate=self.rate,
                    entities=self.entities,
                    first=nth == 0
                    and not sketch.returns
                    and (n == 0 or self.sketches[n - 1].where.place != sketch.where.place),
                    final=ends and nth == len(sketch.shots) - 1,
                    run=run,
                    answers=_answers(sketch.shots, nth),
                    default=default,
                    default_why=why,
                    spare=spare,
                    lasts=self.lasts.get(drawn.id),
                )
                self.spans[drawn.id] = span(drawn, self.rate)
                floors.tell(stage, drawn, first=nth == 0)
                shot = build(drawn, stage, around, self.notes)
                spare = shot.duration - shot.transition.overlap
                shots.append(shot)
            floors.close(stage)
            made.append(self._scene(sketch, place, shots))
        return made

    def _explain(self, sketch: SceneSketch, place: Place) -> None:
        """Writes down where, when and in what weather a scene is, and who says so."""
        self.notes.where = f"scene {sketch.id}"
        where, written = sketch.where, sketch.written
        fields = (("place", place.name, written.place), ("time", where.time or "day", written.time_of_day),
                  ("weather", where.weather or "clear", written.weather))  # fmt: skip
        unsaid = {"place": False, "time": where.time is None, "weather": where.weather is None}
        for what, value, fixed in fields:
            said = "the text says so, or goes on so" if not unsaid[what] else "nobody says"
            self.notes.because(f"{what} {value}", WRITER if fixed is not None else said)

    def _scene(self, sketch: SceneSketch, place: Place, shots: Sequence[Shot]) -> Scene:
        time, weather = sketch.where.time or "day", sketch.where.weather or "clear"
        written = sketch.written
        heading = (
            written.heading
            if written.heading is not None
            else f"{place.name}, {time}{'' if weather == 'clear' else ', ' + weather}"
        )
        return Scene(id=sketch.id, heading=heading, place=place.id, time_of_day=time, weather=weather,
                     number=written.number, light=written.light, shots=tuple(shots))  # fmt: skip

    def _transition(self, scene: int, shot: int, later: bool) -> tuple[Transition, str]:
        """How a shot begins when the writer does not say, and why."""
        if scene == shot == 0:
            kind, why = "fade", "the film begins"
        elif later:
            kind, why = "wipe", "time has passed"
        elif shot == 0:
            kind, why = "dissolve", "another place or time"
        else:
            return CUT, "the same place and time go on"
        if kind == "dissolve" and self._same_hour(scene):
            why = "another weather" if self.sketches[scene].where != self.sketches[scene - 1].where else "another scene"
        return Transition(kind=kind, overlap=round(self.rate / 2)), why  # type: ignore[arg-type]

    def _same_hour(self, n: int) -> bool:
        """Whether a scene is where and when the one before it is."""
        here, before = self.sketches[n].where, self.sketches[n - 1].where
        return (here.place, here.time or "day") == (before.place, before.time or "day")

    def _guess(self, sketch: SceneSketch) -> PlaceId:
        """A place for a scene that names none: the one that suits who is in it."""
        ids = [i for s in sketch.shots for e in s.events for i in e.actors]
        kinds = {kind_of(self.cast.drafts[i].kind) for i in ids}
        noun, setting = (
            ("sea", "sea") if kinds & {"fish", "boat"} else ("street", "city") if "car" in kinds else ("meadow",) * 2
        )
        id = PlaceId(noun)
        if id not in self.places:
            self.places[id] = Place(id=id, name=noun.capitalize(), setting=setting)
        self.notes.where = f"scene {sketch.id}"
        self.notes.guessed(f"the place is not said: {self.places[id].name} is taken")
        return id


def _answers(sketches: Sequence[Sketch], nth: int) -> EntityId | None:
    """Who speaks next after whoever speaks in a shot, if it is soon."""
    following = (s.speaker for s in sketches[nth + 1 : nth + 4])
    return next((s for s in following if s is not None and s != sketches[nth].speaker), None)


def _title(script: Script) -> str:
    """The first words of the script."""
    for scene in script.scenes:
        for text in (scene.heading or "", *(b.text for b in scene.beats), *(s.action or "" for s in scene.shots)):
            if words := text.split():
                return " ".join(words[:6]).strip(' .,;:!?"“”')[:80]
    return ""
