"""Two films compared: parts, changes, pixels, and on what ground."""

import json
import wave
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from storyline import Film, make_film
from storyline.errors import AssemblyError, ScriptError, SetupError
from storyline.film.compare import Version, compare, keep_compared
from storyline.film.compare.frames import DecodedFrames, KeptFrames
from storyline.film.compare.parts import matches
from storyline.film.compare.side import side
from storyline.frames.decode import decode
from storyline.frames.encode import encode
from storyline.schema.comparison import ComparedPart, Comparison
from storyline.schema.media import FrameSize
from storyline.schema.storyboard import Storyboard
from tests.boards import board, shot

HERE = [{"entity": "hare", "box": [0.4, 0.4, 0.6, 0.8]}]
THERE = [{"entity": "hare", "box": [0.1, 0.4, 0.3, 0.8]}]


def story(*ids: str, moved: Sequence[str] = (), **fields: Any) -> Storyboard:
    """Shots of six frames; in those that are `moved` the hare stands elsewhere."""
    fields = {"rate": 6, "subtitles": "none", **fields}
    shots = [shot(id, 6) for id in ids]
    for found in shots:
        places = THERE if found["id"] in moved else HERE
        found["panels"] = [{**panel, "placements": places} for panel in found["panels"]]
    return board(*shots, **fields)


def made(folder: Path, storyboard: Storyboard, **options: Any) -> Film:
    return make_film(storyboard, folder / "film.mp4", workers=1, **options)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Film:
    return made(tmp_path_factory.mktemp("a"), story("a", "b", "c", opening=4, closing=4))


def parts(found: Comparison) -> dict[str, ComparedPart]:
    return {part.name: part for part in found.parts}


def bare(path: Path, frames: Sequence[np.ndarray], rate: int = 6) -> Path:
    """A video without a storyboard."""
    height, width = frames[0].shape[:2]
    return encode(iter(frames), path, size=FrameSize((width, height)), rate=Fraction(rate), length=len(frames))


def grey(*values: int, size: tuple[int, int] = (48, 64)) -> list[np.ndarray]:
    return [np.full((*size, 3), value, np.uint8) for value in values]


def test_one_shot_is_changed_and_the_others_are_known_by_their_keys(film: Film, tmp_path: Path) -> None:
    other = made(tmp_path, story("a", "b", "c", moved=["b"], opening=4, closing=4))
    found = compare(film.path, other.path)
    assert [part.name for part in found.parts] == ["opening title", "a", "b", "c", "end credits"]
    assert [part.basis for part in found.parts] == ["keys", "keys", "store", "keys", "keys"]
    assert [part.state for part in found.parts] == ["same", "same", "changed", "same", "same"]
    assert [part.identical for part in found.parts] == [True, True, False, True, True]
    changed = parts(found)["b"]
    assert changed.changes == ("Hare: moved 30% of the width left, in every panel",)
    assert changed.a is not None and changed.b is not None and changed.difference is not None
    assert changed.a.frames == changed.b.frames and (changed.a.frames.start, changed.a.label) == (10, "1.2")
    assert changed.difference.frames == 6 and changed.difference.identical == 0
    assert changed.difference.mean > 1 and changed.difference.psnr < 40 and changed.difference.ssim < 0.99
    assert changed.a.picture != changed.b.picture and changed.heat is not None
    assert not found.identical and found.changes == () and found.notes == ()


def test_the_numbers_are_those_of_the_lossless_frames(film: Film) -> None:
    one, other = (story("a", "b", "c", moved=moved, opening=4, closing=4) for moved in ([], ["b"]))
    found = parts(compare(one, other, workers=1))["b"].difference
    kept = [KeptFrames(side(Version(b), workers=1).kept) for b in (one, other)]
    a, b = (np.stack([frames[n] for n in range(10, 16)]).astype(int) for frames in kept)
    for frames in kept:
        frames.close()
    assert found is not None and found.mean == pytest.approx(np.abs(a - b).mean())
    assert found.largest == np.abs(a - b).max()


def test_kept_frames_are_those_of_the_film_but_for_its_compression(film: Film) -> None:
    found = side(Version(film.path))
    kept, decoded = KeptFrames(found.kept), DecodedFrames(film.path, len(KeptFrames(found.kept)))
    assert len(kept) == found.video.frames
    for number in (0, 3, 4, 12, 13, 2, 25, 25):
        assert np.abs(kept[number].astype(int) - decoded[number]).mean() < 4
    assert np.array_equal(decoded[7], list(decode(film.path))[7])
    kept.close()
    decoded.close()


def test_shots_come_go_and_change_places(tmp_path: Path) -> None:
    one, other = story("a", "b", "c", "d"), story("d", "a", "x", "c")
    found = compare(one, other, workers=1)
    where = [
        (part.name, "AB"[part.a is None] if None in (part.a, part.b) else "both", part.moved) for part in found.parts
    ]
    assert where == [
        ("d", "both", True), ("a", "both", False), ("b", "A", False), ("x", "B", False), ("c", "both", False),
    ]  # fmt: skip
    only = parts(found)["b"]
    assert only.a is not None and only.a.picture and only.b is None and only.difference is None and only.heat is None
    last = compare(one, story("a", "b"), workers=1)
    assert [part.state for part in last.parts] == ["same", "same", "only A", "only A"]
    assert not last.identical and all(part.identical for part in last.parts[:2])


def test_a_shot_in_another_scene_has_moved() -> None:
    one = story("a", "b")
    scene = one.scenes[0]
    scenes = (
        scene.model_copy(update={"shots": scene.shots[:1]}),
        scene.model_copy(update={"id": "s2", "shots": scene.shots[1:]}),
    )
    found = compare(one, one.model_copy(update={"scenes": scenes}), workers=1)
    assert [part.moved for part in found.parts] == [False, True]


def test_two_seeds_of_a_script(tmp_path: Path) -> None:
    script = tmp_path / "story.yaml"
    script.write_text("size: [64, 36]\nrate: 6\nopening: 0\nclosing: 0\nstory: A cat runs in the forest.\n")
    found = compare(Version(script, seed=1), Version(script, seed=2), workers=1)
    assert (found.a.name, found.b.name) == (f"{script}, seed 1", f"{script}, seed 2")
    assert found.changes == ("seed: 1 → 2",)
    (shown,) = (part for part in found.parts if part.shot is not None)
    assert shown.state == "differs" and shown.changes == () and shown.basis == "store"
    assert found.a.is_kept and found.a.film.is_file()
    again = compare(Version(script, seed=1), Version(script, seed=1, name="once more"), workers=1)
    assert again.identical and {part.basis for part in again.parts} == {"keys"}


def test_what_lasts_differently_is_compared_at_the_same_share_of_its_time() -> None:
    one = story("a", "b")
    longer = board(shot("a", 6), shot("b", 12), rate=6, subtitles="none")
    found = compare(one, longer, workers=1)
    changed = parts(found)["b"]
    assert "duration: 6 → 12 frames" in changed.changes
    assert changed.difference is not None and changed.difference.frames == 6
    assert not changed.identical and not changed.lasts_alike
    assert found.notes == ("frames are compared at the same share of the time of what lasts differently: 1.2",)


def test_a_film_without_a_storyboard_is_one_part(film: Film, tmp_path: Path) -> None:
    path = tmp_path / "bare.mp4"
    path.write_bytes(film.path.read_bytes())
    found = compare(film.path, path)
    (part,) = found.parts
    assert (part.name, part.basis, part.shot) == ("whole film", "files", None)
    assert found.identical and part.difference is not None and part.difference.frames == film.storyboard.length
    assert found.notes == (f"the shots of {path} are not known (no storyboard lies beside): it is one part",)
    assert found.b.has_shots is False and found.a.has_shots


@pytest.mark.parametrize("lost", ["manifest", "film", "store"])
def test_without_lossless_frames_what_is_decoded_is_compared(film: Film, tmp_path: Path, lost: str) -> None:
    other = made(tmp_path, story("a", "b", "c", moved=["b"], opening=4, closing=4))
    facts = json.loads(other.companion("manifest.json").read_text())
    if lost == "manifest":
        other.companion("manifest.json").write_text(json.dumps({**facts, "film": {**facts["film"], "key": "0" * 64}}))
    elif lost == "film":  # encoded again by somebody
        frames = list(decode(other.path))
        bare(other.path, frames)
    store = tmp_path / "empty" if lost == "store" else None
    found = parts(compare(film.path, other.path, store=store))
    # Keys tell of equal frames even where the store has none of them.
    assert found["a"].basis == ("keys" if lost == "store" else "files")
    assert found["b"].basis == "files"
    assert found["a"].state == ("differs" if lost == "film" else "same")
    changed, lossless = (
        found["b"].difference,
        parts(compare(film.storyboard, other.storyboard, workers=1))["b"].difference,
    )
    assert changed is not None and lossless is not None
    assert changed.mean == pytest.approx(lossless.mean, rel=0.3) and changed.mean != lossless.mean


def test_a_storyboard_of_another_version_is_told(film: Film, tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(film.path.read_bytes())
    made(tmp_path / "other", story("a", "b"))
    (tmp_path / "storyboard.yaml").write_bytes((tmp_path / "other" / "storyboard.yaml").read_bytes())
    found = compare(film.path, path)
    assert [part.name for part in found.parts] == ["whole film"]
    assert "its storyboard is of 12 frames, and it has 26: of another version" in found.notes[0]


def test_other_sizes_and_rates_are_told(tmp_path: Path) -> None:
    one = bare(tmp_path / "a.mp4", grey(50, 60, 70, 80))
    other = bare(tmp_path / "b.mp4", grey(50, 50, 60, 60, 70, 70, 80, 80, size=(96, 160)), rate=12)
    found = compare(one, other)
    assert found.size == (64, 48)
    assert found.notes[1:] == (
        "the films have 64x48 and 160x96: frames are compared at 64x48, stretched to its shape",
        "the films have 6 and 12 frames a second: frames are compared at the same times",
    )
    (part,) = found.parts
    assert part.difference is not None and part.difference.frames == 4 and part.difference.largest <= 1


def test_the_picture_is_of_the_largest_difference(tmp_path: Path) -> None:
    one = bare(tmp_path / "a.mp4", grey(50, 50, 50, 50, 50))
    other = bare(tmp_path / "b.mp4", grey(50, 50, 50, 200, 50))
    (part,) = compare(one, other).parts
    assert part.a is not None and part.b is not None and (part.a.moment, part.b.moment) == (3, 3)


def test_one_film_twice_is_refused(film: Film, tmp_path: Path) -> None:
    (tmp_path / "link.mp4").symlink_to(film.path)
    for other in (film.path, tmp_path / "link.mp4", str(film.path)):
        with pytest.raises(SetupError, match="A and B are the same"):
            compare(film.path, other)
    with pytest.raises(SetupError, match="two seeds or generators"):
        compare(Version("A cat runs."), Version("A cat runs."))


def test_what_cannot_be_read_is_told(film: Film, tmp_path: Path) -> None:
    (tmp_path / "damaged.mp4").write_bytes(b"no video")
    (tmp_path / "out.html").mkdir()
    for source, error, words in (
        (tmp_path / "none.mp4", AssemblyError, "there is no video file"),
        (tmp_path / "damaged.mp4", AssemblyError, "cannot read .*damaged.mp4 as a video"),
        (tmp_path / "none.yaml", ScriptError, "no such file"),
        (tmp_path / "out.html", SetupError, "got a folder"),
        (Version(film.path, seed=3), SetupError, "--seed: .* is a film already"),
    ):
        with pytest.raises(error, match=words):
            compare("A cat runs.", source)  # of which nothing is made


def test_what_is_compared_is_kept(film: Film, tmp_path: Path) -> None:
    script = tmp_path / "s.yaml"
    script.write_text("sounds: [{file: {path: a.wav}}]\nstory: A cat runs.\n")
    with wave.open(str(tmp_path / "a.wav"), "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(bytes(8000))
    versions = Version(film.path), Version(script)
    keep_compared(versions, [tmp_path / "new.html"])
    for lost in (film.path, film.companion("storyboard.yaml"), script, tmp_path / "a.wav"):
        with pytest.raises(SetupError, match="choose another name"):
            keep_compared(versions, [lost])


def test_progress_ends_with_all_frames(film: Film, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    other = made(tmp_path, story("a", "b", "c", moved=["a", "b"], opening=4, closing=4))
    compare(film.path, other.path, progress=lambda *step: told.append(step))
    assert told == [("comparing frames", n, 12) for n in range(1, 13)]


def test_all_frames_of_both_films_are_in_a_part() -> None:
    one = board(shot("a", 10), shot("b", 10, transition="dissolve", overlap=4), shot("c", 10), opening=5, closing=6)
    other = board(shot("a", 10), shot("c", 12, transition="wipe", overlap=6), opening=5, closing=6)
    found = matches(side(Version(one), workers=1), side(Version(other), workers=1))
    for number, storyboard in enumerate((one, other)):
        stretches = [stretch for match in found if (stretch := (match.a, match.b)[number]) is not None]
        shown = [frame for s in stretches for frame in range(s.frames.start, s.frames.end_exclusive)]
        assert shown == list(range(storyboard.length))
        assert all(stretch.is_kept for stretch in stretches)


def test_a_shot_that_the_next_one_covers_is_there(tmp_path: Path) -> None:
    one = board(shot("a", 6), shot("b", 6, transition="dissolve", overlap=6), shot("c", 6), rate=6)
    found = compare(one, board(shot("a", 6), shot("b", 6), shot("c", 6), rate=6), workers=1)
    covered = parts(found)["a"]
    assert covered.a is not None and len(covered.a.frames) == 6 and covered.basis == "files"
