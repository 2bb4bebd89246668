"""What the trade calls a shot."""

from typing import Any, get_args

import pytest

from storyline.exchange.trade import ANGLES, SIZES, begins, moves, terms
from storyline.schema.camera import Angle, ShotSize
from storyline.schema.storyboard import Shot
from tests.boards import shot


def made(**fields: Any) -> Shot:
    return Shot.model_validate(shot("a", 20, **fields))


def test_every_size_and_angle_has_its_term() -> None:
    assert tuple(SIZES) == get_args(ShotSize) and all(term.short == size for size, term in SIZES.items())
    assert tuple(ANGLES) == get_args(Angle)


@pytest.mark.parametrize(
    ("keyframes", "expected"),
    [
        ([], []),
        ([{"at": 3, "zoom": 2}], []),
        ([{"at": 0}, {"at": 19, "zoom": 1.5}], ["PUSH IN"]),
        (
            [{"at": 0, "zoom": 2}, {"at": 19, "pan": -0.2, "tilt": 0.1, "roll": 5}],
            ["PULL OUT", "PAN L", "TILT DN", "ROLL"],
        ),
        ([{"at": 0}, {"at": 9, "pan": 0.3}, {"at": 19}], ["PAN R", "PAN L"]),
        ([{"at": 0}, {"at": 30, "pan": 0.3}], ["PAN R"]),
    ],
)
def test_moves(keyframes: list[dict[str, Any]], expected: list[str]) -> None:
    assert [move.short for move in moves(made(camera=keyframes))] == expected


def test_terms() -> None:
    assert [term.short for term in terms(made(size="ECU", angle="dutch"))] == ["ECU", "DUTCH", "STATIC"]
    assert begins(made()) is None
    wiped = begins(made(transition="wipe", overlap=8))
    assert wiped is not None and wiped.short == "WIPE 8f"
