"""What became of a batch: a value, and `report.json`."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

FORMAT = "batch/1"

Status = Literal["done", "gaps", "failed", "cached"]
"""Rendered; rendered with slates for shots that could not be made; not rendered; there already, and the same."""


@dataclass(frozen=True)
class EpisodeReport:
    """What became of one episode."""

    name: str
    """Of its folder."""
    title: str
    source: str
    """Where its script comes from, for people."""
    status: Status
    error: str | None
    """Why it failed, or why it has gaps."""
    film: Path | None
    """The film's file, in the batch's folder; None if it failed."""
    frames: int
    duration: float
    """Of the film, in seconds."""
    tasks: int
    """How many tasks the film consists of; 0 where it could not be planned."""
    tasks_made: int
    """Tasks that were done for it."""
    tasks_cached: int
    """Tasks whose artifacts were there: from before, or made for an episode before it."""
    gaps: tuple[str, ...]
    """Ids of the shots that are shown as slates."""
    seconds: float
    """What it took: planning it, and rendering from the film before it to this one."""


@dataclass(frozen=True)
class BatchReport:
    """What became of a batch."""

    out: Path
    """Its folder."""
    title: str | None
    """Of the series, if it is one."""
    episodes: tuple[EpisodeReport, ...]
    seconds: float
    """What all of it took."""

    @property
    def ok(self) -> bool:
        """Whether there is a film of every episode, be it with gaps."""
        return all(episode.status != "failed" for episode in self.episodes)

    def count(self, status: Status) -> int:
        """How many episodes have this status."""
        return sum(episode.status == status for episode in self.episodes)

    @property
    def totals(self) -> dict[str, float]:
        """Sums over the episodes."""
        several = self.episodes
        return {
            "episodes": len(several),
            **{status: self.count(status) for status in ("done", "gaps", "failed", "cached")},
            "frames": sum(episode.frames for episode in several),
            "duration": round(sum(episode.duration for episode in several), 3),
            "tasks": sum(episode.tasks for episode in several),
            "tasks_made": sum(episode.tasks_made for episode in several),
            "tasks_cached": sum(episode.tasks_cached for episode in several),
            "seconds": self.seconds,
        }

    def facts(self) -> dict[str, Any]:
        """All of it as plain JSON values; files are relative to the folder."""
        episodes = []
        for episode in self.episodes:
            facts = asdict(episode) | {"gaps": list(episode.gaps)}
            facts["film"] = episode.film.relative_to(self.out).as_posix() if episode.film else None
            episodes.append(facts)
        return {"format": FORMAT, "title": self.title, "episodes": episodes, "totals": self.totals}

    def json(self) -> str:
        """The text of `report.json`."""
        return json.dumps(self.facts(), indent=2, ensure_ascii=False) + "\n"
