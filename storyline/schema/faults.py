"""Validation errors in words a writer understands: where, expected, got, what to do."""

import difflib
from collections.abc import Sequence
from typing import Any, Literal, NamedTuple, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from storyline.errors import ScriptError
from storyline.schema.base import ID_PATTERN
from storyline.schema.check import Path

_NAMES = {
    "episodes": "episode",
    "scenes": "scene",
    "shots": "shot",
    "panels": "panel",
    "placements": "placement",
    "lines": "line",
    "beats": "beat",
    "cast": "cast member",
    "places": "place",
    "groups": "group",
    "sounds": "sound",
    "edits": "edit",
    "looks": "look",
    "references": "reference",
    "weights": "weight",
    "credits": "credit",
    "camera": "camera keyframe",
    "notes": "note",
    "colours": "colour",
}

_EXPECTED = {
    "string_type": "expected text",
    "int_type": "expected a whole number",
    "int_from_float": "expected a whole number",
    "int_parsing": "expected a whole number",
    "float_type": "expected a number",
    "float_parsing": "expected a number",
    "finite_number": "expected a finite number",
    "bool_type": "expected true or false",
    "tuple_type": "expected a list",
    "dict_type": "expected fields, as `name: value`",
    "model_type": "expected fields, as `name: value`",
    "model_attributes_type": "expected fields, as `name: value`",
    "greater_than_equal": "expected at least {ge}",
    "greater_than": "expected more than {gt}",
    "less_than_equal": "expected at most {le}",
    "less_than": "expected less than {lt}",
    "string_too_long": "expected at most {max_length} characters",
    "string_too_short": "expected some text",
    "too_short": "expected a list of at least {min_length}",
    "too_long": "expected a list of at most {max_length}",
}
"""What pydantic's error types expect, in a writer's words."""

_ID = "an id of letters, digits, - and _, at most 64, that does not start with -"
_PATTERNS = {
    "language": "a language code such as en or pt-BR",
    "digest": "a SHA-256, 64 hexadecimal digits",
    "locked_take": "a SHA-256, 64 hexadecimal digits",
    "colours": "a colour's name or #rrggbb, in small letters",
    "episodes": "the name of a file, without control characters",
    "path": "the name of a file, without control characters",
}
"""What text of a certain form is, by the field that holds it."""

Kind = Literal["unknown", "missing", "invalid"]
_KINDS: dict[str, Kind] = {"extra_forbidden": "unknown", "missing": "missing"}

M = TypeVar("M", bound=BaseModel)


class Fault(NamedTuple):
    """One fault of a document: the field's path, that path in words, what is wrong with it, and of what kind it is."""

    path: Path
    where: str
    message: str
    kind: Kind = "invalid"

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


def parse(noun: type[M], document: Any) -> M:
    """Validate a plain document.

    Raises:
        ScriptError: with every fault, one a line.
    """
    value, found = validate(noun, document)
    if value is None:
        raise ScriptError("\n".join(map(str, found)))
    return value


def validate(noun: type[M], document: Any) -> tuple[M | None, tuple[Fault, ...]]:
    """Validate a plain document: the noun, or None with every fault of the document."""
    try:
        return noun.model_validate(document), ()
    except ValidationError as error:
        return None, faults(error, noun, document)


def faults(error: ValidationError, noun: type[BaseModel], document: Any) -> tuple[Fault, ...]:
    """Every fault of a document, in its order."""
    found: list[Fault] = []
    for detail in error.errors(include_url=False):
        context = detail.get("ctx", {})
        if detail["type"] == "problems":
            found += [_fault(p.path, p.message, "invalid", document) for p in context["problems"]]
            continue
        if detail["type"] == "too_short" and detail["input"]:
            continue  # its items were refused one by one, and are reported so
        path = _in_document(detail["loc"], document, detail["type"])
        fault = _fault(path, _message(detail, path, noun), _KINDS.get(detail["type"], "invalid"), document)
        if fault not in found:
            found.append(fault)
    return tuple(found)


def _fault(path: Path, message: str, kind: Kind, document: Any) -> Fault:
    """A fault whose message may start with the name of the field: then the place need not end with it."""
    named = path[:-1] if path and message.split()[0] == path[-1] else path
    return Fault(path, where(named, document), message, kind)


def where(path: Sequence[str | int], document: Any) -> str:
    """A path in words: `scene 2, shot 5, panel 1, entity 'fox', box`."""
    words: list[str] = []
    node = document
    for n, step in enumerate(path):
        before = path[n - 1] if n else None
        node = _child(node, step)
        if isinstance(step, int):
            entity, id = _child(node, "entity"), _child(node, "id")
            if before == "placements" and isinstance(entity, str):
                words.append(f"entity {entity!r}")
            elif before in ("cast", "places", "groups") and isinstance(id, str):
                words.append(f"{_NAMES[str(before)]} {id!r}")
            elif before in _NAMES:
                words.append(f"{_NAMES[str(before)]} {step + 1}")
        elif step == "entity" and words and words[-1].startswith("entity "):
            continue
        elif not (step in _NAMES and n + 1 < len(path)):
            words.append(str(step))
    return ", ".join(words)


def _child(node: Any, step: str | int) -> Any:
    if isinstance(node, BaseModel):
        return getattr(node, str(step), None)
    try:
        return node[step]
    except (KeyError, IndexError, TypeError):
        return None


def _in_document(loc: Sequence[str | int], document: Any, kind: str) -> Path:
    """The part of pydantic's location that exists in the document (union branches do not)."""
    path: list[str | int] = []
    node = document
    for n, step in enumerate(loc):
        child = _child(node, step)
        last = n + 1 == len(loc)
        present = (isinstance(node, dict) and step in node) or (isinstance(node, list | tuple) and child is not None)
        if present or isinstance(node, BaseModel) or (last and kind in ("missing", "extra_forbidden")):
            path.append(step)
            node = child
    return tuple(path)


def _message(detail: ErrorDetails, path: Path, noun: type[BaseModel]) -> str:
    kind, got, limits = detail["type"], detail["input"], detail.get("ctx", {})
    if kind == "value_error":
        return detail["msg"].removeprefix("Value error, ")
    if kind == "extra_forbidden":
        fields = _fields_at(noun, path[:-1])
        return f"unknown field; {_nearest(str(path[-1]), fields) or 'fields here are ' + ', '.join(fields)}"
    if kind == "missing":
        return f"value {path[-1] + 1} of the list is missing" if isinstance(path[-1], int) else "required, but missing"
    if kind == "string_pattern_mismatch":
        field = next((str(step) for step in reversed(path) if isinstance(step, str)), "")
        expected = "expected " + (_ID if limits["pattern"] == ID_PATTERN else _PATTERNS.get(field, limits["pattern"]))
    elif kind == "literal_error":
        expected = f"expected {limits['expected']}"
        options = [option.strip(" '") for option in limits["expected"].replace(" or ", ", ").split(",")]
        hint = _nearest(got, options) if isinstance(got, str) else ""
        return f"{expected}; got {_shown(got)}" + (f"; {hint}" if hint else "")
    else:
        template = _EXPECTED.get(kind)
        expected = template.format(**limits) if template else detail["msg"][0].lower() + detail["msg"][1:]
    hint = ". Write it in quotes" if kind == "string_type" and isinstance(got, int | float) else ""
    return f"{expected}; got {_shown(got)}{hint}"


def _nearest(word: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(word.lower(), known, n=1, cutoff=0.5) or difflib.get_close_matches(
        word.upper(), known, n=1, cutoff=0.5
    )
    return f"did you mean {near[0]!r}?" if near else ""


def _shown(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else shown[:57] + "..."


def _fields_at(noun: type[BaseModel], path: Path) -> list[str]:
    """The fields of the noun that stands at a path."""
    current: type[BaseModel] | None = noun
    for step in path:
        if isinstance(step, int):
            continue
        if current is None:
            return []
        field = current.model_fields.get(str(step))
        if field is None:
            return []
        current = _model_in(field.annotation)
    return [*current.model_fields, *getattr(current, "also", ())] if current else []


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in get_args(annotation):
        found = _model_in(part)
        if found is not None:
            return found
    return None
