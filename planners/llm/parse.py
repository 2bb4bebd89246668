"""What a model wrote → the JSON value in it: fences, prose around, comments, single quotes and broken-off ends."""

import json
import re
from dataclasses import dataclass
from typing import Any

_THOUGHT = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL | re.IGNORECASE)
_FENCE = re.compile(r"```[\w-]*[ \t]*\n(.*?)(?:\n[ \t]*```|\Z)", re.DOTALL)
_WORDS = {"true": True, "false": False, "null": None, "True": True, "False": False, "None": None}
_NUMBER = re.compile(r"[+-]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_BARE = re.compile(r"[A-Za-z_][\w-]*")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_LIST = re.compile(r"\[(?=\s*[\[{\]\d\"'-])")
"""A list of values, and no note in brackets."""
_DEEPEST = 40
_LONGEST = 4_000_000
"""Characters."""


@dataclass(frozen=True)
class Found:
    """A value, and what had to be overlooked to read it."""

    value: Any
    remarks: tuple[str, ...] = ()


class NotJsonError(ValueError):
    """There is no JSON value in the text; the message says where reading stopped, for the model to read."""


def parse(text: str) -> Found:
    """The first JSON object in a text, or the list around it.

    What is not JSON but clearly meant is read, with a remark each: a value between prose or in a code fence, comments,
    commas too many or missing, single quotes, Python's `True` and `None`, bare keys, line feeds in strings, and an end
    that broke off: the value is then closed where it stops, without the item that was being written.

    Raises:
        NotJsonError: there is none.
    """
    if len(text) > _LONGEST:
        raise NotJsonError(f"expected a JSON object of at most {_LONGEST:,} characters; got {len(text):,}")
    plain = text.strip().removeprefix("\ufeff")
    try:
        return Found(json.loads(plain, parse_constant=lambda word: None))
    except (ValueError, RecursionError):
        pass
    remarks: list[str] = []
    if _THOUGHT.search(plain):
        plain = _THOUGHT.sub("", plain).strip()
        remarks.append("thoughts before the answer")
    candidates = [match[1] for match in _FENCE.finditer(plain) if "{" in match[1] or "[" in match[1]]
    if candidates:
        remarks.append("code fence")
    problems: list[str] = []
    for piece in (*candidates, plain):
        for start in _starts(piece):
            reader = _Reader(piece, start)
            try:
                value = reader.value(0)
            except NotJsonError as error:
                problems.append(str(error))
                continue
            before, after = piece[:start].strip(), piece[reader.at :].strip()
            if before or after:
                remarks.append("words around the answer")
            return Found(value, tuple(dict.fromkeys((*remarks, *reader.remarks))))
    raise NotJsonError(problems[0] if problems else f"expected a JSON object; got {_shown(text)}")


def _starts(text: str) -> tuple[int, ...]:
    """Where an answer may begin: at the first object, or at a list around it; never within another value."""
    inner, list_ = text.find("{"), _LIST.search(text)
    if list_ is None or -1 < inner < list_.start():
        return (inner,) if inner >= 0 else ()
    return (list_.start(),) if inner < 0 else (list_.start(), inner)


class _BrokenError(Exception):
    """The text ends within a value."""


class _Reader:
    """Reads one value from a place in a text, and stands after it."""

    def __init__(self, text: str, at: int) -> None:
        self.text, self.at = text, at
        self.remarks: list[str] = []

    def value(self, depth: int) -> Any:
        """The value here. Raises NotJsonError; an object or a list that breaks off is closed."""
        try:
            return self._value(depth)
        except _BrokenError:
            raise NotJsonError(f"the reply breaks off: {_shown(self.text[-60:])}") from None

    def _value(self, depth: int) -> Any:
        if depth > _DEEPEST:
            raise NotJsonError(f"expected at most {_DEEPEST} levels of brackets; got more")
        self._space()
        if self.at >= len(self.text):
            raise _BrokenError
        character = self.text[self.at]
        if character == "{":
            return self._object(depth)
        if character == "[":
            return self._list(depth)
        if character in "\"'“”‘":
            return self._string()
        if match := _NUMBER.match(self.text, self.at):
            self.at = match.end()
            if self.at >= len(self.text):
                raise _BrokenError  # more digits may have followed
            digits = match[0].replace("_", "").lstrip("+")
            return float(digits) if any(c in digits for c in ".eE") else int(digits[:400])
        if match := _BARE.match(self.text, self.at):
            self.at = match.end()
            if match[0] in _WORDS:
                if match[0][0] in "TFN":
                    self._remark("a word of Python")
                return _WORDS[match[0]]
            self._remark("a text without quotes")
            return match[0]
        raise NotJsonError(
            f"expected a value; got {_shown(self.text[self.at : self.at + 60])} after {_shown(self._before())}"
        )

    def _object(self, depth: int) -> dict[str, Any]:
        made: dict[str, Any] = {}
        self.at += 1
        try:
            while not self._closes("}"):
                key = self._key()
                self._space()
                if self.text[self.at : self.at + 1] != ":":
                    if self.at >= len(self.text):
                        raise _BrokenError
                    raise NotJsonError(
                        f"expected `:` after the key {key!r}; got {_shown(self.text[self.at : self.at + 60])}"
                    )
                self.at += 1
                if key in made:
                    self._remark("a key that stands twice")
                made[key] = self._value(depth + 1)
                self._comma("}")
        except _BrokenError:
            if depth == 0 and not made:
                raise
            self._remark("an end that broke off")
        return made

    def _list(self, depth: int) -> list[Any]:
        made: list[Any] = []
        self.at += 1
        try:
            while not self._closes("]"):
                made.append(self._value(depth + 1))
                self._comma("]")
        except _BrokenError:
            self._remark("an end that broke off")
        return made

    def _closes(self, bracket: str) -> bool:
        self._space()
        if self.at >= len(self.text):
            raise _BrokenError
        if self.text[self.at] == bracket:
            self.at += 1
            return True
        return False

    def _comma(self, bracket: str) -> None:
        self._space()
        here = self.text[self.at : self.at + 1]
        if here == ",":
            self.at += 1
            self._space()
            if self.text[self.at : self.at + 1] in (bracket, ","):
                self._remark("a comma too many")
                while self.text[self.at : self.at + 1] == ",":
                    self.at += 1
                    self._space()
        elif here == ";":
            self.at += 1
            self._remark("a semicolon for a comma")
        elif here and here not in "}]":
            self._remark("a comma missing")
        elif here and here != bracket:
            raise NotJsonError(f"expected `{bracket}`; got `{here}` after {_shown(self._before())}")

    def _key(self) -> str:
        if self.text[self.at] in "\"'“”‘":
            return self._string()
        if match := _BARE.match(self.text, self.at):
            self.at = match.end()
            self._remark("a key without quotes")
            return match[0]
        raise NotJsonError(
            f"expected a key in quotes; got {_shown(self.text[self.at : self.at + 60])} after {_shown(self._before())}"
        )

    def _string(self) -> str:
        opening = self.text[self.at]
        closing = {"“": "”", "‘": "’"}.get(opening, opening)
        if opening != '"':
            self._remark("other quotes")
        self.at += 1
        made: list[str] = []
        while self.at < len(self.text):
            character = self.text[self.at]
            if character == closing:
                self.at += 1
                return "".join(made).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            if character == "\\":
                made.append(self._escape())
                continue
            if character < " ":
                self._remark("a control character in a text")
                character = " "
            made.append(character)
            self.at += 1
        raise _BrokenError

    def _escape(self) -> str:
        code = self.text[self.at + 1 : self.at + 2]
        if not code:
            raise _BrokenError
        if code == "u":
            digits = self.text[self.at + 2 : self.at + 6]
            if re.fullmatch("[0-9a-fA-F]{4}", digits):
                self.at += 6
                return chr(int(digits, 16))
        self.at += 2
        return _ESCAPES.get(code, code)

    def _space(self) -> None:
        while self.at < len(self.text):
            rest = self.text[self.at : self.at + 2]
            if rest[:1].isspace() or rest[:1] in "\ufeff\u200b":
                self.at += 1
            elif rest == "//" or rest[:1] == "#":
                end = self.text.find("\n", self.at)
                self.at = len(self.text) if end < 0 else end
                self._remark("a comment")
            elif rest == "/*":
                end = self.text.find("*/", self.at)
                self.at = len(self.text) if end < 0 else end + 2
                self._remark("a comment")
            elif rest[:1] == "…" or self.text.startswith("...", self.at):
                self.at += 1 if rest[:1] == "…" else 3
                self._remark("dots for something left out")
            else:
                return

    def _before(self) -> str:
        return self.text[max(0, self.at - 40) : self.at]

    def _remark(self, what: str) -> None:
        self.remarks.append(what)


def _shown(text: str) -> str:
    text = text.strip()
    return repr(text if len(text) <= 60 else text[:57] + "...") if text else "nothing"
