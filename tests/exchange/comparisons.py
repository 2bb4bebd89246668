"""Comparisons that cost nothing: no film is made for them."""

from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from storyline.schema.base import ShotId
from storyline.schema.comparison import Compared, ComparedPart, Comparison, Difference, Place
from storyline.schema.timing import FrameRange

SAME = Difference(frames=12, identical=12, mean=0.0, largest=0, psnr=100.0, ssim=1.0)
OTHER = Difference(frames=12, identical=0, mean=2.5, largest=90, psnr=27.25, ssim=0.9125)


def picture(colour: tuple[int, int, int], size: tuple[int, int] = (64, 36)) -> bytes:
    """A JPEG of one colour."""
    data = BytesIO()
    Image.new("RGB", size, colour).save(data, format="JPEG", quality=95)
    return data.getvalue()


def place(label: str, start: int, colour: tuple[int, int, int] = (200, 40, 40), frames: int = 12) -> Place:
    """Frames of a film from one on."""
    return Place(label, FrameRange(start=start, end_exclusive=start + frames), start + frames // 2, picture(colour))


def part(name: str, label: str, start: int = 0, **fields: Any) -> ComparedPart:
    """A shot that is in both films, at the same place."""
    places = {"a": place(label, start), "b": place(label, start, (40, 40, 200))}
    usual = {"basis": "store", "difference": OTHER, "heat": picture((250, 200, 40))}
    return ComparedPart(name, ShotId(name), f"What happens in {name}.", **{**places, **usual, **fields})


def compared(name: str, **fields: Any) -> Compared:
    """A film that is not there."""
    usual = {"width": 640, "height": 360, "rate": Fraction(24), "frames": 48, "sound": False, "has_shots": True}
    return Compared(name, Path(name), **{**usual, **fields})


def comparison(*parts: ComparedPart, **fields: Any) -> Comparison:
    """A comparison of two films that are not there."""
    return Comparison(compared("a/film.mp4"), compared("b/film.mp4"), (640, 360), parts, **fields)


def four_parts(words: str = "Hare: moved 10% of the width left") -> Comparison:
    """A title that is the same, a shot that changed, one that is only in A and one that is only in B."""
    title = ComparedPart(
        "opening title",
        None,
        "The Hare",
        place("", 0),
        place("", 0, (40, 40, 200)),
        (),
        False,
        "keys",
        SAME,
        picture((9, 9, 9)),
    )
    changed = part("run", "1.1", 12, changes=(words,))
    gone = part("gone", "1.2", 24, b=None, basis=None, difference=None, heat=None)
    new = part("new", "1.2", 24, a=None, basis=None, difference=None, heat=None)
    return comparison(title, changed, gone, new, changes=("seed: 1 → 2",), notes=("as they are",))
