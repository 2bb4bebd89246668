"""What is to be changed after generation: written out, or in a line.

    {target: {entity: fox, shot: the-fox-runs}, operation: recolour, parameters: {to: teal}}
    {target: fox, shot: 3, do: recolour, to: teal}

Both are the same edit: the line is written out as it is read.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, JsonValue, TypeAdapter, WithJsonSchema, model_validator

from storyline.schema.base import ID_PATTERN, AnyEntityId, AnyShotId, Name, Noun, ShotId
from storyline.schema.layout import Box
from storyline.schema.media import FileRef
from storyline.schema.timing import FrameRange

PICTURED = frozenset({"replace", "paint", "keyframe"})
"""Operations whose `to` is the name of a picture's file."""
LAYERS = ("foreground", "background")
_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp")
_SAID = "an entity's id, all, foreground, background, a box as [x0, y0, x1, y1], or the file of a mask (.png)"


def _shot(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool) and value < 1:
        raise ValueError(f"shots are numbered from 1 on, through the whole film; got {value}")
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ValueError(f"expected a shot's id, or its number in the film, from 1 on; got {value!r}")
    return value if isinstance(value, int) else TypeAdapter(AnyShotId).validate_python(value)


ShotName = Annotated[
    ShotId | int,
    BeforeValidator(_shot),
    WithJsonSchema(
        {
            "anyOf": [{"type": "string", "pattern": ID_PATTERN}, {"type": "integer", "minimum": 1}],
            "description": "A shot's id, or its number in the film, from 1 on.",
        }
    ),
]
"""A shot as a writer names it. A storyboard names it by its id."""


class EditTarget(Noun):
    """What an edit changes: an entity (everywhere or in one shot), a layer, a box, a mask; with none of these, all."""

    entity: AnyEntityId | None = None
    shot: ShotName | None = None
    layer: Literal["foreground", "background"] | None = None
    box: Box | None = None
    """In the first frame of a shot."""
    mask: FileRef | None = None
    """A picture of the first frame of a shot: white, or opaque, is what is changed. It is carried through the shot."""

    @model_validator(mode="after")
    def _one(self) -> "EditTarget":
        named = [f for f in ("entity", "layer", "box", "mask") if getattr(self, f) is not None]
        if len(named) > 1:
            raise ValueError(f"an edit has one target, entity, layer, box or mask; got {' and '.join(named)}")
        return self


def _also_in_a_line(schema: dict[str, Any]) -> None:
    """The JSON Schema of an edit, with the fields and the targets that stand in a line."""
    properties = schema["properties"]
    box = {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 4}
    written_out = {"$ref": properties["target"]["$ref"]}
    properties["target"] = {
        "anyOf": [written_out, {"type": "string", "maxLength": 500}, box],
        "default": {},
        "description": f"What is changed: written out, or {_SAID}.",
    }
    properties["shot"] = TypeAdapter(ShotName).json_schema() | {"title": "Shot"}
    properties["do"] = {**properties["operation"], "title": "Do", "description": "`operation`, in a line."}
    properties["to"] = {"title": "To", "description": "`parameters.to`, in a line; or the file of `picture`."}
    schema["required"] = [name for name in schema["required"] if name != "operation"]
    schema["oneOf"] = [{"required": ["operation"]}, {"required": ["do"]}]
    if not schema["required"]:
        del schema["required"]


class Edit(Noun):
    """One change of finished clips."""

    model_config = ConfigDict(json_schema_extra=_also_in_a_line)
    also = ("shot", "do", "to")

    target: EditTarget = EditTarget()
    operation: Name
    """A name registered by an editor: `recolour`, `replace`, `restyle`."""
    parameters: dict[str, JsonValue] = {}
    """`to`, and whatever else the operation takes."""
    picture: FileRef | None = None
    """What is put there, or the canonical image that was painted on: where an operation takes a picture."""
    using: Name | None = None
    """The editor; the usual one when absent."""
    frames: FrameRange | None = None
    """Of the target shot, or of every clip; the whole when absent."""
    order: Annotated[int, Field(strict=True)] = 0
    """Edits are applied in this order, then as listed."""

    @model_validator(mode="before")
    @classmethod
    def _written_out(cls, value: Any) -> Any:
        return _written_out(dict(value)) if isinstance(value, Mapping) else value


def _written_out(edit: dict[str, Any]) -> dict[str, Any]:
    """An edit with what stands in a line put where it belongs. Raises ValueError where something is said twice."""
    if "do" in edit:
        if "operation" in edit:
            raise ValueError("`do` and `operation` are the same; got both. Drop one of them")
        edit["operation"] = edit.pop("do")
    target = edit.get("target", {})
    if isinstance(target, str | list | tuple):
        target = edit["target"] = named_target(target)
    if "shot" in edit:
        if isinstance(target, EditTarget):
            target = target.model_dump(exclude_defaults=True)
        if isinstance(target, Mapping):
            if target.get("shot") is not None:
                raise ValueError("`shot` and `target.shot` are the same; got both. Drop one of them")
            edit["target"] = {**target, "shot": edit.pop("shot")}
    parameters = edit.get("parameters", {})
    if not isinstance(parameters, Mapping):
        return edit
    if "to" in edit:
        if "to" in parameters:
            raise ValueError("`to` and `parameters.to` are the same; got both. Drop one of them")
        parameters = edit["parameters"] = {**parameters, "to": edit.pop("to")}
    operation = edit.get("operation")
    if isinstance(operation, str) and operation in PICTURED and isinstance(parameters.get("to"), str):
        if edit.get("picture") is not None:
            raise ValueError(f"`to` and `picture` are the same for {operation}; got both. Drop one of them")
        edit["picture"] = {"path": parameters["to"]}
        edit["parameters"] = {name: value for name, value in parameters.items() if name != "to"}
    return edit


def named_target(said: Any) -> dict[str, Any]:
    """The fields of the target that a word, a list of four numbers, or the name of a file means.

    >>> named_target("fox"), named_target("background"), named_target([0, 0, 1, 0.5])
    ({'entity': 'fox'}, {'layer': 'background'}, {'box': [0, 0, 1, 0.5]})
    """
    if not isinstance(said, str):
        return {"box": list(said)}
    if said == "all":
        return {}
    if said in LAYERS:
        return {"layer": said}
    if said.lower().endswith(_SUFFIXES):
        return {"mask": {"path": said}}
    if said.count(",") == 3:
        try:
            return {"box": [float(number) for number in said.split(",")]}
        except ValueError:
            pass
    return {"entity": said}
