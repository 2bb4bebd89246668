"""MovieAgent's shots (step 3): one normalised box a character a shot, `"Elsa": [x0, y0, x1, y1]` → Script.

Source: Wu et al. 2025, "Automated Movie Generation via Multi-Agent CoT Planning"; its repository (showlab/MovieAgent)
writes `Step_3_shot_results.json`. Those who build on it nest the shots otherwise, or list the characters as
`[{"name": …, "bounding_box": […]}]`: a shot is whatever has `Involving Characters`, wherever it stands.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from storyline.errors import ScriptError
from storyline.exchange.plans.figures import Figures
from storyline.exchange.plans.literals import document_in
from storyline.exchange.plans.repairs import Repairs, numbers
from storyline.exchange.plans.words import shot_size, words_of
from storyline.schema.base import EntityId, SceneId, ShotId
from storyline.schema.layout import ScriptPlacement
from storyline.schema.script import Script, ScriptPanel, ScriptScene, ScriptShot
from storyline.schema.sound import ScriptLine

NAME = "movieagent"
_CHARACTERS = "involving characters"
_MOST = 20_000
_SECONDS = re.compile(r"\d+(?:\.\d+)?")


def read_movieagent(text: str, *, source: str) -> Script:
    """A file of shots, in scenes where they are nested so.

    Raises:
        ScriptError: it is no JSON, or there is no shot in it.
    """
    document = document_in(text, source=source)
    repairs = Repairs(NAME)
    figures = Figures(repairs)
    shots: dict[str, list[ScriptShot]] = {}
    count = 0
    for path, shot in _shots(document, ()):
        count += 1
        if count > _MOST:
            raise ScriptError(f"{source}: expected at most {_MOST:,} shots; got more. Split the plan.")
        scene = " / ".join(path[:-1])
        repairs.where = ", ".join(part for part in path if part)
        made = _shot(shot, ShotId(f"shot-{count}"), path[-1], figures, repairs)
        shots.setdefault(scene, []).append(made)
    if not count:
        raise ScriptError(f"{source}: expected shots, each with “Involving Characters”; got none")
    scenes = [
        ScriptScene(id=SceneId(f"scene-{n}"), heading=heading[:200] or None, shots=tuple(made))
        for n, (heading, made) in enumerate(shots.items(), 1)
    ]
    return Script(title="", cast=figures.cast, scenes=tuple(scenes), notes=tuple(repairs.notes))


def _shots(node: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Mapping[str, Any]]]:
    """Every shot with the names of what it is nested in, its own last; `Shot 10` comes after `Shot 9`."""
    if isinstance(node, list):
        for n, item in enumerate(node, 1):
            yield from _shots(item, (*path, f"Shot {n}"))
    if not isinstance(node, dict):
        return
    fields = {words_of(key): value for key, value in node.items()}
    told = {"plot visual description", "coarse plot", "shot type", "camera movement"} & set(fields)
    if _CHARACTERS in fields and (told or "plot" not in fields):
        yield path or ("Shot 1",), fields
        return
    for key in sorted(node, key=_in_order):
        named = words_of(key) not in ("shot", "shots", "scene", "scenes", "sub script", "shot annotation")
        yield from _shots(node[key], (*path, str(key)) if named else path)


def _in_order(key: object) -> tuple[str, int]:
    """`Shot 2` before `Shot 10`; keys without a number keep their order."""
    number = re.search(r"\d+", str(key))
    return ("", int(number[0])) if number else ("", 0)


def _shot(said: Mapping[str, Any], id: ShotId, label: str, figures: Figures, repairs: Repairs) -> ScriptShot:
    placements = tuple(_placements(said[_CHARACTERS], figures, repairs))
    action = next(
        (str(said[f]) for f in ("plot visual description", "plot", "coarse plot") if isinstance(said.get(f), str)), ""
    )
    if not action:
        repairs.guessed("the shot has no description: it says who is there")
        action = ", ".join(figures.name(p.entity) for p in placements) or "Nothing happens."
    kind = str(said.get("shot type", ""))
    size = shot_size(kind)
    if kind and size is None:
        repairs.dropped(f"“{kind[:60]}” is no size of shot that is known here")
    movement = str(said.get("camera movement", "")).strip()
    if movement and words_of(movement) not in ("static", "still", "none", "fixed"):
        repairs.dropped(f"the camera stays where the boxes are; asked was “{movement[:80]}”")
    panels = (ScriptPanel(at=0, placements=placements),) if placements else None
    return ScriptShot(
        id=id, label=label[:200], action=action, size=size, duration=_duration(said.get("duration")),
        lines=tuple(_lines(said.get("subtitles"), figures, repairs)) or None, panels=panels,
    )  # fmt: skip


def _duration(said: object) -> str | None:
    found = _SECONDS.search(str(said)) if said is not None and not isinstance(said, bool) else None
    return f"{float(found[0]):g}s" if found and 0 < float(found[0]) <= 600 else None


def _placements(said: Any, figures: Figures, repairs: Repairs) -> Iterator[ScriptPlacement]:
    seen: set[EntityId] = set()
    for name, value in _characters(said):
        corners = numbers(value, 4)
        if corners is None:
            repairs.dropped(f"“{name}” has no box of four numbers, but {value!r:.60}: the planner finds a place")
            continue
        if max(map(abs, corners)) > 2:  # 0..1 is asked of the models; some answer in percent or in pixels
            scale = 100.0 if max(map(abs, corners)) <= 100 else 1000.0 if max(map(abs, corners)) <= 1000 else 0.0
            if not scale:
                repairs.dropped(f"the box of “{name}” is in pixels of an unknown frame, {value!r:.60}")
                continue
            unit = "percent" if scale == 100 else "thousandths"
            repairs.repaired(f"the box of “{name}” is no fraction of the frame, {value!r:.60}: it is read as {unit}")
            corners = tuple(c / scale for c in corners)
        box = repairs.box(corners, name)
        if box is None:
            continue
        entity = figures.of(words_of(name), name, person=True)
        if entity in seen:
            repairs.dropped(f"“{name}” stands there twice: the first box is taken")
            continue
        seen.add(entity)
        yield ScriptPlacement(entity=entity, box=box)


def _characters(said: Any) -> Iterator[tuple[str, Any]]:
    """Names and boxes, as a mapping or as a list of mappings."""
    if isinstance(said, dict):
        for name, value in said.items():
            nested = isinstance(value, dict)
            yield str(name), value.get("bounding_box", value.get("box")) if nested else value
    elif isinstance(said, list):
        for item in said:
            if isinstance(item, dict):
                fields = {words_of(key): value for key, value in item.items()}
                box = next((fields[f] for f in ("bounding box", "bbox", "box") if f in fields), None)
                yield str(fields.get("name", "somebody")), box
            else:
                yield str(item), None


def _lines(said: Any, figures: Figures, repairs: Repairs) -> Iterator[ScriptLine]:
    if isinstance(said, str) and said.strip():
        yield ScriptLine(text=said.strip(), kind="caption")
    for name, text in said.items() if isinstance(said, dict) else ():
        for line in text if isinstance(text, list) else (text,):
            if isinstance(line, str) and line.strip():
                yield ScriptLine(text=line.strip(), speaker=figures.of(words_of(name), str(name), person=True))
