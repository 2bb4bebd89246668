"""A film and its changed storyboard → the film again: only what changed is rendered, as a notebook shows."""

import time
from collections import Counter
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from IPython.display import HTML, display

from storyline.exchange.captions import numbered
from storyline.film import Film, Render, make_film
from storyline.film.plugins import GENERATOR
from storyline.graph.store import Store
from storyline.schema.base import ShotId
from storyline.schema.storyboard import Storyboard
from storyline.schema.task import Task

if TYPE_CHECKING:
    from generators.protocol import Generator

_APART = 0.3
"""Seconds between two looks, at least."""


def update(
    film: Film,
    storyboard: Storyboard,
    *,
    root: Path | None = None,
    generator: "str | Generator" = GENERATOR,
    workers: int | None = None,
    store: str | Path | None = None,
) -> Film:
    """Render a film again, at the same place, as another storyboard has it.

    What both have in common lies in the store, and is not made again. Meanwhile the notebook shows the shots that are
    rendered, each with how much of it is done.

    Args:
        root: the folder that files named by the storyboard lie in; the current one when absent.
        generator: the rest is as in `make_film`.

    Raises:
        StorylineError: see the classes in `storyline.errors`.
    """
    render = Render.of(storyboard, generator, root or Path(), store, workers)
    work = render.work()
    keys = {task.id: work.graph.nodes[task.id]["key"] for task in work.to_run}
    shown = ShotProgress(storyboard, work.to_run, keys, render.store)
    made = make_film(
        storyboard, film.path, root=root, generator=generator, workers=workers, store=store, progress=shown.tell
    )
    shown.finish()
    return made


class ShotProgress:
    """Shows how far each shot is, in the notebook; it looks into the store for what is there."""

    def __init__(self, board: Storyboard, tasks: tuple[Task, ...], keys: dict[str, str], store: Store) -> None:
        """Begin to show the shots that some tasks are of; `keys` are those of their artifacts."""
        self._labels = {found.shot.id: found.label for found in numbered(board)}
        self._store, self._keys = store, keys
        self._left = {task.id: task for task in tasks if task.shot is not None}
        self._needed = Counter(task.shot for task in self._left.values() if task.shot is not None)
        self._done: Counter[ShotId] = Counter()
        self._told, self._ended = time.monotonic(), False
        self._handle: Any = display(HTML(self.html()), display_id=True)

    def tell(self, stage: str, done: int, total: int) -> None:
        """Look again, unless that was just done."""
        if time.monotonic() - self._told >= _APART:
            self._look()

    def finish(self) -> None:
        """Everything is there."""
        self._done, self._ended = Counter(self._needed), True
        self._show()

    def html(self) -> str:
        """What is shown: a bar for each shot that is rendered."""
        state = "Rendered" if self._ended else "Rendering"
        rows = [f"<p>{state} {len(self._needed)} of {len(self._labels)} shots; the others are as they were.</p>"]
        for shot, needed in self._needed.items():
            label = escape(f"{self._labels.get(shot, shot)}")
            done = self._done[shot]
            rows.append(
                f"<div><label>shot {label} <progress max='{needed}' value='{done}'></progress> "
                f"{done} of {needed}</label></div>"
            )
        return "".join(rows)

    def _look(self) -> None:
        for id, task in list(self._left.items()):
            if task.shot is not None and self._store.find(self._keys[id]) is not None:
                self._done[task.shot] += 1
                del self._left[id]
        self._show()

    def _show(self) -> None:
        self._told = time.monotonic()
        shown = HTML(self.html())
        if self._handle is not None:  # there is none outside of a notebook
            self._handle.update(shown)
