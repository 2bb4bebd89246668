"""Storyboard of a caption → one picture: named boxes, in COCO's words."""

from collections.abc import Mapping

from storyline.evaluation.lvd import Named
from storyline.schema.entity import Entity
from storyline.schema.storyboard import Storyboard
from storyline.schema.vocabulary import PEOPLE, kind_of

COCO: Mapping[str, str] = {
    "sofa": "couch",
    "settee": "couch",
    "television": "tv",
    "plane": "airplane",
    "aeroplane": "airplane",
    "jet": "airplane",
    "bike": "bicycle",
    "motorbike": "motorcycle",
    "fridge": "refrigerator",
    "doughnut": "donut",
    "cellphone": "cell phone",
    "kitten": "cat",
    "puppy": "dog",
    "mug": "cup",
}
"""What COCO calls things by, where captions use another word (Lin et al. 2014, the list of categories)."""
_NO_PEOPLE = frozenset({"robot", "ghost", "alien", "dragon", "monster"})


def pictured(board: Storyboard) -> list[Named]:
    """What stands in a storyboard's fullest panel, the last of such, in the order of the cast.

    A caption tells what has come about: who is to sit on a bench sits there when the shot ends.
    """
    panels = [panel for _, shot in board.shots() for panel in shot.panels]
    fullest = max(reversed(panels), key=lambda panel: len(panel.placements))
    boxes = {placement.entity: placement.box for placement in fullest.placements}
    return [Named(category(entity), boxes[entity.id], entity.id) for entity in board.cast if entity.id in boxes]


def category(entity: Entity) -> str:
    """What a thing is, as the caption says it, and COCO's word beside it: a man is a person, a sofa a couch."""
    proper = any(word[:1].isupper() for word in entity.name.split())
    words = [word for word in (entity.kind if proper else entity.name).lower().split() if not word.isdecimal()]
    if kind_of(entity.kind) in PEOPLE.keys() - _NO_PEOPLE or entity.kind == "person":
        words.append("person")
    return " ".join((*words, *(COCO[word] for word in words if word in COCO)))
