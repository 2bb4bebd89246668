"""The editor in a real JupyterLab: a kernel at one end, a browser at the other."""

import json
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_notebook, writes
from PIL import Image

from tests.browser.hands import card, field, opened, pull, until

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
CELLS = (
    "%load_ext storyline.notebook\nfrom tests.browser.conftest import story\neditor = story().edit()\neditor",
    "shot = editor.storyboard.scenes[0].shots[0]\nprint(shot.panels[0].placements[0].box.root, shot.action)",
    'editor.change({"do": "set", "at": ["scenes", 0, "shots", 0, "action"], "value": "Said by Python."})',
    "editor.storyboard",
    "shot = editor.storyboard.scenes[0].shots[0]\n"
    "print(len(shot.camera), shot.locked_take is not None, shot.panels[0].image is not None)",
)


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a notebook that a JupyterLab on this machine has open; it keeps all it knows in a folder."""
    pytest.importorskip("jupyterlab", reason="needs JupyterLab: pip install 'storyline[browser]'")
    folder = tmp_path_factory.mktemp("lab")
    work, runtime = folder / "work", folder / "runtime"
    work.mkdir()
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    notebook = new_notebook(cells=[new_code_cell(cell) for cell in CELLS], metadata=kernel)
    (work / "story.ipynb").write_text(writes(notebook), "utf-8")
    own = {name: str(folder / name.lower()) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR")}
    environment = os.environ | own | {"JUPYTER_RUNTIME_DIR": str(runtime), "PYTHONPATH": str(ROOT)}
    token = secrets.token_urlsafe()
    options = {
        "ServerApp.root_dir": work,
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.open_browser": False,
        "ServerApp.allow_root": True,
        "IdentityProvider.token": token,
        "LabApp.extension_manager": "readonly",
        "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
        "LabApp.news_url": None,
    }
    command = [sys.executable, "-m", "jupyterlab", *(f"--{name}={value}" for name, value in options.items())]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, cwd=work, env=environment, stdout=log, stderr=log, start_new_session=True)
    try:
        end = time.monotonic() + 120
        while not (known := list(runtime.glob("jpserver-*.json"))):
            assert server.poll() is None, (folder / "log").read_text("utf-8")
            assert time.monotonic() < end, "JupyterLab does not start"
            time.sleep(0.1)
        yield f"{json.loads(known[0].read_text('utf-8'))['url']}lab/tree/story.ipynb?token={token}"
    finally:
        os.killpg(server.pid, signal.SIGTERM)  # its kernels end with it
        server.wait(30)


@pytest.fixture
def notebook(lab: str, browser: Any) -> Iterator[Any]:
    """The notebook, with a kernel that waits for cells to run."""
    with browser.new_context(viewport={"width": 1400, "height": 2400}) as context:
        context.set_default_timeout(60_000)
        page = context.new_page()
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(lab)
        page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
        yield page
        assert wrong == []


def run(page: Any, number: int) -> Any:
    """Run a cell, as a person does; where its output is."""
    cell = page.locator(".jp-Notebook .jp-CodeCell").nth(number)
    cell.locator(".jp-InputPrompt").click()
    page.keyboard.press("Control+Enter")
    cell.locator(".jp-InputPrompt", has_text="*").wait_for(state="detached")
    until(lambda: cell.locator(".jp-InputPrompt").inner_text().strip("[]: ").isdigit(), page)
    return cell.locator(".jp-Cell-outputArea")


def test_a_storyboard_is_changed_in_jupyterlab(notebook: Any) -> None:
    page = notebook
    run(page, 0)
    page.locator(".storyline-editor .box").first.wait_for()
    until(lambda: page.evaluate("[...document.querySelectorAll('.box')].length > 0"), page)
    until(lambda: page.evaluate("document.querySelector('.storyline-editor img').naturalWidth > 0"), page)
    assert run(page, 1).inner_text().strip() == "(0.4, 0.4, 0.6, 0.8) The hare stands."

    pull(page, card(page, "one").locator(".box").first, 40, 10)
    until(lambda: page.get_by_role("button", name="Undo").is_enabled(), page)
    assert not run(page, 1).inner_text().startswith("(0.4, ")

    place = opened(page, "one")
    field(place, "Frames").fill("many")
    page.keyboard.press("Tab")
    place.locator(".fault").wait_for()
    assert "expected a whole number; got 'many'" in place.locator(".fault").inner_text()

    run(page, 2)
    until(lambda: field(card(page, "one"), "Action").input_value() == "Said by Python.", page)
    page.get_by_role("button", name="Undo").click()
    until(lambda: field(card(page, "one"), "Action").input_value() == "The hare stands.", page)

    count = page.locator(".jp-Notebook .jp-CodeCell").count()
    card(page, "two").locator(".box").first.focus()
    page.keyboard.press("d")
    page.keyboard.press("d")
    page.keyboard.press("Control+z")
    until(lambda: page.get_by_role("button", name="Undo").is_disabled(), page)
    assert page.locator(".jp-Notebook .jp-CodeCell").count() == count
    assert run(page, 1).inner_text().strip() == "(0.4, 0.4, 0.6, 0.8) The hare stands."

    card(page, "two").get_by_role("button", name="Render").click()
    card(page, "two").locator("video").wait_for(timeout=120_000)
    shown = run(page, 3)
    until(lambda: shown.locator("img").count() == 4, page)


def test_camera_takes_and_pictures_in_jupyterlab(notebook: Any) -> None:
    page = notebook
    run(page, 0)
    page.locator(".storyline-editor .box").first.wait_for()
    place = opened(page, "one")
    page.get_by_label("Move of the camera in shot 1.1").select_option("push in")
    until(lambda: "push in" in place.locator(".facts").inner_text(), page)
    until(lambda: place.locator(".ground img").evaluate("(image) => image.naturalWidth > 0"), page)

    place.locator("summary", has_text="Takes").click()
    place.get_by_label("Seeds, as 1, 2, 3").fill("1, 2")
    place.get_by_role("button", name="New take").click()
    until(lambda: place.locator(".take").count() == 2, page)
    place.get_by_role("button", name="Play together").click()
    place.get_by_role("button", name="Pause").wait_for()
    times = lambda: place.locator(".take video").evaluate_all("(all) => all.map((one) => one.currentTime)")
    until(lambda: min(times()) > 0.1, page)
    place.get_by_role("button", name="Use the take with seed 2").click()
    place.locator(".locked").wait_for()

    data = BytesIO()
    noise = np.random.default_rng(7).integers(0, 255, (1440, 1920, 3), np.uint8)  # nothing makes it shorter
    Image.fromarray(noise).save(data, format="PNG", compress_level=1)
    chosen = place.get_by_label("Picture for panel 1 of shot 1.1")
    assert 8_000_000 < len(data.getvalue()) < 9_000_000  # what a channel has to let through
    chosen.set_input_files({"name": "x.png", "mimeType": "image/png", "buffer": data.getvalue()})
    place.get_by_text("Picture: keyframes/one-").wait_for()
    assert run(page, 4).inner_text().strip() == "2 True True"
