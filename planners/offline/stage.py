"""Where everyone is in the master view of a place, how large they are there, and who bears whom."""

from dataclasses import dataclass, field, replace

from planners.offline import touch
from planners.offline.cast import Cast
from planners.offline.composer import Composer
from planners.offline.mind import Ids
from planners.offline.pose import Pose, figure
from storyline.schema.base import EntityId
from storyline.schema.vocabulary import GROUND_LINE, SETTINGS, Ground, Kind

NEAR, MIDDLE, BACK = GROUND_LINE + 0.04, GROUND_LINE, GROUND_LINE - 0.08
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
        """How large it is here and what it lives in; see `pose.figure`."""
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
