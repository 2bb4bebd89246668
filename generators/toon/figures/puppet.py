"""A user's own picture as a paper puppet: whole it bobs, tilts, hops and lies down; cut in parts its limbs swing."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from jaxtyping import Bool, Float, UInt8

from generators.toon.canvas import Canvas
from generators.toon.figures.biped import Stance, stance
from generators.toon.figures.state import Moment, Puppet
from storyline.errors import RenderError, ScriptError
from storyline.frames.pictures import read_picture
from storyline.schema.entity import Look, Parts
from storyline.schema.media import FileRef

_LARGEST = 1024
"""Pixels that the longer side of a picture is kept at: more is not seen."""
_SEEN = 16
"""Opacity, 0..255, from which a pixel counts as part of the figure."""

_ORDER = ("left_leg", "right_leg", "body", "head", "mouth_open", "left_arm", "right_arm")
"""Far to near."""


@dataclass(frozen=True, eq=False)
class Layer:
    """A part of a puppet; lengths in heights of the puppet, from the middle between its feet, y down."""

    levels: tuple[UInt8[np.ndarray, "_ _ 4"], ...]
    """Its pixels, colours times opacity, each level half the size of the one before."""
    box: tuple[float, float, float, float]
    hull: Float[np.ndarray, "_ 2"]
    """The corners of the tightest outline without dents."""
    joint: tuple[float, float]
    """What it turns about."""


@dataclass(frozen=True, eq=False)
class PaperPuppet(Puppet):
    """A picture, or its parts, ready to be drawn."""

    layers: Mapping[str, Layer]


def puppet_of(look: Look, root: Path) -> PaperPuppet | None:
    """The puppet of a look; None if it has no picture. Files are named from the folder `root`.

    Raises:
        RenderError: a picture cannot be used; the message does not say whose it is.
    """
    if look.parts is None and look.picture is None:
        return None
    return _cut(look.picture, look.parts, root.resolve())


@lru_cache(maxsize=64)
def _cut(picture: FileRef | None, parts: Parts | None, root: Path) -> PaperPuppet:
    files: dict[str, FileRef] = {"body": picture} if picture is not None else {}
    if parts is not None:
        files = {name: ref for name in _ORDER if (ref := getattr(parts, name)) is not None}
    pixels = {name: _pixels(ref, root) for name, ref in files.items()}
    height, width = pixels["body"].shape[:2]
    for name, found in pixels.items():
        if found.shape[:2] != (height, width):
            raise RenderError(
                f"expected a part of {width}x{height} pixels, as large as the body; got {files[name].path!r} of "
                f"{found.shape[1]}x{found.shape[0]}. Save all parts on the same canvas."
            )
    x0, y0, x1, y1 = _around(np.max([found[..., 3] for found in pixels.values()], 0) >= _SEEN)
    foot, unit = ((x0 + x1) / 2, float(y1)), float(y1 - y0)
    body = pixels["body"][..., 3] >= _SEEN
    return PaperPuppet({name: _layer(found, body, foot, unit) for name, found in pixels.items()})


def _pixels(ref: FileRef, root: Path) -> UInt8[np.ndarray, "_ _ 4"]:
    path = (root / ref.path).resolve()
    if not path.is_relative_to(root):
        raise RenderError(f"expected a file inside {root}; got {ref.path!r}, a link that leads out of it.")
    try:
        found = read_picture(path)
    except ScriptError as error:
        raise RenderError(str(error)) from None
    opacity = found[..., 3]
    if opacity.min() == 255 or opacity.max() < _SEEN:
        raise RenderError(
            f"expected a picture with a transparent background (a PNG with alpha); got {ref.path!r}, which is "
            f"{'opaque everywhere' if opacity.min() == 255 else 'transparent everywhere'}. Cut the figure out."
        )
    smaller = _LARGEST / max(opacity.shape)
    found = (found.astype(np.float32) * np.where(np.arange(4) < 3, opacity[..., None] / 255, 1)).astype(np.float32)
    if smaller < 1:
        size = (max(1, round(opacity.shape[1] * smaller)), max(1, round(opacity.shape[0] * smaller)))
        found = cv2.resize(found, size, interpolation=cv2.INTER_AREA)
    return np.asarray(np.rint(found), np.uint8)


def _around(seen: Bool[np.ndarray, "_ _"]) -> tuple[int, int, int, int]:
    """(x0, y0, x1, y1) around what is seen, in pixels."""
    rows, columns = np.flatnonzero(seen.any(1)), np.flatnonzero(seen.any(0))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def _layer(
    pixels: UInt8[np.ndarray, "h w 4"], body: Bool[np.ndarray, "h w"], foot: tuple[float, float], unit: float
) -> Layer:
    seen = pixels[..., 3] >= _SEEN
    x0, y0, x1, y1 = _around(seen)
    levels = [cv2.copyMakeBorder(pixels[y0:y1, x0:x1], 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=(0, 0, 0, 0))]
    while min(levels[-1].shape[:2]) > 8:
        h, w = levels[-1].shape[:2]
        levels.append(cv2.resize(levels[-1], ((w + 1) // 2, (h + 1) // 2), interpolation=cv2.INTER_AREA))
    outlines, _ = cv2.findContours(seen.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    corners = cv2.convexHull(np.concatenate(outlines)[:, 0]).reshape(-1, 2)
    corners = np.concatenate([corners + np.array(of_pixel) for of_pixel in ((0, 0), (1, 0), (0, 1), (1, 1))])
    joint = _joint(seen, body)
    return Layer(
        levels=tuple(np.asarray(level) for level in levels),
        box=(
            (x0 - 1 - foot[0]) / unit,
            (y0 - 1 - foot[1]) / unit,
            (x1 + 1 - foot[0]) / unit,
            (y1 + 1 - foot[1]) / unit,
        ),
        hull=(corners - np.array(foot)) / unit,
        joint=((joint[0] - foot[0]) / unit, (joint[1] - foot[1]) / unit),
    )


def _joint(seen: Bool[np.ndarray, "h w"], body: Bool[np.ndarray, "h w"]) -> tuple[float, float]:
    """Where a part meets the body, in pixels: the middle of what both cover, or else its end towards the body."""
    both = np.argwhere(seen & body)
    if len(both):
        y, x = both.mean(0) + 0.5
        return float(x), float(y)
    spots, middle = np.argwhere(seen), np.argwhere(body).mean(0)
    y, x = spots[((spots - middle) ** 2).sum(1).argmin()] + 0.5
    return float(x), float(y)


def draw_puppet(canvas: Canvas, puppet: Puppet, m: Moment) -> None:
    """Draw a puppet on the ground at the origin, one unit tall when it stands, as its picture faces."""
    assert isinstance(puppet, PaperPuppet)
    s, rest = stance(m), stance(Moment("stand", 0.0, 0.0))
    in_parts = len(puppet.layers) > 1
    turn, (wide, high), up = _whole(m, s, jointed=in_parts)
    middle = 0.5 if abs(turn) > 0.6 else 0.0  # what tumbles turns about its middle, what leans about its feet
    with canvas.at(0, -up - middle, angle=turn, stretch=(wide, high)), canvas.at(0, middle):
        if not in_parts:
            _draw(canvas, puppet.layers["body"])
            return
        for name in _ORDER:
            layer = puppet.layers.get(name)
            if layer is None or (name == "mouth_open" and m.mouth < 0.25):
                continue
            joint = puppet.layers["head"].joint if name == "mouth_open" and "head" in puppet.layers else layer.joint
            with canvas.at(*joint, angle=_swing(name, s, rest)), canvas.at(-joint[0], -joint[1]):
                _draw(canvas, layer)


def _draw(canvas: Canvas, layer: Layer) -> None:
    canvas.paste(layer.levels, layer.box, layer.hull)


def _whole(m: Moment, s: Stance, *, jointed: bool) -> tuple[float, tuple[float, float], float]:
    """How the whole puppet moves: turned by an angle, stretched sideways and upwards, lifted from the ground."""
    wave = math.sin(2 * math.pi * m.gait)
    turn = s.turn + 0.5 * s.lean
    high = s.squash
    up = 0.0
    match m.action:
        case "walk" | "run" | "crawl" | "push" | "pull":
            share = 0.5 if jointed else 1.0
            turn += 0.07 * wave * share
            up = (0.06 if m.action == "run" else 0.028) * abs(wave)
            high *= 1 - (0.03 - 0.05 * abs(wave)) * share
        case "jump":
            high *= 1 + 0.16 * min(0.0, m.hop) + 0.10 * max(0.0, m.hop)
        case "sleep":
            return -math.pi / 2, (1.0, 1.0 + 0.01 * m.swing(0.22)), 0.0
        case "laugh":
            turn += 0.03 * m.swing(3.6, 0.25)
            high *= 1 + 0.025 * m.swing(3.6)
        case "cry":
            high *= 0.97 + 0.012 * m.swing(1.3)
        case "clap" | "dance" | "wave":
            beat = m.swing({"clap": 1.05, "dance": 0.95, "wave": 0.85}[m.action])
            turn += (0.12 if m.action == "dance" else 0.07) * beat
            up = 0.06 * abs(beat) if m.action == "dance" else 0.0
        case "eat":
            turn += 0.04 * max(0.0, m.swing(1.3))
        case "climb":
            turn += 0.08 * m.swing(0.62)
            up = 0.03 * abs(m.swing(0.62))
    if not jointed and abs(turn) < 0.6:
        high *= 0.80 + 0.20 * min(1.0, s.rise / 0.965)
    high *= 1 + 0.006 * m.swing(0.28)
    return turn, (2 - high if high > 0.9 else 1 + (1 - high) * 0.5, high), up


def _swing(name: str, s: Stance, rest: Stance) -> float:
    """How far a part is turned clockwise from how it lies in the picture."""
    n = 0 if name.startswith("left") else 1
    match name:
        case "left_arm" | "right_arm":
            shoulder, elbow = s.arms[n]
            usual = rest.arms[n][0] + 0.5 * rest.arms[n][1]
            ahead = (math.pi / 2 - 0.2) * s.touch[n] + (shoulder + 0.5 * elbow) * (1 - s.touch[n]) - usual
            aside = abs(shoulder) + 0.5 * abs(elbow) - abs(usual)
            return -ahead * (1 - s.wide) + aside * s.wide * (1 if n == 0 else -1)
        case "left_leg" | "right_leg":
            (x, y), (x0, y0) = s.feet[n], rest.feet[n]
            return math.atan2(x0, y0) - math.atan2(x, max(0.05, y))
        case "head" | "mouth_open":
            return 0.8 * s.nod
    return 0.0
