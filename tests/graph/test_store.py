"""What has a name in the store is whole; what is not is never used, and nothing of it stops a render."""

import errno
import os
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from storyline.errors import RenderError, SetupError, StoreError
from storyline.frames import processes
from storyline.graph.store import FORMAT, Store, digest
from storyline.graph.upkeep import verify

KEY, OTHER = "ab" + "0" * 62, "cd" + "1" * 62
posix = pytest.mark.skipif(os.name != "posix", reason="POSIX alone has these")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def put(store: Store, key: str, data: bytes, suffix: str = ".mkv") -> Path:
    with store.new() as folder:
        (folder / f"0{suffix}").write_bytes(data)
        return store.put(key, folder / f"0{suffix}")


def everything(store: Store) -> set[str]:
    return {str(path.relative_to(store.folder)) for path in store.folder.rglob("*") if path.is_file()}


def test_what_is_put_in_is_there_until_it_is_removed(store: Store) -> None:
    path = put(store, KEY, b"frames")
    assert path.parent == store.folder / "artifacts" / "ab"
    assert path.name == f"{KEY}.{digest(KEY, path)}.mkv"
    for opened in (store, Store(store.folder)):
        assert opened.take(KEY) == path and opened.take(OTHER) is None
        assert [(entry.key, entry.path) for entry in opened.entries()] == [(KEY, path)]
    assert everything(store) == {"FORMAT", str(path.relative_to(store.folder))}
    path.unlink()
    assert store.take(KEY) is None


def test_the_same_again_and_something_else(store: Store) -> None:
    first = put(store, KEY, b"frames")
    assert put(store, KEY, b"frames") == first
    assert put(store, KEY, b"other frames") != first
    assert store.take(KEY) is not None
    assert verify(store).checked == 2


@pytest.mark.parametrize("held", [True, False], ids=["same store", "another process"])
def test_damage_is_set_aside_and_told(store: Store, held: bool, caplog: pytest.LogCaptureFixture) -> None:
    path = put(store, KEY, b"frames")
    before = path.stat()
    path.write_bytes(b"Frames")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))  # a disk that forgets does not tell
    assert (store if held else Store(store.folder)).take(KEY) is None
    assert "is damaged and set aside: its bytes are not those that were put in" in caplog.text
    assert [found.read_bytes() for found in store.aside.iterdir()] == [b"Frames"]
    assert put(store, KEY, b"frames") == store.take(KEY) == path


def test_an_artifact_under_another_key_is_not_that_key_s(store: Store) -> None:
    path = put(store, KEY, b"frames")
    (store.artifacts / "cd").mkdir()
    path.rename(store.artifacts / "cd" / path.name.replace(KEY, OTHER))
    assert store.find(OTHER) is not None and Store(store.folder).take(OTHER) is None


@posix
@pytest.mark.parametrize("what", ["folder", "link", "circle", "pipe", "nothing"])
def test_what_is_no_file_is_not_taken(store: Store, what: str) -> None:
    path = put(store, KEY, b"frames")
    kept = path.rename(store.folder.parent / path.name)
    match what:
        case "folder":
            path.mkdir()
        case "link":
            path.symlink_to(kept)
        case "circle":
            path.symlink_to(path)
        case "pipe":
            os.mkfifo(path)
    assert list(store.entries()) == []
    assert store.take(KEY) is None
    assert put(store, KEY, b"frames") == store.take(KEY)
    assert kept.read_bytes() == b"frames"


@posix
@pytest.mark.parametrize("what", ["file", "link", "broken link"])
def test_what_is_no_folder_makes_room_for_one(store: Store, what: str) -> None:
    """Nothing outside of the store is written or removed by way of a link."""
    outside = store.folder.parent / "outside"
    outside.mkdir()
    kept = put(store, KEY, b"frames")
    kept.rename(outside / kept.name)
    kept.parent.rmdir()
    store = Store(store.folder)
    shard = store.artifacts / KEY[:2]
    if what == "file":
        shard.write_text("a file")
    else:
        shard.symlink_to(outside if what == "link" else outside / "none")
    assert store.take(KEY) is None and list(store.entries()) == []
    assert put(store, KEY, b"frames") == store.take(KEY)
    assert not shard.is_symlink() and [path.name for path in outside.iterdir()] == [kept.name]
    assert verify(store).checked == 1


def test_an_obstacle_under_the_artifact_s_own_name_makes_room(store: Store) -> None:
    path = put(store, KEY, b"frames")
    path.unlink()
    path.mkdir()
    (path / "inside").write_text("x")
    assert put(store, KEY, b"frames").read_bytes() == b"frames"


def test_foreign_names_are_no_artifacts(store: Store) -> None:
    path = put(store, KEY, b"frames")
    (store.artifacts / "stray").write_text("x")
    for name in (".nfs0001", "README", f"{KEY}.mkv", path.name.upper(), path.name + "~", OTHER + path.name[64:]):
        (path.parent / name).write_bytes(b"frames")
    assert [entry.path for entry in store.entries()] == [path] and store.take(OTHER) is None
    found = verify(store)
    assert (found.damaged, len(found.foreign)) == ({}, 6 if sys.platform == "linux" else len(found.foreign))
    assert {file.name for file in path.parent.iterdir()} == {path.name, ".nfs0001"}
    assert store.take(KEY) == path


@posix
def test_too_many_open_files_are_no_fault_of_an_artifact_s(store: Store) -> None:
    from resource import RLIMIT_NOFILE, getrlimit, setrlimit

    put(store, KEY, b"frames")
    fresh, limits, held = Store(store.folder), getrlimit(RLIMIT_NOFILE), []
    entry = fresh.find(KEY)
    assert entry is not None
    try:
        setrlimit(RLIMIT_NOFILE, (max(int(handle.name) for handle in Path("/dev/fd").iterdir()) + 8, limits[1]))
        with pytest.raises(OSError, match="Too many open files"):
            while True:
                held.append(os.dup(0))
        said = r"Too many open files; use fewer --workers, or raise the limit"
        with pytest.raises(StoreError, match=said):
            fresh.take(KEY)
        with pytest.raises(StoreError, match=said):
            fresh.fault(entry)
    finally:
        for handle in held:
            os.close(handle)
        setrlimit(RLIMIT_NOFILE, limits)
    assert fresh.take(KEY) is not None and not list(store.aside.iterdir())


# Names and folders


def test_a_store_is_no_folder_of_something_else(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "to-anna.txt").write_text("Dear Anna")
    with pytest.raises(SetupError, match="expected an empty folder or a store; it holds something else"):
        Store(tmp_path / "letters")
    with pytest.raises(SetupError, match="name a folder that can be written with --store or STORYLINE_STORE"):
        Store(tmp_path / "letters" / "to-anna.txt")
    assert [path.name for path in (tmp_path / "letters").iterdir()] == ["to-anna.txt"]


def test_another_version_is_refused_and_a_damaged_format_is_mended(store: Store, caplog: Any) -> None:
    put(store, KEY, b"frames")
    known = store.folder / "FORMAT"
    known.write_text("storyline store 2\n")
    with pytest.raises(SetupError, match=r"got 'storyline store 2'\. It was made by another version"):
        Store(store.folder)
    for damaged in (b"", b"\xff\x00", FORMAT.encode()[:-6]):
        known.write_bytes(damaged)
        assert Store(store.folder).take(KEY) is not None
        assert known.read_text() == FORMAT and "FORMAT was damaged" in caplog.text


def test_folders_that_are_lost_come_back(store: Store) -> None:
    put(store, KEY, b"frames")
    for name in ("new", "aside", "claims", "films"):
        (store.folder / name).rmdir()
    assert Store(store.folder).take(KEY) is not None
    assert put(store, OTHER, b"frames") == store.take(OTHER)


@posix
def test_a_store_behind_a_link_and_artifacts_on_another_disk(store: Store, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(store.folder)
    store.artifacts.rename(tmp_path / "big")
    store.artifacts.symlink_to(tmp_path / "big")
    linked = Store(tmp_path / "link")
    put(linked, KEY, b"frames")
    assert store.take(KEY) is not None and len(list(store.entries())) == 1


def test_a_store_that_cannot_be_written_is_refused_before_anything_is_drawn(store: Store) -> None:
    if os.name != "posix" or os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    (store.folder / "new").chmod(0o500)
    with pytest.raises(SetupError, match="new cannot be written; name a folder"):
        Store(store.folder)


# Every step may fail


STEPS: dict[str, Callable[[pytest.MonkeyPatch, Callable[..., Any]], None]] = {
    "folder": lambda patch, fail: patch.setattr(Path, "mkdir", fail),
    "flush": lambda patch, fail: patch.setattr(os, "fsync", fail),
    "time": lambda patch, fail: patch.setattr(os, "utime", fail),
    "name": lambda patch, fail: patch.setattr(Path, "replace", fail),
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS, errno.EACCES])
def test_a_step_that_fails_is_told_and_leaves_nothing(
    store: Store, step: str, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise OSError(code, os.strerror(code))

    before = everything(store)
    with pytest.raises(StoreError) as caught, store.new() as folder:
        (folder / "0.mkv").write_bytes(b"frames")
        with monkeypatch.context() as patch:
            STEPS[step](patch, fail)
            with store.new() as another:
                (another / "1.mkv").write_bytes(b"frames")
                store.put(KEY, folder / "0.mkv")
    said = "the disk is full; free some room there" if code in (errno.ENOSPC, errno.EDQUOT) else os.strerror(code)
    assert said in str(caught.value) and str(store.folder) in str(caught.value)
    assert everything(store) == before and not list(store.new_files.iterdir())
    assert put(store, KEY, b"frames") == store.take(KEY)


def test_disks_that_cannot_flush_names_will_do(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """As some network disks."""
    flush = os.fsync

    def picky(handle: int) -> None:
        if os.path.isdir(f"/dev/fd/{handle}"):  # noqa: PTH112
            raise OSError(errno.EINVAL, "Invalid argument")
        flush(handle)

    monkeypatch.setattr(os, "fsync", picky)
    assert put(store, KEY, b"frames") == store.take(KEY)


def test_what_cannot_be_set_aside_is_removed(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    put(store, KEY, b"frames").write_bytes(b"?")

    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", full)
        assert store.take(KEY) is None
    assert everything(store) == {"FORMAT"}


def test_a_maker_that_writes_nothing(store: Store) -> None:
    with (
        pytest.raises(RenderError, match=r"expected the artifact 0.mkv to be written; there is none"),
        store.new() as f,
    ):
        store.put(KEY, f / "0.mkv")


# Others


def test_what_the_dead_left_is_swept_and_what_lives_is_not(store: Store) -> None:
    def left(process: str, age: float) -> Path:
        folder = store.new_files / f"{process}-{uuid4().hex}"
        folder.mkdir()
        (folder / "0.mkv").write_bytes(b"half")
        for path in (folder / "0.mkv", folder):
            os.utime(path, (time.time() - age, time.time() - age))
        return folder

    machine = processes.this().partition("-")[0]
    days = 86400 * 3
    gone = [left("another-1-1", days), left(f"{machine}-{2**31 - 5}-1", 0), left("", days)]
    there = [left(processes.this(), days), left("another-1-1", 60)]
    writing = left("another-1-1", days)
    os.utime(writing / "0.mkv")
    (store.folder / "claims" / "old.0").touch()
    os.utime(store.folder / "claims" / "old.0", (1, 1))
    (store.folder / "claims" / "young.0").touch()
    store.sweep()
    assert {path for path in gone if path.exists()} == (set(gone) if os.name != "posix" else set())
    assert all(path.exists() for path in (*there, writing))
    assert [path.name for path in (store.folder / "claims").iterdir()] == ["young.0"]


def test_a_file_that_vanishes_while_it_is_taken(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    path = put(store, KEY, b"frames")
    fresh, lstat = Store(store.folder), os.lstat

    def vanishes(name: Any, *options: Any) -> os.stat_result:
        found = lstat(name, *options)
        if os.fspath(name) == str(path):
            path.unlink(missing_ok=True)
        return found

    monkeypatch.setattr(os, "lstat", vanishes)
    assert fresh.take(KEY) is None
    assert not list(store.aside.iterdir()) and not caplog.text, "what is gone is not damaged"


def test_what_is_taken_is_young_again(store: Store) -> None:
    path = put(store, KEY, b"frames")
    os.utime(path, (1, 1))
    Store(store.folder).take(KEY)
    assert time.time() - path.stat().st_mtime < 60
    young = time.time() - 300
    os.utime(path, (young, young))
    Store(store.folder).take(KEY)
    assert path.stat().st_mtime == pytest.approx(young), "not every look writes to the disk"


def test_many_at_once(tmp_path: Path) -> None:
    """Threads that open, put, take, damage and sweep: whoever gets a file gets the right one."""
    from concurrent.futures import ThreadPoolExecutor

    def work(seed: int) -> int:
        chance, taken = random.Random(seed), 0
        for _ in range(60):
            store = Store(tmp_path / "store")
            n = chance.randrange(6)
            key = f"{n:02x}" + "e" * 62
            match chance.randrange(6):
                case 0:
                    if (entry := store.find(key)) is not None:
                        entry.path.unlink(missing_ok=True)
                case 1:
                    store.sweep()
                case 2:
                    verify(store)
                case _:
                    path = store.take(key) or put(store, key, b"%d" % n * 1000)
                    try:
                        taken += path.read_bytes() == b"%d" % n * 1000
                    except FileNotFoundError:
                        continue
        return taken

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(work, range(8))) > 100
    assert not list((tmp_path / "store" / "aside").iterdir()) and not list((tmp_path / "store" / "new").iterdir())


def test_who_comes_first_to_a_folder_does_not_lose_it(store: Store) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(8) as pool:
        for n in range(100):
            keys = [f"{n:02x}" + f"{m:062x}" for m in range(8)]
            paths = list(pool.map(lambda key: put(store, key, b"frames"), keys))
            assert all(path.exists() for path in paths)
    assert not list(store.aside.iterdir())


def test_many_artifacts_are_listed_at_once(store: Store) -> None:
    """25,000 in a quarter of the two seconds that 100,000 may take; `make bench` has the figures."""
    chance = random.Random(7)
    keys = {f"{chance.getrandbits(256):064x}" for _ in range(25_000)}
    for n in range(256):
        (store.artifacts / f"{n:02x}").mkdir(exist_ok=True)
    for key in keys:
        os.close(os.open(store.artifacts / key[:2] / f"{key}.{'0' * 32}.mkv", os.O_CREAT | os.O_WRONLY))
    started = time.process_time()
    found = {entry.key for entry in store.entries()}
    seconds = time.process_time() - started
    assert found == keys
    assert seconds < 0.5
