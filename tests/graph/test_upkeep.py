"""What films need is kept; the rest goes, in its turn, and nothing that somebody is busy with."""

import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from storyline.errors import StoreError
from storyline.graph.build import RenderGraph
from storyline.graph.claims import Claims
from storyline.graph.engines.inline import InlineEngine
from storyline.graph.films import Films
from storyline.graph.run import run
from storyline.graph.store import Store
from storyline.graph.upkeep import clear, removal, usage, verify
from tests.graph.toy import film, toy

HOUR, DAY = 3600.0, 86400.0


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def rendered(store: Store, path: Path, graph: RenderGraph, *, age: float = 0, there: bool = True) -> set[str]:
    """A film, rendered so many seconds ago; its keys."""
    run(graph, ("film",), store=store, engine=InlineEngine(store, toy), root=Path())
    Films(store).remember(path, path.stem, graph, finished=True)
    if there:
        path.touch()
    aged(store, path, age)
    return {graph.nodes[id]["key"] for id in graph}


def aged(store: Store, path: Path, age: float) -> None:
    """As if a film, and all that is in the store by now and younger, were so old."""
    known = next(known for known in Films(store).all() if known.path == path)
    for record in store.folder.glob("films/*"):
        facts = json.loads(record.read_text())
        if facts["film"] == str(path):
            record.write_text(json.dumps(facts | {"when": time.time() - age}))
    for entry in store.entries():
        if entry.key in known.keys:
            os.utime(entry.path, (time.time() - age - 60,) * 2)  # all was made before the film was finished


def keys(store: Store) -> set[str]:
    return {entry.key for entry in store.entries()}


def test_films_are_remembered_with_what_they_need(store: Store, tmp_path: Path) -> None:
    odd = tmp_path / "ü 你 \udcff.mp4"
    needed = rendered(store, odd, film(), age=HOUR)
    rendered(store, tmp_path / "b.mp4", film(w0={"seed": 1}), there=False)
    newer, older = Films(store).all()
    assert (older.path, older.title, older.keys, older.there) == (odd, odd.stem, needed, True)
    assert {kind: len(of_kind) for kind, of_kind in older.tasks.items()} == {"frames": 6, "segment": 3, "film": 1}
    assert (newer.there, newer.finished, len(newer.keys & older.keys)) == (False, True, 7)
    changed = film(w0={"seed": 2})
    Films(store).remember(odd, "Again", changed, finished=False)
    assert [(known.title, known.finished) for known in Films(store).all()] == [("Again", False), ("b", True)]


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"format": 2}', '{"format": 1, "film": 3}', "[" * 10_000])
def test_a_damaged_memory_is_set_aside(store: Store, tmp_path: Path, text: str) -> None:
    rendered(store, tmp_path / "a.mp4", film())
    (store.folder / "films" / "x.json").write_text(text)
    (store.folder / "films" / "y.json").write_bytes(b"\xff\xfe")
    (store.folder / "films" / "z.json").mkdir()
    assert [known.title for known in Films(store).all()] == ["a"]
    assert len(list(store.aside.iterdir())) == 3 and len(list(store.folder.glob("films/*"))) == 1


def test_how_much_for_what(store: Store, tmp_path: Path) -> None:
    a = rendered(store, tmp_path / "a.mp4", film())
    rendered(store, tmp_path / "gone.mp4", film(w0={"seed": 1}), there=False)
    (store.aside / "x").write_bytes(b"123")
    found = usage(store)
    assert {share.film.title: share.artifacts for share in found.films} == {"a": 10, "gone": 10}
    sizes = {entry.key: entry.path.stat().st_size for entry in store.entries()}
    assert sum(found.kinds.values()) == sum(sizes[key] for key in a) and set(found.kinds) == {
        "frames",
        "segment",
        "film",
    }
    assert found.unneeded == (3, sum(size for key, size in sizes.items() if key not in a))
    assert (found.aside, found.new, found.bytes) == (3, 0, sum(sizes.values()) + 3)


def test_what_no_film_needs_goes_after_an_hour(store: Store, tmp_path: Path) -> None:
    a = rendered(store, tmp_path / "a.mp4", film(), age=2 * HOUR)
    rendered(store, tmp_path / "old.mp4", film(w0={"seed": 1}), there=False, age=2 * HOUR)
    young = rendered(store, tmp_path / "young.mp4", film(w2={"seed": 1}), there=False, age=HOUR / 2)
    (store.aside / "folder").mkdir()
    (store.aside / "folder" / "x").write_bytes(b"123")
    what = removal(store)
    assert (len(what.unneeded), what.over, len(what.litter), what.litter_bytes) == (3, (), 1, 3)
    assert {known.title for known in what.forgotten} == {"old", "young"}
    assert what.spared == sum(e.path.stat().st_size for e in store.entries() if e.key in young - a)
    before = sum(entry.path.stat().st_size for entry in store.entries())
    clear(store, what)
    assert keys(store) == a | young and not list(store.aside.iterdir())
    assert sum(entry.path.stat().st_size for entry in store.entries()) == before - what.bytes + 3 == what.left
    assert [known.title for known in Films(store).all()] == ["a"]
    clear(store, removal(store, unused_for=0))
    assert keys(store) == a


def test_films_kept_by_name(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rendered(store, tmp_path / "a.mp4", film(), age=DAY)
    b = rendered(store, tmp_path / "b.mp4", film(w0={"seed": 1}), age=DAY, there=False)
    with pytest.raises(StoreError, match=r"no film .*c.mp4 is remembered; remembered are: .*[ab].mp4, .*[ab].mp4"):
        removal(store, [tmp_path / "c.mp4"])
    monkeypatch.chdir(tmp_path)
    clear(store, removal(store, [Path("b.mp4")]))
    assert keys(store) == b
    assert {known.title for known in Films(store).all()} == {"a", "b"}, "what is there stays known"


def test_an_unfinished_film_may_be_gone_on_with_for_a_week(store: Store, tmp_path: Path) -> None:
    graph = film()
    rendered(store, tmp_path / "a.mp4", graph, there=False)
    Films(store).remember(tmp_path / "a.mp4", "a", graph, finished=False)
    aged(store, tmp_path / "a.mp4", 6 * DAY)
    assert not removal(store).unneeded
    aged(store, tmp_path / "a.mp4", 8 * DAY)
    assert len(removal(store).unneeded) == 10


def test_a_size_is_kept_to_by_what_was_used_least_recently(store: Store, tmp_path: Path) -> None:
    a = rendered(store, tmp_path / "a.mp4", film(w0={"seed": 1}), age=3 * DAY)
    b = rendered(store, tmp_path / "b.mp4", film(w2={"seed": 1}), age=2 * DAY)
    rendered(store, tmp_path / "c.mp4", film(w4={"seed": 1}), there=False, age=DAY)
    everything = sum(entry.path.stat().st_size for entry in store.entries())
    assert not removal(store, limit=everything).over
    unneeded = sum(held.bytes for held in removal(store).unneeded)
    what = removal(store, limit=everything - unneeded - 1)
    assert {held.entry.key for held in what.over} < a - b and what.left <= everything - unneeded - 1
    assert what.over[0].entry.path.suffix == ".mkv", "frames go first: only an edit needs them"
    assert not what.cut
    clear(store, removal(store, limit=0))
    assert keys(store) == set() and len(Films(store).all()) == 2


def test_a_film_kept_by_name_loses_only_what_does_not_fit_and_is_told(store: Store, tmp_path: Path) -> None:
    a = rendered(store, tmp_path / "a.mp4", film(), age=DAY)
    rendered(store, tmp_path / "b.mp4", film(w2={"seed": 1}), age=2 * DAY)
    fits = sum(entry.path.stat().st_size for entry in store.entries() if entry.key in a)
    assert not removal(store, [tmp_path / "a.mp4"], limit=fits).cut
    what = removal(store, [tmp_path / "a.mp4"], limit=fits - 1)
    assert [known.title for known in what.cut] == ["a"] and len(what.over) == 1
    assert not removal(store, [tmp_path / "a.mp4"], limit=0, unused_for=2 * DAY).over, (
        "what is young stays all the same"
    )


def test_a_film_that_is_begun_anew_meanwhile_is_not_forgotten(store: Store, tmp_path: Path) -> None:
    rendered(store, tmp_path / "a.mp4", film(), age=DAY, there=False)
    what = removal(store)
    Films(store).remember(tmp_path / "a.mp4", "a", film(), finished=False)
    clear(store, what)
    assert [known.title for known in Films(store).all()] == ["a"]


def test_what_is_claimed_stays(store: Store, tmp_path: Path) -> None:
    rendered(store, tmp_path / "a.mp4", film(), age=DAY, there=False)
    key = film().nodes["w3"]["key"]
    with Claims(store.folder) as claims:
        claims.take(key)
        clear(store, removal(store, unused_for=0, limit=0))
        assert keys(store) == {key}
    clear(store, removal(store, unused_for=0))
    assert keys(store) == set()


def test_what_was_taken_since_stays(store: Store, tmp_path: Path) -> None:
    rendered(store, tmp_path / "a.mp4", film(), age=DAY, there=False)
    what = removal(store)
    assert len(what.unneeded) == 10
    taken = Store(store.folder).take(film().nodes["w3"]["key"])
    clear(store, what)
    assert [entry.path for entry in store.entries()] == [taken]


def test_tidying_up_disturbs_no_render(store: Store, tmp_path: Path) -> None:
    for seed in range(5):
        rendered(store, tmp_path / "gone.mp4", film(w1={"seed": seed}), there=False, age=2 * HOUR)
    with _again_and_again(lambda: clear(store, removal(store))):
        for seed in range(5):
            graph = film(w0={"seed": seed, "seconds": 0.02})
            report = run(graph, ("film",), store=store, engine=InlineEngine(store, toy), root=Path())
            assert not report.failed and len(set(report.made)) == len(report.made)
            assert report.artifacts["film"].read_bytes().count(b'"id"') == 10
    assert verify(store).damaged == {}


def test_a_store_that_is_emptied_under_a_render_gives_it_nothing_wrong(store: Store) -> None:
    """What vanishes is made again, and again, and then it has failed; the next render is as good as the first."""
    with _again_and_again(lambda: clear(store, removal(store, unused_for=0, limit=0))):
        for seed in range(5):
            graph = film(**{f"w{n}": {"seconds": 0.01, "seed": seed} for n in range(6)})
            report = run(graph, ("film",), store=store, engine=InlineEngine(store, toy), root=Path())
            assert all("No such file" in str(error) or "vanished" in str(error) for error in report.failed.values())
    report = run(film(), ("film",), store=store, engine=InlineEngine(store, toy), root=Path())
    assert report.artifacts["film"].read_bytes().count(b'"id"') == 10
    assert verify(store).damaged == {}


@contextmanager
def _again_and_again(action: Callable[[], None]) -> Iterator[None]:
    over, errors = threading.Event(), []

    def repeat() -> None:
        while not over.wait(0.02):
            try:
                action()
            except Exception as error:
                errors.append(error)

    thread = threading.Thread(target=repeat)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
    assert not errors


def test_verify_finds_every_kind_of_damage_once(store: Store, tmp_path: Path) -> None:
    rendered(store, tmp_path / "a.mp4", film())
    first, second, third, *_ = sorted(store.entries())
    first.path.write_bytes(b"?")
    second.path.unlink()
    second.path.mkdir()
    third.path.with_name("notes.txt").write_text("x")
    told: list[tuple[int, int]] = []
    found = verify(store, lambda done, total: told.append((done, total)))
    assert (found.checked, told[-1]) == (11, (11, 11))
    assert found.damaged == {
        first.path.name: "its bytes are not those that were put in",
        second.path.name: "it is no file",
    }
    assert found.foreign == ("notes.txt",)
    again = verify(store)
    assert (again.checked, dict(again.damaged), again.foreign) == (8, {}, ())
