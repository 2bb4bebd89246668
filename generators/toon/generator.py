"""The drawn world as a generator: which tasks a scene needs, and doing them."""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path

from generators.toon.cast import with_faces
from generators.toon.clip import ToonClip
from generators.toon.drawn import DrawnShot, drawn
from generators.toon.words import unknown_words
from storyline.frames.lossless import write_clip
from storyline.schema.base import ShotId, document
from storyline.schema.media import FrameSize
from storyline.schema.storyboard import Scene, Storyboard
from storyline.schema.task import Job, Part, Task

VERSION = 1
"""Of what is drawn: raise it whenever a frame comes out different (tests/generators/test_golden.py tells you)."""
WINDOW = 48
"""Frames of a shot that one task draws."""
_LIBRARIES = {name: version(name) for name in ("numpy", "opencv-python-headless")}


class ToonGenerator:
    """The drawn world: any storyboard at once, on a CPU, from no weights."""

    name = "toon"
    follows_keyframes = False

    def tasks(self, storyboard: Storyboard, scene: Scene, shots: Collection[ShotId], size: FrameSize) -> Iterator[Task]:
        """For each of these shots of a scene, its panels as stills, and its frames in windows."""
        faces = with_faces(storyboard)
        for shot in (shot for shot in scene.shots if shot.id in shots):
            part = Part({"drawn": document(drawn(storyboard, scene, shot, size, faces)), "libraries": _LIBRARIES})
            task = partial(
                Task, maker=self.name, version=VERSION, part=part, size=size.root, scene=scene.id, shot=shot.id
            )
            yield task(f"keyframes/{shot.id}", "keyframes", start=0, end_exclusive=len(shot.panels))
            for start in range(0, shot.duration, WINDOW):
                end = min(start + WINDOW, shot.duration)
                yield task(f"frames/{shot.id}/{start}", "frames", start=start, end_exclusive=end)

    def run(self, batch: Sequence[Job]) -> None:
        """Draw windows of frames, or stills. Raises RenderError if a named picture cannot be used."""
        for job in batch:
            shot = DrawnShot.model_validate(json.loads(job.task.part.json)["drawn"])
            clip = ToonClip(shot, job.root)
            wanted: Iterable[int] = range(job.task.start, job.task.end_exclusive)
            if job.task.kind == "keyframes":
                wanted = (min(panel.at, len(clip) - 1) for panel in shot.shot.panels)
            write_clip((clip[frame] for frame in wanted), job.output, shot.size, job.task.frames)

    def clip(self, storyboard: Storyboard, shot: ShotId, size: FrameSize, root: Path = Path()) -> ToonClip:
        """The clip of one shot, at random access, drawn when asked for. Raises KeyError if there is no such shot."""
        for scene, found in storyboard.shots():
            if found.id == shot:
                return ToonClip(drawn(storyboard, scene, found, size, with_faces(storyboard)), root)
        raise KeyError(shot)

    def notes(self, storyboard: Storyboard) -> tuple[str, ...]:
        """What the drawn world does not know, in sentences."""
        return unknown_words(storyboard)
