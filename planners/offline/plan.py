"""Script → Storyboard, without a model and without a network."""

from fractions import Fraction

from planners.offline.cast import Cast
from planners.offline.notes import NAME, Notebook
from planners.offline.shots import Surroundings, build
from planners.offline.sketch import SceneSketch, Sketcher
from planners.offline.stage import Stage
from storyline.errors import PlanError
from storyline.schema.base import EntityId, PlaceId
from storyline.schema.entity import Entity, Place
from storyline.schema.media import aspect_ratio, size_of
from storyline.schema.origin import overruled, set_paths
from storyline.schema.script import Script
from storyline.schema.sound import Sound
from storyline.schema.storyboard import CUT, Scene, Shot, Storyboard, Transition
from storyline.schema.timing import frames
from storyline.schema.vocabulary import kind_of

_RATE = Fraction(24)


class OfflinePlanner:
    """Plans by grammar and tables: the same script gives the same storyboard, on any machine."""

    name = NAME

    def plan(self, script: Script) -> Storyboard:
        """Make a storyboard.

        Raises:
            PlanError: the script has no scenes, or unread prose, or contradicts itself.
        """
        if isinstance(script, Storyboard):
            return script
        if not script.scenes:
            raise PlanError("script: expected at least one scene; got none. Write a story, scenes or shots.")
        board = _planned(script)
        lost = overruled(script, board)
        if lost:
            raise PlanError("the plan would overrule the writer:\n" + "\n".join(lost))
        return board


def _planned(script: Script) -> Storyboard:
    notes = Notebook()
    rate = script.rate or _RATE
    aspect = script.aspect or "16:9"
    size = script.size or size_of(aspect)
    cast = Cast(script, notes)
    sketcher = Sketcher(script, cast, notes)
    sketches = list(sketcher.scenes(script))
    entities = {e.id: e for e in cast.entities()}
    places = dict(sketcher.places)
    for sketch in sketches:
        if sketch.place is None:
            sketch.place = _guessed_place(sketch, cast, places, notes)
    opening = frames(script.opening, rate) if script.opening is not None else round(2.5 * rate) if script.title else 0
    closing = frames(script.closing, rate) if script.closing is not None else (
        3 * int(rate) if script.credits or script.title else 0
    )  # fmt: skip
    scenes: list[Scene] = []
    before, spent = opening, 0
    shown: PlaceId | None = None
    for sketch in sketches:
        assert sketch.place is not None
        place = places[sketch.place]
        stage = Stage(
            cast, place.setting, float(aspect_ratio(aspect)), crowd=_crowd(sketch, cast, float(aspect_ratio(aspect)))
        )
        made: list[Shot] = []
        for nth, drawn in enumerate(sketch.shots):
            notes.where = f"shot {drawn.id}"
            first = nth == 0 and sketch.place != shown
            overlap = max(0, min(round(rate / 2), before - spent - 1))
            kind = (
                "wipe"
                if drawn.later and scenes
                else "dissolve"
                if nth == 0 and scenes
                else "fade"
                if not scenes and nth == 0
                else "cut"
            )
            transition = CUT if kind == "cut" or overlap == 0 else Transition(kind=kind, overlap=overlap)  # type: ignore[arg-type]
            around = Surroundings(
                place, sketch.time or "day", sketch.weather or "clear", script.style or "", rate, first, nth, transition
            )
            shot = build(drawn, stage, cast, entities, around, notes)
            made.append(shot)
            before, spent = shot.duration, shot.transition.overlap
        shown = sketch.place
        written = sketch.written
        scenes.append(
            Scene(
                id=sketch.id,
                heading=sketch.heading,
                place=sketch.place,
                time_of_day=sketch.time or "day",  # type: ignore[arg-type]
                weather=sketch.weather or "clear",
                light=written.light,
                shots=tuple(made),
            )  # type: ignore[arg-type]  # fmt: skip
        )
    return Storyboard(
        title=script.title if script.title is not None else _title(script),
        language=script.language or "en",
        aspect=aspect,
        size=size,
        rate=rate,
        seed=script.seed or 0,
        style=script.style or "",
        negative_prompt=script.negative_prompt or "",
        credits=script.credits or (),
        subtitles=script.subtitles or "burned",
        opening=opening,
        closing=closing,
        places=tuple(places.values()),
        cast=tuple(entities.values()),
        groups=tuple(cast.groups.values()),
        scenes=tuple(scenes),
        sounds=tuple(Sound(**(s.model_dump() | {"start": frames(s.start, rate)})) for s in script.sounds),
        edits=script.edits,
        notes=(*script.notes, *notes.notes),
        origins={"writer": set_paths(script), NAME: ("",)},
    )


def _title(script: Script) -> str:
    for scene in script.scenes:
        for text in (*(b.text for b in scene.beats), *(s.action or "" for s in scene.shots)):
            words = text.split()
            if words:
                return " ".join(words[:6]).strip(' .,;:!?"“”')
    return ""


def _guessed_place(sketch: SceneSketch, cast: Cast, places: dict[PlaceId, Place], notes: Notebook) -> PlaceId:
    kinds = {kind_of(cast.drafts[i].kind) for s in sketch.shots for e in s.events for i in e.actors if i in cast.drafts}
    noun = "sea" if kinds & {"fish", "boat"} else "street" if "car" in kinds else "meadow"
    setting = {"sea": "sea", "street": "city", "meadow": "meadow"}[noun]
    id = PlaceId(noun)
    if id not in places:
        places[id] = Place(id=id, name=noun.capitalize(), setting=setting)
    notes.where = f"scene {sketch.id}"
    notes.guessed(f"the place is not said: {noun}")
    return id


def _crowd(sketch: SceneSketch, cast: Cast, ratio: float) -> float:
    stage = Stage(cast, "meadow", ratio)
    ids: dict[EntityId, None] = {}
    for s in sketch.shots:
        for e in s.events:
            ids.update(dict.fromkeys((*e.actors, *e.targets)))
    ground = sum(stage.pose(i, 0.5).width for i in ids if stage.figure(i).medium == "ground")
    widest = max((stage.pose(i, 0.5).width for i in ids), default=0.0)
    return max(0.3, min(1.0, 1.05 / max(ground, 0.01), 0.62 / max(widest, 0.01)))


__all__ = ["Entity", "OfflinePlanner"]
