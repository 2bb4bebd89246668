"""What every generator puts into the keys of its tasks: all that decides their frames, and nothing else."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from generators.protocol import Generator
from storyline.film import plugin
from storyline.film.graph import film_graph
from storyline.schema.media import FileRef, FrameSize
from storyline.schema.storyboard import Storyboard
from storyline.schema.task import Task
from tests.contracts.made import GENERATORS, SIZE, Made, copy, keys, put, rich, tasks
from tests.contracts.mutations import PICTURE, RICH, WEIGHTS, board, changes, parts, renamed, replaced, without

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
    document = copy()
    UNSEEN[what](document)
    scene = {shot.id for shot in rich().scenes[0].shots}
    before, after = (
        {id: key for id, key in keys(tasks(generator, b)).items() if id.split("/")[1] in scene}
        for b in (rich(), Storyboard.model_validate(document))
    )
    assert before == after


def test_a_scene_s_and_a_shot_s_name_is_in_no_key_of_the_drawn_world() -> None:
    toon: Generator = plugin("generators", "toon")
    document = copy()
    for old, new in (("one", "eins"), ("first", "erste"), ("all", "alle")):
        document = renamed(document, old, new)
    before, after = (list(keys(tasks(toon, b)).values()) for b in (rich(), Storyboard.model_validate(document)))
    assert before == after


def test_what_is_made_otherwise_has_another_key(generator: Generator) -> None:
    base = copy()
    del base["scenes"][0]["shots"][0]["overrides"]["seed"]  # which would stand for the film's
    first = keys(tasks(generator, Storyboard.model_validate(base)))
    for change in (
        partial(put, ("seed",), 4),
        partial(put, ("rate",), 24),
        partial(put, ("scenes", 0, "weather"), "snow"),
        partial(put, ("places", 0, "setting"), "village"),
        partial(put, ("cast", 0, "looks", 0, "colours"), ["red"]),
        partial(put, ("scenes", 0, "shots", 0, "camera"), []),
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
        {**copy()["scenes"][1]["shots"][0], "id": f"s{n}", "transition": transition}
        for n, transition in enumerate([{"kind": "cut"}, {"kind": "wipe", "overlap": 1}] * 3)
    ]
    document = copy() | {"edits": [], "opening": 0}
    document["scenes"] = [{**document["scenes"][1], "shots": shots}]
    before = _film_keys(generator, document)
    put(("scenes", 0, "shots", 3, "panels", 0, "placements", 0, "box"), [0.1, 0.2, 0.5, 0.9], document)
    after = _film_keys(generator, document)
    assert before.keys() == after.keys()
    changed = {id for id in before if before[id] != after[id]}
    own = {id for id in before if id.split("/")[0] != "segment" and "s3" in id.split("/")}
    assert changed == own | {"segment/s3/transition", "segment/s3/1", "film"}


def test_a_picture_of_a_panel_costs_its_shot_alone(generator: Generator) -> None:
    """It is in the generator's own tasks if that follows keyframes, else in what is done to them."""
    shots = [{**copy()["scenes"][1]["shots"][0], "id": f"s{n}"} for n in range(3)]
    document = copy() | {"edits": [], "opening": 0}
    document["scenes"] = [{**document["scenes"][1], "shots": shots}]
    plain = _film_keys(generator, document)
    put(("scenes", 0, "shots", 1, "panels", 0, "image"), {"path": "p.png", "digest": "a" * 64}, document)
    one = _film_keys(generator, document)
    put(("scenes", 0, "shots", 1, "panels", 0, "image"), {"path": "q.png", "digest": "b" * 64}, document)
    other = _film_keys(generator, document)
    for before, after in ((plain, one), (one, other)):
        changed = {id for id in after if before.get(id) != after[id]}
        assert all("s1" in id.split("/") or id == "film" for id in changed)
        assert "keyframes/s1/pictured" in changed
        drawn = {
            id for id in plain if plain[id] != other[id] and id.split("/")[0] in ("latents", "keyframes", "frames")
        }
        assert bool(drawn) == generator.follows_keyframes


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
