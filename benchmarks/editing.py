"""How well clips are understood: reconstruction, tracking, folds and how natural the canonical image is, against time.

`python -m benchmarks.editing DIR 30 120` prints the table for the clips of a folder (`NAME/frames/*`, or videos), the
first 24 frames at 192x108, for so many seconds of one thread's computing; two trivial baselines stand beside them.

PSNR is the mean over frames. *Tracking*: how far apart pixels that flow connects lie in the canonical image, in pixels.
*Folded*: cells of the map that are turned over. *Canonical*: PSNR of the canonical image, seen from the frame of
reference, against that frame.
"""

import sys
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import cv2
import torch
import torch.nn.functional as F  # noqa: N812
from jaxtyping import Float
from torch import Tensor

from editors.atlas import Defaults, as_layers, fit_atlas
from editors.canonical import identity
from editors.canvas import canvas_size
from editors.chain import chained
from editors.field import Field
from editors.fit import FIELDS
from editors.fitting import Effort, Observed, fit_field, psnr_of
from editors.flow import flows_of
from editors.layering import Start, start_of
from editors.losses import folded, tracking_error
from editors.masks import moving
from storyline.frames.clip import Picture
from storyline.frames.decode import decode

_FRAMES, _SIZE = 24, (108, 192)

Row = tuple[str, str, float, float, float | None, float | None, float | None]
"""Clip, who, seconds, PSNR, tracking, folded, canonical."""


def rows(clip: Path, budgets: Sequence[float]) -> Iterator[Row]:
    """What everybody makes of a clip."""
    frames = list(islice(_frames(clip), _FRAMES))
    rows, columns = _SIZE
    small = [cv2.resize(frame, (columns, rows), interpolation=cv2.INTER_AREA) for frame in frames]
    pictures = torch.stack([torch.tensor(frame).movedim(-1, 0).float() / 255 for frame in small])
    started = time.thread_time()
    flows = flows_of(frames, _SIZE)
    seen = Observed(pictures, torch.ones(len(frames), *_SIZE), flows)
    start = start_of(seen)
    ready = time.thread_time() - started
    yield clip.stem, "mean frame", 0.0, _psnr(pictures.mean(0).expand_as(pictures), pictures), None, None, None
    places, _ = chained(flows, start.reference, seen.matte)
    strung = 2 * places / torch.tensor([columns, rows]) - 1
    for who, maps in (("one frame, flow strung together", strung), ("one frame, found again in each", start.maps)):
        yield clip.stem, who, ready, _psnr(_warped(maps, start, pictures), pictures), *_maps(maps, seen), None
    for seconds in budgets:
        for name, make in FIELDS.items():
            field = make(start.maps, start.reference, start.image, start.canvas)
            fitted = fit_field(field, seen, Effort(seconds=seconds, plateau=False))
            with torch.no_grad():
                maps = field.maps(torch.arange(len(frames)), 1.0)
            yield (
                clip.stem,
                name,
                fitted.seconds + ready,
                psnr_of(field, seen),
                *_maps(maps, seen),
                _natural(field, start, pictures),
            )
        masks = moving(flows)
        for settings, what in (
            (Defaults(), "atlas, the paper's defaults"),
            (Defaults(samples=1000, rate=1e-3), "atlas, a tenth of the samples"),
        ):
            model, _ = fit_atlas(seen, masks, Effort(seconds=seconds), settings)
            layers = as_layers(model, seen, _SIZE)
            made = torch.stack([layers.render(n) for n in range(len(frames))])
            yield clip.stem, what, seconds, _psnr(made, pictures), None, None, None


def _frames(clip: Path) -> Iterator[Picture]:
    if clip.is_dir():
        for file in sorted((clip / "frames").iterdir()):
            yield cv2.cvtColor(cv2.imread(str(file)), cv2.COLOR_BGR2RGB)
    else:
        yield from decode(clip)


def _psnr(made: Float[Tensor, "n 3 h w"], true: Float[Tensor, "n 3 h w"]) -> float:
    error = (made.clamp(0, 1) - true).square().mean((1, 2, 3)).clamp_min(1e-10)
    return float((-10 * error.log10()).mean())


def _warped(
    maps: Float[Tensor, "n h w 2"], start: Start, pictures: Float[Tensor, "n 3 h w"]
) -> Float[Tensor, "n 3 h w"]:
    one = pictures[start.reference].expand_as(pictures)
    return F.grid_sample(one, maps, padding_mode="border", align_corners=False)


def _maps(maps: Float[Tensor, "n h w 2"], seen: Observed) -> tuple[float, float]:
    certain = seen.flows.sure_forward
    off = tracking_error(maps[:-1], maps[1:], seen.flows.forward) * certain
    return float(off.sum() / certain.sum().clamp_min(1)), float(folded(maps).mean())


def _natural(field: Field, start: Start, pictures: Float[Tensor, "n 3 h w"]) -> float:
    x0, y0, x1, y1 = start.canvas
    image = field.image(canvas_size(start.canvas, _SIZE))
    low, high = torch.tensor([x0, y0]), torch.tensor([x1, y1])
    at = 2 * (identity(*_SIZE) - low) / (high - low) - 1
    shown = F.grid_sample(image[None], at[None], padding_mode="border", align_corners=False)
    return _psnr(shown, pictures[start.reference, None])


def _told(value: float | None, form: str) -> str:
    return "–" if value is None else format(value, form)


if __name__ == "__main__":
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    print("| clip | who | seconds | PSNR | tracking | folded | canonical |\n|---|---|---|---|---|---|---|")
    folder, budgets = Path(sys.argv[1]), [float(seconds) for seconds in sys.argv[2:]] or [30.0, 120.0]
    for clip in sorted(path for path in folder.iterdir() if path.is_dir() or path.suffix == ".mp4"):
        for name, who, seconds, psnr, tracking, share, canonical in rows(clip, budgets):
            told = f"{psnr:.2f} | {_told(tracking, '.2f')} | {_told(share, '.2%')} | {_told(canonical, '.1f')}"
            print(f"| {name} | {who} | {seconds:.0f} | {told} |", flush=True)
