"""One process makes an artifact at a time; who is gone holds nobody up."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from storyline.errors import StoreError
from storyline.frames import processes
from storyline.graph.claims import Claims, claimed
from storyline.graph.store import Store

KEY, OTHER = "a" * 64, "b" * 64
QUICK = {"heartbeat": 0.05, "expires": 0.3}
posix = pytest.mark.skipif(os.name != "posix", reason="asks the system for processes")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return Store(tmp_path / "store").folder


@pytest.fixture
def claims(store: Path) -> Iterator[Claims]:
    with Claims(store, **QUICK) as ours:
        yield ours


def claim(store: Path, text: str, number: int = 0, age: float = 0) -> Path:
    """Of another process."""
    path = store / "claims" / f"{KEY}.{number}"
    path.write_text(text)
    os.utime(path, (time.time() - age, time.time() - age))
    return path


def test_one_at_a_time(store: Path, claims: Claims) -> None:
    with Claims(store, **QUICK) as others:
        assert claims.take(KEY) and not others.take(KEY) and others.take(OTHER)
        assert claimed(store) == {KEY, OTHER}
        for _ in range(3):  # longer than one expires that is not touched
            assert not others.take(KEY) and not claims.take(OTHER)
            time.sleep(0.4)
        assert not others.take(KEY) and not claims.take(OTHER)
        claims.give_up(KEY)
        assert others.take(KEY)
    assert claims.take(OTHER) and claims.take(KEY)
    assert claimed(store) == {KEY, OTHER}


def test_all_are_given_up_at_the_end(store: Path) -> None:
    with pytest.raises(KeyboardInterrupt), Claims(store, **QUICK) as ours:
        assert ours.take(KEY) and ours.take(OTHER)
        raise KeyboardInterrupt
    assert not list((store / "claims").iterdir())


@posix
def test_a_process_that_is_gone_is_known_to_be(store: Path, claims: Claims) -> None:
    command = f"""
        import os, signal, sys
        from pathlib import Path
        from storyline.graph.claims import Claims
        with Claims(Path({str(store)!r})) as ours:
            assert ours.take({KEY!r})
            print("taken", flush=True)
            sys.stdin.read()
        """
    with subprocess.Popen(
        [sys.executable, "-c", dedent(command)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None and other.stdout.readline() == "taken\n"
        assert not claims.take(KEY)
        other.send_signal(signal.SIGSTOP)  # so that only its end, and not the time, frees its claim
        other.kill()
        if sys.platform == "linux":  # it has ended, but nobody has taken notice of it yet
            while b") Z " not in Path(f"/proc/{other.pid}/stat").read_bytes():
                time.sleep(0.01)
        else:
            other.wait()
        assert KEY not in claimed(store)
        started = time.monotonic()
        assert claims.take(KEY)
        assert time.monotonic() - started < 0.2


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_number_that_was_given_to_another_process_is_not_taken_for_it(store: Path, claims: Claims) -> None:
    name = processes.this()
    assert processes.lives(name) is True
    earlier = re.sub(r"\d+$", lambda began: str(int(began[0]) - 1), name)
    assert processes.lives(earlier) is False
    claim(store, earlier)
    assert claims.take(KEY)


def test_who_cannot_be_asked_is_waited_for(store: Path, claims: Claims) -> None:
    """Another machine's process, a claim that is just being written, a strange one."""
    for text in ("0123456789abcdef-77-5", "", "\N{SNOWMAN}", "x" * 10_000):
        assert processes.lives(text) is None
        held = claim(store, text)
        started = time.monotonic()
        assert not claims.take(KEY)
        while time.monotonic() - started < 0.6:
            os.utime(held)
            assert not claims.take(KEY) and claimed(store) == {KEY}
            time.sleep(0.02)
        while not claims.take(KEY):
            time.sleep(0.02)
        assert 0.3 < time.monotonic() - started - 0.6 < 3
        claims.give_up(KEY)
        assert not list((store / "claims").iterdir())


@pytest.mark.parametrize("age", [3600, -3600])
def test_an_old_claim_and_one_of_the_future_are_watched_for_a_moment(store: Path, claims: Claims, age: float) -> None:
    """All of us may have slept; the disk's clock may have been wrong."""
    held = claim(store, "another-1-1", age=age)
    assert not claims.take(KEY)
    time.sleep(0.2)
    assert claims.take(KEY)
    assert held.exists() and (store / "claims" / f"{KEY}.1").exists()


def test_a_folder_and_what_cannot_be_read_in_the_place_of_a_claim_expire(store: Path, claims: Claims) -> None:
    (store / "claims" / f"{KEY}.0").mkdir()
    (store / "claims" / f"{OTHER}.0").write_bytes(b"\xff")
    (store / "claims" / f"{OTHER}.0").chmod(0)
    assert not claims.take(KEY) and not claims.take(OTHER)
    time.sleep(0.4)
    assert not claims.take(KEY) and not claims.take(OTHER)
    time.sleep(0.2)
    assert claims.take(KEY) and claims.take(OTHER)


def test_of_many_who_find_an_expired_claim_one_gets_it(store: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    for nth in range(30):
        key = f"{nth:064x}"
        path = store / "claims" / f"{key}.0"
        path.write_text("another-1-1")
        os.utime(path, (1, 1))
        many = [Claims(store, heartbeat=0, expires=0.3) for _ in range(8)]
        for one in many:
            one.take(key)  # from here on it is watched
        time.sleep(0.001)
        with ThreadPoolExecutor(8) as pool:
            got = list(pool.map(lambda one, key=key: one.take(key), many))
        assert got.count(True) <= 1 and (store / "claims" / f"{key}.1").exists()
        for one in many:
            one.give_up(key)
        assert not path.exists() and not (store / "claims" / f"{key}.1").exists()


def test_a_claim_that_was_taken_over_is_not_taken_away(store: Path, claims: Claims) -> None:
    """Its first holder slept too long, and gives up what another has by now."""
    with Claims(store, heartbeat=60) as sleeper:
        assert sleeper.take(KEY)
        held = store / "claims" / f"{KEY}.0"
        held.write_text("another-1-1")
        os.utime(held, (1, 1))
        assert not claims.take(KEY)
        time.sleep(0.2)
        assert claims.take(KEY)
        sleeper.give_up(KEY)
        assert claimed(store) == {KEY}


def test_a_full_disk_is_told_and_leaves_no_claim(store: Path, claims: Claims, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    for call in ("open", "write"):
        with monkeypatch.context() as patch, pytest.raises(StoreError, match="the disk is full"):
            patch.setattr(os, call, full)
            claims.take(KEY)
        assert not list((store / "claims").iterdir())
    assert claims.take(KEY)


def test_a_folder_of_claims_that_vanishes_stops_nobody(store: Path) -> None:
    with Claims(store, **QUICK) as ours:
        assert ours.take(KEY)
        (store / "claims" / f"{KEY}.0").unlink()
        (store / "claims").rmdir()
        time.sleep(0.2)
        with pytest.raises(StoreError, match="No such file"):
            ours.take(OTHER)
    assert claimed(store) == frozenset()
