"""The camera's keyframes on the page: moves, frames that are dragged, numbers."""

from pathlib import Path
from typing import Any

import pytest

from storyline.reading import read
from storyline.schema.camera import CameraKeyframe
from storyline.studio.server import Studio
from tests.browser.hands import box_of, card, field, opened, pull, rect, shots, until

pytestmark = pytest.mark.slow


def camera(studio: Studio) -> tuple[CameraKeyframe, ...]:
    return shots(studio)[0].camera


def move(page: Any, name: str) -> None:
    page.get_by_label("Move of the camera in shot 1.1").select_option(name)


def test_a_move_is_chosen_and_reaches_the_file(page: Any, studio: Studio, tmp_path: Path) -> None:
    opened(page, "one")
    move(page, "push in")
    until(lambda: [(key.at, key.zoom) for key in camera(studio)] == [(0, 1.0), (23, 1.3)], page)
    assert box_of(studio, panel=1) == (0.37, 0.37, 0.63, 0.89)  # it stands where it stood
    until(lambda: "push in" in card(page, "one").inner_text(), page)
    page.keyboard.press("Control+s")
    until(lambda: studio.session.is_saved, page)
    assert read(tmp_path / "story.json").document.scenes[0].shots[0].camera == camera(studio)
    page.keyboard.press("Control+z")
    until(lambda: not camera(studio), page)
    assert box_of(studio, panel=1) == (0.4, 0.4, 0.6, 0.8)


@pytest.mark.parametrize("name", ["pull out", "pan left", "pan right", "tilt up", "tilt down"])
def test_moves_do_what_the_trade_calls_them(page: Any, studio: Studio, name: str) -> None:
    opened(page, "one")
    move(page, "push in")
    until(lambda: len(camera(studio)) == 2, page)
    move(page, name)
    until(lambda: f"· {name}" in card(page, "one").locator(".facts").inner_text(), page)
    for key in camera(studio):
        slack = 0.5 - 0.5 / key.zoom + 1e-4
        assert abs(key.pan) <= slack and abs(key.tilt) <= slack  # nothing beyond the place is seen
    move(page, "whole place")
    until(lambda: not camera(studio), page)
    assert box_of(studio) == pytest.approx((0.4, 0.4, 0.6, 0.8), abs=2e-4)


def test_frames_over_the_place_are_dragged_and_zoomed(page: Any, studio: Studio) -> None:
    place = opened(page, "one")
    until(lambda: place.locator(".ground img").evaluate("(image) => image.naturalWidth > 0"), page)
    box = rect(place.locator(".seen:not(.runner)"))
    handle = place.locator(".seen:not(.runner) .handle.se")
    place.locator(".seen:not(.runner)").hover()
    pull(page, handle, -box["width"] / 4, -box["height"] / 4)
    until(lambda: camera(studio), page)
    assert camera(studio)[0].zoom == pytest.approx(2, abs=0.05)
    until(lambda: rect(place.locator(".seen:not(.runner)"))["width"] < box["width"] * 0.6, page)
    pull(page, place.locator(".seen:not(.runner)"), box["width"] * 0.1, box["height"] * 0.2)
    until(lambda: camera(studio)[0].pan, page)
    assert (camera(studio)[0].pan, camera(studio)[0].tilt) == pytest.approx((0.1, 0.2), abs=0.01)
    place.locator(".seen:not(.runner)").focus()
    for _ in range(2):
        page.keyboard.press("ArrowLeft")
    until(lambda: camera(studio)[0].pan == pytest.approx(0.08, abs=0.01), page)


def test_keyframes_are_added_retimed_and_removed(page: Any, studio: Studio) -> None:
    place = opened(page, "one")
    new = place.get_by_role("button", name="New keyframe")
    for times in ([0], [0, 23], [0, 11, 23]):
        new.click()
        until(lambda times=times: [key.at for key in camera(studio)] == times, page)
    second = place.get_by_role("group", name="Camera keyframe 2")
    until(second.is_visible, page)
    field(second, "At frame").fill("6")
    page.keyboard.press("Enter")
    until(lambda: [key.at for key in camera(studio)] == [0, 6, 23], page)
    field(second, "Zoom").fill("1.5")
    page.keyboard.press("Enter")
    until(lambda: camera(studio)[1].zoom == 1.5, page)
    place.get_by_role("button", name="Play the move").click()
    page.locator(".runner").wait_for()
    second.get_by_role("button", name="Remove camera keyframe 2").click()
    until(lambda: len(camera(studio)) == 2, page)


def test_a_keyframe_that_is_none_is_told_beside_its_field(page: Any, studio: Studio) -> None:
    place = opened(page, "one")
    move(page, "push in")
    second = place.get_by_role("group", name="Camera keyframe 2")
    second.wait_for()
    before = camera(studio)
    field(second, "Zoom").fill("99")
    page.keyboard.press("Enter")
    second.locator(".fault").wait_for()
    assert "expected at most 16" in second.locator(".field:has(.fault)").inner_text()
    assert camera(studio) == before
    page.keyboard.press("Escape")
    until(lambda: not place.locator(".fault").count(), page)


def test_boxes_may_stay_where_they_are_in_the_frame(page: Any, studio: Studio) -> None:
    opened(page, "one").get_by_label("everybody stays in place").uncheck()
    move(page, "push in")
    until(lambda: len(camera(studio)) == 2, page)
    assert box_of(studio, panel=1) == (0.4, 0.4, 0.6, 0.8)
