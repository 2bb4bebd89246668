"""What of a storyboard decides a shot's frames, as models that read are asked for it: words, boxes, pictures."""

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import Field

from storyline.schema.base import AnyEntityId, EntityId, Noun, Text
from storyline.schema.camera import Camera
from storyline.schema.entity import Entity, WeightRef
from storyline.schema.layout import Box, Placement
from storyline.schema.media import FileRef
from storyline.schema.script import Seed
from storyline.schema.storyboard import Panel, Shot, Storyboard
from storyline.schema.vocabulary import ACTIONS, action_of


class AskedWho(Noun):
    """Somebody in a panel."""

    entity: AnyEntityId
    kind: Text
    phrase: Text
    box: Box
    """What of it is in the frame."""
    references: tuple[FileRef, ...] = ()
    weights: tuple[WeightRef, ...] = ()


class AskedPanel(Noun):
    """A keyframe."""

    prompt: Text
    who: tuple[AskedWho, ...] = ()
    """Far to near."""
    image: FileRef | None = None
    """Given, not to be drawn."""


class AskedShot(Noun):
    """A shot."""

    at: tuple[Annotated[int, Field(strict=True)], ...]
    """The frames of its panels."""
    panels: tuple[AskedPanel, ...]
    negative: Text
    seed: Seed
    cameras: tuple[Camera, ...]
    """At its panels."""

    @property
    def references(self) -> tuple[FileRef, ...]:
        """A picture of everybody in it of whom there is one, as they are first seen."""
        seen: dict[str, FileRef] = {}
        for panel in self.panels:
            for who in panel.who:
                if who.references:
                    seen.setdefault(who.entity, who.references[0])
        return tuple(seen.values())


def asked(storyboard: Storyboard, shot: Shot) -> AskedShot:
    """What a shot asks for."""
    cast = {entity.id: entity for entity in storyboard.cast}
    seed, negative = shot.overrides.seed, shot.overrides.negative_prompt
    return AskedShot(
        at=tuple(panel.at for panel in shot.panels),
        panels=tuple(
            AskedPanel(prompt=prompt_of(panel, storyboard.style), who=tuple(_who(panel, cast)), image=panel.image)
            for panel in shot.panels
        ),
        negative=storyboard.negative_prompt if negative is None else negative,
        seed=storyboard.seed if seed is None else seed,
        cameras=tuple(shot.camera_at(panel.at) for panel in shot.panels),
    )


def prompt_of(panel: Panel, style: str) -> str:
    """A panel's words with the film's style, unless they have it."""
    return panel.prompt if not style or style in panel.prompt else f"{panel.prompt.rstrip('.')}, {style}."


def phrase_of(entity: Entity, placement: Placement) -> str:
    """What somebody is and does, in words, without a name.

    >>> from storyline.schema.base import EntityId
    >>> from storyline.schema.entity import Look
    >>> fox = Entity(id=EntityId("f"), kind="fox", name="Rex", looks=(Look(colours=("red",), attributes=("small",)),))
    >>> phrase_of(fox, Placement(entity=fox.id, box=Box((0, 0, 1, 1)), action="runs"))
    'a small red fox running'
    """
    look = entity.look(placement.look)
    words = look.description.strip().rstrip(".")
    if not words:
        colour = [name for name in look.colours[:1] if not name.startswith("#")]
        bare = " ".join([*look.attributes, *colour, entity.kind])
        words = f"{'an' if bare[0].lower() in 'aeiou' else 'a'} {bare}"
    known = action_of(placement.action)
    action = ACTIONS[known].participle if known else placement.action
    feeling = placement.expression if placement.expression != "neutral" else ""
    return " ".join(filter(None, (words, "" if action in words else action, feeling)))


def _who(panel: Panel, cast: Mapping[EntityId, Entity]) -> Iterator[AskedWho]:
    for placement in sorted(panel.placements, key=lambda p: (p.depth, p.entity)):
        entity = cast[placement.entity]
        look = entity.look(placement.look)
        references = look.references or ((look.picture,) if look.picture else ())
        yield AskedWho(
            entity=placement.entity,
            kind=entity.kind,
            phrase=phrase_of(entity, placement),
            box=Box(placement.box.visible()),
            references=references,
            weights=look.weights,
        )
