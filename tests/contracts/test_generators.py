"""What every generator holds to."""

import os
import pickle
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from textwrap import dedent
from typing import Any

import numpy as np
import pytest
from PIL import Image

from generators.protocol import Generator
from storyline.film import Render
from storyline.film.graph import segments
from storyline.frames.lossless import read_clip
from storyline.graph.build import build
from storyline.schema.base import ShotId
from storyline.schema.media import FrameSize
from storyline.schema.storyboard import Storyboard
from tests.contracts.made import GENERATORS, SIZE, Made, copy, keys, planned, rich, tasks


def test_the_tasks_of_a_scene(generator: Generator) -> None:
    """Each shot has its keyframes, one a panel, and windows that cover it once, in order."""
    for storyboard in (rich(), planned()):
        for scene in storyboard.scenes:
            ids = [shot.id for shot in scene.shots]
            found = list(generator.tasks(storyboard, scene, ids, SIZE))
            assert {task.shot for task in found if task.shot is not None} == set(ids)
            assert all(task.scene == scene.id and task.maker == generator.name for task in found)
            assert all(task.size == SIZE.root for task in found)
            assert len(build(found)) == len(found)
            for shot in scene.shots:
                (stills,) = [t for t in found if t.shot == shot.id and t.kind == "keyframes"]
                assert (stills.id, stills.frames) == (f"keyframes/{shot.id}", len(shot.panels))
                windows = [t for t in found if t.shot == shot.id and t.kind == "frames"]
                assert [frame for t in windows for frame in range(t.start, t.end_exclusive)] == [*range(shot.duration)]
            order = [ids.index(t.shot) for t in found if t.kind == "frames" and t.shot is not None]
            assert order == sorted(order)


def test_only_the_shots_that_are_asked_for(generator: Generator) -> None:
    storyboard = rich()
    scene = storyboard.scenes[0]
    all_keys = keys(tasks(generator, storyboard))
    for shot in scene.shots:
        alone = keys(list(generator.tasks(storyboard, scene, [shot.id], SIZE)))
        assert alone.items() <= all_keys.items() and f"keyframes/{shot.id}" in alone
    assert list(generator.tasks(storyboard, scene, [], SIZE)) == []


def test_frames_are_as_many_and_as_large_as_said(generator: Generator, root: Path) -> None:
    for size in ((64, 36), (36, 64)):
        found = tasks(generator, rich(), FrameSize(size))
        made = Made(generator, root / str(size), root).together(found)
        for task in found:
            if task.kind in ("keyframes", "frames"):
                frames = made.frames(task)
                assert [frame.shape for frame in frames] == [(size[1], size[0], 3)] * task.frames


@pytest.mark.parametrize("generator", ["toon"], indirect=True)
def test_keyframes_are_frames_of_the_shot(generator: Generator, root: Path) -> None:
    """Of the drawn world, which draws what it is told; of learned ones, keyframes come before frames."""
    storyboard = rich()
    found = tasks(generator, storyboard)
    made = Made(generator, root / "made", root).together(found)
    for _, shot in storyboard.shots():
        clip = [f for t in found if t.shot == shot.id and t.kind == "frames" for f in made.frames(t)]
        (stills,) = (t for t in found if t.shot == shot.id and t.kind == "keyframes")
        for panel, still in zip(shot.panels, made.frames(stills), strict=True):
            np.testing.assert_array_equal(still, clip[panel.at])


ELSEWHERE = dedent(
    """
    import json, os, sys
    from pathlib import Path
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    import cv2
    cv2.setNumThreads(1)
    from storyline.film import plugin
    from tests.contracts.made import Made, rich, tasks
    name, root = sys.argv[1], Path(sys.argv[2])
    generator = plugin("generators", name)
    found = tasks(generator, rich())
    made = Made(generator, root / "elsewhere", root).one_by_one(found if any(t.needs for t in found) else found[::-1])
    print(json.dumps(made.digests()))
    """
)


@pytest.mark.parametrize(
    "generator",
    [pytest.param(name, marks=pytest.mark.slow if name.startswith("nuwa-xl-") else []) for name in GENERATORS],
    indirect=True,
)
def test_a_task_s_bytes_are_its_own(generator: Generator, root: Path) -> None:
    """Whatever else is in its batch, whenever it is done, and in whatever process."""
    import json

    found = tasks(generator, rich())
    together = Made(generator, root / "together", root).together(found).digests()
    assert Made(generator, root / "alone", root).one_by_one(found).digests() == together
    if hasattr(os, "sched_setaffinity"):
        done = subprocess.run(
            [sys.executable, "-c", ELSEWHERE, generator.name, str(root)], capture_output=True, text=True, check=True
        )
        assert json.loads(done.stdout) == together


def test_it_can_be_sent_to_other_processes(generator: Generator) -> None:
    found = tasks(generator, rich())
    assert keys(tasks(pickle.loads(pickle.dumps(generator)), rich())) == keys(found)
    assert keys([pickle.loads(pickle.dumps(task)) for task in found]) == keys(found)


@pytest.mark.parametrize(
    "generator",
    [pytest.param(name, marks=pytest.mark.slow if name.startswith("nuwa-xl-") else []) for name in GENERATORS],
    indirect=True,
)
def test_a_picture_is_the_keyframe_and_the_frames_around_it_follow(generator: Generator, root: Path) -> None:
    document = copy() | {"edits": [], "sounds": []}
    shot = {**document["scenes"][1]["shots"][0], "duration": 6}
    shot["panels"] = [{**shot["panels"][0], "at": at} for at in (0, 5)]
    document["scenes"] = [{**document["scenes"][1], "shots": [shot]}]
    (plain, still) = _frames_and_still(generator, document, root)
    picture = still.copy()
    picture[6:18, 30:50] = (255, 0, 255)
    Image.fromarray(picture).save(root / "p.png")
    digest = sha256((root / "p.png").read_bytes()).hexdigest()
    shot["panels"][0]["image"] = {"path": "p.png", "digest": digest}
    frames, still = _frames_and_still(generator, document, root)
    np.testing.assert_array_equal(still, picture)
    assert all((frame != before).any() for frame, before in zip(frames, plain, strict=True))
    if not generator.follows_keyframes:
        np.testing.assert_allclose(frames[0], picture, atol=6)


def test_what_it_does_not_know(generator: Generator) -> None:
    assert isinstance(generator.notes(rich()), tuple)
    if generator.name == "toon":
        assert any("samovar" in note for note in generator.notes(planned()))


def _frames_and_still(
    generator: Generator, document: dict[str, Any], root: Path
) -> tuple[list[np.ndarray], np.ndarray]:
    """The frames of the only shot of a film, as it shows them, and its first panel."""
    render = Render.of(Storyboard.model_validate(document), generator, root, root / "store", 1)
    graph = render.graph()
    (segment,) = (task for task in segments(graph) if task.shot == "third")
    made = render.made(graph, segment.needs)
    frames = [frame for need in segment.needs for frame in read_clip(made[need], SIZE)]
    return frames, next(iter(render.keyframes()(ShotId("third"), [0]))).copy()
