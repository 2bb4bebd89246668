"""The assembly as a maker of tasks: segments of the film, its sound, and the whole of them."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict
from fractions import Fraction
from functools import partial
from importlib.metadata import version
from pathlib import Path

from storyline.assembly.segments import Cut, Fade, Piece, Segment, SegmentFrames, Source, cues_between, cuts, fade_of
from storyline.assembly.sound import Mix, mix, soundtrack
from storyline.assembly.subtitles import cues
from storyline.assembly.titles import titles
from storyline.frames.clip import Clip
from storyline.frames.encode import DEFAULT, Encoding, encode, ffmpeg_version, join
from storyline.frames.lossless import Windows
from storyline.schema.base import ShotId, document
from storyline.schema.media import FrameSize
from storyline.schema.storyboard import CUT, Storyboard
from storyline.schema.task import Job, Part, Task, TaskKind

NAME = "assembly"
VERSIONS: Mapping[TaskKind, int] = {"segment": 1, "sound": 1, "film": 1}
"""Of what comes out: raise one whenever it changes."""


def tasks(
    storyboard: Storyboard,
    clips: Mapping[ShotId, Sequence[Task]],
    size: FrameSize,
    slates: Mapping[ShotId, str],
) -> Iterator[Task]:
    """The segments of a film, its sound if it has any, and the film.

    Args:
        clips: for each shot the tasks that make its windows, in order.
        slates: what is shown in the place of shots that could not be made.
    """
    spoken = cues(storyboard) if storyboard.subtitles == "burned" else ()
    fade = fade_of(storyboard)
    libraries = _libraries("numpy", "opencv-python-headless", "pillow")
    task = partial(Task, maker=NAME, start=0, size=size.root)
    needs: list[str] = []
    lengths: list[int] = []
    for cut in cuts(storyboard):
        above, above_needs = _source(cut.above, cut, clips, slates)
        below, below_needs = _source(cut.below, cut, clips, slates) if cut.below else (None, ())
        carded = {source.card for source in (above, below) if source is not None} & {"opening", "closing"}
        segment = Segment(
            size=size,
            rate=storyboard.rate,
            length=cut.end_exclusive - cut.start,
            above=above,
            below=below,
            transition=cut.above.transition if cut.below is not None else CUT,
            since=cut.start - cut.above.frames.start if cut.below is not None else 0,
            fade=_fade(fade, cut),
            cues=cues_between(spoken, cut.start, cut.end_exclusive),
            titles=titles(storyboard) if carded else None,
        )
        made = task(
            f"segment/{_name(cut)}",
            "segment",
            version=VERSIONS["segment"],
            part=Part({"segment": document(segment), "encoding": asdict(DEFAULT), "made with": libraries}),
            end_exclusive=segment.length,
            needs=(*above_needs, *below_needs),
            shot=cut.above.shot,
        )
        needs.append(made.id)
        lengths.append(made.frames)
        yield made
    heard = mix(storyboard)
    if heard is not None:
        part = Part({"mix": document(heard), "made with": _libraries("moviepy", "numpy")})
        yield task("sound", "sound", version=VERSIONS["sound"], part=part, end_exclusive=storyboard.length)
        needs.append("sound")
    joined = {"segments": lengths, "sound": heard is not None, "rate": str(storyboard.rate)}
    part = Part({**joined, "made with": _libraries()})
    length = storyboard.length
    yield task("film", "film", version=VERSIONS["film"], part=part, end_exclusive=length, needs=tuple(needs))


class Assembly:
    """Does them."""

    name = NAME

    def run(self, batch: Sequence[Job]) -> None:
        """Encode segments, mix sound, join films. Raises AssemblyError: see `encode`, `soundtrack`, `join`."""
        for job in batch:
            part = json.loads(job.task.part.json)
            match job.task.kind:
                case "segment":
                    _encode(segment_of(job.task), Encoding(**part["encoding"]), job.inputs, job.output)
                case "sound":
                    soundtrack(Mix.model_validate(part["mix"]), job.root, job.output)
                case "film":
                    files, sound = (job.inputs[:-1], job.inputs[-1]) if part["sound"] else (job.inputs, None)
                    segments = list(zip(files, part["segments"], strict=True))
                    join(segments, job.output, rate=Fraction(part["rate"]), sound=sound)
                case kind:
                    raise ValueError(f"the assembly makes no {kind}")


def _fade(fade: Fade, cut: Cut) -> Fade:
    """What a cut shows of a fade, on its own clock."""
    seen = cut.start < fade.black and fade.black - fade.length < cut.end_exclusive
    return fade.model_copy(update={"black": fade.black - cut.start}) if seen and fade.length else Fade()


def _name(cut: Cut) -> str:
    """For people: `the-hare-runs/0`, `the-hare-runs/transition`, `opening title/0`: no shot is called so."""
    piece = cut.above.shot or ("end credits" if cut.above.frames.start else "opening title")
    return f"{piece}/transition" if cut.below is not None else f"{piece}/{cut.start - cut.above.frames.start}"


def _source(
    piece: Piece, cut: Cut, clips: Mapping[ShotId, Sequence[Task]], slates: Mapping[ShotId, str]
) -> tuple[Source, tuple[str, ...]]:
    """Where a cut gets the frames of a piece, and the ids of the tasks that make them."""
    first, last = cut.start - piece.frames.start, cut.end_exclusive - piece.frames.start
    if piece.shot is None:
        return Source(card="closing" if piece.frames.start else "opening", start=first, length=len(piece.frames)), ()
    if piece.shot in slates:
        return Source(card="slate", label=slates[piece.shot], start=first, length=len(piece.frames)), ()
    seen = [task for task in clips[piece.shot] if task.start < last and first < task.end_exclusive]
    source = Source(windows=tuple(task.frames for task in seen), start=first - seen[0].start)
    return source, tuple(task.id for task in seen)


@contextmanager
def opened(segment: Segment, inputs: Sequence[Path]) -> Iterator[SegmentFrames]:
    """A segment's frames, from the artifacts that its task needs."""
    files = iter(inputs)
    with ExitStack() as stack:

        def clip(source: Source) -> Clip:
            if source.card is not None:
                return segment.card(source)
            windows = Windows([(next(files), count) for count in source.windows], segment.size)
            return stack.enter_context(closing(windows))

        above = clip(segment.above)
        yield SegmentFrames(segment, above, clip(segment.below) if segment.below is not None else None)


def segment_of(task: Task) -> Segment:
    """The segment that a task makes."""
    return Segment.model_validate(json.loads(task.part.json)["segment"])


def _encode(segment: Segment, encoding: Encoding, inputs: Sequence[Path], output: Path) -> None:
    with opened(segment, inputs) as frames:
        pictures = (frames[n] for n in range(segment.length))
        encode(pictures, output, size=segment.size, rate=segment.rate, length=segment.length, encoding=encoding)


def _libraries(*names: str) -> dict[str, str]:
    """The versions of what decides the bytes."""
    return {name: version(name) for name in names} | {"ffmpeg": ffmpeg_version()}
