"""Prompts → plans → six frames → who passes: LVD's stage one, and other prompts that are scored by its predicates.

Source: Lian et al. 2024 (LVD), section 5.1, and the answers that its repository keeps, which score 488 and 388.
"""

from collections.abc import Callable, Mapping, Sequence

from storyline.evaluation import lvd
from storyline.evaluation.report import Evaluation, Miss, Row
from storyline.schema.storyboard import Storyboard

PUBLISHED: Mapping[str, Mapping[lvd.Task, int]] = {
    "GPT-4 (published)": {
        "numeracy": 100, "attribution": 100, "visibility": 100, "dynamics": 100, "sequential": 88,
    },
    "GPT-3.5 (published)": {
        "numeracy": 100, "attribution": 100, "visibility": 100, "dynamics": 73, "sequential": 15,
    },
}  # fmt: skip
"""Plans of language models for LVD's prompts, of a hundred a task."""


def prompted(
    benchmark: str,
    who: str,
    prompts: Sequence[lvd.Prompt],
    plan: Callable[[str], Storyboard],
    beside: Mapping[str, Mapping[lvd.Task, int]],
) -> Evaluation:
    """How many prompts of each task pass, beside others' numbers; a text that occurs several times is planned once."""
    plans = {text: lvd.planned(plan(text)) for text in dict.fromkeys(prompt.text for prompt in prompts)}
    results = [(prompt, prompt.passes(plans[prompt.text])) for prompt in prompts]
    by_task = lvd.by_task(results)
    own = {prompt.task: by_task[prompt.task]["passed"] for prompt in prompts}
    table: dict[str, Mapping[lvd.Task, int]] = {who: own, **beside}
    missed = dict.fromkeys(prompt.text for prompt, passed in results if not passed)
    tasks = {prompt.text: prompt.task for prompt in prompts}
    return Evaluation(
        benchmark,
        len(results),
        sum(own.values()),
        by_task,
        [
            Row(name, "plans", {**{str(t): n for t, n in row.items()}, "all": sum(row.values())})
            for name, row in table.items()
        ],
        {"texts": len(plans)},
        [Miss(tasks[text], text, "see the task", _told(plans[text]), "no such plan") for text in missed],
    )


def _told(frames: Sequence[lvd.Frame]) -> str:
    """Who is where in the six frames, in words."""
    shown = ([f"{one.name} ({one.box.centre[0]:.2f}, {one.box.centre[1]:.2f})" for one in frame] for frame in frames)
    return "; ".join(f"{n}: {', '.join(frame) or 'nothing'}" for n, frame in enumerate(shown, 1))
