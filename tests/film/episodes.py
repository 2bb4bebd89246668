"""Small scripts for batches, and what came of them."""

from pathlib import Path
from typing import Any

from storyline import BatchReport


def script(title: str, *shots: str, **fields: Any) -> dict[str, Any]:
    """A script of shots in a meadow, each a second long."""
    told = [{"action": action, "duration": 6} for action in shots]
    scene = {"heading": "A meadow", "time_of_day": "day", "shots": told}
    return {"title": title, "size": [64, 36], "rate": 6, "opening": 0, "closing": 0, "scenes": [scene]} | fields


HARE = script("The Hare", "A brown hare runs.", "The hare sleeps.")
FOX = script("The Fox", "A brown hare runs.", "A red fox waves.")


def statuses(report: BatchReport) -> dict[str, str]:
    return {episode.name: episode.status for episode in report.episodes}


def tree(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
