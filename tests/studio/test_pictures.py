"""Pictures that people supply: only what is a picture of the frame's shape goes in, and only its pixels do."""

import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from storyline.errors import ScriptError
from storyline.schema.base import ShotId
from storyline.schema.media import FrameSize
from storyline.studio.pictures import MOST_BYTES, kept, put, supplied

SIZE = FrameSize((64, 36))


def file(picture: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    data = BytesIO()
    picture.save(data, format=kind, **options)
    return data.getvalue()


def halves(width: int = 128, height: int = 72) -> Image.Image:
    """Red on the left, blue on the right."""
    picture = Image.new("RGB", (width, height), "red")
    picture.paste("blue", (width // 2, 0, width, height))
    return picture


def read(png: bytes) -> Image.Image:
    assert png.startswith(b"\x89PNG")
    return Image.open(BytesIO(png))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_each_kind_comes_out_as_a_plain_png(kind: str) -> None:
    found = read(supplied(file(halves(), kind), SIZE))
    assert (found.size, found.mode) == ((128, 72), "RGB")
    assert found.getpixel((5, 36))[0] > 200 and found.getpixel((120, 36))[2] > 200  # type: ignore[index]


def test_nothing_but_pixels_is_kept() -> None:
    words = PngInfo()
    words.add_text("Comment", "where I live")
    exif = Image.Exif()
    exif[0x010E] = "my garden"
    for data in (file(halves(), "PNG", pnginfo=words), file(halves(), "JPEG", exif=exif, comment=b"where I live")):
        png = supplied(data, SIZE)
        assert b"live" not in png and b"garden" not in png
        assert not read(png).getexif() and not read(png).text  # type: ignore[attr-defined]


def test_what_lies_on_its_side_is_put_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter, clockwise
    lying = halves().transpose(Image.Transpose.ROTATE_90)
    found = read(supplied(file(lying, "PNG", exif=exif), SIZE))
    assert found.size == (128, 72) and found.getpixel((5, 36)) == (255, 0, 0)
    with pytest.raises(ScriptError, match="such as 64x36; got 72x128"):
        supplied(file(lying), SIZE)


def bomb() -> bytes:
    """A PNG whose head says that it has 60,000 by 33,750 pixels, and that is a few bytes long."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 33_750, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(10_000))) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: b"", "which is none"),
        (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "which is none"),
        (lambda: b"GIF89a" + bytes(100), "which is none"),
        (lambda: b"%PDF-1.4", "which is none"),
        (lambda: file(halves(), "BMP"), "which is none"),
        (lambda: file(halves())[:200], "damaged"),
        (lambda: file(halves(), "JPEG")[:300], "damaged"),
        (lambda: file(halves()).replace(b"IDAT", b"IDAX", 1), "which is none"),
        (lambda: file(Image.new("RGB", (8200, 4613))), "8192x8192"),
        (bomb, "pixels"),
        (lambda: file(Image.new("RGB", (64, 64))), "such as 64x36; got 64x64"),
        (lambda: file(Image.new("I;16", (64, 36))), "8 bits"),
        (lambda: bytes(MOST_BYTES + 1), "at most 9,000,000 bytes"),
    ],
)
def test_what_cannot_be_used_is_refused_in_words(make: Callable[[], bytes], words: str) -> None:
    with pytest.raises(ScriptError, match=words):
        supplied(make(), SIZE)


def test_what_is_transparent_stays_so_and_what_is_opaque_says_nothing_of_it() -> None:
    hole = halves().convert("RGBA")
    hole.putpixel((3, 3), (0, 255, 0, 0))
    for data in (file(hole), file(hole, "WEBP", lossless=True, exact=True)):
        assert read(supplied(data, SIZE)).getpixel((3, 3)) == (0, 255, 0, 0)
    assert read(supplied(file(halves().convert("RGBA")), SIZE)).mode == "RGB"
    assert read(supplied(file(halves().convert("P"), "PNG"), SIZE)).size == (128, 72)
    assert read(supplied(file(halves().convert("L"), "PNG"), SIZE)).size == (128, 72)
    assert read(supplied(file(halves(129, 72)), SIZE)).size == (129, 72)  # a hair too wide


def test_what_was_drawn_is_kept_bit_for_bit(tmp_path: Path) -> None:
    drawn = np.random.default_rng(7).integers(0, 255, (36, 64, 3), np.uint8)
    png = kept(drawn)
    assert (np.asarray(read(png)) == drawn).all()
    ref = put(png, tmp_path, ShotId("é-one"))
    assert ref.path == f"keyframes/_-one-{(ref.digest or '')[:16]}.png" and (tmp_path / ref.path).read_bytes() == png
    before = (tmp_path / ref.path).stat().st_mtime_ns
    assert put(png, tmp_path, ShotId("é-one")) == ref and (tmp_path / ref.path).stat().st_mtime_ns == before
    (tmp_path / ref.path).write_bytes(b"something else")
    assert put(png, tmp_path, ShotId("é-one")) == ref and (tmp_path / ref.path).read_bytes() == png


def test_a_folder_that_leads_elsewhere_is_not_written(tmp_path: Path) -> None:
    elsewhere, root = tmp_path / "elsewhere", tmp_path / "root"
    elsewhere.mkdir()
    root.mkdir()
    (root / "keyframes").symlink_to(elsewhere)
    with pytest.raises(ScriptError, match="leads out of it"):
        put(kept(np.zeros((36, 64, 3), np.uint8)), root, ShotId("a"))
    assert not list(elsewhere.iterdir())
