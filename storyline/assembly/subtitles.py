"""Storyboard → subtitles: who says what from which frame to which; and as an `.srt` file."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, pairwise, zip_longest

from storyline.frames.text import break_units, columns, wrap
from storyline.schema.base import Noun
from storyline.schema.sound import Line
from storyline.schema.storyboard import Shot, Storyboard
from storyline.schema.timing import FrameRange

COLUMNS = 42
"""Of a line of a subtitle; the usual limit for comfortable reading."""
LINES = 2
"""Of a subtitle."""


class Cue(Noun):
    """One subtitle."""

    frames: FrameRange
    """Of the film."""
    lines: tuple[str, ...]
    slanted: bool = False
    """Heard but not seen to be said: off screen, voice-over, thought, sung."""


def cues(storyboard: Storyboard) -> tuple[Cue, ...]:
    """Every line of the film as subtitles: in order, none overlapping another, no word lost.

    A line longer than a subtitle is divided among several. Lines spoken at the same time follow each other.
    """
    names = {entity.id: entity.name for entity in storyboard.cast}
    spoken: list[_Spoken] = []
    for shot, frames in storyboard.timeline():
        unseen = [_unseen(shot, line) for line in shot.lines]
        several = len({line.speaker for line, hidden in zip(shot.lines, unseen, strict=True) if hidden}) > 1
        for line, hidden in zip(shot.lines, unseen, strict=True):
            if line.text.strip():
                start = frames.start + line.start
                name = names[line.speaker] if line.speaker is not None and hidden and several else ""
                spoken.append(_Spoken(start, start + line.duration, _words(line, name), hidden))
    return tuple(cue for one in _in_turn(spoken) for cue in _divided(one))


def srt(storyboard: Storyboard) -> str:
    """The subtitles as the text of a SubRip file, to be written in UTF-8."""
    return "\n".join(
        f"{number}\n{_time(cue.frames.start, storyboard.rate)} --> {_time(cue.frames.end_exclusive, storyboard.rate)}\n"
        + ("<i>{}</i>\n" if cue.slanted else "{}\n").format("\n".join(cue.lines))
        for number, cue in enumerate(cues(storyboard), 1)
    )


@dataclass(frozen=True)
class _Spoken:
    start: int
    end: int
    text: str
    slanted: bool


def _unseen(shot: Shot, line: Line) -> bool:
    on_screen = {p.entity for p in shot.layout(line.start)}
    return line.kind in ("voice-over", "thought", "lyric") or (line.kind == "spoken" and line.speaker not in on_screen)


def _words(line: Line, name: str) -> str:
    """What a line says, after its speaker's name if several are heard and not seen."""
    text = " ".join(line.text.split())
    if line.kind == "lyric":
        text = f"♪ {text} ♪"
    return f"{name}: {text}" if name else text


def _in_turn(spoken: list[_Spoken]) -> Iterator[_Spoken]:
    """The same lines, one after the other.

    A line that begins in the second half of another ends it; lines that begin closer together share their time.
    """
    groups: list[list[_Spoken]] = []
    for one in sorted(spoken, key=lambda one: one.start):
        start, end = (groups[-1][0].start, max(other.end for other in groups[-1])) if groups else (0, 0)
        if groups and one.start < (start + end) / 2:
            groups[-1].append(one)
        else:
            groups.append([one])
    free = 0
    for group, after in zip_longest(groups, groups[1:]):
        start, end = max(free, group[0].start), max(one.end for one in group)
        free = max(min(end, after[0].start) if after else end, start + len(group))
        for one, (begin, finish) in zip(group, _shares(start, free, [one.text for one in group]), strict=True):
            yield _Spoken(begin, finish, one.text, one.slanted)


def _divided(one: _Spoken) -> Iterator[Cue]:
    parts = _parts(one.text)
    if len(parts) > one.end - one.start:
        parts = [one.text]
    for part, (start, end) in zip(parts, _shares(one.start, one.end, parts), strict=True):
        frames = FrameRange(start=start, end_exclusive=end)
        yield Cue(frames=frames, lines=wrap(part, COLUMNS, columns), slanted=one.slanted)


def _shares(start: int, end: int, texts: list[str]) -> list[tuple[int, int]]:
    """The frames divided among texts by their length, at least one frame each."""
    spare = end - start - len(texts)
    read = [0, *accumulate(columns(text) for text in texts)]
    bounds = [start + n + spare * before // read[-1] for n, before in enumerate(read)]
    return list(pairwise(bounds))


def _parts(text: str) -> list[str]:
    """A text divided into as many as a subtitle holds each, after sentences and clauses rather than anywhere."""
    if len(wrap(text, COLUMNS, columns)) <= LINES:
        return [text]
    units = break_units(text)
    if len(units) == 1:
        units = list(text)
    best = min(range(1, len(units)), key=lambda n: _badness(units, n))
    return [part for half in (units[:best], units[best:]) for part in _parts("".join(half).strip())]


def _badness(units: list[str], place: int) -> float:
    """How bad it is to divide a text there: off the middle, or away from punctuation."""
    last = units[place - 1].rstrip().rstrip("\"'”’»」』)")[-1:]
    pause = 0.0 if last in ".!?…。！？" else 0.15 if last in ",;:–—，、；：" else 0.4
    return abs(place / len(units) - 0.5) + pause


def _time(frame: int, rate: Fraction) -> str:
    """`HH:MM:SS,mmm`, rounded down, so that a subtitle is there when its first frame is."""
    seconds, milliseconds = divmod(frame * 1000 // rate, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02},{milliseconds:03}"
