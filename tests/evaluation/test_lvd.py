from collections import Counter

import pytest

from storyline.evaluation.lvd import FRAMES, Frame, Named, by_task, moments, planned, prompts
from storyline.film import plan_film
from storyline.schema.layout import Box
from tests import boards

PROMPTS = prompts()


def centred(x: float, y: float = 0.5) -> Box:
    return Box((x - 0.1, y - 0.1, x + 0.1, y + 0.1))


def moving(name: str, *spots: tuple[float, float] | None) -> list[Frame]:
    """Six frames, in those of which somebody stands that say where."""
    return [[Named(name, centred(*spot))] if spot else [] for spot in spots]


def asked(text: str) -> bool:
    return any(prompt.text == text for prompt in PROMPTS)


def passes(text: str, frames: list[Frame]) -> bool:
    return next(prompt for prompt in PROMPTS if text in prompt.text).passes(frames)


def test_there_are_five_hundred_prompts_of_which_184_differ() -> None:
    assert Counter(prompt.task for prompt in PROMPTS) == dict.fromkeys(
        ("numeracy", "attribution", "visibility", "dynamics", "sequential"), 100
    )
    assert len({prompt.text for prompt in PROMPTS}) == 184
    assert len({(prompt.text, prompt.repeat) for prompt in PROMPTS}) == 500


def test_the_prompts_are_those_of_the_paper() -> None:
    assert asked("A realistic lively video of a scene with three flying birds")
    assert asked(
        "A realistic lively video of a scene in which a moving car appears only in the first half of the video"
    )
    assert asked("A realistic lively video of a scene with a ball moving from the right to the left")
    assert asked(
        "A realistic lively video of a top-down viewed scene in which a dog initially on the lower left of the scene. "
        "It first moves to the upper left of the scene and then moves to the upper right of the scene."
    )
    colours = {word for prompt in PROMPTS if prompt.task == "attribution" for word in prompt.text.split()}
    assert {"orange", "gray", "pink"} <= colours and asked(next(p.text for p in PROMPTS if " an orange " in p.text))


def test_numeracy_counts_what_most_frames_hold() -> None:
    two, three = ([Named("brown cat", centred(0.2 * n)) for n in range(1, k + 1)] for k in (2, 3))
    assert passes("two lively cats", [two, two, two, two, three, three])
    assert not passes("two lively cats", [three, three, two, two, three, []])
    assert not passes("two walking dogs", [two] * 6)


def test_attribution_wants_both_in_half_of_the_frames() -> None:
    prompt = next(p for p in PROMPTS if p.task == "attribution")
    first, second = ("blue cat", "white bird")
    assert f"a {first} and a {second}" in prompt.text
    both = [Named(first, centred(0.2)), Named(second, centred(0.8))]
    assert prompt.passes([both, both, both, [], [], []])
    assert not prompt.passes([both, both, both[:1], both[:1], [], []])
    assert not prompt.passes([[Named("white cat", centred(0.2)), Named("blue bird", centred(0.8))]] * 6)


def test_visibility_looks_past_the_middle() -> None:
    text = "moving car appears only in the second half"
    here = (0.5, 0.5)
    assert passes(text, moving("red car", None, None, here, None, here, None))
    assert not passes(text, moving("red car", None, here, None, here, here, here))
    assert not passes(text, moving("red car", None, None, here, here, None, None))


def test_dynamics_compares_first_and_last() -> None:
    crossing = moving("gray dog", (0.1, 0.5), None, None, None, None, (0.9, 0.5))
    assert passes("a dog moving from the left to the right", crossing)
    assert not passes("a dog moving from the right to the left", crossing)
    assert not passes("a dog moving from the left to the right", [*crossing[:-1], []])


@pytest.mark.parametrize("stands", [0.5, 0.05])
def test_passing_by_needs_both_sides(stands: float) -> None:
    prompt = next(p for p in PROMPTS if " moving from the left of " in p.text)
    one, _, other = prompt.text.partition(" with ")[2].partition(" moving from the left of ")
    names = one.split()[-1], other.split()[1]
    frames = [[Named(names[1], centred(stands)), Named(names[0], centred(0.1 + 0.16 * n))] for n in range(FRAMES)]
    assert prompt.passes(frames) == (stands == 0.5)


def test_sequential_visits_three_corners_in_order() -> None:
    text = "a cat initially on the lower left of the scene. It first moves to the lower right"
    way = moving("cat", (0.2, 0.8), None, None, (0.8, 0.8), None, (0.8, 0.2))
    assert passes(text, way)
    assert not passes(text, way[::-1]) and not passes(text, moving("cat", *[(0.2, 0.8)] * 6))


def test_six_moments_of_a_film_lie_in_its_shots_and_titles_are_left_aside() -> None:
    board = boards.board(boards.shot("a", 10), boards.shot("b", 11), opening=5, closing=7)
    assert [(shot.id, frame) for shot, frame in moments(board)] == [
        ("a", 0), ("a", 4), ("a", 8), ("b", 2), ("b", 6), ("b", 10),
    ]  # fmt: skip


def test_plans_are_scored_by_their_boxes() -> None:
    some = [next(p for p in PROMPTS if p.task == task) for task in ("numeracy", "attribution", "dynamics")]
    results = [(prompt, prompt.passes(planned(plan_film({"title": "x", "story": prompt.text})))) for prompt in some]
    assert by_task(results) == {prompt.task: {"total": 1, "passed": 1} for prompt in some}
