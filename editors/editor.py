"""The editor by canonical images: it says which tasks an edited clip needs, and does them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from statistics import fmean
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import ValidationError

from editors.work import FILES, LOCATED, EditWork, File, FitWork, Layers, Todo, own, pieces
from storyline.errors import EditError
from storyline.frames.clip import Picture
from storyline.schema.layout import Box
from storyline.schema.media import FrameSize
from storyline.schema.task import Job, Part, Task

if TYPE_CHECKING:
    from editors.canonical import CanonicalClip
    from editors.change import Change

VERSION = 1
"""Of what is made: raise it whenever the same task comes out different."""
ROWS = 144
"""In which maps are fitted, whatever the frames' size."""
STEPS = 300
"""Of a fit of which nothing is said, of each layer."""


@dataclass(frozen=True)
class CanonicalEditor:
    """Fits clips, and edits them in their canonical images."""

    name: str = "canonical"

    def asked(
        self,
        link: Callable[[Path], File],
        clip: Path,
        rows: int,
        *,
        do: str | None,
        to: Any = None,
        target: str = "all",
        parameters: Mapping[str, Any] = MappingProxyType({}),
        max_seconds: float | None = None,
    ) -> tuple[FitWork, Todo]:
        """What is to be fitted, and what is to be done: of words as people say them (see `film.edit_clip`).

        Args:
            link: puts a file into the folder that the work is done in.
            clip: the video.
            rows: of its frames.
            do: None where nothing is done yet.

        Raises:
            EditError: no such target, or operation.
        """
        from editors.masks import mask_files
        from editors.operations import operation

        if do is not None:
            operation(do)
        layers, masks, layer, box = _target(target)
        fit = FitWork(
            clip=link(clip), start=0, end_exclusive=0, layers=layers, rows=min(ROWS, rows), seconds=max_seconds,
            masks=tuple(link(file) for file in (mask_files(masks) if masks is not None else ())), libraries=libraries(),
        )  # fmt: skip
        if do in FILES:
            if not isinstance(to, str) or not Path(to).is_file():
                raise EditError(f"{do}: expected the name of a picture's file; got {to!r}")
            to = link(Path(to))
        return fit, Todo(operation=do or "none", to=to, parameters=dict(parameters), layer=layer, box=box)

    def export(self, fit: Path, layer: str | None, output: Path) -> str:
        """Write the canonical image of a fit's layer, the nearest if none is named; its name."""
        from editors.canonical import load
        from editors.exchange import write_image

        clip = load(fit)
        chosen = clip.layer(layer) if layer is not None else clip.layers[-1]
        write_image(chosen, output)
        return chosen.name

    def psnr(self, fits: Sequence[Path]) -> float:
        """How near fits are to their clips, in decibels: the mean over pieces and layers."""
        from editors.canonical import load

        return fmean(about["psnr"] for path in fits for about in load(path).fitted["layers"].values())

    def tasks(
        self, fit: FitWork, length: int, size: FrameSize, cuts: tuple[int, ...] = (), edits: Sequence[Todo] = ()
    ) -> Iterator[Task]:
        """The fits of a clip's pieces, `canonical/<n>`, and, if there are edits, its edited frames, `edit/<n>`.

        Args:
            fit: of the first piece, with any frames.
            length: frames of the clip.
            size: of its frames.
            cuts: frames before which there is a cut.

        Raises:
            EditError: masks of another number than frames.
        """
        if len(fit.masks) not in (0, 1, length):
            raise EditError(
                f"masks: expected one for each of {length} frames, or one for the first; got {len(fit.masks)} pictures"
            )
        parts = pieces(length, cuts)
        for n, (start, end) in enumerate(parts):
            work = fit.model_copy(update={"start": start, "end_exclusive": end})
            yield Task(
                id=f"canonical/{n}", kind="canonical", maker=self.name, version=VERSION, part=Part(work),
                start=start, end_exclusive=end, size=size.root,
            )  # fmt: skip
        located = any(edit.operation in LOCATED or edit.box is not None for edit in edits)
        for n in range(len(parts) if edits else 0):
            first = 0 if located else n
            edit = EditWork(
                clip=fit.clip, pieces=tuple(parts[first : n + 1]), edits=tuple(edits), libraries=libraries()
            )
            start, end = own(parts, n)
            yield Task(
                id=f"edit/{n}", kind="edit", maker=self.name, version=VERSION, part=Part(edit), start=start,
                end_exclusive=end, size=size.root, needs=tuple(f"canonical/{k}" for k in range(first, n + 1)),
            )  # fmt: skip

    def run(self, batch: Sequence[Job]) -> None:
        """Fit pieces, or edit frames.

        Raises:
            EditError: a clip, a mask or an edit cannot be used.
        """
        for job in batch:
            if job.task.kind == "canonical":
                _fit(FitWork.model_validate_json(job.task.part.json), job)
            else:
                _edit(EditWork.model_validate_json(job.task.part.json), job)


@cache
def libraries() -> dict[str, str]:
    """The versions of what else decides what comes out. Raises PackageNotFoundError if something is not installed."""
    return {name: version(name) for name in ("torch", "numpy", "opencv-python-headless")}


def _fit(work: FitWork, job: Job) -> None:
    import torch

    from editors.fit import fit_clip
    from editors.fitting import Effort
    from editors.flow import flows_of
    from editors.masks import carried, moving, read_matte

    frames = list(_frames(job.root, work.clip, work.start, work.end_exclusive))
    size = len(frames[0]), frames[0].shape[1]
    mattes: dict[str, torch.Tensor] = {}
    if work.layers == "motion":
        small = (work.rows, max(1, round(size[1] * work.rows / size[0])))
        mattes = {"foreground": moving(flows_of(frames, small))}
    elif work.layers == "masks":
        some = work.masks[work.start : work.end_exclusive] if len(work.masks) > 1 else work.masks
        given = torch.stack([read_matte(job.root / mask, size) for mask in some])
        if len(work.masks) == 1 and work.start:
            raise EditError(
                "mask: one is enough for a clip of one piece; this one has cuts or is long. Give one a frame"
            )
        if len(work.masks) == 1:
            given = carried(given[0], flows_of(frames, size))
        mattes = {"foreground": given}
    effort = Effort(
        seconds=60.0 if work.seconds is None else work.seconds,
        steps=work.steps if work.steps is not None or work.seconds is not None else STEPS,
        psnr=work.psnr,
    )
    fit_clip(frames, mattes, field=work.field, effort=effort, rows=work.rows, seed=work.seed).save(job.output)


def _edit(work: EditWork, job: Job) -> None:
    import torch

    from editors.canonical import load
    from editors.change import changed
    from storyline.frames.lossless import write_clip

    clips = [load(path) for path in job.inputs]
    changes = [change for edit in work.edits if (change := _changes(edit, work, clips, job.root)) is not None]
    start = work.pieces[-1][0]
    frames = _frames(job.root, work.clip, job.task.start, job.task.end_exclusive)

    def edited() -> Iterator[object]:
        for n, picture in enumerate(frames, job.task.start - start):
            frame = torch.from_numpy(picture.copy()).movedim(-1, 0).float() / 255
            for change in changes:
                frame = changed(frame, clips[-1], n, change)
            yield (frame * 255).round().clamp(0, 255).byte().movedim(0, -1).contiguous().numpy()

    write_clip(edited(), job.output, FrameSize(job.task.size), job.task.frames)  # type: ignore[arg-type]


def _changes(edit: Todo, work: EditWork, clips: Sequence["CanonicalClip"], root: Path) -> "Change | None":
    """An edit as a change of the last of some pieces; None where it does not reach: behind a cut."""
    import torch

    from editors.carry import carried, region_of
    from editors.operations import operation
    from editors.operations.protocol import Asked

    located = edit.operation in LOCATED or edit.box is not None
    first = clips[0] if located else clips[-1]
    layer = first.layer(edit.layer) if edit.layer is not None else first.layers[-1]
    region = torch.ones(layer.image.shape[-2:])
    if edit.box is not None:
        rows, columns = first.size
        x0, y0, x1, y1 = edit.box.visible()
        matte = torch.zeros(rows, columns)
        top, left = round(y0 * rows), round(x0 * columns)
        matte[top : max(round(y1 * rows), top + 1), left : max(round(x1 * columns), left + 1)] = 1
        region = region_of(layer, 0, matte)
    change: Change | None = operation(edit.operation)(Asked(first, layer, region, edit.to, edit.parameters, root))
    for k in range(1, len(clips) if located else 1):
        (old, end), (new, _) = work.pieces[k - 1], work.pieces[k]
        if new >= end or change is None:
            return None
        change = carried(change, clips[k - 1], clips[k], [(frame - old, frame - new) for frame in range(new, end)])
    return change


def _frames(root: Path, clip: File, start: int, end: int) -> Iterator[Picture]:
    from storyline.frames.decode import decode

    for frame in islice(decode(root / clip, start=start), end - start):
        yield np.pad(frame, ((0, frame.shape[0] % 2), (0, frame.shape[1] % 2), (0, 0)), mode="edge")


def _target(said: str) -> tuple[Layers, Path | None, str | None, Box | None]:
    """Which layers, the masks that make them, which of the layers is edited, and which part of it."""
    if said == "all":
        return "one", None, None, None
    if said in ("foreground", "background"):
        return "motion", None, said, None
    numbers = said.split(",")
    if len(numbers) == 4:
        try:
            x0, y0, x1, y1 = map(float, numbers)
            return "one", None, None, Box((x0, y0, x1, y1))
        except ValidationError as error:
            raise EditError(f"target: {error.errors()[0]['msg'].removeprefix('Value error, ')}") from None
        except ValueError:
            pass
    if not Path(said).exists():
        raise EditError(
            "target: expected all, foreground, background, a box as x0,y0,x1,y1 in fractions of the frame, or the file "
            f"or folder of masks; got {said!r}"
        )
    return "masks", Path(said), "foreground", None
