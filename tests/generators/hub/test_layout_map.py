"""Who is where → patches of colour."""

import numpy as np
import pytest

from generators.hub.family import Who
from generators.hub.layout_map import COLOURS, OTHER, background, class_of, layout_map
from storyline.schema.layout import Box
from storyline.schema.media import FrameSize
from storyline.schema.vocabulary import KINDS, SETTINGS

SIZE = FrameSize((40, 20))


def who(kind: str, *box: float) -> Who:
    return Who(kind, f"a {kind}", Box(box), kind=kind)  # type: ignore[arg-type]


def test_whatever_is_known_has_a_class_and_every_class_its_own_colour() -> None:
    assert {class_of(kind) for kind in KINDS} <= COLOURS.keys()
    assert len(set(COLOURS.values())) == len(COLOURS)
    for setting in SETTINGS:
        above, below, horizon = background(f"A fox in the {setting}.")
        assert {above, below} <= COLOURS.keys() and horizon == SETTINGS[setting].horizon


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("king", "person"), ("Rabbit", "animal"), ("tree", "tree"), ("fence", "fence"), ("curtain", OTHER), ("", OTHER),
     ("grass", "grass"), ("castle", "building")],
)  # fmt: skip
def test_classes(kind: str, expected: str) -> None:
    assert class_of(kind) == expected


def test_the_place_that_is_named_first_is_behind_everything() -> None:
    found = layout_map("A fox goes from the beach into the kitchen.", (), SIZE)
    assert (found[:12] == COLOURS["sky"]).all() and (found[14:] == COLOURS["sand"]).all()
    assert background("the coral reef")[:2] == ("sea", "sand")
    assert background("nothing is known")[:2] == ("sky", "earth")


def test_things_fill_their_boxes_and_the_living_an_ellipse() -> None:
    found = layout_map("", (who("house", 0.0, 0.5, 0.25, 1.0), who("fox", 0.5, 0.0, 1.0, 1.0)), SIZE)
    house, fox = ((found == COLOURS[name]).all(-1) for name in ("house", "animal"))
    expected = np.zeros((20, 40), bool)
    expected[10:, :10] = True
    assert np.array_equal(house, expected)
    assert fox[10, 20:].all() and fox[:, 29:31].all() and not fox[[0, 0, -1, -1], [20, -1, 20, -1]].any()
    assert not fox[:, :20].any() and abs(fox.sum() / (20 * 20) - np.pi / 4) < 0.02


def test_whoever_is_nearer_is_before_the_others() -> None:
    tree, fox = who("tree", 0.0, 0.0, 1.0, 1.0), who("fox", 0.0, 0.0, 1.0, 1.0)
    assert (layout_map("", (tree, fox), SIZE)[10, 20] == COLOURS["animal"]).all()
    assert (layout_map("", (fox, tree), SIZE) == COLOURS["tree"]).all()
