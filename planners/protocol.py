"""What a planner is: one call, script in, storyboard out."""

from collections.abc import Callable
from typing import Protocol, runtime_checkable

from storyline.schema.reason import Reason
from storyline.schema.script import Script
from storyline.schema.storyboard import Storyboard


@runtime_checkable
class Planner(Protocol):
    """Fills what the writer left out and never overrides what the writer wrote."""

    name: str

    def plan(self, script: Script) -> Storyboard:
        """Make a storyboard. The same script gives the same storyboard.

        Every scene and shot of `script` has an id and no `story` is left unread (`storyline.reading` sees to it).

        Raises:
            PlanError: the script cannot be planned.
        """
        ...


@runtime_checkable
class Telling(Planner, Protocol):
    """A planner that takes long, and says how far it is."""

    progress: Callable[[str, int, int], None]
    """Called with a stage, and how much of it is done, of how much; from any thread."""


@runtime_checkable
class Explaining(Planner, Protocol):
    """A planner that can say why."""

    def explain(self, script: Script) -> tuple[Storyboard, tuple[Reason, ...]]:
        """Make the same storyboard as `plan`, and give the reasons of the choices in it.

        Raises:
            PlanError: the script cannot be planned.
        """
        ...
