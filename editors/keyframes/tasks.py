"""Pictures of a shot's panels → tasks: its frames traced to those of the panels, and changed as the pictures say."""

from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError

from editors.keyframes.work import Given, GivenWork, Stage, TraceWork
from editors.work import LENGTH, Footage, libraries
from storyline.errors import SetupError
from storyline.schema.media import FrameSize
from storyline.schema.storyboard import Shot
from storyline.schema.task import Part, Task

VERSION = 1
"""Of what is made: raise it whenever the same task comes out different."""
PANELS = "panels"
"""What an edit is called that puts the pictures of a shot's panels into it."""


def given_tasks(
    maker: str, shot: Shot, name: str, given: Sequence[Given], clips: Sequence[Task], size: FrameSize
) -> Iterator[Task]:
    """What pictures make of a shot: `canonical/<shot>/<name>/<panel>/<n>` and `edit/<shot>/<name>/<n>`.

    Args:
        name: of the edit, for people.
        given: in the order of the shot.
        clips: the tasks that make its frames.

    Raises:
        SetupError: PyTorch is not installed.
    """
    try:
        installed = libraries()
    except PackageNotFoundError as error:
        raise SetupError(
            f"shot {shot.id!r}: a picture of a panel is put into its frames by what needs PyTorch ({error}); install "
            "it with `pip install 'storyline[learned]'`, or take the picture away"
        ) from None
    stage = Stage.of(shot)
    edits = []
    for n, start in enumerate(range(0, shot.duration, LENGTH)):
        end = min(start + LENGTH, shot.duration)
        some = tuple(one for one in given if any(one.weight(frame) > 0 for frame in range(start, end)))
        footage, needs = windows(clips, start, end)
        traced = []
        for one in some:
            reference, first = windows(clips, one.at, one.at + 1)
            work = TraceWork(
                reference=reference, clip=footage, at=one.at, start=start, end_exclusive=end, stage=stage,
                libraries=installed,
            )  # fmt: skip
            id = f"canonical/{shot.id}/{name}/{one.at}/{n}"
            yield Task(
                id=id, kind="canonical", maker=maker, version=VERSION, part=Part(work), start=start,
                end_exclusive=end, size=size.root, needs=(*first, *needs), shot=shot.id,
            )  # fmt: skip
            traced.append(id)
        change = GivenWork(clip=footage, start=start, given=some, libraries=installed)
        edits.append(
            Task(
                id=f"edit/{shot.id}/{name}/{n}", kind="edit", maker=maker, version=VERSION, part=Part(change),
                start=start, end_exclusive=end, size=size.root, needs=(*traced, *needs), shot=shot.id,
            )
        )  # fmt: skip
    yield from edits


def windows(clips: Sequence[Task], start: int, end: int) -> tuple[Footage, tuple[str, ...]]:
    """Those windows of a shot in which frames lie, and the tasks that make them."""
    some = [task for task in clips if task.start < end and task.end_exclusive > start]
    return Footage(first=some[0].start, windows=tuple(t.frames for t in some)), tuple(t.id for t in some)
