"""Picture files → pixels: of sizes that fit in memory, in formats that hold one picture and name no other file."""

import struct
import warnings
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import numpy as np
from jaxtyping import UInt8
from PIL import Image, UnidentifiedImageError

from storyline.errors import ScriptError
from storyline.schema.media import MAX_SIDE

FORMATS = ("PNG", "JPEG", "WEBP")
MAX_BYTES = 100_000_000
"""Of a picture's file."""
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What makes a picture upright, by the number that EXIF has for how it lies."""
_ON_ITS_SIDE = tuple(_TURNS[lies] for lies in (5, 6, 7, 8))


def picture_size(path: Path) -> tuple[int, int]:
    """(width, height) of a picture file, from its head alone.

    Raises:
        ScriptError: it is no picture, or too large; the message does not say where it is named.
    """
    with _opened(path) as picture:
        return picture.width, picture.height


def read_picture(path: Path) -> UInt8[np.ndarray, "height width 4"]:
    """A picture file as red, green, blue and opacity, 0..255; what has no opacity is opaque.

    Raises:
        ScriptError: it is no picture, too large or damaged; the message does not say where it is named.
    """
    with _opened(path) as picture:
        try:
            return np.asarray(picture.convert("RGBA"))
        except (OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError) as error:
            raise ScriptError(
                f"expected a picture; got {path.name!r}, which is damaged ({error}). Save it again."
            ) from None


def plain_picture(data: bytes, fits: Callable[[int, int], None]) -> Image.Image:
    """A picture from its bytes: red, green, blue, and opacity unless it is opaque; nothing else of them is kept.

    It is upright, as its EXIF says.

    Args:
        fits: called with its width and height before it is decoded; it raises if they will not do.

    Raises:
        ScriptError: it is no picture, too large, damaged, or of more than 8 bits a colour.
    """
    try:
        with _picture_in(BytesIO(data), "one") as picture:
            turn = _TURNS.get(picture.getexif().get(_ORIENTATION, 1))
            fits(*(reversed(picture.size) if turn in _ON_ITS_SIDE else picture.size))
            if picture.mode.startswith(("I", "F")):
                raise ScriptError("expected a picture of 8 bits a colour; got one of more. Save it with 8.")
            plain = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
            if plain.mode == "RGBA" and plain.getextrema()[3] == (255, 255):
                plain = plain.convert("RGB")
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError, KeyError, struct.error) as error:
        raise ScriptError(f"expected a picture; got one that is damaged ({error}). Save it again.") from None
    upright = plain if turn is None else plain.transpose(turn)
    return Image.frombytes(upright.mode, upright.size, upright.tobytes())


def _opened(path: Path) -> Image.Image:
    name = repr(path.name)
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise ScriptError(f"expected a picture of at most {MAX_BYTES:,} bytes; got {name} of {size:,}.")
        return _picture_in(path, name)
    except OSError as error:
        reason = error.strerror or "it is damaged"
        raise ScriptError(f"expected a picture that can be read; got {name}: {reason}.") from None


def _picture_in(file: Path | BytesIO, name: str) -> Image.Image:
    """A picture whose head alone was read. Raises OSError if its file cannot be read, else as `read_picture` does."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit follows
            picture = Image.open(file, formats=FORMATS)
    except Image.DecompressionBombError:
        raise _too_large(name, "hundreds of millions of pixels") from None
    except (UnidentifiedImageError, ValueError, SyntaxError, EOFError, IndexError, TypeError):
        raise ScriptError(f"expected a picture (PNG, JPEG or WebP); got {name}, which is none.") from None
    if max(picture.size) > MAX_SIDE:
        picture.close()
        raise _too_large(name, f"{picture.width}x{picture.height}")
    return picture


def _too_large(name: str, got: str) -> ScriptError:
    return ScriptError(
        f"expected a picture of at most {MAX_SIDE}x{MAX_SIDE} pixels; got {name} of {got}. Make it smaller."
    )
