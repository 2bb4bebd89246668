"""A YAML text + the difference of two documents → the text with that difference, and else as its writer wrote it."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from storyline.reading.emit import emit_fields, emit_flow, emit_items
from storyline.reading.plain import read_plain
from storyline.reading.spans import Span, spans

_IDENTITY = ("id", "entity", "name", "at")
"""Fields by which an item of a list is known again, the best first."""


class _Change(NamedTuple):
    """Characters of a text, and what stands in their place."""

    start: int
    end: int
    text: str


_Changes = list[_Change]


def amend(
    text: str, old: dict[str, Any], new: dict[str, Any], short: dict[str, Any], holds: Callable[[str], bool]
) -> str | None:
    """Rewrite what differs between two documents; all other characters stay, and comments with what they stand above.

    What is back at its default is taken out, or written so.

    Args:
        text: says `old`, in whatever way.
        old: the document with every field.
        new: likewise.
        short: `new` without the fields that are at their defaults; this is how they are written.
        holds: whether a text says `new`.

    Returns:
        a text that holds; None if there is no such way, as when it uses YAML's rarest forms.
    """
    text = text if text.endswith("\n") else text + "\n"
    for read in (text, _without_aliases(text)):
        amended = _amended(read, old, new, short)
        if amended is not None and holds(amended):
            return amended
    return None


def _amended(text: str, old: dict[str, Any], new: dict[str, Any], short: dict[str, Any]) -> str | None:
    changes = _Amendment(text).within(spans(text), "", old, new, short)
    return None if changes is None else _applied(text, changes, 0, len(text))


def _without_aliases(text: str) -> str:
    """The text with what its aliases repeat in their place."""

    def found(span: Span, value: Any) -> Iterator[_Change]:
        if span.kind == "alias":
            yield _Change(span.start, span.end, emit_flow(value))
        names: Iterable[Any] = (name for name, _ in span.keys) if span.keys else range(len(span.items))
        for name, item in zip(names, span.items, strict=True):
            yield from found(item, value[name])

    return _applied(text, list(found(spans(text), read_plain(text).value)), 0, len(text))


class _Amendment:
    """The changes of one text. `None` for changes means that the value is to be written anew as a whole."""

    def __init__(self, text: str) -> None:
        self.text = text

    def within(self, span: Span, field: str, old: Any, new: Any, short: Any) -> _Changes | None:
        """The changes inside a value."""
        if _same(old, new):
            return []
        if span.kind == "mapping" and all(isinstance(value, dict) for value in (old, new, short)):
            return self._mapping(span, old, new, short)
        if span.kind == "list" and all(isinstance(value, list) for value in (old, new)):
            return self._list(span, field, old, new, short) if len(span.items) == len(old) else None
        return None

    def _mapping(self, span: Span, old: dict[str, Any], new: dict[str, Any], short: dict[str, Any]) -> _Changes | None:
        names = [name for name, _ in span.keys]
        if not names or any(name not in old or name not in new for name in names):
            return None  # written another way, or a field of its own is gone
        changes: _Changes = []
        left = list(names)
        for name in [name for name in names if not _same(old[name], new[name])]:
            n = names.index(name)
            if name not in short:
                if len(left) > 1 and not span.flow and self._is_alone(span.keys[n][1]):
                    left.remove(name)
                    changes.append(self._lines(span.keys[n][1], span.items[n].end))
                else:
                    changes.append(self._field(span, n, new[name], flow=True))
                continue
            inner = self.within(span.items[n], name, old[name], new[name], short[name])
            changes += [self._field(span, n, short[name])] if inner is None else inner
        order = list(new)
        for name in order:
            if name in names or name not in short or (name in old and _same(old[name], new[name])):
                continue
            before = [known for known in order[: order.index(name)] if known in left]
            changes.append(self._new_field(span, names.index(before[-1] if before else left[0]), name, short))
        return changes

    def _field(self, span: Span, n: int, value: Any, *, flow: bool = False) -> _Change:
        """A field written anew."""
        (name, start), item = span.keys[n], span.items[n]
        if span.flow:
            lead = " " if self.text[item.start - 1] in ":?," else ""
            return _Change(item.start, item.end, lead + emit_flow(value))
        lines = emit_fields({name: value}, self._column(start))
        flow = flow or self._must_be_short(item.end, lines)
        name = emit_flow(name)
        return _Change(start, item.end, f"{name}: {emit_flow(value)}" if flow else "\n".join(lines).lstrip(" "))

    def _new_field(self, span: Span, after: int, name: str, short: dict[str, Any]) -> _Change:
        """A field that was not there."""
        if span.flow:
            end = span.items[-1].end
            return _Change(end, end, f", {emit_flow(name)}: {emit_flow(short[name])}")
        end = self._line_end(span.items[after].end)
        lines = emit_fields({name: short[name]}, self._column(span.keys[0][1]))
        return _Change(end, end, "".join(f"{line}\n" for line in lines))

    def _list(self, span: Span, field: str, old: list[Any], new: list[Any], short: list[Any]) -> _Changes | None:
        partners = _partners(old, new)
        kept = {
            m: self.within(span.items[n], "", old[n], new[m], short[m]) for m, n in enumerate(partners) if n is not None
        }
        if span.flow:
            return self._flow_list(span, partners, kept, short)
        dashes = self._dashes(span)
        if not new or not dashes:
            return None
        for m, inner in kept.items():
            if inner is None:
                kept[m] = [self._item(span, dashes, int(partners[m] or 0), field, short[m])]
        if partners == list(range(len(old))):
            return [change for inner in kept.values() for change in inner or ()]
        return [self._rearranged(span, dashes, field, partners, kept, short)]

    def _flow_list(
        self, span: Span, partners: Sequence[int | None], kept: dict[int, _Changes | None], short: list[Any]
    ) -> _Changes:
        if partners == list(range(len(span.items))):
            return [
                change
                for m, inner in kept.items()
                for change in (inner if inner is not None else [self._flow_item(span.items[m], short[m])])
            ]
        texts = []
        for m, n in enumerate(partners):
            inner = kept.get(m)
            if n is None or inner is None:
                texts.append(emit_flow(short[m]))
            else:
                texts.append(_applied(self.text, inner, span.items[n].start, span.items[n].end))
        return [_Change(span.start, span.end, f"[{', '.join(texts)}]")]

    def _flow_item(self, item: Span, value: Any) -> _Change:
        return _Change(item.start, item.end, emit_flow(value))

    def _item(self, span: Span, dashes: Sequence[int], n: int, field: str, value: Any) -> _Change:
        """An item written anew, from its dash on."""
        lines = emit_items(field, [value], self._column(dashes[n]))
        end = max(span.items[n].end, dashes[n] + 1)
        text = f"- {emit_flow(value)}" if self._must_be_short(end, lines) else "\n".join(lines).lstrip(" ")
        return _Change(dashes[n], end, text)

    def _rearranged(
        self,
        span: Span,
        dashes: Sequence[int],
        field: str,
        partners: Sequence[int | None],
        kept: dict[int, _Changes | None],
        short: list[Any],
    ) -> _Change:
        """A block of items in another order, with new ones and without others; each with the comments above it."""
        column = self._column(dashes[0])
        heads: list[int] = []
        ends: list[int] = []
        for n, dash in enumerate(dashes):
            heads.append(self._head(dash, ends[-1] if ends else 0))
            ends.append(self._tail(self._line_end(max(span.items[n].end, dash + 1)), column))
        between = ["", *(self.text[end:head] for end, head in zip(ends, heads[1:], strict=False))]
        for n in range(len(dashes)):
            if n not in partners and "#" in between[n]:  # said of more than the item that goes
                after = next((m for m in range(n + 1, len(dashes)) if m in partners), None)
                if after is not None:
                    between[after] = between[n] + between[after]
        parts: list[str] = []
        for m, partner in enumerate(partners):
            if partner is None:
                parts += [f"{line}\n" for line in emit_items(field, [short[m]], column)]
            else:
                parts.append(between[partner] if parts or "#" in between[partner] else "")
                parts.append(_applied(self.text, kept[m] or [], heads[partner], ends[partner]))
        return _Change(heads[0], ends[-1], "".join(parts))

    def _dashes(self, span: Span) -> list[int]:
        """Where the dashes of a block list stand, each first on its line; nothing if they do not."""
        found: list[int] = []
        column = self._column(span.start)
        position = self._line_start(span.start)
        for item in span.items:
            while position < len(self.text) and not self._is_dash(position, column):
                position = self._line_end(position)
            if position >= len(self.text) or position + column > max(item.start, span.start):
                return []
            found.append(position + column)
            position = self._line_end(max(item.end, position + column))
        return found

    def _is_dash(self, line: int, column: int) -> bool:
        start = self.text[line : line + column + 2]
        return start[:column].strip(" ") == "" and start[column : column + 1] == "-" and start[column + 1 :] in " \n\t"

    def _head(self, dash: int, least: int) -> int:
        """The start of an item's lines, with the comments right above it."""
        head = self._line_start(dash)
        while head > least and self.text[self._line_start(head - 1) : head].lstrip(" ").startswith("#"):
            head = self._line_start(head - 1)
        return head

    def _tail(self, end: int, column: int) -> int:
        """The end of an item's lines, with the comments below it that stand further to the right."""
        position = end
        while position < len(self.text):
            line = self.text[position : self._line_end(position)]
            content = line.lstrip(" ")
            if content.strip() and not (content.startswith("#") and len(line) - len(content) > column):
                break
            position = self._line_end(position)
            end = position if content.strip() else end
        return end

    def _lines(self, start: int, end: int) -> _Change:
        """The lines of a field, taken out."""
        return _Change(self._line_start(start), self._line_end(end), "")

    def _must_be_short(self, end: int, lines: Sequence[str]) -> bool:
        """Whether a value is to stand on one line: before a comment, or where it would take blank lines for its own."""
        rest = self.text[end : self._line_end(end)].strip()
        return len(lines) > 1 and (rest != "" or any(line.endswith("|+") for line in lines))

    def _is_alone(self, start: int) -> bool:
        return self.text[self._line_start(start) : start].strip(" ") == ""

    def _column(self, position: int) -> int:
        return position - self._line_start(position)

    def _line_start(self, position: int) -> int:
        return self.text.rfind("\n", 0, position) + 1

    def _line_end(self, position: int) -> int:
        """The start of the next line."""
        found = self.text.find("\n", position)
        return len(self.text) if found < 0 else found + 1


def _applied(text: str, changes: _Changes, start: int, end: int) -> str:
    """A part of a text with the changes in it. They do not overlap; those at one place are done in their order."""
    parts = []
    for change in sorted(changes, key=lambda change: (change.start, change.end)):
        parts += [text[start : change.start], change.text]
        start = change.end
    return "".join((*parts, text[start:end]))


def _partners(old: Sequence[Any], new: Sequence[Any]) -> list[int | None]:
    """For each new item the old one that it was, if any."""
    partners: list[int | None] = [None] * len(new)
    names = next((name for name in _IDENTITY if _identify(name, old) and _identify(name, new)), None)
    before, after = ([_text(item if names is None else item[names]) for item in items] for items in (old, new))
    matched = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    for start, other, size in matched:
        for n in range(size):
            partners[other + n] = start + n
    for m, text in enumerate(after):  # what moved
        if partners[m] is None:
            partners[m] = next((n for n, known in enumerate(before) if known == text and n not in partners), None)
    left = [n for n in range(len(old)) if n not in partners]
    open_ = [m for m in range(len(new)) if partners[m] is None]
    if len(left) == len(open_) and (names not in ("id", "entity") or left == open_):
        for n, m in zip(left, open_, strict=True):
            partners[m] = n
    return partners


def _identify(name: str, items: Sequence[Any]) -> bool:
    """Whether a field tells all items apart."""
    if not all(isinstance(item, dict) and name in item for item in items):
        return False
    return len({_text(item[name]) for item in items}) == len(items)


def _same(one: Any, other: Any) -> bool:
    return one == other and _text(one) == _text(other)


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True)
