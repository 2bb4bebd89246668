"""What is to be changed after generation."""

from typing import Annotated, Literal

from pydantic import Field, JsonValue, model_validator

from storyline.schema.base import AnyEntityId, AnyShotId, Name, Noun
from storyline.schema.layout import Box
from storyline.schema.media import FileRef
from storyline.schema.timing import FrameRange


class EditTarget(Noun):
    """What an edit changes: an entity (everywhere or in one shot), a layer, a box, a mask; with none of these, all."""

    entity: AnyEntityId | None = None
    shot: AnyShotId | None = None
    layer: Literal["foreground", "background"] | None = None
    box: Box | None = None
    mask: FileRef | None = None

    @model_validator(mode="after")
    def _one(self) -> "EditTarget":
        named = [f for f in ("entity", "layer", "box", "mask") if getattr(self, f) is not None]
        if len(named) > 1:
            raise ValueError(f"an edit has one target, entity, layer, box or mask; got {' and '.join(named)}")
        return self


class Edit(Noun):
    """One change of finished clips."""

    target: EditTarget = EditTarget()
    operation: Name
    """A name registered by an editor: `recolour`, `replace`, `restyle`."""
    parameters: dict[str, JsonValue] = {}
    frames: FrameRange | None = None
    """Of the target shot, or of every clip; the whole when absent."""
    order: Annotated[int, Field(strict=True)] = 0
    """Edits are applied in this order, then as listed."""
