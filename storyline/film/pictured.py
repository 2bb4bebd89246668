"""Pictures that people supplied for panels: looked at before anything is made, and put where they belong.

A generator that follows keyframes draws a shot from them. In the place of any other, an editor puts what they show
otherwise into the frames that were drawn.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from storyline.errors import RenderError, ScriptError, SetupError
from storyline.film.edits import editor
from storyline.film.plugins import EDITOR, plugin
from storyline.frames.clip import Picture
from storyline.frames.keyframe import must_have_shape, read_keyframe
from storyline.frames.lossless import read_clip, write_clip
from storyline.frames.pictures import read_picture
from storyline.schema.base import document
from storyline.schema.media import FrameSize
from storyline.schema.storyboard import Scene, Shot, Storyboard
from storyline.schema.task import Job, Part, Task

if TYPE_CHECKING:
    from generators.protocol import Generator

NAME = "pictured"
VERSION = 1
"""Of what it makes: raise it whenever that comes out different."""


def picture_tasks(
    scene: Scene, shot: Shot, drawn: Sequence[Task], generator: "Generator", size: FrameSize
) -> Iterator[Task]:
    """What puts the pictures of a shot's panels into it; nothing where it has none.

    First its keyframes with the pictures among them; then, if the generator does not follow keyframes, the tasks of an
    editor: those of the kind `edit` make its frames.

    Args:
        drawn: the tasks that the generator has for it.

    Raises:
        SetupError: what is needed for that is not installed.
    """
    images = [[n, document(panel.image)] for n, panel in enumerate(shot.panels) if panel.image is not None]
    if not images:
        return
    stills = next(task for task in drawn if task.kind == "keyframes")
    yield Task(
        id=f"{stills.id}/{NAME}", kind="keyframes", maker=NAME, version=VERSION, part=Part({"images": images}),
        start=0, end_exclusive=len(shot.panels), size=size.root, needs=(stills.id,), scene=scene.id, shot=shot.id,
    )  # fmt: skip
    if not follows(generator):
        frames = [task for task in drawn if task.kind == "frames"]
        yield from editor(EDITOR).keyframe_tasks(shot, frames, size)


def follows(generator: "Generator") -> bool:
    """Whether a generator says that it draws shots from their keyframes."""
    return bool(getattr(generator, "follows_keyframes", False))


def generator_of(shot: Shot, usual: "Generator") -> "Generator":
    """Who draws a shot. Raises SetupError: it names a generator that is not installed."""
    name = shot.overrides.generator
    if name is None or name == usual.name:
        return usual
    try:
        found: Generator = plugin("generators", name)
    except SetupError as error:
        raise SetupError(f"shot {shot.id!r}: {error}") from None
    return found


def notes(board: Storyboard, usual: "Generator") -> Iterator[str]:
    """How pictures of panels are used where their generator does not follow keyframes, in sentences."""
    for shot in _pictured(board):
        generator = generator_of(shot, usual)
        if not follows(generator):
            several = sum(panel.image is not None for panel in shot.panels) > 1
            yield (
                f"{generator.name} draws from words: {'pictures' if several else 'a picture'} of shot {shot.id!r} "
                f"{'are' if several else 'is'} set beside what it has drawn, and what differs is put into all frames "
                "of the shot; a picture of something else is seen in their place, and moved by the camera alone."
            )


def check_pictures(board: Storyboard, root: Path, usual: "Generator") -> None:
    """Refuse pictures of panels that cannot be used, before anything is made.

    Args:
        board: with its files' digests.
        root: the folder that files named by the storyboard lie in.
        usual: the generator of the shots that name none.

    Raises:
        ScriptError: one is no picture, or damaged; it has another shape than the frames; or it is transparent in part,
            and its generator takes whole pictures; with the place of the panel.
        SetupError: a shot names a generator that is not installed.
    """
    for shot in _pictured(board):
        whole = follows(generator_of(shot, usual))
        for n, panel in enumerate(shot.panels, 1):
            if panel.image is not None:
                path = root / panel.image.path
                try:
                    must_have_shape(path, board.size)
                    if read_picture(path)[..., 3].min() < 255 and whole:
                        raise ScriptError(
                            f"expected a picture that is opaque; got {panel.image.path!r}, which is transparent in "
                            "part. Fill it, or have a generator draw the shot that does not follow keyframes."
                        )
                except ScriptError as error:
                    raise ScriptError(f"shot {shot.id!r}, panel {n}, image: {error}") from None


class Pictured:
    """Makes stills with the pictures among them."""

    name = NAME

    def run(self, batch: Sequence[Job]) -> None:
        """Put pictures in the place of stills. Raises RenderError if one cannot be used."""
        for job in batch:
            size = FrameSize(job.task.size)
            with closing(read_clip(job.inputs[0], size)) as stills:
                write_clip(_with_images(stills, job, size), job.output, size, job.task.frames)


def _with_images(stills: Iterable[Picture], job: Job, size: FrameSize) -> Iterator[Picture]:
    images = {n: job.root / image["path"] for n, image in json.loads(job.task.part.json)["images"]}
    for n, still in enumerate(stills):
        if n not in images:
            yield still
            continue
        try:
            picture = read_keyframe(images[n], size).astype(np.float32)
        except ScriptError as error:
            raise RenderError(f"shot {job.task.shot!r}, panel {n + 1}, image: {error}") from None
        opaque = picture[..., 3:] / 255
        yield np.round(still * (1 - opaque) + picture[..., :3] * opaque).astype(np.uint8)


def _pictured(board: Storyboard) -> Iterator[Shot]:
    """The shots that are made anew, and have pictures."""
    for _, shot in board.shots():
        if shot.locked_take is None and any(panel.image is not None for panel in shot.panels):
            yield shot
