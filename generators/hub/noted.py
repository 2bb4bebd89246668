"""What families do not honour of a storyboard, and what they adapt, in sentences: nothing happens in silence."""

from collections.abc import Iterator
from fractions import Fraction

from generators.hub.choice import Choice
from generators.hub.family import About
from generators.hub.plan import Call, stretches
from generators.hub.registry import families
from storyline.schema.storyboard import Storyboard

_RATE_NEAR = 0.75, 1.34
"""A film's rate over that of a model within which nobody sees the difference."""


def notes(storyboard: Storyboard, choice: Choice, area: int | None) -> tuple[str, ...]:
    """Sentences, each once."""
    found: list[str] = []
    if choice.keyframes:
        found += _of_keyframes(storyboard, choice.keyframes[0].about, area)
    if choice.clips:
        found += _of_clips(storyboard, choice.clips[0].about, area)
    else:
        found.append("nobody fills between keyframes: each is held, and goes over into the next.")
    return tuple(dict.fromkeys(found))


def _of_keyframes(storyboard: Storyboard, about: About, area: int | None) -> Iterator[str]:
    yield from _of_either(storyboard, about, area)
    if not about.can.boxes and any(p.placements for _, shot in storyboard.shots() for p in shot.panels):
        yield f"{about.name} draws from words: boxes are not honoured; {_who_can('boxes')}"
    for entity in storyboard.cast:
        if not about.can.references and any(look.references or look.picture for look in entity.looks):
            can = _who_can("references")
            yield f"the pictures of {entity.id!r} are not used: {about.name} does not look at pictures; {can}"
        if not about.can.weights and any(look.weights for look in entity.looks):
            yield f"the weights of {entity.id!r} are not used: {about.name} takes none; {_who_can('weights')}"
    for _, shot in storyboard.shots():
        for panel in shot.panels:
            for p in panel.placements:
                if p.mask:
                    yield f"the mask of {p.entity!r} in shot {shot.id!r} is not used: {about.name} draws from boxes."


def _who_can(what: str) -> str:
    """The families that draw keyframes and can do something."""
    known = (one.about for one in families().values())
    return f"{', '.join(about.name for about in known if about.makes == 'keyframes' and getattr(about.can, what))} can."


def _of_clips(storyboard: Storyboard, about: About, area: int | None) -> Iterator[str]:
    yield from _of_either(storyboard, about, area)
    can = about.can
    if not can.first:
        yield f"{about.name} draws clips from words alone: boxes and pictures are not honoured."
    elif can.last == "no":
        yield f"{about.name} goes on from a keyframe, and does not arrive at the next one."
    elif can.last == "blended":
        yield f"{about.name} has not learnt to arrive at a keyframe: what is drawn from either end is blended."
    if not can.words:
        yield f"{about.name} does not read words: it goes on from keyframes alone."
    if about.rate is not None and not _RATE_NEAR[0] <= storyboard.rate / Fraction(about.rate) <= _RATE_NEAR[1]:
        yield (
            f"{about.name} has learnt {about.rate:g} frames a second, and this film has {float(storyboard.rate):g}: "
            "what it draws moves faster or slower than it would."
        )
    for _, shot in storyboard.shots():
        calls = [call for s in stretches([p.at for p in shot.panels], shot.duration, about) for call in s.calls]
        for call in calls:
            if call.count != len(call.frames):
                drawn = f"{call.count} that {about.name} draws"
                yield f"shot {shot.id!r}: {len(call.frames)} frames are picked from {drawn}."
        if not can.first and calls and len(calls[0].frames) < shot.duration:
            yield (
                f"shot {shot.id!r}: {about.name} draws {len(calls[0].frames)} of its {shot.duration} frames; the "
                "others repeat the nearest."
            )
        if can.words and not can.prompts and any(_words(shot.panels, call) > 1 for call in calls):
            yield f"shot {shot.id!r}: {about.name} takes the words of its first panel for all of a clip."


def _words(panels: object, call: Call) -> int:
    """How many different prompts hold within a call."""
    first, last = call.frames[0], call.frames[-1]
    started = [p for p in panels if p.at <= first][-1:]  # type: ignore[attr-defined]
    within = [p for p in panels if first < p.at < last]  # type: ignore[attr-defined]
    return len({p.prompt for p in (*started, *within)})


def _of_either(storyboard: Storyboard, about: About, area: int | None) -> Iterator[str]:
    size = about.sides.of(storyboard.size, area)
    if size != storyboard.size:
        yield f"{about.name} draws at {size}; frames are resized to {storyboard.size}."
    if about.deprecated:
        yield f"{about.name}: diffusers has given its pipeline up; it is kept here for its models."
    if about.says:
        yield f"{about.name}: {about.says}"
