"""How much room a reply needs at least: what is left to write once a model is told to come to an end."""

import json
from collections.abc import Mapping
from typing import Any

_DIGITS = 24
"""Bytes of a number, at most, that has to be written: its sign, and what decimals its bounds ask for."""
_BYTES = 4
"""Of a character in UTF-8."""


def shortest(schema: Mapping[str, Any]) -> int:
    """Bytes, at most, of the shortest ending of a value of a schema, wherever in it somebody stops.

    Lists count with one item, as one may have just been begun; texts with as many characters as they must have.

    >>> shortest({"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]})
    9
    """
    if "anyOf" in schema:
        return max(shortest(choice) for choice in schema["anyOf"])
    if "const" in schema:
        return _written(schema["const"])
    if "enum" in schema:
        return max(_written(value) for value in schema["enum"])
    match schema.get("type"):
        case "object":
            properties: Mapping[str, Any] = schema.get("properties", {})
            return 2 + sum(len(json.dumps(name)) + 2 + shortest(value) for name, value in properties.items())
        case "array":
            items = max(1, int(schema.get("minItems", 0)))
            return 2 + items * (1 + shortest(schema.get("items", {})))
        case "string":
            return 2 + _BYTES * int(schema.get("minLength", 0))
        case "boolean":
            return len("false")
        case "null":
            return len("null")
        case "integer" | "number":
            return _DIGITS
        case _:
            raise ValueError(f"expected a schema of objects, lists, texts and numbers; got {dict(schema)}")


def _written(value: Any) -> int:
    return len(json.dumps(value, ensure_ascii=False).encode())
