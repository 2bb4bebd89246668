"""Prose → Script: chapters to scenes, sentences to beats, quoted speech to lines with their speaker."""

import re
from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from storyline.errors import ScriptError
from storyline.reading.quotes import Quote, quotes
from storyline.reading.sentences import sentences
from storyline.reading.speech import speaker_after, speaker_before
from storyline.schema.script import Beat, Script, ScriptScene
from storyline.schema.sound import ScriptLine

MAX_BEAT = 100_000
"""Characters of one sentence."""
MAX_TITLE = 80
"""Characters of a first line that is taken for a title."""

_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\Z")
_BREAK = re.compile(r"\s*(\*\s*){3,}\Z|\s*(-\s*){3,}\Z|\s*(_\s*){3,}\Z|\s*⁂\s*\Z")
_UNDERLINE = re.compile(r"={2,}\Z")
_ITEM = re.compile(r"[-*+]\s+(?=\S)")
_DASH = re.compile(r"(?:[—–―]|-(?=\s))\s*(?=\S)")
_PAUSE = re.compile(r"[,!?….]?\s+[—–-]\s?|[,!?…]\s+")
"""Where the words after a dash may break off for the speaker's name."""
_EMPHASIS = re.compile(r"(?<!\w)(\*{1,3}|_{1,3}|`)(?=\S)(.{1,500}?)(?<=\S)\1(?!\w)")
_LINK = re.compile(r"\[([^\]\n]{1,500})\]\([^)\s]{1,500}\)")
_ENDS_SPEECH = frozenset(".,!?…;:—–-。！？，、؟।")


class _Block(NamedTuple):
    """A paragraph, a heading (`level` above 0), or a break between scenes (no text)."""

    text: str
    level: int = 0
    lines: int = 1
    joins: bool = False
    """It is the next item of a list, and so of the scene before it."""


def read_prose(text: str, *, title: str | None = None) -> Script:
    """Read a story.

    `##` headings and `***` start a scene; where a scene goes to another place or time without them is for a planner
    to find out. Each sentence is a beat, and nothing is lost: the beats of a paragraph, joined by spaces, are the
    paragraph, and all but its first one say that they join it. A line that starts with a dash is a paragraph, and is
    speech.

    The title is a first `#` heading, or a first line that stands alone, is short and ends without a full stop.
    A beat keeps its quotation marks; its lines hold the words alone, with `said_by` as the text names the speaker
    (`the Hare`, `he`), or empty. A comma that leads to the speaker's name becomes a full stop in the line.

    Args:
        title: the title, if it is known: then no line is taken for it but a `#` heading that says the same.

    Raises:
        ScriptError: the text has no sentence, or one of more than 100,000 characters.
    """
    blocks = list(_blocks(text))
    if blocks and _is_title(blocks, title):
        title = blocks.pop(0).text
    scenes = tuple(_scenes(blocks))
    if not scenes:
        raise ScriptError("story: expected at least one sentence; got none. Write what happens.")
    return Script(title=title, scenes=scenes) if title else Script(scenes=scenes)


def _is_title(blocks: list[_Block], title: str | None) -> bool:
    first = blocks[0]
    if title is not None:
        return first.level == 1 and first.text.casefold() == title.casefold()
    if first.level or not first.text or len(blocks) == 1:
        return first.level == 1
    alone = first.lines == 1 and len(first.text) <= MAX_TITLE and not blocks[1].joins
    return alone and not _is_dash(first.text) and not quotes(first.text) and first.text[-1] not in ".!?…,;:。！？؟।—"


def _blocks(text: str) -> Iterator[_Block]:
    lines: list[str] = []
    in_item = joins = False
    for line in [*text.splitlines(), ""]:
        stripped = re.sub(r"\A(>\s*)+", "", line.strip())
        heading = _HEADING.match(stripped)
        is_break = _BREAK.match(stripped) is not None
        is_dash = _is_dash(stripped)
        item = None if is_break or is_dash else _ITEM.match(stripped)
        if len(lines) == 1 and _UNDERLINE.match(stripped):
            yield _Block(lines.pop(), level=1)
            continue
        if lines and (not stripped or heading or is_break or is_dash or item):
            yield _Block(" ".join(lines), lines=len(lines), joins=joins)
            joins = in_item and item is not None
            in_item, lines = False, []
        if heading and heading[2]:
            yield _Block(_unmarked(heading[2]), level=len(heading[1]))
        elif is_break:
            yield _Block("")
        elif stripped and not heading:
            in_item = in_item or item is not None
            lines.append(_unmarked(stripped[item.end() :] if item else stripped))


def _is_dash(line: str) -> bool:
    """Whether a line is speech after a dash; a hyphen is one only where the line says who speaks."""
    if line.startswith("-"):
        return any(speaker_after(line[pause.end() : pause.end() + 120]) for pause in _PAUSE.finditer(line, 1))
    return _DASH.match(line) is not None


def _unmarked(line: str) -> str:
    """The line without Markdown's emphasis, code marks and link targets."""
    line = _LINK.sub(r"\1", line)
    while (plain := _EMPHASIS.sub(r"\2", line)) != line:
        line = plain
    return line


def _scenes(blocks: list[_Block]) -> Iterator[ScriptScene]:
    heading: str | None = None
    beats: list[Beat] = []
    for block in blocks:
        if block.level or not block.text:
            if beats or heading:
                yield _scene(heading, beats)
            heading, beats = block.text or None, []
            continue
        beats += _beats(block.text)
    if beats or heading:
        yield _scene(heading, beats)


def _scene(heading: str | None, beats: list[Beat]) -> ScriptScene:
    return ScriptScene(heading=heading, beats=tuple(beats)) if heading else ScriptScene(beats=tuple(beats))


def _beats(paragraph: str) -> Iterator[Beat]:
    quoted = quotes(paragraph)
    waiting = deque(quoted)
    dash = _is_dash(paragraph)
    speaker = ""
    for start, end in sentences(paragraph, quoted):
        text = paragraph[start:end]
        if len(text) > MAX_BEAT:
            raise ScriptError(
                f"story: expected sentences of at most {MAX_BEAT:,} characters; got one of {len(text):,}, which starts "
                f"{text[:40]!r}. Put full stops in it."
            )
        own = []
        while waiting and waiting[0].start < end:
            quote = waiting.popleft()
            own.append(Quote(quote.start - start, quote.end_exclusive - start, quote.words))
        lines = _dash_lines(text, speaker) if dash and not own else _lines(text, own, speaker)
        speaker = lines[-1].said_by if lines else ""
        yield Beat(text=text, lines=lines, joins=start > 0)


def _lines(text: str, quoted: list[Quote], before: str) -> tuple[ScriptLine, ...]:
    """The lines of a sentence: its quotes that are speech, joined where the speaker is named between two halves."""
    lines: list[ScriptLine] = []
    halved = False
    for n, quote in enumerate(quoted):
        lead = text[quoted[n - 1].end_exclusive if n else 0 : quote.start]
        rest = text[quote.end_exclusive : quoted[n + 1].start if n + 1 < len(quoted) else None]
        after, ahead = speaker_after(rest), speaker_before(lead) if not lines else None
        alone = not lead.strip() and not any(map(str.isalnum, rest))
        if not quote.words or not (after or ahead or lines or alone or quote.words[-1] in _ENDS_SPEECH):
            continue
        if halved and lines:
            lines[-1] = _line(f"{lines[-1].text} {quote.words}", lines[-1].said_by, whole=True)
        else:
            inherited = lines[-1].said_by if lines else before if alone else ""
            lines.append(_line(quote.words, after or ahead or inherited, whole=True))
        halved = quote.words[-1] in ",，" and n + 1 < len(quoted)
        if not halved:
            lines[-1] = _line(lines[-1].text, lines[-1].said_by, whole=False)
    return tuple(lines)


def _line(words: str, said_by: str, *, whole: bool) -> ScriptLine:
    if not whole and words[-1] in ",，":
        words = words[:-1] + ("." if words[-1] == "," else "。")
    return ScriptLine(text=words, said_by=said_by) if said_by else ScriptLine(text=words)


def _dash_lines(text: str, before: str) -> tuple[ScriptLine, ...]:
    """The line of a sentence in a paragraph that starts with a dash: `— Bonjour, dit-il.`"""
    spoken = text[dash.end() :] if (dash := _DASH.match(text)) else text
    for pause in _PAUSE.finditer(spoken):
        who = speaker_after(spoken[pause.end() : pause.end() + 120])
        if who and pause.start():
            said = spoken[: pause.start()] + pause[0].strip(" —–-")
            rest = re.search(r"[,.]?\s*[—–]\s*[.,]?\s*(?P<more>\w.*)", spoken[pause.end() :])
            more = f" {rest['more']}" if rest else ""
            return (_line((said + more).strip(), who, whole=bool(more)),)
    return (_line(spoken.strip(), before, whole=False),) if spoken.strip() else ()
