"""Beats → lines, to the letter: the words of a film are the writer's, and pass through no model."""

from collections.abc import Sequence
from fractions import Fraction

from planners.offline.segments import segments
from planners.offline.timing import captions, needed, reading_seconds, spoken_seconds
from storyline.schema.script import Beat
from storyline.schema.sound import ScriptLine


def lines_of(beats: Sequence[Beat], *, read_out: bool) -> tuple[ScriptLine, ...]:
    """What is heard and read in some beats, in their order.

    Args:
        read_out: narration becomes captions, as in prose; in a screenplay it is seen, and not read out.
    """
    made: list[ScriptLine] = []
    for beat in beats:
        if beat.kind == "centred":
            made += [ScriptLine(text=c, kind="caption") for c in captions(beat.text)]
        elif beat.kind == "lyric" and not beat.lines:
            made.append(ScriptLine(text=beat.text, kind="lyric"))
        elif not read_out:
            made += beat.lines
        else:
            for part in segments(beat):
                if isinstance(part, ScriptLine):
                    made.append(part)
                elif not part.tag:
                    made += [ScriptLine(text=c, kind="caption") for c in captions(part.text)]
    return tuple(made)


def frames_needed(lines: Sequence[ScriptLine], rate: Fraction) -> int:
    """How long a shot must be for its lines to be heard and read."""
    return needed([reading_seconds(n.text) if n.kind == "caption" else spoken_seconds(n.text) for n in lines], rate)
