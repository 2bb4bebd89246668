"""The offline planner with an eye: whom the script gives no place stands where the prior says."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from planners.offline.composer import Standing
from planners.offline.plan import OfflinePlanner
from planners.visual_prior.arrangement import MOST_THINGS, Arrangement, Thing
from storyline.schema.layout import Box

if TYPE_CHECKING:
    from planners.visual_prior.prior import VisualPrior

_SIZE = "WS"
"""The shot size in which the master view of a place is."""
_TEMPERATURE = 0.7
"""Below 1: nearer to where things mostly are."""


class PriorComposer:
    """Says where somebody stands, by the prior; the same question has the same answer."""

    def __init__(self, prior: "VisualPrior | Path | None" = None) -> None:
        """A prior, or the folder of one: the one that is shipped if not given. It is read when first asked."""
        self._prior = prior

    def placed(self, setting: str, there: Sequence[Standing], kind: str, action: str) -> Box:
        """A likely box for one more, beside those who came last.

        Raises:
            SetupError: the prior cannot be read.
        """
        from planners.visual_prior.prior import SHIPPED, VisualPrior

        if self._prior is None or isinstance(self._prior, Path):
            self._prior = VisualPrior.load(self._prior or SHIPPED)
        beside = list(there)[-(MOST_THINGS - 1) :]
        things = (*(Thing(one.kind, one.action) for one in beside), Thing(kind, action))
        asked = Arrangement(things, ((None,) * len(things),), setting, _SIZE)
        found = self._prior.completed(
            asked, [[*(one.box for one in beside), "open"]], seed=len(there), temperature=_TEMPERATURE
        )
        box = found[0].panels[0][-1]
        assert box is not None  # it was open
        return box


class PriorPlanner(OfflinePlanner):
    """Plans offline; the prior composes."""

    name = "prior"

    def __init__(self, prior: str | Path | None = None) -> None:
        """`prior` is the folder of one; the one that is shipped if not given."""
        super().__init__(PriorComposer(None if prior is None else Path(prior)))
