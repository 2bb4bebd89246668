"""What each film needs: the store remembers the films that were rendered with it, so that it knows what to keep."""

import hashlib
import json
import logging
import os
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from storyline.errors import StoreError
from storyline.frames import processes
from storyline.graph.build import RenderGraph
from storyline.graph.store import Store, present
from storyline.graph.times import Taken
from storyline.schema.task import SUFFIXES, TaskKind

log = logging.getLogger(__name__)

_FORMAT = 1
_UNFINISHED = 7 * 24 * 3600
"""Seconds for which a render that was stopped may still be gone on with."""


@dataclass(frozen=True)
class FilmNeeds:
    """A film that was rendered, or begun, and the keys of all tasks of its graph."""

    path: Path
    """Its file, absolute."""
    title: str
    when: float
    """When it was last rendered, in seconds since 1970."""
    finished: bool
    tasks: Mapping[TaskKind, tuple[str, ...]]
    by: str = ""
    """The process that rendered it; empty where that is not known."""
    begun: float = 0.0
    """When that began to."""

    @cached_property
    def keys(self) -> frozenset[str]:
        """Of all its tasks."""
        return frozenset(key for keys in self.tasks.values() for key in keys)

    @property
    def there(self) -> bool:
        """Whether its file still is."""
        return self.path.is_file()

    def had_made(self, taken: Taken) -> bool:
        """Whether it was made for this film when that was last rendered; else it was there already."""
        since = taken.by == self.by and taken.when >= self.begun
        return since and (taken.when <= self.when or not self.finished)

    def wanted(self, now: float) -> bool:
        """Whether it is to be kept when nobody says which: its file is there, or it may soon be gone on with."""
        return self.there or (not self.finished and now - self.when < _UNFINISHED)


class Films:
    """The films that a store remembers: a file of JSON for each, called after the digest of its path."""

    def __init__(self, store: Store) -> None:
        self._store, self._folder = store, store.folder / "films"

    def remember(self, path: Path, title: str, graph: RenderGraph, *, finished: bool) -> None:
        """Note what the film of a path needs, in the place of what its earlier versions needed.

        A film is noted before it is rendered, so that what a long render has made is kept, and again when it is there.
        """
        now, by = present(self._store.folder), processes.this()
        tasks: defaultdict[str, list[str]] = defaultdict(list)
        for _, node in graph.nodes(data=True):
            tasks[node["task"].kind].append(node["key"])
        facts = {
            "format": _FORMAT,
            "film": str(path.absolute()),
            "title": title,
            "when": now,
            "finished": finished,
            "tasks": tasks,
            "by": by,
            "begun": self._begun(path, by, now),
        }
        try:
            self._store.write(self._file(path), json.dumps(facts))
        except StoreError as error:  # no reason to lose the film
            log.warning("store: what %s needs is not remembered: %s", path, error)

    def all(self) -> tuple[FilmNeeds, ...]:
        """All that are remembered, the last to be rendered first. What is no such file is set aside."""
        found = []
        for file in self._folder.glob("*.json"):
            try:
                found.append(_read(file))
            except FileNotFoundError:
                continue
            except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
                self._store.set_aside(file, f"it does not say what a film needs ({type(error).__name__}: {error})")
        return tuple(sorted(found, key=lambda film: -film.when))

    def forget(self, film: FilmNeeds) -> None:
        """Remember it no more, unless it was rendered, or begun, anew since."""
        with suppress(OSError, ValueError, KeyError):
            if _read(file := self._file(film.path)).when == film.when:
                file.unlink()

    def _begun(self, path: Path, by: str, now: float) -> float:
        """When this process began the render that it is at."""
        with suppress(OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            known = _read(self._file(path))
            if known.by == by and not known.finished:
                return known.begun
        return now

    def _file(self, path: Path) -> Path:
        digest = hashlib.sha256(os.fsencode(path.absolute())).hexdigest()
        return self._folder / f"{digest[:32]}.json"


def _read(file: Path) -> FilmNeeds:
    facts = json.loads(file.read_text("utf-8"))
    if facts["format"] != _FORMAT:
        raise ValueError(f"expected format {_FORMAT}; got {facts['format']!r}")
    tasks: dict[TaskKind, tuple[str, ...]] = {
        kind: tuple(map(str, facts["tasks"][kind])) for kind in SUFFIXES if kind in facts["tasks"]
    }
    return FilmNeeds(
        path=Path(facts["film"]),
        title=str(facts["title"]),
        when=float(facts["when"]),
        finished=bool(facts["finished"]),
        tasks=tasks,
        by=str(facts.get("by", "")),  # earlier versions did not say
        begun=float(facts.get("begun", 0.0)),
    )
