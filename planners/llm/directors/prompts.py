"""One prompt a frame: what the strategies share that write words alone and leave the boxes to the offline planner."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated

from pydantic import Field

from planners.llm.draft import Draft, filled, with_scenes
from planners.llm.part import Part, Sentence
from storyline.schema.script import ScriptPanel

FRAMES = 4
"""Prompts of a shot."""


class FramePrompts(Part):
    """What is seen in a shot, frame by frame."""

    prompts: Annotated[list[Sentence], Field(min_length=2, max_length=8)]


def right_count(reply: FramePrompts) -> list[str]:
    """What is wrong with the number of prompts."""
    count = len(reply.prompts)
    wrong = [] if count == FRAMES else [f"expected {FRAMES} prompts; got {count}"]
    return wrong + [f"prompt {n} is empty" for n, p in enumerate(reply.prompts, 1) if not p.strip()]


def with_prompts(draft: Draft, prompts: Mapping[str, Sequence[str]]) -> Draft:
    """A draft whose open shots, by id, have a panel for each of their prompts, at even distances in time."""
    scenes = []
    for scene in draft.script.scenes:
        shots = []
        for shot in scene.shots:
            texts = [t for t in prompts.get(str(shot.id), ()) if t.strip()]
            last = len(texts) - 1
            panels = tuple(
                ScriptPanel(at=0 if n == 0 else f"{round(100 * n / last)}%", prompt=text)
                for n, text in enumerate(texts)
            )
            shots.append(filled(shot, panels=panels) if len(panels) > 1 else shot)
        scenes.append(scene.model_copy(update={"shots": tuple(shots)}))
    return replace(draft, script=with_scenes(draft.script, tuple(scenes)))
