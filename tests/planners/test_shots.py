"""How shots follow each other: sizes, who is seen, sides, long speeches, what hides or cuts whom."""

import pytest

from storyline import explain_film
from storyline.schema.layout import Box, Placement
from storyline.schema.storyboard import Shot
from tests.planners.plans import at, box, centre, plan, shots

TALK = (
    "A queen met a robot in the city. “Good morning,” said the queen. “Good morning,” said the robot. "
    "“Where do you go?” asked the queen. “To the sea,” said the robot. “May I come?” said the queen."
)


def inside(b: Box, slack: float = 0.01) -> bool:
    return b.x0 >= -slack and b.x1 <= 1 + slack


def talks(shot: Shot) -> bool:
    return any(line.kind == "spoken" for line in shot.lines)


def test_a_talk_begins_with_both_and_goes_on_with_one_at_a_time_near() -> None:
    found = [s for s in shots(TALK) if talks(s)]
    first = found[0]
    assert all(inside(box(first, id)) for id in ("queen", "robot"))
    for shot in found[1:]:
        assert shot.size in ("MS", "MCU", "CU")
        assert shot.camera[0].zoom > first.camera[0].zoom


def test_nobody_changes_sides_in_a_talk_and_eyes_meet() -> None:
    sides: dict[str, set[str]] = {"queen": set(), "robot": set()}
    for shot in (s for s in shots(TALK) if talks(s)):
        here = {p.entity: p for panel in shot.panels for p in panel.placements}
        for id, p in here.items():
            if p.facing != "back":
                sides[id].add(p.facing)
        if len(here) == 2:
            left, right = sorted(here.values(), key=lambda p: p.box.x0)
            assert left.facing in ("right", "back") and right.facing in ("left", "back")
    assert all(len(s) == 1 for s in sides.values())
    assert sides["queen"] != sides["robot"]


def test_there_is_room_before_the_face_of_who_speaks_alone() -> None:
    for shot in [s for s in shots(TALK) if talks(s)][1:]:
        speaker = shot.lines[0].speaker
        placement = at(shot, speaker, 0.5)
        middle = placement.box.centre[0]
        assert (middle < 0.5) if placement.facing == "right" else (middle > 0.5)


@pytest.mark.parametrize(
    "text",
    [
        TALK,
        "A dog, a cat and a hare sat in the garden. “I am hungry,” said the cat. “So am I,” said the hare.",
        "A man, a woman, a boy and a girl stood in the park. “Look!” cried the boy. The girl laughed.",
    ],
)
def test_no_side_of_the_frame_cuts_anybody_in_a_talk(text: str) -> None:
    for shot in (s for s in shots(text) if talks(s)):
        speaker = shot.lines[0].speaker
        for p in shot.panels[0].placements:
            if p.entity != speaker and p.facing != "back":
                assert inside(p.box, 0.02), (shot.action, p.entity)


def test_a_mouse_and_a_lion_are_both_seen() -> None:
    shot = next(
        s for s in shots("A mouse met a lion. “Please let me go!” said the mouse. “No,” said the lion.") if talks(s)
    )
    for id in ("mouse", "lion"):
        b = box(shot, id)
        assert inside(b)
        assert b.y0 >= -0.01 and b.y1 <= 1.01
    assert box(shot, "mouse").height > 0.1


def test_a_tiny_one_is_seen_larger_than_in_a_wide_shot() -> None:
    wide, near = shots("A bee sat in the garden. The bee slept.")
    assert box(near, "bee").height > 2 * box(wide, "bee").height


def test_a_small_thing_that_is_looked_at_fills_the_frame() -> None:
    *_, insert = shots("A man stood beside a key in the room. The man walked to the left. He looked at the key.")
    assert insert.size == "CU"
    b = box(insert, "key")
    assert b.height > 0.3
    assert abs(b.centre[0] - 0.5) < 0.15


def test_never_more_than_three_of_one_size_in_a_row() -> None:
    text = TALK + " The queen laughed. The robot nodded. The queen sat down. The robot slept. The queen sang."
    sizes = [s.size for s in shots(text)]
    assert not any(len(set(sizes[n : n + 4])) == 1 for n in range(len(sizes) - 3))


LONG = (
    "A king met a boy in the village. “I have come a long way over hills and rivers to find you. My castle is empty, "
    "my garden is dead, and nobody has sung in my hall for many years. I want you to come with me and sing for me "
    "every evening. You shall have a horse, a golden coat and as many cakes as you can eat,” said the king."
)


def test_a_long_speech_is_divided_and_shows_who_listens() -> None:
    found = [s for s in shots(LONG) if talks(s)]
    assert len(found) >= 3
    assert " ".join(line.text for s in found for line in s.lines) == LONG.split("“")[1].split(",”")[0] + "."
    assert all(line.speaker == "king" for s in found for line in s.lines)
    listening = found[1]
    assert {p.entity for p in listening.panels[0].placements} == {"boy"}
    assert at(found[-1], "king", 0.5) is not None
    assert all(s.duration / 24 < 11 for s in found)


def test_ids_of_a_divided_speech_are_one_for_each_part_and_stay() -> None:
    ids = [s.id for s in shots(LONG)]
    assert len(set(ids)) == len(ids)
    assert ids == [s.id for s in shots(LONG + " The boy laughed.")][: len(ids)]


def test_who_stands_before_the_one_it_is_about_is_left_out() -> None:
    found = shots("A cat sat in the meadow. A horse walked to the cat. A man stood in front of the cat. The cat slept.")
    last = found[-1]
    cat = at(last, "cat", 0.9)
    for p in last.panels[-1].placements:
        if p.entity != "cat" and p.depth > cat.depth:
            across = min(p.box.x1, cat.box.x1) - max(p.box.x0, cat.box.x0)
            assert across <= 0.56 * cat.box.width


def test_whoever_stops_does_not_stop_in_front_of_somebody() -> None:
    shot = shots(
        "A woman stood in the meadow. A fox ran to the right. A man ran to the right. A dog ran to the right."
    )[-1]
    boxes = [p.box for p in shot.panels[-1].placements]
    for n, a in enumerate(boxes):
        for b in boxes[n + 1 :]:
            assert min(a.x1, b.x1) - max(a.x0, b.x0) < 0.5 * min(a.width, b.width)


def test_groups_come_in_one_after_the_other() -> None:
    (shot,) = shots("A dog, a cat and a fox came into the forest.")
    for share in (0.85, 1.0):
        xs = [box(shot, id, share).centre[0] for id in ("dog", "cat", "fox")]
        assert xs == sorted(xs, reverse=True)


def test_who_is_not_spoken_of_has_gone_when_days_have_passed() -> None:
    last = shots("A man and a dog stood in the park. The next day the dog walked in the park.")[-1]
    assert {p.entity for p in last.panels[-1].placements} == {"dog"}


def test_boats_and_swimmers_are_on_the_water_behind_the_land() -> None:
    (boat,) = shots("A boat sailed to the right at the river.")
    assert 0.70 < box(boat, "boat").y1 < 0.80
    stands, swims = shots("A dog stood at the river. The dog swam to the right.")
    assert box(swims, "dog").y1 < box(stands, "dog").y1 - 0.04


def test_fish_swim_at_any_height_under_the_sea_and_others_walk_there() -> None:
    deep = {"places": [{"id": "deep", "setting": "underwater"}]}
    fish, diver = shots(
        deep | {"scenes": [{"place": "deep", "beats": [{"text": "Three fish sang."}, {"text": "A man walks."}]}]}
    )
    assert len(fish.panels[0].placements) == 3
    assert all(p.box.y1 < 0.75 for p in fish.panels[0].placements)
    assert at(diver, "man", 0.0).action == "walk"


def test_a_sleeper_lies_in_the_bed_and_a_sitter_sits_on_the_chair() -> None:
    (sleeps,) = shots("A girl slept in a bed in the bedroom.")
    girl = at(sleeps, "girl", 1.0)
    assert (girl.parent, girl.action, girl.expression) == ("bed", "sleep", "asleep")
    bed = box(sleeps, "bed")
    assert bed.x0 - 0.03 < girl.box.x0 and girl.box.x1 < bed.x1 + 0.03
    (sits,) = shots("A cat stood beside a table and a man sat on a chair beside the table.")[-1:]
    assert at(sits, "man", 1.0).parent == "chair"


def test_the_last_shot_of_a_film_pulls_out_and_says_why() -> None:
    board, reasons = explain_film(
        "A cat sat in the garden. A dog ran to the right. The cat sat there and sat there for ever and ever and ever."
    )
    last = board.scenes[-1].shots[-1]
    assert last.camera[0].zoom > last.camera[-1].zoom == 1.0
    assert any(r.what == "camera pull out" for r in reasons if r.where == f"shot {last.id}")


def test_a_camera_goes_along_with_a_runner_after_two_wide_shots() -> None:
    *_, last = shots("A wolf ran to the right. The wolf ran to the left. The wolf ran to the right.")
    assert last.size == "FS"
    assert last.camera[-1].pan > last.camera[0].pan


def test_a_feeling_comes_nearer() -> None:
    board = plan(
        "A woman stood in the room. The woman walked to the left. The woman was very sad and lonely all the day."
    )
    last = board.scenes[-1].shots[-1]
    assert last.size == "MCU"


def test_who_lands_beside_a_rider_stands_beside_the_mount() -> None:
    last = shots(
        "A knight rode a horse in the desert. A dragon flew over the knight. The dragon landed beside the knight."
    )[-1]
    dragon, horse = box(last, "dragon"), box(last, "horse")
    assert min(dragon.x1, horse.x1) - max(dragon.x0, horse.x0) < 0.15 * horse.width
    assert dragon.y1 == pytest.approx(horse.y1, abs=0.08)
    assert at(last, "dragon", 1.0).parent is None


def test_a_large_one_that_passes_does_not_stop_on_top_of_the_one_it_passed() -> None:
    (shot,) = shots("A whale swam past a boat in the ocean.")
    before, after = (box(shot, "whale", share).centre[0] - box(shot, "boat", share).centre[0] for share in (0.0, 1.0))
    assert before * after < 0
    assert abs(after) > 0.3


def test_who_joins_a_sleeper_lies_at_the_feet() -> None:
    last = shots("A woman slept in a bed. A cat sat on the bed.")[-1]
    assert abs(centre(last, "cat", 1.0)[0] - centre(last, "woman", 1.0)[0]) > 0.2 * box(last, "bed").width


def test_no_head_is_cut_by_the_top_of_the_frame() -> None:
    text = "A giraffe stood in the garden. A mouse sat in the garden. “Hello!” said the mouse. The mouse laughed."
    for shot in shots(text):
        for p in shot.panels[-1].placements:
            assert p.box.y0 > -0.1 * p.box.height, (shot.action, p.entity)


def test_two_who_hug_make_room_for_what_stands_there() -> None:
    last = shots("A rocket stood on the moon. A man walked to the rocket. A robot waved. The man hugged the robot.")[-1]
    rocket, man = box(last, "rocket"), box(last, "man")
    assert min(rocket.x1, man.x1) - max(rocket.x0, man.x0) < 0.4 * man.width


def test_those_who_rise_together_rise_side_by_side() -> None:
    (shot,) = shots("Two birds flew up from a tree in the forest.")
    a, b = (box(shot, id, 1.0) for id in ("bird-1", "bird-2"))
    assert min(a.x1, b.x1) - max(a.x0, b.x0) < 0.02


def test_who_flies_over_somebody_is_still_whole_in_the_frame() -> None:
    (shot,) = shots("A dragon flew over a house in the village.")
    assert inside(box(shot, "dragon", 1.0))


@pytest.mark.parametrize(("side", "way"), [("left", "right"), ("right", "left")])
def test_who_comes_in_from_a_side_comes_over_that_edge(side: str, way: str) -> None:
    shot = shots(f"A man stood in the kitchen. A wolf comes in from the {side}.")[-1]
    first, last = at(shot, "wolf", 0.1), at(shot, "wolf", 1.0)
    assert first is None or not inside(first.box)
    assert last.facing == way
    assert inside(last.box)


LONG_TALK = "A {one} met a {other} in the village." + "".join(
    f' "{words}" said the {{{"one" if n % 2 == 0 else "other"}}}.'
    for n, words in enumerate(
        ["Good day.", "Good day to you.", "Where do you go?", "I go home.", "So do I.", "Then come.", "I come."]
    )
)


def nearest(shot: Shot) -> Placement:
    return shot.layout(0)[-1]


def test_reverses_of_a_longer_talk_are_taken_over_the_shoulder() -> None:
    found = shots(LONG_TALK.format(one="woman", other="knight"))[1:]
    past = [s for s in found if nearest(s).facing == "back"]
    assert 2 <= len(past) < len(found) - 1
    assert found[0] not in past and found[1] not in past
    for shot in past:
        near, speaker = nearest(shot), shot.lines[0].speaker
        assert near.entity != speaker
        seen = at(shot, speaker, 0)
        left = seen.facing == "left"
        assert (near.box.x0 < 0 < near.box.x1 < 0.4) if left else (0.6 < near.box.x0 < 1 < near.box.x1)
        covered = near.box.x1 - seen.box.x0 if left else seen.box.x1 - near.box.x0
        assert covered < 0.06
        assert near.box.y1 > 1
        assert shot.size in ("MS", "MCU")


@pytest.mark.parametrize(("one", "other"), [("fox", "cow"), ("woman", "cow")])
def test_nobody_is_seen_over_the_shoulder_of_a_beast(one: str, other: str) -> None:
    assert all(p.facing != "back" for s in shots(LONG_TALK.format(one=one, other=other)) for p in s.layout(0))


def test_after_a_shot_over_the_shoulder_all_stand_where_they_stood() -> None:
    found = shots(LONG_TALK.format(one="woman", other="knight") + " They looked at the sky.")
    last = {p.entity: p for p in found[-1].layout(0)}
    assert {p.facing for p in last.values()} <= {"left", "right"}
    assert all(p.box.x0 >= 0 and p.box.x1 <= 1 for p in last.values())
