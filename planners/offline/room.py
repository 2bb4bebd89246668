"""Where there is room on a stage: on the ground, in the air, along a way; and how small all must be to find it."""

from collections.abc import Callable, Iterable

from planners.offline.mind import Ids
from planners.offline.pose import Pose
from planners.offline.stage import Stage
from storyline.schema.base import EntityId

APART = 0.14
"""How far apart ground lines must be for two figures not to hide each other."""
FULL = 12
"""As many figures as one still tells apart."""


def free_x(
    stage: Stage,
    width: float,
    prefer: float,
    row: float,
    *,
    leave: Iterable[EntityId] = (),
    depth: float = 0.07,
    among: tuple[float, float] = (0.0, 1.0),
) -> float:
    """The free x nearest to `prefer` for a figure of that width; the least crowded one if none is free.

    Figures whose ground lines are `depth` or more apart are not in each other's way. `among` bounds the x's that
    are tried, but for a range that the figure has no place in.
    """
    others = [p for p in _standing(stage, leave) if abs(p.row - row) < depth]
    low, high = min(0.5, width / 2 + 0.02), max(0.5, 0.98 - width / 2)
    if max(low, among[0]) < min(high, among[1]):
        low, high = max(low, among[0]), min(high, among[1])
    best, cost = prefer, float("inf")
    for step in range(49):
        x = low + (high - low) * step / 48
        overlap = sum(max(0.0, (p.width + width) / 2 + 0.015 - abs(p.x - x)) for p in others)
        if (price := overlap * 10 + abs(x - prefer)) < cost:
            best, cost = x, price
    return best


def hides(stage: Stage, id: EntityId) -> float:
    """How much one figure and another that is alive cover each other, as a share of the narrower one."""
    pose = stage.poses[id]
    living = [
        p
        for i, p in stage.poses.items()
        if i != id
        and p.parent is None
        and stage.figure(i).alive
        and not stage.hovers(i)
        and abs(p.row - pose.row) < APART
    ]
    shares = [(min(p.right, pose.right) - max(p.left, pose.left)) / min(p.width, pose.width) for p in living]
    return max(0.0, *shares, 0.0)


def aloft(stage: Stage, pose: Pose, prefer: float) -> tuple[float, float]:
    """The free spot in the air nearest to an x; rows above and below are used when one is full."""
    others = [p for i, p in stage.poses.items() if stage.hovers(i) and p.parent is None]
    spots = [
        (pose.width / 2 + (1 - pose.width) * k / 30, pose.y + lift)
        for k in range(31)
        for lift in (0.0, 0.07, -0.1, 0.18)
        if pose.y + lift - pose.height > 0
    ]

    def cost(spot: tuple[float, float]) -> float:
        near: Callable[[Pose], float] = lambda p: (p.width + pose.width) / 2 + 0.02 - abs(p.x - spot[0])
        level: Callable[[Pose], float] = lambda p: (
            (p.height + pose.height) / 2 + 0.01 - abs(p.y - p.height / 2 - spot[1] + pose.height / 2)
        )
        clash = sum(max(0.0, near(p)) * max(0.0, level(p)) for p in others)
        return clash * 1000 + abs(spot[0] - prefer) + abs(spot[1] - pose.y)

    return min(spots or [(prefer, pose.y)], key=cost)


def lane(stage: Stage, id: EntityId, start: float, end: float, *, beside: Ids = ()) -> float:
    """A ground line on which an entity goes from one x to another and runs through nobody else."""
    own = stage.poses[id].row
    others = _standing(stage, {id, *beside})
    low, high = min(start, end), max(start, end)
    width = stage.poses[id].width / 2
    clash: Callable[[float], int] = lambda row: sum(
        abs(p.row - row) < 0.045 and p.right > low - width and p.left < high + width for p in others
    )
    return min((own, 0.92, 0.8), key=clash)


def crush(stage: Stage, pose: Pose, x: float, leave: set[EntityId]) -> float:
    """How much of a figure at x would overlap others on about its ground line, in frame widths."""
    others = [p for p in _standing(stage, leave) if abs(p.row - pose.row) < 0.05]
    return sum(max(0.0, (p.width + pose.width) / 2 - abs(p.x - x)) for p in others)


def _standing(stage: Stage, leave: Iterable[EntityId]) -> list[Pose]:
    """Those on the ground, but for some."""
    left_out = set(leave)
    return [p for i, p in stage.poses.items() if i not in left_out and p.parent is None and not stage.hovers(i)]


def crowding(stage: Stage, ids: Iterable[EntityId]) -> float:
    """How much smaller everybody must be for all who meet to stand side by side, 0.3..1.

    No more than `FULL` in a row meet: the others have left when they come (see `thin`).
    """
    row = tuple(dict.fromkeys(ids))
    return min(_side_by_side(stage, row[n : n + FULL]) for n in range(max(1, len(row) - FULL + 1)))


def _side_by_side(stage: Stage, ids: Ids) -> float:
    widths = {i: stage.pose(i, 0.5).width / stage.crowd for i in ids}
    ground = sum(w for i, w in widths.items() if stage.figure(i).medium == "ground")
    aloft = sum(w for i, w in widths.items() if stage.figure(i).medium == "air")
    return max(0.3, min(1.0, 0.86 / max(ground, 0.01), 1.9 / max(aloft, 0.01), 0.62 / max((*widths.values(), 0.01))))
