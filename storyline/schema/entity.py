"""Who and where: places, entities with their looks, groups."""

from collections.abc import Collection
from typing import Annotated

from pydantic import Field, StringConstraints, field_validator

from storyline.schema.base import AnyEntityId, AnyGroupId, AnyPlaceId, Name, Noun, Text
from storyline.schema.media import FileRef
from storyline.schema.vocabulary import BASIC_COLOURS, COLOURS

Colour = Annotated[str, StringConstraints(pattern=r"^(#[0-9a-f]{6}|[a-z]+)$")]


class WeightRef(Noun):
    """Extra weights for a look, such as a LoRA: safetensors only."""

    file: FileRef
    scale: Annotated[float, Field(ge=-4, le=4)] = 1.0


class Parts(Noun):
    """A picture cut into parts, each a PNG of the whole canvas with everything else transparent.

    The drawn world finds the joint of a limb where its part lies over the body. Left and right are as one sees them.
    """

    body: FileRef
    head: FileRef | None = None
    left_arm: FileRef | None = None
    right_arm: FileRef | None = None
    left_leg: FileRef | None = None
    right_leg: FileRef | None = None
    mouth_open: FileRef | None = None
    """Lies over the head while it speaks."""


class Look(Noun):
    """How an entity looks, wherever it appears in this look."""

    name: Name = "default"
    description: Text = ""
    """In words, for generators that read: `a young hare with a red scarf`."""
    colours: tuple[Colour, ...] = ()
    """Main colour first: a name of `vocabulary.COLOURS` or `#rrggbb`."""
    attributes: tuple[Name, ...] = ()
    """Single words that hold: `small`, `old`, `wooden`."""
    picture: FileRef | None = None
    """A PNG with transparency, facing right or us: the character itself, which acts in the drawn world."""
    parts: Parts | None = None
    """The same in parts, whose limbs move."""
    references: tuple[FileRef, ...] = ()
    weights: tuple[WeightRef, ...] = ()

    @field_validator("colours")
    @classmethod
    def _known(cls, colours: tuple[str, ...]) -> tuple[str, ...]:
        known = ", ".join(BASIC_COLOURS)
        for colour in colours:
            if not colour.startswith("#") and colour not in COLOURS:
                raise ValueError(
                    f"colour must be #rrggbb or a name such as {known}; got {colour!r}. `vocabulary.COLOURS` has all."
                )
        return colours


class ScriptEntity(Noun):
    """A person, animal or thing, as far as the writer fixed it."""

    id: AnyEntityId
    kind: Name | None = None
    """What it is, as a noun: `hare`, `robot`. `vocabulary.KINDS` lists those that are drawn as themselves."""
    name: Name | None = None
    """What the story calls it."""
    looks: Annotated[tuple[Look, ...], Field(min_length=1)] | None = None
    voice: Text = ""


class Entity(ScriptEntity):
    """A person, animal or thing that stays the same wherever it appears."""

    kind: Name
    name: Name
    looks: Annotated[tuple[Look, ...], Field(min_length=1)]

    def look(self, name: str | None = None) -> Look:
        """The look of that name, or the first.

        Raises:
            KeyError: it has no such look.
        """
        if name is None:
            return self.looks[0]
        for look in self.looks:
            if look.name == name:
                return look
        raise KeyError(name)

    def wearing(self, names: Collection[str | None]) -> tuple[Look, ...]:
        """Those of its looks; None names the first."""
        return tuple(look for n, look in enumerate(self.looks) if look.name in names or (n == 0 and None in names))


class Group(Noun):
    """Several entities that the story names as one: three birds."""

    id: AnyGroupId
    name: Name
    members: Annotated[tuple[AnyEntityId, ...], Field(min_length=1)]


class ScriptPlace(Noun):
    """Where scenes happen, as far as the writer fixed it."""

    id: AnyPlaceId
    name: Name | None = None
    setting: Name | None = None
    """The kind of place, as a noun: `forest`. `vocabulary.SETTINGS` lists those that are drawn as themselves."""
    appearance: Text = ""


class Place(ScriptPlace):
    """Where scenes happen: the same wherever it appears."""

    name: Name
    setting: Name
