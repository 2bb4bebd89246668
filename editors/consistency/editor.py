"""The editor of consistency: it says which tasks measure a film's shots, does them, and reads what they found."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from editors.consistency.work import MeasureWork, Standing
from editors.work import libraries
from storyline.schema.base import ShotId
from storyline.schema.edit import Edit
from storyline.schema.media import FrameSize
from storyline.schema.storyboard import Shot, Storyboard
from storyline.schema.task import Job, Part, Task

if TYPE_CHECKING:
    from editors.consistency.report import Consistency

VERSION = 1
"""Of what is measured: raise it whenever the same task comes out different."""
_LOOKS = 5
"""Frames of a shot that are looked at, evenly spread."""


class ConsistencyEditor:
    """Finds who looks different from shot to shot, and says which edits bring them back."""

    name = "consistency"

    def tasks(self, shot: Shot, clips: Sequence[Task], size: FrameSize) -> Iterator[Task]:
        """What measures a shot: one task, `measure/<shot>`; none if nobody is ever in it.

        Args:
            shot: of a storyboard.
            clips: the tasks that make its frames, in order.
            size: of them.
        """
        numbers = sorted({(2 * n + 1) * shot.duration // (2 * _LOOKS) for n in range(_LOOKS)})
        frames = {
            number: tuple(Standing(entity=p.entity, box=p.box) for p in shot.layout(number)) for number in numbers
        }
        if any(frames.values()):
            work = MeasureWork(windows=tuple(t.frames for t in clips), frames=frames, libraries=libraries())
            yield Task(
                id=f"measure/{shot.id}", kind="measure", maker=self.name, version=VERSION, part=Part(work), start=0,
                end_exclusive=shot.duration, size=size.root, needs=tuple(t.id for t in clips), shot=shot.id,
            )  # fmt: skip

    def run(self, batch: Sequence[Job]) -> None:
        """Measure shots."""
        from editors.consistency.measure import measured
        from storyline.frames.lossless import Windows

        for job in batch:
            work = MeasureWork.model_validate_json(job.task.part.json)
            held = [*zip(job.inputs, work.windows, strict=True)]
            with closing(Windows(held, FrameSize(job.task.size))) as clip:
                found = measured((clip[number] for number in work.frames), [*work.frames.values()])
            job.output.write_text(found.model_dump_json(exclude_defaults=True), encoding="utf-8")

    def consistency(
        self, board: Storyboard, artifacts: Mapping[ShotId, Path], before: "Consistency | None" = None
    ) -> "Consistency":
        """What was measured as a report.

        Args:
            board: of the film.
            artifacts: what the tasks of its shots have made.
            before: the report on the same film before its corrections: it is given back with what has become of it.
        """
        from dataclasses import replace

        from editors.consistency.drift import drifts
        from editors.consistency.measure import Colours
        from editors.consistency.report import Consistency

        colours = {
            shot: Colours.model_validate(json.loads(path.read_text(encoding="utf-8")))
            for shot, path in artifacts.items()
        }
        if before is None:
            return Consistency(drifts(board, colours))
        return replace(before, after=drifts(board, colours, before.references))

    def corrections(self, report: "Consistency", board: Storyboard) -> tuple[Edit, ...]:
        """The edits that bring back what is off; they are to be done after those that the storyboard has already."""
        from editors.consistency.correct import corrections

        return corrections(report.off, 1 + max((edit.order for edit in board.edits), default=-1))
