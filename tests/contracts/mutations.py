"""A storyboard in which every field stands, and every small change of it."""

from collections.abc import Iterator
from copy import copy
from functools import cache
from hashlib import sha256
from io import BytesIO
from typing import Any

from PIL import Image
from pydantic import ValidationError

from storyline.schema.storyboard import Storyboard

Path = tuple[str | int, ...]


def picture() -> bytes:
    """A figure of two colours, as a PNG."""
    drawing = Image.new("RGBA", (20, 40))
    drawing.paste((200, 40, 60, 255), (2, 2, 18, 20))
    drawing.paste((40, 90, 200, 255), (6, 20, 14, 40))
    data = BytesIO()
    drawing.save(data, format="PNG")
    return data.getvalue()


def weights() -> bytes:
    """A LoRA that adds to no layer, as safetensors: a length, and a header of that many bytes."""
    header = b'{"__metadata__":{"format":"nuwa-xl-lora/1","alpha":"1"}}'
    return len(header).to_bytes(8, "little") + header


WEIGHTS = {"path": "a.safetensors", "digest": sha256(weights()).hexdigest()}
PICTURE = {"path": "a.png", "digest": sha256(picture()).hexdigest()}
SPEECH = {
    "text": "Hello there.", "kind": "spoken", "speaker": "fox", "said_by": "the fox", "manner": "softly",
    "off_screen": True, "start": 1, "duration": 2, "audio": PICTURE,
}  # fmt: skip
LIMBS = ("body", "head", "left_arm", "right_arm", "left_leg", "right_leg", "mouth_open")
RICH: dict[str, Any] = {
    "format": "storyboard/1", "title": "A title", "title_page": {"Author": "A name"}, "language": "en",
    "aspect": "16:9", "size": [64, 36], "rate": 12, "seed": 3, "style": "ink", "negative_prompt": "blur",
    "credits": [{"role": "Written by", "name": "A name"}], "subtitles": "burned",
    "runtime": "9s", "opening": 6, "closing": 6, "fade_out": 2,
    "places": [
        {"id": "wood", "name": "Wood", "setting": "forest", "appearance": "old oaks"},
        {"id": "shore", "name": "Shore", "setting": "beach"},
    ],
    "cast": [
        {
            "id": "fox", "kind": "fox", "name": "Fox", "voice": "deep",
            "looks": [
                {
                    "name": "plain", "description": "a young fox with a scarf", "colours": ["orange", "#203040"],
                    "attributes": ["small", "old"], "references": [PICTURE],
                    "weights": [{"file": WEIGHTS, "scale": 0.5}],
                },
                {"name": "painted", "picture": PICTURE},
                {"name": "cut", "parts": dict.fromkeys(LIMBS, PICTURE)},
            ],
        },
        {"id": "horse", "kind": "horse", "name": "Horse", "looks": [{"colours": ["brown"]}]},
        {"id": "samovar", "kind": "samovar", "name": "Samovar", "looks": [{"colours": ["gray"]}]},
    ],
    "groups": [{"id": "all", "name": "All of them", "members": ["fox", "horse"]}],
    "scenes": [
        {
            "id": "one", "heading": "EXT. WOOD", "number": "1A", "place": "wood", "time_of_day": "day",
            "weather": "rain", "light": "a lantern",
            "shots": [
                {
                    "id": "first", "label": "1", "action": "The fox rides.", "size": "WS", "angle": "low",
                    "camera": [{"at": 0, "pan": 0.1, "tilt": 0.02, "zoom": 1.2, "roll": 3.0}, {"at": 3, "zoom": 1.5}],
                    "duration": 5, "transition": {"kind": "fade", "overlap": 2}, "handles": [1, 2],
                    "lines": [
                        SPEECH,
                        {"text": "La la", "kind": "lyric", "speaker": "horse", "start": 0, "duration": 3},
                        {"text": "I wonder.", "kind": "thought", "speaker": "fox", "start": 0, "duration": 3},
                    ],
                    "panels": [
                        {
                            "at": 0, "prompt": "a fox on a horse", "image": PICTURE,
                            "placements": [
                                {"entity": "horse", "box": [0.2, 0.4, 0.6, 0.9], "depth": 1, "action": "walk"},
                                {
                                    "entity": "fox", "look": "plain", "box": [0.3, 0.2, 0.5, 0.6], "depth": 2,
                                    "action": "sit", "facing": "left", "expression": "happy", "parent": "horse",
                                    "anchor": "back", "mask": PICTURE,
                                },
                            ],
                        },
                        {
                            "at": 4, "prompt": "both",
                            "placements": [
                                {"entity": "horse", "box": [0.3, 0.4, 0.7, 0.9]},
                                {"entity": "fox", "look": "plain", "box": [0.6, 0.3, 0.8, 0.8], "facing": "left"},
                            ],
                        },
                    ],
                    "overrides": {
                        "steps": 20, "seed": 9, "negative_prompt": "fog", "parameters": {"strength": 0.5},
                    },
                    "locked_take": "e" * 64,
                },
                {
                    "id": "second", "action": "They stand.", "size": "CU", "duration": 4,
                    "transition": {"kind": "wipe", "overlap": 1},
                    "panels": [
                        {
                            "at": 0, "prompt": "",
                            "placements": [
                                {"entity": "fox", "look": "painted", "box": [0.1, 0.3, 0.3, 0.8]},
                                {"entity": "samovar", "box": [0.6, 0.3, 0.8, 0.8], "action": "stand"},
                            ],
                        },
                        {"at": 3, "prompt": "", "placements": [
                            {"entity": "fox", "look": "painted", "box": [0.2, 0.3, 0.4, 0.8]},
                        ]},
                    ],
                },
            ],
        },
        {
            "id": "two", "heading": "", "place": "shore", "time_of_day": "night",
            "shots": [
                {
                    "id": "third", "action": "", "size": "WS", "duration": 3,
                    "panels": [
                        {"at": 0, "prompt": "", "placements": [
                            {"entity": "fox", "look": "cut", "box": [0.4, 0.3, 0.6, 0.8]},
                        ]},
                        {"at": 2, "prompt": "", "placements": []},
                    ],
                },
            ],
        },
    ],
    "sounds": [{"kind": "ambience", "file": PICTURE, "start": 2, "gain": -3.0, "ducking": 6.0}],
    "edits": [
        {
            "target": {"entity": "fox", "shot": "first"}, "operation": "recolour", "parameters": {"to": "blue"},
            "frames": {"start": 0, "end_exclusive": 2}, "order": 1,
        },
        {"target": {"layer": "background"}, "operation": "restyle"},
        {"target": {"box": [0.1, 0.1, 0.5, 0.5]}, "operation": "restyle"},
        {"target": {"mask": PICTURE}, "operation": "restyle"},
        {"target": {"layer": "foreground"}, "operation": "replace", "picture": PICTURE, "using": "canonical"},
    ],
    "notes": [{"kind": "guessed", "text": "A note.", "where": "scene 1", "by": "offline"}],
    "origins": {"writer": ["title"]},
}  # fmt: skip
"""Every field of every noun stands in it once, but for `overrides/generator`, which says who makes the tasks."""

_TRIED: tuple[Any, ...] = (
    "dog", "other", "walk", "right", "sad", "night", "snow", "beach", "blue", "ECU", "high", "dissolve",
    "thought", "effect", "file", "9:16", "de", "f" * 64, "b.png", "head", "plain", "horse", "fox", "shore",
    "foreground", "info", "writer", "second", "first", "wood", "script/1", "scenes", "low",
)  # fmt: skip


def board(document: dict[str, Any]) -> Storyboard | None:
    """The storyboard of a document; None if it is none."""
    try:
        return Storyboard.model_validate(document)
    except ValidationError:
        return None


def leaves(document: Any, path: Path = ()) -> Iterator[Path]:
    """The paths of all single values."""
    if isinstance(document, dict | list):
        for key, value in document.items() if isinstance(document, dict) else enumerate(document):
            yield from leaves(value, (*path, key))
    else:
        yield path


def parts(document: Any, path: Path = ()) -> Iterator[Path]:
    """The paths of all that can be left out, what stands last first."""
    if isinstance(document, dict | list):
        for key, value in reversed(list(document.items() if isinstance(document, dict) else enumerate(document))):
            yield from parts(value, (*path, key))
            yield (*path, key)


@cache
def changes() -> tuple[tuple[Path, tuple[Any, ...]], ...]:
    """The paths of all single values in `RICH`, and what may stand there for a valid storyboard."""
    return tuple(
        (path, tuple(new for new in _tried(path) if board(replaced(RICH, path, new)))) for path in leaves(RICH)
    )


def _tried(path: Path) -> Iterator[Any]:
    value = at(RICH, path)
    tried: tuple[Any, ...] = _TRIED
    if path[-1] == "path":  # two files of one name would be one
        tried = ("-".join(map(str, path[:-1])) + value[value.rindex(".") :],)
    elif isinstance(value, bool):
        tried = (not value,)
    elif isinstance(value, int):
        tried = (value + 1, value - 1, value + 2)
    elif isinstance(value, float):
        tried = (value + 0.03125, value - 0.03125)
    yield from (new for new in tried if new != value)


def replaced(document: Any, path: Path, new: Any) -> Any:
    """The document with another value at a path; what is not on the way there is shared."""
    key, *rest = path
    other = copy(document)
    other[key] = replaced(document[key], tuple(rest), new) if rest else new
    return other


def without(document: Any, path: Path) -> Any:
    """The document without what is at a path; what is not on the way there is shared."""
    key, *rest = path
    other = copy(document)
    if rest:
        other[key] = without(document[key], tuple(rest))
    else:
        del other[key]
    return other


def renamed(document: Any, old: str, new: str) -> Any:
    """The document with another id wherever it stands."""
    if isinstance(document, dict):
        return {key: renamed(value, old, new) for key, value in document.items()}
    if isinstance(document, list):
        return [renamed(value, old, new) for value in document]
    return new if document == old else document


def at(document: Any, path: Path) -> Any:
    """What is at a path. Raises KeyError or IndexError if there is nothing."""
    for key in path:
        document = document[key]
    return document
