"""Lists and mappings as language models write them, JSON or Python with noise around → plain values."""

import ast
import json
import re
import warnings
from typing import Any

from storyline.errors import ScriptError

_FENCE = re.compile(r"^\s*```[\w-]*\s*$", re.MULTILINE)
_STRING = r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\''
_COMMENT = re.compile(rf"({_STRING})|#[^\n]*|(?<!:)//[^\n]*")
_TRAILING = re.compile(rf"({_STRING})|,(?=\s*[\]}}])")
_DEEPEST = 50
"""Lists and mappings in each other: more is no plan."""


def without_fences(text: str) -> str:
    """The text without the lines of backquotes that models put around code."""
    return _FENCE.sub("", text)


def document_in(text: str, *, source: str) -> Any:
    """The first list or mapping of a text, whatever words and fences stand around it. Raises ScriptError."""
    bare = without_fences(text)
    return parse_literal(balanced(bare) or bare, source=source)


def parse_literal(text: str, *, source: str) -> Any:
    """The value of one literal, comments and trailing commas allowed.

    Raises:
        ScriptError: it is neither JSON nor a Python literal of lists, mappings, texts and numbers.
    """
    if _depth(text) > _DEEPEST:
        raise ScriptError(f"{source}: expected a plan; got brackets {_DEEPEST} and more deep. Send one plan.")
    bare = _TRAILING.sub(_kept, _COMMENT.sub(_kept, text)).strip()
    try:
        return json.loads(bare)
    except ValueError:
        pass
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)  # of a backslash in some text
            return ast.literal_eval(bare)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError) as error:
        shown = " ".join(bare.split())[:60]
        raise ScriptError(
            f"{source}: expected a list or mapping, as JSON or Python writes it; got “{shown}” "
            f"({type(error).__name__}). Mend the text there."
        ) from None


def balanced(text: str, start: int = 0) -> str | None:
    """The first bracketed literal of a text from `start` on, brackets inside texts left aside; None if none closes."""
    begin = next((n for n in range(start, len(text)) if text[n] in "[{"), None)
    if begin is None:
        return None
    depth, quote, n = 0, "", begin
    while n < len(text):
        character = text[n]
        if quote:
            if character == "\\":
                n += 1
            elif character == quote:
                quote = ""
        elif character in "\"'" and not (character == "'" and text[n - 1].isalnum()):  # `the dog's`
            quote = character
        elif character in "[{":
            depth += 1
        elif character in "]}":
            depth -= 1
            if not depth:
                return text[begin : n + 1]
        n += 1
    return None


def _kept(match: re.Match[str]) -> str:
    """Texts stay, what stands between them goes."""
    return match[1] or ""


def _depth(text: str) -> int:
    deepest = depth = 0
    for character in text:
        depth += (character in "[{(") - (character in "]})")
        deepest = max(deepest, depth)
    return deepest
