"""Arguments and options that several commands have."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from storyline.errors import SetupError

if TYPE_CHECKING:
    from generators.protocol import Generator
    from planners.protocol import Planner

Source = Annotated[
    Path, typer.Argument(help="A script or storyboard: .txt, .md, .fountain, .yaml or .json.", metavar="SCRIPT")
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of prose.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no prose.")]
Seed = Annotated[int | None, typer.Option(min=0, help="Put in place of the script's seed.")]
Runtime = Annotated[
    str | None, typer.Option("--runtime", metavar="TIME", help="How long the film is to be: 45s, or frames.")
]
PlannerName = Annotated[
    str,
    typer.Option(
        "--planner",
        metavar="NAME",
        help="Who turns the script into a storyboard: offline, prior (offline, with a learnt eye for layouts), or a "
        "language model as PROVIDER:MODEL, or local:FOLDER.",
    ),
]
BaseUrl = Annotated[
    str | None,
    typer.Option("--base-url", metavar="URL", help="Of a language model: its server, if it speaks OpenAI's language."),
]
DirectorName = Annotated[
    str | None, typer.Option("--director", metavar="NAME", help="Of a language model: how it goes about a storyboard.")
]
RestName = Annotated[
    str | None,
    typer.Option(
        "--rest", metavar="NAME", help="Of a language model: who fills what it leaves open, offline or prior."
    ),
]
MaxCalls = Annotated[
    int | None, typer.Option("--max-calls", min=0, help="Of a language model: calls that may be made.")
]
MaxCost = Annotated[
    float | None, typer.Option("--max-cost", min=0, help="Of a language model: what they may cost, at --price.")
]
Price = Annotated[
    str | None,
    typer.Option("--price", metavar="IN/OUT", help="Of a language model: a million tokens of prompts, of replies."),
]
GeneratorName = Annotated[str, typer.Option("--generator", metavar="NAME", help="Who draws.")]
Steps = Annotated[int | None, typer.Option("--steps", min=1, help="Of a learned generator: calls of its network.")]
Guidance = Annotated[
    float | None, typer.Option("--guidance", min=0, help="Of a learned generator: how much prompts and boxes count.")
]
Levels = Annotated[
    int | None,
    typer.Option("--levels", min=1, help="Of a learned generator: how deep it draws; 1 draws keyframes alone."),
]
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


def generator_of(
    name: str, steps: int | None = None, guidance: float | None = None, levels: int | None = None
) -> "Generator":
    """The generator of a name, with what is set. Raises SetupError if there is none, or it has no such setting."""
    from storyline.film import plugin

    given = {"steps": steps, "guidance": guidance, "levels": levels}
    found: Generator = plugin("generators", name, {key: value for key, value in given.items() if value is not None})
    return found


def planner_of(
    name: str,
    base_url: str | None = None,
    director: str | None = None,
    max_calls: int | None = None,
    max_cost: float | None = None,
    price: str | None = None,
    rest: str | None = None,
) -> "Planner":
    """The planner of a name, with what is set. Raises SetupError if there is none, or it has no such setting."""
    from storyline.film import plugin

    given = {
        "base_url": base_url,
        "director": director,
        "max_calls": max_calls,
        "max_cost": max_cost,
        "price": price,
        "rest": rest,
    }
    found: Planner = plugin("planners", name, {key: value for key, value in given.items() if value is not None})
    return found


def cluster_of(engine: Literal["local", "ray"], address: str | None) -> str | None:
    """The cluster that is meant; None for this machine. Raises SetupError if there is an address of none."""
    if engine == "local" and address is not None:
        raise SetupError("--address: it names a Ray cluster; add --engine ray, or leave it away")
    return (address or "auto") if engine == "ray" else None
