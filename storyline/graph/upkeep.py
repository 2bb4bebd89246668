"""Looking after a store: how much it holds for which film, what may go, and whether all of it is whole."""

import os
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from storyline.errors import StoreError
from storyline.graph.claims import claimed
from storyline.graph.films import FilmNeeds, Films
from storyline.graph.store import Entry, Store, named, present, remove
from storyline.schema.task import TaskKind

RECENT = 3600.0
"""Seconds for which what was made or taken is spared: somebody may be about to read it."""

_FIRST_TO_GO: Sequence[TaskKind] = ("frames", "edit", "latents", "anchors", "segment", "sound", "keyframes", "film")
"""Of a film that was not rendered for long: what is large and made anew only for an edit goes first."""


class Held(NamedTuple):
    """An artifact with its size and age."""

    entry: Entry
    bytes: int
    used: float
    """When it was put in or taken last, by the clock of the store's disk."""


def held(store: Store) -> list[Held]:
    """All artifacts, unchecked."""
    found = []
    for file in store.files():
        with suppress(OSError):  # gone meanwhile
            if (entry := named(file)) is not None and file.is_file(follow_symlinks=False):
                about = file.stat(follow_symlinks=False)
                found.append(Held(entry, about.st_size, about.st_mtime))
    return found


class Share(NamedTuple):
    """What a film has in a store; films may share some of it."""

    film: FilmNeeds
    artifacts: int
    """How many of its tasks have one."""
    bytes: int


@dataclass(frozen=True)
class Usage:
    """How much room is taken, in bytes."""

    films: tuple[Share, ...]
    """Of each film that is remembered, the last to be rendered first."""
    kinds: Mapping[TaskKind, int]
    """What some film that is kept needs, by the kind of task."""
    unneeded: tuple[int, int]
    """How many artifacts no such film needs, and their bytes."""
    aside: int
    """What was found damaged."""
    new: int
    """On its way in."""

    @property
    def bytes(self) -> int:
        """All of it."""
        return sum(self.kinds.values()) + self.unneeded[1] + self.aside + self.new


def usage(store: Store) -> Usage:
    """Look at a store as a whole."""
    sizes: Counter[str] = Counter()
    count: Counter[str] = Counter()
    for artifact in held(store):
        sizes[artifact.entry.key] += artifact.bytes
        count[artifact.entry.key] += 1
    now = present(store.folder)
    films = Films(store).all()
    kind_of = _kinds(film for film in films if film.wanted(now))
    kinds: Counter[TaskKind] = Counter()
    for key, kind in kind_of.items():
        kinds[kind] += sizes[key]
    unneeded = sizes.keys() - kind_of.keys()
    return Usage(
        films=tuple(_share(film, sizes) for film in films),
        kinds={kind: size for kind, size in kinds.items() if size},
        unneeded=(sum(count[key] for key in unneeded), sum(sizes[key] for key in unneeded)),
        aside=size_of(store.aside),
        new=size_of(store.new_files) + size_of(store.unfinished),
    )


@dataclass(frozen=True)
class Removal:
    """What is to go from a store, and what stays."""

    unneeded: tuple[Held, ...]
    """What no film needs that is kept."""
    over: tuple[Held, ...]
    """What is needed, but does not fit into the size that was asked for; what was used least recently is first."""
    litter: tuple[Path, ...]
    """What was set aside as damaged, and what processes that are gone left on its way in."""
    litter_bytes: int
    forgotten: tuple[FilmNeeds, ...]
    """Films whose file is not there any more."""
    cut: tuple[FilmNeeds, ...]
    """Films kept by name that lose something all the same."""
    spared: int
    """Bytes that no film needs, but that are too young to go or are just being made."""
    left: int
    """Bytes of the artifacts that stay."""

    @property
    def bytes(self) -> int:
        """How much room becomes free."""
        return sum(artifact.bytes for artifact in (*self.unneeded, *self.over)) + self.litter_bytes


def removal(
    store: Store, keep: Collection[Path] | None = None, limit: int | None = None, unused_for: float = RECENT
) -> Removal:
    """What is to go so that what the kept films need remains. Nothing is removed yet.

    What was last used, or last needed by a film that was rendered, the longest time ago goes first.

    Args:
        keep: the files of the films to keep; all that are remembered and whose file is there, when None.
        limit: how many bytes may stay. What films kept by name need goes last.
        unused_for: seconds; what was made, taken or rendered since is spared.

    Raises:
        StoreError: no film of a name is remembered.
    """
    now = present(store.folder)
    films = Films(store).all()
    kept = [film for film in films if film.wanted(now)] if keep is None else _of_names(films, keep)
    kind_of = _kinds(kept)
    last = {key: film.when for film in reversed(films) for key in film.keys}
    busy = claimed(store.folder)
    artifacts = [a._replace(used=max(a.used, last.get(a.entry.key, 0.0))) for a in held(store)]
    free = [a for a in artifacts if now - a.used >= unused_for and a.entry.key not in busy]
    unneeded = tuple(a for a in free if a.entry.key not in kind_of)
    spared = sum(a.bytes for a in artifacts if a.entry.key not in kind_of) - sum(a.bytes for a in unneeded)
    left = sum(a.bytes for a in artifacts) - sum(a.bytes for a in unneeded)
    over: list[Held] = []
    if limit is not None:
        rank = {kind: n for n, kind in enumerate(_FIRST_TO_GO)}
        needed = (a for a in free if a.entry.key in kind_of)
        for a in sorted(needed, key=lambda a: (a.used, rank[kind_of[a.entry.key]], a.entry.key)):
            if left <= limit:
                break
            over.append(a)
            left -= a.bytes
    lost = {a.entry.key for a in over}
    litter = (*store.aside.iterdir(), *store.leftovers())
    return Removal(
        unneeded=unneeded,
        over=tuple(over),
        litter=litter,
        litter_bytes=sum(map(size_of, litter)),
        forgotten=tuple(film for film in films if not film.wanted(now) and film not in kept),
        cut=tuple(film for film in kept if film.keys & lost) if keep is not None else (),
        spared=spared,
        left=left,
    )


def clear(store: Store, what: Removal) -> None:
    """Remove it, but for what somebody has used since. Others may render meanwhile: what they miss is made anew."""
    for artifact in (*what.unneeded, *what.over):
        with suppress(OSError):
            if artifact.entry.path.lstat().st_mtime <= artifact.used:
                artifact.entry.path.unlink()
    for path in what.litter:
        remove(path)
    for film in what.forgotten:
        Films(store).forget(film)


@dataclass(frozen=True)
class Verdict:
    """Whether what a store holds is whole."""

    checked: int
    damaged: Mapping[str, str]
    """The names of artifacts that were not, and what is wrong with them, in words."""
    foreign: tuple[str, ...]
    """The names of files that are no artifacts."""


def verify(store: Store, progress: Callable[[int, int], None] = lambda done, total: None) -> Verdict:
    """Read every artifact and compare its digest; set aside what is damaged or foreign.

    Args:
        progress: called with how many are done, and how many there are.
    """
    Films(store).all()  # sets aside what cannot be read of them, too
    damaged: dict[str, str] = {}
    foreign = []
    files = [file for file in store.files() if not file.name.startswith(".")]  # those are a system's own
    for done, file in enumerate(files, 1):
        entry = named(file)
        fault = "it is no artifact" if entry is None else store.fault(entry)
        if fault is not None:
            store.set_aside(Path(file.path), fault)
            if entry is None:
                foreign.append(file.name)
            else:
                damaged[file.name] = fault
        progress(done, len(files))
    return Verdict(len(files), damaged, tuple(foreign))


def _of_names(films: Iterable[FilmNeeds], names: Collection[Path]) -> list[FilmNeeds]:
    known = {film.path: film for film in films}
    missing = [str(name) for name in names if name.absolute() not in known]
    if missing:
        remembered = ", ".join(map(str, known)) or "none"
        raise StoreError(f"no film {', '.join(missing)} is remembered; remembered are: {remembered}")
    return [known[name.absolute()] for name in names]


def _kinds(films: Iterable[FilmNeeds]) -> dict[str, TaskKind]:
    return {key: kind for film in films for kind, keys in film.tasks.items() for key in keys}


def _share(film: FilmNeeds, sizes: Mapping[str, int]) -> Share:
    there = film.keys & sizes.keys()
    return Share(film, len(there), sum(sizes[key] for key in there))


def size_of(path: Path) -> int:
    """Of a file, or of all files in a folder."""
    with suppress(OSError):
        if path.is_symlink() or not path.is_dir():
            return path.lstat().st_size
    total = 0
    for folder, _, files in os.walk(path):
        for file in files:
            with suppress(OSError):
                total += (Path(folder) / file).lstat().st_size
    return total
