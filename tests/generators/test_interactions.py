"""Figures that touch: hands at what they hold, riders on their seats, children that go with their parents."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pytest

from generators.toon import ToonClip, ToonGenerator
from generators.toon.canvas import Canvas
from generators.toon.figures import BONES
from generators.toon.figures.heads_wild import trunk_of
from generators.toon.figures.skeleton import skeleton
from generators.toon.figures.state import Moment
from generators.toon.staging import Actor
from generators.toon.touch import bottom, grip
from storyline.schema.layout import Placement
from storyline.schema.media import FrameSize
from storyline.schema.vocabulary import KINDS, bottom_of, extent_of, grip_of, seat_of
from tests.generators.test_toon import board, standing

SIZE = FrameSize((256, 144))
ASPECT = 16 / 9


def placed(entity: str, kind: str, x: float, action: str, facing: str, *, height: float = 0.5, y: float = 0.9) -> dict:
    wide, high = extent_of(kind, action)
    half = wide * height / ASPECT / 2
    return {"entity": entity, "box": (x - half, y - high * height, x + half, y), "action": action, "facing": facing}


def hung(
    parent: dict, parents: str, kind: str, entity: str, anchor: str, *, height: float, action: str = "stand"
) -> dict:
    """A child whose box hangs at the anchor of its parent, as planners hang it."""
    x0, y0, x1, y1 = parent["box"]
    left = parent["facing"] == "left"
    spot = KINDS[parents].anchors[anchor]
    x, y = x0 + (1 - spot[0] if left else spot[0]) * (x1 - x0), y0 + spot[1] * (y1 - y0)
    seat = seat_of(action, parents) if anchor == "seat" else None
    wide, high = extent_of(kind, action, parents if seat else None)
    wide, high = wide * height / ASPECT, high * height
    own = bottom_of(seat) if seat else grip_of(kind)
    left_edge, top = x - (1 - own[0] if left else own[0]) * wide, y - own[1] * high
    return {
        "entity": entity, "box": (left_edge, top, left_edge + wide, top + high), "action": action,
        "facing": parent["facing"], "parent": parent["entity"], "anchor": anchor, "depth": 1,
    }  # fmt: skip


@dataclass(frozen=True)
class Seen:
    """The actors of a frame, by id, and their placements."""

    actors: dict[str, Actor]
    placements: dict[str, Placement]

    def hands(self, id: str) -> list[np.ndarray]:
        actor = self.actors[id]
        joints = skeleton(BONES[actor.figure.kind], actor.moment)
        return [np.array(actor.outside(*joints.hand(n))) for n in (0, 1)]


def seen(clip: ToonClip, frame: int) -> Seen:
    _, actors, _ = clip._drawn(frame, track=False)
    return Seen({a.id: a for a in actors}, {p.entity: p for p in clip._shot.layout(frame)})


def played(*panels: list[dict], kinds: dict[str, str], duration: int = 48, **shot: object) -> ToonClip:
    return ToonGenerator().clip(board(*panels, kinds=kinds, duration=duration, **shot), "shot0", SIZE)


@pytest.mark.parametrize("facing", ["left", "right"])
@pytest.mark.parametrize("action", ["hold", "walk", "eat", "sit"])
@pytest.mark.parametrize("kind", ["girl", "robot"])
def test_a_hand_is_at_the_grip_of_what_is_held(kind: str, action: str, facing: str) -> None:
    ends = []
    for x in (0.4, 0.6) if action in ("walk", "hold") else (0.5, 0.5):
        holder = placed("x", kind, x, action, facing)
        ends.append([holder, hung(holder, kind, "flower", "f", "hand", height=0.14)])
    clip = played(*ends, kinds={"x": kind, "f": "flower"})
    for frame in range(1, 47, 9):
        now = seen(clip, frame)
        held = np.array(grip(now.actors["f"], now.placements["f"], ASPECT))
        assert min(np.hypot(*(hand - held)) for hand in now.hands("x")) < 0.02, frame


@pytest.mark.parametrize("view", ["front", "back"])
def test_hands_reach_in_every_view(view: str) -> None:
    holder = placed("x", "woman", 0.5, "hold", view)
    clip = played([holder, hung(holder, "woman", "ball", "b", "hand", height=0.12)], kinds={"x": "woman", "b": "ball"})
    now = seen(clip, 9)
    held = np.array(grip(now.actors["b"], now.placements["b"], ASPECT))
    assert min(np.hypot(*(hand - held)) for hand in now.hands("x")) < 0.02


def test_both_hands_push_at_the_nearer_side() -> None:
    pusher = placed("x", "boy", 0.3, "push", "right")
    clip = played([pusher, hung(pusher, "boy", "ball", "b", "hand", height=0.3)], kinds={"x": "boy", "b": "ball"})
    now = seen(clip, 9)
    edge = now.placements["b"].box.x0 * ASPECT
    assert all(abs(hand[0] - edge) < 0.03 for hand in now.hands("x"))


@pytest.mark.parametrize("facing", ["left", "right"])
@pytest.mark.parametrize("gait", ["walk", "run"])
@pytest.mark.parametrize(("kind", "mount"), [("boy", "horse"), ("robot", "lion")])
def test_a_rider_sits_on_the_seat_and_bobs_with_it(kind: str, mount: str, gait: str, facing: str) -> None:
    ends = []
    for x in (0.4, 0.6) if facing == "right" else (0.6, 0.4):
        under = placed("m", mount, x, gait, facing, height=0.45)
        ends.append([under, hung(under, mount, kind, "r", "seat", height=0.3, action="ride")])
    clip = played(*ends, kinds={"m": mount, "r": kind})
    spot, high = KINDS[mount].anchors["seat"], []
    for frame in range(0, 48, 5):
        now = seen(clip, frame)
        box = now.placements["m"].box
        x, y = bottom(now.actors["r"])
        across = 1 - spot[0] if facing == "left" else spot[0]
        assert abs(x - (box.x0 + across * box.width) * ASPECT) < 0.03
        high.append(y - (box.y0 + spot[1] * box.height))
        assert now.actors["r"].moment.seat == "astride"
    assert max(map(abs, high)) < 0.03 if gait != "run" else max(map(abs, high)) < 0.08
    assert np.ptp(high) > 0.002


@pytest.mark.parametrize("action", ["sit", "ride"])
def test_a_box_that_is_far_from_the_seat_is_left_there(action: str) -> None:
    under = placed("m", "horse", 0.3, "stand", "right")
    rider = hung(under, "horse", "man", "r", "seat", height=0.3, action=action)
    away = {**rider, "box": tuple(v + (0.4 if n % 2 == 0 else 0) for n, v in enumerate(rider["box"]))}
    clip = played([under, away], kinds={"m": "horse", "r": "man"})
    x0, _, x1, _ = clip.truth(3).boxes["r"]
    assert abs((x0 + x1) / 2 - (away["box"][0] + away["box"][2]) / 2) < 0.05


def test_the_farther_leg_of_a_rider_is_behind_the_mount() -> None:
    under = placed("m", "horse", 0.5, "stand", "right", height=0.6)
    rider = hung(under, "horse", "boy", "r", "seat", height=0.4, action="ride")
    clip = played([under, rider], kinds={"m": "horse", "r": "boy"})
    actor = seen(clip, 3).actors["r"]
    assert skeleton(BONES["boy"], actor.moment).trunk.stance.hidden == (1, 0)


def test_the_legs_of_who_sits_inside_are_hidden() -> None:
    under = placed("m", "boat", 0.5, "swim", "right", height=0.6)
    under["box"] = standing("m", "boat", height=0.6)["box"]
    _, y0, _, y1 = under["box"]
    sitter = {
        "entity": "r", "action": "ride", "parent": "m", "anchor": "seat", "depth": 1, "facing": "right",
        "box": (0.45, y0 + 0.3 * (y1 - y0), 0.55, y0 + 0.8 * (y1 - y0)),
    }  # fmt: skip
    truth = played([under, sitter], kinds={"m": "boat", "r": "man"}).truth(3)
    assert truth.masks["r"].any()
    lowest = np.flatnonzero(truth.masks["r"].any(1)).max() / SIZE.height
    assert lowest < truth.boxes["r"][3] - 0.02  # the hull is in front
    assert sum(mask.astype(int) for mask in truth.masks.values()).max() == 1


@pytest.mark.parametrize(("container", "height"), [("basket", 0.3), ("net", 0.5), ("bucket", 0.3)])
def test_who_is_inside_is_behind_its_front(container: str, height: float) -> None:
    around = placed("p", container, 0.5, "stand", "right", height=height)
    within = {**placed("c", "mouse", 0.5, "stand", "right", height=0.2, y=0.85), "depth": 1}
    kinds = {"p": container, "c": "mouse"}
    before = played([around, within], kinds=kinds).truth(3)
    inside = played([around, {**within, "parent": "p", "anchor": "inside"}], kinds=kinds).truth(3)
    assert inside.order == before.order == ("p", "c")
    assert 20 < inside.masks["c"].sum() < 0.85 * before.masks["c"].sum()


@pytest.mark.parametrize("kind", ["girl", "man", "penguin"])
def test_an_umbrella_leaves_the_face_of_its_holder_free(kind: str) -> None:
    holder = placed("x", kind, 0.5, "hold", "right")
    umbrella = hung(holder, kind, "umbrella", "u", "hand", height=0.4)
    alone = played([holder], kinds={"x": kind}).truth(3).masks["x"].sum()
    truth = played([holder, umbrella], kinds={"x": kind, "u": "umbrella"}).truth(3)
    assert truth.order == ("u", "x") and truth.masks["x"].sum() > 0.9 * alone
    lost = played([{**umbrella, "parent": None, "anchor": None}, holder], kinds={"x": kind, "u": "umbrella"})
    assert lost.truth(3).order == ("x", "u")


def test_an_umbrella_that_holds_an_umbrella_is_drawn() -> None:
    a, b = placed("a", "umbrella", 0.4, "stand", "right"), placed("b", "umbrella", 0.6, "stand", "right")
    clip = played([a, {**b, "parent": "a", "anchor": "hand"}], kinds={"a": "umbrella", "b": "umbrella"})
    assert set(clip.truth(3).order) == {"a", "b"}


def test_an_elephant_holds_things_at_the_end_of_its_trunk() -> None:
    trunk = [trunk_of(Moment(action, 0.5, 0.0, holds=True))[-1] for action in ("hold", "give", "wave", "eat", "stand")]
    assert len(set(trunk)) == 1 and trunk[0][1] > 1.9


def test_what_is_held_goes_with_a_jump() -> None:
    holder = placed("x", "boy", 0.5, "jump", "right", height=0.4)
    ball = hung(holder, "boy", "ball", "b", "hand", height=0.1)
    clip = played([holder, ball], kinds={"x": "boy", "b": "ball"})
    tops = {id: [clip.truth(f).boxes[id][3] for f in range(0, 30, 2)] for id in ("x", "b")}
    assert np.ptp(tops["b"]) > 0.08
    assert np.corrcoef(tops["x"], tops["b"])[0, 1] > 0.8


def test_a_hand_closes_over_what_it_holds() -> None:
    holder = placed("x", "man", 0.5, "hold", "right")
    flower = hung(holder, "man", "flower", "f", "hand", height=0.2)
    clip = played([holder, flower], kinds={"x": "man", "f": "flower"})
    truth, now = clip.truth(3), seen(clip, 3)
    x, y = grip(now.actors["f"], now.placements["f"], ASPECT)
    assert truth.order == ("x", "f")
    assert truth.masks["x"][round(y * SIZE.height), round(x / ASPECT * SIZE.width)]


@pytest.mark.parametrize("facing", ["left", "right", "front"])
@pytest.mark.parametrize("action", ["hold", "walk"])
@pytest.mark.parametrize("kind", ["ghost", "monster", "snowman"])
def test_an_arm_of_a_spook_goes_to_what_it_holds(kind: str, action: str, facing: str) -> None:
    holder = placed("x", kind, 0.5, action, facing)
    clip = played([holder, hung(holder, kind, "flower", "f", "hand", height=0.14)], kinds={"x": kind, "f": "flower"})
    now = seen(clip, 9)
    x, y = grip(now.actors["f"], now.placements["f"], ASPECT)
    canvas = Canvas(SIZE, track=True)
    canvas.begin(1)
    now.actors["x"].draw(canvas)  # the arm, without the hand that closes over the flower
    assert canvas.visible(1)[round(y * SIZE.height), round(x * SIZE.height)]
    assert clip.truth(9).masks["x"][round(y * SIZE.height), round(x * SIZE.height)]


def test_who_has_something_in_the_mouth_is_no_mount() -> None:
    holder = placed("x", "dog", 0.5, "walk", "right")
    ball = hung(holder, "dog", "ball", "b", "mouth", height=0.1)
    under = seen(played([holder, ball], kinds={"x": "dog", "b": "ball"}), 9).actors["x"].moment
    assert under.holds and not under.carries
    rider = hung(holder, "dog", "mouse", "b", "seat", height=0.1)
    under = seen(played([holder, rider], kinds={"x": "dog", "b": "mouse"}), 9).actors["x"].moment
    assert under.carries and not under.holds


def test_a_baby_that_sits_in_arms_is_held_by_them() -> None:
    mother = placed("a", "woman", 0.4, "stand", "right")
    baby = hung(mother, "woman", "baby", "b", "hand", height=0.2, action="sit")
    now = seen(played([mother, baby], kinds={"a": "woman", "b": "baby"}), 9)
    assert now.actors["b"].moment.seat == "ground"
    held = np.array(grip(now.actors["b"], now.placements["b"], ASPECT))
    assert min(np.hypot(*(hand - held)) for hand in now.hands("a")) < 0.02


def test_parents_in_a_ring_are_drawn_all_the_same() -> None:
    a, b = (standing(id, "boy", x) for id, x in (("a", 0.3), ("b", 0.7)))
    story = board([a, b], kinds={"a": "boy", "b": "boy"})
    ring = [
        p.model_copy(update={"parent": o, "anchor": "seat"})
        for p, o in zip(story.scenes[0].shots[0].panels[0].placements, "ba", strict=True)
    ]
    shot = story.scenes[0].shots[0]
    panels = tuple(panel.model_copy(update={"placements": tuple(ring)}) for panel in shot.panels)
    scene = story.scenes[0].model_copy(update={"shots": (shot.model_copy(update={"panels": panels}),)})
    truth = ToonGenerator().clip(story.model_copy(update={"scenes": (scene,)}), "shot0", SIZE).truth(0)
    assert truth.masks["a"].any() and truth.masks["b"].any()


@pytest.mark.parametrize("action", ["read", "wave", "stand", "eat"])
def test_who_has_a_seat_sits_whatever_the_hands_do(action: str) -> None:
    mount = placed("m", "horse", 0.5, "stand", "right", height=0.5)
    sitter = hung(mount, "horse", "girl", "x", "seat", height=0.35, action=action)
    now = seen(played([mount, sitter], kinds={"m": "horse", "x": "girl"}), 9)
    actor = now.actors["x"]
    assert actor.moment.seat == "astride"
    legs = skeleton(BONES["girl"], actor.moment).legs
    assert legs[1][1][0] > 0.03  # a bent knee
    box = now.placements["m"].box
    spot = KINDS["horse"].anchors["seat"]
    x, y = bottom(actor)
    assert abs(x - (box.x0 + spot[0] * box.width) * ASPECT) < 0.03 and abs(y - box.y0 - spot[1] * box.height) < 0.03


def test_a_hug_goes_round_somebody() -> None:
    a, b = placed("a", "woman", 0.45, "hug", "right"), placed("b", "girl", 0.55, "stand", "left", height=0.4)
    clip = played([a, b], kinds={"a": "woman", "b": "girl"}, duration=60)
    hands = [seen(clip, frame).hands("a") for frame in range(0, 60, 2)]
    other = seen(clip, 50).actors["b"]
    assert all(abs(hand[0] - other.x) < 0.3 * other.scale for hand in hands[-1])
    assert all(np.abs(q - p).max() < 0.14 for now, then in pairwise(hands) for p, q in zip(now, then, strict=True))


def test_who_is_held_by_the_hand_does_not_sit() -> None:
    mother, child = placed("a", "woman", 0.4, "walk", "right"), placed("b", "boy", 0.5, "stand", "right", height=0.3)
    clip = played([mother, {**child, "parent": "a", "anchor": "hand"}], kinds={"a": "woman", "b": "boy"})
    assert seen(clip, 9).actors["b"].moment.seat is None
