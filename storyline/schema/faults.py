"""Validation errors in words a writer understands: where, expected, got, what to do."""

import difflib
from collections.abc import Sequence
from typing import Any, Literal, NamedTuple, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from storyline.errors import ScriptError
from storyline.schema.check import Path

_NAMES = {
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
    "credits": "credit",
    "camera": "camera keyframe",
    "notes": "note",
    "colours": "colour",
}

M = TypeVar("M", bound=BaseModel)


Kind = Literal["unknown", "missing", "invalid"]


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
        if detail["type"] == "storyboard":
            found += [Fault(p.path, where(p.path, document), p.message) for p in context["problems"]]
            continue
        if detail["type"] == "too_short" and detail["input"]:
            continue  # its items were refused one by one, and are reported so
        path = _in_document(detail["loc"], document, detail["type"])
        message = _message(detail["type"], detail["msg"], detail["input"], path, noun)
        fault = Fault(path, where(path, document), message)
        if fault not in found:
            found.append(fault)
    return tuple(found)


def where(path: Sequence[str | int], document: Any) -> str:
    """A path in words: `scene 2, shot 5, panel 1, entity 'fox': box` without the last colon's part."""
    words: list[str] = []
    node = document
    for n, step in enumerate(path):
        before = path[n - 1] if n else None
        node = _child(node, step)
        if isinstance(step, int):
            if before == "placements" and isinstance(node, dict) and isinstance(node.get("entity"), str):
                words.append(f"entity {node['entity']!r}")
            elif before in ("cast", "places", "groups") and isinstance(node, dict) and isinstance(node.get("id"), str):
                words.append(f"{_NAMES[str(before)]} {node['id']!r}")
            elif before in _NAMES:
                words.append(f"{_NAMES[str(before)]} {step + 1}")
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


def _message(kind: str, message: str, got: Any, path: Path, noun: type[BaseModel]) -> str:
    if kind == "extra_forbidden":
        fields = _fields_at(noun, path[:-1])
        near = difflib.get_close_matches(str(path[-1]), fields, n=1, cutoff=0.5)
        hint = f"did you mean {near[0]!r}?" if near else f"fields here are {', '.join(fields)}"
        return f"unknown field; {hint}"
    if kind == "missing":
        return "required, but missing"
    if kind == "value_error":
        return message.removeprefix("Value error, ")
    shown = repr(got)
    shown = shown if len(shown) <= 60 else shown[:57] + "..."
    text = message.removeprefix("Input should be ").removeprefix("Input ")
    lowered = "expected " + text if message.startswith("Input should be ") else message[0].lower() + message[1:]
    if kind == "literal_error" and isinstance(got, str):
        options = [o.strip(" '") for o in text.replace(" or ", ", ").split(",")]
        near = difflib.get_close_matches(got, options, n=1, cutoff=0.5)
        lowered += f" (did you mean {near[0]!r}?)" if near else ""
    return f"{lowered}; got {shown}"


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
    return list(current.model_fields) if current else []


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in get_args(annotation):
        found = _model_in(part)
        if found is not None:
            return found
    return None
