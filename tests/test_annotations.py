"""Annotations are checked while the tests run: of functions, methods and dataclasses, and how long axes are."""

import jaxtyping
import numpy as np
import pytest
from beartype.roar import BeartypeCallHintParamViolation, BeartypeCallHintReturnViolation

from planners.offline.pose import Pose
from storyline.evaluation.frechet import frechet
from storyline.frames.pictures import picture_size
from tests import checker

POSE = {"x": 0.5, "y": 0.9, "row": 0.9, "width": 1, "height": 0.5}


def test_arguments_are_what_they_are_said_to_be() -> None:
    with pytest.raises(BeartypeCallHintParamViolation):
        picture_size("a.png")
    with pytest.raises(BeartypeCallHintParamViolation):
        Pose(**POSE, action=3)
    with pytest.raises(jaxtyping.TypeCheckError):
        Pose(**POSE).mixed(Pose(**POSE), "half")


def test_so_is_what_comes_back() -> None:
    @jaxtyping.jaxtyped(typechecker=checker)
    def half(number: int) -> int:
        return number / 2

    with pytest.raises(BeartypeCallHintReturnViolation):
        half(3)


def test_axes_of_one_name_are_of_one_length() -> None:
    with pytest.raises(jaxtyping.TypeCheckError, match="d=3"):
        frechet(np.zeros((2, 3)), np.zeros((2, 4)))
