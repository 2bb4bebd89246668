"""Whether figures are where the storyboard puts them, of the kind and colour that it says."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from storyline.evaluation.asked import Asked, asked
from storyline.evaluation.detector.detection import Detection, Eye
from storyline.evaluation.footage import Draw
from storyline.evaluation.matching import matched
from storyline.schema.storyboard import Shot, Storyboard

_TOUCHES = 0.1
"""What overlaps less (IoU) is no figure of that box."""
INSIDE = 0.5
"""What overlaps so much is in its box."""

Part = Literal["keyframe", "filled"]


@dataclass(frozen=True)
class Observation:
    """One frame: what was asked for, and what is seen."""

    part: Part
    asked: tuple[Asked, ...]
    seen: tuple[Detection, ...]


@dataclass(frozen=True)
class LayoutScore:
    """Shares are 0..1, of the figures asked for."""

    figures: int
    """Asked for, of kinds that the eye knows."""
    found: float
    """Something stands at the box."""
    kind: float
    """It is of the right kind."""
    colour: float
    """It has the right main colour (of those for which one was asked)."""
    action: float
    """It does what it is to do (of those that live)."""
    right: float
    """Right kind and colour, and its box overlaps the asked one by half (IoU)."""
    iou: float
    """Mean overlap of the asked box with that of what stands there; 0 where nothing does."""
    extra: float
    """Figures that nobody asked for, by figure asked for, whoever is counted."""


def moments(shot: Shot, between: int = 1) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The frames of a shot's panels, and frames between each two of them: so many, evenly spread, where there are."""
    keys = tuple(panel.at for panel in shot.panels)
    filled = {a + round((b - a) * (n + 1) / (between + 1)) for a, b in pairwise(keys) for n in range(between)}
    return keys, tuple(sorted(filled - set(keys)))


def observed(board: Storyboard, draw: Draw, eye: Eye, between: int = 1) -> tuple[Observation, ...]:
    """Draw a storyboard and look at it.

    Keyframes are looked at as stills, filled frames in the clips.
    """
    footage = draw(board)
    found: list[Observation] = []
    for _, shot in board.shots():
        keys, filled = moments(shot, between)
        stills = eye(footage.stills(shot.id))
        found += (Observation("keyframe", asked(board, shot, k), s) for k, s in zip(keys, stills, strict=True))
        pictures = eye(footage.frames(shot.id, filled))
        found += (Observation("filled", asked(board, shot, k), s) for k, s in zip(filled, pictures, strict=True))
    return tuple(found)


def shuffled(films: Sequence[Sequence[Observation]]) -> Iterator[Observation]:
    """What is seen in each film against what was asked of the next: what chance alone scores.

    Raises:
        ValueError: there are fewer than two films.
    """
    if len(films) < 2:
        raise ValueError(f"shuffled conditions: expected at least 2 films; got {len(films)}")
    for n, film in enumerate(films):
        other = films[(n + 1) % len(films)]
        for part in ("keyframe", "filled"):
            wanted = [observation for observation in other if observation.part == part]
            for k, own in enumerate(o for o in film if o.part == part):
                if wanted:
                    yield Observation(own.part, wanted[k % len(wanted)].asked, own.seen)


def layout_scores(
    observations: Iterable[Observation], kinds: Sequence[str], unseen: Callable[[Asked], bool] | None = None
) -> dict[str, LayoutScore]:
    """The scores of keyframes, of filled frames, and of those who move in filled frames; of kinds that are known.

    With `unseen`, which says whether nothing like a figure was learnt from, of all frames' figures by that, too.
    """
    looked = list(observations)
    keyframes, filled = ([o for o in looked if o.part == part] for part in ("keyframe", "filled"))
    scores = {
        "keyframes": _score(keyframes, lambda figure: figure.kind in kinds),
        "filled": _score(filled, lambda figure: figure.kind in kinds),
        "moving": _score(filled, lambda figure: figure.moving and figure.kind in kinds),
    }
    if unseen is not None:
        scores["seen"] = _score(looked, lambda figure: figure.kind in kinds and not unseen(figure))
        scores["unseen"] = _score(looked, lambda figure: figure.kind in kinds and unseen(figure))
    return scores


def _score(observations: Iterable[Observation], counts: Callable[[Asked], bool]) -> LayoutScore:
    figures = found = kind = colour = coloured = action = living = right = extra = everybody = 0
    overlap = 0.0
    for observation in observations:
        pairs = {
            pair.asked: pair
            for pair in matched([a.box for a in observation.asked], [s.box for s in observation.seen], _TOUCHES)
        }
        extra += len(observation.seen) - len(pairs)
        everybody += len(observation.asked)
        for n, figure in enumerate(observation.asked):
            if not counts(figure):
                continue
            figures += 1
            coloured += figure.colour is not None
            living += figure.action is not None
            if (pair := pairs.get(n)) is None:
                continue
            seen = observation.seen[pair.seen]
            same_kind, same_colour = seen.kind == figure.kind, figure.colour in (None, seen.colour)
            found, kind, overlap = found + 1, kind + same_kind, overlap + pair.iou
            colour += same_colour and figure.colour is not None
            action += figure.action is not None and seen.action == figure.action
            right += same_kind and same_colour and pair.iou >= INSIDE
    return LayoutScore(
        figures,
        _share(found, figures),
        _share(kind, figures),
        _share(colour, coloured),
        _share(action, living),
        _share(right, figures),
        _share(overlap, figures),
        _share(extra, everybody),
    )


def _share(part: float, of: int) -> float:
    return part / of if of else 0.0
