"""LVD's layouts: `Frame k: [{'id': 0, 'name': 'bear', 'box': [x, y, width, height]}]` on 512×512 → Script.

Source: Lian et al. 2024, "LLM-grounded Video Diffusion Models" (ICLR); the answers that its repository
(TonyLianLong/LLM-groundedVideoDiffusion) keeps, a text a prompt. Six frames at two a second; who is missing in a frame
is not there. Its models break its rules: boxes of no size, boxes outside, fences, comments, words after the answer.
"""

import json
import re
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from storyline.errors import ScriptError
from storyline.exchange.plans.figures import Figures
from storyline.exchange.plans.literals import balanced, parse_literal, without_fences
from storyline.exchange.plans.repairs import Repairs, numbers
from storyline.exchange.plans.words import place_of
from storyline.schema.base import EntityId, PlaceId, SceneId, ShotId
from storyline.schema.entity import ScriptPlace
from storyline.schema.layout import ScriptPlacement
from storyline.schema.media import FrameSize
from storyline.schema.script import Script, ScriptPanel, ScriptScene, ScriptShot

NAME = "lvd"
_CANVAS = 512
"""Pixels across and down."""
_FRAMES_A_SECOND = 2
_FRAME = re.compile(r"^[\W_]*frame[\s*_]*(\d{1,4})[\s*_]*:", re.IGNORECASE | re.MULTILINE)
_BACKGROUND = re.compile(r"^[\W_]*background(?:[\s_]+keyword)?s?[\s*_]*:[\s*_]*(.*)$", re.IGNORECASE | re.MULTILINE)
_CAPTION = re.compile(r"^[\W_]*(?:caption|prompt)[\s*_]*:[\s*_]*(.+)$", re.IGNORECASE | re.MULTILINE)
_MOST_FRAMES = 600


@dataclass(frozen=True)
class _Answer:
    """One prompt with the text that answers it."""

    prompt: str
    text: str
    where: str = ""


def read_lvd(text: str, *, source: str) -> Script:
    """An answer, or a file of kept answers (`{prompt: [answer, …]}`, the first of each): a scene for each.

    Raises:
        ScriptError: there is no frame in it, or a frame is no list.
    """
    repairs = Repairs(NAME)
    figures = Figures(repairs)
    places: dict[PlaceId, ScriptPlace] = {}
    answers = _answers(text, source, repairs)
    scenes = []
    for n, answer in enumerate(answers):
        label = f"{source}: {answer.where}" if answer.where else source
        repairs.where = answer.where
        place = _place(answer.text, repairs)
        places[place.id] = place
        shot = _shot(answer, n, figures, repairs, label)
        scenes.append(ScriptScene(id=SceneId(f"s{n + 1}"), place=place.id, shots=(shot,)))
    return Script(
        title="",
        aspect="1:1",
        size=FrameSize((_CANVAS, _CANVAS)),
        rate=Fraction(24),
        places=tuple(places.values()),
        cast=figures.cast,
        scenes=tuple(scenes),
        notes=tuple(repairs.notes),
    )


def _answers(text: str, source: str, repairs: Repairs) -> list[_Answer]:
    try:
        kept = json.loads(text)
    except (ValueError, RecursionError):
        kept = None
    if not isinstance(kept, dict):
        caption = _CAPTION.search(text)
        return [_Answer(caption[1].strip() if caption else "", text)]
    found = []
    for prompt, given in kept.items():
        first = given[0] if isinstance(given, list) and given else given
        if not isinstance(first, str):
            raise ScriptError(f"{source}: expected a list of answers for each prompt; got {given!r:.60} for {prompt!r}")
        if isinstance(given, list) and len(given) > 1:
            repairs.where = f"“{prompt[:60]}”"
            repairs.dropped(f"{len(given) - 1} more answers to the same prompt: the first is taken")
        found.append(_Answer(prompt, first, f"“{prompt[:60]}”"))
    if not found:
        raise ScriptError(f"{source}: expected at least one kept answer; got none")
    return found


def _place(text: str, repairs: Repairs) -> ScriptPlace:
    said = _BACKGROUND.search(text)
    words = said[1].strip(" .*`'\"").split(",")[0].strip() if said else ""
    if not words:
        repairs.guessed("the plan has no background: a meadow is taken")
    return place_of(words or "meadow")


def _shot(answer: _Answer, n: int, figures: Figures, repairs: Repairs, source: str) -> ScriptShot:
    frames = _frames(answer, repairs, source)
    first, last = min(frames), max(frames)
    panels, shown = [], set()
    for number, objects in frames.items():
        repairs.where = ", ".join(filter(None, (answer.where, f"frame {number}")))
        share = (number - first) / max(1, last - first)
        placements = _placements(objects, n, figures, repairs)
        shown |= {p.entity for p in placements}
        panels.append(ScriptPanel(at=_percent(share), placements=placements))
    missing = sorted(set(range(first, last)) - set(frames))
    if missing:
        repairs.where = answer.where
        repairs.repaired(f"of the frames {', '.join(map(str, missing))} nothing is said: what is seen moves on evenly")
    seconds = Fraction(last - first + 1, _FRAMES_A_SECOND)
    told = answer.prompt or ", ".join(sorted(map(figures.name, shown))) or "Nothing is to be seen."
    return ScriptShot(
        id=ShotId(f"s{n + 1}-1"), action=told, size="WS", duration=f"{float(seconds):g}s", panels=tuple(panels)
    )


def _percent(share: float) -> str:
    return f"{100 * share:.10g}%"


def _frames(answer: _Answer, repairs: Repairs, source: str) -> dict[int, list[Any]]:
    """The frames' lists by their numbers, in order."""
    text = without_fences(answer.text)
    heads = list(_FRAME.finditer(text))
    frames: dict[int, list[Any]] = {}
    ends = [head.start() for head in heads[1:]] + [len(text)]
    for head, end in zip(heads, ends, strict=False):  # without a head there is one end all the same
        number = int(head[1])
        body = text[head.end() : end]
        literal = balanced(body)
        if literal is None:
            repairs.where = ", ".join(filter(None, (answer.where, f"frame {number}")))
            repairs.dropped("its list does not end: the frame is left out")
            continue
        value = parse_literal(literal, source=f"{source}, frame {number}")
        value = [value] if isinstance(value, dict) else value
        if not isinstance(value, list):
            raise ScriptError(f"{source}, frame {number}: expected a list of objects; got {value!r:.60}")
        if number in frames:
            repairs.where = ", ".join(filter(None, (answer.where, f"frame {number}")))
            repairs.repaired("it stands there more than once: the last one is taken")
        frames[number] = value
    if not frames:
        raise ScriptError(
            f"{source}: expected lines such as `Frame 1: [{{'id': 0, 'name': 'bear', 'box': [0, 256, 100, 100]}}]`; "
            "got none. Send the text of the plan."
        )
    if len(frames) > _MOST_FRAMES or max(frames) - min(frames) > _MOST_FRAMES:
        raise ScriptError(f"{source}: expected at most {_MOST_FRAMES} frames; got more. Split the plan.")
    return dict(sorted(frames.items()))


def _placements(objects: list[Any], n: int, figures: Figures, repairs: Repairs) -> tuple[ScriptPlacement, ...]:
    placed: dict[EntityId, ScriptPlacement] = {}
    same: Counter[object] = Counter()
    for item in objects:
        said = item if isinstance(item, dict) else {}
        corners = numbers(said.get("box", said.get("bounding_box")), 4)
        name = str(said.get("name", said.get("keyword", ""))).strip()
        if corners is None or not name:
            repairs.dropped(f"expected an object with a name and a box; got {item!r:.80}")
            continue
        key: object = said.get("id")
        if not isinstance(key, int | str):
            repairs.guessed(f"“{name}” has no id: it is the one of that name")
            key = name
        same[key] += 1
        if same[key] > 1:
            repairs.repaired(f"the id {key!r} stands there twice: “{name}” gets one of its own")
            key = (key, same[key])
        x, y, width, height = (c / _CANVAS for c in corners)
        box = repairs.box((x, y, x + width, y + height), name)
        if box is None:
            continue
        entity = figures.of((n, key), name)
        placed[entity] = ScriptPlacement(entity=entity, box=box)
    return tuple(placed.values())
