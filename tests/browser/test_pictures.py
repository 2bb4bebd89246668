"""Pages of the render graph and of tracks in a real browser: their policy lets them be, and keys are enough."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from storyline.exchange.tracks import page as tracks_page
from storyline.exchange.tracks import svg as tracks_svg
from storyline.film import Render
from storyline.film.graph import names
from storyline.graph import picture
from storyline.graph.store import Store
from storyline.graph.survey import survey
from storyline.schema.storyboard import Storyboard
from tests.boards import board, shot

pytestmark = pytest.mark.slow


def long_story() -> Storyboard:
    """65 shots in five scenes: no page opens all of them."""
    scenes = [
        {"id": f"s{n}", "heading": f"Scene {n}", "place": "meadow", "time_of_day": "day"}
        | {"shots": [shot(f"s{n}-{m}", 48) for m in range(13)]}
        for n in range(5)
    ]
    return board(scenes=scenes)


@pytest.fixture(params=["light", "dark"])
def tab(browser: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    """A narrow page in which nothing may be refused or fail."""
    wrong: list[str] = []
    with browser.new_context(viewport={"width": 420, "height": 800}, color_scheme=request.param) as context:
        tab = context.new_page()
        tab.on("console", lambda message: wrong.append(message.text))
        tab.on("pageerror", lambda error: wrong.append(str(error)))
        yield tab
    assert wrong == []


def shown(tab: Any, file: Path, text: str) -> None:
    file.write_text(text, "utf-8")
    tab.goto(file.as_uri())


def fits(tab: Any) -> bool:
    return bool(tab.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_the_graph_opens_by_keys(tab: Any, tmp_path: Path) -> None:
    storyboard = long_story()
    graph = Render.of(storyboard, store=tmp_path / "store").graph()
    known = survey(graph, set(), Store(tmp_path / "store"))
    shown(tab, tmp_path / "graph.html", picture.page(known, "A film", names(storyboard)))
    assert tab.locator("details[open]").count() == 0 and fits(tab)
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    first = tab.locator("details.sg-block").first
    assert first.locator("svg").is_visible() and first.get_attribute("open") is not None
    bar = first.locator("rect.sg-cached").first
    assert tab.evaluate("bar => getComputedStyle(bar).stroke", bar.element_handle()) == "rgb(128, 133, 145)"
    tab.keyboard.press("Tab")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    assert first.get_by_text("keyframes/s0-0", exact=True).is_visible() and fits(tab)


def test_the_film_at_a_glance_leads_to_a_shot_in_a_closed_scene(tab: Any, tmp_path: Path) -> None:
    shown(tab, tmp_path / "tracks.html", "".join(tracks_page(long_story())))
    assert tab.locator("article:visible").count() == 0 and fits(tab)
    tab.locator('a[href="#shot.s3-4"] rect').dispatch_event("click")
    tab.wait_for_selector('[id="shot.s3-4"]:visible')
    assert tab.locator("article:visible").count() == 13 and fits(tab)


def test_pictures_alone_are_shown(tab: Any, tmp_path: Path) -> None:
    shown(tab, tmp_path / "tracks.svg", tracks_svg(long_story()))
    page = tab.locator("rect.st-page")
    fill = tab.evaluate("page => getComputedStyle(page).fill", page.element_handle())
    dark = tab.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    assert fill == ("rgb(22, 23, 27)" if dark else "rgb(255, 255, 255)")
