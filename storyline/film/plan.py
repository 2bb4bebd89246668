"""Script → storyboard, by any planner."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from storyline.errors import PlanError, SetupError
from storyline.film.plugins import PLANNER, plugin
from storyline.reading import Source, read
from storyline.schema.faults import faults
from storyline.schema.reason import Reason
from storyline.schema.script import Script
from storyline.schema.storyboard import Storyboard
from storyline.schema.timing import Duration

if TYPE_CHECKING:
    from planners.protocol import Planner

Progress = Callable[[str, int, int], None]
"""Told of a stage how much of it is done, of how much."""


def plan_film(
    script: Source,
    *,
    planner: "str | Planner" = PLANNER,
    seed: int | None = None,
    runtime: int | str | None = None,
    progress: Progress | None = None,
) -> Storyboard:
    """Read a script and plan it.

    Args:
        script: a path, a text, a dict, a `Script`, or a `Storyboard` (which comes back as it is, but for the seed).
        planner: a registered name, or a planner.
        seed: put in place of the script's own.
        runtime: how long the film is to be, frames or `45s`; put in place of the script's own.
        progress: called as a planner that takes long goes on.

    Raises:
        ScriptError: the script cannot be read.
        PlanError: the script cannot be planned.
        SetupError: no such planner, seed or runtime, or a runtime for a storyboard.
    """
    check_range("seed", seed, 0, 2**63 - 1)
    return planned(read(script).document, planner, seed, runtime, progress)


def explain_film(
    script: Source,
    *,
    planner: "str | Planner" = PLANNER,
    seed: int | None = None,
    runtime: int | str | None = None,
    progress: Progress | None = None,
) -> tuple[Storyboard, tuple[Reason, ...]]:
    """Plan a script as `plan_film` does, and say why each choice was made, in the order of the choices.

    A `Storyboard` comes back as it is, without a reason: nothing was left to choose.

    Raises:
        SetupError: the planner does not say why (it has no `explain`).
        ScriptError, PlanError: see `plan_film`.
    """
    check_range("seed", seed, 0, 2**63 - 1)
    chosen: Any = _chosen(planner, progress)
    if not hasattr(chosen, "explain"):
        raise SetupError(f"planner {chosen.name!r} does not say why it plans as it does; use another, or `plan_film`")
    reasons: list[Reason] = []

    def plan(script: Script) -> Storyboard:
        board: Storyboard
        board, found = chosen.explain(script)
        reasons.extend(found)
        return board

    return _storyboard(read(script).document, chosen.name, plan, seed, runtime), tuple(reasons)


def planned(
    document: Script | Storyboard,
    planner: "str | Planner",
    seed: int | None,
    runtime: int | str | None = None,
    progress: Progress | None = None,
) -> Storyboard:
    """The storyboard of a document that has been read. Raises PlanError, SetupError as `plan_film` does."""
    chosen = _chosen(planner, progress)
    return _storyboard(document, chosen.name, chosen.plan, seed, runtime)


def check_range(name: str, value: int | None, least: int, most: int) -> None:
    """Refuse a number outside of least..most. Raises SetupError."""
    if value is not None and not least <= value <= most:
        raise SetupError(f"{name}: expected a whole number from {least} to {most}; got {value}")


def _chosen(planner: "str | Planner", progress: Progress | None) -> "Planner":
    chosen: Planner = plugin("planners", planner) if isinstance(planner, str) else planner
    if progress is not None and hasattr(chosen, "progress"):
        chosen.progress = progress
    return chosen


def _storyboard(
    document: Script | Storyboard,
    planner: str,
    plan: Callable[[Script], Storyboard],
    seed: int | None,
    runtime: int | str | None,
) -> Storyboard:
    if seed is not None:
        document = document.model_copy(update={"seed": seed})
    if isinstance(document, Storyboard):
        if runtime is not None:
            raise SetupError("runtime: the shots of a storyboard have their durations; plan its script anew")
        return document
    if runtime is not None:
        try:
            asked = TypeAdapter(Duration).validate_python(int(runtime) if str(runtime).isdigit() else runtime)
        except ValidationError as error:
            raise SetupError(f"runtime: {error.errors()[0]['msg'].removeprefix('Value error, ')}") from None
        document = document.model_copy(update={"runtime": asked})
    try:
        board = plan(document)
    except ValidationError as error:  # a fault of the planner's, but the writer is to know where
        said = "; ".join(map(str, faults(error, Storyboard, {})))
        raise PlanError(f"planner {planner!r} made something that is no storyboard: {said}") from error
    if not isinstance(board, Storyboard):
        raise PlanError(f"planner {planner!r} must return a Storyboard; got {type(board).__name__}")
    return board
