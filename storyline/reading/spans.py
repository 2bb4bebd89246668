"""YAML text → where each value stands in it, to change one and leave the others as they are."""

from dataclasses import dataclass
from typing import Any, Literal

import yaml

_PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Span:
    """A value in a text: its characters from `start` up to, not including, `end`.

    Its anchor is a part of it; the comments and line breaks after it are not.
    """

    kind: Literal["scalar", "alias", "list", "mapping"]
    start: int
    end: int
    flow: bool = False
    """Written in brackets, or within such."""
    items: "tuple[Span, ...]" = ()
    """Of a list, or the values of a mapping."""
    keys: tuple[tuple[str, int], ...] = ()
    """The names of a mapping's fields, and where they start."""


@dataclass
class _Open:
    kind: Literal["list", "mapping"]
    start: int
    flow: bool
    items: list[Span]
    keys: list[tuple[str, int]]
    wants_key: bool


def spans(text: str) -> Span:
    """Where the values of a document stand.

    Args:
        text: one that `read_plain` has read.
    """
    stack: list[_Open] = []
    root = Span("scalar", 0, 0)
    events: Any = yaml.parse(text, Loader=_PARSER)
    for event in events:
        start, end = event.start_mark.index, event.end_mark.index
        match event:
            case yaml.ScalarEvent() if stack and stack[-1].wants_key:
                stack[-1].keys.append((event.value, start))
                stack[-1].wants_key = False
                continue
            case yaml.SequenceStartEvent() | yaml.MappingStartEvent():
                flow = bool(event.flow_style) or (bool(stack) and stack[-1].flow)
                is_mapping = isinstance(event, yaml.MappingStartEvent)
                stack.append(_Open("mapping" if is_mapping else "list", start, flow, [], [], is_mapping))
                continue
            case yaml.ScalarEvent():
                found = Span("scalar", start, _end(text, start, end, event.style))
            case yaml.AliasEvent():
                found = Span("alias", start, end)
            case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                top = stack.pop()
                end = end if top.flow or not top.items else top.items[-1].end
                found = Span(top.kind, top.start, end, top.flow, tuple(top.items), tuple(top.keys))
            case _:
                continue
        if stack:
            stack[-1].items.append(found)
            stack[-1].wants_key = stack[-1].kind == "mapping"
        else:
            root = found
    return root


def _end(text: str, start: int, end: int, style: str | None) -> int:
    """The end of a scalar: of a block, before its last line break, and before blank lines that are no part of it."""
    if style not in ("|", ">"):
        return end
    keeps = "+" in text[start : text.find("\n", start)]
    block = text[start:end]
    return start + len(block.removesuffix("\n") if keeps else block.rstrip(" \n"))
