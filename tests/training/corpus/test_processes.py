import os
import signal

import pytest

from storyline.errors import WorkerError
from storyline.training.corpus import processes
from storyline.training.corpus.processes import drawn_by


def pid(number: int) -> tuple[int, int]:
    return number, os.getpid()


def gone(number: int) -> int:
    if number == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def test_one_worker_draws_here() -> None:
    assert list(drawn_by(1, pid, range(3))) == [(n, os.getpid()) for n in range(3)]


def test_fresh_processes_go_on_where_those_before_them_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_EACH", 1)
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    numbers, pids = zip(*drawn_by(2, pid, range(5)), strict=True)
    assert numbers == (0, 1, 2, 3, 4)
    assert len(set(pids)) >= 3 and not set(pids[:2]) & set(pids[2:4])
    assert "OMP_NUM_THREADS" not in os.environ


def test_a_process_that_is_gone_is_told() -> None:
    with pytest.raises(WorkerError, match="start again"):
        list(drawn_by(2, gone, range(4)))
