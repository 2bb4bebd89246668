import json

import pytest
from hypothesis import HealthCheck, given, settings

from generators.nuwa_xl.conditions import ConditionedShot, conditioned, conditions_of
from generators.nuwa_xl.sizes import SIZES, bucket, latent_size
from generators.toon.clip import ToonClip
from generators.toon.drawn import drawn
from storyline.schema.base import EntityId, canonical
from storyline.schema.layout import Box, iou
from storyline.schema.media import FrameSize
from storyline.schema.storyboard import Storyboard
from tests.boards import board, shot
from tests.strategies import storyboards

SIZE = FrameSize((256, 144))
HARE = {"entity": "hare", "box": [0.4, 0.5, 0.54, 0.8]}


def of(storyboard: Storyboard, size: FrameSize = SIZE, n: int = 0) -> ConditionedShot:
    scene, found = list(storyboard.shots())[n]
    return conditioned(storyboard, scene, found, size)


def panel(at: int, *placements: dict, prompt: str = "a hare") -> dict:
    return {"at": at, "prompt": prompt, "placements": list(placements)}


@given(storyboard=storyboards())
@settings(derandomize=True, max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_frame_of_any_storyboard_has_conditions_that_survive_json(storyboard: Storyboard) -> None:
    for n, (_, found) in enumerate(storyboard.shots()):
        conditions = of(storyboard, n=n)
        again = ConditionedShot.model_validate_json(canonical(conditions))
        assert again == conditions
        for frame in range(found.duration):
            here = conditions_of(conditions, frame)
            assert here == conditions_of(again, frame)
            assert [s.entity for s in here.seen] == [p.entity for p in found.layout(frame)]
            assert all(s.paces >= 0 and s.since >= 0 and s.phrase for s in here.seen)
            assert all(0 <= v <= 1 for s in here.seen for colour in s.colours for v in colour)
            if all("jump" not in s.phrase for s in here.seen):
                assert [s.box for s in here.seen] == [p.box for p in found.layout(frame)]
        with pytest.raises(IndexError, match=r"expected a frame of 0"):
            conditions_of(conditions, found.duration)


def test_words_name_what_is_seen_and_not_who_it_is() -> None:
    cast = [
        {
            "id": "hare",
            "kind": "rabbit",
            "name": "Jo",
            "looks": [
                {
                    "description": "a little brown rabbit with a red scarf",
                    "colours": ["brown"],
                    "attributes": ["little"],
                }
            ],
        }
    ]
    places = [{"id": "meadow", "name": "M", "setting": "wood", "appearance": "the old wood"}]
    running = {**HARE, "action": "chases", "expression": "happy"}
    made = shot("a", 3, panels=[panel(0, running, prompt="now"), panel(2, running)])
    base = board(made, cast=cast, places=places, style="ink")
    scene = base.scenes[0].model_copy(update={"time_of_day": "night", "weather": "rain", "light": "candles"})
    here = conditions_of(of(base.model_copy(update={"scenes": (scene,)})), 1)
    assert here.place == "forest, wood, old, night, rain, candles, ink"
    assert here.prompt == "now"
    assert here.seen[0].phrase == "hare, rabbit, little, running, happy, scarf"
    assert here.seen[0].colours == ((146 / 255, 98 / 255, 66 / 255),)


def test_clouds_go_on_over_a_cut_and_gaits_by_the_ground_covered() -> None:
    walk = [panel(0, {**HARE, "action": "walk"}), panel(24, {**HARE, "box": [0.7, 0.5, 0.84, 0.8], "action": "walk"})]
    run = [panel(at, {**HARE, "box": [0.7, 0.5, 0.84, 0.8], "action": "run"}) for at in (36, 47)]
    storyboard = board(shot("a", 48), shot("b", 48, panels=[*walk, *run]), size=(256, 144))
    second = of(storyboard, n=1)
    assert conditions_of(second, 12).seconds == 60 / 24
    seen = [conditions_of(second, frame).seen[0] for frame in (0, 12, 24, 40)]
    assert [s.since for s in seen] == pytest.approx([0, 0.5, 1.0, 4 / 24])
    whole = 0.3 * 256 / 144 / 0.3
    assert [s.paces for s in seen] == pytest.approx([0, whole / 2, whole, whole])
    # a camera that follows does not undo the way
    followed = of(
        board(
            shot(
                "a",
                25,
                panels=[panel(0, HARE), panel(24, HARE)],
                camera=[{"at": 0}, {"at": 24, "pan": 0.3}],
            ),
            size=(256, 144),
        )
    )
    assert conditions_of(followed, 24).seen[0].paces == pytest.approx(whole)


@pytest.mark.parametrize("frame", [6, 8, 10, 14, 18, 26, 40])
def test_the_box_of_a_jump_follows_the_drawn_figure(frame: int) -> None:
    jumps = [panel(at, {**HARE, "action": "jump"}) for at in (0, 47)]
    storyboard = board(shot("a", 48, panels=jumps), size=(256, 144))
    scene, found = next(storyboard.shots())
    truth = ToonClip(drawn(storyboard, scene, found, SIZE, frozenset())).truth(frame).boxes[EntityId("hare")]
    box = conditions_of(of(storyboard), frame).seen[0].box
    assert abs(box.y1 - truth[3]) < 0.03
    assert iou(box, Box(truth)) > 0.7 or frame < 8  # crouched before it springs


def test_who_is_borne_jumps_along_and_stays_in_sight() -> None:
    rider = {"entity": "tortoise", "box": [0.42, 0.3, 0.5, 0.5], "parent": "hare", "anchor": "back"}
    panels = [panel(at, {**HARE, "action": "jump"}, rider) for at in (0, 47)]
    shown = {s.entity: s.box for s in conditions_of(of(board(shot("a", 48, panels=panels))), 14).seen}
    lift = 0.5 - shown[EntityId("hare")].y0
    assert lift > 0.02
    assert 0.3 - shown[EntityId("tortoise")].y0 == pytest.approx(lift)
    high = [panel(at, {"entity": "hare", "box": [0, -0.9, 1, 0.01], "action": "jump"}) for at in (0, 47)]
    assert conditions_of(of(board(shot("a", 48, panels=high))), 14).seen[0].box.y1 == pytest.approx(1e-3)


def test_nothing_that_decides_no_frame_is_in_a_part() -> None:
    lines = [{"text": "Hello.", "kind": "spoken", "speaker": "hare", "start": 0, "duration": 2}]
    plain = of(board(shot("a", 24)))
    assert canonical(plain) == canonical(of(board(shot("b", 24, label="1A", action="It waits.", lines=lines))))
    assert canonical(plain) == canonical(of(board(shot("a", 24, overrides={"seed": 7}))))
    assert canonical(plain) != canonical(of(board(shot("a", 24, overrides={"seed": 8}))))
    assert canonical(plain) != canonical(of(board(shot("a", 24), style="ink")))
    assert canonical(plain) != canonical(of(board(shot("a", 24)), FrameSize((144, 256))))
    assert [e["id"] for e in json.loads(canonical(plain))["cast"]] == ["hare"]


def test_sizes_are_the_nearest_in_aspect() -> None:
    assert [str(bucket(FrameSize(s))) for s in ((1920, 1080), (1080, 1920), (1000, 900), (2390, 1000))] == [
        "256x144",
        "144x256",
        "192x192",
        "256x144",
    ]
    assert {latent_size(size) for size in SIZES.values()} == {(18, 32), (32, 18), (24, 24)}
    with pytest.raises(ValueError, match="multiples of 8; got 100x64"):
        latent_size(FrameSize((100, 64)))
