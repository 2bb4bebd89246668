"""A director at the level of frames: one prompt for each of them, in which time goes on."""

from planners.llm.ask import Request
from planners.llm.crew import Crew
from planners.llm.directors.prompts import FRAMES, FramePrompts, right_count, with_prompts
from planners.llm.draft import Draft
from planners.llm.stages.cast import cast
from planners.llm.stages.scenes import scenes
from planners.llm.stages.shots import shot_a_beat
from planners.llm.telling import rules, told


class DirecT2V:
    """Every shot is told in as many prompts as it has frames to be drawn; nothing is said of boxes."""

    name = "direct2v"
    source = "Hong et al. 2023, DirecT2V: Large Language Models are Frame-Level Directors for Zero-Shot Video"

    def direct(self, draft: Draft, crew: Crew) -> Draft:
        """Every beat is a shot, with prompts of its own."""
        for stage in (scenes, cast, shot_a_beat):
            draft = stage(draft, crew)
        found = [(scene, shot) for scene, shot in draft.shots() if shot.panels is None]
        requests = [
            (
                f"shot {shot.id}",
                Request(
                    "frames",
                    rules("direct2v"),
                    told(
                        caption=shot.action or "",
                        frames=FRAMES,
                        place=scene.place or "",
                        cast=[{"name": e.name or e.id, "looks": (e.looks or ())[0].description if e.looks else ""}
                              for e in draft.script.cast],
                    ),
                    FramePrompts,
                    1200,
                    right_count,
                    crew.frame,
                ),
            )
            for scene, shot in found
        ]  # fmt: skip
        answers = crew.ask(requests)
        told_by = {str(shot.id): a.value.prompts for (_, shot), a in zip(found, answers, strict=True) if a.value}
        return with_prompts(draft, told_by)
