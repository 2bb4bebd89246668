"""Words, as people say them of a clip → what is to be fitted, and what is to be done with the fit."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from editors import estimators
from editors.diffusion.configured import configured
from editors.files import mask_files, must_show
from editors.work import FIELDS, FILES, ROWS, Export, FitWork, Footage, Layers, Todo, known, libraries
from storyline.errors import EditError
from storyline.schema.layout import Box
from storyline.schema.media import FileRef

Link = Callable[[Path], FileRef]
"""Puts a file into the folder that the work is done in."""


def edit_asked(
    link: Link,
    clip: Path,
    size: tuple[int, int],
    *,
    do: str,
    to: Any,
    target: str,
    parameters: Mapping[str, Any],
    max_seconds: float | None,
    field: str,
) -> tuple[FitWork, Todo]:
    """See `CanonicalEditor.asked`."""
    known(do)
    fit, layer, box = _fit(link, clip, size, target, max_seconds, field)
    if do in FILES:
        if not isinstance(to, str) or not Path(to).is_file():
            raise EditError(f"{do}: expected the name of a picture's file; got {to!r}")
        return fit, Todo(operation=do, picture=link(Path(to)), parameters=dict(parameters), layer=layer, box=box)
    return fit, Todo(operation=do, to=to, parameters=configured(parameters), layer=layer, box=box)


def export_asked(
    link: Link, clip: Path, size: tuple[int, int], *, target: str, max_seconds: float | None, field: str
) -> tuple[FitWork, Export]:
    """See `CanonicalEditor.asked_export`."""
    fit, layer, _ = _fit(link, clip, size, target, max_seconds, field)
    return fit, Export(layer=layer)


def _fit(
    link: Link, clip: Path, size: tuple[int, int], target: str, max_seconds: float | None, field: str
) -> tuple[FitWork, str | None, Box | None]:
    """A fit with the layers that a target asks for, which of them it means, and which part of that."""
    if field not in FIELDS:
        raise EditError(f"field: expected one of {', '.join(FIELDS)}; got {field!r}")
    layers, named, layer, box = _target(target)
    masks = mask_files(named) if named is not None else ()
    if masks:
        must_show(masks, size)
    fit = FitWork(
        clip=Footage(file=link(clip)), start=0, end_exclusive=0, layers=layers, rows=min(ROWS, size[0]),
        seconds=max_seconds, field=field, flow=estimators.configured(),
        masks=tuple(map(link, masks)), libraries=libraries(),
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
