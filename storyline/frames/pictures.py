"""Picture files → pixels: of sizes that fit in memory, in formats that hold one picture and name no other file."""

import warnings
from pathlib import Path

import numpy as np
from jaxtyping import UInt8
from PIL import Image, UnidentifiedImageError

from storyline.errors import ScriptError
from storyline.schema.media import MAX_SIDE

FORMATS = ("PNG", "JPEG", "WEBP")
MAX_BYTES = 100_000_000
"""Of a picture's file."""


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


def _opened(path: Path) -> Image.Image:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise ScriptError(f"expected a picture of at most {MAX_BYTES:,} bytes; got {path.name!r} of {size:,}.")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit follows
            picture = Image.open(path, formats=FORMATS)
    except Image.DecompressionBombError:
        raise _too_large(path, "hundreds of millions of pixels") from None
    except (UnidentifiedImageError, ValueError, SyntaxError, EOFError, IndexError, TypeError):
        raise ScriptError(f"expected a picture (PNG, JPEG or WebP); got {path.name!r}, which is none.") from None
    except OSError as error:
        reason = error.strerror or "it is damaged"
        raise ScriptError(f"expected a picture that can be read; got {path.name!r}: {reason}.") from None
    if max(picture.size) > MAX_SIDE:
        picture.close()
        raise _too_large(path, f"{picture.width}x{picture.height}")
    return picture


def _too_large(path: Path, got: str) -> ScriptError:
    return ScriptError(
        f"expected a picture of at most {MAX_SIDE}x{MAX_SIDE} pixels; got {path.name!r} of {got}. Make it smaller."
    )
