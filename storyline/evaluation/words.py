"""Whether what is told is drawn where nobody says where: asked kinds and colours, anywhere in the frame."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from storyline.evaluation.asked import Asked
from storyline.evaluation.detector.detection import Detection
from storyline.evaluation.footage import Draw, Footage
from storyline.evaluation.layout import Observation
from storyline.frames.clip import Picture
from storyline.schema.base import ShotId
from storyline.schema.entity import ScriptPlace
from storyline.schema.script import Script, ScriptPanel, ScriptScene, ScriptShot
from storyline.schema.storyboard import Shot, Storyboard

Plan = Callable[[Script], Storyboard]
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


def composed(draw: Draw, plan: Plan) -> Draw:
    """Draws storyboards from what a planner makes of their words: it says who stands where."""

    def drawn(board: Storyboard) -> Footage:
        planned = plan(told(board))
        return _Composed(draw(planned), board, planned)

    return drawn


def told(board: Storyboard) -> Script:
    """The script of a storyboard that tells where, when and how long, and the prompts of panels; not who is in them."""
    places = tuple(ScriptPlace(id=place.id, name=place.name, setting=place.setting) for place in board.places)
    scenes = tuple(
        ScriptScene(
            id=scene.id,
            place=scene.place,
            time_of_day=scene.time_of_day,
            weather=scene.weather,
            shots=tuple(_told(shot) for shot in scene.shots),
        )
        for scene in board.scenes
    )
    return Script(size=board.size, rate=board.rate, seed=board.seed, places=places, scenes=scenes)


def _told(shot: Shot) -> ScriptShot:
    panels = tuple(ScriptPanel(at=panel.at, prompt=panel.prompt) for panel in shot.panels)
    return ScriptShot(id=shot.id, size=shot.size, duration=shot.duration, panels=panels)


@dataclass(frozen=True)
class _Composed:
    """The footage of a planned storyboard, seen as that of the one whose words were planned."""

    footage: Footage
    board: Storyboard
    planned: Storyboard

    def stills(self, shot: ShotId) -> Iterator[Picture]:
        asked, made = (next(s for _, s in board.shots() if s.id == shot) for board in (self.board, self.planned))
        stills = {panel.at: still for panel, still in zip(made.panels, self.footage.stills(shot), strict=True)}
        return (stills[panel.at] for panel in asked.panels)

    def frames(self, shot: ShotId, numbers: Sequence[int]) -> Iterator[Picture]:
        return self.footage.frames(shot, numbers)


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
