"""The page of a comparison in a browser: both films in step, sorted, filtered, by keyboard, on narrow screens."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from storyline.film.compare import Version, compare, write_comparison
from tests.boards import board, shot

pytestmark = pytest.mark.slow

AT = "() => [document.getElementById('a').currentTime, document.getElementById('b').currentTime]"
ROWS = "() => [...document.querySelectorAll('tbody tr')].filter((row) => !row.hidden).map((row) => row.dataset.n)"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shot that is the same; one longer in B, the hare elsewhere; one only in A, and one only in B."""
    elsewhere = [{"entity": "hare", "box": [0.1, 0.4, 0.3, 0.8]}]
    longer = shot("b", 48)
    longer["panels"] = [{**panel, "placements": elsewhere} for panel in longer["panels"]]
    one = board(shot("a", 24), shot("b", 24), shot("c", 24))
    other = board(shot("a", 24), longer, shot("d", 24))
    path = tmp_path_factory.mktemp("page") / "x.html"
    write_comparison(compare(Version(one, name="<b>one</b>"), Version(other, name="other"), workers=1), path)
    return path


@pytest.fixture
def page(written: Path, browser: Any) -> Iterator[Any]:
    """The page from disk; nothing in it may fail or be refused by its policy."""
    wrong: list[str] = []
    with browser.new_context(viewport={"width": 1200, "height": 900}) as context:
        context.set_default_timeout(20_000)
        page = context.new_page()
        page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(written.as_uri())
        page.wait_for_function("() => ['a', 'b'].every((id) => document.getElementById(id).readyState >= 2)")
        yield page
        assert wrong == []


def rests(page: Any) -> tuple[float, float]:
    """Where both films stand, once they have got there."""
    page.wait_for_function("() => ['a', 'b'].every((id) => !document.getElementById(id).seeking)")
    a, b = page.evaluate(AT)
    return a, b


def test_films_play_in_step_and_the_shorter_one_waits(page: Any) -> None:
    assert page.text_content("#where").startswith("1.2: changed")  # what differs first is shown at once
    page.get_by_role("button", name="Show both here").nth(0).click()
    assert rests(page) == pytest.approx((1.02, 1.02), abs=0.03)
    page.click("#play")
    page.wait_for_function("() => document.getElementById('b').currentTime > 1.5")
    a, b = page.evaluate(AT)
    assert abs(a - b) < 0.15
    page.wait_for_function("() => document.getElementById('b').currentTime > 2.5")
    a, b = page.evaluate(AT)
    assert a == pytest.approx(2 - 0.02, abs=0.03) and page.evaluate("document.getElementById('a').paused")
    page.wait_for_function("() => document.getElementById('where').textContent.startsWith('1.3: only in A')")
    assert page.is_visible("#b\\.none") and not page.is_visible("#a\\.none")
    page.wait_for_function("() => document.getElementById('play').textContent === 'Play'")
    assert page.text_content("#time") == "0:05.0" and page.is_visible("#a\\.none")


def test_parts_are_sorted_and_filtered(page: Any) -> None:
    assert page.evaluate(ROWS) == ["1", "2", "3"]
    page.uncheck("#only")
    assert page.evaluate(ROWS) == ["0", "1", "2", "3"]
    page.get_by_role("button", name="Mean").click()
    assert page.evaluate(ROWS) == ["1", "0", "2", "3"]
    page.get_by_role("button", name="Mean").click()
    assert page.evaluate(ROWS) == ["0", "1", "2", "3"]
    page.get_by_role("button", name="PSNR").click()
    assert page.evaluate(ROWS) == ["1", "0", "2", "3"]
    assert page.get_attribute("th:has(button[data-by=psnr])", "aria-sort") == "ascending"
    page.click("button[data-by=n]")
    assert page.evaluate(ROWS) == ["0", "1", "2", "3"]


def test_it_works_by_keyboard(page: Any) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.focus("#seek")
    page.keyboard.press("Home")
    assert rests(page) == pytest.approx((0.02, 0.02), abs=0.03)
    page.focus("#forth")
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    assert rests(page)[0] == pytest.approx(2.02, abs=0.03)
    page.focus("#back")
    page.keyboard.press("Enter")
    assert rests(page) == pytest.approx((1.02, 1.02), abs=0.03)


@pytest.mark.parametrize("width", [360, 800, 1600])
def test_nothing_is_wider_than_the_screen(page: Any, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("tbody img").count() == 2 + 3 + 1 + 1
    assert "<b>one</b>" in page.text_content("figcaption >> nth=0")
