"""Work → artifacts: frames traced to the one of a panel, or changed as pictures say. Here torch comes in."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import cv2
import torch

from editors.files import found
from editors.keyframes.difference import difference
from editors.keyframes.put import Supplied
from editors.keyframes.trace import traced
from editors.keyframes.traced import load
from editors.keyframes.work import Given, GivenWork, TraceWork
from editors.work import Footage
from storyline.frames.clip import Picture
from storyline.frames.keyframe import reach_of, read_keyframe
from storyline.frames.lossless import Windows, write_clip
from storyline.schema.media import FrameSize
from storyline.schema.task import Job


@contextmanager
def _in_one_thread() -> Iterator[None]:
    """Within it this process computes in one thread: pieces are done side by side, and small pictures gain nothing."""
    threads, stripes = torch.get_num_threads(), cv2.getNumThreads()
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)
        cv2.setNumThreads(stripes)


@_in_one_thread()
def trace(work: TraceWork, job: Job) -> None:
    """Trace frames of a shot to the one of a panel."""
    count = len(work.reference.windows)
    (shown,) = _frames(work.reference, job.inputs[:count], job, work.at, work.at + 1)
    frames = _frames(work.clip, job.inputs[count:], job, work.start, work.end_exclusive)
    traced(enumerate(frames, work.start), shown, work.at, work.stage).save(job.output)


@_in_one_thread()
def put(work: GivenWork, job: Job) -> None:
    """Change frames of a shot as the pictures of its panels say.

    Raises:
        EditError: a picture has changed since the script was read.
        ScriptError: it cannot be read.
    """
    several = [_supplied(one, path, job) for one, path in zip(work.given, job.inputs, strict=False)]
    footage = _frames(work.clip, job.inputs[len(several) :], job, job.task.start, job.task.end_exclusive)

    def changed() -> Iterator[Picture]:
        for number, picture in enumerate(footage, job.task.start):
            frame = torch.from_numpy(picture.copy()).movedim(-1, 0).float() / 255
            made = frame
            for one, supplied in zip(work.given, several, strict=True):
                if (weight := one.weight(number)) > 0:
                    shown = supplied.put(frame, None if number == one.at else number - work.start)
                    made = made + weight * (shown - frame)
            yield (made * 255).round().clamp(0, 255).byte().movedim(0, -1).contiguous().numpy()

    write_clip(changed(), job.output, FrameSize(job.task.size), job.task.frames)


def _supplied(given: Given, file: Path, job: Job) -> Supplied:
    """A picture beside the frame that was drawn at its moment."""
    path, size = found(given.image, job.root), FrameSize(job.task.size)
    frames = load(file)
    return Supplied(frames, difference(read_keyframe(path, size), frames, reach_of(path, size)))


def _frames(clip: Footage, files: Sequence[Path], job: Job, start: int, end: int) -> Iterator[Picture]:
    held = [*zip(files, clip.windows, strict=True)]
    with closing(Windows(held, FrameSize(job.task.size))) as frames:
        for number in range(start - clip.first, end - clip.first):
            yield frames[number]
