"""Renders that are killed, whose store is damaged, whose disk is full, that run side by side, that are stopped.

Each has a short form, and a full one among the slow tests. What they counted is printed.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from storyline import plan_film
from storyline.film import Render
from storyline.film.graph import film_graph, maker
from storyline.film.plugins import plugin
from storyline.graph.build import RenderGraph
from storyline.graph.claims import Claims
from storyline.graph.engines.inline import InlineEngine
from storyline.graph.run import Report, run
from storyline.graph.store import Entry, Store
from tests.graph.faulty import SCRIPT, frames, render, rendering, script, strays, whole

linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A film that nobody disturbed, and its store."""
    folder = tmp_path_factory.mktemp("undisturbed")
    return render(folder, folder / "store"), folder / "store"


# kill -9


@linux
@pytest.mark.parametrize("times", [2, pytest.param(10, marks=pytest.mark.slow)])
def test_killed_at_any_moment(times: int, tmp_path: Path, undisturbed: tuple[Path, Path]) -> None:
    chance, store = random.Random(times + 3), tmp_path / "store"
    (tmp_path / "out").mkdir()
    broken_off = most = 0
    for nth in range(times):
        with rendering(tmp_path, store, "--workers", str(1 + nth % 2)) as process:
            try:
                process.communicate(timeout=chance.uniform(0.5, 3.5))
            except subprocess.TimeoutExpired:
                if nth % 4 < 2:
                    os.killpg(process.pid, signal.SIGKILL)
                else:
                    process.kill()  # its workers have to notice
                broken_off += 1
        assert not strays(store)
        most = max(most, whole(store) if store.exists() else 0)
        _may_be_claimed(store)
        if process.returncode == 0:  # all was done: some of it is to be done again
            for entry in Store(store).entries():
                if entry.path.suffix == ".mp4" or chance.random() < 0.5:
                    entry.path.unlink()
    film = render(tmp_path, store)
    assert frames(film) == frames(undisturbed[0])
    assert whole(store) <= whole(undisturbed[1])
    assert not list((store / "new").iterdir())
    print(f"{times} renders, {broken_off} killed: 0 wrong artifacts, of up to {most}; 0 strays; the film is the same")
    assert broken_off >= times // 4


def _may_be_claimed(store: Path) -> None:
    """Claims of the dead hold nobody up."""
    claims = {path.name.partition(".")[0] for path in store.glob("claims/*")}
    started = time.monotonic()
    with Claims(store) as ours:
        assert all(ours.take(key) for key in claims)
        assert time.monotonic() - started < 1


# Damage


@pytest.mark.parametrize("times", [10, pytest.param(50, marks=pytest.mark.slow)])
def test_damage_is_found_and_mended(times: int, tmp_path: Path) -> None:
    chance, done, kinds = random.Random(times), 0, Counter[str]()
    graph = film_graph(plan_film(script(tmp_path)), plugin("generators", "toon"))
    store = Store(tmp_path / "store")
    before = {id: path.read_bytes() for id, path in _all(graph, store).artifacts.items()}
    id_of = {graph.nodes[id]["key"]: id for id in graph}
    while done < times:
        entries = sorted(store.entries())
        chance.shuffle(entries)
        damaged: set[str] = set()
        for _ in range(min(5, times - done)):
            kind = chance.choice(KINDS)
            damaged |= _damage(kind, entries, chance)
            kinds[kind] += 1
            done += 1
        assert len(damaged) >= 5
        report = _all(graph, Store(store.folder))
        assert {graph.nodes[id]["key"] for id in report.made} == damaged, [id_of[key] for key in damaged]
        assert {id: path.read_bytes() for id, path in report.artifacts.items()} == before
    aside = len(list((store.folder / "aside").iterdir()))
    print(
        f"{done} times damaged: all found, all made anew, none used, {aside} set aside; {dict(sorted(kinds.items()))}"
    )
    assert whole(store.folder) == len(graph)


KINDS = ("flip", "cut", "empty", "longer", "swap", "rename", "folder", "link", "pipe", "unreadable", "gone")


def _damage(kind: str, entries: list[Entry], chance: random.Random) -> set[str]:
    """Damage artifacts, which are taken from the list; their keys."""
    entry = entries.pop()
    path = entry.path
    data = path.read_bytes()
    if kind == "unreadable" and (sys.platform == "win32" or os.geteuid() == 0):
        kind = "flip"  # everything is readable to root
    if kind in ("swap", "rename"):
        other = entries.pop()
        if kind == "swap":
            path.write_bytes(other.path.read_bytes())
            other.path.write_bytes(data)
        else:  # under another's key, with a digest of its own
            other.path.unlink()
            path.rename(other.path.with_name(other.path.name.replace(other.digest, entry.digest)))
        return {entry.key, other.key}
    match kind:
        case "flip":
            at = chance.randrange(len(data))
            path.write_bytes(data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :])
        case "cut":
            os.truncate(path, chance.randrange(1, len(data)))
        case "empty":
            os.truncate(path, 0)
        case "longer":
            path.write_bytes(data + b"\0")
        case "unreadable":
            path.chmod(0)
        case _:
            path.unlink()
    match kind:
        case "folder":
            path.mkdir()
            (path / "in it").write_bytes(data)
        case "link":
            path.symlink_to(entries[0].path)
        case "pipe":
            os.mkfifo(path)
    return {entry.key}


def _all(graph: RenderGraph, store: Store) -> Report:
    """Look at, or make, every task of a graph, not only the last."""
    return run(graph, tuple(graph), store=store, engine=InlineEngine(store, maker), root=Path())


# A full disk

ON_A_SMALL_DISK = dedent(
    """
    import json, subprocess, sys
    from pathlib import Path

    from storyline import make_film
    from storyline.errors import StorylineError
    from storyline.graph.store import Store
    from storyline.graph.upkeep import verify

    folder, *sizes = sys.argv[1:]
    store = Path(folder, "store")
    store.mkdir()
    for size in sizes:
        def mount(*options):
            subprocess.run(["mount", "-t", "tmpfs", "-o", ",".join(options), "tmpfs", str(store)], check=True)
        mount(f"size={size}k")
        told = {"size": size}
        try:
            make_film(Path(folder, "script.yaml"), Path(folder, "out", size, "film.mp4"), store=store, workers=1)
        except StorylineError as error:
            told["error"] = str(error)
            told["left"] = sorted(path.name for path in Path(folder, "out", size).glob("*"))
        told["new"] = len(list(store.glob("new/*"))) + len(list(store.glob("claims/*")))
        mount("remount", "size=64m")
        found = verify(Store(store))
        told |= {"kept": found.checked, "damaged": len(found.damaged)}
        make_film(Path(folder, "script.yaml"), Path(folder, "out", size, "film.mp4"), store=store, workers=1)
        print(json.dumps(told))
        subprocess.run(["umount", str(store)], check=True)
    """
)


@pytest.mark.parametrize("times", [2, pytest.param(6, marks=pytest.mark.slow)])
def test_the_disk_of_the_store_is_full(times: int, tmp_path: Path, undisturbed: tuple[Path, Path]) -> None:
    apart = ["unshare", "--user", "--map-root-user", "--mount"]
    if shutil.which("unshare") is None or subprocess.run([*apart, "true"], check=False).returncode:
        pytest.skip("no file systems of one's own here")
    script(tmp_path)
    sizes = [str(size) for size in random.Random(times).sample(range(140, 640, 4), times)]
    done = subprocess.run(
        [*apart, sys.executable, "-c", ON_A_SMALL_DISK, str(tmp_path), *sizes],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(told) == times
    full = 0
    for one in told:
        assert one["new"] == 0 and one["damaged"] == 0, one
        if "error" in one:
            full += 1
            assert "the disk is full" in one["error"] or "MB are needed" in one["error"], one
            assert one["left"] == []
    expected = frames(undisturbed[0])
    assert all(frames(tmp_path / "out" / size / "film.mp4") == expected for size in sizes)
    kept = [one["kept"] for one in told]
    print(f"{times} disks of {min(sizes, key=int)} to {max(sizes, key=int)} KB, {full} full: told so, kept {kept}, "
          "0 damaged; made after there was room")  # fmt: skip
    assert full


@pytest.mark.skipif(sys.platform == "win32", reason="limits of file sizes are POSIX")
def test_no_file_may_grow(tmp_path: Path) -> None:
    """The same by another way, on any POSIX system."""
    limited = "import resource, sys; from storyline.cli import main; limit = int(sys.argv.pop()); "
    limited += "resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)); main()"
    command = [sys.executable, "-c", limited, "render", str(script(tmp_path)), "-o", str(tmp_path / "film.mp4"), "-q"]
    store = tmp_path / "store"
    done = subprocess.run(
        [*command, "--store", str(store), "--workers", "1", "20000"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1 and "the disk is full" in done.stderr, done.stderr
    assert 0 < whole(store) < 21
    assert not list(store.glob("new/*")) and not list(store.glob("claims/*"))


# Side by side

TWO_FILMS = dedent(
    """
    import json, sys
    from pathlib import Path

    from storyline import plan_film
    from storyline.film import Render

    folder, workers, *names = sys.argv[1:]
    for name in names:
        render = Render.of(plan_film(Path(folder, name)), store=Path(folder, "store"), workers=int(workers))
        found = render.film(Path(folder, "out", name))
        made = [found.graph.nodes[id]["key"] for id in found.report.made]
        print(json.dumps({"name": name, "film": str(found.film), "made": made}))
    """
)

TWICE = 2
"""So many tasks at most may be done twice by four processes: a process may die between its artifact and its claim."""


@pytest.mark.parametrize("rounds", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_four_processes_on_one_store(rounds: int, tmp_path: Path) -> None:
    """Films that share scenes, begun at once in different orders."""
    made = distinct = 0
    for nth in range(rounds):
        folder = tmp_path / str(nth)
        folder.mkdir()
        head, first, second = SCRIPT.partition("story: |\n")[0], *_scenes()
        third = "  By day a green frog jumps on a hill."
        (folder / "a.yaml").write_text(f"{head}story: |\n{first}\n\n{second}\n")
        (folder / "b.yaml").write_text(f"{head}story: |\n{first}\n\n{second}\n\n{third}\n")
        orders = [("a.yaml", "b.yaml"), ("b.yaml", "a.yaml"), ("a.yaml",), ("b.yaml",)]
        running = [
            subprocess.Popen(
                [sys.executable, "-c", TWO_FILMS, str(folder), str(1 + n % 2), *order],
                stdout=subprocess.PIPE,
                text=True,
            )
            for n, order in enumerate(orders)
        ]
        told = [json.loads(line) for process in running for line in process.communicate(timeout=300)[0].splitlines()]
        assert all(process.returncode == 0 for process in running)
        assert len(told) == sum(map(len, orders))
        films = {one["name"]: one["film"] for one in told}
        assert all(one["film"] == films[one["name"]] for one in told)
        keys = Counter(key for one in told for key in one["made"])
        assert len(keys) == len(list(Store(folder / "store").entries())) == whole(folder / "store")
        made, distinct = made + keys.total(), distinct + len(keys)
        assert keys.total() - len(keys) <= TWICE
    print(f"{rounds} times four processes: {distinct} tasks, done {made} times")


def _scenes() -> list[str]:
    return SCRIPT.partition("story: |\n")[2].rstrip().split("\n\n")


# Ctrl-C


@linux
@pytest.mark.parametrize("times", [2, pytest.param(4, marks=pytest.mark.slow)])
def test_ctrl_c(times: int, tmp_path: Path) -> None:
    """It reaches all processes, as from a terminal, or the first alone."""
    chance, longest = random.Random(times), 0.0
    for nth in range(times):
        folder = tmp_path / str(nth)
        (folder / "out").mkdir(parents=True)
        store = folder / "store"
        with rendering(folder, store, "--workers", str(2 - nth % 2)) as process:
            _until(lambda store=store: any(store.glob("artifacts/*/*")), process)
            time.sleep(chance.uniform(0, 1))
            started = time.monotonic()
            (os.killpg if nth % 4 < 2 else os.kill)(process.pid, signal.SIGINT)
            _, said = process.communicate(timeout=60)
        if process.returncode == 0:
            continue  # it was just done
        longest = max(longest, time.monotonic() - started)
        assert process.returncode == 130, said
        assert "what was rendered is kept: the same command goes on from there" in said and len(said.splitlines()) == 1
        assert not strays(store)
        assert not list((folder / "out").iterdir())
        assert not list((store / "new").iterdir()) and not list((store / "claims").iterdir())
        kept = whole(store)
        left = Render.of(plan_film(folder / "script.yaml"), store=store).work().to_run
        assert 0 < len(left) <= 21 - kept + 1
    print(f"{times} times stopped, within {longest:.1f} s at most")
    assert 0 < longest < 10  # on a machine that does much else


def _until(done: Callable[[], bool], process: "subprocess.Popen[str]") -> None:
    while not done() and process.poll() is None:
        time.sleep(0.02)
