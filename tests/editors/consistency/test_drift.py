"""Who is off is found; light is nobody's drift; and where nothing can be compared, nothing is said."""

import numpy as np
import pytest

from editors.consistency.correct import corrections
from editors.consistency.drift import Drift, drifts
from editors.consistency.light import light_of, shared_step
from editors.consistency.matching import matched, shifted
from editors.consistency.report import OFF, Consistency
from storyline.schema.base import EntityId
from tests.editors.consistency.figures import film, seen, shots, tones

HARE = tones(((50, 15, 30), 0.7), ((90, 0, 5), 0.3))
BLUE = tones(((45, 5, -35), 0.7), ((90, 0, 5), 0.3))
OTHER = tones(((55, -40, 30), 0.9))
MEADOW = tones(((65, -25, 40), 0.6), ((80, -10, -20), 0.4))
NIGHT = np.array([-22.0, 4.0, -14.0])


def by_shot(found: tuple[Drift, ...], entity: str = "hare") -> dict[str, Drift]:
    return {drift.shot: drift for drift in found if drift.part.entity == entity}


def test_the_shot_that_is_off_is_named_and_the_others_are_not() -> None:
    ids = ["a", "b", "c", "d"]
    found = by_shot(drifts(film(ids), shots({id: seen({"hare": BLUE if id == "c" else HARE}, MEADOW) for id in ids})))
    assert [id for id in ids if found[id].apart >= OFF] == ["c"]
    assert all(found[id].apart == 0 for id in "abd") and found["c"].reference in ("a", "b", "d")
    coat, belly = found["c"].moved
    assert coat.was == BLUE.tones[0].lab and coat.meant == HARE.tones[0].lab and belly.was == belly.meant


@pytest.mark.parametrize(("colour", "right"), [("brown", "a"), ("blue", "b")])
def test_of_two_shots_the_storyboard_says_which_is_right(colour: str, right: str) -> None:
    cast = [{"id": "hare", "kind": "hare", "name": "Hare", "looks": [{"colours": [colour]}]}]
    board = film(["a", "b"], cast=cast)
    found = by_shot(drifts(board, shots({"a": seen({"hare": HARE}), "b": seen({"hare": BLUE})})))
    assert found["a"].reference == found["b"].reference == right


def test_night_is_not_compared_with_day_but_nights_are_with_each_other() -> None:
    board = film(["a", "b", "n1", "n2", "n3"], dict.fromkeys(("n1", "n2", "n3"), "night"))
    dark = shifted(HARE, NIGHT)
    colours = {"a": HARE, "b": HARE, "n1": dark, "n2": dark, "n3": shifted(BLUE, NIGHT)}
    found = by_shot(drifts(board, shots({id: seen({"hare": palette}) for id, palette in colours.items()})))
    assert [id for id, drift in found.items() if drift.apart >= OFF] == ["n3"]
    assert {found[id].part.light for id in ("n1", "n2", "n3")} == {"night"}
    assert found["n3"].moved[0].meant == dark.tones[0].lab


def test_one_shot_alone_no_shot_and_another_look_are_no_drift() -> None:
    board = film(["a", "b"])
    (alone,) = drifts(board, shots({"a": seen({"hare": HARE}), "b": seen({})}))
    assert (alone.reference, alone.apart, alone.moved) == (None, 0, ())
    assert drifts(board, shots({"a": seen({}), "b": seen({})})) == () == drifts(board, {})
    looks = [{"name": "plain", "colours": ["brown"]}, {"name": "dressed", "colours": ["blue"]}]
    dressed = film(["a", "b"], cast=[{"id": "hare", "kind": "hare", "name": "Hare", "looks": looks}])
    second = dressed.scenes[0].shots[1]
    panels = tuple(
        panel.model_copy(update={"placements": (panel.placements[0].model_copy(update={"look": "dressed"}),)})
        for panel in second.panels
    )
    scene = dressed.scenes[0].model_copy(
        update={"shots": (dressed.scenes[0].shots[0], second.model_copy(update={"panels": panels}))}
    )
    dressed = dressed.model_copy(update={"scenes": (scene,)})
    found = drifts(dressed, shots({"a": seen({"hare": HARE}), "b": seen({"hare": BLUE})}))
    assert {drift.part.looks for drift in found} == {("plain",), ("dressed",)}
    assert all(drift.reference is None for drift in found)


def test_what_all_of_a_picture_shares_is_its_light_and_only_what_is_beyond_it_is_drift() -> None:
    board = film(["a", "b", "c"])
    darker = {"hare": shifted(HARE, NIGHT), "tortoise": shifted(OTHER, NIGHT)}
    day = seen({"hare": HARE, "tortoise": OTHER}, MEADOW)
    found = by_shot(drifts(board, shots({"a": day, "b": day, "c": seen(darker, shifted(MEADOW, NIGHT))})))
    assert found["c"].apart < 1
    half = {"hare": shifted(HARE, NIGHT / 2), "tortoise": shifted(OTHER, NIGHT)}  # lit less than what is around it
    found = by_shot(drifts(board, shots({"a": day, "b": day, "c": seen(half, shifted(MEADOW, NIGHT))})))
    assert found["c"].apart < 1
    both = {"hare": shifted(BLUE, NIGHT), "tortoise": shifted(OTHER, NIGHT)}
    found = by_shot(drifts(board, shots({"a": day, "b": day, "c": seen(both, shifted(MEADOW, NIGHT))})))
    assert found["c"].apart >= OFF
    lit = np.array(found["c"].moved[0].meant) - np.array(HARE.tones[0].lab)
    assert lit @ NIGHT >= 0 and np.linalg.norm(np.cross(lit, NIGHT)) < 1  # brought back into the shot's own light
    alone = by_shot(drifts(board, shots({"a": day, "b": day, "c": seen(darker, MEADOW)})))
    assert alone["c"].apart >= OFF / 2  # the ground says that it is not the light


def test_witnesses_that_disagree_say_nothing_of_the_light() -> None:
    day = seen({"hare": HARE, "tortoise": OTHER}, MEADOW)
    hare = EntityId("hare")
    changed = seen({"hare": HARE, "tortoise": shifted(OTHER, NIGHT)}, shifted(MEADOW, -NIGHT))
    assert shared_step(day, changed, hare, same_place=True) @ NIGHT == 0
    assert shared_step(day, seen({"hare": BLUE}), hare, same_place=False).tolist() == [0, 0, 0]
    moved = shared_step(day, seen({"tortoise": shifted(OTHER, NIGHT)}), hare, same_place=True)
    assert np.allclose(moved, NIGHT)


def test_the_light_of_a_scene_is_what_the_storyboard_says_of_it() -> None:
    board = film(["a"], {"a": "night"})
    (scene,) = board.scenes
    assert light_of(board, scene) == "night"
    rainy = scene.model_copy(update={"weather": "rain", "light": "candlelight"})
    room = board.model_copy(update={"places": (board.places[0].model_copy(update={"setting": "room"}),)})
    assert light_of(room, rainy) == "night, rain, candlelight, under a roof"


def test_small_colours_come_and_go_and_much_of_a_colour_is_no_drift() -> None:
    scarf = tones(((50, 15, 30), 0.55), ((90, 0, 5), 0.37), ((40, 60, 30), 0.08))
    assert matched(HARE, scarf).apart < 0.1
    assert matched(HARE, tones(((50, 15, 30), 0.35), ((90, 0, 5), 0.65))).apart < 0.1
    assert matched(HARE, BLUE).pairs == ((0, 0), (1, 1))


def test_a_report_says_who_and_where_and_corrections_are_edits() -> None:
    ids = ["a", "b", "c"]
    colours = shots({id: seen({"hare": BLUE if id == "c" else HARE}) for id in ids})
    report = Consistency(drifts(film(ids), colours))
    (edit,) = corrections(report.off, order=3)
    assert (edit.target.entity, edit.target.shot, edit.operation, edit.order) == ("hare", "c", "match", 3)
    pairs = edit.parameters["to"]
    assert isinstance(pairs, list) and len(pairs) == 2
    told = report.json()
    assert (told["compared"], told["off"]) == (2, 1)
    assert [row["shot"] for row in told["shots"] if row["before"] >= told["least"]] == ["c"]
    assert "| hare | c | day | a |" in report.table() and "1 off" in report.table()
    after = Consistency(report.before, drifts(film(ids), shots({id: seen({"hare": HARE}) for id in ids})))
    assert [row["after"] for row in after.json()["shots"]] == [0, 0, 0] and "| 0.0 |" in after.table()
    none = Consistency(drifts(film(ids), shots({id: seen({"hare": HARE}) for id in ids})))
    assert none.off == () and corrections(none.off) == () and "\n" not in none.table()
