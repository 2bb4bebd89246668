"""What entities do over the frames of a shot: in closed form, blending from one action into the next."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from generators.toon import ToonClip, ToonGenerator
from generators.toon.canvas import Canvas
from generators.toon.cast import figure_of
from generators.toon.figures import BONES, draw_figure
from generators.toon.figures.skeleton import skeleton
from generators.toon.figures.state import Moment
from generators.toon.motion import LETS_GO
from storyline.schema.entity import Entity, Look
from storyline.schema.media import FrameSize
from tests.generators.test_toon import board, standing

SIZE = FrameSize((256, 144))


def played(*panels: list[dict], kinds: dict[str, str], duration: int = 48, **shot: object) -> ToonClip:
    return ToonGenerator().clip(board(*panels, kinds=kinds, duration=duration, **shot), "shot0", SIZE)


def moment(clip: ToonClip, id: str, frame: int) -> Moment:
    _, actors, _ = clip._drawn(frame, track=False)
    return next(a.moment for a in actors if a.id == id)


def test_an_action_blends_into_the_next() -> None:
    clip = played(
        *([standing("x", "man", action=action)] for action in ("stand", "dance", "dance")), kinds={"x": "man"}
    )
    change = clip._shot.panels[1].at
    joints = [np.array(skeleton(BONES["man"], moment(clip, "x", f)).hand(0)) for f in range(change - 3, change + 10)]
    assert max(np.abs(b - a).max() for a, b in pairwise(joints)) < 0.12
    assert moment(clip, "x", change + 1).was == "stand" and moment(clip, "x", change + 1).share < 1
    assert moment(clip, "x", change + 8).was is None


def test_a_figure_does_not_change_its_size_at_once_when_it_lies_down() -> None:
    up, down = standing("x", "man", action="stand"), {"entity": "x", "box": (0.3, 0.6, 0.7, 0.85), "action": "sleep"}
    clip = played([up], [down], [down], kinds={"x": "man"}, duration=49)
    tops = [clip.truth(frame).boxes["x"][1] for frame in range(20, 34)]
    assert max(abs(b - a) for a, b in pairwise(tops)) < 0.12


def test_frames_need_no_other_frames() -> None:
    panels = [[standing("x", "boy", x, action=action)] for x, action in ((0.3, "throw"), (0.3, "bow"), (0.6, "walk"))]
    clip, again = played(*panels, kinds={"x": "boy"}), played(*panels, kinds={"x": "boy"})
    forward = [clip[frame] for frame in (3, 20, 30)]
    assert all(
        np.array_equal(again[frame], seen) for frame, seen in zip((30, 3, 20), forward[-1:] + forward[:2], strict=True)
    )


def test_what_happens_once_takes_its_time_and_no_longer() -> None:
    clip = played([standing("x", "man", action="throw")], kinds={"x": "man"}, duration=96)
    shares = [moment(clip, "x", frame).progress for frame in range(96)]
    assert shares[0] == 0 and shares == sorted(shares)
    assert shares[40] == 1  # a throw is no slower for a long shot
    brief = played([standing("x", "man", action="throw")], kinds={"x": "man"}, duration=12)
    assert moment(brief, "x", 11).progress > 0.9


def test_the_hand_opens_when_the_thing_leaves_it() -> None:
    thrower = standing("x", "man", 0.3, action="throw")
    held = standing("b", "ball", 0.4, height=0.1, parent="x", anchor="hand")
    free = [standing("b", "ball", x, height=0.1) for x in (0.6, 0.8)]
    clip = played([thrower, held], [thrower, free[0]], [thrower, free[1]], kinds={"x": "man", "b": "ball"}, duration=97)
    leaves = clip._shot.panels[1].at
    assert moment(clip, "x", leaves).progress == pytest.approx(LETS_GO, abs=0.01)
    assert moment(clip, "x", leaves - 30).progress < 0.05 and moment(clip, "x", leaves + 30).progress > 0.95


@pytest.mark.parametrize("action", ["hold", "wave", "give", "laugh", "stand"])
def test_who_gets_somewhere_walks_whatever_the_hands_do(action: str) -> None:
    going = [[standing("x", "girl", x, height=0.4, action=action)] for x in (0.3, 0.7)]
    clip, still = played(*going, kinds={"x": "girl"}), played(going[0], kinds={"x": "girl"})
    assert moment(clip, "x", 20).steps and not moment(still, "x", 20).steps
    feet = [np.array(skeleton(BONES["girl"], moment(clip, "x", f)).legs[1][2]) for f in range(5, 40, 3)]
    assert np.ptp(feet, 0).max() > 0.08


def test_riders_do_not_step() -> None:
    horse = [standing("m", "horse", x, action="walk") for x in (0.3, 0.7)]
    rider = [standing("x", "boy", x, height=0.3, action="stand", parent="m", anchor="seat") for x in (0.3, 0.7)]
    clip = played([horse[0], rider[0]], [horse[1], rider[1]], kinds={"m": "horse", "x": "boy"})
    assert not moment(clip, "x", 20).steps


def test_eyes_go_to_who_speaks() -> None:
    line = {"text": "Hello.", "speaker": "y", "start": 12, "duration": 20}
    listener, small = standing("x", "man", 0.3, height=0.9), standing("y", "mouse", 0.7, height=0.15, facing="left")
    clip = played([listener, small], kinds={"x": "man", "y": "mouse"}, lines=[line])
    assert moment(clip, "x", 5).gaze is None
    right, down = moment(clip, "x", 20).gaze or (0, 0)
    assert right > 0.3 and down > 0.3
    assert (moment(clip, "y", 20).gaze or (0, 0))[1] < 0


def test_a_gaze_moves_the_eyes() -> None:
    for kind in ("woman", "robot"):
        figure = figure_of(Entity(id=kind, kind=kind, name=kind, looks=(Look(),)), Look())
        pictures = []
        for gaze in (None, (0.8, 0.0), (0.0, 0.9)):
            canvas = Canvas(SIZE)
            with canvas.at(0.8, 1.0, scale=0.95):
                draw_figure(canvas, figure, replace(Moment("stand", 0.5, 0.0), gaze=gaze))
            pictures.append(canvas.picture())
        assert not np.array_equal(pictures[0], pictures[1]) and not np.array_equal(pictures[1], pictures[2])


@pytest.mark.parametrize("kind", ["man", "girl", "robot", "king"])
def test_expressions_are_told_apart_in_a_medium_shot(kind: str) -> None:
    moods = ("neutral", "happy", "sad", "angry", "surprised", "afraid", "asleep")
    size, faces = FrameSize((512, 288)), {}
    for mood in moods:
        asked = {"entity": "x", "box": (0.3, 0.15, 0.7, 1.7), "expression": mood}
        truth = ToonGenerator().clip(board([asked], kinds={"x": kind}), "shot0", size).truth(0)
        faces[mood] = np.where(truth.masks["x"][..., None], truth.picture, 0).astype(int)
    for n, a in enumerate(moods):
        for b in moods[n + 1 :]:
            differing = (np.abs(faces[a] - faces[b]).max(-1) > 60).sum()
            assert differing > 90, (a, b, differing)


def test_letters_rise_from_who_sleeps_and_from_nobody_who_only_lies() -> None:
    asleep, awake = (
        played([standing("x", "fox", action="lie", **face)], kinds={"x": "fox"}).truth(20)
        for face in ({}, {"expression": "surprised"})
    )
    beside = ~(asleep.masks["x"] | awake.masks["x"])
    rising = np.any(asleep.picture != awake.picture, axis=-1) & beside
    assert rising[: rising.shape[0] // 2].sum() > 10
    assert asleep.picture[rising].mean() > awake.picture[rising].mean()
