"""What a frame shows, and what cannot be drawn as asked, in English."""

from collections.abc import Sequence

from generators.toon.figures.state import Figure, Moment
from storyline.schema.camera import CameraKeyframe
from storyline.schema.entity import Place
from storyline.schema.storyboard import Scene, Storyboard
from storyline.schema.vocabulary import ACTIONS, SETTINGS, action_of, basic_colour, kind_of, setting_of

_TIMES = {"day": "during the day", "night": "at night", "noon": "at noon", "dawn": "at dawn", "sunset": "at sunset"}
_SEEN = 0.02  # less is not seen as a move


def caption(
    actors: Sequence[tuple[Figure, Moment]], place: Place, scene: Scene, camera: Sequence[CameraKeyframe]
) -> str:
    """One sentence of who does what, where and when, and how the camera moves.

    Colours are named by `vocabulary.BASIC_COLOURS`, far figures first.
    """
    who = [f"{_article(basic_colour(f.main))} {_noun(f)} {ACTIONS[m.action].participle}" for f, m in actors]
    told = ", ".join([*who[:-2], " and ".join(who[-2:])]) if who else "nobody"
    setting = setting_of(place.setting)
    where = SETTINGS[setting].phrase if setting else f"at the {place.setting}"
    when = _TIMES.get(scene.time_of_day, f"in the {scene.time_of_day}")
    return ", ".join(filter(None, (f"{told} {where} {when}", camera_words(camera))))


def unknown_words(storyboard: Storyboard) -> tuple[str, ...]:
    """A sentence for each kind, setting and action that the drawn world does not know, each once; and for pictures.

    Masks and references are a learned generator's to use: the drawn world says that it does not.
    """
    panels = [(shot, panel) for _, shot in storyboard.shots() for panel in shot.panels]
    supplied = [
        f"the mask of {p.entity!r} in shot {shot.id!r}" for shot, panel in panels for p in panel.placements if p.mask
    ]
    supplied += [
        f"the pictures of {entity.id!r}"
        for entity in storyboard.cast
        if any(look.references or look.weights for look in entity.looks)
    ]
    own = {e.id for e in storyboard.cast if all(look.picture or look.parts for look in e.looks)}
    kinds = (e.kind for e in storyboard.cast if kind_of(e.kind) is None and e.id not in own)
    settings = (p.setting for p in storyboard.places if setting_of(p.setting) is None)
    actions = (p.action for _, panel in panels for p in panel.placements if action_of(p.action) is None)
    return (
        *(f"{kind!r} is not in the drawn world: it is drawn as a labelled figure." for kind in dict.fromkeys(kinds)),
        *(f"{name!r} is not in the drawn world: it is drawn as a plain place." for name in dict.fromkeys(settings)),
        *(f"{word!r} has no pose in the drawn world: it is drawn as standing." for word in dict.fromkeys(actions)),
        *(f"{what} cannot be used: the drawn world draws from words and boxes alone." for what in supplied),
    )


def _noun(figure: Figure) -> str:
    return figure.label if figure.kind == "unknown" else figure.kind


def _article(word: str) -> str:
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"


def camera_words(keyframes: Sequence[CameraKeyframe]) -> str:
    """What the camera does from its first keyframe to its last, in a few words; none if it rests.

    >>> camera_words([CameraKeyframe(at=0), CameraKeyframe(at=9, zoom=1.5)])
    'the camera zooms in'
    """
    if len(keyframes) < 2:
        return ""
    first, last = keyframes[0], keyframes[-1]
    if abs(last.zoom / first.zoom - 1) > _SEEN:
        return f"the camera zooms {'in' if last.zoom > first.zoom else 'out'}"
    if abs(last.pan - first.pan) > _SEEN:
        return f"the camera pans {'right' if last.pan > first.pan else 'left'}"
    if abs(last.tilt - first.tilt) > _SEEN:
        return f"the camera tilts {'down' if last.tilt > first.tilt else 'up'}"
    return ""
