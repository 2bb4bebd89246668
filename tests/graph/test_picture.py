"""The picture of a render graph: every task is in it, with what is known of it, and words are words."""

import re
from dataclasses import replace
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest

from storyline.graph.build import RenderGraph, build
from storyline.graph.engines.inline import InlineEngine
from storyline.graph.films import Films
from storyline.graph.picture import Names, fragment, page, svg
from storyline.graph.run import run
from storyline.graph.store import Store
from storyline.graph.survey import Standing, Survey, survey
from storyline.schema.base import SceneId, ShotId
from storyline.schema.task import Task
from tests.exchange.boards import EVIL
from tests.graph.toy import task, toy

_SVG = "{http://www.w3.org/2000/svg}"


def of(one: Task, scene: str | None, shot: str | None) -> Task:
    return replace(one, scene=scene and SceneId(scene), shot=shot and ShotId(shot))


def film(windows: int = 3) -> RenderGraph:
    """Two scenes of two shots; the second scene has anchors, and its first shot comes out of the one before."""
    tasks: list[Task] = []
    for shot, scene in {"a": "s1", "b": "s1", "c": "s2", "d": "s2"}.items():
        tasks += [of(task("anchors", kind="anchors"), "s2", None)] if shot == "c" else []
        needs = ["anchors"] if scene == "s2" else []
        tasks.append(of(task(f"keyframes/{shot}", needs, "keyframes"), scene, shot))
        tasks += [of(task(f"frames/{shot}/{n}", needs), scene, shot) for n in range(windows)]
    for shot in "abcd":
        needs = [f"frames/{shot}/{n}" for n in range(windows)] + (["frames/b/0"] if shot == "c" else [])
        tasks.append(of(task(f"segment/{shot}", needs, "segment"), None, shot))
    tasks.append(task("sound", kind="sound"))
    return build([*tasks, task("film", [*(f"segment/{shot}" for shot in "abcd"), "sound"], "film")])


@pytest.fixture
def rendered(tmp_path: Path) -> Survey:
    """All but what the second shot needs was made; of that, the first window by somebody else."""
    graph, store = film(), Store(tmp_path / "store")
    engine = InlineEngine(store, toy)
    run(graph, ("frames/b/0",), store=store, engine=engine, root=Path())
    Films(store).remember(tmp_path / "out" / "film.mp4", "A film", graph, finished=False)
    run(graph, ("segment/a", "segment/c", "segment/d", "sound"), store=store, engine=engine, root=Path())
    there = {entry.key for entry in store.entries()}
    return survey(graph, {id for id in graph if graph.nodes[id]["key"] not in there}, store)


def parsed(picture: str) -> ElementTree.Element:
    return ElementTree.fromstring(picture)


def bars(tree: ElementTree.Element) -> dict[str, tuple[str, str]]:
    """The classes and the words of the bars, by the id of their task."""
    found = {}
    for bar in tree.iter(f"{_SVG}rect"):
        title = bar.findtext(f"{_SVG}title")
        if title:
            found[title.splitlines()[0]] = (bar.get("class", ""), title)
    return found


def texts(tree: ElementTree.Element) -> list[str]:
    return [text.text or "" for text in tree.iter(f"{_SVG}text")]


def test_every_task_is_drawn_with_all_that_is_known_of_it(rendered: Survey) -> None:
    found = bars(parsed(svg(rendered, "A film")))
    assert found.keys() == set(rendered.graph)
    assert "sg-cached" in found["frames/b/0"][0]
    assert "sg-run" in found["frames/b/1"][0] and "sg-run" in found["film"][0]
    assert all("sg-ran" in found[id][0] for id in ("anchors", "frames/a/0", "segment/c", "sound"))
    key = rendered.graph.nodes["frames/a/1"]["key"]
    words = found["frames/a/1"][1]
    assert f"key {key}" in words and "frames, frames 0..10, by toy" in words
    assert re.search(r"ran in the last render; it took 0\.\d\d s", words)
    assert re.search(r"will run; it takes about 0\.\d\d s, an estimate", found["frames/b/1"][1])
    assert {id for id, (classes, _) in found.items() if "sg-chain" in classes} == {*rendered.longest()}


def test_rows_are_shots_and_columns_are_kinds(rendered: Survey) -> None:
    names = Names({"s1": "1. A meadow", "s2": "2. A house"}, {"a": "1.1 The hare runs", "c": "2.1 It sleeps"})
    tree = parsed(svg(rendered, "A film", names))
    shown = texts(tree)
    for word in ("A film", "1. A meadow", "2. A house", "1.1 The hare runs", "b", "2.1 It sleeps", "the whole scene"):
        assert word in shown
    rects = {(bar.findtext(f"{_SVG}title") or "").splitlines()[0]: bar for bar in tree.iter(f"{_SVG}rect") if len(bar)}
    at = {id: (float(rect.get("x", 0)), float(rect.get("y", 0))) for id, rect in rects.items()}
    assert at["frames/a/0"][1] == at["frames/a/1"][1] == at["segment/a"][1] < at["frames/b/0"][1] < at["anchors"][1]
    assert at["frames/a/0"][0] == at["frames/d/0"][0] < at["frames/a/1"][0] < at["segment/a"][0] < at["film"][0]
    assert at["film"][1] == max(y for _, y in at.values())
    page = float(tree.get("width", 0)), float(tree.get("height", 0))
    assert all(x >= 0 and x + float(rects[id].get("width", 0)) <= page[0] and y < page[1] for id, (x, y) in at.items())


def test_what_needs_what_is_drawn_from_bar_to_bar(rendered: Survey) -> None:
    tree = parsed(svg(rendered, "A film"))
    rects = {(bar.findtext(f"{_SVG}title") or "").splitlines()[0]: bar for bar in tree.iter(f"{_SVG}rect") if len(bar)}
    lines = [
        [tuple(map(float, point.split())) for point in line.get("d", "").strip("M").split("L")]
        for line in tree.iter(f"{_SVG}path")
        if line.get("class") == "sg-edge"
    ]

    def middle(id: str) -> float:
        return float(rects[id].get("y", 0)) + float(rects[id].get("height", 0)) / 2

    def left(id: str) -> float:
        return float(rects[id].get("x", 0))

    ends = {(line[0][1], line[-1]) for line in lines}
    assert (middle("frames/b/0"), (left("segment/c"), middle("segment/c"))) in ends
    assert (middle("frames/a/0"), (left("segment/a"), middle("segment/a"))) in ends
    assert (middle("anchors"), (left("frames/d/0"), middle("frames/d/0"))) in ends
    assert {start for start, end in ends if end == (left("film"), middle("film"))} == {
        middle(id) for id in ("segment/a", "segment/b", "segment/c", "segment/d", "sound")
    }
    passing = next(line for line in lines if line[0][1] == middle("anchors") and line[-1][0] == left("frames/c/0"))
    assert len(passing) > 2


def test_windows_without_room_are_drawn_as_one_where_they_stand_alike() -> None:
    graph = film(200)
    standings = {id: Standing("cached", 0.5, True) for id in graph}
    standings |= {f"frames/a/{n}": Standing("will run", 2.0, False) for n in range(50, 60)}
    found = bars(parsed(svg(Survey(graph, standings, None), "A film")))
    assert len([id for id in found if id.startswith("frames/a/")]) == 3
    words = found["frames/a/50 … frames/a/59"][1]
    assert "10 tasks: frames" in words and "will run; ≈ 20 s in all" in words
    assert "sg-cached" in found["frames/b/0 … frames/b/199"][0]


def test_the_page_tells_everything_in_words_too_and_runs_nothing(rendered: Survey) -> None:
    text = page(rendered, "A film")
    assert text.count('<details class="sg-block"') == 3 and "<script" not in text and ' style="' not in text
    for id in rendered.graph:
        assert f"<td>{id}</td>" in text and rendered.graph.nodes[id]["key"] in text
    assert "The last render, which was not finished: film.mp4, " in text
    assert re.search(r"; 14 of these tasks ran in it, 0\.\d\d s\.", text)
    assert "Of what will run, the longest chain of tasks" in text
    rows = re.findall(r'<th scope="row">(\w+)</th><td>(\d+)</td><td>(\d+)</td>', text)
    assert rows == [
        *(("anchors", "1", "0"), ("keyframes", "4", "4"), ("frames", "12", "2"), ("segment", "4", "1")),
        *(("sound", "1", "0"), ("film", "1", "1"), ("all", "23", "8")),
    ]
    for picture in re.findall(r"<svg.*?</svg>", text, re.DOTALL):
        parsed(picture)


def test_a_long_film_opens_only_the_scenes_that_will_run() -> None:
    tasks = [of(task(f"frames/{n}/{m}"), f"s{n}", f"s{n}-{m}") for n in range(3) for m in range(30)]
    graph = build(tasks)
    standings = {id: Standing("cached", 0.5, True) for id in graph} | {"frames/1/7": Standing("will run", None, False)}
    text = page(Survey(graph, standings, None), "A film")
    assert text.count('<details class="sg-block">') == 2 and text.count('<details class="sg-block" open>') == 1
    assert "what it takes is not known" in text and ">?</text>" in text


def test_words_are_words() -> None:
    graph = build([of(task(EVIL), EVIL, EVIL), task("film", [EVIL], "film")])
    known = Survey(graph, {id: Standing("cached", 1.0, True) for id in graph}, None)
    names = Names({EVIL: EVIL + "\x00\x1b\ud800\uffff"}, {EVIL: EVIL})
    for text in (svg(known, EVIL, names), page(known, EVIL, names), fragment(known, names)):
        assert "<script" not in text and "<img" not in text and "onerror=alert(1)&gt;" in text
        assert not re.search("[\x00\x1b\ud800\uffff]", text)
    tree = parsed(svg(known, EVIL, names))
    assert EVIL in texts(tree) or any(text.startswith(EVIL[:20]) for text in texts(tree))
    assert unescape(page(known, EVIL, names)).count(EVIL) >= 3


def test_a_graph_without_tasks_is_an_empty_picture() -> None:
    empty = Survey(build([]), {}, None)
    assert "0 tasks" in svg(empty, "Nothing") and "0 tasks" in page(empty, "Nothing")
