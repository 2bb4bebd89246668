"""Whoever is in a panel → pictures for a model that looks at several, and a prompt that says who is in which."""

from collections.abc import Sequence
from itertools import zip_longest

from PIL import Image

from generators.hub.family import Who
from storyline.frames.clip import Picture

_LEAST = 64
"""Pixels of a side."""
_LONGEST = 8
"""Of a picture's sides, one to the other."""


def with_cast(prompt: str, who: Sequence[Who], most: int) -> tuple[str, list[Picture]]:
    """A prompt, and the pictures that it speaks of by their numbers: everybody's first one, then the second ones.

    Args:
        who: far to near; whoever is nearer comes first.
        most: pictures in all.
    """
    seen = [one for one in reversed(who) if one.references]
    rounds = zip_longest(*(one.references for one in seen))
    chosen = [(one, picture) for row in rounds for one, picture in zip(seen, row, strict=True) if picture is not None]
    chosen = chosen[:most]
    said = []
    for one in seen:
        numbers = [str(n) for n, (other, _) in enumerate(chosen, 1) if other is one]
        if numbers:
            said.append(f"{one.phrase} as in image{'s' * (len(numbers) > 1)} {' and '.join(numbers)}")
    words = f"{prompt.rstrip(' .')}. With {', '.join(said)}." if said else prompt
    return words, [picture for _, picture in chosen]


def shown(picture: Picture, area: int, multiple: int) -> Image.Image:
    """All of a picture, smaller if it has more pixels than `area`, on white with sides in multiples of pixels."""
    image = Image.fromarray(picture)
    scale = min(1.0, (area / (image.width * image.height)) ** 0.5)
    size = tuple(max(1, round(side * scale)) for side in image.size)
    if size != image.size:
        image = image.resize(size, Image.Resampling.LANCZOS)
    least = max(_LEAST, -(-max(image.size) // _LONGEST))
    width, height = (-(-max(side, least) // multiple) * multiple for side in image.size)
    white = Image.new("RGB", (width, height), "white")
    white.paste(image, ((width - image.width) // 2, (height - image.height) // 2))
    return white
