"""The script as data: numbered, in JSON, between marks that no text of it can hold."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from string import Template
from typing import Any

from planners.llm.words import MOVES
from storyline.schema.vocabulary import (
    ACTIONS,
    ANIMALS,
    BASIC_COLOURS,
    PEOPLE,
    SETTINGS,
    THINGS,
    TIMES_OF_DAY,
    WEATHERS,
)


def told(**parts: Any) -> str:
    """The message of data: each part under its name, in JSON, a list one item a line.

    The marks around it are made of its own digest, so that nothing written in a script can end it.
    """
    lines: list[str] = []
    for name, value in parts.items():
        lines.append(f"{name}:")
        many = isinstance(value, Iterable) and not isinstance(value, str | Mapping)
        lines += [_json(item) for item in value] if many else [_json(value)]
    body = "\n".join(lines)
    mark = hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"<data {mark}>\n{body}\n</data {mark}>\nReply with the JSON object that the rules ask for."


def _json(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text.replace("</", "<\\/").replace("<data", "<\\u0064ata")


@cache
def rules(name: str) -> str:
    """The prompt of that name (`prompts/NAME.md`) with the vocabulary filled in, after what holds for all of them."""
    folder = files("planners.llm") / "prompts"
    texts = [(folder / f"{part}.md").read_text(encoding="utf-8") for part in ("data", name)]
    words = {
        "actions": ", ".join(ACTIONS),
        "settings": ", ".join(SETTINGS),
        "people": ", ".join(PEOPLE),
        "animals": ", ".join(ANIMALS),
        "things": ", ".join(THINGS),
        "colours": ", ".join(BASIC_COLOURS),
        "times": ", ".join(TIMES_OF_DAY),
        "weathers": ", ".join(WEATHERS),
        "moves": ", ".join(MOVES),
    }
    return "\n".join(Template(text).substitute(words) for text in texts)
