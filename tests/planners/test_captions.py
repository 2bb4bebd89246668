import pytest

from storyline.evaluation.plans.nsr1k import holds, relation
from storyline.evaluation.plans.picture import pictured
from storyline.film import plan_film


def names(text: str) -> list[str]:
    return [one.name for one in pictured(plan_film({"title": "x", "rate": 4, "size": [64, 64], "story": text}))]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("An image of two clocks.", ["clock"] * 2),
        ("There are three benchs in the photo.", ["bench"] * 3),
        ("Four traffic lights and a hot dog.", ["traffic light"] * 4 + ["hot dog"]),
        ("A cup of coffee is next to a laptop.", ["cup", "laptop"]),
        ("A dog sits on the hood of a car.", ["dog", "car"]),
        ("Three cars with a few dogs, the number of cars is more than that of dogs.", ["car"] * 3 + ["dog"] * 2),
        ("Two tables and the same number of lamp.", ["table"] * 2 + ["lamp"] * 2),
        ("Four bears stand beside an equal number of deer.", ["bear"] * 4 + ["deer"] * 4),
        ("There are two spoons and as many forks.", ["spoon"] * 2 + ["fork"] * 2),
        ("As many swans as geese stand in a field.", ["swan"] * 3 + ["goose"] * 3),
        ("Two geese with twice as many chickens.", ["goose"] * 2 + ["chicken"] * 4),
        ("A bed and the same number of chairs.", ["bed", "chair"]),
        ("There are three foxes, and the number of bears equals the number of foxes.", ["fox"] * 3 + ["bear"] * 3),
        ("We look at a park. In it we find two birds.", ["bird"] * 2),
        ("Several sheep and a goats.", ["sheep"] * 3 + ["goat"]),
        ("A couple foxes beside two pairs of lions.", ["fox"] * 2 + ["lion"] * 4),
        ("A pair of scissors beside two pairs of glasses.", ["scissors", "glass", "glass"]),
        ("A total of four cups.", ["cup"] * 4),
        ("Two red teddy bears sit beside a drum.", ["red teddy bear"] * 2 + ["drum"]),
        ("Five stools stand around a table.", ["stool"] * 5 + ["table"]),
        ("A worn out shoe beside a run down mill.", ["worn out shoe", "run down mill"]),
        ("An orange and white fox beside a wuthering old tower.", ["orange white fox", "wuthering old tower"]),
        ("An apple and orange on a table.", ["apple", "orange", "table"]),
        ("A bus with luggage on top passes a tower.", ["bus", "luggage", "tower"]),
        ("A matching pair of drums.", ["matching drum"] * 2),
        ("A line of seven ducks.", ["duck"] * 7),
        ("A family of four at a table.", ["person person"] * 4 + ["table"]),
        ("A four legged stool.", ["legged stool"]),
        ("A two story house.", ["story house"]),
        ("A box of six eggs.", ["box"] + ["egg"] * 6),
        ("Half of an apple on a plate.", ["apple", "plate"]),
        ("A red, a green and a blue kite.", ["red kite", "green kite", "blue kite"]),
        ("One small and two large boats.", ["small boat"] + ["large boat"] * 2),
        ("A mother and a baby elephant.", ["mother elephant", "baby elephant"]),
        ("Two bears and their baby.", ["bear"] * 2 + ["baby bear"]),
        ("One swan sleeps while another swims.", ["swan"] * 2),
        ("One fox sleeps while two others play.", ["fox"] * 3),
        ("Three girls each holding a balloon.", ["girl person"] * 3 + ["balloon"] * 3),
        ("Two baskets, each with an apple.", ["basket"] * 2 + ["apple"] * 2),
        ("Two knights ride horses.", ["knight person"] * 2 + ["horse"] * 2),
        ("Four pirates look at their maps.", ["pirate person"] * 4 + ["map"] * 4),
        ("A lamp on each side of a bed.", ["lamp"] * 2 + ["bed"]),
        ("Two scarves hang beside a hat.", ["scarf"] * 2 + ["hat"]),
        ("The front of two buses.", ["bus"] * 2),
        ("The heads of two horses.", ["horse"] * 2),
        ("This is a picture of three geese.", ["goose"] * 3),
        ("The picture is of two lions.", ["lion"] * 2),
        ("A sign that reads Rose Garden.", ["sign"]),
        ("A lion lies on somebody's sofa.", ["lion", "sofa couch"]),
        ("A lions head on a plate.", ["lion", "plate"]),
        ("A bear with it's mouth open.", ["bear"]),
        ("A Nimbus broom beside a lamp.", ["nimbus broom", "lamp"]),
        ("A sculpture of a lion on a table.", ["sculpture of a lion", "table"]),
        ("A garden where somebody has placed a chair.", ["chair"]),
        ("An ambulance beside a lioness.", ["ambulance", "lioness"]),
        ("A picture of of a close up of two apples.", ["apple"] * 2),
        ("A table full of cakes.", ["table"] + ["cake"] * 3),
        ("Three cups half full of tea.", ["cup"] * 3),
        ("Why are two lions on the beach?", ["lion"] * 2),
        ("Two lion faces.", ["lion"] * 2),
        ("The rear of a bus.", ["bus"]),
        ("Deer grazing beside two police cars.", ["deer"] * 3 + ["police car"] * 2),
        ("Two grey foxes and one white one.", ["grey fox"] * 2 + ["white fox"]),
        ("A train on the tracks beside a muddy hillside.", ["train"]),
        ("A cow in a paddock and a goat on the gravel.", ["cow", "goat"]),
        ("A close up of a spoon, a ring and a coin.", ["spoon", "ring", "coin"]),
        ("A close up of a fox eating soup out of a bowl.", ["fox", "soup", "bowl"]),
        ("Closeup of a fox and a drum.", ["fox", "drum"]),
        ("These are two lions.", ["lion"] * 2),
        ("A fox in the foreground and two bears in the background.", ["fox"] + ["bear"] * 2),
        ("A mouse in a truck window beside a bicycle wheel.", ["mouse", "truck", "bicycle"]),
        ("A jogger and two customers.", ["jogger person"] + ["customer person"] * 2),
    ],
)
def test_what_a_caption_counts_is_there(text: str, shown: list[str]) -> None:
    assert sorted(names(text)) == sorted(shown)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("A cat to the left of a bird.", "left"),
        ("A backpack under a motorcycle.", "bottom"),
        ("A refrigerator under an elephant.", "bottom"),
        ("A bird standing next to a giraffe.", "next to"),
        ("A toy horse with a dog on top of it.", "bottom"),
        ("A box on top of a bus.", "top"),
        ("A fox with a bird sitting on top of it.", "bottom"),
        ("A mouse under the front of a bridge.", "bottom"),
        ("A drum on the left and a kite on the right.", "left"),
    ],
)
def test_where_a_caption_puts_the_first_is_where_it_is(text: str, asked: str) -> None:
    first, second = pictured(plan_film({"title": "x", "rate": 4, "size": [64, 64], "story": text}))
    word = text.split()[1]
    one, other = (first, second) if word in first.name or "horse" in first.name else (second, first)
    assert holds(asked, relation(one.box.centre, other.box.centre))


def test_a_cat_on_a_mat_on_a_bed_is_on_both() -> None:
    found = {one.name: one.box.centre[1] for one in pictured(plan_film("A cat lying on a blanket on a bed."))}
    assert found["cat"] < found["blanket"] < found["bed"]


def middles(text: str) -> dict[str, tuple[float, float]]:
    return {one.name: one.box.centre for one in pictured(plan_film({"title": "x", "rate": 4, "story": text}))}


def test_who_is_on_one_thing_is_side_by_side() -> None:
    found = {one.name: one.box for one in pictured(plan_film("A lion sits on a shelf next to a bottle."))}
    assert found["bottle"].x0 >= found["lion"].x1 - 0.05
    boxes = [one.box for one in pictured(plan_film("Two men sit on a bench.")) if "man" in one.name]
    left, right = sorted(boxes, key=lambda box: box.x0)
    assert right.x0 > left.x0 + 0.5 * (left.x1 - left.x0)


def test_what_is_beside_a_cushion_is_clear_of_who_lies_on_it() -> None:
    found = {one.name: one.box for one in pictured(plan_film("A lion lying on a cushion next to a bottle."))}
    assert found["bottle"].x0 >= found["lion"].x1 or found["bottle"].x1 <= found["lion"].x0


def test_a_quilt_over_a_cat_on_a_bed_is_on_the_bed() -> None:
    found = middles("A cat lying under a quilt on a bed.")
    assert abs(found["cat"][0] - found["bed"][0]) < 0.2 and found["cat"][1] < found["bed"][1]


def test_under_something_on_a_bench_is_on_the_bench() -> None:
    found = middles("A mouse sleeps on a bench under an umbrella.")
    assert found["umbrella"][1] < found["mouse"][1] < found["bench"][1]
    found = middles("A fox sleeps on a bed under a quilt.")
    assert abs(found["quilt"][0] - found["fox"][0]) < 0.2 and found["fox"][1] < found["bed"][1]


def test_what_is_on_it_is_on_the_table_that_was_named_last() -> None:
    found = middles("A cake on a plate with a candle on it.")
    assert abs(found["candle"][0] - found["cake"][0]) < 0.1 and found["candle"][1] < found["cake"][1]
    found = middles("A lion sits next to a table with a red box on it.")
    assert abs(found["red box"][0] - found["table"][0]) < 0.2 and found["red box"][1] < found["table"][1]


def test_only_what_is_with_it_is_in_the_background() -> None:
    found = {one.name: one.box for one in pictured(plan_film("A cat next to a lamp with a bear in the background."))}
    assert found["bear"].y1 < found["cat"].y1 and abs(found["lamp"].y1 - found["cat"].y1) < 0.02


def test_beside_somebody_who_is_beside_a_wall_there_is_room() -> None:
    found = {one.name: one.box for one in pictured(plan_film("A donkey standing next to a giraffe near a brick wall."))}
    assert min(found["donkey"].x1, found["giraffe"].x1) <= max(found["donkey"].x0, found["giraffe"].x0)


def test_everyone_has_their_own_mount_and_balloon() -> None:
    board = plan_film("Two knights ride horses. Two girls hold balloons.")
    parents = {q.entity: q.parent for _, shot in board.shots() for p in shot.panels for q in p.placements if q.parent}
    assert parents["knight-1"] != parents["knight-2"] and parents["balloon-1"] != parents["balloon-2"]
