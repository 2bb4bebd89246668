"""Script → Fountain."""

import re
from collections.abc import Iterator, Mapping, Sequence

from storyline.reading.fountain.blocks import blocks, heading_text, is_heading
from storyline.reading.fountain.elements import beats_of, element_of, speeches
from storyline.reading.fountain.emphasis import escaped
from storyline.reading.fountain.hidden import BREAKS, lines
from storyline.reading.fountain.narration import told
from storyline.reading.fountain.titles import title_of, title_page, write_title_page
from storyline.reading.plain import REFUSED
from storyline.reading.stories import with_beats
from storyline.schema.script import Beat, Script, ScriptScene, ScriptShot

_NO_NUMBER = re.compile(r"[^\w.-]+")
_TRANSITIONS = {"dissolve": "DISSOLVE TO:", "wipe": "WIPE TO:", "fade": "FADE TO:"}


def write_fountain(script: Script) -> str:
    """Write a script as a screenplay that `read_fountain` reads.

    What was read from Fountain comes out with the same elements in the same order, as they were written but for blank
    lines and for what has been changed since. Of other scripts, prose becomes action and speech dialogue; what a
    screenplay has no words for (boxes, cameras, looks) is left out.
    """
    if script.story is not None or any(scene.story is not None for scene in script.scenes):
        script = with_beats(script)
    page = write_title_page(_title_page(script))
    names: dict[str, str] = {entity.id: entity.name or entity.id for entity in script.cast}
    places: dict[str, str] = {place.id: place.name or place.id for place in script.places}
    written: list[str] = []
    for scene in script.scenes:
        begins = _begins(scene.shots[0]) if scene.shots else ""
        if begins:
            written += ["\n\n", begins] if written else ["FADE IN:"]
        for between, element in _elements(scene, names, places):
            written += [between, element] if written else [element]
    body = BREAKS.sub("\n", "".join(written))
    if not page and title_page(lines(body)).entries:
        body = f"!{body}"
    return REFUSED.sub(" ", "\n\n".join(filter(None, (page, body)))) + "\n"


def _title_page(script: Script) -> Mapping[str, str]:
    """The title page that the screenplay had, with the title that the script has now; or one of title and credits."""
    page = dict(script.title_page)
    if script.title and script.title != title_of(page):
        old = next((key for key in page if key.casefold() == "title"), "Title")
        page = {old: escaped(script.title)} | {key: value for key, value in page.items() if key != old}
    if not script.title_page and script.credits:
        role = script.credits[0].role
        page["Credit"] = escaped(role or "Written by")
        page["Author"] = "\n".join(escaped(credit.name) for credit in script.credits if credit.role == role)
        for credit in script.credits:
            if credit.role != role:
                page[credit.role or "Source"] = escaped(credit.name)
    return page


def _elements(scene: ScriptScene, names: Mapping[str, str], places: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The elements of a scene, each after what divides it from the one before."""
    beats = list(scene.beats)
    heading = _heading(scene, places)
    if heading:
        while beats and beats[0].joins and beats[0].kind in ("note", "boneyard"):
            heading += f" {_element(beats[:1])}"
            del beats[0]
        number = _NO_NUMBER.sub("-", scene.number)
        yield "\n\n", heading + (f" #{number}#" if number else "")
    for n, shot in enumerate(scene.shots):
        if n and _begins(shot):
            beats.append(Beat(text=_begins(shot), kind="transition"))
        if shot.action or shot.lines:
            beats.append(Beat(text=shot.action or "", lines=shot.lines or ()))
    before = ""
    for group in _groups(beats):
        first = group[0]
        if first.kind == "action" and first.lines:
            yield from (("\n\n", element) for element in told(first, names) if element)
        elif element := _element(group, names):
            yield "\n" if first.kind == before == "lyric" and first.joins else "\n\n", element
        before = first.kind


def _heading(scene: ScriptScene, places: Mapping[str, str]) -> str:
    """The heading of a scene, or one of its place and time; empty if it has neither."""
    heading = _one_line(scene.heading or "")
    if not heading and scene.place is not None:
        when = (scene.time_of_day or "").upper()
        heading = _one_line(" - ".join(filter(None, (places.get(scene.place, scene.place).upper(), when))))
    if not heading or is_heading(heading):
        return heading
    return f".{heading}" if heading_text(f".{heading}") else element_of([Beat(text=heading)])


def _one_line(text: str) -> str:
    """A text on one line, in which no note and no boneyard starts."""
    text = " ".join(REFUSED.sub(" ", text).split())
    return text.replace("[[", "[ [").replace("/*", "/ *") if lines(text)[0].hidden else text


def _groups(beats: Sequence[Beat]) -> Iterator[list[Beat]]:
    """The beats of each element."""
    group: list[Beat] = []
    for beat in beats:
        apart = beat.kind != "action" or bool(beat.lines)
        if group and (apart or not beat.joins or group[0].kind != "action" or group[0].lines):
            yield group
            group = []
        group.append(beat)
    if group:
        yield group


def _element(beats: Sequence[Beat], names: Mapping[str, str] | None = None) -> str:
    """An element as it was written, if its beats still say that; else anew."""
    first = beats[0]
    if first.written and not REFUSED.search(first.written):
        found = list(blocks(lines(first.written)))
        if len(found) == 1 and found[0].kind != "heading":
            read = beats_of(found[0], source="written")
            joins = read[0].joins if first.kind == "dialogue" else first.joins
            if [read[0].model_copy(update={"joins": joins}), *read[1:]] == list(beats):
                return first.written
    if first.kind == "dialogue" and first.lines:
        return "\n\n".join(speeches(first.lines, dual=first.joins, names=names or {}))
    element = element_of(beats)
    if first.kind == "section":
        depth = len(first.written) - len(first.written.lstrip("#"))
        return "#" * max(0, depth - 1) + element
    return element


def _begins(shot: ScriptShot) -> str:
    """The transition that a shot begins with; empty for a cut."""
    return _TRANSITIONS.get(shot.transition.kind, "") if shot.transition is not None else ""
