"""Who holds, rides, sits on, hugs, pushes or pulls whom: boxes that touch and stay together."""

import pytest

from storyline.schema.layout import Box, Placement
from storyline.schema.storyboard import Shot
from tests.planners.plans import at, box, shots

MOMENTS = (0.0, 0.35, 0.7, 1.0)


def apart(a: Box, b: Box) -> float:
    """How far two boxes are from touching, in frame widths or heights."""
    return max(a.x0 - b.x1, b.x0 - a.x1, a.y0 - b.y1, b.y0 - a.y1, 0.0)


def child(shot: Shot, id: str, share: float) -> Placement:
    found = at(shot, id, share)
    assert found is not None, f"{id} is not in {shot.action!r} at {share}"
    return found


@pytest.mark.parametrize(
    ("text", "holder", "thing"),
    [
        ("A woman carries a ball through the village.", "woman", "ball"),
        ("A robot holds a flower.", "robot", "flower"),
        ("A man reads a book in the room.", "man", "book"),
        ("A girl eats an apple.", "girl", "apple"),
        ("A boy with a balloon runs to the left.", "boy", "balloon"),
        ("A dog carries a ball.", "dog", "ball"),
    ],
)
def test_what_is_held_is_in_the_hand_all_the_time(text: str, holder: str, thing: str) -> None:
    (shot,) = shots(text)
    for share in MOMENTS:
        held = child(shot, thing, share)
        assert (held.parent, held.anchor in ("hand", "mouth")) == (holder, True)
        assert apart(held.box, box(shot, holder, share)) < 0.02
        middle = box(shot, holder, share)
        assert middle.y0 < held.box.y1 and held.box.y0 < middle.y1


def test_what_is_held_is_before_the_one_who_holds_it_whichever_way_they_face() -> None:
    for way, sign in (("right", 1), ("left", -1)):
        (shot,) = shots(f"A woman carries a ball to the {way}.")
        for share in MOMENTS:
            assert sign * (box(shot, "ball", share).centre[0] - box(shot, "woman", share).centre[0]) > 0.02


def test_what_was_taken_stays_in_the_hand_in_later_shots_and_places() -> None:
    found = shots("A boy takes a ball in the meadow. He walks to the right. The boy enters the forest. He sits down.")
    for shot in found[1:]:
        assert child(shot, "ball", 1.0).parent == "boy"
        assert apart(box(shot, "ball"), box(shot, "boy")) < 0.02


def test_what_was_put_down_lies_where_it_was_put() -> None:
    found = shots("A man holds a ball. The man puts the ball down. He walks to the left.")
    assert child(found[0], "ball", 1.0).parent == "man"
    down, after = found[1], found[2]
    assert child(down, "ball", 1.0).parent is None
    assert box(down, "ball").y1 == pytest.approx(box(down, "man").y1, abs=0.08)
    assert child(after, "ball", 1.0).parent is None


def test_a_gift_goes_from_hand_to_hand_and_stays_there() -> None:
    given, after = shots("A woman gives a robot a flower. The robot walks to the right.")
    assert child(given, "flower", 0.0).parent == "woman"
    assert child(given, "flower", 1.0).parent == "robot"
    assert child(after, "flower", 1.0).parent == "robot"
    assert apart(box(given, "woman"), box(given, "robot")) < 0.05


@pytest.mark.parametrize(
    ("text", "rider", "mount"),
    [
        ("A boy rides a dog through the forest.", "boy", "dog"),
        ("A woman sails a boat on the sea.", "woman", "boat"),
        ("A man drives a car to the left.", "man", "car"),
        ("A bird sat on a fox.", "bird", "fox"),
    ],
)
def test_who_rides_sits_in_the_seat_and_goes_along(text: str, rider: str, mount: str) -> None:
    (shot,) = shots(text)
    for share in MOMENTS:
        seated, below = child(shot, rider, share), box(shot, mount, share)
        assert (seated.parent, seated.anchor, seated.action) == (mount, "seat", "ride")
        assert below.x0 < seated.box.centre[0] < below.x1
        assert below.y0 - 0.02 < seated.box.y1 < below.y1 + 0.12
        assert seated.box.y0 < below.y0
        assert seated.facing == child(shot, mount, share).facing


def test_a_vehicle_carries_its_riders_on_in_later_shots() -> None:
    first, later = shots("A girl sat in a boat on the sea. She sailed to the right.")
    assert child(first, "girl", 1.0).parent == "boat"
    assert box(later, "boat", 1.0).centre[0] > box(later, "boat", 0.0).centre[0] + 0.1
    assert child(later, "girl", 1.0).parent == "boat"


def test_a_tower_of_animals() -> None:
    shot = shots("A dog stood in the meadow. A cat jumped on the dog. A bird flew onto the cat.")[-1]
    dog, cat, bird = (box(shot, id) for id in ("dog", "cat", "bird"))
    assert bird.y1 < cat.y1 < dog.y1
    assert bird.y0 < cat.y0 < dog.y0
    assert apart(dog, cat) == apart(cat, bird) == 0


def test_a_rider_who_walks_has_got_off() -> None:
    shot = shots("A girl rides a dog. The girl walks to the left.")[-1]
    assert child(shot, "girl", 1.0).parent is None
    assert box(shot, "girl").y1 == pytest.approx(box(shot, "dog").y1, abs=0.11)


def test_two_who_hug_stand_close_and_face_each_other() -> None:
    (shot,) = shots("A woman hugs a robot.")
    a, b = sorted((child(shot, id, 1.0) for id in ("woman", "robot")), key=lambda p: p.box.x0)
    assert (a.facing, b.facing) == ("right", "left")
    assert a.action == b.action == "hug"
    assert a.box.x1 > b.box.x0
    assert a.box.centre[0] < b.box.x0 + b.box.width * 0.4


@pytest.mark.parametrize(("verb", "ahead"), [("pushes", True), ("pulls", False)])
@pytest.mark.parametrize("way", ["right", "left"])
def test_who_pushes_is_behind_and_who_pulls_is_before_what_moves(verb: str, ahead: bool, way: str) -> None:
    (shot,) = shots(f"A man {verb} a car to the {way}.")
    sign = (1 if way == "right" else -1) * (1 if ahead else -1)
    for share in MOMENTS:
        man, car = child(shot, "man", share), child(shot, "car", share)
        assert sign * (car.box.centre[0] - man.box.centre[0]) > 0
        assert apart(man.box, car.box) < 0.02
        assert man.facing == way
    moved = box(shot, "car", 1).centre[0] - box(shot, "car", 0).centre[0]
    assert (moved > 0.04) if way == "right" else (moved < -0.04)


def test_sleepers_lie_and_swimmers_are_long_and_low() -> None:
    lies = shots("A woman sleeps.")[0]
    swims = shots("A woman swims in the sea.")[0]
    for shot in (lies, swims):
        shape = box(shot, "woman")
        assert shape.width * 16 / 9 / shape.height > 1.4


def test_what_is_eaten_is_gone_afterwards() -> None:
    eats, after = shots("A hare eats a carrot. The hare jumps.")
    assert at(eats, "carrot", 0.9) is not None
    assert at(after, "carrot", 0.5) is None


@pytest.mark.parametrize(
    "text",
    [
        "{b} gave the key to the girl.",
        "{b} gave the girl the key.",
        "{b} handed the key to the girl.",
        "{b} handed it to her.",
        "{b} gave her it.",
        "{b} gave it to her.",
        "{b} offered the girl the key.",
        "{b} passed it to the girl.",
        "{b} passed the girl the key.",
        "{b} returned the key to the girl.",
        "The key was given to the girl by the boy.",
        "The girl was given the key by the boy.",
        "{b} smiled and gave her the key.",
        "{b} brought the key to the girl.",
    ],
)
def test_whoever_is_given_something_has_it(text: str) -> None:
    found = shots(f"A boy held a key in the park. A girl stood there. {text.format(b='The boy')} The girl walked on.")
    assert child(found[-2], "key", 0.0).parent == "boy"
    assert child(found[-2], "key", 1.0).parent == "girl"
    assert child(found[-1], "key", 1.0).parent == "girl"


def test_one_who_has_a_name_gives_to_another() -> None:
    (shot,) = shots("Anna gave the key to the girl.")
    assert child(shot, "key", 0.0).parent == "anna"
    assert child(shot, "key", 1.0).parent == "girl"


def test_a_way_to_a_place_is_no_gift() -> None:
    assert at(shots("A boy held the key to the house.")[0], "house", 1.0) is None


@pytest.mark.parametrize(
    "way", ["through the village", "along the beach", "across the street", "up the hill", "home", "into the kitchen"]
)
def test_who_carries_something_on_a_way_walks(way: str) -> None:
    shot = shots(f"A woman carries a basket {way}.")[-1]
    woman = child(shot, "woman", 0.5)
    assert woman.action == "walk"
    assert box(shot, "woman", 1).centre[0] > box(shot, "woman", 0).centre[0] + 0.2
    assert child(shot, "basket", 1.0).parent == "woman"


@pytest.mark.parametrize("where", ["in the garden", "at the beach"])
def test_who_holds_something_in_a_place_stands(where: str) -> None:
    (shot,) = shots(f"A woman holds a basket {where}.")
    assert box(shot, "woman", 0) == box(shot, "woman", 1)


def test_who_is_too_large_to_be_carried_comes_along() -> None:
    (shot,) = shots("A girl carried her brother home.")
    assert box(shot, "brother", 1).centre[0] > box(shot, "brother", 0).centre[0] + 0.2


def test_who_sits_eats_sitting() -> None:
    sits, eats, after = shots("A girl sat on a bench in the park. She ate an apple. The girl smiled.")
    assert (child(eats, "girl", 1.0).action, child(eats, "girl", 1.0).parent) == ("eat", "bench")
    assert child(after, "girl", 1.0).parent == child(sits, "girl", 1.0).parent == "bench"


def test_who_sits_on_the_ground_stays_down_to_eat() -> None:
    sits, eats, after = shots("A girl sat on the grass. She ate an apple. The girl smiled.")
    assert child(eats, "apple", 0.5).parent == "girl"
    shape = box(sits, "girl")
    for shot in (eats, after):
        low = box(shot, "girl")
        assert low.width / low.height == pytest.approx(shape.width / shape.height, rel=0.05)


def test_a_rider_waves_from_the_saddle() -> None:
    shot = shots("A boy rode a horse. He waved.")[-1]
    assert (child(shot, "boy", 1.0).action, child(shot, "boy", 1.0).parent) == ("wave", "horse")


def test_who_stands_before_somebody_is_seen_eye_to_eye() -> None:
    shot = shots("A king sat on a throne. A girl walked on until she stood before the king.")[-1]
    king, girl = child(shot, "king", 1.0), child(shot, "girl", 1.0)
    assert apart(king.box, girl.box) < 0.2
    assert king.box.x1 <= girl.box.x0 or girl.box.x1 <= king.box.x0
    assert {king.facing, girl.facing} == {"left", "right"}


def test_what_is_dropped_falls_out_of_the_hand() -> None:
    (shot,) = shots("A king dropped his crown.")
    king, crown = box(shot, "king", 0), box(shot, "crown", 0)
    assert apart(king, crown) < 0.02
    assert crown.y1 < king.y1 - 0.1
    assert box(shot, "crown", 1).y1 == pytest.approx(box(shot, "king", 1).y1, abs=0.05)
    assert child(shot, "crown", 1.0).parent is None
    assert child(shot, "king", 1.0).action == "stand"


def test_what_is_worn_is_no_thing_and_what_is_given_is() -> None:
    assert at(shots("A boy put on his hat.")[0], "hat", 0.5) is None
    assert child(shots("A queen gave the girl a crown.")[0], "crown", 1.0).parent == "girl"


@pytest.mark.parametrize("gets", ["He got off the horse.", "He got down.", "He dismounted."])
def test_who_gets_off_steps_down_beside(gets: str) -> None:
    shot = shots(f"A boy rode a horse. {gets}")[-1]
    assert child(shot, "boy", 0.0).parent == "horse"
    assert child(shot, "boy", 1.0).parent is None
    assert min(box(shot, "boy", n / 20).y1 for n in range(21)) > 0.4
    assert box(shot, "boy").y1 == pytest.approx(box(shot, "horse").y1, abs=0.08)


def test_who_flies_on_a_broom_rides_it() -> None:
    (shot,) = shots("The witch flew over the village on her broom.")
    assert child(shot, "witch", 0.5).parent == "broom"
    assert box(shot, "broom", 1).centre[0] > box(shot, "broom", 0).centre[0] + 0.2


def test_who_is_given_something_may_be_somebody_new() -> None:
    (shot,) = shots("A boy gave her a flower.")
    assert child(shot, "flower", 1.0).parent == "woman"


def test_what_is_given_may_be_a_word_that_is_a_verb_too() -> None:
    shot = shots("An old woman had three cats. Each morning she gave them milk.")[-1]
    assert child(shot, "milk", 1.0).parent == "cat-1"
