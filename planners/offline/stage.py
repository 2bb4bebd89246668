"""Where everyone is in the master view of a place, and where there is room."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from planners.offline.cast import Cast, Ids
from planners.offline.nouns import FLIERS, SWIMMERS, TALL
from storyline.schema.base import EntityId
from storyline.schema.layout import Expression, Facing
from storyline.schema.vocabulary import GROUND_LINE, KINDS, SETTINGS, UNKNOWN_KIND, Kind

NEAR, MIDDLE, BACK = GROUND_LINE + 0.04, GROUND_LINE, GROUND_LINE - 0.08
FULL = 12
"""As many figures as one still tells apart."""
_PERSPECTIVE = 2.0
"""Frame heights gained per frame height nearer."""
_SIZES = {"little": 0.75, "small": 0.75, "tiny": 0.55, "baby": 0.7, "big": 1.2, "large": 1.2, "tall": 1.12, "huge": 1.4,
          "giant": 1.5, "enormous": 1.5, "massive": 1.5, "short": 0.85, "young": 0.88}  # fmt: skip


@dataclass(frozen=True)
class Pose:
    """An entity at a moment, in the master view."""

    x: float
    """The middle."""
    y: float
    """The lower edge."""
    row: float
    """The ground line it belongs to: nearer is lower, larger and in front."""
    width: float
    height: float
    facing: Facing = "right"
    action: str = "stand"
    expression: Expression = "neutral"
    parent: EntityId | None = None
    anchor: str | None = None

    @property
    def left(self) -> float:
        """Left edge."""
        return self.x - self.width / 2

    @property
    def right(self) -> float:
        """Right edge."""
        return self.x + self.width / 2

    @property
    def top(self) -> float:
        """Upper edge."""
        return self.y - self.height

    def mixed(self, other: "Pose", share: float) -> "Pose":
        """The pose `share` of the way to another."""
        m: Callable[[float, float], float] = lambda a, b: a + (b - a) * share
        return replace(self, x=m(self.x, other.x), y=m(self.y, other.y), row=m(self.row, other.row),
                       width=m(self.width, other.width), height=m(self.height, other.height))  # fmt: skip


def figure(cast: Cast, id: EntityId) -> Kind:
    """How large an entity is, what it lives in, whether it stands fixed."""
    draft = cast.drafts[id]
    known = KINDS.get(draft.drawn_as or "")
    if known is None:
        noun = draft.noun
        person = draft.proper or draft.noun == "person"
        height = 0.42 if person else TALL.get(noun, 0.36 if draft.alive and noun not in FLIERS else UNKNOWN_KIND.height)
        medium = "air" if noun in FLIERS else "water" if noun in SWIMMERS else "fixed" if height > 0.5 else "ground"
        known = Kind(height, 0.5 if person else UNKNOWN_KIND.aspect, medium, draft.alive, "gray")  # type: ignore[arg-type]
    scale = 1.0
    for attribute in draft.attributes:
        scale *= _SIZES.get(attribute, 1.0)
    return replace(known, height=min(0.75, known.height * scale))


@dataclass
class Stage:
    """One scene's floor: who is where. Poses stay from shot to shot until something moves them."""

    cast: Cast
    setting: str
    ratio: float
    """Frame width over frame height."""
    crowd: float = 1.0
    """How much smaller everything is, so that all find room."""
    poses: dict[EntityId, Pose] = field(default_factory=dict)
    way: str = "right"
    """Screen direction of this scene: where `on` is."""

    def __post_init__(self) -> None:
        self.figures: dict[EntityId, Kind] = {}

    def figure(self, id: EntityId) -> Kind:
        """See `figure`."""
        if id not in self.figures:
            self.figures[id] = figure(self.cast, id)
        return self.figures[id]

    def pose(self, id: EntityId, x: float, *, row: float | None = None, y: float | None = None) -> Pose:
        """The entity standing (flying, floating) with its middle at x."""
        kind = self.figure(id)
        line = row if row is not None else self.row(id)
        height = kind.height * self.crowd * (1 + _PERSPECTIVE * (line - GROUND_LINE))
        lower = y if y is not None else self.lower(id, line)
        return Pose(x, lower, line, height * kind.aspect / self.ratio, height, action=self.idle(id))

    def idle(self, id: EntityId) -> str:
        """What it does when nothing is said."""
        kind, water = self.figure(id), self.water
        if kind.medium == "air" and kind.alive:
            return "fly"
        return "swim" if water and kind.medium != "air" and kind.alive else "stand"

    @property
    def water(self) -> bool:
        """Whether the place is all water."""
        known = SETTINGS.get(self.setting)
        return known is not None and known.ground == "water"

    def row(self, id: EntityId) -> float:
        """The ground line an entity takes when nothing is said: large fixed things stand back."""
        kind = self.figure(id)
        if kind.medium == "fixed":
            return BACK if kind.height > 0.3 else NEAR
        return MIDDLE

    def lower(self, id: EntityId, line: float) -> float:
        """The lower edge of an entity in its element."""
        kind = self.figure(id)
        if kind.medium == "air":
            return 0.38 if kind.alive else 0.46
        if kind.medium == "water" and not self.water:
            return line
        return line

    def room(self, width: float, prefer: float, row: float, *, leave: Iterable[EntityId] = ()) -> float:
        """The free x nearest to `prefer` for a figure of that width; the least crowded one if none is free."""
        others = [p for p in self._standing(leave) if abs(p.row - row) < 0.07]
        low, high = min(0.5, width / 2 + 0.02), max(0.5, 0.98 - width / 2)
        best, cost = prefer, float("inf")
        for step in range(49):
            x = low + (high - low) * step / 48
            overlap = sum(max(0.0, (p.width + width) / 2 + 0.015 - abs(p.x - x)) for p in others)
            if (price := overlap * 10 + abs(x - prefer)) < cost:
                best, cost = x, price
        return best

    def _standing(self, leave: Iterable[EntityId]) -> list[Pose]:
        """Those on the ground, but for some."""
        left_out = set(leave)
        return [
            p
            for i, p in self.poses.items()
            if i not in left_out and p.parent is None and self.figure(i).medium != "air"
        ]

    def thin(self, named: Ids, lately: Mapping[EntityId, int]) -> None:
        """Lets go those who were not spoken of for longest, where more than `FULL` would stand beside the named."""
        held = {*named, *(p.parent for p in self.poses.values())}
        idle = sorted((i for i in self.poses if i not in held), key=lambda i: -lately.get(i, -1))
        for id in idle[max(0, FULL - len(named)) :]:
            del self.poses[id]

    def put(self, ids: Ids, *, prefer: float | None = None) -> None:
        """Gives those that have no place yet one: people on the ground, birds in the air, trees at the sides."""
        new = [i for i in ids if i not in self.poses]
        for n, id in enumerate(new):
            pose = self.pose(id, 0.5)
            kind = self.figure(id)
            if prefer is not None and len(new) == 1:
                wanted = prefer
            elif kind.medium == "fixed":
                wanted = 0.78 if n % 2 == 0 else 0.2
            elif len(new) > 1:
                wanted = (n + 1) / (len(new) + 1)
            else:
                wanted = (0.36, 0.64, 0.2, 0.8, 0.5)[len(self.poses) % 5]
            x = self.room(pose.width, wanted, pose.row if kind.medium != "air" else -1)
            if kind.medium == "air":
                x, y = self._aloft(pose, wanted)
                pose = replace(pose, y=y)
            pose = replace(pose, x=x, facing="right" if x < 0.5 else "left")
            self.poses[id] = pose

    def _aloft(self, pose: Pose, prefer: float) -> tuple[float, float]:
        """The free spot in the air nearest to an x; rows above and below are used when one is full."""
        others = [p for i, p in self.poses.items() if self.figure(i).medium == "air" and p.parent is None]
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

    def related(self, id: EntityId, relation: str, of: Ids) -> Pose:
        """The pose of an entity in a relation to others that are on stage."""
        anchor = self.poses[of[0]]
        pose = self.poses.get(id) or self.pose(id, 0.5)
        rooted = self.figure(of[0]).medium == "fixed"
        if self.figure(id).medium == "air":
            pose = self.pose(id, pose.x)
        match relation:
            case "behind":
                row = max(0.7, anchor.row - 0.05)
                made = self.pose(id, anchor.x, row=row)
                side = -1 if anchor.x > 0.5 else 1
                return replace(made, x=anchor.x + side * (anchor.width * 0.36), y=row)
            case "front":
                row = min(0.95, anchor.row + 0.07)
                return replace(self.pose(id, anchor.x, row=row), y=row)
            case "on":
                made = self.pose(id, anchor.x, row=anchor.row)
                seat = anchor.y - anchor.height * (0.55 if self.figure(of[0]).alive else 0.9)
                return replace(made, y=seat, row=anchor.row + 0.01, parent=of[0], anchor="top", action="stand")
            case "under":
                if anchor.parent is None and ((rooted and anchor.height > 0.35) or anchor.y > 0.7):
                    row = min(0.93, anchor.row + 0.05)
                    side = -1 if anchor.x > 0.5 else 1
                    x = anchor.x + side * anchor.width * (0.25 if anchor.width > pose.width else 0)
                    return replace(self.pose(id, x, row=row), y=row)
                return replace(self.pose(id, anchor.x), y=MIDDLE, row=MIDDLE)
            case "above":
                made = self.pose(id, anchor.x)
                return replace(made, y=max(made.height + 0.02, anchor.top - 0.04))
            case "inside":
                made = self.pose(id, anchor.x, row=anchor.row)
                return replace(
                    made, y=anchor.y - anchor.height * 0.15, row=anchor.row + 0.01, parent=of[0], anchor="inside"
                )
            case "between" if len(of) > 1:
                other = self.poses[of[1]]
                return replace(pose, x=(anchor.x + other.x) / 2)
            case "left" | "right":
                return self.beside(id, of[0], relation)
            case _:
                return self.beside(id, of[0])

    def beside(self, id: EntityId, other: EntityId, side: str = "", *, gap: float = 0.02) -> Pose:
        """The pose next to another entity, on the side with more room unless one is asked for."""
        anchor, old = self.poses[other], self.poses.get(id)
        row = anchor.row if self.figure(other).medium != "fixed" else min(0.9, anchor.row + 0.06)
        if self.figure(other).medium == "air" and self.figure(id).medium != "air":
            row = MIDDLE
        made = self.pose(id, anchor.x, row=row)
        reach = (anchor.width + made.width) / 2 + gap
        if not side:
            sides = {"left": anchor.x - reach, "right": anchor.x + reach}
            here = old.x if old else anchor.x - 0.01
            cost = {
                s: 20 * self._crush(made, x, {id, other})
                + 20 * max(0.0, abs(x - 0.5) + made.width / 2 - 0.5)
                + abs(x - here)
                for s, x in sides.items()
            }
            side = min(cost, key=lambda s: (cost[s], s))
        x = anchor.x + (reach if side == "right" else -reach)
        x = min(max(x, made.width * 0.3), 1 - made.width * 0.3)
        return replace(made, x=x, facing="left" if side == "right" else "right")

    def _crush(self, pose: Pose, x: float, leave: set[EntityId]) -> float:
        """How much of a figure at x would overlap others on about its ground line, in frame widths."""
        others = [p for p in self._standing(leave) if abs(p.row - pose.row) < 0.05]
        return sum(max(0.0, (p.width + pose.width) / 2 - abs(p.x - x)) for p in others)

    def lane(self, id: EntityId, start: float, end: float, *, beside: Ids = ()) -> float:
        """A ground line on which an entity goes from one x to another and runs through nobody else."""
        own = self.poses[id].row
        others = self._standing({id, *beside})
        low, high = min(start, end), max(start, end)
        width = self.poses[id].width / 2
        clash: Callable[[float], int] = lambda row: sum(
            abs(p.row - row) < 0.045 and p.right > low - width and p.left < high + width for p in others
        )
        return min((own, 0.92, 0.8), key=clash)


def crowding(stage: Stage, ids: Iterable[EntityId]) -> float:
    """How much smaller everybody must be for all who meet to stand side by side, 0.3..1.

    No more than `FULL` in a row meet: the others have left when they come (see `Stage.thin`).
    """
    row = tuple(dict.fromkeys(ids))
    return min(_side_by_side(stage, row[n : n + FULL]) for n in range(max(1, len(row) - FULL + 1)))


def _side_by_side(stage: Stage, ids: Ids) -> float:
    widths = {i: stage.pose(i, 0.5).width / stage.crowd for i in ids}
    ground = sum(w for i, w in widths.items() if stage.figure(i).medium == "ground")
    aloft = sum(w for i, w in widths.items() if stage.figure(i).medium == "air")
    return max(0.3, min(1.0, 0.86 / max(ground, 0.01), 1.9 / max(aloft, 0.01), 0.62 / max((*widths.values(), 0.01))))
