"""A corpus on disk, read at random access: latents in safetensors, what they were drawn from in lines of JSON.

FOLDER/
    corpus.json          what it is made of: see `Card`
    00000.safetensors    `latents` "n l c h w" of so many clips, in bf16
    00000.jsonl          a line for each of them: seed, stride, level, conditions

A shard is there as a whole or not at all, so that a run that was stopped goes on where it was.
"""

import json
from bisect import bisect_right
from dataclasses import asdict, dataclass
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any

from safetensors import SafetensorError, safe_open

from generators.nuwa_xl.conditions import FrameConditions
from generators.toon.generator import VERSION as DRAWING
from storyline.errors import SetupError
from storyline.frames.replacing import replacing
from storyline.training.corpus.scripts import VERSION
from storyline.training.corpus.toon import ClipSpec
from storyline.training.corpus.world import World
from storyline.training.nuwa_xl.clips import LatentClip

CARD = "corpus.json"


@dataclass(frozen=True)
class Card:
    """All that decides what a corpus holds."""

    source: dict[str, Any]
    """World, seeds and spec; or a folder of videos and what was asked of them."""
    encoder: str
    """Digest of the autoencoder whose latents they are."""

    def write(self, folder: Path) -> None:
        """Name a folder's content, or find that it holds just this.

        Raises:
            SetupError: the folder holds another corpus.
        """
        text = json.dumps(asdict(self), indent=1, sort_keys=True)
        path = folder / CARD
        if path.exists() and path.read_text("utf-8") != text:
            raise SetupError(f"{folder}: it holds another corpus already; delete it or name another folder")
        with replacing(path) as part:
            part.write_text(text, "utf-8")

    @classmethod
    def read(cls, folder: Path) -> "Card":
        """What a folder holds. Raises SetupError if it holds no corpus."""
        try:
            return cls(**json.loads((folder / CARD).read_text("utf-8")))
        except (OSError, ValueError, TypeError) as error:
            raise SetupError(
                f"{folder}: expected a corpus, with a {CARD}; got none that can be read ({error})"
            ) from None


def source_of(world: World, seeds: range, spec: ClipSpec) -> dict[str, Any]:
    """What a card says of a corpus of the drawn world."""
    return {
        "versions": [VERSION, DRAWING],
        "world": asdict(world),
        "seeds": [seeds.start, seeds.stop],
        "spec": {**asdict(spec), "size": spec.size.root},
    }


def names(folder: Path, number: int) -> tuple[Path, Path]:
    """The two files of a shard."""
    return folder / f"{number:05}.safetensors", folder / f"{number:05}.jsonl"


@dataclass(frozen=True)
class Line:
    """What a shard says of a clip in words and numbers."""

    seed: int
    stride: float
    level: int
    conditions: tuple[FrameConditions, ...]

    def json(self) -> str:
        """One line."""
        given = [frame.model_dump(mode="json", exclude_defaults=True) for frame in self.conditions]
        return json.dumps({"seed": self.seed, "stride": self.stride, "level": self.level, "conditions": given})

    @classmethod
    def parse(cls, line: bytes) -> "Line":
        """The inverse of `json`."""
        given = json.loads(line)
        frames = tuple(FrameConditions.model_validate(frame) for frame in given["conditions"])
        return cls(given["seed"], given["stride"], given["level"], frames)


class Shards:
    """The clips of a folder by number, in the order of their seeds; none of them stays in memory."""

    def __init__(self, folder: Path) -> None:
        """Raises SetupError if the folder holds no corpus, or a shard that cannot be read."""
        self.card = Card.read(folder)
        self._files = [(path, path.with_suffix(".jsonl")) for path in sorted(folder.glob("*.safetensors"))]
        if not self._files:
            raise SetupError(f"{folder}: the corpus has no shards yet; draw it first")
        self._lines = [_line_starts(lines) for _, lines in self._files]
        self._ends = list(accumulate(len(starts) - 1 for starts in self._lines))
        self._latents = lru_cache(maxsize=64)(_opened)

    def __len__(self) -> int:
        return self._ends[-1]

    def __getitem__(self, number: int) -> LatentClip:
        """A clip. Raises IndexError outside 0..len-1."""
        if not 0 <= number < len(self):
            raise IndexError(f"expected a clip of 0..{len(self) - 1}; got {number}")
        shard = bisect_right(self._ends, number)
        starts = self._lines[shard]
        at = number - (self._ends[shard] - len(starts) + 1)
        path, lines = self._files[shard]
        with lines.open("rb") as file:
            file.seek(starts[at])
            line = Line.parse(file.read(starts[at + 1] - starts[at]))
        return LatentClip(self._latents(path)[at].float(), line.conditions, line.stride, line.level)


def _line_starts(path: Path) -> list[int]:
    """Where each line begins, and where the last ends, in bytes."""
    try:
        with path.open("rb") as file:
            return [0, *accumulate(len(line) for line in file)]
    except OSError as error:
        raise SetupError(
            f"{path}: a shard without its conditions ({error}); delete both files and draw again"
        ) from None


def _opened(path: Path) -> Any:
    """A tensor of which only what is asked for is read."""
    try:
        return safe_open(path, framework="pt").get_slice("latents")  # type: ignore[no-untyped-call]
    except (OSError, SafetensorError) as error:
        raise SetupError(
            f"{path}: this shard cannot be read ({error}); delete it and its lines, and draw again"
        ) from None
