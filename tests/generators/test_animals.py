"""Every animal: recognised by its outline, touched where its row says, moved by every action."""

import math
from collections import Counter
from dataclasses import replace
from functools import lru_cache
from itertools import combinations, pairwise

import cv2
import numpy as np
import pytest

from generators.toon.canvas import Canvas
from generators.toon.cast import figure_of
from generators.toon.figures import STRIDES, crouch, draw_figure, quadruped, sway
from generators.toon.figures.beast import body_of
from generators.toon.figures.breeds import BREEDS
from generators.toon.figures.state import Figure, Moment
from generators.toon.fit import fit
from storyline.schema.base import EntityId
from storyline.schema.entity import Entity, Look
from storyline.schema.media import FrameSize
from storyline.schema.vocabulary import ACTIONS, ANIMALS, COLOURS, KINDS, kind_of

SIDE = 96
STAND = Moment("stand", seconds=0.35, gait=0.35)


def figure(kind: str, *colours: str, id: str = "x") -> Figure:
    look = Look(colours=colours)
    return figure_of(Entity(id=EntityId(id), kind=kind, name=kind, looks=(look,)), look)


def drawn(kind: str, moment: Moment, *colours: str) -> Canvas:
    """The animal in its box as a film would draw it, facing right, its box 0.8 of the canvas wide or high."""
    canvas = Canvas(FrameSize((SIDE, SIDE)), track=True)
    known, pose = ANIMALS[kind], fit(figure(kind), "stand", "side")
    scale = 0.62 / max(1.0, known.aspect)
    x0, _, x1, bottom = pose.pose
    canvas.begin(1)
    with canvas.at(0.5 - (x0 + x1) / 2 * scale, 0.84 - bottom * scale, scale=scale, stretch=pose.stretch):
        draw_figure(canvas, figure(kind, *colours), moment)
    return canvas


@lru_cache(maxsize=4096)
def mask(kind: str, moment: Moment) -> np.ndarray:
    return drawn(kind, moment).visible(1)


def changed(kind: str, a: Moment, b: Moment) -> float:
    """The share of the figure that is elsewhere."""
    first, second = mask(kind, a), mask(kind, b)
    return float((first ^ second).sum() / first.sum())


def liveliness(kind: str, action: str) -> float:
    """How much of the figure moves within an eighth of a second, on average."""
    moments = [Moment(action, seconds=0.3 + n / 8, gait=0.3 + n / 6) for n in range(4)]
    return float(np.mean([changed(kind, a, b) for a, b in pairwise(moments)]))


def test_more_than_thirty_animals_and_each_noun_names_one_of_them() -> None:
    assert len(ANIMALS) > 40
    nouns = Counter(noun for kind, known in KINDS.items() for noun in (kind, *known.others))
    assert [noun for noun, times in nouns.items() if times > 1] == []
    assert {kind_of(noun) for noun in ("wolf", "owl", "rooster", "stag", "calf", "toad")} == {
        "wolf", "owl", "rooster", "deer", "cow", "frog",
    }  # fmt: skip


@pytest.mark.parametrize("kind", ANIMALS)
def test_an_animal_is_large_enough_to_be_seen_and_stands_as_its_row_says(kind: str) -> None:
    known = ANIMALS[kind]
    assert known.height >= 0.10
    canvas, extents = Canvas(FrameSize((16, 16))), []
    for n in range(8):
        canvas.begin(1)
        draw_figure(canvas, figure(kind), replace(STAND, seconds=n * 0.37))
        extents.append(canvas.extent())
    x0, y0, x1, y1 = np.mean(extents, 0)
    assert (x1 - x0) / (y1 - y0) == pytest.approx(known.aspect, rel=0.07)
    assert 0.9 < y1 - y0 < 1.16


@pytest.mark.parametrize("kind", ANIMALS)
def test_anchors_lie_on_the_drawn_figure(kind: str) -> None:
    seen = mask(kind, STAND)
    rows, columns = np.nonzero(seen)
    x0, x1, y0, y1 = columns.min(), columns.max() + 1, rows.min(), rows.max() + 1
    under_wings = ("dragon", "rooster", "bee", "frog")  # something of theirs is over the seat
    for name, (x, y) in ANIMALS[kind].anchors.items():
        away = np.hypot(columns + 0.5 - (x0 + x * (x1 - x0)), rows + 0.5 - (y0 + y * (y1 - y0))).min()
        assert away <= 0.03 * max(x1 - x0, y1 - y0) + 0.7, name
        if name == "seat":  # the bottom is on the back, not in the belly
            column = seen[:, round(x0 + x * (x1 - x0))]
            top = np.flatnonzero(column)[0]
            assert abs(y0 + y * (y1 - y0) - top) < 0.30 * (y1 - y0) or kind in under_wings, name


def test_those_who_are_ridden_have_a_seat() -> None:
    for kind in (
        "horse",
        "donkey",
        "unicorn",
        "elephant",
        "cow",
        "bear",
        "dragon",
        "lion",
        "deer",
        "whale",
        "tortoise",
    ):
        assert "seat" in ANIMALS[kind].anchors
    for kind in ("monkey", "mouse", "squirrel", "penguin", "octopus", "elephant"):
        assert "hand" in ANIMALS[kind].anchors
    assert all("mouth" in known.anchors for known in ANIMALS.values())


def test_no_two_animals_have_the_same_outline() -> None:
    outlines = {}
    for kind in ANIMALS:
        seen = mask(kind, STAND)
        rows, columns = np.nonzero(seen)
        tight = seen[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1].astype(np.uint8)
        outlines[kind] = cv2.resize(tight, (64, 64), interpolation=cv2.INTER_NEAREST) > 0
    alike = {
        (a, b): float((outlines[a] & outlines[b]).sum() / (outlines[a] | outlines[b]).sum())
        for a, b in combinations(outlines, 2)
    }
    assert max(alike.values()) < 0.85, max(alike, key=lambda pair: alike[pair])


@pytest.mark.parametrize("kind", ANIMALS)
def test_the_colour_asked_for_is_the_main_colour(kind: str) -> None:
    for colour in ("red", "green", "blue"):
        canvas = drawn(kind, STAND, colour)
        pixels = canvas.picture()[canvas.visible(1)].astype(float)
        pixels = pixels[np.ptp(pixels, 1) > 40]  # neither ink nor eyes nor white
        asked = np.array(COLOURS[colour], float)
        hue = lambda v: (
            (v - v.mean(-1, keepdims=True)) / np.linalg.norm(v - v.mean(-1, keepdims=True), axis=-1)[..., None]
        )
        assert np.mean(hue(pixels) @ hue(asked[None])[0] > 0.85) > 0.5, colour


@pytest.mark.slow
@pytest.mark.parametrize("kind", ANIMALS)
def test_every_action_is_seen(kind: str) -> None:
    for action in ACTIONS:
        if action in ("stand", "hold"):
            continue
        moments = (
            Moment(action, seconds=t, gait=t, hop=0.8 if action == "jump" else 0.0, progress=0.45)
            for t in (0.35, 0.6, 1.0)
        )
        assert any(changed(kind, STAND, m) > 0.04 for m in moments), action


@pytest.mark.slow
@pytest.mark.parametrize("kind", ANIMALS)
def test_who_runs_or_dances_moves_more_than_who_stands(kind: str) -> None:
    still = liveliness(kind, "stand")
    for action in ("run", "dance"):
        assert liveliness(kind, action) > 1.5 * still, action
    assert liveliness(kind, "sleep") <= max(0.06, still)


@pytest.mark.parametrize("kind", [kind for kind, known in ANIMALS.items() if known.medium == "ground"])
def test_a_sleeper_is_lower_than_one_who_stands(kind: str) -> None:
    tops = [np.flatnonzero(mask(kind, replace(STAND, action=action)).any(1))[0] for action in ("stand", "sleep")]
    assert tops[1] > tops[0]


@pytest.mark.parametrize("kind", BREEDS)
def test_joints_of_four_legs_do_what_the_action_says(kind: str) -> None:
    breed = BREEDS[kind]

    def at(action: str, seconds: float = 0.35, **more: float) -> tuple[quadruped.Crouch, tuple[float, float]]:
        c = quadruped.crouch(Moment(action, seconds=seconds, gait=seconds, **more), upright=breed.haunch > 0)
        return c, body_of(breed, c).head

    stand, head = at("stand")
    spread = lambda c: max(abs(dx) + up for dx, up in c.feet)
    assert spread(at("run")[0]) > spread(at("walk", 0.1)[0]) > spread(stand) - 1e-9 or breed.haunch
    assert at("sleep")[1][1] > head[1] + 0.05
    assert at("cry")[1][1] > at("laugh")[1][1]
    assert at("bow", progress=0.5)[1][1] > at("walk")[1][1] + 0.02
    assert body_of(breed, at("climb")[0]).pitch < -0.8
    assert body_of(breed, at("dance")[0]).pitch < -0.8
    assert body_of(breed, at("pull")[0]).pitch < body_of(breed, at("push")[0]).pitch
    assert at("crawl")[0].drop > 0.3
    assert at("point")[0].paws[1] is not None and at("wave")[0].paws[1] is not None
    wound, flung = (at("throw", progress=p)[0].paws[1] for p in (0.27, 0.5))
    assert wound is not None and flung is not None and flung[0] > wound[0] + 0.5 and flung[1] > wound[1]
    if not breed.haunch:
        assert at("eat")[1][1] > head[1] + 0.05
        assert at("eat", holds=True)[1][1] == pytest.approx(head[1], abs=0.05)


def test_a_body_is_halfway_between_two_actions_halfway_through_the_change() -> None:
    m = Moment("sit", seconds=1.0, gait=0.0)
    before, after = quadruped.crouch(replace(m, action="stand")), quadruped.crouch(m)
    start, middle, end = (quadruped.crouch(replace(m, was="stand", share=share)) for share in (0.0, 0.5, 1.0))
    assert (start, end) == (before, after) and 0.3 < middle.sit < 0.7
    bird = sway.sway(replace(m, action="bow", was="stand", share=0.5))
    assert 0 < bird.tilt < sway.sway(replace(m, action="bow")).tilt


def test_who_carries_something_along_walks() -> None:
    still, going = (Moment("hold", seconds=0.3, gait=0.1, steps=steps) for steps in (False, True))
    assert quadruped.crouch(still).feet != quadruped.crouch(going).feet
    assert quadruped.crouch(going).feet == quadruped.crouch(replace(going, action="walk")).feet


@pytest.mark.parametrize("action", ["walk", "run"])
def test_feet_on_the_ground_stay_where_they_are(action: str) -> None:
    """A foot goes back under the body exactly as fast as the body goes on."""
    walk = action == "walk"
    stride = crouch.WALK_STRIDE if walk else crouch.RUN_STRIDE
    for kind, breed in BREEDS.items():
        tall = -breed.middle[1]
        assert STRIDES[kind][not walk] == pytest.approx(stride * tall)
    for gait in (0.02, 0.1, 0.2, 0.3):
        now, then = (quadruped.crouch(Moment(action, seconds=0, gait=g)).feet for g in (gait, gait + 0.01))
        for (x0, up0), (x1, up1) in zip(now, then, strict=True):
            if up0 == up1 == 0:
                assert x0 - x1 == pytest.approx(0.01 * stride)


@pytest.mark.parametrize("kind", ANIMALS)
def test_an_animal_talks_blinks_and_feels_and_has_no_face_behind(kind: str) -> None:
    def picture(**more: object) -> np.ndarray:
        return drawn(kind, replace(STAND, **more)).picture().astype(int)

    plain = picture()
    for more in (
        {"mouth": 0.9},
        {"eyes": 0.0},
        {"expression": "sad"},
        {"expression": "happy"},
        {"expression": "afraid"},
    ):
        assert (np.abs(picture(**more) - plain).max(2) > 24).sum() > 5, more
    behind = picture(view="back")
    assert np.array_equal(behind, picture(view="back", mouth=0.9, expression="angry"))
    assert math.isfinite(np.abs(picture(view="front") - plain).mean())
