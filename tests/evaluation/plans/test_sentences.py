from collections import Counter

from storyline.evaluation import lvd
from storyline.evaluation.lvd import Frame, Named
from storyline.evaluation.plans.sentences import prompts
from storyline.schema.layout import Box

PROMPTS = prompts()


def at(name: str, x: float, y: float = 0.5, id: str = "") -> Named:
    return Named(name, Box((x - 0.1, y - 0.1, x + 0.1, y + 0.1)), id or name)


def passes(text: str, *frames: Frame) -> bool:
    return next(p for p in PROMPTS if p.text.startswith(text)).passes(frames)


def test_there_are_twenty_prompts_a_task_and_none_is_the_benchmark_s() -> None:
    assert set(Counter(p.task for p in PROMPTS).values()) == {20}
    assert len({p.text for p in PROMPTS}) == 100
    assert not {p.text for p in PROMPTS} & {p.text for p in lvd.prompts()}


def test_they_say_what_they_are_scored_for() -> None:
    three = [at("cat", 0.2 * n, id=str(n)) for n in (1, 2, 3)]
    assert passes("Three cats are playing", *[three] * 6)
    assert not passes("Three cats are playing", *[three[:2]] * 6)
    both = [at("pink bird", 0.2), at("brown dog", 0.8)]
    assert passes("The scene shows a bird that is pink and a dog that is brown", *[both] * 6)
    late: list[Frame] = [[], [], [], *[[at("dog", 0.5)]] * 3]
    assert passes("The yard is empty at first. Halfway through the video, a dog", *late)
    assert not passes("The yard is empty at first. Halfway through the video, a dog", *late[::-1])
    by = [[at("car", 0.9 - 0.16 * n), at("dog", 0.5)] for n in range(6)]
    assert passes("A car passes a dog, going left", *by)
    assert not passes("A car passes a dog, going left", *by[::-1])
    route = [[at("bird", x, y)] for x, y in ((0.2, 0.8), (0.5, 0.8), (0.7, 0.8), (0.8, 0.8), (0.8, 0.5), (0.8, 0.2))]
    assert passes("A bird is at the lower left of the picture. Next it goes to the lower right", *route)
