"""NSR-1K's prompts → plans → a table beside the published numbers, and every miss with its reason."""

from collections.abc import Callable, Sequence
from pathlib import Path

from storyline.evaluation.lvd import Named
from storyline.evaluation.plans.nsr1k import (
    SPATIAL_TUNED,
    Counting,
    Spatial,
    counted,
    holds,
    read_counting,
    read_spatial,
    relation,
    the_two,
)
from storyline.evaluation.plans.picture import pictured
from storyline.evaluation.report import Evaluation, Miss, Row
from storyline.schema.storyboard import Storyboard

TUNED = 60
"""The first so many counting prompts may be looked at while a planner is made; so may all of `spatial.train`."""
Plan = Callable[[str], Storyboard]

PUBLISHED = (
    Row("LayoutGPT, GPT-4 (published)", "counting, all", {"precision": 81.02, "recall": 85.63, "accuracy": 78.11}),
    Row("LayoutGPT, LLaMA-13B (published)", "counting, all", {"precision": 78.92, "recall": 83.41, "accuracy": 68.06}),
    Row("LayoutGPT, GPT-4 (published)", "spatial, val", {"template": 96.38, "natural": 80.24, "all": 91.59}),
    Row("LayoutGPT, LLaMA-13B (published)", "spatial, val", {"template": 41.71, "natural": 52.86, "all": 45.02}),
)
"""Plans of language models, in percent, as the data's README has them."""


def nsr1k_benchmark(who: str, folder: Path, plan: Plan) -> Evaluation:
    """The prompts of a folder of NSR-1K, in percent; what passes is counted over the prompts that nobody tunes on.

    Raises:
        SetupError: the files are not there, or not of that form. `spatial.train.json` may be missing.
    """
    counting, spatial = read_counting(folder), read_spatial(folder)
    tuned = read_spatial(folder, SPATIAL_TUNED) if (folder / SPATIAL_TUNED).exists() else ()
    counts = [(prompt, pictured(plan(prompt.text))) for prompt in counting]
    places = [(prompt, pictured(plan(prompt.text))) for prompt in spatial]
    seen = [(prompt, pictured(plan(prompt.text))) for prompt in tuned]
    rest = counts[TUNED:] or counts
    rows = [
        _counting_row(who, "counting, tuned on", counts[:TUNED]),
        _counting_row(who, "counting, the rest", rest),
        _counting_row(who, "counting, all", counts),
        _spatial_row(who, "spatial, train (tuned on)", [p for p, _ in seen], [_reason(*plan) == "" for plan in seen]),
        _spatial_row(who, "spatial, val", spatial, [_reason(*plan) == "" for plan in places]),
        _spatial_row(
            "the photographs' own boxes",
            "spatial, val",
            spatial,
            [holds(p.relation, relation(*p.true)) for p in spatial],
        ),
        *PUBLISHED,
    ]
    parts = {
        "counting": [counted(prompt, found).right for prompt, found in rest],
        "spatial, template": [_reason(p, found) == "" for p, found in places if not p.natural],
        "spatial, natural": [_reason(p, found) == "" for p, found in places if p.natural],
    }
    by_task = {task: {"total": len(right), "passed": sum(right)} for task, right in parts.items()}
    misses = [
        *(_miscounted(prompt, found) for prompt, found in counts if not counted(prompt, found).right),
        *(_misplaced(prompt, found, why) for prompt, found in (*places, *seen) if (why := _reason(prompt, found))),
    ]
    return Evaluation(
        "nsr1k",
        sum(numbers["total"] for numbers in by_task.values()),
        sum(numbers["passed"] for numbers in by_task.values()),
        by_task,
        [row for row in rows if row.numbers],
        {"numbers": "percent"},
        misses,
    )


def _counting_row(who: str, what: str, plans: Sequence[tuple[Counting, Sequence[Named]]]) -> Row:
    scores = [(prompt, counted(prompt, found)) for prompt, found in plans]
    measured = [score for prompt, score in scores if not prompt.comparison]
    if not scores:
        return Row(who, what, {})
    return Row(
        who,
        what,
        {
            "precision": _percent([score.precision for score in measured]),
            "recall": _percent([score.recall for score in measured]),
            "accuracy": _percent([score.right for _, score in scores]),
        },
    )


def _spatial_row(who: str, what: str, prompts: Sequence[Spatial], passed: Sequence[bool]) -> Row:
    right = list(zip((prompt.natural for prompt in prompts), passed, strict=True))
    if not right:
        return Row(who, what, {})
    return Row(
        who,
        what,
        {
            "template": _percent([passes for natural, passes in right if not natural]),
            "natural": _percent([passes for natural, passes in right if natural]),
            "all": _percent([passes for _, passes in right]),
        },
    )


def _percent(values: Sequence[float]) -> float | None:
    return 100 * sum(values) / len(values) if values else None


def _reason(prompt: Spatial, plan: Sequence[Named]) -> str:
    """Why a plan misses a prompt; empty where it does not."""
    two = the_two(prompt, plan)
    if two is None:
        named = ", ".join(one.name for one in plan) or "nothing"
        missing = [c for c in (prompt.one, prompt.other) if not any(c in one.name or one.name in c for one in plan)]
        return f"missing: {' and '.join(missing) or 'the second of that name'}; planned: {named}"
    found = relation(two[0].box.centre, two[1].box.centre)
    if holds(prompt.relation, found):
        return ""
    own = relation(*prompt.true)
    doubt = "" if holds(prompt.relation, own) else f"; the photograph has {own} itself"
    return f"{two[0].name} is {found} of {two[1].name}{doubt}"


def _misplaced(prompt: Spatial, plan: Sequence[Named], why: str) -> Miss:
    task = "spatial, natural" if prompt.natural else "spatial, template"
    asked = f"{prompt.one}: {prompt.relation} of {prompt.other}"
    return Miss(task, prompt.text, asked, _boxes(plan), why)


def _miscounted(prompt: Counting, plan: Sequence[Named]) -> Miss:
    numbers = counted(prompt, plan).numbers
    wrong = [(category, true, n) for (category, true), n in zip(prompt.wanted, numbers, strict=True) if n != true]
    why = "; ".join(f"{n} of {true} {category}" for category, true, n in wrong)
    asked = ", ".join(f"{number} {category}" for category, number in prompt.wanted)
    task = "counting, comparison" if prompt.comparison else "counting"
    return Miss(task, prompt.text, asked, _boxes(plan), why)


def _boxes(plan: Sequence[Named]) -> str:
    return "; ".join(f"{one.name} ({', '.join(f'{n:.2f}' for n in one.box.root)})" for one in plan) or "nothing"
