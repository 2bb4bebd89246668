"""The files of an edit, pictures and masks: found, looked at before anything is made, read."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from jaxtyping import UInt8

from editors.work import FILES, KEYFRAME, known
from storyline.errors import EditError, ScriptError
from storyline.frames.keyframe import must_have_shape
from storyline.frames.pictures import read_picture
from storyline.schema.edit import Edit, EditTarget
from storyline.schema.media import FileRef, FrameSize

_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".webp"})


def mask_files(path: Path) -> tuple[Path, ...]:
    """The masks of a folder, one for each frame, in the order of their names; or one picture, the first frame's alone.

    Raises:
        EditError: there is none.
    """
    files = sorted(f for f in path.iterdir() if f.suffix.lower() in _SUFFIXES) if path.is_dir() else [path]
    if not files:
        raise EditError(f"{path}: expected masks, as pictures ({', '.join(sorted(_SUFFIXES))}); got none")
    return tuple(files)


def read_mask(file: Path, size: tuple[int, int]) -> UInt8[np.ndarray, "h w"]:
    """A mask in so many rows and columns: white, or what is not transparent in a picture with transparency, is edited.

    Raises:
        EditError: its shape is another than the frames'.
        ScriptError: it is no picture.
    """
    picture = read_picture(file)
    rows, columns = size
    height, width = picture.shape[:2]
    if abs(height * columns - width * rows) > 2 * max(rows, columns, height, width):
        raise EditError(
            f"{file.resolve()}: expected a mask of the frames' shape, {columns}x{rows}; got {width}x{height}"
        )
    shown = picture[..., 3] if picture[..., 3].min() < 255 else picture[..., :3].max(2)
    return np.asarray(cv2.resize(shown, (columns, rows), interpolation=cv2.INTER_AREA), np.uint8)


def must_show(files: Sequence[Path], size: tuple[int, int]) -> None:
    """Refuse masks that show nothing, in any of them; they are read until one shows something.

    Raises:
        EditError: nothing is white, or opaque, in them; or one has another shape than the frames.
        ScriptError: one is no picture.
    """
    if not any(int(read_mask(file, size).max()) > 127 for file in files):
        raise EditError(f"{files[0].resolve()}: expected a mask, white where something is edited; got one of nothing")


def found(ref: FileRef, root: Path) -> Path:
    """A file that a script names, as it was when the script was read.

    Raises:
        EditError: it is not there, lies outside of `root`, or has changed.
    """
    path = root / ref.path
    try:
        if ref.digest is None:
            if not path.resolve().is_relative_to(root.resolve()):
                raise EditError(
                    f"expected a file inside {root.resolve()}; got {ref.path!r}, a link that leads out of it"
                )
            path.stat()
            return path
        with path.open("rb") as data:
            digest = hashlib.file_digest(data, "sha256").hexdigest()
    except (OSError, RuntimeError):
        raise EditError(f"expected a file that can be read; there is no {ref.path!r} in {root.resolve()}") from None
    if digest != ref.digest:
        raise EditError(f"{ref.path!r} has changed since the script was read; start again")
    return path


def check(edit: Edit, root: Path, size: FrameSize) -> None:
    """Look at an edit of a script, and at its files, before anything is made.

    Args:
        root: the folder that files are named from.
        size: of the film's frames.

    Raises:
        EditError: the operation is none, takes a picture and has none, or takes none; or a file is missing, no picture,
            damaged, of another shape than frames, or a mask of nothing.
    """
    if known(edit.operation) in FILES and edit.picture is None:
        raise EditError(
            f"{edit.operation}: expected `to`, the name of a picture's file; got {edit.parameters.get('to')!r}"
        )
    if edit.operation not in FILES and edit.picture is not None:
        takes = sorted(FILES)
        raise EditError(f"picture: {edit.operation} takes none; {', '.join(takes[:-1])} and {takes[-1]} do. Drop it")
    if edit.operation == KEYFRAME:
        _must_be_of_a_shot(edit.target)
    for name, ref in (("picture", edit.picture), ("target, mask", edit.target.mask)):
        if ref is not None:
            try:
                path = found(ref, root)
                if name == "picture":
                    if edit.operation == KEYFRAME:
                        must_have_shape(path, size)
                    read_picture(path)
                else:
                    must_show([path], (size.height, size.width))
            except (EditError, ScriptError) as error:
                raise EditError(f"{name}: {error}") from None


def _must_be_of_a_shot(target: EditTarget) -> None:
    if target.shot is None or target != EditTarget(shot=target.shot):
        raise EditError(
            f"target: expected one `shot`, and nothing else of it: a picture of {KEYFRAME} is of one whole frame. Name "
            "the shot, and drop the rest"
        )
