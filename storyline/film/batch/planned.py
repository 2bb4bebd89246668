"""An episode → its storyboard, and the keys of all that its film is made of."""

import hashlib
import json
import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from storyline.film.batch.index import POSTER
from storyline.film.deliver import delivered, with_notes
from storyline.film.edits import check_edits
from storyline.film.graph import film_graph, keyframes
from storyline.film.outputs import keep_inputs
from storyline.film.plan import planned
from storyline.film.result import companion, sha256
from storyline.film.takes import check_takes
from storyline.graph.build import RenderGraph
from storyline.reading.episodes import Episode
from storyline.schema.base import ShotId, canonical
from storyline.schema.storyboard import Storyboard
from storyline.schema.task import Task

if TYPE_CHECKING:
    from generators.protocol import Generator
    from planners.protocol import Planner


@dataclass(frozen=True)
class PlannedFilm:
    """A film that is to be rendered."""

    name: str
    source: str
    path: Path
    """Where it will lie."""
    title: str
    frames: int
    duration: float
    """In seconds."""
    packed: bytes = field(repr=False)
    """Its storyboard: of a hundred long films, the nouns themselves would fill the memory."""
    digest: str
    """Of its storyboard."""
    root: Path
    """The folder that files named by the storyboard lie in."""
    seconds: float
    """What it took to plan."""

    @property
    def board(self) -> Storyboard:
        """Its storyboard, with its notes."""
        return Storyboard.model_validate_json(zlib.decompress(self.packed))

    @property
    def files(self) -> list[Path]:
        """What it will consist of."""
        return [*delivered(self.path), self.path.with_name(POSTER)]


@dataclass(frozen=True)
class Keys:
    """What a film is made of."""

    tasks: tuple[str, ...]
    film: str
    stills: Mapping[ShotId, str]
    """The keyframes of each shot."""
    sound: str | None

    @classmethod
    def of(cls, graph: RenderGraph) -> "Keys":
        """The keys of a film's graph."""
        keys: dict[str, str] = {id: node["key"] for id, node in graph.nodes(data=True)}
        stills: Mapping[ShotId, Task] = keyframes(graph)
        return cls(
            tuple(dict.fromkeys(keys.values())),
            keys["film"],
            {shot: keys[task.id] for shot, task in stills.items()},
            keys.get("sound"),
        )

    @property
    def targets(self) -> tuple[str, ...]:
        """What must be there for the film and what lies beside it."""
        return (*self.stills.values(), self.film)


def plan_episode(
    episode: Episode, path: Path, planner: "Planner", generator: "Generator", seed: int | None
) -> tuple[PlannedFilm, RenderGraph]:
    """Read and plan an episode; its storyboard and its graph.

    Args:
        path: where the film will lie.

    Raises:
        StorylineError: it cannot be read or planned, or its film would lie where its script or a file of it lies.
    """
    started = time.perf_counter()
    document, root = episode.read()
    files = [*delivered(path), path.with_name(POSTER)]
    keep_inputs(episode.path or document, document, root, files)
    board = with_notes(planned(document, planner, seed), generator)
    check_edits(board, root)
    check_takes(board, root)
    graph = film_graph(board, generator)
    film = PlannedFilm(
        name=episode.name,
        source=episode.source,
        path=path,
        title=board.title,
        frames=board.length,
        duration=round(float(board.seconds), 3),
        packed=zlib.compress(board.model_dump_json(exclude_defaults=True).encode()),
        digest=hashlib.sha256(canonical(board)).hexdigest(),
        root=root,
        seconds=time.perf_counter() - started,
    )
    return film, graph


def is_there(film: PlannedFilm, key: str) -> bool:
    """Whether the film of this key, and of this storyboard, lies in its place whole, with all that belongs to it."""
    try:
        facts = json.loads(companion(film.path, "manifest.json").read_text("utf-8"))
        return (
            facts["film"]["key"] == key
            and facts["storyboard"]["sha256"] == film.digest
            and all(file.is_file() for file in film.files)
            and facts["film"]["sha256"] == sha256(film.path)
        )
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return False
