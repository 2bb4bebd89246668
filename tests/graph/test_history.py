"""What tasks took is remembered, and the next ones are estimated by it."""

from dataclasses import replace
from pathlib import Path

from storyline.graph.engines.local import LocalEngine
from storyline.graph.history import A_PIXEL, WORKER, History
from storyline.graph.run import run
from storyline.graph.store import Store
from tests.graph.toy import film, task, toy


def test_before_anything_was_done_it_is_what_is_usual(tmp_path: Path) -> None:
    small = task("a")
    large = replace(small, size=(640, 360))
    found = [History(tmp_path).estimate(tasks) for tasks in ([small], [large], [small, large], [])]
    assert [one.memory for one in found] == [
        WORKER + A_PIXEL * 64 * 36,
        WORKER + A_PIXEL * 640 * 360,
        WORKER + A_PIXEL * 640 * 360,
        0,
    ]
    assert 0 < found[0].seconds < found[1].seconds < found[2].seconds and found[3].bytes == 0


def test_then_it_is_what_others_of_the_kind_took(tmp_path: Path) -> None:
    history = History(tmp_path)
    history.note([task("a"), task("b")], 4.0, 1000, 3 << 30)
    history.note([task("c")], 2.0, 500, 1 << 30)
    with (tmp_path / "history.jsonl").open("a") as file:
        file.write('["toy", 1, "frames", 0.023, 2.0, 500]\n')  # of an earlier version
        file.write('["toy", 1, "frames", 0.023, 2.0, 500, -1]\n[]\n{}\nnothing\n["toy"')
    found = history.estimate([task("d")])
    assert (round(found.seconds, 1), found.bytes // 10, found.memory) == (2.0, 50, 3 << 30)
    several = found.by(4)
    assert (several.seconds, several.bytes, several.memory) == (found.seconds / 4, found.bytes, 12 << 30)


def test_a_run_notes_it(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    run(film(), ("film",), store=store, engine=LocalEngine(store, toy, 1, 1), root=Path())
    taken = [line.split(",") for line in (store.folder / "history.jsonl").read_text().splitlines()]
    assert len(taken) == 10
    assert all(10e6 < int(line[-1].strip(" ]")) < 1e9 for line in taken)
