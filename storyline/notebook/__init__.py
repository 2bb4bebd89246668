"""Storyboards and films in a notebook: shown as they look, changed in place.

>>> import storyline.notebook                                        # doctest: +SKIP
>>> board                          # shown with its pictures          # doctest: +SKIP
>>> editor = board.edit()          # changed by hand                  # doctest: +SKIP
>>> film = film.update(editor.storyboard)                            # doctest: +SKIP

Importing it, or `%load_ext storyline.notebook`, teaches a running notebook to show scripts, storyboards, their scenes,
shots and panels, films and render graphs.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from storyline.errors import SetupError
from storyline.notebook.shell import shell
from storyline.schema.storyboard import Storyboard

if TYPE_CHECKING:
    from storyline.film import Film
    from storyline.notebook.widget import Editor

__all__ = ["edit", "load_ipython_extension", "update"]


def edit(story: Storyboard | str | Path, **options: Any) -> "Editor":
    """Open a storyboard, or the file of one or of a script, in an editor that a notebook shows.

    Args:
        story: what is opened from a file can be saved back into it.
        options: `root`, the folder that files named by a storyboard lie in; `generator`, `store` and `workers` of the
            clips, as `make_film` has them.

    Raises:
        SetupError: anywidget is not installed.
        ScriptError: the file cannot be used.
    """
    try:
        from storyline.notebook.widget import Editor
    except ModuleNotFoundError as error:
        raise _missing(error) from None
    from storyline.studio.manuscript import open_manuscript

    return Editor(story if isinstance(story, Storyboard) else open_manuscript(Path(story)), **options)


def update(film: "Film", storyboard: Storyboard, **options: Any) -> "Film":
    """Render a film again as another storyboard has it; see `storyline.notebook.updates.update`."""
    from storyline.notebook.updates import update

    return update(film, storyboard, **options)


def load_ipython_extension(shell: Any) -> None:
    """Teach a notebook to show scripts, storyboards and films: `%load_ext storyline.notebook`."""
    from storyline.notebook.displays import register

    register(shell)


def _missing(error: ModuleNotFoundError) -> SetupError:
    return SetupError(f"notebooks need {error.name}; install it with `pip install 'storyline[notebook]'`")


def _register_here() -> None:
    if (running := shell()) is not None:
        load_ipython_extension(running)


_register_here()
