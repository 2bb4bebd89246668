"""`storyline takes shoot|ls|lock|unlock|rm`: shots rendered several times, of which one is chosen."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from storyline.cli.answer import counted, say
from storyline.cli.options import (
    GeneratorName,
    Guidance,
    Json,
    Levels,
    PlannerName,
    Quiet,
    Source,
    Steps,
    StoreFolder,
    Workers,
    generator_of,
)
from storyline.cli.progress import Progress
from storyline.errors import SetupError

if TYPE_CHECKING:
    from storyline.schema.storyboard import Shot, Storyboard
    from storyline.schema.take import Take

takes = typer.Typer(
    help="Render a shot several times, keep the takes beside the storyboard, and lock the shot to one of them.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
)
ShotName = Annotated[str, typer.Argument(metavar="SHOT", help="A shot: its id, or its number in the film.")]
TakeName = Annotated[str, typer.Argument(metavar="TAKE", help="A take: the first letters of its name.")]


@takes.command(epilog="`storyline takes shoot board.yaml the-fox-runs --seed 1 --seed 2`")
def shoot(
    script: Source,
    shot: ShotName,
    seed: Annotated[
        list[int] | None, typer.Option(min=0, help="Put in place of the shot's seed; several make several takes.")
    ] = None,
    generator: GeneratorName = "toon",
    steps: Steps = None,
    guidance: Guidance = None,
    levels: Levels = None,
    planner: PlannerName = "offline",
    workers: Workers = None,
    store: StoreFolder = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Render a shot, once for each seed, and keep what comes out."""
    from storyline.film import Render, plan_film
    from storyline.film.shoot import shoot as taken

    with Progress(quiet or as_json) as progress:
        board = plan_film(script, planner=planner)
        found = _shot(board, shot)
        chosen = generator_of(generator, steps, guidance, levels)
        render = Render.of(board, chosen, script.parent, store, workers, progress)
        given = [found.overrides.model_copy(update={"seed": one}) for one in seed or ()] or [found.overrides]
        kept = [taken(render, found.id, overrides) for overrides in given]
    say(as_json, quiet, {"takes": [_facts(take, found, board) for take in kept]}, _listed(kept, board))


@takes.command(epilog="`storyline takes ls board.yaml` · `storyline takes ls board.yaml the-fox-runs --json`")
def ls(
    script: Source,
    shot: Annotated[str | None, typer.Argument(metavar="SHOT", help="A shot; all when left out.")] = None,
    planner: PlannerName = "offline",
    as_json: Json = False,
) -> None:
    """List the takes that are kept beside a storyboard."""
    from storyline.film import plan_film
    from storyline.film.takes import takes_of

    board = plan_film(script, planner=planner)
    found = takes_of(script.parent, _shot(board, shot).id if shot is not None else None)
    shots = {one.id: one for _, one in board.shots()}
    say(
        as_json,
        False,
        {"takes": [_facts(take, shots.get(take.shot), board) for take in found]},
        _listed(found, board) or "no takes are kept here",
    )


@takes.command(epilog="`storyline takes lock board.yaml the-fox-runs 3fa2`")
def lock(script: Source, shot: ShotName, take: TakeName, as_json: Json = False, quiet: Quiet = False) -> None:
    """Lock a shot to a take: the film shows that, and the shot is not rendered again. The storyboard is saved."""
    from storyline.film.takes import misfit

    board = _opened(script)
    found = _shot(board, shot)
    chosen = _take(script.parent, take)
    if chosen.shot != found.id:
        raise SetupError(f"take {take!r}: it is of shot {chosen.shot!r}, not of {found.id!r}")
    if (wrong := misfit(chosen, found, board.size)) is not None:
        raise SetupError(f"take {take!r}: {wrong}; take the shot anew")
    _locked(script, found, chosen, as_json, quiet)


@takes.command(epilog="`storyline takes unlock board.yaml the-fox-runs`")
def unlock(script: Source, shot: ShotName, as_json: Json = False, quiet: Quiet = False) -> None:
    """Let a shot be rendered again. The storyboard is saved."""
    _locked(script, _shot(_opened(script), shot), None, as_json, quiet)


@takes.command(epilog="`storyline takes rm board.yaml 3fa2`")
def rm(script: Source, take: TakeName, as_json: Json = False, quiet: Quiet = False) -> None:
    """Remove a take for good, unless a shot is locked to it."""
    from storyline.film.takes import discard

    chosen = _take(script.parent, take)
    discard(chosen.digest, script.parent, _opened(script))
    say(as_json, quiet, {"removed": chosen.digest}, f"removed {_short(chosen)} of shot {chosen.shot}")


def _opened(script: Path) -> "Storyboard":
    from storyline.studio.manuscript import open_manuscript

    return open_manuscript(script).board


def _locked(script: Path, shot: "Shot", take: "Take | None", as_json: bool, quiet: bool) -> None:
    from storyline.studio.manuscript import open_manuscript, save
    from storyline.studio.revise import revise

    opened = open_manuscript(script)
    places = [(s, t) for s, scene in enumerate(opened.board.scenes) for t, one in enumerate(scene.shots) if one == shot]
    at = ["scenes", places[0][0], "shots", places[0][1], "locked_take"]
    change = {"do": "set", "at": at, "value": take.digest} if take else {"do": "remove", "at": at}
    saved = save(opened, revise(opened.board, [change])).manuscript.path
    state = f"locked to {_short(take)}" if take else "rendered as planned"
    say(
        as_json,
        quiet,
        {"storyboard": str(saved), "shot": shot.id, "locked_take": take.digest if take else None},
        f"{saved}: shot {shot.id} is {state}",
    )


def _shot(board: "Storyboard", name: str) -> "Shot":
    shots = [shot for _, shot in board.shots()]
    for shot in shots:
        if shot.id == name:
            return shot
    if name.isascii() and name.isdecimal() and 1 <= int(name) <= len(shots):
        return shots[int(name) - 1]
    known = ", ".join(shot.id for shot in shots[:8]) + (", …" if len(shots) > 8 else "")
    raise SetupError(f"SHOT: expected the id of a shot, or 1 to {len(shots)}; got {name!r}. There are {known}")


def _take(root: Path, name: str) -> "Take":
    from storyline.film.takes import takes_of

    found = [take for take in takes_of(root) if take.digest.startswith(name)]
    if len(found) != 1 or not name:
        said = f"{counted(len(found), 'take')} begin so" if found else "there is none such"
        raise SetupError(f"TAKE: expected the first letters of a take's name; got {name!r}, and {said}: see `takes ls`")
    return found[0]


def _facts(take: "Take", shot: "Shot | None", board: "Storyboard") -> dict[str, object]:
    from storyline.film.takes import misfit

    facts: dict[str, object] = take.model_dump(mode="json")
    wrong = misfit(take, shot, board.size) if shot else "its shot is no longer there"
    return facts | {"locked": shot is not None and shot.locked_take == take.digest, "misfit": wrong}


def _listed(found: "tuple[Take, ...] | list[Take]", board: "Storyboard") -> str:
    shots = {shot.id: shot for _, shot in board.shots()}
    lines = []
    for take in found:
        facts = _facts(take, shots.get(take.shot), board)
        settings = take.overrides.model_dump(exclude_defaults=True, exclude={"seed", "generator"})
        told = [f"seed {take.seed}", *(f"{name} {value}" for name, value in settings.items())]
        state = ", locked" if facts["locked"] else f" ({facts['misfit']})" if facts["misfit"] else ""
        lines.append(
            f"{_short(take)}  {take.when[:19]}Z  {take.shot}: {counted(take.frames, 'frame')} by {take.generator}, "
            f"{', '.join(told)}{state}"
        )
    return "\n".join(lines)


def _short(take: "Take") -> str:
    return take.digest[:12]
