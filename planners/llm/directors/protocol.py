"""What a director is: one way to have a model make a storyboard."""

from typing import Protocol, runtime_checkable

from planners.llm.crew import Crew
from planners.llm.draft import Draft


@runtime_checkable
class Director(Protocol):
    """Fills a draft stage by stage. What it leaves open, the offline planner fills."""

    name: str
    source: str
    """The paper that the strategy is from."""

    def direct(self, draft: Draft, crew: Crew) -> Draft:
        """Fill a draft, as far as the model's replies are of use.

        Raises:
            PlanError: the model cannot be reached, or will not answer anything.
        """
        ...
