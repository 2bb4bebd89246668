"""Takes: kept beside the storyboard, locked, and used in the place of what would be generated."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from storyline.errors import RenderError, ScriptError, SetupError
from storyline.film import Render, make_film
from storyline.film.footage import footage
from storyline.film.shoot import is_current, locked, shoot
from storyline.film.takes import check_takes, discard, take_file, takes_of
from storyline.frames.lossless import read_clip
from storyline.reading import read
from storyline.schema.base import ShotId
from storyline.schema.script import Overrides
from storyline.schema.storyboard import Storyboard
from storyline.schema.take import Take
from tests.boards import board, shot

A, B = ShotId("a"), ShotId("b")
OTHER = Overrides(seed=99)


@pytest.fixture
def render(tmp_path: Path) -> Render:
    film = board(shot("a", 6), shot("b", 5, transition="dissolve", overlap=2))
    return Render.of(film, root=tmp_path, store=tmp_path / "store", workers=1)


def pictures(render: Render, shot: ShotId) -> np.ndarray:
    length = next(one.duration for _, one in render.board.shots() if one.id == shot)
    return np.stack(list(footage(render).frames(shot, range(length))))


def kept(render: Render, take: Take) -> np.ndarray:
    return np.stack(list(read_clip(render.root / take_file(take.digest), take.size)))


def test_a_take_holds_the_frames_that_the_shot_has(render: Render) -> None:
    take = shoot(render, A)
    assert np.array_equal(kept(render, take), pictures(render, A))
    assert (take.shot, take.generator, take.seed, take.frames) == (A, "toon", 7, 6)
    assert takes_of(render.root) == (take,)
    assert not np.array_equal(kept(render, take), kept(render, shoot(render, A, OTHER)))


def test_the_same_take_again_is_kept_once(render: Render) -> None:
    again = [shoot(render, A).digest for _ in range(2)]
    assert again == [takes_of(render.root, A)[0].digest] * 2 and len(takes_of(render.root)) == 1


def test_the_newest_take_comes_first_however_fast_they_follow(render: Render) -> None:
    seeds = [Overrides(seed=seed) for seed in range(6)]
    taken = [shoot(render, A, one) for one in seeds]
    assert takes_of(render.root) == tuple(reversed(taken))


def test_a_locked_shot_shows_its_take_and_the_others_stay_as_they_are(render: Render) -> None:
    take = shoot(render, A, OTHER)
    before = pictures(render, B)
    lock = replace(render, board=locked(render.board, A, take.digest))
    assert np.array_equal(pictures(lock, A), kept(render, take))
    assert np.array_equal(pictures(lock, B), before)
    assert [np.array_equal(a, b) for a, b in zip(footage(lock).stills(A), kept(render, take)[[0, 5]], strict=True)]
    todo = {task.id for task in lock.work().to_run}
    assert "film" in todo and not any(id.startswith(("frames/", "keyframes/")) for id in todo)
    assert locked(lock.board, A, None) == render.board


def test_a_locked_shot_stays_when_what_it_was_made_of_changes(render: Render) -> None:
    take = shoot(render, A)
    assert is_current(take, render)
    changed = render.board.model_copy(update={"seed": 8})
    lock = replace(render, board=locked(changed, A, take.digest))
    assert np.array_equal(pictures(lock, A), kept(render, take))
    assert not is_current(take, lock)
    assert is_current(shoot(replace(render, board=changed), A, OTHER), lock)


def test_the_film_takes_its_takes_along(render: Render, tmp_path: Path) -> None:
    take = shoot(render, A, OTHER)
    lock = locked(render.board, A, take.digest)
    film = make_film(lock, tmp_path / "out" / "film.mp4", root=tmp_path, store=tmp_path / "store", workers=1)
    again = Render.of(
        Storyboard.model_validate(read(film.companion("storyboard.yaml")).document.model_dump()),
        root=film.path.parent,
        store=tmp_path / "store",
    )
    assert not again.work().to_run
    assert takes_of(film.path.parent) == (take,)


def test_takes_that_cannot_be_used_are_refused_before_anything_is_made(render: Render) -> None:
    take = shoot(render, A)
    lock = locked(render.board, A, take.digest)
    check_takes(lock, render.root)
    with pytest.raises(ScriptError, match="shot 'a': its locked take: it has 6 frames, and the shot 5"):
        check_takes(locked(board(shot("a", 5)), A, take.digest), render.root)
    with pytest.raises(ScriptError, match="it is of 64x48, and the film of 32x24"):
        check_takes(locked(board(shot("a", 6), size=(32, 24)), A, take.digest), render.root)
    with pytest.raises(ScriptError, match="they are not there"):
        check_takes(lock, render.root / "elsewhere")
    with pytest.raises(ScriptError, match="not there"):
        replace(render, board=lock, root=render.root / "elsewhere").film(render.root / "film.mp4")


def test_another_file_in_the_place_of_a_take_is_refused(render: Render) -> None:
    first, second = shoot(render, A), shoot(render, A, OTHER)
    file = render.root / take_file(first.digest)
    file.write_bytes((render.root / take_file(second.digest)).read_bytes())
    lock = replace(render, board=locked(render.board, A, first.digest))
    with pytest.raises(RenderError, match=r"shot 'a': takes/.* is no longer the take that it was"):
        lock.keyframes()


def test_what_is_no_take_is_passed_over(render: Render, caplog: pytest.LogCaptureFixture) -> None:
    take = shoot(render, A)
    folder = render.root / "takes"
    (folder / "notes.json").write_text("{}")
    (folder / f"{'0' * 64}.json").write_text((folder / f"{take.digest}.json").read_text())
    (folder / "list.json").write_bytes(b"\xff")
    assert takes_of(render.root) == (take,)
    assert len(caplog.records) == 3
    with pytest.raises(ScriptError, match="expected the take of its name"):
        check_takes(locked(render.board, A, "0" * 64), _with_clip(render.root, "0" * 64))


def _with_clip(root: Path, digest: str) -> Path:
    (root / take_file(digest)).write_bytes(b"")
    return root


def test_a_take_is_removed_unless_it_is_used(render: Render) -> None:
    take = shoot(render, A)
    with pytest.raises(SetupError, match="shot 'a' is locked to this take"):
        discard(take.digest, render.root, locked(render.board, A, take.digest))
    discard(take.digest, render.root, render.board)
    assert not list((render.root / "takes").iterdir())


def test_an_unknown_shot_has_no_takes(render: Render) -> None:
    with pytest.raises(KeyError):
        shoot(render, ShotId("c"))
    assert not (render.root / "takes").exists()
