"""The studio's page in a real browser, against a real session."""

import time
from pathlib import Path
from typing import Any

import pytest

from storyline.studio.server import Studio
from tests.boards import board, shot
from tests.browser.conftest import looking, serving
from tests.browser.hands import box_of, card, field, opened, pull, rect, shots, until

pytestmark = pytest.mark.slow


def test_every_shot_has_its_card_with_pictures_and_words(page: Any) -> None:
    assert page.locator(".shot h3").all_inner_texts() == ["1.1", "1.2", "1.3", "2.1"]
    assert "WS · static" in card(page, "one").inner_text()
    assert "00:00:01:00 · 1.0 s" in card(page, "two").inner_text()
    assert "Hare: Well met." in card(page, "two").inner_text()
    assert "dissolve 6f" in card(page, "three").inner_text()
    until(lambda: page.evaluate("[...document.images].every((i) => i.naturalWidth > 0)"), page)
    assert page.locator("img").first.get_attribute("alt") == "Shot 1.1, panel 1: a hare"
    assert page.locator("img:not([alt]), button:not([aria-label]):empty").count() == 0


def test_a_box_is_dragged_and_the_storyboard_has_it(page: Any, studio: Studio) -> None:
    before = box_of(studio)
    frame = rect(card(page, "one").locator(".frame").first)
    pull(page, card(page, "one").locator(".box").first, frame["width"] * 0.1, -frame["height"] * 0.2)
    until(lambda: box_of(studio) != before, page)
    assert box_of(studio) == pytest.approx((0.5, 0.2, 0.7, 0.6), abs=0.01)
    assert box_of(studio, panel=1) == before
    until(lambda: page.get_by_role("button", name="Undo").is_enabled(), page)


def test_a_box_is_resized_by_its_corner(page: Any, studio: Studio) -> None:
    before = box_of(studio)
    box = card(page, "one").locator(".box").first
    box.hover()
    frame = rect(card(page, "one").locator(".frame").first)
    pull(page, box.locator(".handle.se"), frame["width"] * 0.1, frame["height"] * 0.1)
    until(lambda: box_of(studio) != before, page)
    assert box_of(studio) == pytest.approx((0.4, 0.4, 0.7, 0.9), abs=0.01)


def test_keys_alone_move_resize_and_remove(page: Any, studio: Studio) -> None:
    box = opened(page, "one").locator(".box").first
    box.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    until(lambda: box_of(studio)[0] == 0.43, page)
    assert box_of(studio) == (0.43, 0.4, 0.63, 0.8)  # in one step
    until(lambda: page.evaluate("document.activeElement.className") == "box", page)
    page.keyboard.press("Shift+ArrowDown")
    until(lambda: box_of(studio)[3] == 0.81, page)
    until(lambda: page.evaluate("document.activeElement.className") == "box", page)
    page.keyboard.press("Control+z")
    until(lambda: box_of(studio)[3] == 0.8, page)
    card(page, "one").locator(".box").first.focus()
    page.keyboard.press("Delete")
    until(lambda: not shots(studio)[0].panels[0].placements, page)


def test_what_is_wrong_stands_beside_its_field_until_it_is_mended(page: Any, studio: Studio) -> None:
    place = opened(page, "one")
    field(place, "Frames").fill("many")
    page.keyboard.press("Tab")
    place.locator(".fault").wait_for()
    assert place.locator(".field:has(.fault)").inner_text().startswith("Frames")
    assert "expected a whole number; got 'many'" in place.locator(".fault").inner_text()
    assert field(place, "Frames").input_value() == "many"
    field(place, "Frames").fill("more")
    page.keyboard.press("Tab")
    place.locator(".fault", has_text="got 'more'").wait_for()
    field(place, "Frames").fill("many")
    page.keyboard.press("Tab")
    place.locator(".fault", has_text="got 'many'").wait_for()
    assert shots(studio)[0].duration == 24
    field(place, "Action").fill("The hare waits.")
    page.keyboard.press("Tab")
    until(lambda: shots(studio)[0].action == "The hare waits.", page)
    page.wait_for_timeout(300)
    assert studio.session.version == 2  # one step, though the field was changed and left
    assert field(place, "Frames").input_value() == "many"
    field(place, "Frames").fill("48")
    page.keyboard.press("Enter")
    until(lambda: shots(studio)[0].duration == 48, page)
    assert [panel.at for panel in shots(studio)[0].panels] == [0, 47]
    until(lambda: not place.locator(".fault").count(), page)
    assert field(place, "Seconds").input_value() == "2"


def test_a_box_that_is_none_is_told_beside_its_side(page: Any, studio: Studio) -> None:
    place = opened(page, "one")
    place.locator("summary").first.click()
    field(place, "right").fill("0.1")
    page.keyboard.press("Enter")
    place.locator(".fault").wait_for()
    assert "box must satisfy x0 < x1" in place.locator(".field:has(.fault)").inner_text()
    page.keyboard.press("Escape")
    until(lambda: not place.locator(".fault").count(), page)
    assert field(place, "right").input_value() == "0.6"
    assert box_of(studio) == (0.4, 0.4, 0.6, 0.8)


def test_a_line_that_does_not_fit_is_told_with_the_length_and_with_the_line(page: Any, studio: Studio) -> None:
    place = opened(page, "two")
    field(place, "Seconds").fill("0.25")
    page.keyboard.press("Enter")
    until(lambda: place.locator(".fault").count() == 2, page)
    for told in place.locator(".fault").all_inner_texts():
        assert "lengthen the shot or shorten the line" in told
    assert shots(studio)[1].duration == 24


def test_words_that_look_like_a_page_are_words(page: Any, studio: Studio) -> None:
    hostile = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    place = opened(page, "two")
    field(place, "Action").fill(hostile)
    field(place, "Words").fill(hostile)
    page.keyboard.press("Tab")
    until(lambda: shots(studio)[1].lines[0].text == hostile, page)
    place.get_by_role("button", name="Close").click()
    until(lambda: hostile in card(page, "two").inner_text(), page)
    assert page.locator(".words img, .words script").count() == 0


def test_shots_are_moved_added_and_removed(page: Any, studio: Studio) -> None:
    ids = lambda: [shot.id for shot in shots(studio)]
    card(page, "one").get_by_role("button", name="Move shot 1.1 later").click()
    until(lambda: ids() == ["two", "one", "three", "four"], page)
    until(lambda: page.locator(".shot").first.get_attribute("data-shot") == "two", page)
    card(page, "four").locator(".grip").drag_to(card(page, "two"), target_position={"x": 20, "y": 100})
    until(lambda: ids() == ["four", "two", "one", "three"], page)
    assert len(studio.session.board.scenes) == 1  # nothing was left in the other
    opened(page, "two").get_by_role("button", name="New shot after").click()
    until(lambda: len(ids()) == 5, page)
    assert ids()[2] not in ("one", "two", "three", "four")
    card(page, ids()[2]).wait_for()
    opened(page, ids()[2]).get_by_role("button", name="Delete shot").click()
    until(lambda: ids() == ["four", "two", "one", "three"], page)


def test_panels_lines_and_who_is_there_are_added_and_removed(page: Any, studio: Studio) -> None:
    place = opened(page, "one")
    shot = lambda: shots(studio)[0]
    place.get_by_role("button", name="New panel").first.click()
    until(lambda: [panel.at for panel in shot().panels] == [0, 11, 23], page)
    until(lambda: place.locator(".panel").count() == 3, page)
    place.get_by_label("Add somebody to panel 2").select_option("tortoise")
    until(lambda: len(shot().panels[1].placements) == 2, page)
    place.get_by_label("Remove Hare from panel 2").click()
    until(lambda: [p.entity for p in shot().panels[1].placements] == ["tortoise"], page)
    place.get_by_label("Add somebody to panel 1").select_option("+new")
    new = place.get_by_role("form", name="Somebody new").first
    new.get_by_label("name").fill("Wise owl")
    new.get_by_label("kind").fill("owl")
    page.keyboard.press("Enter")
    until(lambda: studio.session.board.cast[-1].name == "Wise owl", page)
    assert shot().panels[0].placements[-1].entity == studio.session.board.cast[-1].id
    until(lambda: place.locator(".box", has_text="Wise owl").count() == 1, page)
    place.get_by_role("button", name="Delete panel").nth(1).click()
    until(lambda: [panel.at for panel in shot().panels] == [0, 23], page)
    place.get_by_role("button", name="New line").click()
    until(lambda: len(shot().lines) == 1, page)
    field(place, "Speaker").select_option("tortoise")
    until(lambda: shot().lines[0].speaker == "tortoise", page)


def test_camera_and_transition_are_changed(page: Any, studio: Studio) -> None:
    place = opened(page, "two")
    shot = lambda: shots(studio)[1]
    field(place, "Size").select_option("CU")
    field(place, "Angle").select_option("low")
    field(place, "Begins with").select_option("wipe")
    until(lambda: (shot().size, shot().angle, shot().transition.kind) == ("CU", "low", "wipe"), page)
    assert shot().transition.overlap == 12
    field(place, "Overlap, frames").fill("5")
    page.keyboard.press("Enter")
    until(lambda: shot().transition.overlap == 5, page)
    field(place, "Begins with").select_option("cut")
    until(lambda: shot().transition.overlap == 0, page)


def test_undo_redo_and_save_by_keys(page: Any, studio: Studio) -> None:
    action = field(opened(page, "one"), "Action")
    action.fill("The hare leaves.")
    page.keyboard.press("Control+s")  # what is being typed counts
    until(lambda: studio.session.is_saved and shots(studio)[0].action == "The hare leaves.", page)
    page.get_by_text("Saved as").wait_for()
    page.keyboard.press("Control+z")
    until(lambda: shots(studio)[0].action == "The hare stands.", page)
    until(lambda: action.input_value() == "The hare stands.", page)
    page.keyboard.press("Control+Shift+z")
    until(lambda: shots(studio)[0].action == "The hare leaves.", page)


def test_a_change_from_elsewhere_is_shown_and_what_is_being_typed_stays(page: Any, studio: Studio) -> None:
    field(opened(page, "one"), "Action").press_sequentially("Meanwhile: ")
    studio.session.change([{"do": "set", "at": ["scenes", 0, "shots", 0, "size"], "value": "ECU"}])
    card(page, "one").get_by_text("ECU ·").wait_for()
    assert "Meanwhile: " in field(card(page, "one"), "Action").input_value()
    page.keyboard.press("Tab")
    until(lambda: "Meanwhile: " in shots(studio)[0].action, page)


def test_a_change_of_what_has_changed_since_is_told_and_can_be_made_again(studio: Studio, browser: Any) -> None:
    with browser.new_context() as context:
        context.route("**/events", lambda route: route.abort())  # nothing is heard of what others do
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.goto(studio.url)
        page.wait_for_selector(".box")
        action = field(opened(page, "one"), "Action")
        studio.session.change([{"do": "set", "at": ["scenes", 0, "shots", 0, "size"], "value": "ECU"}])
        action.fill("The hare sleeps.")
        action.press("Enter")
        action.press("Control+Enter")
        page.locator(".alert", has_text="has changed since").wait_for()
        assert "ECU" in card(page, "one").inner_text()
        assert shots(studio)[0].action == "The hare stands."
        action = field(card(page, "one"), "Action")
        assert action.input_value().startswith("The hare sleeps.")
        action.press("Control+Enter")
        until(lambda: shots(studio)[0].action.startswith("The hare sleeps."), page)


def test_a_shot_that_somebody_else_takes_out_holds_up_nothing(page: Any, studio: Studio) -> None:
    place = opened(page, "one")
    field(place, "Action").fill("The hare runs.")
    studio.session.change([{"do": "remove", "at": ["scenes", 0, "shots", 0]}])
    until(lambda: card(page, "one").count() == 0, page)
    opened(page, "two").get_by_role("button", name="New shot after").click()
    until(lambda: len(shots(studio)) == 4, page)


def test_tall_frames_keep_their_shape(tmp_path: Path, browser: Any) -> None:
    for studio in serving(board(shot("one", 24), size=(36, 64)), tmp_path):
        with browser.new_context(viewport={"width": 1280, "height": 600}) as context:
            for page in looking(context, studio):
                frame = rect(opened(page, "one").locator(".frame").first)
                assert frame["height"] / frame["width"] == pytest.approx(64 / 36, rel=0.01)
                assert frame["height"] <= 460


def test_a_shot_is_rendered_and_plays_in_its_place(page: Any) -> None:
    card(page, "two").get_by_role("button", name="Render").click()
    card(page, "two").locator("video").wait_for(timeout=120_000)
    until(lambda: page.evaluate("document.querySelector('video').currentTime > 0"), page)
    until(lambda: page.get_by_text("Shot 1.2 is rendered").count() == 1, page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_narrow_screens_and_both_schemes_are_readable(studio: Studio, browser: Any, scheme: str) -> None:
    with browser.new_context(viewport={"width": 360, "height": 780}, color_scheme=scheme) as context:
        for page in looking(context, studio):
            opened(page, "two")
            assert page.evaluate("document.documentElement.scrollWidth") <= 360
            for ink, paper in [
                ("ink", "page"), ("ink", "card"), ("soft", "page"), ("soft", "card"),
                ("voice", "card"), ("wrong", "wrong-page"), ("wrong", "card"), ("on-main", "main"),
            ]:  # fmt: skip
                assert page.evaluate(CONTRAST, [ink, paper]) >= 4.5, (ink, paper)


CONTRAST = """([ink, paper]) => {
  const probe = document.querySelector(".storyline-editor").appendChild(document.createElement("i"));
  const light = (name) => {
    probe.style.color = `var(--${name})`;
    const parts = getComputedStyle(probe).color.match(/[\\d.]+/g).slice(0, 3).map((part) => part / 255);
    const [r, g, b] = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
  };
  const both = [light(ink), light(paper)].sort((a, b) => b - a);
  probe.remove();
  return both[0] / both[1];
}"""


def test_a_long_film_opens_soon_and_draws_what_is_in_sight(tmp_path: Path, browser: Any) -> None:
    long = board(*(shot(f"shot-{n}", 24) for n in range(300)))
    for studio in serving(long, tmp_path):
        with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
            started = time.monotonic()
            for page in looking(context, studio):
                assert time.monotonic() - started < 15  # on a busy machine; a free one takes one or two
                assert page.locator(".shot").count() == 300
                assert page.locator("img[src]").count() < 60
                page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
                page.locator('.shot[data-shot="shot-299"] .box').first.wait_for()
