"""A hundred prompts that ask what the LVD benchmark asks, in other sentences: five structures a task, four of each.

They were written before any planner was run on them, so that a first run tells what a planner knows of the language and
not of a benchmark's sentences. They are scored by the benchmark's own predicates (`storyline.evaluation.lvd`).
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from storyline.evaluation.lvd import (
    CORNERS,
    Frame,
    Prompt,
    Task,
    counts,
    mostly_there,
    moves,
    only_in,
    passes_by,
    visits,
    with_article,
)

_Passes = Callable[[Sequence[Frame]], bool]

_COUNTED = (
    ("{n} {things} are playing in a garden.", (("cat", 3), ("dog", 2), ("bird", 4), ("ball", 2))),
    ("There {are} {n} {things} on the beach.", (("dog", 4), ("ball", 1), ("cat", 2), ("bird", 3))),
    ("A video of a quiet street where {n} {things} can be seen.", (("car", 3), ("cat", 1), ("dog", 3), ("car", 2))),
    ("We look at a park. In it we find {n} {things}.", (("bird", 2), ("ball", 4), ("dog", 1), ("cat", 4))),
    (
        "{a_thing} waits by the road, and {more} more {things} join it.",
        (("car", 3), ("dog", 4), ("cat", 3), ("bird", 4)),
    ),
)
"""The number is of all there are; of the last structure it counts the first one too."""

_PAIRS = (
    ("{A1} {one} stands next to {a2} {other}.", (
        ("red", "car", "blue", "ball"), ("white", "dog", "black", "cat"),
        ("green", "bird", "purple", "car"), ("orange", "cat", "gray", "dog"),
    )),
    ("The scene shows {a_one} that is {c1} and {a_other} that is {c2}.", (
        ("pink", "bird", "brown", "dog"), ("yellow", "ball", "green", "cat"),
        ("black", "car", "white", "bird"), ("blue", "dog", "red", "ball"),
    )),
    ("There is {a_one} on the lawn. It is {c1}. Nearby, {a2} {other} is waiting.", (
        ("green", "ball", "pink", "bird"), ("purple", "car", "orange", "cat"),
        ("gray", "cat", "yellow", "dog"), ("brown", "dog", "blue", "car"),
    )),
    ("Beside {a1} {one}, you see {a2} {other} in the grass.", (
        ("brown", "cat", "yellow", "ball"), ("red", "ball", "white", "dog"),
        ("blue", "bird", "gray", "car"), ("orange", "dog", "pink", "cat"),
    )),
    ("{A_one} and {a_other} are in the picture: the {one} is {c1}, the {other} is {c2}.", (
        ("orange", "dog", "purple", "car"), ("black", "ball", "red", "bird"),
        ("white", "cat", "green", "dog"), ("yellow", "car", "brown", "ball"),
    )),
)  # fmt: skip

_HALVES = (
    ("For the first half of the clip we see {a_thing}; after that it is gone.", False, ("dog", "car", "bird", "ball")),
    ("{A_thing} only shows up in the latter half of the film.", True, ("cat", "bird", "dog", "car")),
    ("The yard is empty at first. Halfway through the video, {a_thing} appears.", True, ("dog", "ball", "cat", "bird")),
    ("{A_thing} is visible at the beginning but vanishes halfway through.", False, ("bird", "cat", "ball", "car")),
    (
        "Until the middle of the video there is no {thing}; from then on there is one.",
        True,
        ("car", "dog", "ball", "cat"),
    ),
)

_CROSSINGS = (
    ("{A_one} crosses the picture from {start} to {end}.", (
        ("car", "", "right"), ("dog", "", "left"), ("bird", "", "left"), ("ball", "", "right"),
    )),
    ("Starting at the {start} edge, {a_one} makes its way over to the {end} edge.", (
        ("cat", "", "left"), ("bird", "", "right"), ("dog", "", "left"), ("car", "", "right"),
    )),
    ("{A_one} heads {end}wards along the street.", (
        ("ball", "", "right"), ("car", "", "left"), ("cat", "", "right"), ("dog", "", "left"),
    )),
    ("{A_one} is on the {start} of {a_other} and then goes over to the other side of it.", (
        ("dog", "ball", "left"), ("cat", "car", "right"), ("bird", "dog", "left"), ("car", "cat", "right"),
    )),
    ("{A_one} passes {a_other}, going {end}.", (
        ("car", "dog", "right"), ("ball", "cat", "left"), ("bird", "car", "right"), ("dog", "bird", "left"),
    )),
)  # fmt: skip
"""Who moves, whom it passes if anybody, and the side that it comes from."""

_ROUTES = (
    "Seen from above, {a_thing} starts in the {a} corner, goes to the {b} corner and ends up in the {c} corner.",
    "{A_thing} is at the {a} of the picture. Next it goes to the {b}. Finally it goes to the {c}.",
    "In this view from above, {a_thing} moves from the {a} corner via the {b} corner to the {c} corner.",
    "A top-down video: {a_thing} begins its trip at the {a}, travels to the {b}, and after that to the {c}.",
    "Having started from the {a} corner, {a_thing} reaches the {b} corner and from there it heads for the {c} corner.",
)
_TRAVELLERS = (
    ("dog", "cat", "car", "ball"),
    ("bird", "ball", "dog", "cat"),
    ("car", "dog", "bird", "cat"),
    ("ball", "bird", "cat", "car"),
    ("cat", "car", "ball", "dog"),
)
_NUMBERS = ("no", "one", "two", "three", "four")


def prompts() -> tuple[Prompt, ...]:
    """All hundred, twenty a task; no two are the same."""
    return tuple(Prompt(task, text[0].upper() + text[1:], 0, passes) for task, text, passes in _all())


def _all() -> Iterator[tuple[Task, str, _Passes]]:
    for pattern, asked in _COUNTED:
        for thing, count in asked:
            said = {"n": _NUMBERS[count], "are": "is" if count == 1 else "are", "a_thing": with_article(thing)}
            more = {"more": _NUMBERS[count - 1], "things": thing if count == 1 else f"{thing}s"}
            yield "numeracy", pattern.format(**said, **more), partial(counts, thing, count)
    for pattern, pairs in _PAIRS:
        for c1, one, c2, other in pairs:
            names = {"one": one, "other": other, "c1": c1, "c2": c2, "a1": with_article(c1), "a2": with_article(c2)}
            articles = {"a_one": with_article(one), "a_other": with_article(other)}
            capitals = {"A1": names["a1"].capitalize(), "A_one": articles["a_one"].capitalize()}
            yield (
                "attribution",
                pattern.format(**names, **articles, **capitals),
                partial(mostly_there, (f"{c1} {one}", f"{c2} {other}")),
            )
    for pattern, second, things in _HALVES:
        for thing in things:
            a_thing = with_article(thing)
            text = pattern.format(thing=thing, a_thing=a_thing, A_thing=a_thing.capitalize())
            yield "visibility", text, partial(only_in, thing, second)
    for pattern, crossings in _CROSSINGS:
        for one, other, start in crossings:
            end = "right" if start == "left" else "left"
            names = {"start": start, "end": end, "a_one": with_article(one), "A_one": with_article(one).capitalize()}
            text = pattern.format(**names, a_other=with_article(other) if other else "")
            way = 1 if end == "right" else -1
            yield "dynamics", text, partial(passes_by, one, other, way) if other else partial(moves, one, way)
    for pattern, travellers in zip(_ROUTES, _TRAVELLERS, strict=True):
        for thing, corners in zip(travellers, CORNERS, strict=True):
            a, b, c = corners
            a_thing = with_article(thing)
            text = pattern.format(a=a, b=b, c=c, a_thing=a_thing, A_thing=a_thing.capitalize())
            yield "sequential", text, partial(visits, thing, corners)
