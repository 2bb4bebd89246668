"""`storyline store ls|du|gc|verify`: what the store of artifacts holds, and what may go."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from storyline.cli.answer import counted, say
from storyline.cli.options import Json, Quiet, StoreFolder
from storyline.cli.progress import Progress
from storyline.errors import SetupError

if TYPE_CHECKING:
    from storyline.graph.films import FilmNeeds
    from storyline.graph.store import Store
    from storyline.graph.upkeep import Removal

store = typer.Typer(
    help="Look after the store of artifacts, in which renders keep what they made.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
)
_UNITS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}


@store.command(epilog="`storyline store ls` · `storyline store ls --json`")
def ls(folder: StoreFolder = None, as_json: Json = False) -> None:
    """List the films that the store remembers, and what no film needs."""
    from storyline.graph.upkeep import usage

    opened = _opened(folder)
    found = usage(opened)
    films = [
        {
            "film": str(film.path),
            "title": film.title,
            "when": film.when,
            "state": _state(film),
            "tasks": len(film.keys),
            "cached": artifacts,
            "bytes": size,
        }
        for film, artifacts, size in found.films
    ]
    lines = [
        f"{sized(size):>9}  {artifacts}/{len(film.keys)} tasks  {film.path}  {film.title}"
        + ("" if film.there else f"  ({_state(film)})")
        for film, artifacts, size in found.films
    ]
    count, size = found.unneeded
    lines.append(f"{sized(size):>9}  {counted(count, 'artifact')} that no film needs")
    say(
        as_json,
        False,
        {"store": str(opened.folder), "films": films, "unneeded": {"artifacts": count, "bytes": size}},
        "\n".join((f"{opened.folder}: {counted(len(films), 'film')}", *lines)),
    )


@store.command(epilog="`storyline store du` · `storyline store du --store /big/disk`")
def du(folder: StoreFolder = None, as_json: Json = False) -> None:
    """Say how much room the store takes, and what for."""
    import shutil

    from storyline.graph.upkeep import usage

    opened = _opened(folder)
    found = usage(opened)
    free = shutil.disk_usage(opened.folder).free
    sizes = {
        **{str(kind): size for kind, size in sorted(found.kinds.items(), key=lambda kind: -kind[1])},
        "unneeded": found.unneeded[1],
        "aside": found.aside,
        "new": found.new,
    }
    told = {"unneeded": "no film needs", "aside": "found damaged", "new": "on its way in"}
    lines = [f"{sized(size):>9}  {told.get(kind, kind)}" for kind, size in sizes.items()]
    lines.append(f"{sized(found.bytes):>9}  in all; {sized(free)} are free there")
    say(
        as_json,
        False,
        {"store": str(opened.folder), "sizes": sizes, "bytes": found.bytes, "free": free},
        "\n".join((str(opened.folder), *lines)),
    )


@store.command(
    epilog="`storyline store gc --dry-run` · `storyline store gc --keep out/film.mp4 --max-size 10GB --older-than 30`"
)
def gc(
    keep: Annotated[
        list[Path] | None,
        typer.Option("--keep", metavar="FILM", help="Keep what this film needs; default: every film still there."),
    ] = None,
    max_size: Annotated[
        str | None,
        typer.Option("--max-size", metavar="SIZE", help="Keep no more than 10GB, say; oldest use goes first."),
    ] = None,
    older_than: Annotated[
        float | None,
        typer.Option("--older-than", min=0, metavar="DAYS", help="Spare what was used since; default: an hour."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would go, and remove nothing.")] = False,
    folder: StoreFolder = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Remove what no film needs, what was found damaged, and what stopped renders left.

    What it removes is made anew when it is needed again. It may run while films are rendered.
    """
    from storyline.graph.upkeep import RECENT, clear, removal

    limit = _bytes(max_size) if max_size is not None else None
    opened = _opened(folder)
    age = RECENT if older_than is None else older_than * 86400
    what = removal(opened, keep or None, limit, age)
    if not dry_run:
        clear(opened, what)
    say(
        as_json,
        quiet,
        {
            "store": str(opened.folder),
            "dry_run": dry_run,
            "removed": len(what.unneeded) + len(what.over),
            "unneeded": len(what.unneeded),
            "over_size": len(what.over),
            "forgotten": [str(film.path) for film in what.forgotten],
            "cut": [str(film.path) for film in what.cut],
            "bytes": what.bytes,
            "spared_bytes": what.spared,
            "left_bytes": what.left,
            "within_size": limit is None or what.left <= limit,
        },
        "\n".join(_told(what, dry_run, limit)),
    )
    if limit is not None and what.left > limit:
        raise typer.Exit(1)


@store.command(epilog="`storyline store verify`")
def verify(folder: StoreFolder = None, as_json: Json = False, quiet: Quiet = False) -> None:
    """Read every artifact and compare it with its digest; what is damaged is set aside, and made anew when needed.

    Exits with 1 if any was damaged.
    """
    from functools import partial

    from storyline.graph.upkeep import verify as verified

    opened = _opened(folder)
    with Progress(quiet or as_json, "reading the store") as progress:
        found = verified(opened, partial(progress, "verifying artifacts"))
    lines = [f"damaged: {name}: {fault}" for name, fault in found.damaged.items()]
    lines += [f"no artifact: {name}" for name in found.foreign]
    lines.append(
        f"{opened.folder}: {counted(found.checked, 'artifact')} read, {len(found.damaged)} damaged"
        + (f", {len(found.foreign)} foreign" if found.foreign else "")
        + (f"; they lie in {opened.aside} now" if found.damaged or found.foreign else "")
    )
    say(
        as_json,
        quiet,
        {
            "store": str(opened.folder),
            "checked": found.checked,
            "damaged": dict(found.damaged),
            "foreign": list(found.foreign),
        },
        "\n".join(lines),
    )
    if found.damaged:
        raise typer.Exit(1)


def sized(count: float) -> str:
    """A number of bytes, for people.

    >>> sized(0), sized(1500), sized(3.2e9)
    ('0 B', '1.5 KB', '3.2 GB')
    """
    for unit in ("B", "KB", "MB", "GB"):
        if count < 999.95 or (unit == "B" and count < 1000):
            return f"{count:.0f} B" if unit == "B" else f"{count:.1f} {unit}"
        count /= 1000
    return f"{count:.1f} TB"


def _bytes(size: str) -> int:
    """What a person writes for a number of bytes.

    >>> _bytes("10GB"), _bytes("1.5 k"), _bytes("2 GiB")
    (10000000000, 1500, 2147483648)
    """
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([KMGT]?)(I?)B?", size.strip().upper())
    if found is None or (found[3] and not found[2]):
        raise SetupError(f"--max-size: expected a size such as 500MB or 10GB; got {size!r}")
    factor = _UNITS[found[2]] if not found[3] else 1024 ** list(_UNITS).index(found[2])
    return int(float(found[1]) * factor)


def _opened(folder: Path | None) -> "Store":
    from storyline.graph.store import Store, default_folder

    return Store(folder or default_folder())


def _state(film: "FilmNeeds") -> str:
    if film.there:
        return "there"
    return "its file is gone" if film.finished else "not finished"


def _told(what: "Removal", dry_run: bool, limit: int | None) -> list[str]:
    would = "would remove" if dry_run else "removed"
    lines = [
        f"{would} {counted(len(what.unneeded), 'artifact')} that no film needs and "
        f"{counted(len(what.litter), 'leftover')}: {sized(what.bytes - sum(a.bytes for a in what.over))}"
    ]
    if what.over:
        size = sized(sum(a.bytes for a in what.over))
        lines.append(f"{would} {counted(len(what.over), 'artifact')} used least recently, over the size: {size}")
    lines += [f"forgotten, as its file is gone: {film.path}" for film in what.forgotten]
    lines += [f"the size cannot be kept to otherwise: {film.path} loses artifacts, too" for film in what.cut]
    if what.spared:
        lines.append(f"spared, as it was used lately or is being made: {sized(what.spared)} (--older-than 0 takes it)")
    lines.append(f"{sized(what.left)} {'would be left' if dry_run else 'are left'}")
    if limit is not None and what.left > limit:
        lines.append(f"that is more than {sized(limit)}: the rest was used lately or is being made")
    return lines
