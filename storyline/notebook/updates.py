"""A film and its changed storyboard → the film again: only what changed is rendered, as a notebook shows."""

import time
from collections import Counter
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from storyline.exchange.captions import numbered
from storyline.film import Film, Render, make_film
from storyline.film.render import Work
from storyline.graph.store import Store
from storyline.notebook.shell import shell
from storyline.schema.base import ShotId
from storyline.schema.storyboard import Storyboard

if TYPE_CHECKING:
    from generators.protocol import Generator

_APART = 0.3
"""Seconds between two looks, at least."""


def update(
    film: Film,
    storyboard: Storyboard,
    *,
    root: Path | None = None,
    generator: "str | Generator | None" = None,
    workers: int | None = None,
    store: str | Path | None = None,
) -> Film:
    """Render a film again, at the same place, as another storyboard has it.

    What both have in common lies in the store, and is not made again. Meanwhile a notebook shows the shots that are
    rendered, each with how much of it is done.

    Args:
        root: the folder that files named by the storyboard lie in; the current one when absent.
        generator: the one that the film was made by, by its name, when None; the rest is as in `make_film`.

    Raises:
        StorylineError: see the classes in `storyline.errors`.
    """
    render = Render.of(storyboard, film.generator if generator is None else generator, root or Path(), store, workers)
    shown = ShotProgress(storyboard, render.work(), render.store)
    made = make_film(
        storyboard,
        film.path,
        root=root,
        generator=render.generator,
        workers=workers,
        store=store,
        progress=shown.tell,
    )
    shown.finish()
    return made


class ShotProgress:
    """Shows how far each shot is, in the notebook if there is one; it looks into the store for what is there."""

    def __init__(self, board: Storyboard, work: Work, store: Store) -> None:
        """Begin to show the shots whose work is to be done, with artifacts in `store`."""
        self._labels = {found.shot.id: found.label for found in numbered(board)}
        self._store = store
        self._left = [(work.graph.nodes[task.id]["key"], task.shot) for task in work.to_run if task.shot is not None]
        self._needed = Counter(shot for _, shot in self._left)
        self._done: Counter[ShotId] = Counter()
        self._told, self._ended = time.monotonic(), False
        self._handle: Any = None
        if shell() is not None:
            from IPython.display import display

            self._handle = display(self.bundle(), raw=True, display_id=True)

    def tell(self, stage: str, done: int, total: int) -> None:
        """Look again, unless that was just done."""
        if time.monotonic() - self._told >= _APART:
            self._look()

    def finish(self) -> None:
        """Everything is there."""
        self._done, self._ended = Counter(self._needed), True
        self._show()

    def bundle(self) -> dict[str, str]:
        """What is shown: a sentence, and as HTML a bar for each shot that is rendered."""
        state = "Rendered" if self._ended else "Rendering"
        count = len(self._labels)
        said = f"{state} {len(self._needed)} of {count} shots; the others are as they were."
        if not self._needed:
            said = f"All {count} shots are as they were."
        rows = [f"<p>{said}</p>"]
        for shot, needed in self._needed.items():
            label = escape(f"{self._labels.get(shot, shot)}")
            done = self._done[shot]
            rows.append(
                f"<div><label>shot {label} <progress max='{needed}' value='{done}'></progress> "
                f"{done} of {needed}</label></div>"
            )
        return {"text/plain": said, "text/html": "".join(rows)}

    def _look(self) -> None:
        self._left = [(key, shot) for key, shot in self._left if self._store.find(key) is None]
        self._done = self._needed - Counter(shot for _, shot in self._left)
        self._show()

    def _show(self) -> None:
        self._told = time.monotonic()
        if self._handle is not None:
            self._handle.update(self.bundle(), raw=True)
