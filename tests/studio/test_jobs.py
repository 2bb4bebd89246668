"""Jobs are done one after the other, each once, and told."""

import threading
from queue import Queue
from typing import Any

from storyline.errors import RenderError
from storyline.film.render import Progress
from storyline.studio.jobs import Event, Job, Jobs


def test_jobs_are_done_in_order_and_each_that_waits_once() -> None:
    told: Queue[dict[str, Any]] = Queue()
    jobs, going = Jobs(told.put), threading.Event()

    def first(progress: Progress) -> Event:
        assert going.wait(30)
        progress("frames", 1, 3)
        progress("frames", 2, 3)  # too soon to be told
        progress("frames", 3, 3)
        return {"event": "done"}

    def second(progress: Progress) -> Event:
        raise RenderError("no paint")

    assert jobs.add(Job({"job": "a"}, first))
    assert jobs.add(Job({"job": "b"}, second)) and not jobs.add(Job({"job": "b"}, second))
    going.set()
    assert [told.get(timeout=30) for _ in range(4)] == [
        {"event": "progress", "job": "a", "stage": "frames", "done": 1, "total": 3},
        {"event": "progress", "job": "a", "stage": "frames", "done": 3, "total": 3},
        {"event": "done", "job": "a"},
        {"event": "failed", "job": "b", "says": "no paint"},
    ]
    assert jobs.add(Job({"job": "b"}, second))  # it was done, and may be done again
    assert told.get(timeout=30)["event"] == "failed"
    jobs.close()
    jobs.add(Job({"job": "c"}, first))
    assert told.empty()


def test_whatever_fails_the_next_one_is_done() -> None:
    told: Queue[dict[str, Any]] = Queue()
    jobs = Jobs(told.put)

    def broken(progress: Progress) -> Event:
        raise ZeroDivisionError("by nothing")

    def gone(progress: Progress) -> Event:
        raise KeyError("a")

    jobs.add(Job({"job": "a"}, broken))
    jobs.add(Job({"job": "b"}, gone))
    assert told.get(timeout=30)["says"] == "ZeroDivisionError: by nothing"
    assert "no such shot or panel" in told.get(timeout=30)["says"]
    jobs.close()
