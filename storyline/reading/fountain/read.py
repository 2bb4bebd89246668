"""Fountain → Script."""

import re

from storyline.errors import ScriptError
from storyline.reading.fountain.blocks import Block, blocks, heading_text
from storyline.reading.fountain.elements import beats_of, check_length, hidden_beats
from storyline.reading.fountain.headings import Places, read_heading
from storyline.reading.fountain.hidden import lines
from storyline.reading.fountain.titles import credits_of, title_of, title_page
from storyline.reading.plain import check_text
from storyline.schema.script import Beat, Script, ScriptScene

_NUMBER = re.compile(r"#([\w.-]+)#\Z")


def read_fountain(text: str, *, source: str = "script") -> Script:
    """Read a screenplay in the Fountain format.

    A heading starts a scene; what stands before the first is a scene without one. Each sentence of an action is a
    beat, and so is each dialogue with all its lines, and every other element, filmed or not: nothing is lost, and
    `write_fountain` writes the same elements in the same order.

    Args:
        source: the file's name, for messages.

    Raises:
        ScriptError: no text, more than 10,000,000 bytes, control characters, or an element of more than 100,000
            characters.

    Source: the syntax at fountain.io, version 1.1.
    """
    text = text.removeprefix("\ufeff")
    check_text(text, source=source)
    if not text.strip():
        raise ScriptError(f"{source}: expected a screenplay; got an empty text. Write a heading and what happens.")
    found = lines(text)
    page = title_page(found)
    for key, value in page.entries.items():
        check_length(value, 1, f"{source}, {key}")
    places = Places()
    scenes: list[ScriptScene] = []
    beats: list[Beat] = []
    fields: dict[str, object] = {}

    def end() -> None:
        if fields or beats:
            scenes.append(ScriptScene.model_validate(fields | ({"beats": tuple(beats)} if beats else {})))

    for block in blocks(found[page.end :]):
        block = block._replace(number=block.number + page.end)
        if block.kind == "heading":
            end()
            fields, beats = _heading(block, places, source)
        else:
            beats += beats_of(block, source=source)
    end()
    told: dict[str, object] = {
        "title": title_of(page.entries),
        "title_page": page.entries,
        "credits": credits_of(page.entries),
        "places": places.found,
        "scenes": tuple(scenes),
    }
    return Script.model_validate({field: value for field, value in told.items() if value})


def _heading(block: Block, places: Places, source: str) -> tuple[dict[str, object], list[Beat]]:
    """The fields of the scene that a heading starts, and the notes on it."""
    check_length(block.source, block.number, source)
    line = block.lines[0]
    text = " ".join((heading_text(line.seen) or "").split())
    number = _NUMBER.search(text)
    if number and number.start():
        text = text[: number.start()].rstrip()
    said = read_heading(text)
    fields: dict[str, object] = {
        "heading": text,
        "number": number[1] if number and number.start() else "",
        "place": places.at(said),
        "time_of_day": said.time_of_day,
        "weather": said.weather,
    }
    return {field: value for field, value in fields.items() if value}, list(hidden_beats(line.hidden, joins=True))
