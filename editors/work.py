"""What the tasks of an edited clip are made from: all that is in their parts. Read and written without torch."""

from functools import cache
from importlib.metadata import version
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field, JsonValue

from storyline.errors import EditError
from storyline.schema.base import Name, Noun
from storyline.schema.edit import PICTURED
from storyline.schema.layout import Box
from storyline.schema.media import FileRef

ROWS = 144
"""In which maps are fitted, whatever the frames' size."""
LENGTH, OVERLAP = 48, 6
"""Frames of a piece of a clip, and how many it shares with the next: longer ones are fitted piece by piece."""

KEYFRAME = "keyframe"
"""What is different in a picture of one frame is put into all."""
OPERATIONS = (
    "recolour", "grade", "relight", "restyle", "replace", "sign", "paint", "remove", "warp", "match", KEYFRAME,
)  # fmt: skip
"""What can be done (`editors.operations`)."""
LOCATED = frozenset({"replace", "sign", "paint", "warp", "remove", KEYFRAME})
"""Operations that are done in one piece of a clip and carried to those after it; see `located`."""

FILES = PICTURED
"""Operations that take a picture."""

FIELDS = ("image", "grid")
"""How a layer is encoded (`editors.fit.FIELDS`)."""

Layers = Literal["one", "motion", "masks", "boxes"]
"""One layer; what moves by itself before the rest; what masks show; or who is in boxes."""


class Footage(Noun):
    """Where the frames of a clip come from: a file, or windows that other tasks make."""

    file: FileRef | None = None
    first: int = 0
    """The number of the first frame of the first window."""
    windows: tuple[int, ...] = ()
    """How many frames each holds; they are the last that a task reads."""


class FitWork(Noun):
    """A piece of a clip, to be fitted."""

    clip: Footage
    start: int
    end_exclusive: int
    layers: Layers = "one"
    masks: tuple[FileRef, ...] = ()
    """Of `masks`: one for each frame of the clip, or the first frame's alone; none behind the first piece then."""
    after: int | None = None
    """Of `masks`: the first frame of the piece whose fit is read first, and shows where the mask has come to."""
    boxes: tuple[Box | None, ...] = ()
    """Of `boxes`: where somebody is in each frame of the piece."""
    field: str = "image"
    flow: str
    """See `editors.estimators.configured`."""
    rows: int
    steps: int | None = None
    """Of each layer; then the fit does not depend on how fast the machine is."""
    seconds: float | None = None
    psnr: float | None = None
    seed: int = 0
    libraries: dict[str, str]


class Todo(Noun):
    """One edit of a clip."""

    operation: Name
    to: JsonValue = None
    picture: FileRef | None = None
    """What the operations of `FILES` take."""
    parameters: dict[str, JsonValue] = {}
    layer: str | None = None
    """Which one; the nearest when None."""
    box: Box | None = None
    """A part of it, in the first frame."""
    frames: tuple[int, int] | None = None
    """The first that is changed, and the one after the last; all when None."""


class Export(Noun):
    """A canonical image, to be written out."""

    layer: str | None = None
    """Whose; the nearest's when None."""


class EditWork(Noun):
    """Frames of a clip, to be edited."""

    clip: Footage
    pieces: Annotated[tuple[tuple[int, int], ...], Field(min_length=1)]
    """First frame, and the one after the last, of every piece from the one that edits are done in to the one that these
    frames are in."""
    edits: tuple[Todo, ...]
    libraries: dict[str, str]


@cache
def libraries() -> dict[str, str]:
    """The versions of what else decides what comes out. Raises PackageNotFoundError if something is not installed."""
    return {name: version(name) for name in ("torch", "numpy", "opencv-python-headless")}


def located(edit: Todo) -> bool:
    """Whether an edit is done in one piece of a clip and carried on, and not in each anew."""
    return edit.operation in LOCATED or edit.box is not None or "by" in edit.parameters


def moment(edit: Todo) -> int | None:
    """The frame that an edit is about; None if it is about no single one. Raises EditError: it does not say which."""
    if edit.operation != KEYFRAME:
        return None
    at = edit.parameters.get("at")
    if isinstance(at, bool) or not isinstance(at, int) or at < 0:
        raise EditError(
            f"{KEYFRAME}: expected `at`, the number of the frame that the picture is for, from 0 on; got {at!r}"
        )
    return at


def known(operation: str) -> str:
    """The name of an operation. Raises EditError if it is none."""
    if operation not in OPERATIONS:
        raise EditError(f"operation: expected one of {', '.join(OPERATIONS)}; got {operation!r}")
    return operation


def pieces(
    length: int, cuts: tuple[int, ...] = (), most: int = LENGTH, overlap: int = OVERLAP
) -> list[tuple[int, int]]:
    """The pieces of a clip: none over a cut, none longer than `most`, neighbours sharing `overlap` frames.

    >>> pieces(100, cuts=(40,))
    [(0, 40), (40, 85), (79, 100)]
    """
    found = []
    edges = [0, *(cut for cut in sorted(set(cuts)) if 0 < cut < length), length]
    for begin, end in pairwise(edges):
        count = max(1, -(-(end - begin - overlap) // (most - overlap)))
        apart = (end - begin - overlap) / count
        found += [(begin + round(n * apart), min(end, begin + round((n + 1) * apart) + overlap)) for n in range(count)]
    return found


def own(pieces: list[tuple[int, int]] | tuple[tuple[int, int], ...], n: int) -> tuple[int, int]:
    """The frames that piece n answers for: where two share frames, the first half of them is the earlier one's.

    >>> [own(((0, 40), (40, 85), (79, 100)), n) for n in range(3)]
    [(0, 40), (40, 82), (82, 100)]
    """
    start, end = pieces[n]
    if n and pieces[n - 1][1] > start:
        start = (pieces[n - 1][1] + start) // 2
    if n + 1 < len(pieces) and pieces[n + 1][0] < end:
        end = (end + pieces[n + 1][0]) // 2
    return start, end
