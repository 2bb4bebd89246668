"""Pictures and words stuck on a layer: a texture, a logo, a poster, a sign."""

import cv2
import numpy as np
import torch
from jaxtyping import Float
from PIL import Image, ImageDraw
from torch import Tensor

from editors.change import Change
from editors.operations.protocol import Asked
from editors.operations.recolour import colour
from storyline.errors import EditError
from storyline.frames.pictures import read_picture
from storyline.frames.text import draw_text, text_width


def replace(asked: Asked) -> Change:
    """`to`: a picture's file, put over the region; what is transparent in it stays as it was.

    `fit`: `cover` (the region is filled, the picture keeps its shape), or `stretch`.
    """
    if not isinstance(asked.to, str):
        raise EditError(f"replace: expected the name of a picture's file; got {asked.to!r}")
    picture = torch.tensor(read_picture(asked.root / asked.to)).movedim(-1, 0).float() / 255
    return _stuck(asked, picture, fit=str(asked.parameters.get("fit", "cover")))


def sign(asked: Asked) -> Change:
    """`to`: what the sign says; `ink` and `board`: its colours."""
    if not isinstance(asked.to, str) or not asked.to.strip():
        raise EditError(f"sign: expected its words; got {asked.to!r}")
    ink, board = (
        colour(asked.parameters.get(name, default)) for name, default in (("ink", "black"), ("board", "white"))
    )
    return _stuck(asked, _lettered(asked.to.strip(), ink, board, _shape(asked)), fit="stretch")


def bounds(region: Float[Tensor, "height width"]) -> tuple[int, int, int, int]:
    """The rows and columns from and to which a region reaches. Raises EditError if there is none."""
    rows, columns = (region > 0.5).any(1).nonzero().flatten(), (region > 0.5).any(0).nonzero().flatten()
    if not len(rows):
        raise EditError("the target is nowhere to be seen in this clip; name another, or another mask")
    return int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1


def _shape(asked: Asked) -> float:
    """Width over height of the region as it is seen."""
    top, bottom, left, right = bounds(asked.region)
    return (right - left) / (bottom - top)


def _stuck(asked: Asked, picture: Float[Tensor, "4 a b"], *, fit: str) -> Change:
    if fit not in ("cover", "stretch"):
        raise EditError(f"fit: expected cover or stretch; got {fit!r}")
    top, bottom, left, right = bounds(asked.region)
    height, width = bottom - top, right - left
    if fit == "cover":
        a, b = picture.shape[1:]
        scale = max(height / a, width / b)
        high, wide = min(a, round(height / scale)), min(b, round(width / scale))
        y, x = (a - high) // 2, (b - wide) // 2
        picture = picture[:, y : y + high, x : x + wide]
    smaller = picture.shape[1] > height or picture.shape[2] > width
    sized = cv2.resize(
        picture.movedim(0, -1).numpy(), (width, height), interpolation=cv2.INTER_AREA if smaller else cv2.INTER_CUBIC
    )
    stuck = torch.from_numpy(np.clip(sized, 0, 1)).movedim(-1, 0)
    image, amount = asked.layer.image.clone(), torch.zeros_like(asked.region)
    image[:, top:bottom, left:right] = stuck[:3]
    amount[top:bottom, left:right] = stuck[3]
    return Change(asked.layer.name, "surface", amount * asked.region, image=image)


def _lettered(
    words: str, ink: tuple[float, float, float], board: tuple[float, float, float], shape: float
) -> Float[Tensor, "4 a b"]:
    """Words on a board of a shape, as large as they can be."""
    size = 96
    wide = round(max(text_width(words, size, bold=True) * 1.15, size * 1.5 * shape))
    high = round(max(size * 1.5, wide / shape))
    canvas = Image.new("RGB", (wide, high), _bytes(board))
    baseline = (wide / 2, high / 2 + 0.35 * size)
    draw_text(ImageDraw.Draw(canvas), baseline, words, size, _bytes(ink), bold=True, align="centre")
    return torch.from_numpy(np.array(canvas.convert("RGBA"))).movedim(-1, 0).float() / 255


def _bytes(colour: tuple[float, float, float]) -> tuple[int, int, int]:
    r, g, b = (round(255 * c) for c in colour)
    return r, g, b
