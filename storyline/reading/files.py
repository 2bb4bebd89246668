"""The files a document names: found inside its folder, with the digests of their bytes."""

import hashlib
from functools import cache, partial
from pathlib import Path
from typing import TypeVar

from storyline.errors import ScriptError
from storyline.schema.base import Noun
from storyline.schema.faults import where
from storyline.schema.media import FileRef, map_files

N = TypeVar("N", bound=Noun)

_PICTURES = frozenset({"image", "mask", "references", "picture", "parts"})
"""Fields that name picture files."""


def with_files(noun: N, root: Path, *, source: str = "script") -> N:
    """The noun with the digest of every file it names.

    Raises:
        ScriptError: a file is missing, lies outside the folder `root` once links are followed, cannot be read, or is
            not the one whose digest the document gives.
    """
    digest_of = cache(partial(_digest, root))

    def filled(ref: FileRef, path: tuple[str | int, ...]) -> FileRef:
        try:
            digest = digest_of(ref.path)
            if path[-1] in _PICTURES or (len(path) > 1 and path[-2] in _PICTURES):
                _must_be_picture(root / ref.path)
        except ScriptError as error:
            raise ScriptError(f"{source}: {where(path, noun)}: {error}") from None
        if ref.digest not in (None, digest):
            raise ScriptError(
                f"{source}: {where(path, noun)}: expected {ref.path!r} with the digest {ref.digest}; got "
                f"{digest}. The file has changed: restore it, or remove the digest to take it as it is."
            )
        return ref.model_copy(update={"digest": digest})

    return map_files(noun, filled)


def _must_be_picture(path: Path) -> None:
    from storyline.frames.pictures import picture_size  # loads Pillow, which few scripts need

    picture_size(path)


def _digest(root: Path, name: str) -> str:
    try:
        path = (root / name).resolve()
        if not path.is_relative_to(root.resolve()):
            raise ScriptError(f"expected a file inside {root.resolve()}; got {name!r}, a link that leads out of it.")
        if not path.is_file():
            raise ScriptError(
                f"expected a file; there is no {name!r} in {root.resolve()}. Put it there or correct its name."
            )
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ScriptError(f"expected a file that can be read; got {name!r}: {error.strerror}.") from None
    except RuntimeError:
        raise ScriptError(f"expected a file; got {name!r}, a link that leads in a circle. Mend it.") from None
