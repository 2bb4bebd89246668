"""Replies that break the rules → the nearest that keep them. What is done is safe, and counted.

All work on plain JSON values, before they are validated, and return what they changed, a word for each change.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from planners.llm.part import Part
from planners.llm.words import FIELDS, known, likely, meant
from storyline.schema.faults import Fault, validate

Done = tuple[str, ...]
"""What was repaired, one word or more for each change: `corners put in order`."""

_CANVASES = (1.0, 100.0, 512.0, 1000.0, 1024.0, 1280.0, 1920.0, 2048.0, 4096.0)
"""Widths and heights that a model may have in mind: fractions, percent, pixels."""
_SLACK = 1.25
"""How far beyond their canvas boxes may reach before it is taken for too small."""
_SMALLEST = 0.01
"""Of a box that is repaired, in frame widths and heights."""


def in_words(document: Any, *, guess: bool) -> tuple[Any, Done]:
    """A document whose closed words, in the fields of `words.FIELDS`, are those of the vocabulary.

    Args:
        guess: take misspelt words for the likeliest; otherwise only other names of the same are replaced.
    """
    done: list[str] = []
    find = likely if guess else meant

    def word(field: str, value: Any) -> Any:
        if not isinstance(value, str) or known(field, value):
            return value
        found = find(field, value)
        if found is None:
            return value
        done.append(f"{field.replace('_', ' ')} {value[:40]!r} taken for {found!r}")
        return found

    def walk(node: Any) -> Any:
        if isinstance(node, list):
            return [walk(item) for item in node]
        if not isinstance(node, dict):
            return node
        made = {}
        for key, value in node.items():
            if key not in FIELDS:
                made[key] = walk(value)
            elif isinstance(value, list):
                made[key] = [word(key, item) for item in value]
            else:
                made[key] = word(key, value)
        return made

    return walk(document), tuple(done)


def trimmed(part: type[Part], document: Any) -> tuple[Any, Done]:
    """A document without the fields that nobody asked for; a list alone stands for the one list of its part."""
    done: list[str] = []
    if isinstance(document, list):
        lists = [
            name for name, field in part.model_fields.items() if str(field.annotation).startswith(("list", "tuple"))
        ]
        if len(lists) == 1:
            document = {lists[0]: document}
            done.append("a list put where it belongs")
    for _ in range(20):
        _, found = validate(part, document)
        extra = [f.path for f in found if f.kind == "unknown" and f.path]
        if not extra:
            break
        document = _without(document, extra)
        done += [f"unknown field {str(path[-1])[:40]!r} left out" for path in extra]
    return document, tuple(done)


def pruned(part: type[Part], document: Any) -> tuple[Any, Done]:
    """A document without what cannot be valid: optional fields first, else the item of a list around them.

    Lists and texts too long are cut. What comes back may still be invalid: then nothing of it is of use.
    """
    done: list[str] = []
    for _ in range(60):
        _, found = validate(part, document)
        if not found:
            break
        cut = [f for f in found if f.message.startswith("expected at most")]
        if cut:
            document = _shortened(document, cut[0])
            done.append(f"{cut[0].where or 'the reply'}: cut to its length")
            continue
        gone = {_removable(part, f.path) for f in found}
        paths = [path for path in gone if path is not None]
        if not paths:
            break
        document = _without(document, paths)
        done += [f"{f.where or 'the reply'}: left out, as it was not valid" for f in found]
    return document, tuple(done)


def _removable(part: type[Part], path: Sequence[str | int]) -> tuple[str | int, ...] | None:
    """What to leave out so that a fault is gone: an optional field, or the innermost item of a list."""
    for end in range(len(path), 0, -1):
        step = path[end - 1]
        if isinstance(step, int):
            inner = path[end - 2] if end > 1 else None
            if inner in ("box",):
                continue  # a corner alone cannot go
            return tuple(path[:end])
        if _optional(part, path[: end - 1], step):
            return tuple(path[:end])
    return None


def _optional(part: type[Part], path: Sequence[str | int], field: str) -> bool:
    schema: Any = part.model_json_schema()
    named, node = schema.get("$defs", {}), schema
    for step in path:
        node = node.get("items", {}) if isinstance(step, int) else node.get("properties", {}).get(step, {})
        while "$ref" in node:
            node = named[node["$ref"].rpartition("/")[2]]
    return field in node.get("properties", {}) and field not in node.get("required", ())


def _without(node: Any, paths: Sequence[Sequence[str | int]]) -> Any:
    """A document without the values at some paths."""
    here = {path[0] for path in paths if len(path) == 1}
    below: dict[str | int, list[Sequence[str | int]]] = {}
    for path in paths:
        if len(path) > 1:
            below.setdefault(path[0], []).append(path[1:])
    if isinstance(node, dict):
        return {k: _without(v, below.get(k, ())) if k in below else v for k, v in node.items() if k not in here}
    if isinstance(node, list):
        return [_without(v, below.get(n, ())) if n in below else v for n, v in enumerate(node) if n not in here]
    return node


def _shortened(node: Any, fault: Fault) -> Any:
    """A document in which the list or the text at a fault has the length that the fault says."""
    numbers = [int(w.replace(",", "")) for w in fault.message.split(";")[0].split() if w.replace(",", "").isdecimal()]

    def cut(here: Any, path: Sequence[str | int]) -> Any:
        if not path:
            if isinstance(here, list | str) and numbers:
                return here[: numbers[0]]
            return numbers[0] if numbers and isinstance(here, int | float) else None
        if isinstance(here, dict):
            return {k: cut(v, path[1:]) if k == path[0] else v for k, v in here.items()}
        return [cut(v, path[1:]) if n == path[0] else v for n, v in enumerate(here)]

    return cut(node, fault.path)


# Boxes


@dataclass(frozen=True)
class Reading:
    """How the boxes of a reply are to be read."""

    width: float = 1.0
    height: float = 1.0
    """What 1.0 of the frame is in them."""
    sized: bool = False
    """They are [x, y, width, height]."""

    @property
    def said(self) -> Done:
        """In words, for each thing that is not as it was asked for."""
        found = []
        if self.width != 1.0 or self.height != 1.0:
            found.append("percent made fractions" if self.width == 100 else "pixels made fractions")
        if self.sized:
            found.append("x, y, width, height made corners")
        return tuple(found)


def reading_of(boxes: Sequence[Sequence[float]], frame: tuple[int, int] = (1280, 720)) -> Reading:
    """How boxes that belong together are most likely meant: all of them in one unit and one order.

    Args:
        frame: width and height of the film's frame in pixels, the first canvas to be thought of.
    """
    shown = [b for b in boxes if len(b) == 4 and all(math.isfinite(v) for v in b)]
    if not shown:
        return Reading()
    disordered = any(b[2] <= b[0] or b[3] <= b[1] for b in shown if any(b))
    right = max(max(b[0], b[2]) for b in shown)
    lower = max(max(b[1], b[3]) for b in shown)
    if max(right, lower) <= 2.0:
        width = height = 1.0
    elif max(right, lower) <= 100 * _SLACK and min(right, lower) <= 110:
        width = height = 100.0
    elif right <= frame[0] * _SLACK and lower <= frame[1] * _SLACK and frame[0] > 200:
        width, height = float(frame[0]), float(frame[1])
    else:
        width = height = next((c for c in _CANVASES[2:] if max(right, lower) <= c * 1.02), max(right, lower))
    fits = all(b[0] + b[2] <= width * 1.05 and b[1] + b[3] <= height * 1.05 and b[2] > 0 and b[3] > 0 for b in shown)
    return Reading(width, height, sized=disordered and fits)


def mended(box: Sequence[float], reading: Reading) -> tuple[tuple[float, float, float, float] | None, Done]:
    """A box in corners and fractions of the frame that meets it; None where nothing is left of it.

    Zeros alone are how some say that somebody is absent.
    """
    if len(box) != 4 or not all(math.isfinite(v) for v in box):
        return None, ("box without four numbers left out",)
    if not any(box):
        return None, ("box of zeros taken for absence",)
    done: list[str] = []
    x0, y0, x1, y1 = box
    if reading.sized:
        x1, y1 = x0 + x1, y0 + y1
    x0, x1 = x0 / reading.width, x1 / reading.width
    y0, y1 = y0 / reading.height, y1 / reading.height
    if x0 > x1 or y0 > y1:
        x0, x1, y0, y1 = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
        done.append("corners put in order")
    if x1 <= 0 or y1 <= 0 or x0 >= 1 or y0 >= 1:
        return None, (*done, "box out of the frame left out")
    if x1 - x0 < 1e-6 or y1 - y0 < 1e-6:
        return None, (*done, "box of no size left out")
    clipped = tuple(min(2.0, max(-1.0, v)) for v in (x0, y0, x1, y1))
    if clipped != (x0, y0, x1, y1):
        done.append("box clipped to the frame's surroundings")
    if x1 - x0 < _SMALLEST or y1 - y0 < _SMALLEST:
        done.append("box made large enough to be seen")
    a, b, c, d = clipped
    c, d = max(c, a + _SMALLEST), max(d, b + _SMALLEST)
    a, b, c, d = (round(v, 4) for v in (a, b, c, d))
    if c <= 0 or d <= 0 or a >= 1 or b >= 1:  # by less than what counts
        return None, (*done, "box out of the frame left out")
    return (a, b, c, d), tuple(done)


def in_boxes(document: Any, frame: tuple[int, int]) -> tuple[Any, Done]:
    """A document whose boxes (the lists under `box`) are valid; whatever has a box beyond repair is left out.

    The boxes of one shot are read in one unit and one order: a document is taken shot by shot where it has `shots`.
    """
    if isinstance(document, dict) and isinstance(document.get("shots"), list):
        pairs = [_boxes_mended(shot, frame) for shot in document["shots"]]
        return {**document, "shots": [made for made, _ in pairs]}, tuple(d for _, done in pairs for d in done)
    return _boxes_mended(document, frame)


def _boxes_mended(document: Any, frame: tuple[int, int]) -> tuple[Any, Done]:
    reading = reading_of([_numbers(box) for box in _found(document)], frame)
    done: list[str] = list(reading.said)
    gone = object()

    def walk(node: Any) -> Any:
        if isinstance(node, list):
            return [made for item in node if (made := walk(item)) is not gone]
        if not isinstance(node, dict):
            return node
        made = {}
        for key, value in node.items():
            if key == "box":
                box, said = mended(_numbers(value), reading)
                done.extend(said)
                if box is None:
                    return gone
                made[key] = list(box)
            else:
                made[key] = walk(value)
        return made

    walked = walk(document)
    return (document if walked is gone else walked), tuple(done)


def _found(node: Any) -> Iterator[Any]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "box":
                yield value
            else:
                yield from _found(value)
    elif isinstance(node, list):
        for item in node:
            yield from _found(item)


def _numbers(box: Any) -> list[float]:
    """The numbers of a box, however they are written."""
    if isinstance(box, dict):
        orders = (("x0", "y0", "x1", "y1"), ("x1", "y1", "x2", "y2"), ("xmin", "ymin", "xmax", "ymax"),
                  ("left", "top", "right", "bottom"))  # fmt: skip
        box = next(([box[k] for k in keys] for keys in orders if all(k in box for k in keys)), None)
    if isinstance(box, str):
        box = box.replace(",", " ").strip("[]() ").split()
    if not isinstance(box, list):
        return []
    try:
        return [float(str(v).strip().rstrip("%pxPX")) for v in box]
    except ValueError:
        return []


Corner = tuple[float, float, float, float]


def apart(boxes: Sequence[Corner], overlap: float = 0.0) -> tuple[tuple[Corner, ...], int]:
    """Boxes side by side in their order from left to right, none over another, and how many had to move.

    They are moved along x as little as a sweep from the left does, and made narrower where all of them do not fit.
    Those that nobody covers, and nobody is moved onto, stay. `overlap` is the share of the narrower of two that may be
    covered.
    """
    order = sorted(range(len(boxes)), key=lambda n: (boxes[n][0] + boxes[n][2], n))
    crowd = [n for n in order if any(_covers(boxes[n], boxes[m], overlap) for m in order if m != n)]
    made = list(boxes)
    while crowd:
        made = _swept(boxes, crowd)
        met = [n for n in order if n not in crowd and any(_covers(made[n], made[m], overlap) for m in crowd)]
        if not met:
            break
        crowd = [n for n in order if n in crowd or n in met]
    return tuple(made), sum(a != b for a, b in zip(made, boxes, strict=True))


def _swept(boxes: Sequence[Corner], crowd: Sequence[int]) -> list[Corner]:
    """Boxes of which those of a crowd, from left to right, stand side by side."""
    made = list(boxes)
    low, high = min(0.0, *(made[n][0] for n in crowd)), max(1.0, *(made[n][2] for n in crowd))
    shrink = min(1.0, 0.98 * (high - low) / sum(made[n][2] - made[n][0] for n in crowd))
    if shrink < 1:
        for n in crowd:
            x0, y0, x1, y1 = made[n]
            half, middle = (x1 - x0) * shrink / 2, (x0 + x1) / 2
            made[n] = (middle - half, y0, middle + half, y1)
    edge = low
    for n in crowd:  # to the right, as far as the one before reaches
        x0, y0, x1, y1 = made[n]
        if x0 < edge:
            made[n] = (edge, y0, edge + x1 - x0, y1)
        edge = made[n][2]
    edge = high
    for n in reversed(crowd):  # and back, where that went beyond the frame
        x0, y0, x1, y1 = made[n]
        if x1 > edge:
            made[n] = (edge - (x1 - x0), y0, edge, y1)
        edge = made[n][0]
    for n in crowd:
        x0, y0, x1, y1 = made[n]
        made[n] = (round(x0, 4), y0, round(x1, 4), y1)
    return made


def _covers(a: tuple[float, float, float, float], b: tuple[float, float, float, float], overlap: float = 0.0) -> bool:
    wide = min(a[2], b[2]) - max(a[0], b[0])
    high = min(a[3], b[3]) - max(a[1], b[1])
    return wide > overlap * min(a[2] - a[0], b[2] - b[0]) + 1e-4 and high > 1e-4
