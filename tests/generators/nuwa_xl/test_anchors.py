"""What holds a scene together depends on its place, its cast and its style alone."""

from copy import deepcopy
from typing import Any

import pytest

from generators.nuwa_xl.anchors import anchor_shots, anchors_for
from generators.nuwa_xl.conditions import conditioned, conditions_of
from storyline.schema.base import canonical
from storyline.schema.media import FrameSize
from storyline.schema.storyboard import Storyboard
from storyline.schema.vocabulary import KINDS
from tests.contracts.mutations import RICH

SIZE = FrameSize((64, 36))


def board(document: dict[str, Any] = RICH) -> Storyboard:
    return Storyboard.model_validate(document)


def anchors(document: dict[str, Any] = RICH, scene: int = 0) -> list[bytes]:
    found = board(document)
    return [canonical(anchor) for anchor in anchor_shots(found, found.scenes[scene], SIZE)]


def test_the_place_then_everybody_in_each_look() -> None:
    found = anchor_shots(board(), board().scenes[0], SIZE)
    seen = [[(s.entity, s.phrase.split(", ")[0]) for s in conditions_of(anchor, 0).seen] for anchor in found]
    assert seen == [[], [("fox", "fox")], [("fox", "fox")], [("horse", "horse")], [("samovar", "samovar")]]
    assert [a.shot.panels[0].placements[0].look for a in found[1:3]] == ["plain", "painted"]
    for anchor in found:
        frame = conditions_of(anchor, 0)
        assert frame.role == "anchor" and "forest" in frame.place and "rain" in frame.place and frame.seconds == 0
        assert frame.camera.zoom == 1 and anchor.shot.duration == 1


@pytest.mark.parametrize("kind", ["fox", "ball", "car", "whale", "samovar"])
@pytest.mark.parametrize("size", [(64, 36), (36, 64), (64, 64)])
def test_they_stand_whole_in_the_middle_in_their_own_proportions(kind: str, size: tuple[int, int]) -> None:
    document = deepcopy(RICH)
    document["cast"][0]["kind"] = kind
    found = board(document)
    box = conditions_of(anchor_shots(found, found.scenes[0], FrameSize(size))[1], 0).seen[0].box
    assert box.visible() == box.root and box.centre[0] == pytest.approx(0.5)
    if kind in KINDS:
        assert box.width * size[0] / (box.height * size[1]) == pytest.approx(KINDS[kind].aspect)


def test_what_happens_in_the_shots_is_not_in_them() -> None:
    document = deepcopy(RICH)
    shot = document["scenes"][0]["shots"][0]
    shot["panels"][0]["placements"][0] |= {"box": [0.1, 0.1, 0.2, 0.5], "action": "run"}
    shot["panels"][1]["prompt"] = "something else"
    shot |= {"camera": [], "action": "All else."}
    document["rate"] = 25
    assert anchors(document) == anchors()


def test_what_they_show_is_in_them() -> None:
    for path, value in {
        ("places", 0, "setting"): "village",
        ("style",): "oil",
        ("seed",): 4,
        ("scenes", 0, "time_of_day"): "night",
    }.items():
        document = deepcopy(RICH)
        inner: Any = document
        for key in path[:-1]:
            inner = inner[key]
        inner[path[-1]] = value
        assert not set(anchors(document)) & set(anchors())
    document = deepcopy(RICH)
    document["cast"][1]["looks"][0]["colours"] = ["white"]
    assert [a == b for a, b in zip(anchors(document), anchors(), strict=True)] == [True, True, True, False, True]


def test_a_shot_is_drawn_in_sight_of_its_own() -> None:
    """The fox in its look is smaller than the horse at first, larger later."""
    found = board()
    scene = found.scenes[0]
    all_of_them = anchor_shots(found, scene, SIZE)
    first, second = (conditioned(found, scene, shot, SIZE) for shot in scene.shots)
    assert anchors_for(first, all_of_them, 8) == (0, 3, 1)
    assert anchors_for(second, all_of_them, 8) == (0, 2, 4)
    assert anchors_for(first, all_of_them, 2) == (0, 3) and anchors_for(first, all_of_them, 0) == ()
