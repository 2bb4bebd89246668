"""Take: a shot as it was rendered once, and kept."""

from typing import Annotated

from pydantic import Field, StringConstraints

from storyline.schema.base import AnyShotId, Name, Noun, Text
from storyline.schema.media import Digest, FrameSize
from storyline.schema.script import Overrides, Seed


class Take(Noun):
    """A shot's frames as they were rendered once; a shot that is locked to it shows them as they are."""

    digest: Digest
    """Of its clip, and its name; a shot's `locked_take`."""
    shot: AnyShotId
    action: Text = ""
    """What the shot was to show when it was taken."""
    generator: Name
    seed: Seed
    overrides: Overrides = Overrides()
    """With which the shot was taken."""
    frames: Annotated[int, Field(strict=True, ge=1)]
    size: FrameSize
    when: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$")]
    """With a fraction, as several may be taken within a second."""
    made_of: Digest
    """Of the keys of its frames: two takes of one value were asked to be the same."""
