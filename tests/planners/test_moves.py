"""Where everyone is and how they move."""

import pytest

from storyline.schema.layout import iou
from tests.planners.plans import at, box, centre, shots


@pytest.mark.parametrize("way", [("left", "right"), ("right", "left")])
@pytest.mark.parametrize(
    "what", ["A car drives", "A cat moves", "A bird flies", "A ball rolls", "There is a dog walking"]
)
def test_from_side_to_side(what: str, way: tuple[str, str]) -> None:
    (shot,) = shots(f"{what} from the {way[0]} to the {way[1]}.")
    id = what.split()[-2] if "There" in what else what.split()[1]
    first, last = centre(shot, id, 0)[0], centre(shot, id, 1)[0]
    assert (first < 0.4 and last > 0.6) if way[1] == "right" else (first > 0.6 and last < 0.4)
    assert at(shot, id, 0.5).facing == way[1]


CORNERS = {"upper left": (0, 0), "upper right": (1, 0), "lower left": (0, 1), "lower right": (1, 1)}


@pytest.mark.parametrize(
    "path", [("lower left", "lower right", "upper right"), ("upper right", "upper left", "lower left")]
)
@pytest.mark.parametrize(
    "text",
    [
        "A ball starts in the {0} corner. It goes first to the {1}, then to the {2}.",
        "A ball, initially on the {0} of the scene, first moves to the {1} and then moves to the {2} of the scene.",
        "A ball rolls from the {0} corner to the {1} corner and then to the {2} corner.",
    ],
)
def test_a_path_through_corners(text: str, path: tuple[str, str, str]) -> None:
    found = shots(text.format(*path))
    track = [centre(s, "ball", share / 20) for s in found for share in range(21)]
    reached = [min(abs(x - (0.2 + 0.6 * cx)) + abs(y - (0.24 + 0.52 * cy)) for x, y in track)
               for cx, cy in (CORNERS[c] for c in path)]  # fmt: skip
    assert max(reached) < 0.15
    assert ((track[-1][0] > 0.5), (track[-1][1] > 0.5)) == tuple(bool(v) for v in CORNERS[path[-1]])


def test_past_one_another() -> None:
    (shot,) = shots("A dog runs from the left of a cat to its right.")
    assert centre(shot, "dog", 0)[0] < centre(shot, "cat", 0)[0]
    assert centre(shot, "dog", 1)[0] > centre(shot, "cat", 1)[0]


@pytest.mark.parametrize(("half", "there", "not_there"), [("second", 0.9, 0.1), ("first", 0.1, 0.9)])
def test_there_for_half_of_the_time(half: str, there: float, not_there: float) -> None:
    (shot,) = shots(f"A bird appears only in the {half} half of the video.")
    assert at(shot, "bird", there) is not None
    assert at(shot, "bird", not_there) is None


def test_coming_and_going() -> None:
    enters, leaves = shots("A boy comes into the room. The boy runs away.")
    assert box(enters, "boy", 0).x0 < 0 < 0.2 < box(enters, "boy", 1).x0
    assert at(leaves, "boy", 0) is not None
    assert at(leaves, "boy", 1) is None


@pytest.mark.parametrize(
    ("relation", "holds"),
    [
        ("to the left of", lambda a, b: a.x1 <= b.x0 + 0.02),
        ("to the right of", lambda a, b: a.x0 >= b.x1 - 0.02),
        ("on top of", lambda a, b: abs(a.y1 - b.y0) < 0.12 and b.x0 < a.centre[0] < b.x1),
        ("under", lambda a, b: a.y1 > b.y1 and b.x0 < a.centre[0] < b.x1),
        ("beside", lambda a, b: iou(a, b) == 0 and min(abs(a.x1 - b.x0), abs(a.x0 - b.x1)) < 0.06),
        ("in front of", lambda a, b: a.y1 > b.y1 and iou(a, b) > 0),
        ("behind", lambda a, b: a.y1 < b.y1 and iou(a, b) > 0),
    ],
)
def test_relations(relation: str, holds) -> None:
    (shot,) = shots(f"A cat stands {relation} a house in the meadow.")
    assert holds(box(shot, "cat"), box(shot, "house"))


def test_behind_and_in_front_are_depths_too() -> None:
    (behind,) = shots("A fox stands behind a rock.")
    (front,) = shots("A fox stands in front of a rock.")
    assert at(behind, "fox", 1).depth < at(behind, "rock", 1).depth
    assert at(front, "fox", 1).depth > at(front, "rock", 1).depth


def test_between() -> None:
    (shot,) = shots("A dog sits between a tree and a house.")
    xs = {id: centre(shot, id, 1)[0] for id in ("dog", "tree", "house")}
    assert min(xs["tree"], xs["house"]) < xs["dog"] < max(xs["tree"], xs["house"])


def test_a_jump_is_an_arc() -> None:
    (shot,) = shots("A girl jumps.")
    assert len(shot.panels) >= 5
    heights = [box(shot, "girl", share).y1 for share in (0, 0.5, 1)]
    assert heights[1] < heights[0] - 0.05
    assert heights[2] == pytest.approx(heights[0], abs=0.01)


def test_a_fall_comes_down() -> None:
    (shot,) = shots("A ball falls from the sky.")
    assert box(shot, "ball", 0).y1 < box(shot, "ball", 0.5).y1 < box(shot, "ball", 1).y1


def test_a_chase_keeps_its_order() -> None:
    (shot,) = shots("A dog chases a cat.")
    for share in (0, 0.5, 1):
        assert centre(shot, "dog", share)[0] < centre(shot, "cat", share)[0]
    assert centre(shot, "dog", 1)[0] > centre(shot, "dog", 0)[0] + 0.2


def test_a_gift_goes_over() -> None:
    (shot,) = shots("A boy gives a girl a flower.")
    gift, boy, girl = (lambda share, who=who: centre(shot, who, share)[0] for who in ("flower", "boy", "girl"))
    assert abs(gift(0) - boy(0)) < abs(gift(0) - girl(0))
    assert abs(gift(1) - girl(1)) < abs(gift(1) - boy(1))
    facing = {p.entity: p.facing for p in shot.panels[-1].placements}
    assert facing["boy"] != facing["girl"]


def test_sleepers_lie_low_and_stay_so() -> None:
    stands, sleeps, wakes = shots("A man waves. The man lay down and fell asleep. Then he woke up.")
    standing = box(stands, "man", 0)
    lying = box(sleeps, "man", 1)
    assert lying.width / lying.height > standing.width / standing.height * 2
    assert at(sleeps, "man", 1).expression == "asleep"
    assert at(wakes, "man", 1).action != "sleep"


def test_a_rider_goes_with_the_horse() -> None:
    (shot,) = shots("A girl rides a horse.")
    for share in (0, 0.5, 1):
        assert at(shot, "girl", share).parent == "horse"
        assert abs(centre(shot, "girl", share)[0] - centre(shot, "horse", share)[0]) < 0.05


def test_people_in_one_scene_do_not_stand_in_each_other() -> None:
    (shot,) = shots("A man, a woman, a dog and a robot stand in the street.")
    boxes = [p.box for p in shot.panels[0].placements]
    assert len(boxes) == 4
    assert max(iou(a, b) for a in boxes for b in boxes if a is not b) == 0


def test_everyone_stays_where_they_were_left() -> None:
    first, second = shots("A dog sits beside a tree. A cat walks to the right.")
    assert {p.entity for p in second.panels[0].placements} == {"dog", "tree", "cat"}
    assert first.panels[-1].placements[0].entity == "tree"


def test_who_does_nothing_does_not_move() -> None:
    (shot,) = shots("The tortoise did not stop.")
    assert box(shot, "tortoise", 0) == box(shot, "tortoise", 1)


def test_narrow_frames_hold_everyone() -> None:
    (shot,) = shots({"aspect": "9:16", "scenes": [{"shots": [{"action": "A man, a car and a dog stand here."}]}]})
    assert all(p.box.x0 > -0.05 and p.box.x1 < 1.05 for p in shot.panels[0].placements)


def test_far_away_is_small() -> None:
    (far,) = shots("A dog walks in the background.")
    (near,) = shots("A dog walks.")
    assert box(far, "dog", 0).height < box(near, "dog", 0).height
    assert box(far, "dog", 0).y1 < box(near, "dog", 0).y1


def test_what_is_held_goes_along() -> None:
    (shot,) = shots("A boy walks to the right with a balloon.")
    for share in (0, 0.5, 1):
        assert abs(centre(shot, "balloon", share)[0] - centre(shot, "boy", share)[0]) < 0.2
    assert at(shot, "balloon", 1).parent == "boy"


def test_up_and_across() -> None:
    (shot,) = shots("A balloon flies up from the left to the right.")
    (x0, y0), (x1, y1) = centre(shot, "balloon", 0), centre(shot, "balloon", 1)
    assert x1 > x0 + 0.4
    assert y1 < y0 - 0.1


@pytest.mark.parametrize("rider", ["A princess rides a pony", "A cow walks on", "An old man walks along"])
def test_who_goes_on_stops_on_top_of_nobody(rider: str) -> None:
    last = shots(f"A wolf runs through the meadow. {rider}. A pig runs behind them.")[-1]
    standing = [p for p in last.layout(last.duration - 1) if p.parent is None]
    assert len(standing) >= 2
    for n, one in enumerate(standing):
        for other in standing[n + 1 :]:
            common = min(one.box.x1, other.box.x1) - max(one.box.x0, other.box.x0)
            assert common < 0.35 * min(one.box.width, other.box.width), (one.entity, other.entity)


def test_who_falls_lies_awake() -> None:
    (falls,) = shots("A boy trips over a log and falls.")[-1:]
    lying = at(falls, "boy", 1.0)
    assert lying.action == "lie" and lying.expression == "surprised"


def test_who_stands_between_giver_and_taker_steps_aside() -> None:
    told = "A cat, a boy and a farmer stand in a field. The farmer gives an apple to the cat."
    gives = shots(told)[-1]
    bodies = {id: box(gives, id, 1.0) for id in ("cat", "boy", "farmer")}
    for one, other in (("cat", "boy"), ("boy", "farmer"), ("cat", "farmer")):
        a, b = bodies[one], bodies[other]
        assert min(a.x1, b.x1) - max(a.x0, b.x0) < 0.3 * min(a.width, b.width), (one, other)
    assert at(gives, "apple", 1.0).parent == "cat"


@pytest.mark.parametrize("over", ["over", "across"])
def test_a_bridge_is_walked_over(over: str) -> None:
    (shot,) = shots(f"A boy walks {over} the bridge by the river.")
    bridge = box(shot, "bridge")
    track = [box(shot, "boy", n / 40) for n in range(41)]
    on_it = [b for b in track if bridge.x0 + 0.1 * bridge.width < b.centre[0] < bridge.x1 - 0.1 * bridge.width]
    assert track[0].centre[0] < bridge.x0 < bridge.x1 - 0.1 < track[-1].centre[0]
    assert all(bridge.y0 < b.y1 < bridge.y0 + 0.9 * bridge.height for b in on_it)
    assert min(b.y1 for b in on_it) < bridge.y0 + 0.35 * bridge.height


def test_who_is_led_comes_along() -> None:
    shot = shots("A farmer stood in the market. He led his cow through the market.")[-1]
    for id in ("farmer", "cow"):
        assert centre(shot, id, 1)[0] > centre(shot, id, 0)[0] + 0.2
        assert at(shot, id, 0.5).action == "walk"


@pytest.mark.parametrize(
    ("text", "id", "action"),
    [
        ("A bird came to the meadow.", "bird", "fly"),
        ("A fish came.", "fish", "swim"),
        ("A train arrived at the station.", "train", "drive"),
        ("A ship sailed past a rock.", "ship", "sail"),
        ("The bees chased a dog.", "bee-1", "fly"),
        ("A man came to the meadow.", "man", "walk"),
    ],
)
def test_each_goes_in_its_own_way(text: str, id: str, action: str) -> None:
    assert at(shots(text)[-1], id, 0.6).action == action


def test_two_who_fight_face_each_other() -> None:
    (shot,) = shots("Two knights fought in the meadow.")
    a, b = sorted((at(shot, f"knight-{n}", 0.5) for n in (1, 2)), key=lambda p: p.box.x0)
    assert (a.facing, b.facing) == ("right", "left")
