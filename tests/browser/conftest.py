"""A studio on this machine and a browser without a window that has it open."""

import json
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from storyline.schema.base import document
from storyline.schema.storyboard import Storyboard
from storyline.studio.drawing import Drawing
from storyline.studio.manuscript import open_manuscript
from storyline.studio.server import Studio
from tests.boards import board, shot

WHERE_LINES = [{"text": "Well met.", "speaker": "hare", "start": 0, "duration": 10}]
_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, by playwright; the test is skipped where one of them is not there."""
    api = pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install 'storyline[browser]'")
    installed = next(filter(None, map(shutil.which, _NAMES)), None)
    with api.sync_playwright() as playwright:
        try:
            launched = playwright.chromium.launch(executable_path=installed, args=["--no-sandbox"])
        except api.Error as error:
            pytest.skip(f"needs Chromium: apt install chromium, or playwright install chromium ({str(error)[:80]})")
        yield launched
        launched.close()


def story() -> Storyboard:
    """Two scenes, four shots, one line."""
    fields = {"lines": WHERE_LINES}
    first = board(shot("one", 24), shot("two", 24, **fields), shot("three", 24, transition="dissolve", overlap=6))
    scene = first.scenes[0]
    last = scene.shots[0].model_copy(update={"id": "four"})
    there = scene.model_copy(update={"id": "s2", "heading": "The meadow, later", "shots": (last,)})
    return first.model_copy(update={"scenes": (scene, there)})


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    """A studio with a small story that answers requests."""
    yield from serving(story(), tmp_path)


def serving(storyboard: Storyboard, folder: Path) -> Iterator[Studio]:
    """A studio that answers requests until it is no longer needed."""
    file = folder / "story.json"
    file.write_text(json.dumps({"format": storyboard.format} | document(storyboard)), "utf-8")
    opened = Studio(open_manuscript(file), Drawing(folder))
    thread = threading.Thread(target=opened.serve)
    thread.start()
    try:
        yield opened
    finally:
        opened.close()
        thread.join()


@pytest.fixture
def page(studio: Studio, browser: Any) -> Iterator[Any]:
    """The studio's page, opened; nothing in it may fail or be refused by its policy."""
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        yield from looking(context, studio)


def looking(context: Any, studio: Studio) -> Iterator[Any]:
    """A page of the context with the studio, drawn."""
    context.set_default_timeout(20_000)
    wrong: list[str] = []
    page = context.new_page()
    page.on("console", lambda message: wrong.append(message.text) if _is_wrong(message) else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("dialog", lambda dialog: (wrong.append(dialog.message), dialog.accept()))
    page.goto(studio.url)
    page.wait_for_selector(".box")
    yield page
    assert wrong == []


def _is_wrong(message: Any) -> bool:
    """A picture that is asked for while its panel goes is not there; that is right."""
    is_gone = "404" in message.text and "/thumbnail/" in message.location["url"]
    return message.type in ("error", "warning") and not is_gone
