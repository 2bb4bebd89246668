"""Two values of a field → words; two nouns → words for all of their fields that differ."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from storyline.schema.base import Noun, document
from storyline.schema.camera import Camera
from storyline.schema.edit import Edit
from storyline.schema.media import FileRef

_LONG = 60
"""Characters of a text that is told as it is; of a longer one, what differs."""
_AROUND = 20
"""Characters of a long text before and after what differs in it."""


@dataclass(frozen=True)
class Clock:
    """Times of two films: in frames where both have one rate, and else in seconds."""

    a: Fraction
    b: Fraction

    def same(self, a: int, b: int) -> bool:
        """Whether two times, in frames of their films, are one; where rates differ, to within a frame."""
        if self.a == self.b:
            return a == b
        return abs(a / self.a - b / self.b) < 1 / min(self.a, self.b)

    def told(self, a: int, b: int) -> str:
        """Both times in words: `48 → 60 frames`."""
        if self.a == self.b:
            return f"{a} → {b} frame{'' if b == 1 else 's'}"
        return f"{float(a / self.a):.2f} → {float(b / self.b):.2f} s"


def differing(a: Noun, b: Noun, path: str = "", leave: Collection[str] = ()) -> Iterator[str]:
    """Every field that differs, at any depth: `look 1, colours: brown → red`.

    Args:
        path: what stands before the names of fields.
        leave: fields of these nouns that are told elsewhere.
    """
    for name in type(b).model_fields:
        if name not in leave:
            yield from _field(getattr(a, name), getattr(b, name), _joined(path, name.replace("_", " ")))


def _field(a: Any, b: Any, path: str) -> Iterator[str]:
    if a == b:
        return
    if isinstance(a, FileRef) and isinstance(b, FileRef) and a.digest == b.digest and a.digest is not None:
        return  # the same file under another name
    if isinstance(a, Noun) and type(a) is type(b):
        yield from differing(a, b, path)
    elif isinstance(a, dict) and isinstance(b, dict):
        for name in dict.fromkeys((*a, *b)):
            yield from _field(a.get(name), b.get(name), _joined(path, str(name)))
    elif _nouns(a) and _nouns(b) and len(a) == len(b):
        for n, (one, other) in enumerate(zip(a, b, strict=True), 1):
            yield from _field(one, other, f"{path} {n}" if len(a) > 1 else path)
    else:
        yield f"{path}: {changed(a, b)}"


def changed(a: Any, b: Any) -> str:
    """Two values in words, before and after.

    >>> changed("WS", "CU")
    'WS → CU'
    >>> changed("The hare runs.", None)
    '“The hare runs.” → none'
    """
    if isinstance(a, str) and isinstance(b, str) and max(len(a), len(b)) > _LONG:
        a, b = _cut(a, b)
    return f"{value(a)} → {value(b)}"


def value(found: Any) -> str:
    """One value in words."""
    if found is None or found in ("", (), [], {}):
        return "none"
    match found:
        case bool():
            return "yes" if found else "no"
        case float():
            return f"{found:.4g}"
        case str():
            return f"“{found}”" if any(c.isspace() for c in found) else found
        case FileRef():
            return found.path
        case Edit():
            return edited(found)
        case Noun():
            return value(document(found))
        case dict():
            return ", ".join(f"{str(name).replace('_', ' ')} {value(inner)}" for name, inner in found.items())
        case tuple() | list():
            return ", ".join(map(value, found))
    return str(found)


def edited(edit: Edit) -> str:
    """An edit in words: `recolour (to teal)`."""
    told = value(edit.parameters)
    return edit.operation if told == "none" else f"{edit.operation} ({told})"


def framed(camera: Camera) -> str:
    """A framing in words: `pan 0.1, zoom 1.2`; the whole master view is `the whole view`."""
    told = [f"{name} {getattr(camera, name):.3g}" for name in Camera.model_fields]
    usual = [f"{name} {getattr(Camera(), name):.3g}" for name in Camera.model_fields]
    return ", ".join(said for said, plain in zip(told, usual, strict=True) if said != plain) or "the whole view"


def _joined(path: str, name: str) -> str:
    return f"{path}, {name}" if path else name


def _nouns(found: Any) -> bool:
    return isinstance(found, tuple) and bool(found) and all(isinstance(item, Noun) for item in found)


def _cut(a: str, b: str) -> tuple[str, str]:
    """What differs of two texts, with a little of what stands around it."""
    shorter = min(len(a), len(b))
    before = next((n for n in range(shorter) if a[n] != b[n]), shorter)
    after = next((n for n in range(shorter - before) if a[-1 - n] != b[-1 - n]), shorter - before)
    start, left = max(0, before - _AROUND), max(0, after - _AROUND)

    def kept(text: str) -> str:
        found = text[start : len(text) - left]
        middle = found if len(found) <= 4 * _LONG else f"{found[: 2 * _LONG]} … {found[-2 * _LONG :]}"
        return f"{'…' if start else ''}{middle}{'…' if left else ''}"

    return kept(a), kept(b)
