"""Who is on a stage: they get a place when they come, and go when the story has done with them."""

from collections.abc import Mapping
from dataclasses import replace

from planners.offline.composer import Standing
from planners.offline.mind import Ids
from planners.offline.pose import projected
from planners.offline.room import FULL, aloft, free_x
from planners.offline.stage import Stage
from storyline.schema.base import EntityId
from storyline.schema.camera import Camera


def bring(stage: Stage, ids: Ids, *, prefer: float | None = None) -> None:
    """Gives those that have no place yet one: people on the ground, birds in the air, trees at the sides."""
    new = [i for i in ids if i not in stage.poses]
    for n, id in enumerate(new):
        pose = stage.pose(id, 0.5)
        kind = stage.figure(id)
        if prefer is not None and len(new) == 1:
            wanted = prefer
        elif stage.composer is not None:
            x0, _, x1, _ = stage.composer.placed(
                stage.setting,
                _there(
                    stage,
                ),
                stage.kind(id),
                pose.action,
            ).root
            wanted = (x0 + x1) / 2
        elif kind.medium == "fixed":
            wanted = 0.78 if n % 2 == 0 else 0.2
        elif len(new) > 1:
            wanted = (n + 1) / (len(new) + 1)
        else:
            wanted = (0.36, 0.64, 0.2, 0.8, 0.5)[len(stage.poses) % 5]
        depth = 0.25 if kind.medium == "water" and stage.shore is not None else 0.12 if kind.alive else 0.07
        x = free_x(stage, pose.width, wanted, pose.row if not stage.hovers(id) else -1, depth=depth)
        if stage.hovers(id):
            x, y = aloft(stage, pose, wanted)
            pose = replace(pose, y=y)
        pose = replace(pose, x=x, facing="right" if x < 0.5 else "left")
        stage.poses[id] = pose
    for thing, holder in stage.hands.items():
        if holder in new and thing not in stage.poses:
            stage.poses[thing] = stage.on(thing, holder, "hand")


def _there(stage: Stage) -> list[Standing]:
    """Those who are in the frame."""
    boxes = {id: projected(stage.here(id), Camera()) for id in stage.poses}
    return [Standing(stage.kind(id), stage.poses[id].action, box) for id, box in boxes.items() if box is not None]


def thin(stage: Stage, named: Ids, lately: Mapping[EntityId, int]) -> None:
    """Lets go those who were not spoken of for longest, where more than `FULL` would stand beside the named."""
    held = {*named, *(p.parent for p in stage.poses.values())}
    idle = sorted((i for i in stage.poses if i not in held), key=lambda i: -lately.get(i, -1))
    for id in idle[max(0, FULL - len(named)) :]:
        del stage.poses[id]


def clear(stage: Stage, named: Ids) -> None:
    """Has all go but those who are spoken of, who sleep, or who are fixed, and what those hold."""
    stays = {i for i, p in stage.poses.items() if i in named or p.action == "sleep" or not stage.figure(i).alive}
    stays = {i for i in stays if (p := stage.poses[i].parent) is None or p in stays}
    stage.poses = {i: p for i, p in stage.poses.items() if i in stays}
