"""Pictures that people supply, or keep as they are → PNG files among the storyboard's, for the keyframes of panels."""

import hashlib
import re
from io import BytesIO
from pathlib import Path

from PIL import Image

from storyline.errors import ScriptError
from storyline.frames.clip import Picture
from storyline.frames.keyframe import SHAPE
from storyline.frames.pictures import plain_picture
from storyline.frames.replacing import replacing
from storyline.schema.base import ShotId
from storyline.schema.media import FileRef, FrameSize

FOLDER = "keyframes"
MOST_BYTES = 9_000_000
"""Of a picture that is supplied: what a notebook's channel lets through."""


def supplied(data: bytes, size: FrameSize) -> bytes:
    """A picture that somebody supplies, as a PNG with nothing in it but its pixels.

    Raises:
        ScriptError: it is no picture, is too large, or has another shape than the frame.
    """
    if len(data) > MOST_BYTES:
        raise ScriptError(f"expected a picture of at most {MOST_BYTES:,} bytes; got {len(data):,}. Make it smaller.")

    def fits(width: int, height: int) -> None:
        if not 1 - SHAPE <= width * size.height / (height * size.width) <= 1 / (1 - SHAPE):
            raise ScriptError(
                f"expected a picture of the frame's shape, such as {size}; got {width}x{height}. Cut it to that shape."
            )

    return _png(plain_picture(data, fits))


def kept(picture: Picture) -> bytes:
    """A picture that was drawn, as a PNG."""
    return _png(Image.fromarray(picture))


def put(png: bytes, root: Path, shot: ShotId) -> FileRef:
    """Write a PNG among a storyboard's files, under a name of its content; what is there already stays.

    Raises:
        ScriptError: the folder for it is a link that leads elsewhere.
        AssemblyError: it cannot be written.
    """
    digest = hashlib.sha256(png).hexdigest()
    name = f"{FOLDER}/{re.sub(r'[^A-Za-z0-9-]', '_', shot)}-{digest[:16]}.png"
    path = (root / name).resolve()
    if not path.is_relative_to(root.resolve()):
        raise ScriptError(f"expected a folder {FOLDER} inside {root.resolve()}; it is a link that leads out of it.")
    if not path.is_file() or path.read_bytes() != png:
        with replacing(path) as part:
            part.write_bytes(png)
    return FileRef(path=name, digest=digest)


def _png(picture: Image.Image) -> bytes:
    data = BytesIO()
    picture.save(data, format="PNG")
    return data.getvalue()
