"""The colours of a figure are its own: where it stands, how large, and before what, changes nothing."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from editors.colours import to_lab
from editors.consistency.difference import difference
from editors.consistency.matching import matched
from editors.consistency.measure import measured, visible
from editors.consistency.palette import LEAST, MOST, palette_of
from editors.consistency.work import Standing
from storyline.schema.base import EntityId
from storyline.schema.layout import Box
from tests.editors.consistency.figures import BELLY, BOOTS, COAT, FOX, drawn, palette

GREEN, BLUE, SAND = (90, 170, 90), (90, 140, 200), (205, 190, 140)


@pytest.mark.parametrize("ground", [GREEN, BLUE, SAND])
@pytest.mark.parametrize(("x", "y", "height"), [(0.3, 0.4, 0.6), (0.7, 0.5, 0.3), (0.5, 0.55, 0.8), (0.2, 0.6, 0.45)])
def test_a_figure_elsewhere_and_of_another_size_has_the_same_colours(
    x: float, y: float, height: float, ground: tuple[int, int, int]
) -> None:
    one, other = palette(drawn((0.5, 0.5), 0.6)), palette(drawn((x, y), height, ground=ground))
    assert one is not None and other is not None
    assert matched(one, other).apart < 1.0
    assert abs(one.tones[0].share - other.tones[0].share) < 0.2


def test_the_colours_are_those_that_were_painted() -> None:
    found = palette(drawn((0.3, 0.5), 0.6), drawn((0.5, 0.5), 0.6))
    assert found is not None
    measured_colours = np.array([tone.lab for tone in found.tones])
    for painted in to_lab(torch.tensor([COAT, BELLY, BOOTS]).T[:, None] / 255)[:, 0].T.numpy():
        assert difference(measured_colours, painted).min() < 1.0
    assert found.tones[0].share > 0.5


def test_who_is_hidden_out_of_the_frame_or_not_there_has_none() -> None:
    frame, box = drawn((0.5, 0.5), 0.6)
    hare, wall = EntityId("hare"), EntityId("wall")
    behind = (Standing(entity=hare, box=box), Standing(entity=wall, box=Box((0.2, 0.1, 0.8, 0.9))))
    assert hare not in measured([frame], [behind]).entities
    assert measured([frame], [(Standing(entity=hare, box=Box((0.95, 0.1, 1.6, 0.9))),)]).entities == {}
    assert measured([frame], [()]).entities == {} and measured([frame], [()]).ground is not None
    empty, _ = drawn((0.5, 0.5), 0.01)
    nobody = measured([np.full_like(empty, 128)], [(Standing(entity=hare, box=box),)])
    assert nobody.entities.keys() <= {hare}  # a flat frame has nothing that could be cut out


def test_what_stands_before_somebody_is_left_out() -> None:
    frame, box = drawn((0.5, 0.5), 0.7)
    frame[30:66, 84:96] = (20, 40, 220)
    post = Standing(entity=EntityId("post"), box=Box((84 / 160, 30 / 96, 96 / 160, 66 / 96)))
    found = measured([frame], [(Standing(entity=FOX, box=box), post)])
    clean = palette(drawn((0.5, 0.5), 0.7))
    assert clean is not None and matched(found.entities[FOX], clean).apart < 1.5
    assert all(tone.lab[2] > -20 for tone in found.entities[FOX].tones)


def test_visible_parts_are_what_nearer_boxes_leave() -> None:
    far, near = visible([Box((0, 0, 0.5, 1)), Box((0.25, 0, 0.5, 1))], (40, 80))
    assert far[1] == 0.5 and near[1] == 1.0 and not (far[0] & near[0]).any()


@settings(max_examples=30)
@given(st.integers(1, 5), st.integers(0, 9))
def test_a_palette_has_a_few_colours_the_commonest_first(count: int, seed: int) -> None:
    generator = np.random.default_rng(seed)
    middles = generator.uniform((10, -60, -60), (90, 60, 60), (count, 3))
    lab = np.concatenate([middle + generator.normal(0, 2, (40 * (n + 1), 3)) for n, middle in enumerate(middles)])
    found = palette_of(lab, np.ones(len(lab)))
    assert found is not None and 1 <= len(found.tones) <= MOST
    shares = [tone.share for tone in found.tones]
    assert shares == sorted(shares, reverse=True) and min(shares) >= LEAST and sum(shares) <= 1.001
    double = palette_of(np.repeat(lab, 2, axis=0), np.ones(2 * len(lab)))
    assert double == found


def test_no_pixels_have_no_palette() -> None:
    assert palette_of(np.zeros((0, 3)), np.zeros(0)) is None
    assert palette_of(np.zeros((3, 3)), np.zeros(3)) is None


@pytest.mark.parametrize("coat", [(180, 60, 60), (40, 140, 150), (230, 190, 60)])
def test_another_coat_is_far_and_the_belly_stays_the_belly(coat: tuple[int, int, int]) -> None:
    one, other = palette(drawn((0.5, 0.5), 0.6)), palette(drawn((0.4, 0.5), 0.5, coat))
    assert one is not None and other is not None
    match = matched(one, other)
    assert match.apart > 8 and match.pairs[0] == (0, 0)
    for a, b in match.pairs[1:]:
        assert difference(np.array(one.tones[a].lab), np.array(other.tones[b].lab)) < 3
