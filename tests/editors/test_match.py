"""Colours become others, and what is like none of them stays."""

from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from editors.canonical import CanonicalClip, Layer, identity
from editors.colours import to_lab
from editors.operations import operation
from editors.operations.match import moved
from editors.operations.protocol import Asked
from storyline.errors import EditError

ORANGE, WHITE, RED = (0.9, 0.55, 0.2), (1.0, 1.0, 1.0), (0.8, 0.15, 0.2)


def picture(*colours: tuple[float, float, float]) -> torch.Tensor:
    return torch.tensor(colours).T[:, None].repeat(1, 3, 1)


def lab(*colours: tuple[float, float, float]) -> torch.Tensor:
    return to_lab(picture(*colours))[:, 0].T


def asked(to: Any) -> Asked:
    image = picture(ORANGE, WHITE)
    layer = Layer(
        "all", image, torch.ones(3, 2), (-1, -1, 1, 1), 0, identity(3, 2)[None], torch.ones(1, 3, 2),
        torch.ones(1, 3, 1, 1),
    )  # fmt: skip
    return Asked(CanonicalClip((layer,), (3, 2), {}), layer, torch.ones(3, 2), to)


def test_a_colour_becomes_another_and_one_that_is_named_with_itself_stays() -> None:
    change = operation("match")(asked([{"from": "#e68c33", "to": "#cc2633"}, {"from": "#ffffff", "to": "#ffffff"}]))
    assert change.colours is not None
    done = change.colours(picture(ORANGE, WHITE, (0.1, 0.2, 0.9)))
    assert (done - picture(RED, WHITE, (0.1, 0.2, 0.9))).abs().max() < 0.02


def test_spread_draws_shades_together_about_their_colour() -> None:
    shades = picture(*((v, v, v) for v in (0.45, 0.5, 0.55)))
    same = to_lab(shades)[:, 0, 1][None]
    done = moved(shades, old=same, new=same, spread=torch.tensor([[0.5, 1.0, 1.0]]))
    before, after = to_lab(shades)[0, 0], to_lab(done)[0, 0]
    assert torch.allclose(after - before[1], 0.5 * (before - before[1]), atol=0.25)


@given(st.lists(st.tuples(*[st.floats(0, 1)] * 3), min_size=1, max_size=4), st.integers(0, 5))
def test_the_map_is_smooth_and_changes_nothing_where_nothing_is_to_be(
    colours: list[tuple[float, float, float]], seed: int
) -> None:
    some = torch.rand(3, 4, 5, generator=torch.Generator().manual_seed(seed))
    old, spread = lab(*colours), torch.ones(len(colours), 3)
    assert torch.equal(moved(some, old=old, new=old, spread=spread), some)
    new = old + torch.tensor([3.0, -8.0, 6.0])
    one, other = (moved(p, old=old, new=new, spread=spread) for p in (some, (some + 0.001).clamp(0, 1)))
    assert (one - other).abs().max() < 0.1


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("teal", "expected a list of colours"),
        ([], "expected a list of colours"),
        ([{"from": "red"}], "from: …, to: …"),
        ([{"from": "red", "to": "blue", "by": 2}], "from: …, to: …"),
        ([{"from": "red", "to": "no colour"}], "expected a word"),
        ([{"from": "red", "to": "blue", "spread": 2}], "three numbers"),
        ([{"from": "red", "to": "blue", "spread": [1, 1, 9]}], "from 0.25 to 4"),
    ],
)
def test_what_is_no_pair_of_colours_is_told(to: Any, said: str) -> None:
    with pytest.raises(EditError, match=said):
        operation("match")(asked(to))
