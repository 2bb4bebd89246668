"""How true edits are, on drawn clips whose truth is known; how fast they are drawn; how much memory a long clip takes.

`python -m benchmarks.edits` prints three tables.

A girl walks by a house under a camera that pans, or a bear passes in front of it. Masks of the target are the drawn
world's own. *Truth* is the same storyboard drawn otherwise (another colour, without her), or what was shot changed
pixel by pixel in the mask (grade); where there is none there is a dash.

*Target*: PSNR against the truth where truth and shot differ. *Elsewhere*: mean change of the other pixels, of 255.
*Flicker*: how much more each frame differs from the one before, led along the truth's flow, than the truth does: mean
absolute difference, of 255."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import cv2
import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from jaxtyping import Bool, Float
from torch import Tensor

from editors.canonical import CanonicalClip
from editors.change import changed
from editors.fit import fit_clip
from editors.fitting import Effort
from editors.flow import flows_of
from editors.operations import operation
from editors.operations.protocol import Asked
from generators.toon.cast import with_faces
from generators.toon.clip import ToonClip, Truth
from generators.toon.drawn import drawn
from storyline.film import plan_film
from storyline.frames.clip import Picture
from storyline.schema.media import FrameSize
from storyline.schema.storyboard import Storyboard

SIZE = FrameSize((512, 288))
FRAMES = 24
STEPS = 300
"""Of a fit, as `storyline edit` takes them."""

_HOUSE = {0: (0.45, 0.12, 0.8, 0.72), FRAMES - 1: (0.2, 0.12, 0.55, 0.72)}
"""Where it is as the camera pans to the right."""
_WALL = (0.25, 0.75), (0.5, 0.92)
"""Of the house's box: from where to where its wall is even."""
_PASSES = {0: (0.02, 0.36, 0.32, 0.9), FRAMES - 1: (0.6, 0.36, 0.9, 0.9)}


def scene(who: str, colour: str = "red") -> Storyboard:
    """Somebody passes in front of a house under a panning camera; with nobody, the house alone."""
    panels = [
        {
            "at": at,
            "placements": [
                {"entity": "house", "box": _HOUSE[at], "depth": 50},
                *(
                    [{"entity": "who", "box": _PASSES[at], "action": "walk", "facing": "right", "depth": 90}]
                    if who
                    else []
                ),
            ],
        }
        for at in (0, FRAMES - 1)
    ]
    shot = {
        "action": "Somebody walks.",
        "duration": FRAMES,
        "camera": [{"at": 0, "pan": 0.0}, {"at": FRAMES - 1, "pan": 0.25}],
        "panels": panels,
    }
    cast = [{"id": "house", "kind": "house"}]
    if who:
        cast.append({"id": "who", "kind": who, "looks": [{"colours": [colour]}]})  # type: ignore[dict-item]
    place = {"id": "meadow", "setting": "meadow"}
    return plan_film(
        {
            "title": "Edits",
            "size": list(SIZE.root),
            "rate": 12,
            "cast": cast,
            "places": [place],
            "scenes": [{"place": "meadow", "time_of_day": "day", "shots": [shot]}],
        }
    )


def truths(board: Storyboard) -> list[Truth]:
    """All frames of a storyboard's one shot, with masks."""
    shot = board.scenes[0].shots[0]
    clip = ToonClip(drawn(board, board.scenes[0], shot, SIZE, with_faces(board)))
    return [clip.truth(n) for n in range(FRAMES)]


@dataclass(frozen=True, eq=False)
class Shot:
    """What was shot, the target's masks, and the fit."""

    pictures: Float[Tensor, "n 3 h w"]
    masks: Float[Tensor, "n h w"]
    fit: CanonicalClip
    seconds: float


@cache
def shot_of(who: str) -> Shot:
    """A scene, fitted with the masks of whoever is in it."""
    found = truths(scene(who))
    masks = torch.stack([torch.from_numpy(t.masks[t.order[-1]].astype(np.float32)) for t in found])
    started = time.process_time()
    fit = fit_clip([t.picture for t in found], {"who": masks}, effort=Effort(steps=STEPS))
    return Shot(_stacked([t.picture for t in found]), masks, fit, time.process_time() - started)


def edited(shot: Shot, do: str, to: object, layer: str = "who", **parameters: object) -> Float[Tensor, "n 3 h w"]:
    """The frames with an edit."""
    found = shot.fit.layer(layer)
    asked = Asked(shot.fit, found, torch.ones(found.image.shape[-2:]), to, parameters)
    change = operation(do)(asked)
    return torch.stack([changed(frame, shot.fit, n, change) for n, frame in enumerate(shot.pictures)])


def edit_rows() -> Iterator[tuple[str, str, float | None, float, float]]:
    """Operation, who, target, elsewhere, flicker."""
    girl = shot_of("girl")
    teal = _stacked([t.picture for t in truths(scene("girl", "teal"))])
    nobody = _stacked([t.picture for t in truths(scene(""))])
    cases: list[tuple[str, object, Mapping[str, Any], Tensor | None]] = [
        ("recolour", "teal", {"from": "red"}, teal),
        ("remove", None, {}, nobody),
        ("grade", "noir", {}, _in_mask(girl, "grade", "noir")),
        ("relight", "left", {}, None),
        *(("restyle", style, {}, None) for style in ("watercolour", "pencil", "poster", "cartoon", "pixels")),
        ("warp", [[[0.3, 0.6], [0.36, 0.5]]], {}, None),
    ]
    for do, to, parameters, truth in cases:
        yield (
            do,
            f"the girl, {to}" if isinstance(to, str) else "the girl",
            *_judged(girl, edited(girl, do, to, **parameters), truth),
        )
    for do, to in (("grade", "night"), ("restyle", "watercolour"), ("recolour", "purple")):
        whole = fit_of_all(girl)
        yield do, f"all, {to}", *_judged(whole, edited(whole, do, to, layer="all"), None)


def fit_of_all(shot: Shot) -> Shot:
    """The same frames as one layer."""
    pictures = _pictures(shot.pictures)
    fit = fit_clip(pictures, effort=Effort(steps=STEPS))
    return Shot(shot.pictures, torch.ones_like(shot.masks), fit, 0.0)


def _in_mask(shot: Shot, do: str, to: str) -> Tensor:
    """What a change of colours does to the pixels themselves, in the mask."""
    found = shot.fit.layer("who")
    change = operation(do)(Asked(shot.fit, found, torch.ones(found.image.shape[-2:]), to))
    assert change.colours is not None
    made = torch.stack([change.colours(frame) for frame in shot.pictures])
    return torch.lerp(shot.pictures, made.clamp(0, 1), shot.masks[:, None])


def _judged(shot: Shot, made: Tensor, truth: Tensor | None) -> tuple[float | None, float, float]:
    near = F.max_pool2d(shot.masks[:, None], 9, 1, 4)
    beside = truth if truth is not None else shot.pictures
    differs = (beside - shot.pictures).abs().amax(1, keepdim=True) > 0.02
    where = (differs | (near > 0)) if truth is not None else near > 0
    outside = ~where.expand_as(made)
    elsewhere = float((made - shot.pictures).abs()[outside].mean() * 255) if bool(outside.any()) else 0.0
    target = None
    if truth is not None:
        target = float(-10 * (made - truth).square()[differs.expand_as(made)].mean().clamp_min(1e-10).log10())
    flows = flows_of(_pictures(shot.pictures), shot.fit.size)
    change = 0.0
    for one, sign in ((made, 1), (beside, -1)):
        for n in range(len(one) - 1):
            led = F.grid_sample(one[n + 1 : n + 2], _led(flows.forward[n]), align_corners=False)[0]
            sure = (flows.sure_forward[n] > 0.5) & (where[n, 0] | where[n + 1, 0])
            if bool(sure.any()):
                change += sign * float((led - one[n]).abs().mean(0)[sure].mean()) * 255 / (len(one) - 1)
    return target, elsewhere, change


def _led(flow: Float[Tensor, "h w 2"]) -> Float[Tensor, "1 h w 2"]:
    rows, columns = flow.shape[:2]
    here = torch.stack(torch.meshgrid(torch.arange(rows) + 0.5, torch.arange(columns) + 0.5, indexing="ij")[::-1], -1)
    return (2 * (here + flow) / torch.tensor([columns, rows]) - 1)[None]


def sticking() -> list[tuple[str, float, float]]:
    """A checkerboard on a wall while a bear passes before it: how far its corners are from where they should be.

    For corners in sight, for those that have been hidden since the frame of reference, or were hidden in it, and for
    those behind the bear: mean and greatest error in pixels of the frame, over all frames.
    """
    found = truths(scene("bear"))
    bear = torch.stack([torch.from_numpy(t.masks[t.order[-1]].astype(np.float32)) for t in found])
    fit = fit_clip([t.picture for t in found], {"bear": bear}, effort=Effort(steps=STEPS))
    rows, columns = fit.size
    ground = fit.layers[0]
    house = found[0].order[0]
    corners = torch.stack(torch.meshgrid(*(torch.linspace(*span, 6) for span in _WALL), indexing="xy"), -1).reshape(
        -1, 2
    )
    painted = _on(corners, found[ground.reference].boxes[house])
    errors: dict[str, list[Tensor]] = {"in sight": [], "hidden before": [], "behind the bear": []}
    gone = {ground.reference: _hidden(bear[ground.reference], painted)}
    for t in sorted(range(len(found)), key=lambda t: abs(t - ground.reference)):
        true = _on(corners, found[t].boxes[house])
        hidden = _hidden(bear[t], true)
        nearer = t - 1 if t > ground.reference else t + 1
        gone.setdefault(t, gone.get(nearer, hidden) | hidden)
        off = fit.to_canonical(ground.name, t, true) - painted
        error = (off * torch.tensor([columns, rows])).norm(dim=1)
        if t != ground.reference:
            errors["behind the bear"].append(error[hidden])
            errors["hidden before"].append(error[~hidden & gone[t]])
            errors["in sight"].append(error[~hidden & ~gone[t]])
    return [(name, float(torch.cat(some).mean()), float(torch.cat(some).max())) for name, some in errors.items()]


def _hidden(mask: Float[Tensor, "h w"], points: Float[Tensor, "k 2"]) -> Bool[Tensor, " k"]:
    """Which points, in fractions of the frame, a mask covers; they lie within the frame."""
    rows, columns = mask.shape
    x, y = (points * torch.tensor([columns, rows])).long().unbind(-1)
    return mask[y.clamp(0, rows - 1), x.clamp(0, columns - 1)] > 0.5


def _on(corners: Float[Tensor, "k 2"], box: Sequence[float]) -> Float[Tensor, "k 2"]:
    x0, y0, x1, y1 = box
    return corners * torch.tensor([x1 - x0, y1 - y0]) + torch.tensor([x0, y0])


def speed() -> tuple[float, float]:
    """Frames of an edit drawn in a second, and of `grid_sample` alone, at 512x288, with all threads."""
    girl = shot_of("girl")
    layer = girl.fit.layer("who")
    change = operation("recolour")(Asked(girl.fit, layer, torch.ones(layer.image.shape[-2:]), "teal"))
    size = girl.fit.size
    grid = layer.on_canvas(layer.where(0, size))[None]
    ours, alone = [], []
    for _ in range(3):
        started = time.perf_counter()
        for n, frame in enumerate(girl.pictures):
            changed(frame, girl.fit, n, change)
        ours.append(FRAMES / (time.perf_counter() - started))
        started = time.perf_counter()
        for _ in range(FRAMES):
            F.grid_sample(layer.image[None], grid, align_corners=False)
        alone.append(FRAMES / (time.perf_counter() - started))
    return max(ours), max(alone)


def _stacked(pictures: Sequence[Picture]) -> Float[Tensor, "n 3 h w"]:
    return torch.stack([torch.from_numpy(picture.copy()).movedim(-1, 0).float() / 255 for picture in pictures])


def _pictures(frames: Float[Tensor, "n 3 h w"]) -> list[Picture]:
    return [(frame * 255).round().clamp(0, 255).byte().movedim(0, -1).contiguous().numpy() for frame in frames]


if __name__ == "__main__":
    cv2.setNumThreads(1)
    print("| operation | of | target, dB | elsewhere | flicker |\n|---|---|---|---|---|")
    for do, of, target, elsewhere, flicker in edit_rows():
        told = "–" if target is None else f"{target:.1f}"
        print(f"| {do} | {of} | {told} | {elsewhere:.2f} | {flicker:+.2f} |", flush=True)
    print("\n| corners of a checkerboard on a wall | mean error, pixels | greatest |\n|---|---|---|")
    for name, mean, most in sticking():
        print(f"| {name} | {mean:.2f} | {most:.2f} |", flush=True)
    ours, alone = speed()
    print("\n| drawn in a second, 512x288 | |\n|---|---|")
    print(f"| an edit | {ours:.0f} |\n| `grid_sample` alone | {alone:.0f} |", flush=True)
