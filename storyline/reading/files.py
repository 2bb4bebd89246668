"""The files a document names: found inside its folder, with the digests of their bytes."""

import hashlib
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeVar

from storyline.errors import ScriptError
from storyline.schema.base import Noun
from storyline.schema.faults import where
from storyline.schema.media import FileRef

N = TypeVar("N", bound=Noun)


def with_files(noun: N, root: Path, *, source: str = "script") -> N:
    """The noun with the digest of every file it names.

    Raises:
        ScriptError: a file is missing, lies outside the folder `root` once links are followed, cannot be read, or is
            not the one whose digest the document gives.
    """
    digest_of = cache(partial(_digest, root))

    def filled(value: Any, path: tuple[str | int, ...]) -> Any:
        match value:
            case FileRef():
                try:
                    digest = digest_of(value.path)
                except ScriptError as error:
                    raise ScriptError(f"{source}: {where(path, noun)}: {error}") from None
                if value.digest not in (None, digest):
                    raise ScriptError(
                        f"{source}: {where(path, noun)}: expected {value.path!r} with the digest {value.digest}; got "
                        f"{digest}. The file has changed: restore it, or remove the digest to take it as it is."
                    )
                return value.model_copy(update={"digest": digest})
            case Noun():
                changed = {
                    name: new
                    for name in type(value).model_fields
                    if (new := filled(old := getattr(value, name), (*path, name))) is not old
                }
                return value.model_copy(update=changed) if changed else value
            case tuple() if any(isinstance(item, Noun) for item in value):
                items = tuple(filled(item, (*path, n)) for n, item in enumerate(value))
                return value if all(a is b for a, b in zip(items, value, strict=True)) else items
        return value

    result: N = filled(noun, ())
    return result


def _digest(root: Path, name: str) -> str:
    path = (root / name).resolve()
    if not path.is_relative_to(root.resolve()):
        raise ScriptError(f"expected a file inside {root.resolve()}; got {name!r}, a link that leads out of it.")
    if not path.is_file():
        raise ScriptError(
            f"expected a file; there is no {name!r} in {root.resolve()}. Put it there or correct its name."
        )
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ScriptError(f"expected a file that can be read; got {name!r}: {error.strerror}.") from None
