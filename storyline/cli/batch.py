"""`storyline batch`: many films over one store."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from storyline.cli.answer import counted, say, taken, taken_facts
from storyline.cli.options import (
    Address,
    AllowGaps,
    DryRun,
    EngineName,
    GeneratorName,
    Guidance,
    Json,
    Levels,
    PlannerName,
    Quiet,
    Seed,
    Steps,
    StoreFolder,
    Workers,
    cluster_of,
    generator_of,
)
from storyline.cli.progress import Progress

if TYPE_CHECKING:
    from storyline.film.batch import BatchReport, BatchWork


def batch(
    episodes: Annotated[
        list[Path],
        typer.Argument(
            help="Scripts, folders of them, globs in quotes, a series (.yaml), or lists of scripts (.json, .jsonl).",
            metavar="EPISODES…",
        ),
    ],
    out: Annotated[
        Path, typer.Option("-o", "--out", metavar="DIR", help="A folder for the films, a report and a page of them.")
    ],
    seed: Seed = None,
    generator: GeneratorName = "toon",
    steps: Steps = None,
    guidance: Guidance = None,
    levels: Levels = None,
    planner: PlannerName = "offline",
    workers: Workers = None,
    engine: EngineName = "local",
    address: Address = None,
    store: StoreFolder = None,
    allow_gaps: AllowGaps = False,
    dry_run: DryRun = False,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Turn many scripts into films; what several need is made once. Run again, it does only what is needed."""
    from storyline.film.batch import Batch, BatchReport

    with Progress(quiet or as_json) as progress:
        chosen = generator_of(generator, steps, guidance, levels)
        found = Batch.of(episodes, out, seed, planner, chosen, workers, store, progress, cluster_of(engine, address))
        done = found.work() if dry_run else found.films(allow_gaps=allow_gaps)
    if isinstance(done, BatchReport):
        _say_report(done, as_json, quiet)
    else:
        _say_work(done, as_json)
    if not done.ok:
        raise typer.Exit(1)


def _say_report(report: "BatchReport", as_json: bool, quiet: bool) -> None:
    from storyline.film.batch import INDEX

    if as_json:
        print(json.dumps(report.facts(), ensure_ascii=False))
        return
    for episode in report.episodes:
        if episode.status == "failed":
            print(f"failed  {episode.name}: {episode.error}", file=sys.stderr)
        elif not quiet:
            missing = f", {counted(len(episode.gaps), 'shot')} missing" if episode.gaps else ""
            made = f"{counted(episode.tasks_made, 'task')} done, {episode.tasks_cached} there"
            print(f"{episode.status:<6}  {episode.film}: {episode.title}, {episode.duration:.1f} s{missing}; {made}")
    counts = [f"{report.count(status)} {status}" for status in ("done", "gaps", "cached", "failed")]
    told = ", ".join(text for text in counts if not text.startswith("0 "))
    say(False, quiet, {}, f"{counted(len(report.episodes), 'episode')}: {told}; see {report.out / INDEX}")


def _say_work(work: "BatchWork", as_json: bool) -> None:
    facts = [
        {"name": e.name, "source": e.source, "tasks": e.tasks, "to_run": e.to_run, "error": e.error}
        for e in work.episodes
    ]
    lines = [
        f"{episode.name}: cannot be planned: {episode.error}"
        if episode.error is not None
        else f"{episode.name}: {episode.to_run} of {counted(episode.tasks, 'task')}"
        for episode in work.episodes
    ]
    lines.append(f"{len(work.to_run)} of {work.tasks} tasks in all, {taken(work.taken)}")
    say(
        as_json,
        False,
        {
            "tasks": work.tasks,
            "to_run": len(work.to_run),
            "cached": work.tasks - len(work.to_run),
            **taken_facts(work.taken),
            "episodes": facts,
        },
        "\n".join(lines),
    )
