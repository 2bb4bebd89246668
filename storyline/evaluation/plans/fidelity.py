"""Whole stories → plans → whether all that is told is there, in its order, and nobody else."""

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from storyline.errors import SetupError
from storyline.evaluation.plans.stories import STORIES, Story
from storyline.evaluation.report import Evaluation, Miss, Row
from storyline.schema.entity import Entity
from storyline.schema.storyboard import Shot, Storyboard

_WORD = re.compile(r"[^\W\d_]+")
_PARTS = ("characters", "places", "events", "nobody invented")


def fidelity_benchmark(
    who: str, folder: Path, plan: Callable[[Path], Storyboard], stories: Sequence[Story] = STORIES
) -> Evaluation:
    """Characters, places and events in the order of each story, and entities that its words name.

    An event is there where a shot after those of the events before it has its words, as action or as line, and shows
    all whom it needs. Of characters and places it is the order of their first being seen that counts.

    Raises:
        SetupError: a story is not in the folder.
    """
    by_task = {part: {"total": 0, "passed": 0} for part in _PARTS}
    misses: list[Miss] = []
    rows = []
    for story in stories:
        path = folder / story.file
        if not path.is_file():
            raise SetupError(f"{path}: expected the story; no such file. Name the folder of examples with --data.")
        board = plan(path)
        text = path.read_text(encoding="utf-8").lower()
        checks = {
            "characters": list(_in_order(story.cast, _newly_seen(board))),
            "places": list(_in_order(story.places, [{board.place(s.place).name.lower()} for s in board.scenes])),
            "events": list(_events(story, board)),
            "nobody invented": [(entity.name, _is_told(entity, text)) for entity in board.cast],
        }
        for part, found in checks.items():
            by_task[part]["total"] += len(found)
            by_task[part]["passed"] += sum(passed for _, passed in found)
            missing = [what for what, passed in found if not passed]
            misses += [
                Miss(part, story.file, what, "not there, or not in its place", "see the plan") for what in missing
            ]
        shares = {part: sum(p for _, p in found) / len(found) for part, found in checks.items()}
        rows.append(Row(who, story.file, shares))
    return Evaluation(
        "fidelity",
        sum(numbers["total"] for numbers in by_task.values()),
        sum(numbers["passed"] for numbers in by_task.values()),
        by_task,
        rows,
        {},
        misses,
    )


def _newly_seen(board: Storyboard) -> list[set[str]]:
    """Shot by shot the names of those who are seen for the first time."""
    known: set[str] = set()
    found = []
    for _, shot in board.shots():
        new = {p.entity for panel in shot.panels for p in panel.placements} - known
        known |= new
        found.append({name for id in new for name in _names(board.entity(id))})
    return found


def _names(entity: Entity) -> set[str]:
    """Every word by which an entity may be meant."""
    return {*_WORD.findall(entity.name.lower()), *_WORD.findall(entity.kind.lower())}


def _in_order(asked: Sequence[str], there: Sequence[set[str]]) -> Iterator[tuple[str, bool]]:
    """Each of those asked for, and whether it comes after those before it."""
    at = 0
    for what in asked:
        words = set(what.split("|"))
        found = next((n for n in range(at, len(there)) if words & there[n]), None)
        yield what, found is not None
        at = at if found is None else found


def _events(story: Story, board: Storyboard) -> Iterator[tuple[str, bool]]:
    shots = [shot for _, shot in board.shots()]
    at = 0
    for event in story.events:
        words = _plain(event.words)
        found = next((n for n in range(at, len(shots)) if words in _said(shots[n])), None)
        yield event.words, found is not None and _shows(board, shots[found], event.who)
        at = at if found is None else found


def _said(shot: Shot) -> str:
    return _plain(" ".join((shot.action, *(line.text for line in shot.lines))))


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.lower().replace("’", "'")))


def _shows(board: Storyboard, shot: Shot, who: Sequence[str]) -> bool:
    seen = {p.entity for panel in shot.panels for p in panel.placements}
    names = set().union(*(_names(board.entity(id)) for id in seen)) if seen else set()
    return set(who) <= names


def _is_told(entity: Entity, text: str) -> bool:
    """Whether the story has a word for an entity: its name's last word, or what it is."""
    last = next((w for w in reversed(_WORD.findall(entity.name.lower()))), entity.kind)
    return last in text or entity.kind in text
