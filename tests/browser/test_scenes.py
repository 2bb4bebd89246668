"""Scenes, places and the cast on the page."""

from typing import Any

import pytest

from storyline.schema.storyboard import Storyboard
from storyline.studio.server import Studio
from tests.browser.hands import card, field, opened, shots, until

pytestmark = pytest.mark.slow


def board(studio: Studio) -> Storyboard:
    return studio.session.board


def scene(page: Any, n: int) -> Any:
    return page.get_by_role("region", name=f"Scene {n}")


def test_a_new_scene_in_a_new_place_can_be_rendered(page: Any, studio: Studio) -> None:
    scene(page, 1).get_by_role("button", name="New scene after this one").click()
    form = scene(page, 1).get_by_role("form", name="New scene")
    form.get_by_label("Heading").fill("At the harbour")
    form.get_by_label("Place", exact=True).select_option("+new")
    form.get_by_label("Name of the place").fill("The old harbour")
    form.get_by_label("Kind of place").fill("beach")
    form.get_by_label("Time of day").select_option("night")
    form.get_by_label("Weather").select_option("rain")
    form.get_by_role("button", name="Add scene").click()
    until(lambda: len(board(studio).scenes) == 3, page)
    new = board(studio).scenes[1]
    assert (new.id, new.heading, new.time_of_day, new.weather) == ("at-the-harbour", "At the harbour", "night", "rain")
    assert board(studio).place(new.place).setting == "beach" and new.place == "the-old-harbour"
    assert [len(panel.placements) for panel in new.shots[0].panels] == [0, 0]
    card(page, new.shots[0].id).get_by_role("button", name="Render").click()
    card(page, new.shots[0].id).locator("video").wait_for(timeout=120_000)


def test_scenes_are_moved_changed_and_deleted(page: Any, studio: Studio) -> None:
    scene(page, 2).get_by_role("button", name="Move scene 2 earlier").click()
    until(lambda: [one.id for one in board(studio).scenes] == ["s2", "s1"], page)
    until(lambda: shots(studio)[0].id == "four", page)
    until(lambda: page.locator(".shot").first.get_attribute("data-shot") == "four", page)
    field(scene(page, 1), "Light").fill("low and golden")
    page.keyboard.press("Tab")
    until(lambda: board(studio).scenes[0].light == "low and golden", page)
    scene(page, 1).get_by_role("button", name="Delete scene").click()
    until(lambda: [one.id for one in board(studio).scenes] == ["s1"], page)
    until(lambda: scene(page, 1).get_by_role("button", name="Delete scene").is_disabled(), page)
    page.get_by_role("button", name="Undo").click()
    until(lambda: len(board(studio).scenes) == 2, page)


def test_the_cast_has_looks_that_are_worn(page: Any, studio: Studio) -> None:
    people = page.locator(".people")
    people.get_by_text("Cast and places").click()
    people.locator("summary", has_text="Hare").click()
    people.get_by_role("button", name="New look").first.click()
    until(lambda: len(board(studio).cast[0].looks) == 2, page)
    second = people.get_by_role("group", name="Look look")
    field(second, "Look").fill("in winter")
    page.keyboard.press("Enter")
    until(lambda: board(studio).cast[0].looks[1].name == "in winter", page)
    second = people.get_by_role("group", name="Look in winter")
    field(second, "Colours, main first").fill("white, sky-ish")
    page.keyboard.press("Enter")
    second.locator(".fault").wait_for()
    assert "expected a colour's name" in second.locator(".fault").inner_text()
    field(second, "Colours, main first").fill("white, red")
    page.keyboard.press("Enter")
    until(lambda: board(studio).cast[0].looks[1].colours == ("white", "red"), page)
    place = opened(page, "one")
    place.locator(".placement summary").first.click()
    field(place, "look").select_option("in winter")
    until(lambda: shots(studio)[0].panels[0].placements[0].look == "in winter", page)
    field(second, "Look").fill("snowy")
    page.keyboard.press("Enter")
    until(lambda: shots(studio)[0].panels[0].placements[0].look == "snowy", page)
    until(lambda: people.get_by_role("button", name="Delete Hare").is_disabled(), page)
    people.locator("summary", has_text="Meadow").click()
    field(people, "In words").wait_for()
    people.get_by_label("Kind of place").fill("forest")
    page.keyboard.press("Enter")
    until(lambda: board(studio).places[0].setting == "forest", page)


def test_a_rider_is_carried_and_let_down(page: Any, studio: Studio) -> None:
    place = opened(page, "one")
    place.get_by_label("Add somebody to panel 1").select_option("tortoise")
    placements = lambda: shots(studio)[0].panels[0].placements
    until(lambda: len(placements()) == 2, page)
    rider = place.locator(".placement", has=page.locator("summary", has_text="Tortoise"))
    rider.locator("summary").click()
    field(rider, "carried by").select_option("hare")
    until(lambda: (placements()[1].parent, placements()[1].anchor) == ("hare", "seat"), page)
    field(rider, "at its").fill("top")
    page.keyboard.press("Enter")
    until(lambda: placements()[1].anchor == "top", page)
    field(rider, "mask, a picture in the folder").fill("nowhere.png")
    page.keyboard.press("Enter")
    rider.locator(".fault").wait_for()
    assert "there is no 'nowhere.png'" in rider.locator(".fault").inner_text()
    page.keyboard.press("Escape")
    until(lambda: not rider.locator(".fault").count(), page)
    field(rider, "carried by").select_option("")
    until(lambda: (placements()[1].parent, placements()[1].anchor) == (None, None), page)


def test_what_a_shot_does_differently_is_changed_and_taken_back(page: Any, studio: Studio) -> None:
    place = opened(page, "one")
    place.get_by_text("How it is rendered").click()
    own = lambda: shots(studio)[0].overrides
    field(place, "Seed (the film's is 7)").fill("12")
    page.keyboard.press("Tab")
    until(lambda: own().seed == 12, page)
    field(place, "Steps").fill("0")
    page.keyboard.press("Enter")
    place.locator(".fault").wait_for()
    assert "expected at least 1" in place.locator(".field:has(.fault)").inner_text()
    page.keyboard.press("Escape")
    field(place, "Seed (the film's is 7)").fill("")
    page.keyboard.press("Enter")
    until(lambda: own().seed is None, page)
    field(place, "Generator").select_option("toon")
    until(lambda: own().generator == "toon", page)
