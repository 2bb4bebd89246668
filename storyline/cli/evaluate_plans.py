"""`storyline evaluate plans`: whether planners put what a text says where, when and how often it says."""

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from storyline.cli.answer import say
from storyline.cli.options import Json, PlannerName, Quiet
from storyline.cli.progress import Progress
from storyline.errors import SetupError

if TYPE_CHECKING:
    from storyline.evaluation.report import Evaluation
    from storyline.schema.storyboard import Storyboard

EPILOG = (
    "`storyline evaluate plans --benchmark lvd` · `storyline evaluate plans --benchmark sentences --json` · "
    "`storyline evaluate plans --benchmark nsr1k --data NSR-1K --misses misses.json`"
)


def plans(
    benchmark: Annotated[
        Literal["lvd", "sentences", "nsr1k", "fidelity"],
        typer.Option(
            "--benchmark",
            help="What is planned: the prompts of LVD; the same asked in other sentences; counts and relations of "
            "NSR-1K; whole stories.",
        ),
    ] = "lvd",
    planner: PlannerName = "offline",
    data: Annotated[
        Path | None,
        typer.Option("--data", metavar="DIR", help="Of nsr1k: its folder. Of fidelity: the stories; else examples/."),
    ] = None,
    misses: Annotated[
        Path | None, typer.Option("--misses", metavar="FILE", help="Write what did not pass, and why, as JSON.")
    ] = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Measure whether a planner puts what a prompt says where and when it says, and as often."""
    if benchmark == "nsr1k" and data is None:
        raise SetupError("--data: expected the folder of NSR-1K (github.com/weixi-feng/LayoutGPT, dataset/NSR-1K)")
    with Progress(quiet or as_json, first="planning"):
        found = _evaluated(benchmark, planner, data)
    found = replace(found, facts={**found.facts, "planner": planner})
    if misses is not None:
        from storyline.film import write_text

        write_text(misses, json.dumps([asdict(miss) for miss in found.misses], ensure_ascii=False, indent=1) + "\n")
    say(as_json, quiet, found.json(), found.table())


def _evaluated(benchmark: str, planner: str, data: Path | None) -> "Evaluation":
    from storyline.evaluation import lvd
    from storyline.evaluation.plans import sentences
    from storyline.evaluation.plans.nsr1k_scores import nsr1k_benchmark
    from storyline.evaluation.plans.prompted import PUBLISHED, prompted

    match benchmark:
        case "lvd":
            return prompted("lvd", planner, lvd.prompts(), planned_by(planner), PUBLISHED)
        case "sentences":
            return prompted("sentences", planner, sentences.prompts(), planned_by(planner), {})
        case "nsr1k" if data is not None:
            return nsr1k_benchmark(planner, data, planned_by(planner, size=(256, 256)))
        case "fidelity":
            from storyline.evaluation.plans.fidelity import fidelity_benchmark
            from storyline.film import plan_film

            return fidelity_benchmark(planner, data or Path("examples"), lambda path: plan_film(path, planner=planner))
    raise SetupError(f"--benchmark: unknown benchmark {benchmark!r}")


def planned_by(planner: str, size: tuple[int, int] = (256, 144)) -> "Callable[[str], Storyboard]":
    """Plans a prompt as a film of few frames a second, of the size that detectors are trained at."""
    from storyline.film import plan_film

    document = {"title": "Prompt", "rate": 4, "size": list(size)}
    return lambda text: plan_film({**document, "story": text}, planner=planner)
