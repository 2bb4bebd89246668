"""A folder of videos and captions becomes clips to learn from, as the drawn world does.

FOLDER/
    fox.mp4    any video that ffmpeg reads
    fox.txt    what it shows, in a sentence; or
    fox.json   the same with more: see `Told`

Videos are cut into takes; those that are short, still or full of writing are left out (see `takes`).
"""

import logging
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Annotated

import cv2
import numpy as np
from jaxtyping import UInt8
from pydantic import Field, ValidationError

from generators.nuwa_xl.autoencoder import TemporalAutoencoder
from generators.nuwa_xl.conditions import RGB, FrameConditions, Seen
from storyline.errors import ScriptError
from storyline.frames.clip import Picture
from storyline.frames.decode import decode, probe
from storyline.schema.base import AnyEntityId, Noun, Text
from storyline.schema.camera import Camera
from storyline.schema.layout import Box, Facing
from storyline.schema.media import FrameSize
from storyline.training.corpus.cache import digest_of, encoded, write_shard
from storyline.training.corpus.shards import Card, names
from storyline.training.corpus.takes import USUAL, Filters, Take, takes
from storyline.training.corpus.toon import BETWEEN, KEYFRAMES, Clip, ClipSpec

log = logging.getLogger(__name__)

SUFFIXES = frozenset({".mp4", ".mkv", ".mov", ".webm", ".avi", ".m4v", ".gif"})
_SHARD = 16
"""Clips."""


class Moment(Noun):
    """Where somebody is at a time; linear in between."""

    at: Annotated[float, Field(ge=0)]
    """Seconds from the start of the video."""
    box: Box


class Track(Noun):
    """Somebody throughout a video, from their first moment to their last."""

    entity: AnyEntityId
    phrase: Text
    """Kind first: `fox, little, running`."""
    colours: Annotated[tuple[RGB, ...], Field(max_length=3)] = ()
    facing: Facing = "right"
    moments: Annotated[tuple[Moment, ...], Field(min_length=1)]


class Span(Noun):
    """What is seen in a part of a video."""

    start: Annotated[float, Field(ge=0)]
    end: float
    """Seconds; the caption holds up to it."""
    caption: Text


class Told(Noun):
    """What is said of a video: a caption, others for parts of it, the place, and who is where."""

    caption: Text
    place: Text = ""
    spans: tuple[Span, ...] = ()
    tracks: tuple[Track, ...] = ()
    """Far to near."""

    def conditions(self, seconds: float) -> FrameConditions:
        """What a frame at that time is learnt with."""
        span = next((span for span in self.spans if span.start <= seconds < span.end), None)
        seen = (_seen(track, seconds) for track in self.tracks)
        return FrameConditions(
            prompt=span.caption if span is not None else self.caption,
            place=self.place,
            seen=tuple(one for one in seen if one is not None),
            camera=Camera(),
            seconds=seconds,
        )


@dataclass(frozen=True)
class Footage:
    """A take of a video that is worth learning from."""

    path: Path
    told: Told
    take: Take
    rate: float


def told_of(video: Path) -> Told | None:
    """What is said of a video, in the file beside it; None if there is none.

    Raises:
        ScriptError: what is said cannot be read.
    """
    text, more = video.with_suffix(".txt"), video.with_suffix(".json")
    try:
        if more.is_file():
            return Told.model_validate_json(more.read_bytes())
        return Told(caption=text.read_text("utf-8").strip()) if text.is_file() else None
    except (OSError, UnicodeDecodeError, ValidationError) as error:
        raise ScriptError(f"{more if more.is_file() else text}: expected what {video.name} shows; {error}") from None


def footage(folder: Path, filters: Filters = USUAL) -> Iterator[Footage]:
    """The takes of all videos of a folder and those below it that are worth learning from, by name and time.

    Videos without a caption and takes that are left out are named in the log.

    Raises:
        ScriptError: a caption cannot be read.
        AssemblyError: a video cannot be read.
    """
    for path in sorted(p for p in folder.rglob("*") if p.suffix.lower() in SUFFIXES):
        told = told_of(path)
        if told is None:
            log.warning("%s has no caption beside it (.txt or .json): left out", path)
            continue
        rate = float(probe(path).rate)
        for take in takes(decode(path), rate, filters):
            if why := take.refused(filters):
                log.info("%s, frames %d to %d: left out (%s)", path, take.start, take.end_exclusive, why)
            else:
                yield Footage(path, told, take, rate)


def clips_of(one: Footage, spec: ClipSpec, seed: int = 0) -> Iterator[Clip]:
    """The clips of a take, one after the other: neighbouring frames, or frames as far apart as the take allows.

    Single images are taken once a second. Frames are cut to the shape of `spec.size` about their middle.
    """
    chance = Random(f"video/{seed}/{one.path.name}/{one.take.start}")
    total = one.take.end_exclusive - one.take.start
    longest = (total - 1) // max(1, spec.length - 1)
    if total < spec.length or longest < 1:
        return
    stride = 1 if spec.kind == "local" else chance.randint(max(1, longest // 2), longest)
    span = stride * (spec.length - 1) + 1
    every = max(span, round(one.rate))
    starts = range(
        one.take.start + chance.randrange(total - span + 1) % every, one.take.end_exclusive - span + 1, every
    )
    wanted = {start + n * stride for start in starts for n in range(spec.length)}
    kept: dict[int, Picture] = {}
    for number, frame in enumerate(decode(one.path, start=one.take.start), one.take.start):
        if number in wanted:
            kept[number] = fitted(frame, spec.size)
        start = number - span + 1
        if start in starts:
            frames = tuple(range(start, number + 1, stride))
            yield Clip(
                pictures=np.stack([kept.pop(f) for f in frames]),
                conditions=tuple(one.told.conditions(f / one.rate) for f in frames),
                frames=frames,
                stride=stride / one.rate if spec.length > 1 else 0.0,
                level=BETWEEN if spec.kind == "local" else KEYFRAMES,
            )
        if number + 1 >= one.take.end_exclusive:
            return


def keep_videos(
    videos: Path,
    folder: Path,
    spec: ClipSpec,
    *,
    encoder: Path,
    filters: Filters = USUAL,
    seed: int = 0,
) -> int:
    """Keep the clips of a folder of videos as latents, which `shards.Shards` reads; says how many there are.

    Raises:
        SetupError: the folder holds another corpus, or there is no autoencoder.
        ScriptError, AssemblyError: as `footage` does.
    """
    source = {"videos": videos.name, "spec": [spec.kind, spec.length, *spec.size.root], "seed": seed}
    Card({**source, "filters": vars(filters)}, digest_of(encoder)).write(folder)
    autoencoder = TemporalAutoencoder.from_pretrained(encoder).eval()
    count = 0
    for clips in _in_shards(clip for one in footage(videos, filters) for clip in clips_of(one, spec, seed)):
        files = names(folder, count // _SHARD)
        if not all(path.exists() for path in files):
            write_shard(files, encoded(autoencoder, clips), clips, range(count, count + len(clips)))
        count += len(clips)
    return count


def fitted(frame: Picture, size: FrameSize) -> UInt8[np.ndarray, "h w 3"]:
    """The middle of a frame at another size and shape."""
    height, width = frame.shape[:2]
    scale = max(size.width / width, size.height / height)
    inner = min(width, round(size.width / scale)), min(height, round(size.height / scale))
    x, y = (width - inner[0]) // 2, (height - inner[1]) // 2
    part = frame[y : y + inner[1], x : x + inner[0]]
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(part, size.root, interpolation=way))


def _in_shards(clips: Iterator[Clip]) -> Iterator[Sequence[Clip]]:
    together: list[Clip] = []
    for clip in clips:
        together.append(clip)
        if len(together) == _SHARD:
            yield together
            together = []
    if together:
        yield together


def _seen(track: Track, seconds: float) -> Seen | None:
    """Somebody at a time; None before their first moment and after their last."""
    before = max((m for m in track.moments if m.at <= seconds), key=lambda m: m.at, default=None)
    after = min((m for m in track.moments if m.at >= seconds), key=lambda m: m.at, default=None)
    if before is None or after is None:
        return None
    share = (seconds - before.at) / (after.at - before.at) if after.at > before.at else 0.0
    corners = [a + (b - a) * share for a, b in zip(before.box.root, after.box.root, strict=True)]
    first = track.moments[0]
    (x0, _), (x1, _) = first.box.centre, Box(tuple(corners)).centre  # type: ignore[arg-type]
    return Seen(
        entity=track.entity,
        phrase=track.phrase,
        colours=track.colours,
        facing=track.facing,
        box=Box(tuple(corners)),  # type: ignore[arg-type]
        since=seconds - first.at,
        paces=math.dist((x0, first.box.y1), (x1, corners[3])) / first.box.height,
    )
