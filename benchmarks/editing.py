"""How well clips are understood: reconstruction, tracking, folds and how natural the canonical image is, against time.

`python -m benchmarks.editing CLIP … --seconds 30 120` prints the table for clips (folders with `frames/*`, or videos),
the first 24 frames at 192x108, for so many seconds of one thread's computing; trivial baselines stand beside them.
`--size 427x240 --frames 50` measures larger ones, `--who image` one field alone.

PSNR and SSIM (Wang et al. 2004) are means over all frames but that of reference, which one frame shows perfectly.
*Tracking*: how far apart pixels that flow connects lie in the canonical image, in pixels. *Folded*: cells of the map
that are turned over. *Canonical*: PSNR of the canonical image, seen from the frame of reference, against that frame.
"""

import argparse
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
from editors.fitting import Effort, Observed, batches, fit_field
from editors.flow import flows_of
from editors.layering import Start, start_of
from editors.losses import folded, tracking_error
from editors.masks import moving
from storyline.frames.clip import Picture
from storyline.frames.decode import decode

Size = tuple[int, int]
"""Rows and columns."""
Row = tuple[str, str, float, float, float, float | None, float | None, float | None]
"""Clip, who, seconds, PSNR, SSIM, tracking, folded, canonical."""
ATLASES = {
    "atlas": (Defaults(), "atlas, the paper's defaults"),
    "fast-atlas": (Defaults(samples=1000, rate=1e-3), "atlas, a tenth of the samples"),
}


def rows(clip: Path, budgets: Sequence[float], count: int, size: Size, who: Sequence[str]) -> Iterator[Row]:
    """What everybody makes of a clip."""
    frames = list(islice(_frames(clip), count))
    rows, columns = size
    small = [cv2.resize(frame, (columns, rows), interpolation=cv2.INTER_AREA) for frame in frames]
    pictures = torch.stack([torch.tensor(frame).movedim(-1, 0).float() / 255 for frame in small])
    started = time.thread_time()
    flows = flows_of(frames, size)
    seen = Observed(pictures, torch.ones(len(frames), *size), flows)
    start = start_of(seen)
    ready = time.thread_time() - started
    others = [n for n in range(len(frames)) if n != start.reference]

    def near(made: Float[Tensor, "n 3 h w"]) -> tuple[float, float]:
        return _near(made[others], pictures[others])

    yield clip.stem, "mean frame", 0.0, *near(pictures.mean(0).expand_as(pictures)), None, None, None
    places, _ = chained(flows, start.reference, seen.matte)
    strung = 2 * places / torch.tensor([columns, rows]) - 1
    for what, maps in (("one frame, flow strung together", strung), ("one frame, found again in each", start.maps)):
        yield clip.stem, what, ready, *near(_warped(maps, start, pictures)), *_maps(maps, seen), None
    masks = moving(flows)
    for seconds in budgets:
        for name, make in FIELDS.items():
            if name in who:
                field = make(start.maps, start.reference, start.image, start.canvas)
                fitted = fit_field(field, seen, Effort(seconds=seconds - ready, plateau=False))
                with torch.no_grad():
                    maps = torch.cat([field.maps(some, 1.0) for some in batches(len(frames))])
                    made = torch.cat([field.colours(some, maps[some], 1.0) for some in batches(len(frames))])
                natural = _natural(field, start, pictures)
                yield clip.stem, name, fitted.seconds + ready, *near(made), *_maps(maps, seen), natural
        for name, (settings, what) in ATLASES.items():
            if name in who:
                model, _ = fit_atlas(seen, masks, Effort(seconds=seconds), settings)
                layers = as_layers(model, seen, size)
                made = torch.stack([layers.render(n) for n in range(len(frames))])
                yield clip.stem, what, seconds, *near(made), None, None, None


def _frames(clip: Path) -> Iterator[Picture]:
    if clip.is_dir():
        for file in sorted((clip / "frames").iterdir()):
            yield cv2.cvtColor(cv2.imread(str(file)), cv2.COLOR_BGR2RGB)
    else:
        yield from decode(clip)


def _near(made: Float[Tensor, "n 3 h w"], true: Float[Tensor, "n 3 h w"]) -> tuple[float, float]:
    """PSNR in decibels, and SSIM of grey pictures in Gaussian windows of 11 pixels."""
    made = made.clamp(0, 1)
    error = (made - true).square().mean((1, 2, 3)).clamp_min(1e-10)
    x = torch.arange(-5, 6) / 1.5
    window = torch.exp(-(x**2) / 2)
    window = (window[:, None] * window / window.sum() ** 2)[None, None]
    a, b = made.mean(1, keepdim=True), true.mean(1, keepdim=True)
    ma, mb, aa, bb, ab = (F.conv2d(v, window) for v in (a, b, a * a, b * b, a * b))
    c1, c2 = 0.01**2, 0.03**2
    alike = (2 * ma * mb + c1) * (2 * (ab - ma * mb) + c2) / ((ma**2 + mb**2 + c1) * (aa - ma**2 + bb - mb**2 + c2))
    return float((-10 * error.log10()).mean()), float(alike.mean())


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
    size = (pictures.shape[-2], pictures.shape[-1])
    x0, y0, x1, y1 = start.canvas
    image = field.image(canvas_size(start.canvas, size))
    low, high = torch.tensor([x0, y0]), torch.tensor([x1, y1])
    at = 2 * (identity(*size) - low) / (high - low) - 1
    shown = F.grid_sample(image[None], at[None], padding_mode="border", align_corners=False)
    return _near(shown, pictures[start.reference, None])[0]


def _told(value: float | None, form: str) -> str:
    return "–" if value is None else format(value, form)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.editing", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("clips", type=Path, nargs="+")
    parser.add_argument("--seconds", type=float, nargs="+", default=[30.0, 120.0])
    parser.add_argument("--frames", type=int, default=24)
    parser.add_argument("--size", default="192x108")
    parser.add_argument("--who", nargs="+", choices=[*FIELDS, *ATLASES], default=[*FIELDS, *ATLASES])
    asked = parser.parse_args()
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    columns, rows_ = (int(side) for side in asked.size.split("x"))
    print("| clip | who | seconds | PSNR | SSIM | tracking | folded | canonical |\n|---|---|---|---|---|---|---|---|")
    for clip in asked.clips:
        for name, who, seconds, psnr, ssim, tracking, share, canonical in rows(
            clip, asked.seconds, asked.frames, (rows_, columns), asked.who
        ):
            told = f"{psnr:.2f} | {ssim:.3f} | {_told(tracking, '.2f')} | {_told(share, '.2%')}"
            print(f"| {name} | {who} | {seconds:.0f} | {told} | {_told(canonical, '.1f')} |", flush=True)


if __name__ == "__main__":
    main()
