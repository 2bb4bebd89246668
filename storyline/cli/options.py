"""Arguments and options that several commands have."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from storyline.errors import SetupError

Source = Annotated[
    Path, typer.Argument(help="A script or storyboard: .txt, .md, .fountain, .yaml or .json.", metavar="SCRIPT")
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of prose.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no prose.")]
Seed = Annotated[int | None, typer.Option(min=0, help="Put in place of the script's seed.")]
PlannerName = Annotated[str, typer.Option("--planner", metavar="NAME", help="Who turns the script into a storyboard.")]
GeneratorName = Annotated[str, typer.Option("--generator", metavar="NAME", help="Who draws.")]
StoreFolder = Annotated[
    Path | None,
    typer.Option("--store", metavar="DIR", help="Where artifacts are kept; else $STORYLINE_STORE or a cache folder."),
]
Workers = Annotated[
    int | None, typer.Option("--workers", min=1, max=256, help="Processes side by side; default: one a core.")
]
AllowGaps = Annotated[
    bool, typer.Option("--allow-gaps", help="Show a slate in the place of a shot that cannot be made.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and how long it takes.")]
EngineName = Annotated[
    Literal["local", "ray"], typer.Option("--engine", help="Where it is done: on this machine, or on a Ray cluster.")
]
Address = Annotated[
    str | None,
    typer.Option("--address", metavar="HOST:PORT", help="Of the Ray cluster; default: the one of this machine."),
]


def cluster_of(engine: Literal["local", "ray"], address: str | None) -> str | None:
    """The cluster that is meant; None for this machine. Raises SetupError if there is an address of none."""
    if engine == "local" and address is not None:
        raise SetupError("--address: it names a Ray cluster; add --engine ray, or leave it away")
    return (address or "auto") if engine == "ray" else None
