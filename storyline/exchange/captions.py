"""What stands beside the pictures of a shot: its number, its frames, what is said, what was noted."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from storyline.schema.base import SceneId, ShotId
from storyline.schema.script import Note
from storyline.schema.storyboard import Panel, Scene, Shot, Storyboard
from storyline.schema.timing import FrameRange

_HOW = {"spoken": "", "voice-over": "V.O.", "thought": "thought", "lyric": "sung", "caption": "caption"}
_ABOUT = re.compile(r"(shot|scene) '?(\w[\w-]*)")


@dataclass(frozen=True)
class Numbered:
    """A shot with its number and its place in the film."""

    scene: Scene
    shot: Shot
    scene_number: int
    """From 1."""
    label: str
    """Its own, or `2.3` for the third shot of the second scene."""
    frames: FrameRange
    """Of the film, overlaps with its neighbours included."""


@dataclass(frozen=True)
class Speech:
    """A line as it is written in a script."""

    speaker: str
    """Empty for a caption or a narrator without a figure."""
    how: str
    """`V.O.`, `O.S.`, how it is said; empty if there is nothing to be said of it."""
    text: str
    frames: FrameRange
    """Of the film."""

    @property
    def cue(self) -> str:
        """Who says it and how: `Hare (V.O., softly)`."""
        return f"{self.speaker} ({self.how})".strip() if self.how else self.speaker


@dataclass(frozen=True)
class Notes:
    """What was noted of a storyboard, sorted by what it is about."""

    shots: dict[ShotId, list[Note]]
    scenes: dict[SceneId, list[Note]]
    film: list[Note]


def remark(note: Note, *, place: bool = False) -> str:
    """A note as it is read; with `place` it says what it is about, which is not to be seen where it stands."""
    where = f", {note.where}" if place and note.where else ""
    return f"{note.kind} ({note.by}{where}): {note.text}"


def numbered(board: Storyboard) -> Iterator[Numbered]:
    """Every shot in the order of the film."""
    counts: Counter[SceneId] = Counter()
    for (scene, shot), (_, frames) in zip(board.shots(), board.timeline(), strict=True):
        counts[scene.id] += 1
        label = shot.label or f"{len(counts)}.{counts[scene.id]}"
        yield Numbered(scene, shot, len(counts), label, frames)


def spoken(board: Storyboard, shot: Numbered) -> list[Speech]:
    """The lines of a shot."""
    return [
        Speech(
            "" if line.speaker is None else board.entity(line.speaker).name,
            ", ".join(filter(None, (_HOW[line.kind], "O.S." if line.off_screen else "", line.manner))),
            line.text,
            FrameRange(
                start=shot.frames.start + line.start, end_exclusive=shot.frames.start + line.start + line.duration
            ),
        )
        for line in shot.shot.lines
    ]


def words(panel: Panel, before: Panel | None, action: str) -> str:
    """What is told of a panel: with the first of a shot its action, with the others what is new in them."""
    if before is None:
        return action
    return panel.prompt if panel.prompt != before.prompt else ""


def noted(board: Storyboard) -> Notes:
    """The notes of a storyboard, by the shot or scene that they name first."""
    shots: dict[ShotId, list[Note]] = {shot.id: [] for _, shot in board.shots()}
    scenes: dict[SceneId, list[Note]] = {scene.id: [] for scene in board.scenes}
    film: list[Note] = []
    for note in board.notes:
        about = _ABOUT.match(note.where or note.text)
        kind, id = about.groups() if about else ("", "")
        known = shots.get(ShotId(id)) if kind == "shot" else scenes.get(SceneId(id)) if kind == "scene" else None
        (film if known is None else known).append(note)
    return Notes(shots, scenes, film)
