"""An element of a screenplay → beats, and beats → the element as one writes it when nobody wrote it yet.

The first beat of an element keeps it as it was `written` where that says more than the beats do.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from storyline.errors import ScriptError
from storyline.reading.fountain.blocks import Block, blocks, is_transition
from storyline.reading.fountain.cues import in_capitals
from storyline.reading.fountain.dialogue import dialogue_beat
from storyline.reading.fountain.emphasis import escaped, escaped_speech, plain
from storyline.reading.fountain.hidden import BREAKS, lines
from storyline.reading.plain import REFUSED
from storyline.reading.quotes import quotes
from storyline.reading.sentences import sentences
from storyline.schema.script import Beat, BeatKind
from storyline.schema.sound import ScriptLine

MAX_ELEMENT = 100_000
"""Characters of one element."""
_WRAPPED = 40
"""Characters from which on a line may have been broken for its length alone."""
_ENDS_LINE = tuple(".!?…:;。！？—–-\"'”’)")
_NOBODY: Mapping[str, str] = MappingProxyType({})
_EXTENSIONS = {"voice-over": " (V.O.)", "thought": " (THOUGHT)"}
_NO_SIGNS = str.maketrans("()^", "   ")
_ITEM = re.compile(r"[-–—*•·]+\s|\d+[.)]\s|--")


def beats_of(block: Block, *, source: str) -> tuple[Beat, ...]:
    """The beats of an element that is no heading.

    Args:
        source: the file's name, for messages.

    Raises:
        ScriptError: the element is longer than 100,000 characters.
    """
    check_length(block.source, block.number, source)
    if block.kind == "hidden":
        return hidden_beats(block.lines[0].hidden)
    written = block.source
    beats = _beats(block)
    if element_of(beats) == written:
        return beats
    return (beats[0].model_copy(update={"written": written}), *beats[1:])


def hidden_beats(hidden: Sequence[str], *, joins: bool = False) -> tuple[Beat, ...]:
    """The beats of notes and boneyards."""
    found = []
    for whole in hidden:
        kind: BeatKind = "note" if whole.startswith("[[") else "boneyard"
        beat = Beat(text=whole[2:-2].strip(), kind=kind, joins=joins)
        found.append(beat if element_of((beat,)) == whole else beat.model_copy(update={"written": whole}))
    return tuple(found)


def check_length(text: str, number: int, source: str) -> None:
    """Refuse an element that is too long.

    Raises:
        ScriptError: it is.
    """
    if len(text) > MAX_ELEMENT:
        raise ScriptError(
            f"{source}:{number}: expected paragraphs, notes and boneyards of at most {MAX_ELEMENT:,} characters; got "
            f"one of {len(text):,}, which starts {text[:40]!r}. Divide it by a blank line."
        )


def _beats(block: Block) -> tuple[Beat, ...]:
    seen = block.lines[0].seen
    match block.kind:
        case "action":
            texts = tuple(_sentences([plain(line.seen.removeprefix("!")) for line in block.lines])) or ("",)
            return tuple(Beat(text=text, joins=n > 0) for n, text in enumerate(texts))
        case "dialogue":
            return (dialogue_beat(block.lines),)
        case "lyric":
            text = plain(seen[1:])
            sung = (ScriptLine(text=text, kind="lyric"),) if text else ()
            return (Beat(text=text, lines=sung, kind="lyric", joins=block.joins),)
        case "centred":
            return (Beat(text=plain(seen[1:-1]), kind="centred"),)
        case "transition":
            return (Beat(text=plain(seen.removeprefix(">")), kind="transition"),)
        case "section":
            return (Beat(text=plain(seen.lstrip("#")), kind="section"),)
        case "synopsis":
            return (Beat(text=plain(seen[1:]), kind="synopsis"),)
        case "page-break":
            return (Beat(text="", kind="page-break"),)
    raise AssertionError(block.kind)


def _sentences(texts: Sequence[str]) -> Iterator[str]:
    """The sentences of an action's lines.

    A line of its own is one, or more; but a line that goes on in the next, where a long one was broken, is not.
    """
    pieces: list[list[str]] = []
    for text in filter(None, texts):
        last = pieces[-1][-1] if pieces else ""
        goes_on = text[0].islower() or (len(last) >= _WRAPPED and not last.endswith(_ENDS_LINE))
        if last and (goes_on or last.endswith(",")) and not _ITEM.match(text):
            pieces[-1].append(text)
        else:
            pieces.append([text])
    for piece in pieces:
        paragraph = " ".join(piece)
        for start, end in sentences(paragraph, quotes(paragraph)):
            yield paragraph[start:end]


def element_of(beats: Sequence[Beat]) -> str:
    """The element that beats of one kind are, written anew; empty if they say nothing."""
    first = beats[0]
    text = escaped(first.text)
    match first.kind:
        case "action":
            return _action(" ".join(beat.text for beat in beats))
        case "dialogue" if first.lines:
            return "\n\n".join(speeches(first.lines, dual=first.joins))
        case "dialogue":
            return _action(first.text)
        case "lyric":
            return f"~{text}"
        case "centred":
            return f"> {text} <" if text else "> <"
        case "transition":
            is_plain = is_transition(first.text) and text == first.text
            return text if is_plain else f"> {text[:-1]}\\<" if text.endswith("<") else f"> {text}".rstrip()
        case "section":
            return f"# {text}".rstrip()
        case "synopsis":
            return f"= {text}".rstrip()
        case "note":
            return f"[[{_unbroken(first.text)}]]"
        case "boneyard":
            inside = first.text.replace("*/", "* /")
            return f"/*\n{inside}\n*/" if "\n" in inside else f"/* {inside} */"
        case "page-break":
            return "==="
    raise AssertionError(first.kind)


def _action(text: str) -> str:
    words = escaped(text)
    if not words:
        return ""
    found = list(blocks(lines(words)))
    return words if len(found) == 1 and found[0].kind == "action" and words[0] != "!" else f"!{words}"


def speeches(
    spoken: Sequence[ScriptLine], *, dual: bool = False, names: Mapping[str, str] = _NOBODY, capitals: bool = False
) -> Iterator[str]:
    """The dialogues that lines are: one for each time that another speaks.

    Args:
        dual: the first of them is said at the same time as what stands before it.
        names: what to call those whom the text does not name, by id.
        capitals: put the names in capitals.
    """
    open_cue = ""
    written: list[str] = []
    goes_on = False
    for line in spoken:
        words = escaped_speech(line.text)
        if not words:
            continue
        said = _cue_line(line, names, capitals)
        if said != open_cue:
            if written:
                yield "\n".join(written)
            open_cue, written, goes_on = said, [said + (" ^" if dual else "")], False
            dual = False
        if manner := escaped(line.manner.translate(_NO_SIGNS)):
            written.append(f"({manner})")
        elif goes_on and line.kind != "lyric":
            written.append("  ")
        goes_on = line.kind != "lyric"
        written.append(words if goes_on else f"~{escaped(line.text)}")
    if written:
        yield "\n".join(written)


def _cue_line(line: ScriptLine, names: Mapping[str, str], capitals: bool) -> str:
    called = line.said_by or names.get(line.speaker or "", line.speaker or "") or "NARRATOR"
    name = " ".join(REFUSED.sub(" ", called.translate(_NO_SIGNS)).split()).strip("@: ")
    if not any(map(str.isalnum, name)):
        name = "NARRATOR"
    if capitals and in_capitals(name.upper()):
        name = name.upper()
    said = escaped(name) + _EXTENSIONS.get(line.kind, "") + (" (O.S.)" if line.off_screen else "")
    first = next(blocks(lines(f"{said}\nWords")))
    return said if first.kind == "dialogue" else f"@{said}"


def _unbroken(text: str) -> str:
    """A note's text without what would end it: its blank lines as lines of two spaces, its brackets apart."""
    text = "\n".join(line if line.strip() else "  " for line in BREAKS.sub("\n", text).split("\n"))
    return text.replace("]]", "] ]") + (" " if text.endswith("]") else "")
