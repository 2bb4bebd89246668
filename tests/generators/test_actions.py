"""Every action, as a body on two legs does it: the joints it moves, and how smoothly."""

from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
import pytest

from generators.toon.cast import figure_of
from generators.toon.figures import BONES
from generators.toon.figures.biped import Stance, mixed
from generators.toon.figures.skeleton import Skeleton, skeleton
from generators.toon.figures.stances import STANCES
from generators.toon.figures.state import Moment, View
from generators.toon.fit import fit
from storyline.schema.entity import Entity, Look
from storyline.schema.vocabulary import ACTIONS, KINDS, action_of, extent_of, seat_of

JOINTS = ("head", "far hand", "near hand", "hips", "far knee", "near knee", "far foot", "near foot")
HANDS, FEET, KNEES = {"far hand", "near hand"}, {"far foot", "near foot"}, {"far knee", "near knee"}
ONCE = frozenset({"throw", "bow", "point", "give", "hug", "fall"})

MOVING = {
    "walk": {*HANDS, *KNEES, *FEET},
    "run": {*HANDS, *KNEES, *FEET},
    "jump": {"head", "hips", *HANDS, *FEET},
    "crawl": {*HANDS, *KNEES, *FEET},
    "climb": {*HANDS, *KNEES, *FEET, "hips"},
    "fly": {*FEET, *HANDS},
    "swim": {*HANDS, *FEET},
    "fall": {"head", "hips", *HANDS, *KNEES, *FEET},
    "wave": {"far hand"},
    "dance": {"head", "hips", *HANDS, *FEET},
    "give": HANDS,
    "throw": {"near hand", "head", *FEET},
    "hug": HANDS,
    "point": {"near hand"},
    "clap": HANDS,
    "eat": {"near hand"},
    "pull": {"head", "hips", *HANDS},
    "laugh": {"head"},
    "bow": {"head", "near hand"},
    "dig": {"head", "hips", *HANDS},
}
"""The joints that each action moves over time (relative to the hips, but for the hips themselves)."""

HELD = {
    "sit": {"hips", *KNEES, *FEET},
    "sleep": {"head", "hips", *FEET},
    "crawl": {"head", "hips", *FEET},
    "climb": HANDS,
    "ride": {"hips", *KNEES, *HANDS},
    "push": {"head", *HANDS, *FEET},
    "pull": HANDS,
    "hold": HANDS,
    "read": HANDS,
    "cry": {"head", "near hand"},
    "laugh": HANDS,
    "fly": {"head", "far hand", *FEET},
    "swim": {"head", *FEET},
    "eat": {"near hand"},
}
"""The joints that it holds elsewhere than somebody standing does."""


def moment(action: str, share: float, view: View = "side", cycle: float = 1.0) -> Moment:
    """A share of the way through an action, or through a few seconds of it."""
    return Moment(
        action, seconds=share * 2.5, gait=share * cycle, hop=np.sin(2 * np.pi * share), progress=share, view=view
    )


def joints(kind: str, m: Moment) -> dict[str, np.ndarray]:
    """Where the joints are, in heights of the figure: the hips from the ground, the rest from the hips."""
    b = BONES[kind]
    k: Skeleton = skeleton(b, m)
    hips = np.array(k.trunk.hips)
    c, s = np.cos(k.trunk.turn), np.sin(k.trunk.turn)
    turn = np.array([[c, -s], [s, c]])
    found = {"hips": hips, "head": np.array(k.trunk.outside(0, -b.skull)) - hips}
    for n, side in enumerate(("far", "near")):
        found[f"{side} hand"] = np.array(k.hand(n)) - hips
        found[f"{side} knee"], found[f"{side} foot"] = (turn @ p for p in k.legs[n][1:])
    assert set(found) == set(JOINTS)
    return found


def course(kind: str, action: str, view: View = "side") -> dict[str, np.ndarray]:
    """Each joint over the course of an action."""
    steps = [joints(kind, moment(action, n / 12, view)) for n in range(13)]
    return {joint: np.array([step[joint] for step in steps]) for joint in JOINTS}


def test_every_action_has_a_stance_of_its_own() -> None:
    assert set(ACTIONS) <= set(STANCES)


@pytest.mark.parametrize("kind", ["man", "girl", "robot"])
def test_each_action_moves_the_joints_that_it_should(kind: str) -> None:
    for action, moving in MOVING.items():
        over = course(kind, action)
        for joint in moving:
            assert np.ptp(over[joint], 0).max() > 0.02, (action, joint)
    for action, elsewhere in HELD.items():
        there, rest = course(kind, action), joints(kind, moment("stand", 0.5))
        for joint in elsewhere:
            assert np.abs(there[joint] - rest[joint]).max(1).mean() > 0.025, (action, joint)


@pytest.mark.parametrize("kind", ["man", "robot"])
def test_a_quiet_body_is_quiet(kind: str) -> None:
    for action in ("stand", "sit", "sleep", "hold", "read"):
        over = course(kind, action)
        assert max(np.ptp(over[j], 0).max() for j in (*KNEES, *FEET, "hips")) < 0.03, action


@pytest.mark.parametrize("view", ["side", "front"])
def test_any_two_actions_differ(view: View) -> None:
    over = {action: course("man", action, view) for action in ACTIONS}
    for a, b in combinations(ACTIONS, 2):
        apart = max(np.abs(over[a][joint] - over[b][joint]).max() for joint in JOINTS)
        assert apart > 0.04, (a, b, apart)


@pytest.mark.parametrize("view", ["side", "front", "back"])
@pytest.mark.parametrize("action", [*ACTIONS, "sit/chair", "sit/astride", "sit/inside"])
def test_no_joint_jumps_from_frame_to_frame(action: str, view: View) -> None:
    name, _, seat = action.partition("/")
    steps = []
    for n in range(75):  # three seconds of it
        m = moment(name, n / 75, view, cycle=3)
        steps.append(joints("boy", replace(m, seconds=n / 25, hop=np.sin(n / 8), seat=seat or None)))
    for joint in JOINTS:
        if joint == "near hand" and name == "throw":
            continue  # a whip
        speed = max(np.abs(b[joint] - a[joint]).max() for a, b in pairwise(steps))
        assert speed < 0.15, (joint, speed)


def test_cycles_close() -> None:
    for action in ("walk", "run", "crawl", "push", "pull"):
        a, b = (joints("woman", replace(moment(action, 0.2), gait=gait)) for gait in (0.999, 0.001 + 1))
        assert max(np.abs(a[j] - b[j]).max() for j in JOINTS) < 0.01, action


def test_a_throw_winds_up_lets_go_ahead_and_follows_through() -> None:
    hand = {share: joints("man", moment("throw", share))["near hand"] for share in (0.0, 0.25, 0.40, 0.60)}
    assert hand[0.25][0] < hand[0.0][0] - 0.1  # back
    assert hand[0.40][0] > hand[0.25][0] + 0.3 and hand[0.40][1] < -0.2  # ahead and high
    assert hand[0.60][1] > hand[0.40][1] + 0.1  # down across the body


def test_a_bow_goes_down_holds_and_comes_up() -> None:
    heads = [joints("woman", moment("bow", share))["head"][1] for share in (0.0, 0.45, 0.65, 1.0)]
    assert heads[1] > heads[0] + 0.1 and abs(heads[2] - heads[1]) < 0.02 and abs(heads[3] - heads[0]) < 0.02


@pytest.mark.parametrize("view", ["side", "front"])
def test_the_hands_of_a_clap_part_and_meet(view: View) -> None:
    apart = [
        np.abs(m["far hand"] - m["near hand"]).max()
        for m in (joints("girl", moment("clap", n / 30, view)) for n in range(30))
    ]
    assert min(apart) < 0.09 and max(apart) > min(apart) + 0.10


def test_hands_follow_each_other_up_a_climb() -> None:
    over = course("robot", "climb")
    far, near = over["far hand"][:, 1], over["near hand"][:, 1]
    assert np.corrcoef(far, near)[0, 1] < 0.2
    assert np.corrcoef(far, over["near foot"][:, 1])[0, 1] > 0.5


def test_what_is_between_two_stances_lies_between_them() -> None:
    a, b = Stance(rise=0.0, arms=((0, 0), (0, 0))), Stance(rise=1.0, arms=((2, 2), (2, 2)))
    assert mixed(a, b, 0.25).rise == 0.25 and mixed(a, b, 0.25).arms[1] == (0.5, 0.5)
    assert mixed(a, b, 0) is a and mixed(a, b, 1) is b


SEATS = (("sit", "rock"), ("ride", "dog"), ("ride", "car"))
EVERYWHERE = tuple((action, None) for action in ACTIONS if action != "ride") + SEATS


@pytest.mark.parametrize(
    ("kind", "cases"),
    [
        ("man", (("sleep", None), ("swim", None), ("crawl", None), *SEATS)),
        *(pytest.param(kind, EVERYWHERE, marks=pytest.mark.slow) for kind in ("man", "girl", "robot")),
    ],
)
def test_poses_take_the_room_that_planners_are_told(kind: str, cases: tuple[tuple[str, str | None], ...]) -> None:
    figure = figure_of(Entity(id=kind, kind=kind, name=kind, looks=(Look(),)), Look())
    for action, parent in cases:
        x0, y0, x1, y1 = fit(figure, action, "side", seat_of(action, parent)).pose
        wide, high = extent_of(kind, action, parent)
        # what fits loosely is drawn smaller than it might be, what does not fit is drawn beyond its box
        assert 0.72 <= (y1 - y0) / high <= 1.28, (action, parent, y1 - y0, high)
        assert 0.60 <= (x1 - x0) / wide <= 1.50, (action, parent, x1 - x0, wide)


def test_every_kind_with_hands_has_bones() -> None:
    assert {
        kind for kind, k in KINDS.items() if "hand" in k.anchors and k.medium == "ground" and k.aspect < 0.8
    } <= set(BONES) | {"squirrel", "mouse", "snowman"}


def test_a_word_names_one_action() -> None:
    named = [word for name, action in ACTIONS.items() for word in (name, *action.others)]
    assert len(named) == len(set(named))
    for name, action in ACTIONS.items():
        for word in (name, action.participle, *action.others):
            assert action_of(word) == name == action_of(word.capitalize()), word


@pytest.mark.parametrize(
    ("words", "action"),
    [
        ("ask whisper stare wake wait halt", "stand"),
        ("tiptoe limp hike arrive cross", "walk"),
        ("scamper scurry pursue trotting dashed", "run"),
        ("pounce bounced springs", "jump"),
        ("grabbed picks carried fetching snatches", "hold"),
        ("kicks shut opened knocking", "push"),
        ("weeps sobbed wailing cries", "cry"),
        ("kneel cower hides crouching", "bow"),
        ("toss hurled flinging", "throw"),
        ("lying dozes napped", "sleep"),
    ],
)
def test_common_verbs_find_their_pose(words: str, action: str) -> None:
    for word in words.split():
        assert action_of(word) == action, word


def test_hands_do_not_flicker_between_before_and_behind() -> None:
    for action in ("stand", "walk", "run", "crawl", "hold", "read", "push", "pull", "dig", "clap", "sit"):
        steps = [skeleton(BONES["boy"], moment(action, n / 16, "front")).before for n in range(16)]
        assert len(set(steps)) == 1, action
    assert skeleton(BONES["boy"], moment("read", 0.3, "front")).before
    assert not skeleton(BONES["boy"], moment("walk", 0.3, "front")).before
