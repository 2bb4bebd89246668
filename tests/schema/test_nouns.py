"""The contract of the nouns: values, limits, time, layout, camera, canonical form."""

import hashlib
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from storyline.errors import ScriptError
from storyline.schema.base import canonical, document, slug
from storyline.schema.camera import Camera, CameraKeyframe, camera_at
from storyline.schema.entity import Entity, Look
from storyline.schema.layout import Box, Placement, between, feet_depth, iou, layout_at
from storyline.schema.media import FileRef, FrameSize, aspect_ratio, size_of
from storyline.schema.migrate import migrate
from storyline.schema.origin import origin_of, overruled, set_paths
from storyline.schema.script import Script
from storyline.schema.storyboard import Storyboard
from storyline.schema.timing import FrameRange, frames, timecode
from storyline.schema.vocabulary import COLOURS, KINDS, SETTINGS, kind_of, rgb, setting_of
from tests.boards import board, shot

EXACT = settings(max_examples=200, deadline=None, derandomize=True)


def nouns(of: type[BaseModel] = BaseModel) -> list[type[BaseModel]]:
    found = [noun for noun in of.__subclasses__() if noun.__module__.startswith("storyline.")]
    return found + [deeper for noun in found for deeper in nouns(noun)]


@pytest.mark.parametrize("noun", sorted(set(nouns()), key=lambda noun: noun.__name__), ids=lambda noun: noun.__name__)
def test_every_noun_is_frozen_and_described(noun: type[BaseModel]) -> None:
    assert noun.model_config.get("frozen")
    assert noun.model_json_schema()
    assert noun.__doc__


def test_nothing_can_be_set_or_added() -> None:
    script = Script(title="a")
    with pytest.raises(ValidationError, match="frozen"):
        script.title = "b"  # type: ignore[misc]
    with pytest.raises(ValidationError, match="extra"):
        Script(titel="b")  # type: ignore[call-arg]


# Boxes.


@pytest.mark.parametrize(
    ("corners", "message"),
    [
        ((0.7, 0.1, 0.4, 0.9), r"x0 < x1; got \(0.7, 0.1, 0.4, 0.9\)"),
        ((0.1, 0.9, 0.4, 0.9), "y0 < y1"),
        ((0.1, 0.1, 2.1, 0.9), r"within \[-1, 2\]"),
        ((10, 10, 200, 90), "not pixels or percent"),
        ((1.0, 0.1, 1.5, 0.9), "must meet the frame"),
        ((-0.5, 0.1, 0.0, 0.9), "must meet the frame"),
        ((float("nan"), 0.1, 0.4, 0.9), "finite"),
    ],
)
def test_a_box_that_is_none_is_refused(corners: tuple[float, float, float, float], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Box(corners)


def test_a_box_knows_its_measures() -> None:
    box = Box((-0.25, 0.5, 0.75, 1.5))
    assert (box.width, box.height, box.centre) == (1.0, 1.0, (0.25, 1.0))
    assert box.visible() == (0.0, 0.5, 0.75, 1.0)
    assert iou(box, box) == 1.0
    assert iou(Box((0, 0, 0.5, 1)), Box((0.25, 0, 0.75, 1))) == pytest.approx(1 / 3)
    assert iou(Box((0, 0, 0.5, 1)), Box((0.5, 0, 1, 1))) == 0.0
    assert (feet_depth(Box((0, 0, 1, 0.868))), feet_depth(Box((0, -1, 1, 0.001)))) == (86, 0)


# Time.


@pytest.mark.parametrize(
    ("time", "rate", "of", "expected"),
    [
        (48, 24, None, 48),
        ("2s", 24, None, 48),
        ("1.5s", Fraction(30000, 1001), None, 45),
        ("50%", 24, 23, 12),
        ("100%", 24, 23, 23),
        ("0 s", 24, None, 0),
    ],
)
def test_times_become_whole_frames(time: int | str, rate: int | Fraction, of: int | None, expected: int) -> None:
    assert frames(time, Fraction(rate), of=of) == expected


def test_a_share_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="'50%' is a share, but a length is expected here"):
        frames("50%", Fraction(24))


@pytest.mark.parametrize("time", [-1, 1.5, "2", "2 seconds", "1:30", True, "-1s", None])
def test_what_is_no_time_is_refused(time: Any) -> None:
    with pytest.raises(ValidationError, match="a time is whole frames"):
        Script.model_validate({"sounds": [{"file": {"path": "a"}, "start": time}]})


@pytest.mark.parametrize(("rate", "exact"), [(24, Fraction(24)), ("30000/1001", Fraction(30000, 1001)), (25.0, 25)])
def test_rates_are_exact(rate: Any, exact: Fraction) -> None:
    assert Script(rate=rate).rate == exact


@pytest.mark.parametrize("rate", [23.976, 0, "1/0", "x", 241, True, -24, [24]])
def test_what_is_no_rate_is_refused(rate: Any) -> None:
    with pytest.raises(ValidationError, match="frame rate"):
        Script(rate=rate)


def test_frame_ranges_are_half_open() -> None:
    span = FrameRange(start=2, end_exclusive=4)
    assert (len(span), 1 in span, 2 in span, 3 in span, 4 in span) == (2, False, True, True, False)
    with pytest.raises(ValidationError, match="start < end_exclusive"):
        FrameRange(start=2, end_exclusive=2)
    assert timecode(1801, Fraction(30000, 1001)) == "00:01:00:01"


def test_the_timeline_counts_overlaps_once() -> None:
    made = board(shot("a", 24), shot("b", 30, transition="fade", overlap=6), opening=10, closing=5)
    assert [(s.start, s.end_exclusive) for _, s in made.timeline()] == [(10, 34), (28, 58)]
    assert (made.length, made.seconds) == (63, Fraction(63, 24))


# Pictures and files.


def test_sizes_and_aspects() -> None:
    assert (str(FrameSize((64, 48))), aspect_ratio("2.39"), str(size_of("2.39"))) == (
        "64x48",
        Fraction(239, 100),
        "1488x624",
    )
    assert Script.model_validate({"aspect": 2.39}).aspect == "2.39"
    for size in [(63, 48), (14, 48), (64, 8194), (64.0, 48.5)]:
        with pytest.raises(ValidationError):
            FrameSize(size)  # type: ignore[arg-type]
    for aspect in ["wide", "1:0", "5:1", "0.1", True]:
        with pytest.raises(ValidationError):
            Script.model_validate({"aspect": aspect})


@pytest.mark.parametrize(
    "path", ["../a", "a/../../b", "/etc/passwd", "C:\\x", "\\\\host\\a", "a\x00b", "-x", "~/a", "|a", ""]
)
def test_a_path_that_leaves_its_folder_is_refused(path: str) -> None:
    with pytest.raises(ValidationError):
        FileRef(path=path)
    assert FileRef(path="sound/a.wav").path == "sound/a.wav"


# Layouts and cameras.


def put(entity: str, x: float, **fields: Any) -> Placement:
    return Placement.model_validate({"entity": entity, "box": [x, 0, x + 0.1, 1], **fields})


def at(frame: float) -> list[tuple[str, float]]:
    panels = [(0, (put("a", 0, depth=2, action="run"), put("b", 0.2))), (10, (put("a", 0.5), put("c", 0.4, depth=1)))]
    return [(p.entity, round(p.box.x0, 6)) for p in layout_at(panels, frame)]


def test_boxes_move_linearly_and_who_is_in_one_panel_leaves_midway() -> None:
    assert at(0) == [("b", 0.2), ("a", 0.0)]
    assert at(4) == [("b", 0.2), ("a", 0.2)]
    assert at(5) == [("c", 0.4), ("a", 0.25)]
    assert at(10) == at(99) == [("a", 0.5), ("c", 0.4)]
    assert at(-3) == at(0)
    with pytest.raises(ValueError, match="at least one panel"):
        layout_at([], 0)


def test_between_two_placements_only_the_box_changes() -> None:
    half = between(put("a", 0, action="run", facing="left"), put("a", 0.5), 0.5)
    assert (half.box.root, half.action, half.facing) == ((0.25, 0, 0.35, 1), "run", "left")


@EXACT
@given(*[st.floats(-10, 10)] * 2, st.floats(0.25, 16), *[st.floats(-1, 2)] * 2)
def test_unproject_inverts_project(pan: float, tilt: float, zoom: float, x: float, y: float) -> None:
    camera = Camera(pan=pan, tilt=tilt, zoom=zoom)
    assert camera.unproject(*camera.project(x, y)) == pytest.approx((x, y), abs=1e-9)


def test_the_camera_shows_less_when_it_zooms_and_moves_the_other_way_when_it_pans() -> None:
    assert Camera().project(0.2, 0.7) == pytest.approx((0.2, 0.7))
    assert Camera(zoom=2).project(0.75, 0.25) == (1.0, 0.0)
    assert Camera(pan=0.25, tilt=-0.25).project(0.5, 0.5) == (0.25, 0.75)


def test_the_camera_is_linear_between_keyframes_and_held_outside() -> None:
    keys = [CameraKeyframe(at=10), CameraKeyframe(at=20, zoom=3, pan=1)]
    assert [camera_at(keys, f).zoom for f in (0, 10, 15, 20, 99)] == [1, 1, 2, 3, 3]
    assert camera_at(keys, 15).pan == 0.5
    assert camera_at([], 7) == Camera()


# Words.


def test_the_vocabulary_hangs_together() -> None:
    assert all(kind.colour in COLOURS for kind in KINDS.values())
    assert all(kind_of(other) == name for name, kind in KINDS.items() for other in kind.others)
    assert all(setting_of(other) == name for name, setting in SETTINGS.items() for other in setting.others)
    assert rgb("red") == COLOURS["red"]
    with pytest.raises(ValidationError, match="colour must be #rrggbb or a name such as red"):
        Look(colours=("mauvish",))


def test_looks_are_found_by_name() -> None:
    entity = Entity.model_validate({"id": "a", "kind": "a", "name": "a", "looks": [{"name": "dry"}, {"name": "wet"}]})
    assert (entity.look().name, entity.look("wet").name) == ("dry", "wet")
    with pytest.raises(KeyError):
        entity.look("old")


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("The Hare, at last!", "the-hare-at-last"),
        ("x² ½", "x"),
        ("兔子 跑", "兔子-跑"),
        ("!", "x"),
        ("É" * 60, "é" * 48),
    ],
)
def test_slugs_are_ids(text: str, id: str) -> None:
    assert slug(text) == id


@EXACT
@given(st.text())
def test_any_text_gives_an_id(text: str) -> None:
    Script.model_validate({"cast": [{"id": slug(text)}]})


# The canonical form: pinned, since keys of finished work depend on it.


def test_canonical_bytes_leave_defaults_out_and_sort() -> None:
    script = Script.model_validate({"title": "é", "seed": 0, "scenes": [{"shots": [{"size": "CU", "label": ""}]}]})
    assert canonical(script) == '{"scenes":[{"shots":[{"size":"CU"}]}],"seed":0,"title":"é"}'.encode()
    assert canonical(Script()) == b"{}"
    assert "notes" not in document(board(shot("a", 10)))


def test_canonical_digests_do_not_drift() -> None:
    made = board(
        shot("a", 24, camera=[{"at": 0}, {"at": 9, "zoom": 1.5}], lines=[{"text": "“Hi”", "start": 0, "duration": 5}]),
        shot("b", 30, transition="dissolve", overlap=6),
        rate="30000/1001",
    )
    digests = [
        hashlib.sha256(canonical(noun)).hexdigest()[:16] for noun in (made, made.scenes[0].shots[0], made.cast[0])
    ]
    assert digests == ["e570c0c21f5e5e41", "e62a7de492345757", "93a9762027f0dd01"]
    assert Storyboard.model_validate(document(made)) == made


# Migration.


def test_older_documents_are_brought_up_step_by_step() -> None:
    steps = {1: lambda old: {"title": old["name"]}, 2: lambda old: old | {"seed": 1}}
    assert migrate({"format": "storyboard/1", "name": "a"}, to=3, steps=steps) == {
        "format": "storyboard/3",
        "title": "a",
        "seed": 1,
    }
    assert migrate({"title": "a"}) == {"title": "a", "format": "script/1"}


@pytest.mark.parametrize("format", ["script", "film/1", "script/0", "script/x", "script/²", 1, None, "script/1/2"])
def test_an_unknown_format_is_refused(format: Any) -> None:
    with pytest.raises(ScriptError, match="format: expected 'script/1' or 'storyboard/1'; got"):
        migrate({"format": format})
    with pytest.raises(ScriptError, match="Install a newer storyline"):
        migrate({"format": "script/2"})


# Who decided what.


def test_the_writers_fields_are_known_and_kept() -> None:
    script = Script.model_validate(
        {"title": "The Hare", "scenes": [{"id": "s1", "shots": [{"id": "a", "size": "WS", "duration": "1s"}]}]}
    )
    assert set_paths(script) == (
        "scenes/s1/id",
        "scenes/s1/shots/a/duration",
        "scenes/s1/shots/a/id",
        "scenes/s1/shots/a/size",
        "title",
    )
    assert overruled(script, board(shot("a", 24))) == ()
    assert overruled(script, board(shot("a", 25) | {"size": "CU"}, title="Other")) == (
        "scenes/s1/shots/a/duration: the writer wrote 24; the storyboard has 25",
        "scenes/s1/shots/a/size: the writer wrote 'WS'; the storyboard has 'CU'",
        "title: the writer wrote 'The Hare'; the storyboard has 'Other'",
    )


def test_the_longest_path_tells_the_origin() -> None:
    origins = {"offline": [""], "writer": ["scenes/s1"], "person": ["scenes/s1/shots/a/size"]}
    made = board(shot("a", 24), origins=origins)
    paths = ("title", "scenes/s1/place", "scenes/s1/shots/a/size", "scenes/s10")
    assert [origin_of(made, path) for path in paths] == ["offline", "writer", "person", "offline"]
    assert origin_of(board(shot("a", 24)), "title") is None
