"""Where everyone is in the master view of a place, and where there is room."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from planners.offline import touch
from planners.offline.cast import Cast
from planners.offline.composer import Composer, Standing
from planners.offline.mind import Ids
from planners.offline.pose import Pose, figure, projected
from storyline.schema.base import EntityId
from storyline.schema.camera import Camera
from storyline.schema.vocabulary import GROUND_LINE, SETTINGS, Ground, Kind

NEAR, MIDDLE, BACK = GROUND_LINE + 0.04, GROUND_LINE, GROUND_LINE - 0.08
APART = 0.14
"""How far apart ground lines must be for two figures not to hide each other."""
FULL = 12
"""As many figures as one still tells apart."""
_ASIDE = 0.6
"""How far aside of the middle of what it is under a figure may stand, of how far below: else it is beside that."""
_PERSPECTIVE = 2.0
"""Frame heights gained per frame height nearer."""


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
    hands: dict[EntityId, EntityId] = field(default_factory=dict)
    """Who holds each thing, in all places: it comes along when they do."""
    composer: Composer | None = None
    """Who says where those stand of whom nothing is said."""

    def __post_init__(self) -> None:
        self.figures: dict[EntityId, Kind] = {}
        self.names: dict[EntityId, str | None] = {}

    def figure(self, id: EntityId) -> Kind:
        """See `figure`."""
        if id not in self.figures:
            self.figures[id] = figure(self.cast, id)
        return self.figures[id]

    def name(self, id: EntityId) -> str | None:
        """The kind that it is drawn as."""
        if id not in self.names:
            self.names[id] = self.cast.drafts[id].drawn_as
        return self.names[id]

    def kind(self, id: EntityId) -> str:
        """What it is, in the vocabulary's words where it knows it."""
        return self.name(id) or self.cast.drafts[id].kind

    def pose(self, id: EntityId, x: float, *, row: float | None = None, y: float | None = None) -> Pose:
        """The entity standing (flying, floating) with its middle at x."""
        line = row if row is not None else self.row(id)
        lower = y if y is not None else self.lower(id, line)
        return self.cut(id, Pose(x, lower, line, 0.0, 0.0, action=self.idle(id)))

    def cut(self, id: EntityId, pose: Pose, *, scale: float = 1.0) -> Pose:
        """The pose with the action that its seat allows and the size that its action, its row and the crowd give it."""
        kind, parent, action = self.figure(id), pose.parent, pose.action
        on = self.name(parent) if parent is not None else None
        seated = parent is not None and pose.anchor == "seat"
        if parent is not None and seated and kind.alive:
            action = touch.posture(action, on, self.figure(parent).alive)
        wide, high = touch.extent(self.name(id), kind, action, on, seated=seated)
        height = kind.height * scale * self.crowd * (1 + _PERSPECTIVE * (pose.row - GROUND_LINE))
        return replace(pose, action=action, width=height * wide / self.ratio, height=height * high)

    def here(self, id: EntityId) -> Pose:
        """Where an entity is: who is carried is where its parent has it."""
        pose = self.poses[id]
        return self.hung(id, pose, self.here(pose.parent)) if pose.parent in self.poses else pose

    def hung(self, id: EntityId, pose: Pose, parent: Pose) -> Pose:
        """The pose of one who is held by, sits on or rides a parent in a pose: spot lies on spot."""
        assert pose.parent is not None and pose.anchor is not None
        kind, holder, anchor = self.figure(id), self.figure(pose.parent), pose.anchor
        held = anchor in ("hand", "mouth")
        scale = touch.shrunk(kind, self.name(id) is not None, holder) if held else 1.0
        made = self.cut(id, replace(pose, row=parent.row + 0.01), scale=scale)
        facing = parent.facing if held or made.action == "ride" else pose.facing
        spot = touch.spot_on(self.name(pose.parent), holder, anchor)
        across, down = touch.mirrored((spot[0] + pose.lean, spot[1]), parent.facing)
        grip = touch.hold_spot(self.name(id), kind, anchor, made.action, self.name(pose.parent))
        gx, gy = touch.mirrored(grip, facing)
        return replace(
            made,
            facing=facing,
            x=parent.left + across * parent.width - (gx - 0.5) * made.width,
            y=parent.top + down * parent.height + (1 - gy) * made.height,
        )

    def on(self, id: EntityId, parent: EntityId, anchor: str, *, action: str | None = None) -> Pose:
        """The pose of an entity at an anchor of somebody on stage, beside whoever is there already."""
        holder = self.here(parent)
        pose = self.poses.get(id) or self.pose(id, holder.x, row=holder.row)
        there = [i for i, p in self.poses.items() if p.parent == parent and p.anchor == anchor and i != id]
        taken = {round(self.poses[i].lean, 2) for i in there}
        steps: tuple[float, ...] = (
            (0.0, -0.26, 0.26, -0.13, 0.13, -0.39, 0.39) if anchor != "hand" else (0.0, -0.8, 0.1, -0.7)
        )
        if any(self.poses[i].action == "sleep" for i in there):  # at the feet of who sleeps there
            steps = (0.3, -0.3, 0.15)
        lean = next((s for s in steps if s not in taken), 0.0)
        hung = replace(pose, parent=parent, anchor=anchor, lean=lean, facing=holder.facing, expression=pose.expression)
        return self.hung(id, replace(hung, action=action or "stand"), holder)

    def carries(self, id: EntityId, other: EntityId) -> bool:
        """Whether an entity holds or bears another, itself or through others."""
        above: EntityId | None = other
        while above is not None and above != id:
            above = self.poses[above].parent if above in self.poses else None
        return above == id

    def bearer(self, id: EntityId) -> EntityId:
        """Who bears an entity in the end: the horse of a rider; itself if nobody does."""
        parent = self.poses[id].parent if id in self.poses else None
        return id if parent is None or parent not in self.poses else self.bearer(parent)

    def held_by(self, holder: EntityId) -> Ids:
        """What somebody on stage has in hand."""
        return tuple(i for i, p in self.poses.items() if p.parent == holder and p.anchor in ("hand", "mouth"))

    def seat(self, id: EntityId) -> str:
        """Where others sit on an entity: its `seat`, or its `top` if nobody sits there."""
        kind = self.figure(id)
        return "seat" if "seat" in kind.anchors or kind.alive or self.name(id) in touch.VEHICLES else "top"

    def idle(self, id: EntityId) -> str:
        """What it does when nothing is said."""
        kind, water = self.figure(id), self.water
        if kind.medium == "air" and kind.alive:
            return "fly"
        if kind.medium == "water" and kind.alive:
            return "swim"
        return "swim" if water and kind.medium != "air" and kind.alive else "stand"

    def gait(self, id: EntityId, action: str) -> str:
        """How it goes where others walk, run or drive: on legs, on wings, on wheels, in the water."""
        kind = self.figure(id)
        if action not in ("walk", "run", "drive"):
            return action
        if kind.alive:
            return {"air": "fly", "water": "swim"}.get(kind.medium, "run" if action == "drive" else action)
        if self.name(id) in touch.VEHICLES:
            return {"air": "fly", "water": "sail"}.get(kind.medium, "drive")
        return action

    @property
    def ground(self) -> Ground:
        """What figures are on here."""
        known = SETTINGS.get(self.setting)
        return known.ground if known is not None else "land"

    @property
    def water(self) -> bool:
        """Whether the place is all water."""
        return self.ground == "water"

    @property
    def shore(self) -> float | None:
        """The ground line of boats and swimmers where there is water behind the land."""
        known = SETTINGS.get(self.setting)
        return known.water if known is not None else None

    def hovers(self, id: EntityId) -> bool:
        """Whether an entity is at any height when nothing is said: in the air, or deep in the water."""
        medium = self.figure(id).medium
        return medium == "air" or (medium == "water" and self.ground == "seabed" and self.figure(id).alive)

    def grounded(self, id: EntityId) -> bool:
        """Whether somebody who could fly stands on the ground now."""
        pose = self.poses.get(id)
        return pose is not None and pose.parent is None and self.hovers(id) and pose.y >= pose.row

    def row(self, id: EntityId) -> float:
        """The ground line an entity takes when nothing is said: large fixed things stand back."""
        kind = self.figure(id)
        if kind.medium == "fixed":
            return BACK if kind.height > 0.3 else NEAR
        return self.shore if kind.medium == "water" and self.shore is not None else MIDDLE

    def lower(self, id: EntityId, line: float) -> float:
        """The lower edge of an entity in its element."""
        if not self.hovers(id):
            return line
        kind = self.figure(id)
        return (0.38 if kind.medium == "air" else 0.56) if kind.alive else 0.46

    def room(
        self,
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
        others = [p for p in self._standing(leave) if abs(p.row - row) < depth]
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

    def hides(self, id: EntityId) -> float:
        """How much one figure and another that is alive cover each other, as a share of the narrower one."""
        pose = self.poses[id]
        living = [
            p
            for i, p in self.poses.items()
            if i != id
            and p.parent is None
            and self.figure(i).alive
            and not self.hovers(i)
            and abs(p.row - pose.row) < APART
        ]
        shares = [(min(p.right, pose.right) - max(p.left, pose.left)) / min(p.width, pose.width) for p in living]
        return max(0.0, *shares, 0.0)

    def _standing(self, leave: Iterable[EntityId]) -> list[Pose]:
        """Those on the ground, but for some."""
        left_out = set(leave)
        return [p for i, p in self.poses.items() if i not in left_out and p.parent is None and not self.hovers(i)]

    def thin(self, named: Ids, lately: Mapping[EntityId, int]) -> None:
        """Lets go those who were not spoken of for longest, where more than `FULL` would stand beside the named."""
        held = {*named, *(p.parent for p in self.poses.values())}
        idle = sorted((i for i in self.poses if i not in held), key=lambda i: -lately.get(i, -1))
        for id in idle[max(0, FULL - len(named)) :]:
            del self.poses[id]

    def leave(self, named: Ids) -> None:
        """Has all go but those who are spoken of, who sleep, or who are fixed, and what those hold."""
        stays = {i for i, p in self.poses.items() if i in named or p.action == "sleep" or not self.figure(i).alive}
        stays = {i for i in stays if (p := self.poses[i].parent) is None or p in stays}
        self.poses = {i: p for i, p in self.poses.items() if i in stays}

    def put(self, ids: Ids, *, prefer: float | None = None) -> None:
        """Gives those that have no place yet one: people on the ground, birds in the air, trees at the sides."""
        new = [i for i in ids if i not in self.poses]
        for n, id in enumerate(new):
            pose = self.pose(id, 0.5)
            kind = self.figure(id)
            if prefer is not None and len(new) == 1:
                wanted = prefer
            elif self.composer is not None:
                x0, _, x1, _ = self.composer.placed(self.setting, self._there(), self.kind(id), pose.action).root
                wanted = (x0 + x1) / 2
            elif kind.medium == "fixed":
                wanted = 0.78 if n % 2 == 0 else 0.2
            elif len(new) > 1:
                wanted = (n + 1) / (len(new) + 1)
            else:
                wanted = (0.36, 0.64, 0.2, 0.8, 0.5)[len(self.poses) % 5]
            depth = 0.25 if kind.medium == "water" and self.shore is not None else 0.12 if kind.alive else 0.07
            x = self.room(pose.width, wanted, pose.row if not self.hovers(id) else -1, depth=depth)
            if self.hovers(id):
                x, y = self._aloft(pose, wanted)
                pose = replace(pose, y=y)
            pose = replace(pose, x=x, facing="right" if x < 0.5 else "left")
            self.poses[id] = pose
        for thing, holder in self.hands.items():
            if holder in new and thing not in self.poses:
                self.poses[thing] = self.on(thing, holder, "hand")

    def _there(self) -> list[Standing]:
        """Those who are in the frame."""
        boxes = {id: projected(self.here(id), Camera()) for id in self.poses}
        return [Standing(self.kind(id), self.poses[id].action, box) for id, box in boxes.items() if box is not None]

    def _aloft(self, pose: Pose, prefer: float) -> tuple[float, float]:
        """The free spot in the air nearest to an x; rows above and below are used when one is full."""
        others = [p for i, p in self.poses.items() if self.hovers(i) and p.parent is None]
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
        anchor = self.here(of[0])
        pose = self.poses.get(id) or self.pose(id, 0.5)
        rooted = self.figure(of[0]).medium == "fixed"
        if self.figure(id).medium == "air" or pose.parent is not None:
            pose = self.pose(id, self.here(id).x if id in self.poses else pose.x)
        if relation in ("on", "inside") and self.carries(id, of[0]):
            return self.beside(id, of[0])
        match relation:
            case "behind":
                row = max(0.7, anchor.row - 0.05)
                made = self.pose(id, anchor.x, row=row)
                side = -1 if anchor.x > 0.5 else 1
                return replace(made, x=anchor.x + side * (anchor.width * 0.36), y=row)
            case "front" if self.figure(of[0]).alive:
                return self._before(id, of[0])
            case "front":
                row = min(0.95, anchor.row + 0.07)
                return replace(self.pose(id, anchor.x, row=row), y=row)
            case "on":
                roofed = self.name(of[0]) in touch.ROOFED and not self.figure(id).alive
                return self.on(id, of[0], "top" if roofed else self.seat(of[0]))
            case "under":
                if anchor.parent is None and ((rooted and anchor.height > 0.35) or anchor.y > 0.7):
                    row = min(0.93, anchor.row + 0.05)
                    side = -1 if anchor.x > 0.5 else 1
                    aside = anchor.width * (0.25 if anchor.width > pose.width else 0)
                    made = self.pose(id, anchor.x, row=row)
                    below = row - made.height / 2 - (anchor.y - anchor.height / 2)
                    return replace(made, x=anchor.x + side * min(aside, max(0.0, _ASIDE * below)), y=row)
                return replace(self.pose(id, anchor.x), y=MIDDLE, row=MIDDLE)
            case "above":
                made = self.pose(id, anchor.x)
                return replace(made, y=max(made.height + 0.02, anchor.top - 0.04))
            case "inside":
                return self.on(id, of[0], "seat" if not rooted and self.seat(of[0]) == "seat" else "inside")
            case "between" if len(of) > 1:
                other = self.here(of[1])
                return replace(pose, x=(anchor.x + other.x) / 2)
            case "left" | "right":
                return self.beside(id, of[0], relation)
            case _:
                return self.beside(id, of[0])

    def beside(self, id: EntityId, other: EntityId, side: str = "", *, gap: float = 0.02) -> Pose:
        """The pose next to another entity, on the side with more room unless one is asked for."""
        other = self.bearer(other)
        anchor, old = self.here(other), self.here(id) if id in self.poses else None
        row = anchor.row if self.figure(other).medium != "fixed" else min(0.9, anchor.row + 0.06)
        if self.figure(other).medium == "air" and self.figure(id).medium != "air":
            row = MIDDLE
        made = self.pose(id, anchor.x, row=row)
        if self.grounded(id):
            made = replace(made, y=row, action="stand")
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
        x = min(max(x, made.width * 0.5), 1 - made.width * 0.5) if made.width < 1 else 0.5
        return replace(made, x=x, facing="left" if side == "right" else "right")

    def _before(self, id: EntityId, other: EntityId) -> Pose:
        """The pose before the eyes of somebody, where there is room; at their other side if there is none."""
        anchor, made = self.here(other), self.beside(id, other, self.here(other).facing)
        half = made.width / 2
        ahead = (anchor.right + half, 1.0) if anchor.facing == "right" else (0.0, anchor.left - half)
        x = self.room(made.width, made.x, made.row, leave=(id, other), among=ahead)
        covered = min(x + half, anchor.right) - max(x - half, anchor.left)
        return replace(made, x=x) if covered <= 0 else self.beside(id, other)

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
