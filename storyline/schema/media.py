"""Sizes of pictures and references to files."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import PurePosixPath
from typing import Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    RootModel,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)

from storyline.schema.base import Noun

MAX_SIDE = 8192

N = TypeVar("N", bound=Noun)


class FrameSize(RootModel[tuple[int, int]], frozen=True):
    """`[width, height]` in pixels: even (yuv420p halves both), 16 to 8192."""

    root: tuple[Annotated[int, Field(strict=True)], Annotated[int, Field(strict=True)]]

    @model_validator(mode="after")
    def _drawable(self) -> "FrameSize":
        for side in self.root:
            if not 16 <= side <= MAX_SIDE or side % 2:
                raise ValueError(
                    f"a size is [width, height] in even pixels from 16 to {MAX_SIDE}; got {list(self.root)}"
                )
        return self

    @property
    def width(self) -> int:
        """In pixels."""
        return self.root[0]

    @property
    def height(self) -> int:
        """In pixels."""
        return self.root[1]

    def __str__(self) -> str:
        return f"{self.width}x{self.height}"


def _ratio(value: Any) -> str:
    text = str(value)
    try:
        left, _, right = text.partition(":")
        ratio = Fraction(left) / Fraction(right or "1")
    except (ValueError, ZeroDivisionError):
        raise ValueError(f"an aspect is a ratio such as '16:9', '9:16', '1:1' or '2.39'; got {value!r}") from None
    if not Fraction(1, 4) <= ratio <= 4:
        raise ValueError(f"an aspect lies between 1:4 and 4:1; got {value!r}")
    return text


Aspect = Annotated[
    str,
    BeforeValidator(lambda value: f"{value:g}" if type(value) in (int, float) else value),
    StringConstraints(max_length=16),
    AfterValidator(_ratio),
    WithJsonSchema({"anyOf": [{"type": "string", "maxLength": 16}, {"type": "number", "minimum": 0.25, "maximum": 4}]}),
]
"""Width to height: `16:9`, `9:16`, `1:1`, `2.39`."""


def aspect_ratio(aspect: str) -> Fraction:
    """Width over height of an aspect such as `16:9` or `2.39`."""
    left, _, right = aspect.partition(":")
    return Fraction(left) / Fraction(right or "1")


def size_of(aspect: str, *, area: int = 1280 * 720) -> FrameSize:
    """The size of about `area` pixels for an aspect, sides to the nearest multiple of 16.

    >>> str(size_of("16:9")), str(size_of("9:16")), str(size_of("1:1"))
    ('1280x720', '720x1280', '960x960')
    """
    ratio = aspect_ratio(aspect)
    height = (area / float(ratio)) ** 0.5
    width, height = (max(16, round(side / 16) * 16) for side in (height * float(ratio), height))
    return FrameSize((int(width), int(height)))


def _inside(path: str) -> str:
    parts = PurePosixPath(path.replace("\\", "/"))
    if parts.is_absolute() or ".." in parts.parts or ":" in path or path.startswith(("-", "|", "~")):
        raise ValueError(
            f"a file is named by a path inside the script's own folder, without '..' or a leading '/'; got {path!r}"
        )
    return path


FilePath = Annotated[
    str,
    StringConstraints(min_length=1, max_length=500, pattern=r"^[^\x00-\x1f]+$"),
    AfterValidator(_inside),
]
"""A path relative to the script's folder; it cannot leave that folder."""

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""SHA-256 of a file's bytes, in hexadecimal."""


class FileRef(Noun):
    """A file beside the script, with the digest that names its content."""

    path: FilePath
    digest: Digest | None = None
    """Filled when the script is read; a file that no longer matches is refused."""


def map_files(noun: N, change: Callable[[FileRef, tuple[str | int, ...]], FileRef]) -> N:
    """The noun with every file that it names, at any depth, put through `change(file, path of the field)`."""

    def mapped(value: Any, path: tuple[str | int, ...]) -> Any:
        match value:
            case FileRef():
                return change(value, path)
            case Noun():
                fields = {name: getattr(value, name) for name in type(value).model_fields}
                changed = {name: new for name, old in fields.items() if (new := mapped(old, (*path, name))) is not old}
                return value.model_copy(update=changed) if changed else value
            case tuple() if any(isinstance(item, Noun) for item in value):
                items = tuple(mapped(item, (*path, n)) for n, item in enumerate(value))
                return value if all(a is b for a, b in zip(items, value, strict=True)) else items
        return value

    result: N = mapped(noun, ())
    return result


def files_of(noun: Noun) -> tuple[FileRef, ...]:
    """Every file that a noun names, at any depth, in the order of its fields."""
    found: list[FileRef] = []

    def noted(ref: FileRef, path: tuple[str | int, ...]) -> FileRef:
        found.append(ref)
        return ref

    map_files(noun, noted)
    return tuple(found)
