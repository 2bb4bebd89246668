"""YAML text → plain values, and where in the text each of them stands.

The parser is PyYAML's (libyaml's if it is there); what its events mean is decided here: the scalars of YAML 1.2's
core schema, no tags, no duplicate fields, and limits that hold before anything is built.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, NoReturn

import yaml

from storyline.errors import ScriptError

MAX_BYTES = 10_000_000
"""Of a script, in UTF-8."""
MAX_DEPTH = 50
"""Of lists and mappings in each other."""
MAX_REPEATED = 100_000
"""Values that aliases may repeat, in all: an alias bomb repeats millions."""
MAX_DIGITS = 400
"""Of one number."""

_PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
REFUSED = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
"""What YAML calls not printable, and the byte order mark inside a text."""

_SURROGATE = re.compile("[\ud800-\udfff]")

_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INT = re.compile(r"[-+]?[0-9]+\Z")
_BASED = re.compile(r"0o[0-7]+\Z|0x[0-9a-fA-F]+\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)\Z|\.(nan|NaN|NAN)\Z")

_HINTS = {
    "mapping values are not allowed": "put text that has a colon in quotes, or write it as a block (`|`)",
    "cannot start any token": "indent with spaces, and put text that starts with a sign such as @ or % in quotes",
    "expected <block end>": "fields of one mapping must start in the same column",
    "could not find expected ':'": "a field is written `name: value`",
    "did not find expected key": "fields of one mapping must start in the same column",
    "while scanning a quoted scalar": "close the quotes",
}
"""What to do about the parser's complaints, by a part of their text."""


class Mark(NamedTuple):
    """A place in the text, both from 1."""

    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.line}:{self.column}"


@dataclass(frozen=True)
class Plain:
    """A document's plain value with the marks of everything in it."""

    value: Any
    marks: "dict[int, dict[str | int, tuple[Mark, Mark]]]" = field(repr=False)
    """Of each list and mapping, by its `id`: the marks of every key and of its value."""

    def mark(self, path: Sequence[str | int], *, key: bool = False) -> Mark:
        """Where the value (or its key) at a path stands; of a path that is not there, the deepest part that is."""
        found, node = Mark(1, 1), self.value
        for n, step in enumerate(path):
            marks = self.marks.get(id(node), {}).get(step)
            if marks is None:
                break
            found = marks[0 if key and n + 1 == len(path) else 1]
            node = node[step]
        return found


@dataclass
class _Open:
    """A list or mapping that is being filled."""

    value: Any
    mark: Mark
    anchor: str | None
    size: int = 1
    key: str | None = None
    key_mark: Mark | None = None
    marks: dict[str | int, tuple[Mark, Mark]] = field(default_factory=dict)


def read_plain(text: str, *, source: str = "script") -> Plain:
    """Read one YAML (or JSON) document.

    Raises:
        ScriptError: not YAML, over a limit, or using what scripts do not use (tags, merge keys, several documents,
            fields named twice, numbers that are not finite).
    """
    text = text.removeprefix("\ufeff")
    check_text(text, source=source)
    return _Reader(source).read(text)


def check_text(text: str, *, source: str) -> None:
    """Refuse a text that is too long or holds characters no script has.

    Raises:
        ScriptError: it does.
    """
    size = len(text.encode("utf-8", "replace"))
    if size > MAX_BYTES:
        raise ScriptError(f"{source}: expected at most {MAX_BYTES:,} bytes; got {size:,}. Split the script.")
    refused = REFUSED.search(text)
    if refused:
        at = refused.start()
        mark = Mark(text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))
        raise ScriptError(
            f"{source}:{mark}: expected text; got the control character U+{ord(refused[0]):04X}. Remove it."
        )


class _Reader:
    """One pass over the parser's events, with a stack instead of recursion."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.stack: list[_Open] = []
        self.marks: dict[int, dict[str | int, tuple[Mark, Mark]]] = {}
        self.anchors: dict[str, tuple[Any, int] | None] = {}
        self.repeated = 0
        self.documents = 0
        self.root: Any = None

    def read(self, text: str) -> Plain:
        for event in self._events(text):
            mark = Mark(event.start_mark.line + 1, event.start_mark.column + 1)
            match event:
                case yaml.DocumentStartEvent():
                    self.documents += 1
                    if self.documents > 1:
                        self._refuse(mark, "expected one document; got a second one after ---. Save it as its own file")
                case yaml.AliasEvent():
                    value, size = self._repeat(str(event.anchor), mark)
                    self._add(value, size, mark)
                case yaml.ScalarEvent():
                    self._no_tag(event.tag, mark)
                    if self._wants_key():
                        self._name(event.value, mark, plain=event.implicit[0])
                    else:
                        value = self._scalar(event.value, mark) if event.implicit[0] else event.value
                        self._anchor(event.anchor, value, 1)
                        self._add(value, 1, mark)
                case yaml.SequenceStartEvent() | yaml.MappingStartEvent():
                    self._open(event, mark)
                case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                    closed = self.stack.pop()
                    self.marks[id(closed.value)] = closed.marks
                    self._anchor(closed.anchor, closed.value, closed.size)
                    self._add(closed.value, closed.size, closed.mark)
        return Plain(self.root, self.marks)

    def _events(self, text: str) -> Iterator[Any]:
        try:
            yield from yaml.parse(text, Loader=_PARSER)
        except yaml.MarkedYAMLError as error:
            at = error.problem_mark or error.context_mark
            mark = Mark(at.line + 1, at.column + 1) if at else Mark(1, 1)
            problem = " ".join(filter(None, (error.context, error.problem)))
            hint = next((hint for part, hint in _HINTS.items() if part in problem), "see the YAML around this place")
            self._refuse(mark, f"expected YAML; got a text that is not: {problem}. To mend it, {hint}")

    def _open(self, event: Any, mark: Mark) -> None:
        self._no_tag(event.tag, mark)
        if self._wants_key():
            self._refuse(mark, "expected the name of a field; got a list or mapping")
        if len(self.stack) == MAX_DEPTH:
            self._refuse(mark, f"expected at most {MAX_DEPTH} lists and mappings in each other; got more")
        if event.anchor is not None:
            self.anchors[event.anchor] = None
        value: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
        self.stack.append(_Open(value, mark, event.anchor))

    def _wants_key(self) -> bool:
        return bool(self.stack) and isinstance(self.stack[-1].value, dict) and self.stack[-1].key is None

    def _name(self, key: str, mark: Mark, *, plain: bool) -> None:
        top = self.stack[-1]
        if plain and key == "<<":
            self._refuse(mark, "merge keys (<<) are not YAML 1.2; write the fields out, or repeat a value by *alias")
        if key in top.value:
            self._refuse(mark, f"field {key!r} stands twice in one mapping; remove one of them")
        top.key, top.key_mark = self._encodable(key, mark), mark

    def _add(self, value: Any, size: int, mark: Mark) -> None:
        if not self.stack:
            self.root = value
            return
        top = self.stack[-1]
        top.size += size
        if isinstance(top.value, list):
            top.marks[len(top.value)] = (mark, mark)
            top.value.append(value)
        else:
            assert top.key is not None
            assert top.key_mark is not None
            top.marks[top.key] = (top.key_mark, mark)
            top.value[top.key] = value
            top.key = None

    def _anchor(self, name: str | None, value: Any, size: int) -> None:
        if name is not None:
            self.anchors[name] = value, size

    def _repeat(self, name: str, mark: Mark) -> tuple[Any, int]:
        if self._wants_key():
            self._refuse(mark, f"expected the name of a field; got the alias *{name}")
        if name not in self.anchors:
            self._refuse(mark, f"alias *{name} has no anchor &{name} before it")
        known = self.anchors[name]
        if known is None:
            self._refuse(mark, f"alias *{name} stands inside its own anchor &{name}, which would never end")
        self.repeated += known[1]
        if self.repeated > MAX_REPEATED:
            self._refuse(mark, f"expected aliases to repeat at most {MAX_REPEATED:,} values; got more. Write less")
        return known

    def _scalar(self, text: str, mark: Mark) -> Any:
        if text in _WORDS:
            return _WORDS[text]
        if _NOT_FINITE.match(text):
            self._refuse(mark, f"expected a finite number; got {text}. If it is a word, put it in quotes")
        number: int | float
        if _INT.match(text) or _BASED.match(text):
            self._short(text, mark)
            number = int(text, 0 if _BASED.match(text) else 10)
        elif _FLOAT.match(text):
            self._short(text, mark)
            number = float(text)
            if number in (float("inf"), float("-inf")):
                self._refuse(mark, f"expected a finite number; got {text}. If it is a word, put it in quotes")
        else:
            return self._encodable(text, mark)
        return number

    def _short(self, text: str, mark: Mark) -> None:
        if len(text) > MAX_DIGITS:
            self._refuse(mark, f"expected a number of at most {MAX_DIGITS} digits; got {len(text)}")

    def _encodable(self, text: str, mark: Mark) -> str:
        if _SURROGATE.search(text):
            self._refuse(mark, "expected characters; got half of a surrogate pair. Write the character itself")
        return text

    def _no_tag(self, tag: str | None, mark: Mark) -> None:
        if tag is not None:
            self._refuse(mark, f"tags are not allowed in scripts; got {tag!r}. Write the plain value")

    def _refuse(self, mark: Mark, message: str) -> NoReturn:
        raise ScriptError(f"{self.source}:{mark}: {message}.")
