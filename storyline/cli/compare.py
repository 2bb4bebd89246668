"""`storyline compare`: two films, or two versions of one script, beside each other."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from storyline.cli.answer import must_end, say
from storyline.cli.options import Json, PlannerName, Quiet, StoreFolder, Workers
from storyline.cli.progress import Progress
from storyline.errors import SetupError

if TYPE_CHECKING:
    from storyline.film.compare import Version

T = TypeVar("T")


def compare(
    a: Annotated[
        Path, typer.Argument(help="A film, whose storyboard lies beside it, or a script or storyboard.", metavar="A")
    ],
    b: Annotated[
        Path | None,
        typer.Argument(help="Likewise; A again with another --seed or --generator if it is left away.", metavar="[B]"),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            help="A .html (a page that plays both), a .png (a contact sheet) or a .mp4 (both beside each other); "
            "without it, only the table is printed.",
        ),
    ] = None,
    seed: Annotated[
        list[int] | None,
        typer.Option(min=0, help="Put in place of a script's seed: once for both, twice for A and for B."),
    ] = None,
    generator: Annotated[
        list[str] | None,
        typer.Option("--generator", metavar="NAME", help="Who draws a script: once for both, twice for A and for B."),
    ] = None,
    planner: PlannerName = "offline",
    workers: Workers = None,
    store: StoreFolder = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Say what B has otherwise than A, shot by shot, in words and in pixels; -o shows both side by side.

    Scripts are rendered through the store, and nothing twice. Shots are matched by their ids.
    """
    from storyline.exchange.comparison import table
    from storyline.film import compare as comparing

    if output is not None:
        must_end(output, *comparing.COMPARISONS)
    versions = _versions(a, b, seed or [], generator or [], planner)
    if output is not None:
        copied = output.suffix.lower() == ".html" and any(version.video is None for version in versions)
        comparing.keep_compared(versions, (output, *(comparing.copies_beside(output) if copied else ())))
    with Progress(quiet or as_json) as progress:
        found = comparing.compare(*versions, store=store, workers=workers, progress=progress)
        written = comparing.write_comparison(found, output, progress) if output is not None else ()
    files = [str(path) for path in written]
    facts = {"output": files[0], "beside": files[1:]} if files else {}
    say(as_json, quiet, {**facts, **found.json()}, table(found) + "".join(f"\n{path}" for path in files))


def _versions(
    a: Path, b: Path | None, seeds: Sequence[int], generators: Sequence[str], planner: str
) -> "tuple[Version, Version]":
    from storyline.film.compare import Version

    if b is None and len(seeds) < 2 and len(generators) < 2:
        raise SetupError(
            "compare: expected two films or scripts, or one script with two --seed or two --generator; "
            f"got {str(a)!r} alone"
        )
    one, other = _both("--seed", seeds)
    drawn, redrawn = _both("--generator", generators)
    found = Version(a, one, drawn or "toon", planner), Version(b or a, other, redrawn or "toon", planner)
    for version, generator in zip(found, (drawn, redrawn), strict=True):
        if version.video is not None and generator is not None:
            raise SetupError(
                f"--generator: {version.video} is a film already; name its script, which can be drawn anew"
            )
    return found


def _both(option: str, given: Sequence[T]) -> tuple[T | None, T | None]:
    """What is given for A and for B."""
    if len(given) > 2:
        raise SetupError(f"{option}: expected one for both, or two, for A and for B; got {len(given)}")
    return (given[0], given[-1]) if given else (None, None)
