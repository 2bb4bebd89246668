"""Serial prompts of one event, made coherent in a second pass: each complete in itself, with the same subjects."""

from planners.llm.ask import Request
from planners.llm.crew import Crew
from planners.llm.directors.prompts import FRAMES, FramePrompts, right_count, with_prompts
from planners.llm.draft import Draft
from planners.llm.stages.cast import cast, ids_by_name
from planners.llm.stages.scenes import scenes
from planners.llm.stages.shots import shot_a_beat
from planners.llm.telling import rules, told
from storyline.schema.script import ScriptShot


class FreeBloom:
    """First what happens from frame to frame, then the same in sentences that name their entities in full."""

    name = "free-bloom"
    source = "Huang et al. 2023, Free-Bloom: Zero-Shot Text-to-Video Generator with LLM Director and LDM Animator"

    def direct(self, draft: Draft, crew: Crew) -> Draft:
        """Every beat is a shot, asked about twice."""
        for stage in (scenes, cast, shot_a_beat):
            draft = stage(draft, crew)
        found = [shot for _, shot in draft.shots() if shot.panels is None]
        first = crew.ask([(f"shot {shot.id}", _serial(shot, crew)) for shot in found])
        serial = [(shot, answer.value.prompts) for shot, answer in zip(found, first, strict=True) if answer.value]
        second = crew.ask([(f"shot {t.id}", _coherent(draft, t, prompts, crew)) for t, prompts in serial])
        told_by = {
            str(shot.id): answer.value.prompts if answer.value else prompts
            for (shot, prompts), answer in zip(serial, second, strict=True)
        }
        return with_prompts(draft, told_by)


def _serial(shot: ScriptShot, crew: Crew) -> Request[FramePrompts]:
    data = told(event=shot.action or "", frames=FRAMES)
    return Request("serial", rules("free_bloom_serial"), data, FramePrompts, 900, right_count, crew.frame)


def _coherent(draft: Draft, shot: ScriptShot, prompts: list[str], crew: Crew) -> Request[FramePrompts]:
    words = set((shot.action or "").lower().replace(".", " ").replace(",", " ").split())
    meant = {id for name, id in ids_by_name(draft.script).items() if set(name.split("-")) & words}
    members = [e for e in draft.script.cast if e.id in meant]
    names = [(e.name or e.id).lower() for e in members]

    def check(reply: FramePrompts) -> list[str]:
        return right_count(reply) + [
            f"prompt {n} names none of {', '.join(names)}; name who is in it, and write no `it` or `they` for them"
            for n, prompt in enumerate(reply.prompts, 1)
            if names and not any(name in prompt.lower() for name in names)
        ]

    data = told(
        event=shot.action or "",
        prompts=[{"frame": n, "prompt": p} for n, p in enumerate(prompts, 1)],
        entities=[{"name": e.name or e.id, "looks": e.looks[0].description if e.looks else ""} for e in members],
    )
    return Request("coherent", rules("free_bloom_coherent"), data, FramePrompts, 1200, check, crew.frame)
