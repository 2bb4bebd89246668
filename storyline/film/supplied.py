"""A maker of what people supply in the place of what would be generated: takes that were kept."""

import json
import shutil
from collections.abc import Sequence
from contextlib import closing
from functools import partial

from storyline.errors import RenderError
from storyline.film.result import sha256
from storyline.film.takes import take_file
from storyline.frames.lossless import Windows, write_clip
from storyline.schema.media import Digest, FrameSize
from storyline.schema.storyboard import Scene, Shot
from storyline.schema.task import Job, Part, Task

NAME = "supplied"
VERSION = 1
"""Of what it makes: raise it whenever that comes out different."""


def take_tasks(scene: Scene, shot: Shot, take: Digest, size: FrameSize) -> tuple[Task, Task]:
    """A shot's frames as they are in a take, and its panels as stills of them."""
    task = partial(Task, maker=NAME, version=VERSION, size=size.root, scene=scene.id, shot=shot.id, start=0)
    file = {"path": take_file(take).as_posix(), "digest": take}
    frames = task(f"frames/{shot.id}/0", "frames", part=Part({"take": file}), end_exclusive=shot.duration)
    picked = Part({"moments": [panel.at for panel in shot.panels], "of": shot.duration})
    stills = task(f"keyframes/{shot.id}", "keyframes", part=picked, end_exclusive=len(shot.panels), needs=(frames.id,))
    return frames, stills


class Supplied:
    """Makes them."""

    name = NAME

    def run(self, batch: Sequence[Job]) -> None:
        """Copy takes, and pick stills out of them. Raises RenderError if a take is not there, or is another."""
        for job in batch:
            part = json.loads(job.task.part.json)
            if "take" in part:
                _copy(job, **part["take"])
            else:
                _stills(job, part["moments"], part["of"])


def _copy(job: Job, path: str, digest: str) -> None:
    try:
        shutil.copyfile(job.root / path, job.output)
    except OSError as error:
        raise RenderError(
            f"shot {job.task.shot!r}: its locked take {path} cannot be read: {error.strerror}. Put it back, or unlock "
            "the shot"
        ) from None
    if sha256(job.output) != digest:
        raise RenderError(
            f"shot {job.task.shot!r}: {path} is no longer the take that it was. Put that back, or unlock the shot"
        )


def _stills(job: Job, moments: Sequence[int], length: int) -> None:
    size = FrameSize(job.task.size)
    with closing(Windows([(job.inputs[0], length)], size)) as frames:
        write_clip((frames[at] for at in moments), job.output, size, job.task.frames)
