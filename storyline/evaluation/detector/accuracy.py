"""How well a detector reads frames of which the truth is known."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from storyline.evaluation.detector.detection import Detection
from storyline.evaluation.matching import matched
from storyline.schema.layout import Box


@dataclass(frozen=True)
class Shown:
    """A figure that a frame shows."""

    kind: str
    colour: str | None
    """None where it is not to be told."""
    box: Box
    """All of it within the frame."""
    action: str | None = None
    """None where there is none, or none is to be told."""


@dataclass(frozen=True)
class Accuracy:
    """Shares of the figures that are shown, each 0..1 but for the count."""

    figures: int
    found: float
    """Have a detection of their own that overlaps by half (intersection over union)."""
    kind: float
    """Of those that are found, the kind is right."""
    colour: float
    """Of those that are found and have one, the colour is right."""
    iou: float
    """Of those that are found, the mean."""
    extra: float
    """Detections that belong to no figure, by figure that is shown."""
    action: float
    """Of those that are found and have one, the action is right."""


def accuracy(frames: Iterable[tuple[Sequence[Shown], Sequence[Detection]]], overlap: float = 0.5) -> Accuracy:
    """What a detector said of frames, beside what they show."""
    shown = found = kind = colour = coloured = action = active = extra = 0
    ious = 0.0
    for truth, seen in frames:
        pairs = matched([figure.box for figure in truth], [detection.box for detection in seen], overlap)
        shown, found, extra = shown + len(truth), found + len(pairs), extra + len(seen) - len(pairs)
        for pair in pairs:
            figure, detection = truth[pair.asked], seen[pair.seen]
            ious += pair.iou
            kind += figure.kind == detection.kind
            if figure.colour is not None:
                coloured += 1
                colour += figure.colour == detection.colour
            if figure.action is not None:
                active += 1
                action += figure.action == detection.action
    return Accuracy(
        shown,
        found / max(1, shown),
        kind / max(1, found),
        colour / max(1, coloured),
        ious / max(1, found),
        extra / max(1, shown),
        action / max(1, active),
    )
