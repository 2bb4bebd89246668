"""Who asked last goes first."""

import threading
import time

import pytest

from storyline.studio.turns import LatestFirst


def test_it_goes_to_one_at_a_time_and_the_latest_first() -> None:
    turns, order, inside = LatestFirst(), [], []

    def work(number: int) -> None:
        with turns:
            inside.append(number)
            assert len(inside) == 1
            order.append(number)
            inside.remove(number)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(5)]
    with turns:
        for n, thread in enumerate(threads, 1):
            thread.start()
            end = time.monotonic() + 10
            while len(turns._waiting) < n:
                assert time.monotonic() < end
                time.sleep(0.001)
    for thread in threads:
        thread.join()
    assert order == [4, 3, 2, 1, 0]


def test_what_fails_lets_it_go() -> None:
    turns = LatestFirst()
    with pytest.raises(ValueError, match="no"), turns:
        raise ValueError("no")
    with turns:
        pass
