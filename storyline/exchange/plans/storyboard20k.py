"""Storyboard20K: boxes `[x0, y0, x1, y1]` divided by the frame's long side, a list a key frame → Script.

Source: Xie et al. 2024, "Learning Long-form Video Prior via Generative Pre-Training"; the README of its repository
(showlab/Long-form-Video-Prior) lists the fields: `resolution` is [height, width], `bboxes_person` and `bboxes_object`
have a list for each key frame of `{name: [x0, y0, x1, y1, confidence]}`.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from storyline.errors import ScriptError
from storyline.exchange.plans.figures import Figures
from storyline.exchange.plans.literals import document_in
from storyline.exchange.plans.repairs import Repairs, numbers
from storyline.exchange.plans.words import place_of
from storyline.schema.base import EntityId, PlaceId, SceneId, ShotId
from storyline.schema.entity import ScriptPlace
from storyline.schema.layout import ScriptPlacement
from storyline.schema.media import MAX_SIDE, FrameSize
from storyline.schema.script import Script, ScriptPanel, ScriptScene, ScriptShot

NAME = "storyboard20k"
_DEFAULT = (512, 512)
_LEAST = 16
_MOST = 20_000


def read_storyboard20k(text: str, *, source: str) -> Script:
    """A storyboard, or a list of them: a scene for each, a shot for each key frame.

    Raises:
        ScriptError: it is no JSON, or has no key frames with boxes, or its storyboards differ in resolution.
    """
    document = document_in(text, source=source)
    boards = [b for b in (document if isinstance(document, list) else [document]) if isinstance(b, dict)]
    repairs = Repairs(NAME)
    figures = Figures(repairs)
    places: dict[PlaceId, ScriptPlace] = {}
    sizes = {_size(board, repairs) for board in boards}
    if len(sizes) > 1:
        raise ScriptError(f"{source}: expected one resolution; got {len(sizes)}. A film has one: split the file.")
    scenes = []
    for n, board in enumerate(boards, 1):
        repairs.where = f"storyboard {n}"
        place = _place(board, repairs)
        places[place.id] = place
        shots = tuple(_shots(board, n, next(iter(sizes)), figures, repairs))
        if shots:
            scenes.append(ScriptScene(id=SceneId(f"s{n}"), place=place.id, shots=shots))
    if not scenes:
        raise ScriptError(f"{source}: expected `bboxes_person` or `bboxes_object` with a list for each key frame")
    if sum(len(scene.shots) for scene in scenes) > _MOST:
        raise ScriptError(f"{source}: expected at most {_MOST:,} key frames; got more. Split the file.")
    width, height = next(iter(sizes))
    return Script(
        title=str(boards[0].get("title") or "")[:200],
        size=_frame(width, height),
        places=tuple(places.values()),
        cast=figures.cast,
        scenes=tuple(scenes),
        notes=tuple(repairs.notes),
    )


def _size(board: dict[str, Any], repairs: Repairs) -> tuple[int, int]:
    """Width and height in pixels."""
    said = numbers(board.get("resolution"), 2)
    if said is None or min(said) < 1:
        repairs.guessed("there is no resolution: a square frame is taken")
        return _DEFAULT
    return int(said[1]), int(said[0])


def _frame(width: int, height: int) -> FrameSize:
    """The nearest frame that can be drawn: even sides within the limits."""
    scale = min(1.0, MAX_SIDE / max(width, height))
    return FrameSize((max(_LEAST, round(width * scale / 2) * 2), max(_LEAST, round(height * scale / 2) * 2)))


def _place(board: dict[str, Any], repairs: Repairs) -> ScriptPlace:
    said = board.get("scene")
    words = str(said[0] if isinstance(said, list) and said else said or "").strip()
    if not words:
        repairs.guessed("the scene is not said: a room is taken")
    return place_of(words or "room")


def _shots(
    board: dict[str, Any], n: int, size: tuple[int, int], figures: Figures, repairs: Repairs
) -> Iterator[ScriptShot]:
    people, things = _list(board.get("bboxes_person")), _list(board.get("bboxes_object"))
    told = _told(board)
    width, height = size
    long = max(width, height)
    for k in range(max(len(people), len(things))):
        repairs.where = f"storyboard {n}, key frame {k + 1}"
        placements: dict[EntityId, ScriptPlacement] = {}
        same: Counter[str] = Counter()
        for person, group in ((True, people), (False, things)):
            for name, value in _named(group[k] if k < len(group) else []):
                corners = numbers(value, 4)
                if corners is None:
                    repairs.dropped(f"“{name}” has no box of four numbers, but {value!r:.60}")
                    continue
                across, down = long / width, long / height
                x0, y0, x1, y1 = corners
                box = repairs.box((x0 * across, y0 * down, x1 * across, y1 * down), name)
                if box is None:
                    continue
                same[name] += 1
                entity = figures.of((name, same[name]), name, person=person)
                placements.setdefault(entity, ScriptPlacement(entity=entity, box=box))
        names = ", ".join(figures.name(id) for id in placements)
        yield ScriptShot(
            id=ShotId(f"s{n}-{k + 1}"),
            action=(told[k] if k < len(told) else "") or names or "Nobody is to be seen.",
            panels=(ScriptPanel(at=0, placements=tuple(placements.values())),),
        )


def _list(said: Any) -> list[Any]:
    return said if isinstance(said, list) else []


def _named(group: Any) -> Iterator[tuple[str, Any]]:
    for item in group if isinstance(group, list) else [group]:
        if isinstance(item, dict):
            for name, value in item.items():
                yield str(name), value


def _told(board: dict[str, Any]) -> list[str]:
    """A sentence for each key frame, where the synopses are told shot by shot."""
    said = board.get("synopses")
    if not isinstance(said, list) or len(said) < 2:
        return []
    first = (item[0] if isinstance(item, list) and item else item for item in said)
    return [item if isinstance(item, str) else "" for item in first]
