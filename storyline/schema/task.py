"""A node of the render graph: what is to be made, of what, and by whom; and what a maker is given to do it."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, Protocol

from pydantic import BaseModel

from storyline.schema.base import SceneId, ShotId, canonical

TaskKind = Literal[
    "anchors", "latents", "keyframes", "frames", "canonical", "edit", "measure", "segment", "sound", "film"
]
"""Frames that tie the shots of a scene together; what a shot's frames are decoded from; its panels as stills; a window
of its frames; a clip as pictures and maps to them; a window edited; what was measured in a shot; a piece of the film
encoded; its sound; the whole.
"""

Device = Literal["cpu", "gpu"]

SUFFIXES: Mapping[TaskKind, str] = MappingProxyType(
    {
        "anchors": ".safetensors",
        "latents": ".safetensors",
        "keyframes": ".mkv",
        "frames": ".mkv",
        "canonical": ".safetensors",
        "edit": ".mkv",
        "measure": ".json",
        "segment": ".mp4",
        "sound": ".m4a",
        "film": ".mp4",
    }
)
"""How an artifact's file ends."""


class Part:
    """All of a storyboard, and of a maker's settings, that decides what tasks make: canonical JSON, and its digest.

    Tasks of one shot share one part.
    """

    def __init__(self, content: BaseModel | Mapping[str, Any]) -> None:
        """A noun, or a mapping of plain JSON values."""
        self.json: bytes = canonical(content) if isinstance(content, BaseModel) else _canonical(content)

    @cached_property
    def digest(self) -> str:
        """SHA-256, in hexadecimal. Of a file whose digest is known, its name is not in it: the content decides."""
        named = b'"path"' in self.json
        return hashlib.sha256(_canonical(_nameless(json.loads(self.json))) if named else self.json).hexdigest()


@dataclass(frozen=True, slots=True)
class Task:
    """One piece of a film's work, described without doing it; everything that decides its output is in it."""

    id: str
    """Unique in its graph, for people: `frames/the-hare-runs/48`."""
    kind: TaskKind
    maker: str
    """The generator, the editor, or `assembly`."""
    version: int
    """Of the maker's code for this kind: raised whenever the same task comes out different."""
    part: Part = field(repr=False)
    start: int
    end_exclusive: int
    """Its frames: of its shot, or of the film."""
    size: tuple[int, int]
    """Width and height of its frames."""
    needs: tuple[str, ...] = ()
    """Ids of the tasks whose artifacts it reads, in the order in which it is given them."""
    scene: SceneId | None = None
    shot: ShotId | None = None
    batch: str = ""
    """Tasks of one name may share one call of their maker; a task without a name is run alone."""
    device: Device = "cpu"
    """What its maker computes on. It is not in the key: a maker whose output depends on it says so in the part."""

    @property
    def frames(self) -> int:
        """How many frames it makes."""
        return self.end_exclusive - self.start


@dataclass(frozen=True)
class Job:
    """A task to be done now."""

    task: Task
    inputs: tuple[Path, ...]
    """The artifacts of `task.needs`, whole and unchanged."""
    output: Path
    """Where the artifact is to be written: a name that is free."""
    root: Path
    """The folder that files named by the storyboard lie in."""
    unfinished: Path | None = None
    """A file for work on its way: what is written there is found there when the same task is begun again."""


class Maker(Protocol):
    """Does tasks: a generator, an editor, the assembly.

    What it writes depends on the task and its inputs alone: not on the other tasks of the batch, nor on the machine.
    """

    name: str

    def run(self, batch: Sequence[Job]) -> None:
        """Do tasks of one batch, each artifact at its job's `output`.

        Raises:
            StorylineError: it cannot be done. Where the error's class is `retryable`, another try may help.
        """
        ...


def _nameless(value: Any) -> Any:
    """Plain JSON with files (see `media.FileRef`) by their digests alone."""
    if isinstance(value, dict):
        if value.keys() == {"path", "digest"}:
            return {"digest": value["digest"]}
        return {name: _nameless(inner) for name, inner in value.items()}
    return [_nameless(inner) for inner in value] if isinstance(value, list) else value


def _canonical(content: Mapping[str, Any]) -> bytes:
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()
