"""Takes and keyframes on the page: taken, compared, one used; kept as drawn, or supplied."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from storyline.reading import read
from storyline.studio.server import Studio
from tests.browser.hands import card, field, opened, shots, until

pytestmark = pytest.mark.slow


def taken(page: Any, seeds: str) -> Any:
    """The takes of the first shot, once there are these."""
    place = opened(page, "one")
    place.locator("summary", has_text="Takes").click()
    place.get_by_label("Seeds, as 1, 2, 3").fill(seeds)
    place.get_by_role("button", name="New take").click()
    until(lambda: place.locator(".take").count() == len(seeds.split(",")), page)
    return place


def picture(width: int, height: int, kind: str = "PNG") -> dict[str, Any]:
    data = BytesIO()
    Image.new("RGB", (width, height), "purple").save(data, format=kind)
    return {"name": f"x.{kind.lower()}", "mimeType": f"image/{kind.lower()}", "buffer": data.getvalue()}


def test_takes_are_compared_and_one_is_used(page: Any, studio: Studio, tmp_path: Path) -> None:
    place = taken(page, "1, 2")
    assert "seed 2 · toon" in place.locator(".take").first.inner_text()
    assert place.locator(".mark").all_inner_texts() == ["as the shot is now"] * 2
    until(lambda: place.locator(".take video").first.evaluate("(video) => video.poster.length > 0"), page)
    place.get_by_role("button", name="Play together").click()
    place.get_by_role("button", name="Pause").wait_for()
    times = lambda: place.locator(".take video").evaluate_all("(all) => all.map((one) => one.currentTime)")
    until(lambda: min(times()) > 0.1, page)
    place.get_by_role("button", name="Pause").click()
    place.get_by_label("Moment of all takes").fill("500")
    until(lambda: all(abs(time - 0.5) < 0.06 for time in times()), page)

    before = card(page, "one").locator(".frame img").first.get_attribute("src")
    place.get_by_role("button", name="Use the take with seed 1").click()
    until(lambda: shots(studio)[0].locked_take, page)
    assert f'"seed": {1}' in (tmp_path / "takes" / f"{shots(studio)[0].locked_take}.json").read_text("utf-8")
    until(lambda: "locked take" in place.locator(".facts").inner_text(), page)
    until(lambda: place.get_by_role("button", name="Discard the take with seed 1").is_disabled(), page)
    until(lambda: card(page, "one").locator(".frame img").first.get_attribute("src") != before, page)
    page.keyboard.press("Control+s")
    until(lambda: studio.session.is_saved, page)
    assert read(tmp_path / "story.json").document.scenes[0].shots[0].locked_take == shots(studio)[0].locked_take
    page.get_by_role("button", name="Undo").click()
    until(lambda: shots(studio)[0].locked_take is None, page)


def test_what_the_lock_makes_moot_says_so(page: Any, studio: Studio) -> None:
    place = taken(page, "3")
    place.get_by_role("button", name="Use the take with seed 3").click()
    place.locator(".locked").wait_for()
    place.locator(".box").first.focus()
    page.keyboard.press("ArrowRight")
    page.get_by_text("locked to a take: this shows in the film once it is unlocked").wait_for()
    place.locator(".mark.older", has_text="older than the shot").wait_for()
    assert "The shot has been changed since." in place.locator(".locked").inner_text()
    field(place, "Frames").fill("30")
    page.keyboard.press("Enter")
    place.locator(".locked .fault", has_text="it has 24 frames, and the shot 30").wait_for()
    place.locator(".locked").get_by_role("button", name="Unlock").click()
    until(lambda: shots(studio)[0].locked_take is None, page)
    use = place.get_by_role("button", name="Use the take with seed 3")
    until(use.is_disabled, page)


def test_a_take_is_discarded_once_that_is_sure(page: Any, tmp_path: Path) -> None:
    place = taken(page, "1, 2")
    discard = place.get_by_role("button", name="Discard the take with seed 2")
    discard.click()
    assert place.locator(".take").count() == 2
    discard.click()
    until(lambda: place.locator(".take").count() == 1, page)
    assert len(list((tmp_path / "takes").glob("*.mkv"))) == 1


def test_what_cannot_be_taken_is_told_in_the_form(page: Any) -> None:
    place = opened(page, "one")
    place.locator("summary", has_text="Takes").click()
    place.get_by_label("Seeds, as 1, 2, 3").fill("lucky")
    place.get_by_role("button", name="New take").click()
    place.locator("form .fault", has_text="expected a whole number; got 'lucky'").wait_for()
    assert not place.locator(".job").count()


def test_a_panel_is_locked_as_it_is_and_cleared(page: Any, studio: Studio) -> None:
    place = opened(page, "one")
    place.get_by_role("button", name="Lock panel 1 as it is").click()
    until(lambda: shots(studio)[0].panels[0].image, page)
    place.get_by_text("Picture: keyframes/one-").wait_for()
    place.get_by_role("button", name="Clear the picture of panel 1").click()
    until(lambda: shots(studio)[0].panels[0].image is None, page)


def test_a_picture_is_supplied_and_what_is_none_is_told_beside_it(page: Any, studio: Studio, tmp_path: Path) -> None:
    place = opened(page, "one")
    chosen = place.get_by_label("Picture for panel 2 of shot 1.1")
    chosen.set_input_files(picture(64, 64))
    place.locator(".picture .fault", has_text="expected a picture of the frame's shape").wait_for()
    chosen.set_input_files({"name": "x.png", "mimeType": "image/png", "buffer": b"<svg onload=alert(1)>"})
    place.locator(".picture .fault", has_text="which is none").wait_for()
    chosen.set_input_files({"name": "x.png", "mimeType": "image/png", "buffer": bytes(9_100_000)})
    place.locator(".picture .fault", has_text="at most 9 MB").wait_for()
    assert not (tmp_path / "keyframes").exists() and studio.session.version == 1
    chosen.set_input_files(picture(128, 96, "JPEG"))
    until(lambda: shots(studio)[0].panels[1].image, page)
    until(lambda: not place.locator(".picture .fault").count(), page)
    place.get_by_role("button", name="Close").click()
    card(page, "one").get_by_text("· picture").wait_for()
    page.get_by_role("button", name="Undo").click()
    until(lambda: shots(studio)[0].panels[1].image is None, page)
