"""What every generator holds to."""

import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from hashlib import sha256
from pathlib import Path
from textwrap import dedent
from typing import Any

import numpy as np
import pytest
from PIL import Image
from pydantic import BaseModel

from generators.protocol import Generator
from storyline.film import Render, plan_film, plugin, plugins
from storyline.film.graph import film_graph, segments
from storyline.frames.lossless import read_clip
from storyline.graph.build import build
from storyline.schema.base import ShotId
from storyline.schema.media import FileRef, FrameSize
from storyline.schema.storyboard import Storyboard
from storyline.schema.task import SUFFIXES, Job, Task
from tests.contracts.mutations import (
    PICTURE,
    RICH,
    WEIGHTS,
    at,
    board,
    changes,
    parts,
    picture,
    renamed,
    replaced,
    weights,
    without,
)

SIZE = FrameSize((64, 36))


@pytest.fixture(scope="session", autouse=True)
def model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What learned generators draw with: random weights, which is enough to hold them to this."""
    from tests.generators.nuwa_xl.tiny import saved  # the drawn world's process elsewhere needs no torch

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STORYLINE_NUWA_XL", str(saved(tmp_path_factory.mktemp("model") / "tiny")))
        yield


GENERATORS = plugins("generators")


@pytest.fixture(params=GENERATORS)
def generator(request: pytest.FixtureRequest) -> Generator:
    made: Generator = plugin("generators", request.param)
    assert made.name == request.param
    return made


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with the files that `RICH` names."""
    (tmp_path / "a.png").write_bytes(picture())
    (tmp_path / "a.safetensors").write_bytes(weights())
    return tmp_path


def rich() -> Storyboard:
    return Storyboard.model_validate(RICH)


def planned(**fields: Any) -> Storyboard:
    story = "A red robot and a samovar dance on the beach. Then they go home."
    return plan_film({"size": [64, 36], "rate": 6, "story": story, **fields})


def tasks(generator: Generator, storyboard: Storyboard, size: FrameSize = SIZE) -> list[Task]:
    return [
        task
        for scene in storyboard.scenes
        for task in generator.tasks(storyboard, scene, [shot.id for shot in scene.shots], size)
    ]


def keys(found: list[Task], shot: str | None = None) -> dict[str, str]:
    graph = build(found)
    return {task.id: graph.nodes[task.id]["key"] for task in found if shot in (None, task.shot)}


class Made:
    """Artifacts of tasks, in a folder."""

    def __init__(self, generator: Generator, folder: Path, root: Path) -> None:
        self._generator, self._folder, self._root = generator, folder, root
        folder.mkdir(exist_ok=True)
        self._files: dict[str, Path] = {}

    def one_by_one(self, found: list[Task]) -> "Made":
        for task in found:
            self._run([task])
        return self

    def together(self, found: list[Task]) -> "Made":
        """As the runner groups them: those of one batch whose needs are there."""
        waiting = list(found)
        while waiting:
            first = next(t for t in waiting if self._is_ready(t))
            batch = [t for t in waiting if t is first or (t.batch and t.batch == first.batch and self._is_ready(t))]
            self._run(batch)
            waiting = [t for t in waiting if t not in batch]
        return self

    def digests(self) -> dict[str, str]:
        return {id: sha256(file.read_bytes()).hexdigest() for id, file in self._files.items()}

    def frames(self, task: Task) -> list[np.ndarray]:
        return list(read_clip(self._files[task.id], FrameSize(task.size)))

    def _is_ready(self, task: Task) -> bool:
        return all(need in self._files for need in task.needs)

    def _run(self, batch: list[Task]) -> None:
        jobs = [
            Job(
                task,
                tuple(self._files[need] for need in task.needs),
                self._folder / f"{len(self._files)}-{n}{SUFFIXES[task.kind]}",
                self._root,
            )
            for n, task in enumerate(batch)
        ]
        self._generator.run(jobs)
        self._files |= {job.task.id: job.output for job in jobs}


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
    from tests.contracts.test_generators import Made, plugin, rich, tasks
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


UNSEEN: Mapping[str, Callable[[dict[str, Any]], None]] = {
    "the title": lambda d: d.update(title="Another", credits=[], opening=9),
    "the subtitles": lambda d: d.update(subtitles="none", language="de"),
    "the end": lambda d: d.update(closing=99, fade_out=0, runtime="5s", sounds=[], edits=[], groups=[]),
    "notes": lambda d: d.update(notes=[], origins={}, title_page={}),
    "another scene": lambda d: d["scenes"].pop(),
    "another scene's place": lambda d: d["places"][1].update(setting="village"),
    "who is not in the scene": lambda d: d["cast"].append({"id": "x", "kind": "cat", "name": "X", "looks": [{}]}),
    "where the scene stands": lambda d: d["scenes"].reverse(),
    "the scene's heading": lambda d: d["scenes"][0].update(heading="INT. WOOD", number="7"),
    "how the first shot comes in": lambda d: d["scenes"][0]["shots"][0].update(transition={"kind": "cut"}),
    "how a shot comes in": lambda d: d["scenes"][0]["shots"][1]["transition"].update(kind="dissolve"),
    "what a shot is called": lambda d: d["scenes"][0]["shots"][0].update(label="99", handles=[9, 9]),
    "who makes it": lambda d: d["scenes"][0]["shots"][0]["overrides"].update(generator="toon"),
}
"""What decides nothing of the frames of the first scene."""


@pytest.mark.parametrize("what", UNSEEN)
def test_what_decides_nothing_is_in_no_key(generator: Generator, what: str) -> None:
    """So that it is not made again when that changes."""
    document = _copy()
    UNSEEN[what](document)
    scene = {shot.id for shot in rich().scenes[0].shots}
    before, after = (
        {id: key for id, key in keys(tasks(generator, b)).items() if id.split("/")[1] in scene}
        for b in (rich(), Storyboard.model_validate(document))
    )
    assert before == after


def test_a_scene_s_and_a_shot_s_name_is_in_no_key_of_the_drawn_world() -> None:
    toon: Generator = plugin("generators", "toon")
    document = _copy()
    for old, new in (("one", "eins"), ("first", "erste"), ("all", "alle")):
        document = renamed(document, old, new)
    before, after = (list(keys(tasks(toon, b)).values()) for b in (rich(), Storyboard.model_validate(document)))
    assert before == after


def test_what_is_made_otherwise_has_another_key(generator: Generator) -> None:
    base = _copy()
    del base["scenes"][0]["shots"][0]["overrides"]["seed"]  # which would stand for the film's
    first = keys(tasks(generator, Storyboard.model_validate(base)))
    for change in (
        partial(_set, ("seed",), 4),
        partial(_set, ("rate",), 24),
        partial(_set, ("scenes", 0, "weather"), "snow"),
        partial(_set, ("places", 0, "setting"), "village"),
        partial(_set, ("cast", 0, "looks", 0, "colours"), ["red"]),
        partial(_set, ("scenes", 0, "shots", 0, "camera"), []),
    ):
        document = renamed(base, "", "")
        change(document)
        after = keys(tasks(generator, Storyboard.model_validate(document)))
        assert {after[f"{kind}/first"] for kind in ("keyframes",)}.isdisjoint({first["keyframes/first"]})
    assert not set(keys(tasks(generator, Storyboard.model_validate(base), FrameSize((128, 72)))).values()) & set(
        first.values()
    )


def test_every_field_stands_in_the_storyboard() -> None:
    """What is new in the schema must be in `RICH`, so that the test below looks at it."""
    known = {("Overrides", "generator"), ("Scene", "story"), ("Scene", "beats"), ("Storyboard", "story")}
    seen: dict[str, set[str]] = {}
    fields: dict[str, set[str]] = {}
    for noun in _nouns(rich()):
        name = type(noun).__name__
        fields[name] = set(type(noun).model_fields) - {field for owner, field in known if owner == name}
        seen.setdefault(name, set()).update(noun.model_fields_set)
    missing = {name: left for name in fields if (left := fields[name] - seen[name] - {"root"})}
    assert missing == {}, "give these fields a value in tests/contracts/mutations.py"


SHOTS = [(name, shot) for name in GENERATORS for shot in ("first", "second", "third")]
QUICKLY = {("toon", "first"), ("toon", "second"), ("toon", "third"), ("nuwa-xl", "first")}


@pytest.mark.parametrize(
    ("generator", "shot"),
    [
        pytest.param(name, shot, marks=[] if (name, shot) in QUICKLY else pytest.mark.slow)
        for name, shot in SHOTS
        if shot == "first" or not name.startswith("nuwa-xl-")  # whose tasks are planned by the same code
    ],
    indirect=["generator"],
)
def test_the_same_key_means_the_same_frames(generator: Generator, root: Path, shot: str) -> None:
    """Every change that leaves a shot's keys as they are, all at once: its frames stay what they were."""
    found = _of_shot(generator, rich(), shot)
    before = keys(found, shot)
    wanted = Made(generator, root / "before", root).together(found).digests()

    def same(document: dict[str, Any]) -> list[Task] | None:
        mutated = board(document)
        tasks = _of_shot(generator, mutated, shot) if mutated else []
        return tasks if keys(tasks, shot) == before else None

    one, other, paths, parted = RICH, RICH, [], []
    for path, values in changes():
        for value in values:
            if same(mutated := replaced(one, path, value)):
                one, paths = mutated, [*paths, path]
                break
    for path in parts(RICH):
        if same(left := without(other, path)):
            other, parted = left, [*parted, path]
    assert len(paths) > 30 and len(parted) > 30
    for n, (document, kept) in enumerate(((one, paths), (other, parted))):
        mutated = same(document)
        assert mutated is not None
        _copied(Storyboard.model_validate(document), root)
        after = Made(generator, root / str(n), root).together(mutated).digests()
        own = [task.id for task in found if task.shot == shot]  # what is of its scene may have another name
        assert {id: after[id] for id in own} == {id: wanted[id] for id in own}, (
            f"one of these decides frames, but is in no key: {kept}"
        )


def test_an_edited_panel_costs_its_shot_alone(generator: Generator) -> None:
    shots = [
        {**_copy()["scenes"][1]["shots"][0], "id": f"s{n}", "transition": transition}
        for n, transition in enumerate([{"kind": "cut"}, {"kind": "wipe", "overlap": 1}] * 3)
    ]
    document = _copy() | {"edits": [], "opening": 0}
    document["scenes"] = [{**document["scenes"][1], "shots": shots}]
    before = _film_keys(generator, document)
    _set(("scenes", 0, "shots", 3, "panels", 0, "placements", 0, "box"), [0.1, 0.2, 0.5, 0.9], document)
    after = _film_keys(generator, document)
    assert before.keys() == after.keys()
    changed = {id for id in before if before[id] != after[id]}
    own = {id for id in before if id.split("/")[0] != "segment" and "s3" in id.split("/")}
    assert changed == own | {"segment/s3/transition", "segment/s3/1", "film"}


def test_a_picture_of_a_panel_costs_its_shot_alone(generator: Generator) -> None:
    """It is in the generator's own tasks if that follows keyframes, else in what is done to them."""
    shots = [{**_copy()["scenes"][1]["shots"][0], "id": f"s{n}"} for n in range(3)]
    document = _copy() | {"edits": [], "opening": 0}
    document["scenes"] = [{**document["scenes"][1], "shots": shots}]
    plain = _film_keys(generator, document)
    _set(("scenes", 0, "shots", 1, "panels", 0, "image"), {"path": "p.png", "digest": "a" * 64}, document)
    one = _film_keys(generator, document)
    _set(("scenes", 0, "shots", 1, "panels", 0, "image"), {"path": "q.png", "digest": "b" * 64}, document)
    other = _film_keys(generator, document)
    for before, after in ((plain, one), (one, other)):
        changed = {id for id in after if before.get(id) != after[id]}
        assert all("s1" in id.split("/") or id == "film" for id in changed)
        assert "keyframes/s1/pictured" in changed
        drawn = {
            id for id in plain if plain[id] != other[id] and id.split("/")[0] in ("latents", "keyframes", "frames")
        }
        assert bool(drawn) == generator.follows_keyframes


@pytest.mark.parametrize(
    "generator",
    [pytest.param(name, marks=pytest.mark.slow if name.startswith("nuwa-xl-") else []) for name in GENERATORS],
    indirect=True,
)
def test_a_picture_is_the_keyframe_and_the_frames_around_it_follow(generator: Generator, root: Path) -> None:
    document = _copy() | {"edits": [], "sounds": []}
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


def _film_keys(generator: Generator, document: dict[str, Any]) -> dict[str, str]:
    graph = film_graph(Storyboard.model_validate(document), generator, SIZE)
    return {id: graph.nodes[id]["key"] for id in graph}


def _of_shot(generator: Generator, storyboard: Storyboard, shot: str) -> list[Task]:
    """A shot's tasks, and what they need; none if there is no such shot."""
    return [
        task
        for scene, found in storyboard.shots()
        if found.id == shot
        for task in generator.tasks(storyboard, scene, [found.id], SIZE)
    ]


def _copy() -> dict[str, Any]:
    copied: dict[str, Any] = renamed(RICH, "", "")
    return copied


def _set(path: tuple[str | int, ...], value: Any, document: dict[str, Any]) -> None:
    at(document, path[:-1])[path[-1]] = value


def _copied(board: Storyboard, root: Path) -> None:
    """Have a storyboard's files there under the names that it gives them: their content decides, not their name."""
    held = {file["digest"]: root / file["path"] for file in (PICTURE, WEIGHTS)}
    for noun in _nouns(board):
        if isinstance(noun, FileRef) and noun.digest in held and not (root / noun.path).exists():
            shutil.copyfile(held[noun.digest], root / noun.path)


def _nouns(value: Any) -> Iterator[BaseModel]:
    if isinstance(value, BaseModel):
        yield value
        for field in value.model_fields_set:
            yield from _nouns(getattr(value, field))
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _nouns(one)
