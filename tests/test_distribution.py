"""What is installed under which name."""

from importlib.metadata import packages_distributions
from importlib.resources import files

import pytest

import storyline


@pytest.mark.parametrize("name", ["storyline", "planners", "generators", "editors"])
def test_no_dependency_ships_our_import_names(name: str) -> None:
    assert set(packages_distributions().get(name, ())) <= {"storyline"}  # an editable install lists none


def test_the_public_names() -> None:
    assert storyline.__all__ == [
        "BatchReport",
        "EditedClip",
        "Film",
        "Script",
        "Storyboard",
        "StorylineError",
        "edit_clip",
        "explain_film",
        "make_film",
        "plan_film",
        "read",
        "render_batch",
    ]
    for name in storyline.__all__:
        assert getattr(storyline, name).__name__ == name
    with pytest.raises(AttributeError, match="no attribute 'make_movie'"):
        storyline.make_movie  # noqa: B018


def test_the_page_of_the_studio_is_installed() -> None:
    assert {"index.html", "studio.js", "editor.js", "editor.css"} <= {
        file.name for file in files("storyline.studio").joinpath("page").iterdir()
    }
