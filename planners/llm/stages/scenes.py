"""Beats → scenes: where one place and time ends and the next begins."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated

from pydantic import Field

from planners.llm.ask import Request
from planners.llm.crew import Crew
from planners.llm.draft import Draft, filled, filmed_beats, with_scenes
from planners.llm.part import Number, Part, SettingWord, Word
from planners.llm.telling import rules, told
from storyline.schema.base import PlaceId, SceneId, slug
from storyline.schema.entity import ScriptPlace
from storyline.schema.script import Beat, Script, ScriptScene
from storyline.schema.vocabulary import TimeOfDay, Weather

AT_ONCE = 60
"""Beats of one call: small models lose count of more."""


class SceneCut(Part):
    """A scene, from its first beat to the next scene's."""

    first_beat: Number
    place: Word
    """Its name: `the old mill`. The same words whenever the story is there."""
    setting: SettingWord
    """What kind of place it is."""
    time_of_day: TimeOfDay = "day"
    weather: Weather = "clear"


class SceneCuts(Part):
    """All scenes of some beats."""

    scenes: Annotated[list[SceneCut], Field(min_length=1, max_length=AT_ONCE)]


def scenes(draft: Draft, crew: Crew) -> Draft:
    """Have the story divided into scenes, and each put in a place.

    Scenes that have a heading, or shots, or where all is said, are not divided.
    """
    script = draft.script
    asked: list[tuple[ScriptScene, Sequence[Beat], int]] = []
    for scene in script.scenes:
        beats = filmed_beats(scene)
        if scene.place is not None and scene.time_of_day is not None:
            continue
        asked += [(scene, beats[n : n + AT_ONCE], n) for n in range(0, max(1, len(beats)), AT_ONCE)]
    places = [{"name": p.name or p.id, "setting": p.setting} for p in script.places]
    requests = [(f"scene {scene.id}", _request(script, scene, beats, places, crew.frame)) for scene, beats, _ in asked]
    answers = crew.ask(requests)
    found: dict[str, list[tuple[int, SceneCut]]] = {}
    for (scene, _, start), answer in zip(asked, answers, strict=True):
        if answer.value is not None:
            cuts = [(start + cut.first_beat, cut) for cut in answer.value.scenes]
            found.setdefault(str(scene.id), []).extend(cuts)
    return with_cuts(draft, found, crew)


def with_cuts(draft: Draft, found: Mapping[str, Sequence[tuple[int, SceneCut]]], crew: Crew) -> Draft:
    """A draft whose scenes, by id, are divided where these cuts are, each with the number of its first beat."""
    script = draft.script
    known = _Places(script)
    made: list[ScriptScene] = []
    for scene in script.scenes:
        made += _divided(scene, found.get(str(scene.id), ()), known, crew)
    placed = script.model_copy(update={"places": known.all()})
    return replace(draft, script=with_scenes(placed, tuple(made)))


def _request(
    script: Script, scene: ScriptScene, beats: Sequence[Beat], places: object, frame: tuple[int, int]
) -> Request[SceneCuts]:
    whole = fixed(scene)
    if scene.shots:
        items = [{"beat": n, "text": t.action or t.label} for n, t in enumerate(scene.shots[:AT_ONCE], 1)]
    else:
        items = [{"beat": n, "text": b.text} for n, b in enumerate(beats, 1)]
    count = max(1, len(items))

    def check(cuts: SceneCuts) -> list[str]:
        firsts = [cut.first_beat for cut in cuts.scenes]
        wrong = []
        if firsts[0] != 1:
            wrong.append(f"the first scene must begin at beat 1; got {firsts[0]}")
        if firsts != sorted(set(firsts)) or firsts[-1] > count:
            wrong.append(f"`first_beat` must rise from scene to scene, from 1 to at most {count}; got {firsts}")
        return wrong

    return Request(
        "scenes",
        rules("scenes"),
        told(title=script.title or "", heading=scene.heading or "", one_scene=whole, places=places, beats=items),
        SceneCuts,
        most_tokens=300 + 90 * (1 if whole else count),
        check=check,
        frame=frame,
    )


def fixed(scene: ScriptScene) -> bool:
    """Whether a scene of the writer's is one scene, and not prose that may go from place to place."""
    said = scene.heading is not None or scene.place is not None or scene.time_of_day is not None or bool(scene.shots)
    return said or len(filmed_beats(scene)) < 2


class _Places:
    """The places of a film, by what they are called."""

    def __init__(self, script: Script) -> None:
        self._places: dict[PlaceId, ScriptPlace] = {p.id: p for p in script.places}
        self._named = {slug(name): p.id for p in script.places for name in (p.name or p.id, p.id)}

    def of(self, cut: SceneCut) -> PlaceId:
        """The place that a cut names, which is the same for the same name."""
        name = slug(cut.place)
        name = name.removeprefix("the-") or name
        id = self._named.get(name) or self._named.get(f"the-{name}")
        if id is None:
            id = PlaceId(name)
            self._named[name] = id
            self._places[id] = ScriptPlace(id=id, name=cut.place, setting=cut.setting)
        else:
            self._places[id] = filled(self._places[id], name=cut.place, setting=cut.setting)
        return id

    def all(self) -> tuple[ScriptPlace, ...]:
        """Them all, the writer's first."""
        return tuple(self._places.values())


def _divided(
    scene: ScriptScene, cuts: Sequence[tuple[int, SceneCut]], places: _Places, crew: Crew
) -> list[ScriptScene]:
    """A scene as the scenes that it was cut into, one where it stays whole."""
    if not cuts:
        return [scene]
    beats = filmed_beats(scene)
    if fixed(scene):
        cut = cuts[0][1]
        place = None if scene.place is not None else places.of(cut)
        return [filled(scene, place=place, time_of_day=cut.time_of_day, weather=cut.weather)]
    made: list[ScriptScene] = []
    ordered: dict[int, SceneCut] = {}
    for first, cut in cuts:
        if first <= len(beats) and first not in ordered:
            ordered[first] = cut
    if not ordered:
        return [scene]  # no cut of theirs is at a beat that there is
    starts = sorted(ordered)
    if starts[0] != 1:
        ordered[1] = ordered.pop(starts[0])
        starts = sorted(ordered)
    for first, after in zip(starts, [*starts[1:], len(beats) + 1], strict=True):
        cut, part = ordered[first], beats[first - 1 : after - 1]
        same = made[-1] if made else None
        place = places.of(cut)
        if same is not None and (same.place, same.time_of_day, same.weather) == (place, cut.time_of_day, cut.weather):
            made[-1] = same.model_copy(update={"beats": (*same.beats, *part)})
            continue
        base = scene if not made else ScriptScene(
            id=SceneId(crew.scene_ids.fresh(str(scene.id), part[0].text)), light=scene.light
        )  # fmt: skip
        one = base.model_copy(update={"beats": tuple(part)})
        made.append(filled(one, place=place, time_of_day=cut.time_of_day, weather=cut.weather))
        crew.because(f"scene {made[-1].id}", f"place {cut.place}", f"{crew.name} begins a scene here")
    return made or [scene]
