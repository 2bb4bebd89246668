"""The example session, run by a real kernel in a folder and a store of its own."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

import storyline
from storyline.film.takes import takes_of
from storyline.frames.decode import frame_count
from storyline.graph.store import ENVIRONMENT

NOTEBOOK = Path(__file__).parents[2] / "examples" / "storyboarding.ipynb"


def test_it_is_kept_without_outputs() -> None:
    """They would be megabytes of films; the manual has pictures of them."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(notebook)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert not any(cell.outputs or cell.execution_count for cell in cells)
    assert NOTEBOOK.stat().st_size < 20_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where the session was run; all that Jupyter keeps for its user is kept there, too."""
    folder = tmp_path_factory.mktemp("session")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(ENVIRONMENT, str(folder / "store"))
        for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
            patch.setenv(name, str(folder / name.lower()))
        yield folder


@pytest.fixture(scope="module")
def shown(folder: Path) -> dict[str, list[Any]]:
    """What each cell of the session showed, by the cell's id."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(folder)}}).execute()
    return {cell.id: [output.data for output in cell.outputs] for cell in notebook.cells if cell.cell_type == "code"}


@pytest.mark.slow
def test_a_paragraph_becomes_a_film_that_is_changed_twice(shown: dict[str, list[Any]], folder: Path) -> None:
    assert shown["board"][0]["text/html"].count("<img ") == 5
    assert "application/vnd.jupyter.widget-view+json" in shown["editor"][0]
    assert "Render graph" in shown["tasks"][0]["text/html"]
    for cell in ("make", "update", "update-again"):
        assert "<video " in shown[cell][-1]["text/html"]
    board = storyline.plan_film(folder / "out" / "lantern" / "storyboard.yaml")
    first, second, third, _ = board.scenes[0].shots
    assert first.panels[1].placements[0].box.root == (0.75, 0.55, 0.96, 0.82)
    assert [line.text for line in third.lines] == ["Is there room for me?"]
    assert [take.digest for take in takes_of(folder)] == [second.locked_take]
    assert frame_count(folder / "out" / "lantern" / "film.mp4") == board.length
    assert board.title == "The Lantern"


@pytest.mark.slow
def test_only_what_was_changed_is_rendered_again_and_differs(shown: dict[str, list[Any]]) -> None:
    for cell in ("update", "update-again", "shoot"):
        assert shown[cell][0]["text/plain"] == "Rendered 1 of 5 shots; the others are as they were."
    assert "the frames of 2 are identical" in shown["compared"][0]["text/html"]
