"""Turn a script into a long film: script, storyboard, keyframes, clips, film.

>>> from storyline import make_film            # doctest: +SKIP
>>> film = make_film("A red robot walks along the beach at sunset.")   # doctest: +SKIP
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from storyline.errors import StorylineError
    from storyline.film import Film, explain_film, make_film, plan_film
    from storyline.film.batch import BatchReport, render_batch
    from storyline.film.edit import EditedClip, edit_clip
    from storyline.reading import read
    from storyline.schema.script import Script
    from storyline.schema.storyboard import Storyboard

__all__ = [
    "BatchReport",
    "EditedClip",
    "Film",
    "Script",
    "Storyboard",
    "StorylineError",
    "edit_clip",
    "explain_film",
    "make_film",
    "plan_film",
    "read",
    "render_batch",
]

_HOMES = {
    "BatchReport": "storyline.film.batch",
    "EditedClip": "storyline.film.edit",
    "Film": "storyline.film",
    "Script": "storyline.schema.script",
    "Storyboard": "storyline.schema.storyboard",
    "StorylineError": "storyline.errors",
    "edit_clip": "storyline.film.edit",
    "explain_film": "storyline.film",
    "make_film": "storyline.film",
    "plan_film": "storyline.film",
    "read": "storyline.reading",
    "render_batch": "storyline.film.batch",
}


def __getattr__(name: str) -> Any:
    """Load a public name on first use (PEP 562), so that `import storyline` stays light."""
    from importlib import import_module

    if name == "__version__":
        from importlib.metadata import version

        return version("storyline")
    if name not in _HOMES:
        raise AttributeError(f"module 'storyline' has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
