"""The lines of a dialogue → what is said, and how."""

from collections.abc import Sequence

from storyline.reading.fountain.cues import Cue, cue
from storyline.reading.fountain.emphasis import plain
from storyline.reading.fountain.hidden import Line
from storyline.schema.script import Beat
from storyline.schema.sound import ScriptLine


def dialogue_beat(lines: Sequence[Line]) -> Beat:
    """The beat of a dialogue: its first line says who speaks.

    What is said up to a parenthetical, a lyric or a line of two spaces is one line; a parenthetical is the manner of
    the line that follows it. A dialogue without words is its name and parentheticals.
    """
    said_by = cue(lines[0].seen)
    assert said_by is not None  # else it were no dialogue
    spoken: list[ScriptLine] = []
    words: list[str] = []
    manners = [said_by.manner] if said_by.manner else []
    acts: list[str] = []

    def end(lyric: str | None = None) -> None:
        text = " ".join(words) if lyric is None else lyric
        if text:
            spoken.append(_line(said_by, text, ", ".join(manners), is_lyric=lyric is not None))
            manners.clear()
        words.clear()

    at = 1
    while at < len(lines):
        seen = lines[at].seen
        inside, after = _parenthetical(lines, at)
        if inside is not None:
            end()
            manners += [inside] if inside else []
            acts.append(f"({inside})")
        elif lines[at].blank:
            end()
        elif seen.startswith("~"):
            end()
            end(plain(seen[1:]))
        elif text := plain(seen):
            words.append(text)
        at = after
    end()
    text = " ".join(line.text for line in spoken) or " ".join([said_by.name, *acts])
    return Beat(text=text, lines=tuple(spoken), kind="dialogue", joins=said_by.dual)


def _line(said_by: Cue, text: str, manner: str, *, is_lyric: bool) -> ScriptLine:
    kind = "lyric" if is_lyric else said_by.kind
    off_screen = said_by.off_screen or (is_lyric and said_by.kind == "voice-over")
    return ScriptLine(text=text, kind=kind, said_by=said_by.name, manner=manner, off_screen=off_screen)


def _parenthetical(lines: Sequence[Line], at: int) -> tuple[str | None, int]:
    """What a parenthetical that starts at a line says (None if none does), and the line after it."""
    seen = lines[at].seen
    if not seen.startswith("("):
        return None, at + 1
    parts = [seen]
    end = at + 1
    while ")" not in parts[-1] and end < len(lines) and not lines[end].blank and "(" not in lines[end].seen:
        parts.append(lines[end].seen)
        end += 1
    if not parts[-1].endswith(")") or (len(parts) > 1 and parts[-1].count(")") > 1):
        return None, at + 1
    return " ".join(filter(None, (plain(part) for part in parts)))[1:-1].strip(), end
