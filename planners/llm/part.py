"""What the replies of all stages are made of: small, closed, bounded; and their JSON Schema without references."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, WithJsonSchema

from storyline.schema.layout import Box
from storyline.schema.vocabulary import ACTIONS, SETTINGS

Word = Annotated[str, StringConstraints(min_length=1, max_length=48, strip_whitespace=True)]
Phrase = Annotated[str, StringConstraints(max_length=160, strip_whitespace=True)]
Sentence = Annotated[str, StringConstraints(max_length=400, strip_whitespace=True)]
Number = Annotated[int, Field(ge=1, le=100_000)]
"""Counts from 1: of a scene, a shot, a beat."""


def _known_setting(word: str) -> str:
    if word not in SETTINGS:
        raise ValueError(f"expected one of the settings; got {word[:40]!r}. Settings are {', '.join(SETTINGS)}")
    return word


def _known_action(word: str) -> str:
    if word not in ACTIONS:
        raise ValueError(f"expected one of the actions; got {word[:40]!r}. Actions are {', '.join(ACTIONS)}")
    return word


SettingWord = Annotated[str, AfterValidator(_known_setting), WithJsonSchema({"type": "string", "enum": list(SETTINGS)})]
ActionWord = Annotated[str, AfterValidator(_known_action), WithJsonSchema({"type": "string", "enum": list(ACTIONS)})]


def _in_frame(box: list[float]) -> list[float]:
    if len(box) == 4:
        Box((box[0], box[1], box[2], box[3]))
    return box


Corners = Annotated[
    list[Annotated[float, Field(allow_inf_nan=False)]],
    Field(min_length=4, max_length=4),
    AfterValidator(_in_frame),
    WithJsonSchema(
        {
            "type": "array",
            "items": {"type": "number", "minimum": -1, "maximum": 2},
            "minItems": 4,
            "maxItems": 4,
            "description": "[x0, y0, x1, y1], fractions of the frame, y down",
        }
    ),
]
"""`[x0, y0, x1, y1]`, a `storyline.schema.layout.Box`."""


class Part(BaseModel):
    """A piece of a reply."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


def json_schema(part: type[Part]) -> dict[str, Any]:
    """The JSON Schema of a reply: references written out, every field required, none beyond them allowed."""
    whole = part.model_json_schema()
    plain: dict[str, Any] = _plain(whole, whole.get("$defs", {}))
    return plain


def _plain(node: Any, named: Mapping[str, Any]) -> Any:
    if isinstance(node, list):
        return [_plain(item, named) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return _plain(named[node["$ref"].rpartition("/")[2]], named)
    made = {
        key: {name: _plain(value, named) for name, value in inner.items()}
        if key == "properties"
        else _plain(inner, named)
        for key, inner in node.items()
        if key not in ("$defs", "title", "default")
    }
    if made.get("type") == "object":
        made |= {"additionalProperties": False, "required": list(made.get("properties", {}))}
    return made


def words_of(vocabulary: Any) -> tuple[str, ...]:
    """The words of a `Literal`."""
    assert vocabulary is not None and get_args(vocabulary), "a Literal is expected"
    return tuple(get_args(vocabulary))


Facing = Literal["left", "right", "front", "back"]
