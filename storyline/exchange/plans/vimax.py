"""ViMax's storyboards: shots in words, `{"shot_id": 1, "first_frame": …, "video_prompt": …}`, without boxes → Script.

Source: ViMax (HKUDS/ViMax, MIT), its benchmark's storyboards and the shot descriptions of its pipeline (`visual_desc`,
`ff_desc`, `motion_desc`, `audio_desc`). Characters stand in the words as `<Name>`. Where everyone stands is the
planner's to find: only the words and the order are kept.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from storyline.errors import ScriptError
from storyline.exchange.plans.figures import Figures
from storyline.exchange.plans.literals import document_in
from storyline.exchange.plans.repairs import Repairs
from storyline.exchange.plans.words import words_of
from storyline.schema.base import SceneId, ShotId
from storyline.schema.script import Script, ScriptScene, ScriptShot

NAME = "vimax"
_STILL = ("first_frame", "ff_desc", "visual_desc")
_MOVING = ("video_prompt", "motion_desc")
_NAMED = re.compile(r"<([^<>\n]{1,80})>")
_MOST = 20_000


def read_vimax(text: str, *, source: str) -> Script:
    """A storyboard, with or without scenes.

    Raises:
        ScriptError: it is no JSON, or there is no shot in it.
    """
    document = document_in(text, source=source)
    repairs = Repairs(NAME)
    figures = Figures(repairs)
    scenes: dict[tuple[str, ...], list[ScriptShot]] = {}
    known: set[object] = set()
    for n, (path, said) in enumerate(_shots(document, ()), 1):
        if n > _MOST:
            raise ScriptError(f"{source}: expected at most {_MOST:,} shots; got more. Split the plan.")
        number = next((said[f] for f in ("shot_id", "idx", "id") if f in said), n)
        repairs.where = " / ".join((*path, f"shot {number}"))
        key = (*path, number) if isinstance(number, int | str) else (*path, n)
        if key in known:
            repairs.repaired("another shot has the same number: both are kept, in their order")
        known.add(key)
        told = [str(said[f]).strip() for f in (*_STILL, *_MOVING) if isinstance(said.get(f), str)]
        words = " ".join(dict.fromkeys(t if t[-1:] in ".!?" else f"{t}." for t in told if t))
        for name in _NAMED.findall(words):
            figures.of(words_of(name), name.strip(), person=True)
        scenes.setdefault(path, []).append(ScriptShot(id=ShotId(f"shot-{n}"), action=_NAMED.sub(r"\1", words)))
    if not scenes:
        raise ScriptError(f"{source}: expected shots with “first_frame” or “video_prompt”; got none")
    return Script(
        title=_title(document),
        cast=figures.cast,
        scenes=tuple(
            ScriptScene(id=SceneId(f"scene-{n}"), heading=" / ".join(path)[:200] or None, shots=tuple(shots))
            for n, (path, shots) in enumerate(scenes.items(), 1)
        ),
        notes=tuple(repairs.notes),
    )


def _title(document: Any) -> str:
    said = document.get("title") if isinstance(document, dict) else None
    return said[:200] if isinstance(said, str) else ""


def _shots(node: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Mapping[str, Any]]]:
    """Every shot with the scenes that it stands in, in the order of the file."""
    if isinstance(node, list):
        several = any(isinstance(item, dict) and not _told(item) for item in node)
        for n, item in enumerate(node, 1):
            yield from _shots(item, (*path, _scene(item, n)) if several else path)
    elif isinstance(node, dict):
        if _told(node):
            yield path, node
            return
        for value in node.values():
            if isinstance(value, list | dict):
                yield from _shots(value, path)


def _scene(item: Any, n: int) -> str:
    said = item if isinstance(item, dict) else {}
    number = next((said[f] for f in ("scene_id", "idx", "scene") if isinstance(said.get(f), int | str)), n)
    return f"Scene {number}"


def _told(node: dict[str, Any]) -> bool:
    return any(isinstance(node.get(field), str) and node[field].strip() for field in (*_STILL, *_MOVING))
