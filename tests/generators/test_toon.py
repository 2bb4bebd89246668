import hashlib
import subprocess
import sys
import threading

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from generators.toon import ToonGenerator
from generators.toon.canvas import Canvas
from generators.toon.cast import figure_of, with_faces
from generators.toon.figures import draw_figure
from generators.toon.figures.sign import lettering
from generators.toon.figures.state import Moment
from storyline.frames.clip import Clip
from storyline.schema.base import EntityId, document
from storyline.schema.entity import Entity, Look
from storyline.schema.layout import Box
from storyline.schema.media import FrameSize
from storyline.schema.storyboard import Storyboard
from storyline.schema.vocabulary import ACTIONS, COLOURS, KINDS, THINGS, UNKNOWN_KIND
from tests.strategies import storyboards

SMALL = FrameSize((128, 72))
PROPERTY = settings(
    derandomize=True,
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def board(
    *panels: list[dict],
    kinds: dict[str, str],
    duration: int = 24,
    setting: str = "meadow",
    shots: int = 1,
    looks: dict | None = None,
    **shot: object,
) -> Storyboard:
    """A film of one scene; the panels are spread evenly over each of its shots."""
    times = [n * (duration - 1) // max(1, len(panels) - 1) for n in range(len(panels))]
    if len(panels) == 1:
        panels, times = (panels[0], panels[0]), [0, duration - 1]
    return Storyboard.model_validate(
        {
            "title": "t",
            "language": "en",
            "aspect": "16:9",
            "size": (128, 72),
            "rate": 24,
            "seed": 1,
            "places": [{"id": "p", "name": "p", "setting": setting}],
            "cast": [{"id": id, "kind": kind, "name": id, "looks": [looks or {}]} for id, kind in kinds.items()],
            "scenes": [
                {
                    "id": "s",
                    "heading": "",
                    "place": "p",
                    "time_of_day": "day",
                    "shots": [
                        {
                            "id": f"shot{n}",
                            "action": "",
                            "size": "FS",
                            "duration": duration,
                            "panels": [
                                {"at": at, "prompt": "", "placements": here}
                                for at, here in zip(times, panels, strict=True)
                            ],
                            **shot,
                        }
                        for n in range(shots)
                    ],
                }
            ],
        }
    )


def standing(entity: str, kind: str, x: float = 0.5, *, height: float = 0.5, **more: object) -> dict:
    """A placement whose box has the aspect of its kind."""
    width = height * KINDS.get(kind, UNKNOWN_KIND).aspect * 9 / 16
    return {"entity": entity, "box": (x - width / 2, 0.85 - height, x + width / 2, 0.85), **more}


def overlap(a: tuple[float, ...], b: tuple[float, ...]) -> float:
    """Intersection over union."""
    width, height = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    common = max(0.0, width) * max(0.0, height)
    return common / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - common)


@PROPERTY
@given(storyboards())
def test_any_storyboard_is_drawn_and_its_truth_agrees(story: Storyboard) -> None:
    generator = ToonGenerator()
    assert all(note.endswith(".") for note in generator.notes(story))
    width, height = story.size.root
    for _, shot in story.shots():
        clip: Clip = generator.clip(story, shot.id, story.size)
        assert len(clip) == shot.duration
        frame = shot.duration // 2
        truth = generator.clip(story, shot.id, story.size).truth(frame)
        picture = clip[frame]
        assert picture.shape == (height, width, 3)
        assert np.array_equal(picture, truth.picture)
        assert truth.order == tuple(p.entity for p in shot.layout(frame))
        assert set(truth.boxes) == set(truth.masks) == set(truth.order)
        assert np.sum(list(truth.masks.values()) or [picture[..., 0] * 0], 0).max() <= 1
        for id, mask in truth.masks.items():
            assert mask.any() == (id in truth.visible)
            if id in truth.visible:
                x0, y0, x1, y1 = truth.visible[id]
                left, top, right, bottom = (round(v) for v in (x0 * width, y0 * height, x1 * width, y1 * height))
                assert mask[top:bottom, left:right].sum() == mask.sum()
                assert mask[top, :].any() and mask[bottom - 1, :].any()
                assert mask[:, left].any() and mask[:, right - 1].any()
                a0, b0, a1, b1 = truth.boxes[id]
                px, py = 1 / width, 1 / height
                assert a0 - px <= x0 and b0 - py <= y0 and x1 <= a1 + px and y1 <= b1 + py


@pytest.mark.parametrize("kind", [*KINDS, "samovar"])
def test_a_standing_figure_fills_its_box(kind: str) -> None:
    for facing, frames in (("left", (7,)), ("right", (0, 19))):
        asked = standing("x", kind, height=0.4 if kind != "car" else 0.3, facing=facing)
        clip = ToonGenerator().clip(board([asked], kinds={"x": kind}), "shot0", SMALL)
        for frame in frames:
            assert overlap(asked["box"], clip.truth(frame).boxes["x"]) >= 0.9


@pytest.mark.slow
def test_most_of_what_figures_do_stays_in_their_boxes() -> None:
    table = {}
    for kind in (*KINDS, "samovar"):
        for action in ("walk",) if kind in THINGS else ("stand", "walk", "run", "give", "wave"):
            asked = standing("x", kind, height=0.3, action=action)
            clip = ToonGenerator().clip(board([asked], kinds={"x": kind}), "shot0", SMALL)
            table[kind, action] = overlap(asked["box"], clip.truth(9).boxes["x"])
    assert np.mean(list(table.values())) >= 0.85
    assert min(table.values()) >= 0.5, min(table, key=table.get)


@pytest.mark.parametrize("kind", ["man", "girl", "robot", "dog", "hare", "tortoise"])
def test_a_sleeper_lies_within_a_wide_box(kind: str) -> None:
    box = (0.2, 0.6, 0.8, 0.9)
    story = board([{"entity": "x", "box": box, "action": "sleep"}], kinds={"x": kind})
    x0, y0, x1, y1 = ToonGenerator().clip(story, "shot0", SMALL).truth(5).boxes["x"]
    assert x0 >= 0.19 and y0 >= 0.57 and x1 <= 0.81 and y1 <= 0.92
    assert max((x1 - x0) / 0.6, (y1 - y0) / 0.3) > 0.9


@pytest.mark.parametrize("kind", [*KINDS, "samovar"])
def test_every_action_of_every_kind_moves_or_holds_still_without_vanishing(kind: str) -> None:
    look = Look()
    figure = figure_of(Entity(id=EntityId("x"), kind=kind, name="x", looks=(look,)), look)
    for n, action in enumerate(ACTIONS):
        if kind in THINGS and action not in ("walk", "jump", "fly", "fall", "sleep", "wave", "dance", "give"):
            continue  # for a thing it is the same as standing
        canvas = Canvas(SMALL, track=True)
        canvas.begin(1)
        with canvas.at(canvas.aspect / 2, 0.8, scale=0.5):
            draw_figure(canvas, figure, Moment(action, seconds=0.3 * (n % 3), gait=0.2 * (n % 4)))
        assert canvas.visible(1).sum() > 60, action


def test_the_colour_asked_for_is_the_colour_seen_in_every_light() -> None:
    for time in ("day", "sunset", "night"):
        for colour in ("red", "green", "blue", "yellow"):
            story = board([standing("x", "car", height=0.4)], kinds={"x": "car"}, looks={"colours": [colour]})
            scene = story.scenes[0].model_copy(update={"time_of_day": time})
            story = story.model_copy(update={"scenes": (scene,)})
            truth = ToonGenerator().clip(story, "shot0", SMALL).truth(0)
            seen = np.median(truth.picture[truth.masks["x"]], 0)
            asked = np.array(COLOURS[colour], float)
            hue = lambda v: (v - v.mean()) / max(1e-6, np.linalg.norm(v - v.mean()))
            assert hue(seen) @ hue(asked) > 0.9, (time, colour)


def test_nearer_figures_cover_farther_ones() -> None:
    near, far = standing("a", "house", depth=2), standing("b", "man", height=0.3, depth=1)
    story = board([near, far], kinds={"a": "house", "b": "man"})
    truth = ToonGenerator().clip(story, "shot0", SMALL).truth(0)
    assert truth.order == ("b", "a")
    assert not truth.masks["b"].any() and "b" not in truth.visible
    assert truth.boxes["b"][2] > truth.boxes["b"][0]


def test_feet_on_the_ground_do_not_slide() -> None:
    start, end = standing("x", "man", 0.3, action="walk"), standing("x", "man", 0.7, action="walk")
    story = board([start], [end], kinds={"x": "man"}, duration=36)
    clip = ToonGenerator().clip(story, "shot0", FrameSize((512, 288)))
    still = 0
    for frame in range(4, 30):
        feet = [np.flatnonzero(clip.truth(f).masks["x"][240:244].any(0)) for f in (frame, frame + 1)]
        still += len(np.intersect1d(*feet)) / len(feet[0]) > 0.5
    assert still >= 22
    hips = [np.flatnonzero(clip.truth(f).masks["x"][190:192].any(0)).mean() for f in (4, 30)]
    assert hips[1] - hips[0] > 100


def test_the_mouth_moves_while_the_line_lasts_and_only_then() -> None:
    line = {"text": "Hello.", "speaker": "x", "start": 6, "duration": 10}
    silent, spoken = (
        ToonGenerator().clip(board([standing("x", "boy", height=0.8)], kinds={"x": "boy"}, lines=lines), "shot0", SMALL)
        for lines in ([], [line])
    )
    differing = [n for n in range(24) if not np.array_equal(silent[n], spoken[n])]
    assert differing and set(differing) <= set(range(6, 16)) and len(differing) >= 8


def test_thoughts_move_no_mouth() -> None:
    line = {"text": "Hello.", "speaker": "x", "start": 0, "duration": 24, "kind": "thought"}
    a, b = (
        ToonGenerator().clip(board([standing("x", "boy")], kinds={"x": "boy"}, lines=lines), "shot0", SMALL)
        for lines in ([], [line])
    )
    assert np.array_equal(a[8], b[8])


def test_a_jump_leaves_the_ground_and_comes_back() -> None:
    story = board([standing("x", "hare", action="jump")], kinds={"x": "hare"}, duration=48)
    clip = ToonGenerator().clip(story, "shot0", SMALL)
    bottoms = [clip.truth(frame).boxes["x"][3] for frame in range(48)]
    assert min(bottoms) < 0.80 and max(bottoms) > 0.84


def test_a_jump_drawn_by_the_panels_follows_them() -> None:
    low, high = standing("x", "boy", action="jump"), standing("x", "boy", action="jump")
    high["box"] = tuple(v - 0.25 * (n % 2) for n, v in enumerate(high["box"]))
    story = board([low], [high], [low], kinds={"x": "boy"}, duration=25)
    clip = ToonGenerator().clip(story, "shot0", SMALL)
    for frame in (0, 12, 24):
        asked = story.scenes[0].shots[0].layout(frame)[0].box
        assert abs(clip.truth(frame).boxes["x"][3] - asked.y1) < 0.08


def test_frames_are_random_access_and_shared_by_threads() -> None:
    story = board(
        [standing("x", "fox", action="run"), standing("y", "samovar", 0.2)], kinds={"x": "fox", "y": "samovar"}
    )
    clip = ToonGenerator().clip(story, "shot0", SMALL)
    forward = [clip[n] for n in range(8)]
    found: dict[int, np.ndarray] = {}
    threads = [threading.Thread(target=lambda n=n: found.__setitem__(n, clip[n])) for n in reversed(range(8))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(np.array_equal(forward[n], found[n]) for n in range(8))
    for outside in (-1, 24):
        with pytest.raises(IndexError, match=r"frame of 0\.\.23"):
            clip[outside]


def test_other_processes_draw_the_same_bytes() -> None:
    story = board([standing("x", "girl", action="dance"), standing("y", "dog", 0.2)], kinds={"x": "girl", "y": "dog"})
    here = hashlib.sha256(ToonGenerator().clip(story, "shot0", SMALL)[5].tobytes()).hexdigest()
    program = (
        "import sys, hashlib; from generators.toon import ToonGenerator; from storyline.schema.media import FrameSize;"
        "from storyline.schema.storyboard import Storyboard; s = Storyboard.model_validate_json(sys.stdin.read());"
        "print(hashlib.sha256(ToonGenerator().clip(s, 'shot0', FrameSize((128, 72)))[5].tobytes()).hexdigest())"
    )
    there = subprocess.run(
        [sys.executable, "-c", program], input=story.model_dump_json(), capture_output=True, text=True, check=True,
        env={"PYTHONHASHSEED": "1", "PATH": ""},
    )  # fmt: skip
    assert there.stdout.strip() == here


def test_a_look_is_the_same_in_every_shot_and_differs_between_entities() -> None:
    story = board([standing("x", "boy")], kinds={"x": "boy", "y": "boy"}, shots=2)
    a, b = (ToonGenerator().clip(story, f"shot{n}", SMALL).truth(0) for n in (0, 1))
    assert np.array_equal(a.picture[a.masks["x"]], b.picture[b.masks["x"]])
    other = board([standing("y", "boy")], kinds={"x": "boy", "y": "boy"})
    c = ToonGenerator().clip(other, "shot0", SMALL).truth(0)
    assert not np.array_equal(a.picture, c.picture)


def test_the_scene_clock_does_not_jump_at_a_cut() -> None:
    story = board([], kinds={}, shots=2, setting="sea")
    first, second = (ToonGenerator().clip(story, f"shot{n}", SMALL) for n in (0, 1))
    within = np.abs(first[23].astype(int) - first[22]).mean()
    across = np.abs(second[0].astype(int) - first[23]).mean()
    assert across < 3 * within + 0.1


def test_the_caption_says_who_does_what_where() -> None:
    story = board(
        [standing("x", "fox", action="run"), standing("y", "samovar", 0.2)],
        kinds={"x": "fox", "y": "samovar"},
        setting="beach",
        camera=[{"at": 0}, {"at": 23, "zoom": 2}],
    )
    said = ToonGenerator().clip(story, "shot0", SMALL).truth(0).caption
    assert said == "an orange fox running and an orange y standing on the beach during the day, the camera zooms in"


def test_notes_name_what_is_not_in_the_world() -> None:
    story = board([standing("x", "samovar", action="yodel")], kinds={"x": "samovar"}, setting="labyrinth")
    assert ToonGenerator().notes(story) == (
        "'samovar' is not in the drawn world: it is drawn as a labelled figure.",
        "'labyrinth' is not in the drawn world: it is drawn as a plain place.",
        "'yodel' has no pose in the drawn world: it is drawn as standing.",
    )
    assert ToonGenerator().notes(board([standing("x", "rabbit", action="chase")], kinds={"x": "rabbit"})) == ()


def test_an_unknown_shot_is_refused() -> None:
    with pytest.raises(KeyError, match="nowhere"):
        ToonGenerator().clip(board([], kinds={}), "nowhere", SMALL)


def test_boxes_of_the_truth_are_where_the_layout_put_them() -> None:
    asked = standing("x", "tree", 0.3)
    truth = ToonGenerator().clip(board([asked], kinds={"x": "tree"}), "shot0", SMALL).truth(0)
    assert Box(asked["box"]).centre[0] == pytest.approx(sum(truth.boxes["x"][::2]) / 2, abs=0.02)


def test_a_thing_that_speaks_has_a_face() -> None:
    line = {"text": "Hello.", "speaker": "x", "start": 10, "duration": 5}
    plain, talking = (
        ToonGenerator().clip(
            board([standing("x", "rock", height=0.6)], kinds={"x": "rock"}, lines=lines), "shot0", SMALL
        )
        for lines in ([], [line])
    )
    assert not np.array_equal(plain[0], talking[0])


def test_a_walk_on_the_spot_still_walks() -> None:
    story = board([standing("x", "dog", action="walk")], kinds={"x": "dog"})
    clip = ToonGenerator().clip(story, "shot0", SMALL)
    assert not np.array_equal(clip.truth(0).masks["x"], clip.truth(6).masks["x"])


def test_a_turned_camera_turns_the_picture_and_fills_its_corners() -> None:
    level, turned = (
        ToonGenerator()
        .clip(board([standing("x", "man")], kinds={"x": "man"}, camera=[{"at": 0, "roll": roll}]), "shot0", SMALL)
        .truth(0)
        for roll in (0, 90)
    )
    x0, y0, x1, y1 = turned.boxes["x"]
    assert (x1 - x0) * 16 / 9 > y1 - y0
    assert level.boxes["x"][3] - level.boxes["x"][1] > (level.boxes["x"][2] - level.boxes["x"][0]) * 16 / 9
    for corner in (turned.picture[:6, :6], turned.picture[:6, -6:], turned.picture[-6:, :6], turned.picture[-6:, -6:]):
        assert corner.max() > 60


@pytest.mark.parametrize(
    "name", ["ox", "samovar", "the old samovar of my aunt", "самовар", "茶炊", "x" * 200, "a " * 60, " ", "\U0010ffff"]
)
def test_any_name_fits_its_label(name: str) -> None:
    for wide, high in ((0.31, 0.25), (0.335, 0.40)):
        points = np.concatenate([contour for glyph in lettering(name, (wide, high)) for contour in glyph])
        assert np.abs(points[:, 0]).max() <= wide + 0.005 and np.abs(points[:, 1]).max() <= high * 0.56
        assert np.ptp(points[:, 1]) > 0.03


def test_what_is_unknown_has_a_face_when_it_speaks_or_acts() -> None:
    line = {"text": "Hello", "start": 0, "duration": 9, "kind": "spoken", "speaker": "x"}
    still, rolls, looks, glad = (
        {**standing("x", "samovar"), "action": action, "expression": mood}
        for action, mood in (("stand", "neutral"), ("rolling", "neutral"), ("look", "neutral"), ("stand", "happy"))
    )
    kinds = {"x": "samovar", "y": "flower"}
    held = {**standing("y", "flower"), "parent": "x", "anchor": "hand"}
    assert not with_faces(board([still], kinds=kinds)) and not with_faces(board([rolls], kinds=kinds))
    for story in (
        board([looks], kinds=kinds),
        board([glad], kinds=kinds),
        board([still, held], kinds=kinds),
        board([still], kinds=kinds, lines=[line]),
    ):
        assert with_faces(story) == {"x"}
    assert not with_faces(board([{**standing("y", "flower"), "action": "dance"}], kinds=kinds))
    assert with_faces(board([standing("y", "flower")], kinds=kinds, lines=[{**line, "speaker": "y"}])) == {"y"}


def test_notes_name_the_pictures_that_a_drawn_world_cannot_use() -> None:
    plain = document(board([standing("x", "cat")], kinds={"x": "cat"})) | {"format": "storyboard/1"}
    panel = plain["scenes"][0]["shots"][0]["panels"][0]
    panel["image"] = {"path": "key.png"}
    panel["placements"][0]["mask"] = {"path": "mask.png"}
    plain["cast"][0]["looks"] = [{"references": [{"path": "cat.png"}]}]
    said = " ".join(ToonGenerator().notes(Storyboard.model_validate(plain)))
    assert "key" not in said and "the mask of 'x'" in said and "the pictures of 'x'" in said
