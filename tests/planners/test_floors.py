"""Who is still there when the film comes back to a place."""

import pytest

from storyline.schema.storyboard import Scene
from tests.planners.plans import at, box, plan, shots

ELSEWHERE = ("forest", "meadow", "desert", "garden", "farm", "castle", "cave", "jungle", "harbour", "kitchen")
WHO = ("wolf", "owl", "cat", "farmer", "cow", "knight", "bear", "monkey", "sailor", "cook")


def journey(scenes: int) -> str:
    """From the village, where many are, through so many scenes and back."""
    told = ["A king, a queen, a cook, a dog, a witch and a baker stood in the village beside a well. A boy came in."]
    told += [f"The boy walked into the {ELSEWHERE[n % 10]}. A {WHO[n % 10]} greeted him." for n in range(scenes)]
    return " ".join([*told, "The boy returned to the village. The witch waved."])


def there(scene: Scene) -> set[str]:
    return {p.entity for shot in scene.shots for panel in shot.panels for p in panel.placements}


@pytest.mark.parametrize("scenes", [5, 26, 40])
def test_nobody_stands_in_a_place_for_ever(scenes: int) -> None:
    board = plan(journey(scenes))
    assert len(board.scenes) == scenes + 2
    assert {"king", "queen", "dog", "well", "boy"} <= there(board.scenes[0])
    assert there(board.scenes[-1]) == {"boy", "witch", "well"}


def test_who_was_left_for_a_moment_is_still_there() -> None:
    board = plan(journey(2))
    assert {"king", "queen", "cook", "dog", "witch", "baker", "well"} <= there(board.scenes[-1])


def test_who_was_seen_lately_is_where_they_were_left() -> None:
    text = journey(5).replace("The boy returned", "The boy came to the village. A girl sat down. The boy went into the "
                              "garden. He returned")  # fmt: skip
    assert there(plan(text).scenes[-1]) == {"boy", "girl", "witch", "well"}


def test_who_sleeps_sleeps_on() -> None:
    text = f"A princess slept in the castle. {journey(4)} The boy entered the castle."
    assert "princess" in there(plan(text).scenes[-1])


def test_who_steps_aside_keeps_their_size() -> None:
    told = "A cat, a boy and a farmer stand in a field. The farmer gives an apple to the cat."
    before, gives = shots(told)
    for id in ("cat", "boy"):
        sizes = [box(gives, id, share / 10).height for share in range(11)]
        assert max(sizes) == pytest.approx(min(sizes), rel=0.02)
    comes = shots("A boy and a girl stood in the meadow. A farmer walked to the middle.")[-1]
    sizes = [box(comes, "farmer", n / 10).height for n in range(11) if at(comes, "farmer", n / 10)]
    assert max(sizes) == pytest.approx(min(sizes), rel=0.02)
    assert before.action != gives.action
