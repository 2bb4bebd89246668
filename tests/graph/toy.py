"""A maker whose tasks are told by their parts what to do, and graphs of them."""

import json
import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from storyline.errors import RenderError, WorkerError
from storyline.graph.build import RenderGraph, build
from storyline.schema.task import Job, Part, Task, TaskKind


class Picky(RenderError):
    """An error of somebody's own, which needs more than its words to be made."""

    def __init__(self, what: str, where: int) -> None:
        super().__init__(f"{what} at {where}")


class Toy:
    """Writes its part and all that it reads; fails, dies or waits where the part says so."""

    name = "toy"

    def run(self, batch: Sequence[Job]) -> None:
        """Do the tasks; `log` in a part names a file that gets a line for each, `until` how many it waits for."""
        for job in batch:
            part = json.loads(job.task.part.json)
            if log := part.get("log"):
                with Path(log).open("a") as file:
                    file.write(f"{job.task.id} {len(batch)} {os.getpid()}\n")
                while started(Path(log)) < part.get("until", 0):
                    time.sleep(0.02)
            time.sleep(part.get("seconds", 0))
            if "fails" in part:
                raise RenderError(part["fails"])
            if "fails at" in part:
                raise Picky("no paint", part["fails at"])
            if "breaks" in part:
                raise ZeroDivisionError(part["breaks"])
            if _first(part.get("dies once")):
                os.kill(os.getpid(), signal.SIGKILL)
            if _first(part.get("gone once")):
                raise WorkerError("gone")
            if "gone" in part:
                raise WorkerError("gone again")
            job.output.write_bytes(job.task.part.json + b"".join(path.read_bytes() for path in job.inputs))


def started(log: Path) -> int:
    """How many tasks have written into a log."""
    return len(log.read_text().splitlines()) if log.exists() else 0


def _first(mark: str | None) -> bool:
    """Whether nobody was here before."""
    if mark is None or Path(mark).exists():
        return False
    Path(mark).touch()
    return True


def toy(name: str) -> Toy:
    """Finds it."""
    assert name == "toy"
    return Toy()


def task(id: str, needs: Sequence[str] = (), kind: TaskKind = "frames", batch: str = "", **part: Any) -> Task:
    """A task of the toy's; its part holds its id, so that no two are alike."""
    return Task(id, kind, "toy", 1, Part({"id": id, **part}), 0, 10, (64, 36), tuple(needs), batch=batch)


def film(windows: int = 6, **parts: dict[str, Any]) -> RenderGraph:
    """`windows` windows, a segment of each two of them, and a film; what is in their `parts`, by id."""
    tasks = [task(f"w{n}", **parts.get(f"w{n}", {})) for n in range(windows)]
    segments = range(windows // 2)
    tasks += [task(f"s{n}", (f"w{2 * n}", f"w{2 * n + 1}"), "segment", **parts.get(f"s{n}", {})) for n in segments]
    return build([*tasks, task("film", [f"s{n}" for n in segments], "film")])
