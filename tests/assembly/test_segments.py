"""The film cut into segments: each of its frames once, and every one as in the film made in one piece."""

import os
import random
import shutil
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from storyline.assembly import assemble
from storyline.assembly.maker import Assembly, opened, segment_of, tasks
from storyline.assembly.segments import LONGEST, cues_between, cuts, pieces
from storyline.assembly.subtitles import Cue, cues
from storyline.assembly.timeline import FilmFrames
from storyline.frames.decode import decode
from storyline.frames.encode import Encoding
from storyline.frames.lossless import write_clip
from storyline.graph.build import build
from storyline.schema.base import ShotId
from storyline.schema.storyboard import Storyboard
from storyline.schema.task import Job, Part, Task
from storyline.schema.timing import FrameRange
from tests.assembly.films import clip_of, documents, timeline
from tests.assembly.test_sound import music, tone
from tests.boards import board, shot

LINES = [{"text": "Slow and steady wins the race.", "start": 3, "duration": 9, "speaker": "hare"}]
BOARD = board(
    shot("opening", 14, transition="fade", overlap=3, lines=LINES),
    shot("transition", 14, transition="dissolve", overlap=5),
    shot("0", 10, transition="wipe", overlap=4),
    shot("closing", 3),
    opening=10,
    closing=8,
    fade_out=5,
)
"""Shots whose names could be taken for something else."""


def windows(storyboard: Storyboard, length: int) -> dict[ShotId, list[Task]]:
    """The tasks that a generator might have: windows of so many frames."""
    return {
        shot.id: [
            Task(
                f"frames/{shot.id}/{start}",
                "frames",
                "painted",
                1,
                Part({"shot": shot.id}),
                start,
                min(start + length, shot.duration),
                storyboard.size.root,
                shot=shot.id,
            )
            for start in range(0, shot.duration, length)
        ]
        for _, shot in storyboard.shots()
    }


def clips(storyboard: Storyboard, found: dict[ShotId, list[Task]], folder: Path) -> dict[str, Path]:
    """Their artifacts."""
    files = {}
    for id, several in found.items():
        frames = clip_of(storyboard, id)
        for task in several:
            files[task.id] = folder / f"{len(files)}.mkv"
            write_clip(iter(frames[task.start : task.end_exclusive]), files[task.id], storyboard.size, task.frames)
    return files


def segments(
    storyboard: Storyboard, found: dict[ShotId, list[Task]], slates: Mapping[ShotId, str] = MappingProxyType({})
) -> list[Task]:
    return [t for t in tasks(storyboard, found, storyboard.size, slates) if t.kind == "segment"]


def frames_of(made: list[Task], files: dict[str, Path]) -> Iterator[np.ndarray]:
    for task in made:
        with opened(segment_of(task), [files[need] for need in task.needs]) as clip:
            assert len(clip) == task.frames
            yield from (clip[n] for n in range(len(clip)))


def covers(storyboard: Storyboard) -> None:
    found = cuts(storyboard)
    assert [n for cut in found for n in range(cut.start, cut.end_exclusive)] == [*range(storyboard.length)]
    assert all(0 < cut.end_exclusive - cut.start <= LONGEST or cut.below for cut in found)
    every = pieces(storyboard)
    for cut in found:
        seen = [
            piece
            for piece in every
            if piece.frames.start < cut.end_exclusive and cut.start < piece.frames.end_exclusive
        ]
        assert seen == ([cut.above] if cut.below is None else [cut.below, cut.above])


@settings(derandomize=True, max_examples=100, deadline=None)
@given(documents())
def test_cuts_show_every_frame_once(document: tuple[list[dict[str, Any]], dict[str, Any]]) -> None:
    shots, fields = document
    covers(board(*shots, **fields))


def test_long_shots_are_cut_up() -> None:
    long = board(shot("a", 1000), shot("b", 900, transition="dissolve", overlap=300), opening=500)
    covers(long)
    assert [cut.end_exclusive - cut.start for cut in cuts(long)] == [
        *(240, 240, 20),
        *(240, 240, 220),
        300,
        *(240, 240, 120),
    ]


@pytest.mark.parametrize("length", [1, 3, 5, 99])
def test_segments_are_the_film(tmp_path: Path, length: int) -> None:
    film = FilmFrames(BOARD, partial(clip_of, BOARD))
    found = windows(BOARD, length)
    made = list(frames_of(segments(BOARD, found), clips(BOARD, found, tmp_path)))
    assert len(made) == BOARD.length
    for n, frame in enumerate(made):
        np.testing.assert_array_equal(frame, film[n], err_msg=f"frame {n}")


def test_segments_of_any_film_are_the_film(tmp_path: Path) -> None:
    for nth in range(6):
        chance = random.Random(nth)
        shots, fields = timeline(chance)
        storyboard = board(*shots, **fields, fade_out=chance.choice((0, 1, 20)))
        covers(storyboard)
        found = windows(storyboard, chance.randint(1, 20))
        film = FilmFrames(storyboard, partial(clip_of, storyboard))
        made = list(frames_of(segments(storyboard, found), clips(storyboard, found, tmp_path)))
        np.testing.assert_array_equal(made, [film[n] for n in range(len(film))])


def test_a_segment_reads_no_more_than_it_shows() -> None:
    needs = {task.id: task.needs for task in segments(BOARD, windows(BOARD, 5))}
    assert needs == {
        "segment/opening title/0": (),
        "segment/opening/transition": ("frames/opening/0",),
        "segment/opening/3": ("frames/opening/0", "frames/opening/5"),
        "segment/transition/transition": ("frames/transition/0", "frames/opening/5", "frames/opening/10"),
        "segment/transition/5": ("frames/transition/5",),
        "segment/0/transition": ("frames/0/0", "frames/transition/10"),
        "segment/0/4": ("frames/0/0", "frames/0/5"),
        "segment/closing/0": ("frames/closing/0",),
        "segment/end credits/0": (),
    }


def test_words_are_in_the_keys_of_the_segments_that_show_them() -> None:
    def keys(storyboard: Storyboard) -> dict[str, str]:
        found = windows(storyboard, 5)
        graph = build(
            [*(t for several in found.values() for t in several), *tasks(storyboard, found, storyboard.size, {})]
        )
        return {id: graph.nodes[id]["key"] for id in graph}

    before = keys(BOARD)

    def differ(**fields: Any) -> set[str]:
        after = keys(BOARD.model_copy(update=fields))
        return {id for id in before.keys() | after.keys() if before.get(id) != after.get(id)}

    assert differ(title="The Tortoise") == {
        *("segment/opening title/0", "segment/opening/transition", "segment/end credits/0", "film")
    }
    assert differ(subtitles="file") == {"segment/opening/3", "segment/transition/transition", "film"}
    assert differ(fade_out=0) == {"segment/closing/0", "film"}
    assert differ(notes=(), groups=(), style="ink") == set()
    assert differ(sounds=board(shot("a", 9), sounds=[music()]).sounds) == {"sound", "film"}


def test_slates_stand_where_shots_are_missing(tmp_path: Path) -> None:
    found = windows(BOARD, 5)
    files = clips(BOARD, found, tmp_path)
    del found[ShotId("0")]
    film = list(frames_of(segments(BOARD, windows(BOARD, 5)), files))
    made = list(frames_of(segments(BOARD, found, {ShotId("0"): "shot 3: not rendered"}), files))
    spans = {shot.id: span for shot, span in BOARD.timeline()}
    lost = spans[ShotId("0")]
    for n, (there, then) in enumerate(zip(film, made, strict=True)):
        assert np.array_equal(there, then) == (n not in lost), n
    assert (made[lost.end_exclusive - 6] > 140).all(2).any()  # words
    other = list(frames_of(segments(BOARD, found, {ShotId("0"): "shot 4: not rendered"}), files))
    assert not np.array_equal(other[lost.end_exclusive - 6], made[lost.end_exclusive - 6])


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Task], dict[str, str]]:
    """A folder with everything that a film is made of and the film made at once, its tasks, and the files' names."""
    folder = tmp_path_factory.mktemp("done")
    tone(folder / "music.wav", 2, 220)
    storyboard = BOARD.model_copy(update={"sounds": board(shot("a", 9), sounds=[music()]).sounds})
    assemble(storyboard, partial(clip_of, storyboard), folder / "whole.mp4", root=folder)
    found = windows(storyboard, 7)
    files = clips(storyboard, found, folder)
    made = list(tasks(storyboard, found, storyboard.size, {}))
    for n, task in enumerate(made[:-1]):
        files[task.id] = folder / f"made-{n}.{'m4a' if task.kind == 'sound' else 'mp4'}"
        Assembly().run([Job(task, tuple(files[need] for need in task.needs), files[task.id], folder)])
    return folder, made, {id: file.name for id, file in files.items()}


NAMES = ["store", 'it\'s "a" store', "ü 你 \\", "a\nb", "'\r'", "-y", "%d", "a:b|c", os.fsdecode(b"\xff")]


@pytest.mark.parametrize("name", NAMES)
def test_a_film_is_put_together_wherever_it_lies(
    tmp_path: Path, done: tuple[Path, list[Task], dict[str, str]], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same bytes as the film made at once, whatever the store is called."""
    folder, made, names = done
    monkeypatch.chdir(tmp_path)
    shutil.copytree(folder, name)
    for task in made:
        if task.id in ("segment/transition/transition", "film"):
            output = Path(name) / "output.mp4"
            Assembly().run([Job(task, tuple(Path(name) / names[need] for need in task.needs), output, folder)])
            wanted = names.get(task.id, "whole.mp4")
            assert output.read_bytes() == (folder / wanted).read_bytes()
    assert len(list(decode(folder / "whole.mp4"))) == BOARD.length


def test_the_part_of_the_subtitles_that_a_segment_shows() -> None:
    def cue(start: int, end: int) -> Cue:
        return Cue(frames=FrameRange(start=start, end_exclusive=end), lines=("x",), slanted=False)

    several = [cue(0, 5), cue(5, 10), cue(12, 20)]
    assert cues_between(several, 5, 10) == (cue(0, 5),)
    assert cues_between(several, 3, 13) == (cue(0, 2), cue(2, 7), cue(9, 10))
    assert cues_between(several, 10, 12) == ()
    assert cues_between(cues(BOARD), 0, BOARD.length) == cues(BOARD)


@pytest.mark.parametrize("other", [Encoding(crf=40), Encoding(preset="slow"), Encoding(threads=2)])
def test_segments_encoded_otherwise_are_others(monkeypatch: pytest.MonkeyPatch, other: Encoding) -> None:
    found = windows(BOARD, 5)
    usual = {task.part.digest for task in segments(BOARD, found)}
    monkeypatch.setattr("storyline.assembly.maker.DEFAULT", other)
    assert usual.isdisjoint(task.part.digest for task in segments(BOARD, found))
