"""Words, as people say them of a clip → what is to be fitted, and what is to be done with the fit."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from editors.work import FILES, ROWS, Export, File, FitWork, Footage, Layers, Todo, known, libraries
from storyline.errors import EditError
from storyline.schema.layout import Box

Link = Callable[[Path], File]
"""Puts a file into the folder that the work is done in."""


def edit_asked(
    link: Link,
    clip: Path,
    rows: int,
    *,
    do: str,
    to: Any,
    target: str,
    parameters: Mapping[str, Any],
    max_seconds: float | None,
) -> tuple[FitWork, Todo]:
    """See `CanonicalEditor.asked`."""
    known(do)
    fit, layer, box = _fit(link, clip, rows, target, max_seconds)
    if do in FILES:
        if not isinstance(to, str) or not Path(to).is_file():
            raise EditError(f"{do}: expected the name of a picture's file; got {to!r}")
        to = link(Path(to))
    return fit, Todo(operation=do, to=to, parameters=dict(parameters), layer=layer, box=box)


def export_asked(
    link: Link, clip: Path, rows: int, *, target: str, max_seconds: float | None
) -> tuple[FitWork, Export]:
    """See `CanonicalEditor.asked_export`."""
    fit, layer, _ = _fit(link, clip, rows, target, max_seconds)
    return fit, Export(layer=layer)


def _fit(
    link: Link, clip: Path, rows: int, target: str, max_seconds: float | None
) -> tuple[FitWork, str | None, Box | None]:
    """A fit with the layers that a target asks for, which of them it means, and which part of that."""
    from editors.masks import mask_files

    layers, masks, layer, box = _target(target)
    fit = FitWork(
        clip=Footage(file=link(clip)), start=0, end_exclusive=0, layers=layers, rows=min(ROWS, rows),
        seconds=max_seconds,
        masks=tuple(link(file) for file in (mask_files(masks) if masks is not None else ())), libraries=libraries(),
    )  # fmt: skip
    return fit, layer, box


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
