"""Nouns that a model was not trained on, put as the nearest that it was; and notes that say so."""

import math
from collections.abc import Callable, Iterator

from generators.nuwa_xl.card import Card
from generators.nuwa_xl.conditions import ConditionedShot
from storyline.schema.layout import Placement
from storyline.schema.storyboard import Storyboard
from storyline.schema.vocabulary import (
    ANIMALS,
    KINDS,
    PEOPLE,
    SETTINGS,
    THINGS,
    UNKNOWN_KIND,
    action_of,
    kind_of,
    nearest_action,
    setting_of,
)

_TABLES = (PEOPLE, ANIMALS, THINGS)
_STILL = "stand"


def familiar(shot: ConditionedShot, card: Card) -> ConditionedShot:
    """The shot in words that the model knows: kinds, setting and actions."""
    bare = shot.shot
    panels = tuple(
        panel.model_copy(update={"placements": tuple(_placement(p, card) for p in panel.placements)})
        for panel in bare.panels
    )
    scene = shot.scene.model_copy(update={"shots": (bare.model_copy(update={"panels": panels}),)})
    cast = tuple(entity.model_copy(update={"kind": known_kind(entity.kind, card)}) for entity in shot.cast)
    place = shot.place.model_copy(update={"setting": known_setting(shot.place.setting, card)})
    return shot.model_copy(update={"scene": scene, "cast": cast, "place": place})


def known_kind(noun: str, card: Card) -> str:
    """The noun itself if the model knows it by any name, else the kind of its own sort that looks most like it."""
    kind = kind_of(noun)
    if not card.kinds or kind in card.kinds:
        return noun
    about = KINDS.get(kind or "", UNKNOWN_KIND)

    def distance(other: str) -> float:
        """Living is nearer to living, then size and proportions count."""
        known = KINDS.get(other, UNKNOWN_KIND)
        sort = sum((kind in table) != (other in table) for table in _TABLES) if kind else int(known.alive)
        shape = abs(math.log(known.height / about.height)) + abs(math.log(known.aspect / about.aspect))
        return 4 * (known.alive != about.alive) + 2 * sort + (known.medium != about.medium) + shape

    return min(card.kinds, key=distance)


def known_setting(noun: str, card: Card) -> str:
    """The noun itself if the model knows it by any name, else the setting most like it."""
    setting = setting_of(noun)
    if not card.settings or setting in card.settings:
        return noun
    about = SETTINGS[setting or "meadow"]

    def distance(other: str) -> float:
        known = SETTINGS.get(other, about)
        waters = (known.water is None) != (about.water is None)
        return 2 * (known.ground != about.ground) + waters + abs(known.horizon - about.horizon)

    return min(card.settings, key=distance)


def known_action(word: str, card: Card) -> str:
    """The word itself if the model knows it in any form, else the action most like it; standing where none is."""
    action = action_of(word)
    if not card.actions or action in card.actions:
        return word
    return nearest_action(action, {*card.actions, _STILL}) if action else _STILL


def notes(storyboard: Storyboard, card: Card) -> tuple[str, ...]:
    """What the model cannot draw as asked, in sentences, each once."""
    return tuple(dict.fromkeys((*_strange_words(storyboard, card), *_crowds(storyboard, card), *_unused(storyboard))))


def _placement(placement: Placement, card: Card) -> Placement:
    return placement.model_copy(update={"action": known_action(placement.action, card)})


def _strange_words(storyboard: Storyboard, card: Card) -> Iterator[str]:
    panels = (panel for _, shot in storyboard.shots() for panel in shot.panels)
    actions = (p.action for panel in panels for p in panel.placements)
    asked: tuple[tuple[Iterator[str], Callable[[str, Card], str]], ...] = (
        ((entity.kind for entity in storyboard.cast), known_kind),
        ((place.setting for place in storyboard.places), known_setting),
        (actions, known_action),
    )
    for words, known in asked:
        for word in words:
            if (nearest := known(word, card)) != word:
                yield f"the model {card.name!r} does not know {word!r}: it is drawn as {nearest!r}."


def _crowds(storyboard: Storyboard, card: Card) -> Iterator[str]:
    for _, shot in storyboard.shots():
        most = max(len(panel.placements) for panel in shot.panels)
        if most > card.entities:
            yield (
                f"shot {shot.id!r} shows {most} at once: the model {card.name!r} draws the {card.entities} largest in "
                "each frame."
            )


def _unused(storyboard: Storyboard) -> Iterator[str]:
    """Pictures that came with the storyboard."""
    for _, shot in storyboard.shots():
        for panel in shot.panels:
            for p in panel.placements:
                if p.mask:
                    yield f"the mask of {p.entity!r} in shot {shot.id!r} is not used: nuwa-xl draws from boxes."
    for entity in storyboard.cast:
        if any(look.picture or look.parts or look.references for look in entity.looks):
            yield f"the pictures of {entity.id!r} are not used: nuwa-xl draws from words, colours and boxes."
