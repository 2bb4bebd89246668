"""Sketch → shot: staged, framed, timed, in panels, around whatever the writer fixed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from planners.offline.framing import camera_for, cut_off, size_seen
from planners.offline.grammar import Direction, Run, direct, listener
from planners.offline.moves import play
from planners.offline.notes import Notebook
from planners.offline.prompts import prompt
from planners.offline.runtime import Span
from planners.offline.scenes import Where
from planners.offline.shoulder import shoulder
from planners.offline.sketch import Sketch
from planners.offline.stage import Stage
from planners.offline.take import Take
from planners.offline.timing import event_seconds, needed, reading_seconds, schedule, spoken_seconds
from planners.offline.tracks import Tracks, with_panels
from storyline.errors import PlanError
from storyline.schema.base import EntityId
from storyline.schema.camera import CameraKeyframe
from storyline.schema.entity import Entity, Place
from storyline.schema.reason import WRITER
from storyline.schema.script import ScriptPanel
from storyline.schema.sound import Line
from storyline.schema.storyboard import CUT, MOST_FRAMES, Panel, Shot, Transition
from storyline.schema.timing import Time, frames

_SHORTEST, _LONGEST = 2.5, 9.0
"""Seconds; a shot is longer only where its lines need it."""
_LEAST = 1
"""And one so long where the film is to be short."""
_ACTED, _SEEN = "what happens takes as long", "no shot is shorter"


@dataclass(frozen=True)
class Around:
    """What a shot is part of."""

    place: Place
    where: Where
    style: str
    rate: Fraction
    entities: Mapping[EntityId, Entity]
    first: bool
    """The first shot at a new place."""
    final: bool
    """The last shot of the film."""
    run: Run
    """The shots of the scene before it."""
    answers: EntityId | None
    """Who speaks after whoever speaks in it."""
    default: Transition
    """How it begins when the writer does not say."""
    default_why: str
    spare: int
    """Frames of the shot before (or the opening title) that a transition may overlap."""
    lasts: int | None
    """Frames, where the film is to have a certain length."""


def build(sketch: Sketch, stage: Stage, around: Around, notes: Notebook) -> Shot:
    """Stages, frames and times one shot.

    Raises:
        PlanError: the writer's times contradict each other.
    """
    written, rate = sketch.written, around.rate
    seconds = _seconds(sketch)
    duration = _duration(sketch, around.lasts, rate, notes)
    last = duration - 1
    lines = _lines(sketch, seconds, rate, duration, notes)
    take = Take(stage)
    _stage(take, sketch)
    hearer = _addressed(take, sketch, around, notes)
    way = direct(sketch, take, around.run, first=around.first, final=around.final, seconds=float(duration / rate),
                 hearer=hearer)  # fmt: skip
    boxed = any(p.box for panel in written.panels or () for p in panel.placements or ())
    if written.camera is not None:
        camera = tuple(
            CameraKeyframe(**(k.model_dump() | {"at": _moment(sketch, k.at, rate, last)})) for k in written.camera
        )
    else:
        camera = () if boxed else camera_for(sketch, take, way, last)
        if not boxed and written.panels is None:
            take.hidden = cut_off(take, way, camera)
            if way.over is not None and (near := shoulder(take, way, camera)) is not None:
                take.near = {way.over: near}
                held = {i for i in take.tracks if i != way.over and stage.carries(way.over, i)}
                take.hidden = (take.hidden | held) - {way.over}
            if written.size is None and (seen := size_seen(take, way, camera)) != way.size:
                way = replace(way, size=seen, size_why=f"{way.size_why}; all of them had to fit")
    size = way.size
    around.run.add(size, sketch.speaker, way.subjects)
    fixed = {_moment(sketch, p.at, rate, last): p for p in written.panels or ()}
    panels = with_panels(Tracks(take, camera, last), fixed)
    _explain(take, way, around, notes)
    take.close()
    where = around.where
    told = [
        prompt(
            size, placements, around.entities, around.place, where.time or "day", where.weather or "clear", around.style
        )
        for _, placements in panels
    ]
    return Shot(
        id=sketch.id,
        label=written.label,
        action=written.action if written.action is not None else sketch.action,
        size=size,
        angle=way.angle,
        camera=camera,
        duration=duration,
        transition=_transition(sketch, around, duration, notes),
        handles=written.handles,
        lines=lines,
        panels=tuple(
            _panel(at, text, placements, fixed.get(at)) for text, (at, placements) in zip(told, panels, strict=True)
        ),
        overrides=written.overrides,
        locked_take=written.locked_take,
    )


def _panel(at: int, text: str, placements: tuple, written: ScriptPanel | None) -> Panel:  # type: ignore[type-arg]
    if written is None:
        return Panel(at=at, prompt=text, placements=placements)
    said = written.prompt if written.prompt is not None else text
    return Panel(at=at, prompt=said, placements=placements, image=written.image)


def _moment(sketch: Sketch, time: Time, rate: Fraction, last: int) -> int:
    at = frames(time, rate, of=last)
    if at > last:
        raise PlanError(
            f"shot {sketch.id!r}: expected moments within its frames 0..{last}; got {time!r} (frame {at}). "
            "Lengthen the shot or move the moment."
        )
    return at


def span(sketch: Sketch, rate: Fraction) -> Span:
    """How long a shot may last.

    Raises:
        PlanError: the writer's duration is out of bounds, or no length of time.
    """
    if sketch.written.duration is not None:
        fixed = _fixed(sketch, sketch.written.duration, rate)
        return Span(fixed, fixed, fixed)
    wanted = _wanted(sketch, rate)
    least = max(round(_LEAST * rate), *(count for why, count in wanted.items() if why not in (_ACTED, _SEEN)))
    return Span(min(least, MOST_FRAMES), min(max(wanted.values()), MOST_FRAMES), MOST_FRAMES)


def _duration(sketch: Sketch, lasts: int | None, rate: Fraction, notes: Notebook) -> int:
    written = sketch.written
    if written.duration is not None:
        fixed = _fixed(sketch, written.duration, rate)
        notes.because(f"duration {float(fixed / rate):.1f} s", WRITER)
        return fixed
    if lasts is not None:
        notes.because(f"duration {float(lasts / rate):.1f} s", "so that the film is as long as it is to be")
        return lasts
    wanted = _wanted(sketch, rate)
    why = max(wanted, key=lambda w: wanted[w])
    notes.because(f"duration {float(wanted[why] / rate):.1f} s", why)
    return wanted[why]


def _wanted(sketch: Sketch, rate: Fraction) -> dict[str, int]:
    """For how many frames there is which reason."""
    written = sketch.written
    acted = sum(event_seconds(e) for e in sketch.events)
    wanted = {
        _SEEN: round(Fraction(_SHORTEST) * rate),
        _ACTED: round(Fraction(min(_LONGEST, acted)) * rate),
        "its words take as long": max(2, needed(_seconds(sketch), rate)),
    }
    moments = [p.at for p in written.panels or ()] + [k.at for k in written.camera or ()]
    fixed_moments = [frames(t, rate) + 1 for t in moments if not str(t).endswith("%")]
    for line in written.lines or ():
        ends = [frames(t, rate) for t in (line.start, line.duration) if t is not None and not str(t).endswith("%")]
        fixed_moments.append(sum(ends) + 1)
    wanted["the writer's moments lie within it"] = max(fixed_moments, default=0)
    return wanted


def _seconds(sketch: Sketch) -> list[float]:
    """What each of its lines takes."""
    return [reading_seconds(n.text) if n.kind == "caption" else spoken_seconds(n.text) for n in sketch.lines]


def _fixed(sketch: Sketch, time: Time, rate: Fraction) -> int:
    if not 1 <= (fixed := _length(sketch, time, rate)) <= MOST_FRAMES:
        raise PlanError(
            f"shot {sketch.id!r}: expected a duration of 1 to {MOST_FRAMES:,} frames; got {time!r}, "
            f"which is {fixed:,}. Divide it into several shots."
        )
    return fixed


def _length(sketch: Sketch, time: Time, rate: Fraction) -> int:
    try:
        return frames(time, rate)
    except ValueError as error:
        raise PlanError(f"shot {sketch.id!r}: {error}") from None


def _stage(take: Take, sketch: Sketch) -> None:
    total = sum(event_seconds(e) for e in sketch.events) or 1.0
    begin = 0.0
    for e in sketch.events:
        end = min(1.0, begin + event_seconds(e) / total)
        play(take, e, begin, end)
        begin = end
    here = tuple(p.entity for panel in sketch.written.panels or () for p in panel.placements or ())
    take.enter(here)
    if sketch.speaker is not None:
        take.enter((sketch.speaker,))


def _addressed(take: Take, sketch: Sketch, around: Around, notes: Notebook) -> EntityId | None:
    """To whom the shot's speaker speaks, turned to each other."""
    speaker = sketch.speaker
    if speaker is None:
        return None
    said = [e for e in sketch.events if speaker in e.actors]
    named = tuple(i for e in said for i in (*e.targets, *(o for r, of in e.relations if r == "to" for o in of)))
    hearer, why = listener(take, speaker, around.run, addressed=named, answers=around.answers)
    take.address(speaker, hearer)
    name = take.stage.cast.drafts[hearer].name if hearer is not None else "nobody"
    notes.because(f"{take.stage.cast.drafts[speaker].name} speaks to {name}", why)
    return hearer


def _explain(take: Take, way: Direction, around: Around, notes: Notebook) -> None:
    """Writes down why the shot is taken as it is."""
    name: Callable[[EntityId], str] = lambda i: around.entities[i].name
    notes.because(f"size {way.size}", way.size_why)
    notes.because("on " + (", ".join(name(i) for i in way.subjects) or "the place"), way.subjects_why)
    for id in take.near:
        notes.because(f"over {name(id)}'s shoulder", "they answer each other: both are seen, and who looks at whom")
    others = [i for i in take.tracks if i not in way.subjects and i not in take.hidden and i not in take.near]
    for there, why in (
        ([i for i in others if i in take.before], "they have been there since before"),
        ([i for i in others if i not in take.before], "the shot speaks of them too"),
    ):
        if there:
            notes.because("also there: " + ", ".join(name(i) for i in there), why)
    if take.hidden:
        left_out = ", ".join(sorted(name(i) for i in take.hidden))
        notes.because(
            f"left out: {left_out}", "the edge of the frame would cut them, or they would hide whom the shot is about"
        )
    order = sorted((p.x, i) for i in take.tracks if i not in take.hidden and (p := take.now(i)).parent is None)
    if len(order) > 1:
        notes.because("left to right: " + ", ".join(name(i) for _, i in order), "nobody changes sides without a way")
    for id in take.tracks:
        pose = take.now(id)
        if pose.parent is not None and id not in take.hidden:
            notes.because(f"{name(id)} at the {pose.anchor} of {name(pose.parent)}", "it goes where its bearer goes")
    if way.angle != "eye":
        notes.because(f"angle {way.angle}", way.angle_why)
    notes.because("camera as written" if way.move_why == WRITER else f"camera {way.move}", way.move_why)


def _lines(
    sketch: Sketch, seconds: Sequence[float], rate: Fraction, duration: int, notes: Notebook
) -> tuple[Line, ...]:
    if needed(seconds, rate) > duration and seconds:
        notes.info(f"shot {sketch.id!r} is shorter than its lines take: they are shortened to fit")
    made = []
    for line, (start, length) in zip(sketch.lines, schedule(seconds, rate, duration), strict=True):
        begin = start if line.start is None else frames(line.start, rate, of=duration - 1)
        wanted = min(length, max(1, duration - begin))
        if line.duration is not None:
            wanted = frames(line.duration, rate, of=duration)
        if line.start is None:
            begin = max(0, min(begin, duration - wanted))
        if begin + wanted > duration or wanted < 1:
            raise PlanError(
                f"shot {sketch.id!r}: expected lines of 1 to {duration} frames inside the shot; got “{line.text[:40]}” "
                f"at frames {begin}..{begin + wanted}. Lengthen the shot or shorten the line."
            )
        made.append(Line(**(line.model_dump() | {"start": begin, "duration": wanted})))
    return tuple(made)


def _transition(sketch: Sketch, around: Around, duration: int, notes: Notebook) -> Transition:
    room = max(0, min(around.spare, duration))
    written = sketch.written.transition
    if written is None:
        overlap = min(around.default.overlap, max(0, room - 1))
        bare = around.default.overlap and not overlap
        notes.because(
            f"begins with a {around.default.kind if overlap else 'cut'}",
            "there is nothing before it to go over from" if bare else around.default_why,
        )
        return around.default.model_copy(update={"overlap": overlap}) if overlap else CUT
    if written.kind != "cut" and not room:
        raise PlanError(
            f"shot {sketch.id!r}: a {written.kind} needs frames of the shot before to overlap; there are none. "
            "Write a cut, or an opening before the first shot."
        )
    notes.because(f"begins with a {written.kind}", WRITER)
    if written.overlap is not None:
        overlap = frames(written.overlap, around.rate, of=duration)
    else:
        overlap = 0 if written.kind == "cut" else min(round(around.rate / 2), room)
    return Transition(kind=written.kind, overlap=overlap)
