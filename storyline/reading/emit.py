"""Plain values → YAML that people read and both YAML 1.1 and 1.2 readers understand alike."""

import json
import re
import textwrap
from collections.abc import Iterator
from typing import Any

_WIDTH = 110
_ONE_LINE = frozenset(
    {"box", "size", "handles", "camera", "transition", "members", "colours", "attributes", "frames", "origins"}
)
"""Fields whose items (or themselves) read best on one line."""

_WORD = re.compile(r"[^\W\d_][\w-]*\Z")
_PLAIN = re.compile(r"[^\W\d_](?:[\w .,;'()/!?%+…—–’-]*[\w.,;)!?…])?\Z")
"""Text that starts with a letter and has no sign that means something to YAML."""
_AMOUNT = re.compile(r"\d+(\.\d+)?(s|%)\Z")
_MISREAD = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
"""Words that one version or the other of YAML takes for something else."""
_LINE = re.compile("[\t\x20-\x7e\xa0-\u2027\u2030-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*\\Z")
"""Characters that a block of text may hold as they are."""


def emit(value: dict[str, Any]) -> str:
    """Write a mapping of JSON values as block-style YAML."""
    return "".join(f"{line}\n" for line in _mapping(value, 0))


def emit_fields(value: dict[str, Any], indent: int) -> list[str]:
    """The lines of a mapping's fields, where they start in a column, from 0."""
    return list(_mapping(value, indent))


def emit_items(field: str, items: list[Any], indent: int) -> list[str]:
    """The lines of a list's items, whose dashes stand in a column, from 0; `field` is the list's name."""
    return list(_list(field, items, indent))


def emit_flow(value: Any) -> str:
    """A value on one line."""
    return _flow(value)


def _mapping(value: dict[str, Any], indent: int) -> Iterator[str]:
    pad = " " * indent
    for key, item in value.items():
        name = _scalar(key, flow=True)
        if isinstance(item, str):
            yield from _text(f"{pad}{name}: ", item, indent + 2)
        elif not isinstance(item, dict | list) or not item or _is_one_line(key, item):
            yield f"{pad}{name}: {_flow(item)}"
        else:
            yield f"{pad}{name}:"
            yield from _mapping(item, indent + 2) if isinstance(item, dict) else _list(key, item, indent + 2)


def _list(key: str, items: list[Any], indent: int) -> Iterator[str]:
    pad = " " * indent
    for item in items:
        if isinstance(item, str):
            yield from _text(f"{pad}- ", item, indent + 2)
        elif not isinstance(item, dict | list) or not item or key in _ONE_LINE:
            yield f"{pad}- {_flow(item)}"
        else:
            lines = _mapping(item, indent + 2) if isinstance(item, dict) else _list("", item, indent + 2)
            first = next(lines)
            yield f"{pad}- {first[indent + 2 :]}"
            yield from lines


def _is_one_line(key: str, item: dict[str, Any] | list[Any]) -> bool:
    inside = item.values() if isinstance(item, dict) else item
    flat = not any(isinstance(v, dict | list) for v in inside)
    return flat and (
        key in _ONE_LINE or (isinstance(item, list) and all(isinstance(v, int | float) for v in item))
    ) and len(_flow(item)) <= _WIDTH  # fmt: skip


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_scalar(k, flow=True)}: {_flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(v) for v in value) + "]"
    return _scalar(value, flow=True)


def _text(lead: str, text: str, indent: int) -> Iterator[str]:
    lines = text.split("\n")
    pad = " " * indent
    clean = all(_LINE.match(line) and (line == "" or line.strip()) for line in lines) and text[:1].strip() != ""
    if len(lines) > 1 and clean:
        body = text.rstrip("\n")
        yield lead + {0: "|-", 1: "|"}.get(len(text) - len(body), "|+")
        yield from (pad + line if line else "" for line in lines[: len(lines) - text.endswith("\n")])
    elif len(lead + text) > _WIDTH and clean and text == " ".join(text.split()) and "\t" not in text:
        yield lead + ">-"
        for line in textwrap.wrap(text, max(40, _WIDTH - indent), break_long_words=False, break_on_hyphens=False):
            yield pad + line
    else:
        yield lead + _scalar(text, flow=False)


def _scalar(value: Any, *, flow: bool) -> str:
    if isinstance(value, str):
        plain = (_WORD if flow else _PLAIN).match(value) or _AMOUNT.match(value)
        return value if plain and value.lower() not in _MISREAD else _quoted(value)
    if isinstance(value, float):
        mantissa, e, exponent = repr(value).partition("e")
        return mantissa + ("" if "." in mantissa else ".0") + e + exponent
    return json.dumps(value)


def _quoted(text: str) -> str:
    """A string in quotes: in single ones if it has double ones, else a JSON string, which either YAML version reads."""
    if '"' in text and "\t" not in text and _LINE.match(text):
        return "'" + text.replace("'", "''") + "'"
    quoted = json.dumps(text, ensure_ascii=False)
    return quoted if _LINE.match(quoted) else "".join(c if _LINE.match(c) else _escape(c) for c in quoted)


def _escape(character: str) -> str:
    return f"\\u{ord(character):04x}"
