"""Long speeches → several shots: of who speaks, and of who listens."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from planners.offline.sketch import NewIds, Sketch
from planners.offline.timing import spoken_seconds
from storyline.schema.base import ShotId
from storyline.schema.script import ScriptShot
from storyline.schema.sound import ScriptLine

_LONG = 9.0
"""Seconds of speech that one shot holds; a longer one is cut where a sentence ends."""
_PIECE = 6.5
"""Seconds of speech in each shot of a long one, about."""
_SENTENCE = re.compile(
    r"(?<=[.!?…])\s+(?=\S)|(?<=[;:,—–])\s+(?=(?:and|but|because|so|then|for|when|while|who|he|she|I)\s)"
)


def covered(scene: str, sketches: Sequence[Sketch], ids: NewIds) -> Iterator[Sketch]:
    """The shots of a scene with long speeches divided: every second part shows who listens, the last who speaks."""
    for sketch in sketches:
        parts = _parts(sketch)
        for n, lines in enumerate(parts):
            if n == 0:
                yield replace(sketch, lines=lines)
                continue
            words = " ".join(line.text for line in lines)
            id = ShotId(ids.fresh(scene, f"{sketch.action} {words}"))
            listens = n % 2 == 1 and n < len(parts) - 1
            action = f"{sketch.action.split(':')[0]}: “{words}”"
            yield replace(sketch, id=id, action=action, lines=lines, events=(), later=False, reaction=listens)


def _parts(sketch: Sketch) -> list[tuple[ScriptLine, ...]]:
    """The lines of a shot, in parts of about `_PIECE` seconds if they are long and nobody fixed them."""
    whole = [sketch.lines]
    fixed = any(line.start is not None or line.duration is not None or line.audio for line in sketch.lines)
    if sketch.speaker is None or fixed or sketch.written != ScriptShot():
        return whole
    if sum(spoken_seconds(line.text) for line in sketch.lines) <= _LONG:
        return whole
    pieces = [line.model_copy(update={"text": text}) for line in sketch.lines for text in _sentences(line.text)]
    parts: list[list[ScriptLine]] = []
    spent = _PIECE
    for piece in pieces:
        seconds = spoken_seconds(piece.text)
        if spent + seconds / 2 > _PIECE:
            parts.append([])
            spent = 0.0
        last = parts[-1]
        if last and last[-1].model_copy(update={"text": piece.text}) == piece:
            last[-1] = piece.model_copy(update={"text": f"{last[-1].text} {piece.text}"})
        else:
            last.append(piece)
        spent += seconds
    return [tuple(part) for part in parts]


def _sentences(text: str) -> list[str]:
    """A text in its sentences; a long sentence in its clauses."""
    return [piece for piece in _SENTENCE.split(text) if piece]
