"""What is installed under which name."""

from importlib.metadata import packages_distributions

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
