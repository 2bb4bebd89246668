"""The people, vehicles and things of the drawn world, each as itself."""

import math

import cv2
import numpy as np
import pytest

from generators.toon import ToonGenerator
from generators.toon.canvas import Canvas
from generators.toon.cast import figure_of
from generators.toon.figures import FIGURES, STRIDES, draw_figure
from generators.toon.figures.outfit import OUTFITS
from generators.toon.figures.state import Figure, Moment
from generators.toon.figures.things import ROLLS
from generators.toon.sheet import everybody, sheet
from storyline.schema.base import EntityId
from storyline.schema.entity import Entity, Look
from storyline.schema.media import FrameSize
from storyline.schema.vocabulary import (
    BASIC_COLOURS,
    COLOUR_NOUNS,
    COLOURS,
    KINDS,
    PEOPLE,
    THINGS,
    basic_colour,
    bottom_of,
    colour_of,
    extent_of,
    kind_of,
    seat_of,
)
from tests.generators.test_toon import SMALL, board

ALIKE = 0.85
"""So much of what two silhouettes cover together is common to both, when one may take one for the other."""


def figure(kind: str, id: str = "", said: str = "", colours: tuple[str, ...] = ()) -> Figure:
    look = Look(description=said, colours=colours)
    return figure_of(Entity(id=EntityId(id or kind.replace(" ", "-")), kind=kind, name=kind, looks=(look,)), look)


def drawn(who: Figure, moment: Moment) -> Canvas:
    """A figure alone, on black."""
    canvas = Canvas(FrameSize((256, 80)), track=True)
    canvas.begin(1)
    scale = 0.84 * min(1.0, 3.0 / KINDS[who.kind].aspect)
    with canvas.at(canvas.aspect / 2, 0.94, scale=scale):
        draw_figure(canvas, who, moment)
    return canvas


def silhouette(kind: str) -> np.ndarray:
    """What a kind covers, scaled to 64 pixels in its longer direction and put in the middle: its shape alone."""
    owner = drawn(figure(kind), Moment("stand", seconds=0.35, gait=0.35)).owner > 0
    rows, columns = np.flatnonzero(owner.any(1)), np.flatnonzero(owner.any(0))
    shape = owner[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1].astype(np.float32)
    scale = 64 / max(shape.shape)
    height, width = (max(1, round(n * scale)) for n in shape.shape)
    shape = cv2.resize(shape, (width, height), interpolation=cv2.INTER_AREA) > 0.5
    whole = np.zeros((64, 64), bool)
    top, left = (64 - height) // 2, (64 - width) // 2
    whole[top : top + height, left : left + width] = shape
    return whole


def test_no_two_kinds_have_the_same_silhouette() -> None:
    kinds = list(KINDS)
    shapes = np.stack([silhouette(kind).ravel() for kind in kinds]).astype(np.float32)
    common = shapes @ shapes.T
    area = shapes.sum(1)
    overlap = common / (area[:, None] + area[None] - common)
    np.fill_diagonal(overlap, 0)
    pairs = [(kinds[a], kinds[b], overlap[a, b]) for a, b in zip(*np.nonzero(overlap >= ALIKE), strict=True) if a < b]
    assert pairs == []


def test_every_kind_is_drawn_as_itself() -> None:
    assert set(FIGURES) == {*KINDS, "unknown"}
    assert len(PEOPLE) >= 24 and len(THINGS) >= 60


@pytest.mark.parametrize("kind", sorted(PEOPLE))
def test_people_are_seen_from_three_sides(kind: str) -> None:
    pictures = [
        drawn(figure(kind), Moment("stand", seconds=0, gait=0, view=v)).image for v in ("side", "front", "back")
    ]
    for n in range(3):
        assert (pictures[n] != pictures[n - 1]).any(2).sum() > 150


@pytest.mark.parametrize("kind", sorted(OUTFITS))
def test_two_of_a_kind_do_not_look_alike(kind: str) -> None:
    faces = {(f.main, f.hair, f.skin) for f in (figure(kind, f"{kind[0]}{n}") for n in range(6))}
    assert len(faces) >= 5


def test_the_colour_that_is_said_wins() -> None:
    for kind in ("man", "cook", "car", "ghost"):
        assert all(figure(kind, f"a{n}", colours=("teal",)).main == COLOURS["teal"] for n in range(4))


def test_a_noun_says_the_colour_as_a_kind_and_as_a_name() -> None:
    def main(kind: str, name: str) -> tuple[int, int, int]:
        return figure_of(Entity(id=EntityId("x"), kind=kind, name=name, looks=(Look(),)), Look()).main

    assert main("crow", "crow") == main("bird", "crow") == main("bird", "old crow") == COLOURS["black"]
    assert main("bird", "Rose") == main("bird", "Ann") == main("bird", " ") == COLOURS["blue"]


@pytest.mark.parametrize("kind", ["phone", "computer", "television"])
def test_screens_shine_at_night(kind: str) -> None:
    canvas = Canvas(FrameSize((96, 96)))
    with canvas.lit(lambda colour: (0, 0, 0)), canvas.at(0.5, 0.9, scale=0.8):
        draw_figure(canvas, figure(kind), Moment("stand", seconds=0, gait=0))
    assert (canvas.image.max(2) > 200).sum() > 300


@pytest.mark.parametrize(
    "said",
    [
        "a hat",
        "a cap",
        "glasses",
        "a beard",
        "a crown",
        "an apron",
        "a cape",
        "a coat",
        "boots",
        "a backpack",
        "a scarf",
        "long hair",
        "curly hair",
        "a moustache",
        "a hood",
        "overalls",
        "a mask",
        "bald",
        "fat",
        "a top hat",
    ],
)
def test_what_is_said_of_a_person_is_seen(said: str) -> None:
    still = Moment("stand", seconds=0, gait=0)
    plain, told = (drawn(figure("man", "somebody", words), still).image for words in ("", f"with {said}"))
    assert (plain != told).any(2).sum() > 40


def test_hair_has_the_colour_that_is_said() -> None:
    red, blonde = figure("girl", "x", "a red-haired girl").hair, figure("girl", "x", "her hair is golden").hair
    assert basic_colour(blonde) in ("yellow", "orange") and red != blonde
    assert figure("grandmother").hair == figure("man", "x", "an old man").hair


@pytest.mark.parametrize("kind", sorted(ROLLS))
def test_wheels_turn_as_the_ground_goes_by(kind: str) -> None:
    assert STRIDES[kind][0] == STRIDES[kind][1] > 0
    still, turned = (drawn(figure(kind), Moment("run", seconds=0, gait=gait)).image for gait in (0.0, 0.15))
    rows = np.flatnonzero((still != turned).any((1, 2)))
    assert rows.size and rows[-1] > 0.8 * len(still)


@pytest.mark.parametrize("kind", sorted(name for name, thing in THINGS.items() if {"rim", "seat"} <= {*thing.anchors}))
def test_who_rides_inside_is_seen_and_their_legs_are_not(kind: str) -> None:
    known, rider = KINDS[kind], KINDS["boy"]
    scale = 0.9 if known.height > 0.5 else 1.2
    height, seat = known.height * scale, known.anchors["seat"]
    width = height * known.aspect * 9 / 16
    box = (0.5 - width / 2, 0.88 - height, 0.5 + width / 2, 0.88)
    x, y = box[0] + seat[0] * width, box[1] + seat[1] * height
    wide, tall = (v * rider.height * scale for v in extent_of("boy", "ride", kind))
    wide *= 9 / 16
    how = seat_of("ride", kind)
    assert how == "inside"
    bx, by = bottom_of(how)
    seated = (x - bx * wide, y - by * tall, x + (1 - bx) * wide, y + (1 - by) * tall)
    story = board(
        [
            {"entity": "v", "box": box},
            {"entity": "r", "box": seated, "action": "ride", "parent": "v", "anchor": "seat", "depth": 1},
        ],
        kinds={"v": kind, "r": "boy"},
    )
    truth = ToonGenerator().clip(story, "shot0", SMALL).truth(3)
    visible = truth.visible["r"]
    assert visible[3] <= box[1] + (known.anchors["rim"][1] + 0.08) * height
    assert truth.masks["r"].sum() > 60


def test_every_other_name_of_a_colour_is_a_colour() -> None:
    assert set(COLOURS) >= COLOUR_NOUNS and set(BASIC_COLOURS) <= set(COLOURS)
    assert all(basic_colour(rgb) == name for name, rgb in BASIC_COLOURS.items())
    assert not [name for name in COLOURS if kind_of(name) and name not in COLOUR_NOUNS]
    for spoken, name in {
        "dark red": "darkred", "light-blue": "lightblue", "navy blue": "navy", "silvery": "silver", "reddish": "red",
        "pale pink": "palepink", "bright green": "green", "lime green": "limegreen", "Crimson": "crimson",
    }.items():  # fmt: skip
        assert colour_of(spoken) == name
    assert [colour_of(word) for word in ("wooden", "tall", "holy", "dark", "sleepy")] == [None] * 5
    assert all(math.dist(COLOURS[f"dark{name}"], COLOURS[f"light{name}"]) > 60 for name in ("red", "green", "blue"))


def test_a_sheet_has_a_labelled_row_for_each_kind() -> None:
    cell = FrameSize((40, 32))
    picture = sheet(["man", "car", "cup"], ["stand", "sleep"], cell, blocks=2)
    assert picture.shape[0] == 18 + 2 * 32 and picture.shape[1] > 4 * 40
    names = everybody(["man", "car", "cup"], cell, columns=2)
    assert names.shape == (2 * (32 + 18), 2 * 40, 3)
    assert names[32:50, :40].min() < 120, "the name below"
