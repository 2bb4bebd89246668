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
