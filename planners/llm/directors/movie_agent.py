"""From the whole to the parts, as a crew does: script, scenes, cast, shots with camera, panels, and a critic."""

from planners.llm.crew import Crew
from planners.llm.draft import Draft
from planners.llm.stages.cast import cast
from planners.llm.stages.critic import critic
from planners.llm.stages.panels import panels
from planners.llm.stages.scenes import scenes
from planners.llm.stages.shots import shots


class MovieAgent:
    """Hierarchical: each level is decided before the next, with shot sizes, angles and moves of its own."""

    name = "movie-agent"
    source = "Wu et al. 2025, Automated Movie Generation via Multi-Agent CoT Planning (MovieAgent)"

    def direct(self, draft: Draft, crew: Crew) -> Draft:
        """Scenes, cast, shots, panels, and a look over the whole."""
        for stage in (scenes, cast, shots, panels, critic):
            draft = stage(draft, crew)
        return draft
