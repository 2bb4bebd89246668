"""Scenes → shots: how the camera sees each beat, for how long, and who speaks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field

from planners.llm.ask import Request
from planners.llm.crew import Crew
from planners.llm.draft import Draft, filled, filmed_beats, with_scenes, with_shots
from planners.llm.lines import frames_needed, lines_of
from planners.llm.part import Number, Part, Phrase, Word
from planners.llm.stages.cast import ids_by_name
from planners.llm.telling import rules, told
from planners.llm.words import MOVES
from planners.offline.screenplay import is_screenplay, transition_of
from storyline.schema.base import EntityId, ShotId, slug
from storyline.schema.camera import Angle, ShotSize
from storyline.schema.script import Beat, Script, ScriptScene, ScriptShot, ScriptTransition, TransitionKind
from storyline.schema.sound import ScriptLine

AT_ONCE = 24
"""Beats of one call."""
Move = Literal["static", "pan left", "pan right", "tilt up", "tilt down", "zoom in", "zoom out", "follow"]
assert set(MOVES) == set(Move.__args__)  # type: ignore[attr-defined]


class Speaking(Part):
    """Who says a line."""

    line: Number
    who: Word


class Take(Part):
    """A shot, from its first beat to the next shot's."""

    first_beat: Number
    happens: Phrase
    """What is seen, in one plain sentence in the present tense."""
    size: ShotSize = "WS"
    angle: Angle = "eye"
    move: Move = "static"
    """What the camera does."""
    seconds: Annotated[float, Field(ge=1, le=20)] = 4.0
    transition: TransitionKind = "cut"
    """How it begins."""
    seen: Annotated[list[Word], Field(max_length=8)] = []
    """Ids of those in the picture."""
    speakers: Annotated[list[Speaking], Field(max_length=24)] = []


class Takes(Part):
    """All shots of some beats."""

    shots: Annotated[list[Take], Field(min_length=1, max_length=AT_ONCE)]


@dataclass(frozen=True)
class Unit:
    """What a shot is made of at least: a beat with its lines, or a shot that the writer made."""

    text: str
    lines: tuple[ScriptLine, ...]
    written: ScriptShot | None = None
    begins: TransitionKind | None = None
    """How the writer's screenplay has it begin."""


Pieces = Sequence[tuple[ScriptScene, Sequence[Unit]]]
"""Some beats of a scene at a time."""


def shots(draft: Draft, crew: Crew) -> Draft:
    """Have each scene divided into shots. Those of the writer's stay, with their open fields filled."""
    found = pieces(draft, crew)
    answers = crew.ask([(f"scene {scene.id}", _request(draft.script, scene, piece, crew)) for scene, piece in found])
    return with_takes(draft, found, [a.value.shots if a.value is not None else None for a in answers], crew)


def pieces(draft: Draft, crew: Crew, at_once: int = AT_ONCE) -> Pieces:
    """The beats of all scenes, or the writer's shots, at most so many at once."""
    read_out = not is_screenplay(crew.script)
    found: list[tuple[ScriptScene, Sequence[Unit]]] = []
    for scene in draft.script.scenes:
        units = units_of(scene, read_out=read_out)
        found += [(scene, units[n : n + at_once]) for n in range(0, len(units), at_once)]
    return found


def with_takes(draft: Draft, found: Pieces, takes: Sequence[Sequence[Take] | None], crew: Crew) -> Draft:
    """A draft told by shots: those of these takes, for the pieces one by one; no take makes one shot of a piece.

    None is for a piece of which nothing is known: a scene of such pieces alone keeps its beats for the offline planner;
    in others they are a shot for each beat.
    """
    script = draft.script
    known = {str(scene.id) for (scene, _), some in zip(found, takes, strict=True) if some is not None}
    made: dict[str, list[ScriptShot]] = {}
    moves, seen = dict(draft.moves), dict(draft.seen)
    ids, rate, first = ids_by_name(script), script.rate or Fraction(24), True
    for (scene, piece), some in zip(found, takes, strict=True):
        if some is None and str(scene.id) not in known:
            first = False
            continue
        parts = [piece] if some is not None or scene.shots else [[unit] for unit in piece]
        for shot, take in (m for p in parts for m in _shots(scene, p, some or (), crew, ids, rate, first)):
            assert shot.id is not None  # made just now
            made.setdefault(str(scene.id), []).append(shot)
            first = False
            if take is not None:
                moves[shot.id] = take.move
                seen[shot.id] = tuple(dict.fromkeys(i for w in take.seen if (i := named(w, ids)) is not None))
    scenes = tuple(with_shots(s, tuple(made[str(s.id)])) if str(s.id) in made else s for s in script.scenes)
    return replace(draft, script=with_scenes(script, scenes), moves=moves, seen=seen)


def shot_a_beat(draft: Draft, crew: Crew) -> Draft:
    """A draft in which every beat is a shot of its own, as the strategies have it that know prompts and no shots."""
    return with_takes(draft, found := pieces(draft, crew, at_once=1), [() for _ in found], crew)


def units_of(scene: ScriptScene, *, read_out: bool) -> tuple[Unit, ...]:
    """What shots can be made of in a scene, in order."""
    if scene.shots:
        return tuple(Unit(t.action or t.label, t.lines or (), t) for t in scene.shots)
    made: list[Unit] = []
    begins: TransitionKind | None = None
    filmed = set(map(id, filmed_beats(scene)))
    for beat in scene.beats:
        if beat.kind == "transition":
            begins = transition_of(beat.text) or begins
        elif id(beat) in filmed:
            made.append(Unit(beat.text, _lines(beat, read_out), begins=begins))
            begins = None
    return tuple(made)


def _lines(beat: Beat, read_out: bool) -> tuple[ScriptLine, ...]:
    return lines_of((beat,), read_out=read_out)


def _request(script: Script, scene: ScriptScene, units: Sequence[Unit], crew: Crew) -> Request[Takes]:
    written = bool(scene.shots)
    items: list[Mapping[str, object]] = []
    spoken = 0
    for n, unit in enumerate(units, 1):
        item: dict[str, object] = {"beat": n, "text": unit.text}
        says = []
        for line in unit.lines:
            spoken += 1
            if line.kind != "caption":
                says.append({"line": spoken, "words": line.text, "by": line.speaker or line.said_by or "unknown"})
        if says:
            item["says"] = says
        if unit.written is not None:
            t = unit.written
            decided = {"size": t.size, "angle": t.angle, "seconds": t.duration}
            item |= {k: v for k, v in decided.items() if v is not None}
        items.append(item)
    ids = ids_by_name(script)

    def check(takes: Takes) -> list[str]:
        firsts = [take.first_beat for take in takes.shots]
        wrong = []
        if firsts[0] != 1 or firsts != sorted(set(firsts)) or firsts[-1] > len(units):
            wrong.append(
                f"`first_beat` must begin at 1 and rise from shot to shot to at most {len(units)}; got {firsts}"
            )
        strangers = sorted({w for t in takes.shots for w in t.seen if named(w, ids) is None})
        strangers += sorted({s.who for t in takes.shots for s in t.speakers if named(s.who, ids) is None})
        if strangers and ids:
            wrong.append(f"unknown ids {', '.join(strangers[:8])}; known are {', '.join(e.id for e in script.cast)}")
        return wrong

    place = next((p for p in script.places if p.id == scene.place), None)
    data = told(
        scene={
            "place": (place.name or place.id) if place else scene.place or "",
            "setting": (place.setting or "") if place else "",
            "time_of_day": scene.time_of_day or "day",
        },
        one_shot_for_each_beat=written,
        cast=[{"id": e.id, "name": e.name or e.id, "kind": e.kind or ""} for e in script.cast],
        beats=items,
    )
    return Request("shots", rules("shots"), data, Takes, 300 + 200 * len(units), check, crew.frame)


def _shots(
    scene: ScriptScene,
    units: Sequence[Unit],
    takes: Sequence[Take],
    crew: Crew,
    ids: Mapping[str, EntityId],
    rate: Fraction,
    first: bool,
) -> list[tuple[ScriptShot, Take | None]]:
    """The shots of some beats; every beat is in one of them, whatever the takes say."""
    by_first = {t.first_beat: t for t in reversed(takes) if t.first_beat <= len(units)}
    made: list[tuple[ScriptShot, Take | None]] = []
    if scene.shots:
        for n, unit in enumerate(units, 1):
            assert unit.written is not None  # the scene is told by shots
            take = by_first.get(n)
            made.append((_written(unit.written, take, rate, first and not made), take))
        return made
    starts = sorted({1, *by_first})
    line = 0
    for begin, end in zip(starts, [*starts[1:], len(units) + 1], strict=True):
        part, take = units[begin - 1 : end - 1], by_first.get(begin)
        lines = [n for unit in part for n in unit.lines]
        speakers = {s.line: named(s.who, ids) for s in take.speakers} if take is not None else {}
        said = tuple(_said_by(n, speakers.get(line + k)) for k, n in enumerate(lines, 1))
        line += len(lines)
        shot = ScriptShot(
            id=ShotId(crew.shot_ids.fresh(str(scene.id), " ".join(u.text for u in part))),
            action=(take.happens if take is not None and take.happens else " ".join(u.text for u in part))[:2000],
            lines=said,
            transition=ScriptTransition(kind=part[0].begins) if part[0].begins and (made or not first) else None,
        )
        where = f"shot {shot.id}"
        if take is not None:
            crew.because(where, f"shot {take.size}, camera {take.move}", f"{crew.name} sees it so")
            wanted, least = round(Fraction(take.seconds) * rate), frames_needed(said, rate)
            if wanted < least:
                crew.repair(
                    where, "a shot too short for its words is lengthened", f"scenes/{scene.id}/shots/{shot.id}/duration"
                )
            shot = _filled(shot, take, max(wanted, least, 2), first and not made)
        made.append((shot, take))
    return made


def _written(shot: ScriptShot, take: Take | None, rate: Fraction, first: bool) -> ScriptShot:
    if take is None:
        return shot
    moments = any(p.at for p in shot.panels or ()) or any(k.at for k in shot.camera or ())
    spoken = any(n.start is not None or n.duration is not None for n in shot.lines or ())
    least = frames_needed(shot.lines or (), rate)
    length = None if moments or spoken else max(round(Fraction(take.seconds) * rate), least, 2)
    return _filled(shot, take, length, first)


def _filled(shot: ScriptShot, take: Take, length: int | None, first: bool) -> ScriptShot:
    change = None if first else ScriptTransition(kind=take.transition)
    return filled(
        shot, action=take.happens or None, size=take.size, angle=take.angle, duration=length, transition=change
    )


def _said_by(line: ScriptLine, speaker: EntityId | None) -> ScriptLine:
    """A line with its speaker; the writer's, where the writer says who it is."""
    if speaker is None or line.kind == "caption":
        return line
    return filled(line, speaker=speaker)


def named(word: str, ids: Mapping[str, EntityId]) -> EntityId | None:
    """Whom a reply means by an id or a name; None if nobody has it."""
    plain = slug(word)
    return next((ids[n] for n in (word, plain, plain.removeprefix("the-")) if n in ids), None)
