"""Whether what is told is drawn where nobody says where: asked kinds and colours, anywhere in the frame."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from storyline.evaluation.asked import Asked
from storyline.evaluation.detector.detection import Detection
from storyline.evaluation.footage import Draw
from storyline.evaluation.layout import Observation
from storyline.schema.storyboard import Shot, Storyboard

_Look = tuple[str | None, str | None]
"""Kind and colour."""


@dataclass(frozen=True)
class WordsScore:
    """Shares are 0..1, of the figures asked for."""

    figures: int
    """Asked for, of kinds that the eye knows."""
    kind: float
    """One of the kind is seen, wherever it is."""
    right: float
    """And one of the kind and, if one was asked for, of the colour."""


def by_words(draw: Draw) -> Draw:
    """Draws storyboards from what they say alone: who makes the pictures is given no boxes."""
    return lambda board: draw(without_boxes(board))


def without_boxes(board: Storyboard) -> Storyboard:
    """The storyboard with nobody placed in its panels; their prompts, the places and the camera stay."""
    scenes = tuple(
        scene.model_copy(update={"shots": tuple(_without_boxes(shot) for shot in scene.shots)})
        for scene in board.scenes
    )
    return board.model_copy(update={"scenes": scenes})


def _without_boxes(shot: Shot) -> Shot:
    panels = tuple(panel.model_copy(update={"placements": ()}) for panel in shot.panels)
    return shot.model_copy(update={"panels": panels})


def words_scores(observations: Iterable[Observation], kinds: Sequence[str]) -> dict[str, WordsScore]:
    """The scores of keyframes and of filled frames; of kinds that are known."""
    looked = list(observations)
    return {
        name: _score([o for o in looked if o.part == part], kinds)
        for name, part in (("keyframes", "keyframe"), ("filled", "filled"))
    }


def _score(observations: Sequence[Observation], kinds: Sequence[str]) -> WordsScore:
    figures = kind = right = 0
    for observation in observations:
        wanted = [figure for figure in observation.asked if figure.kind in kinds]
        figures += len(wanted)
        kind += (Counter(a.kind for a in wanted) & Counter(d.kind for d in observation.seen)).total()
        right += _right(wanted, observation.seen)
    return WordsScore(figures, kind / max(1, figures), right / max(1, figures))


def _right(wanted: Sequence[Asked], seen: Sequence[Detection]) -> int:
    """How many are there, each detection being one of them; who may have any colour takes what the others leave."""
    there, coloured = Counter[_Look](), Counter[_Look]()
    there.update((d.kind, d.colour) for d in seen)
    coloured.update((a.kind, a.colour) for a in wanted if a.colour is not None)
    taken = coloured & there
    left = Counter(kind for kind, _ in (there - taken).elements())
    return taken.total() + (Counter(a.kind for a in wanted if a.colour is None) & left).total()
