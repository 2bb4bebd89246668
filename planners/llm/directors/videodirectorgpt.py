"""Two steps: the whole video with its entities and what stays consistent, then layouts frame by frame."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from pydantic import Field

from planners.llm.ask import Request
from planners.llm.crew import Crew
from planners.llm.draft import Draft
from planners.llm.part import Number, Part, Phrase, SettingWord, Word
from planners.llm.stages.cast import CastList, Member, with_cast
from planners.llm.stages.panels import panels
from planners.llm.stages.scenes import SceneCut, with_cuts
from planners.llm.stages.shots import Pieces, Take, pieces, with_takes
from planners.llm.telling import rules, told
from storyline.schema.base import slug
from storyline.schema.vocabulary import TimeOfDay, Weather

AT_ONCE = 40
"""Beats of one call."""


class VideoScene(Part):
    """One scene of a video plan: a take with a text, a background and entities."""

    first_beat: Number
    description: Phrase
    background: Word
    setting: SettingWord
    time_of_day: TimeOfDay = "day"
    weather: Weather = "clear"
    entities: Annotated[list[Word], Field(max_length=8)]
    """Names of those in it."""


class Consistency(Part):
    """An entity or a background, and the scenes in which it must look the same."""

    name: Word
    scenes: Annotated[list[Number], Field(min_length=1, max_length=AT_ONCE)]


class VideoPlan(Part):
    """The first step's reply."""

    entities: Annotated[list[Member], Field(max_length=30)]
    scenes: Annotated[list[VideoScene], Field(min_length=1, max_length=AT_ONCE)]
    consistency: Annotated[list[Consistency], Field(max_length=60)] = []


class VideoDirectorGpt:
    """A video plan of scenes, entities and consistency groups; then a layout for each scene, frame by frame."""

    name = "videodirectorgpt"
    source = "Lin et al. 2023, VideoDirectorGPT: Consistent Multi-Scene Video Generation via LLM-Guided Planning"

    def direct(self, draft: Draft, crew: Crew) -> Draft:
        """Step one makes scenes, cast and shots; step two their panels."""
        found = pieces(draft, crew, at_once=AT_ONCE)
        answers = crew.ask([(f"scene {scene.id}", _request(draft, piece, crew)) for scene, piece in found])
        plans = [a.value for a in answers]
        for plan in plans:
            if plan is not None:
                draft = with_cast(draft, CastList(cast=plan.entities), crew)
        takes: list[Sequence[Take] | None] = [None if plan is None else _takes(plan) for plan in plans]
        cuts: dict[str, list[tuple[int, SceneCut]]] = {}
        before: dict[str, int] = {}
        for (scene, piece), plan in zip(found, plans, strict=True):
            start = before.get(str(scene.id), 0)
            before[str(scene.id)] = start + len(piece)
            if plan is not None:
                cuts.setdefault(str(scene.id), []).extend((start + c.first_beat, c) for c in _cuts(plan))
        draft = with_cuts(draft, cuts, crew)
        return panels(with_takes(draft, *_dealt(draft, found, takes, crew), crew), crew)


def _request(draft: Draft, piece: Sequence[object], crew: Crew) -> Request[VideoPlan]:
    units = [{"beat": n, "text": getattr(unit, "text", "")} for n, unit in enumerate(piece, 1)]
    known = [{"name": e.name or e.id, "kind": e.kind} for e in draft.script.cast]

    def check(plan: VideoPlan) -> list[str]:
        wrong = []
        firsts = [s.first_beat for s in plan.scenes]
        if firsts[0] != 1 or firsts != sorted(set(firsts)) or firsts[-1] > len(units):
            wrong.append(
                f"`first_beat` must begin at 1 and rise from scene to scene to at most {len(units)}; got {firsts}"
            )
        names = {slug(e.name) for e in plan.entities} | {slug(str(k["name"])) for k in known}
        strangers = sorted({e for s in plan.scenes for e in s.entities if slug(e) not in names})
        if strangers:
            wrong.append(f"not among `entities`: {', '.join(strangers[:8])}")
        return wrong

    return Request(
        "video_plan", rules("videodirectorgpt"), told(known=known, beats=units), VideoPlan, 4500, check, crew.frame
    )


def _groups(plan: VideoPlan) -> Mapping[str, frozenset[int]]:
    """The scenes, from 1, of everything that must look the same in them."""
    found: dict[str, frozenset[int]] = {}
    for group in plan.consistency:
        found[slug(group.name)] = found.get(slug(group.name), frozenset()) | frozenset(group.scenes)
    return found


def _cuts(plan: VideoPlan) -> list[SceneCut]:
    """Where the background or the hour changes; backgrounds of one consistency group are one place."""
    groups = _groups(plan)
    made = []
    for n, scene in enumerate(plan.scenes, 1):
        same = next((g for g in groups if n in groups[g] and any(slug(s.background) == g for s in plan.scenes)), None)
        first = next((s for s in plan.scenes if slug(s.background) == same), scene) if same else scene
        made.append(
            SceneCut(
                first_beat=scene.first_beat,
                place=first.background,
                setting=first.setting,
                time_of_day=scene.time_of_day,
                weather=scene.weather,
            )
        )
    return made


def _takes(plan: VideoPlan) -> list[Take]:
    """Each scene of the plan is one shot, in which all are whose group it belongs to."""
    groups = _groups(plan)
    made = []
    for n, scene in enumerate(plan.scenes, 1):
        grouped = [e.name for e in plan.entities if n in groups.get(slug(e.name), ())]
        seen = list(dict.fromkeys((*scene.entities, *grouped)))[:8]
        made.append(Take(first_beat=scene.first_beat, happens=scene.description, seen=seen))
    return made


def _dealt(
    draft: Draft, found: Pieces, takes: Sequence[Sequence[Take] | None], crew: Crew
) -> tuple[Pieces, Sequence[Sequence[Take] | None]]:
    """The takes dealt out to the scenes that the story was cut into, counted from each scene's first beat."""
    new = pieces(draft, crew, at_once=AT_ONCE)
    flat: list[tuple[int, Take]] = []
    at = 0
    for (_, piece), some in zip(found, takes, strict=True):
        flat += [(at + take.first_beat, take) for take in some or () if take.first_beat <= len(piece)]
        at += len(piece)
    dealt: list[Sequence[Take] | None] = []
    at = 0
    for _, piece in new:
        inside = [(first - at, take) for first, take in flat if at < first <= at + len(piece)]
        dealt.append([take.model_copy(update={"first_beat": first}) for first, take in inside] or None)
        at += len(piece)
    return new, dealt
