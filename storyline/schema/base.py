"""What every noun shares: frozen, closed, identified; and its canonical JSON."""

import json
import unicodedata
from typing import Annotated, Any, ClassVar, NewType

from pydantic import BaseModel, ConfigDict, StringConstraints

ID_PATTERN = r"^\w[\w-]{0,63}$"
_ID = StringConstraints(pattern=ID_PATTERN)

EntityId = NewType("EntityId", str)
GroupId = NewType("GroupId", str)
PlaceId = NewType("PlaceId", str)
SceneId = NewType("SceneId", str)
ShotId = NewType("ShotId", str)

AnyEntityId = Annotated[EntityId, _ID]
AnyGroupId = Annotated[GroupId, _ID]
AnyPlaceId = Annotated[PlaceId, _ID]
AnySceneId = Annotated[SceneId, _ID]
AnyShotId = Annotated[ShotId, _ID]

Text = Annotated[str, StringConstraints(max_length=100_000)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class Noun(BaseModel):
    """A frozen value that refuses fields it does not know."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        allow_inf_nan=False,
        use_attribute_docstrings=True,
        validate_default=False,
        ser_json_inf_nan="constants",
    )

    also: ClassVar[tuple[str, ...]] = ()
    """Names of fields that writers may use in the place of others; reading puts the others there."""


def slug(text: str) -> str:
    """Make an id of a text: lower case, words joined by dashes, letters of any alphabet.

    >>> slug("The Hare, at last!")
    'the-hare-at-last'
    """
    letters = unicodedata.normalize("NFC", text).lower()
    words = "".join(c if c.isalpha() or c.isdecimal() else " " for c in letters).split()
    return "-".join(words)[:48].strip("-") or "x"


def document(noun: BaseModel) -> dict[str, Any]:
    """The noun as plain JSON values, fields at their defaults left out.

    Leaving defaults out means that a field added later changes no existing file or key.
    """
    plain: dict[str, Any] = noun.model_dump(mode="json", exclude_defaults=True)
    return plain


def canonical(noun: BaseModel) -> bytes:
    """The one byte string of a noun: sorted keys, no spaces, UTF-8. Digests are taken of it."""
    return json.dumps(
        document(noun), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()
