"""How bodies meet: the room that an action takes, where on somebody a thing is held, where one sits."""

from functools import lru_cache

from planners.offline.words import bag
from storyline.schema.layout import Facing
from storyline.schema.vocabulary import (
    ANIMALS,
    KINDS,
    PEOPLE,
    Kind,
    Seat,
    Spot,
    action_of,
    bottom_of,
    extent_of,
    grip_of,
    seat_of,
)

VEHICLES = bag(
    """
    bicycle boat broom bus car carriage cart helicopter log motorcycle plane raft rocket scooter ship sled sledge
    tractor train truck van wagon
    """
)
"""Things one goes places in or on."""
ROOFED = bag("bus car helicopter plane train truck van")
"""Vehicles with a roof: things on them lie there."""
UPRIGHT = 0.8
"""Width over height below which a body stands on two legs, with hands."""

_RESTING = frozenset({"stand", "sit", "ride"})
"""What one does in a seat when nothing more is said."""
_HANDS = {"upright": (0.9, 0.56), "beast": (0.97, 0.42)}
_SEATS = {"beast": (0.45, 0.3), "upright": (0.4, 0.2), "car": (0.45, 0.62), "boat": (0.42, 0.8)}
_TOPS = {"tree": (0.5, 0.28), "house": (0.5, 0.04), "bridge": (0.5, 0.28)}


def spot_on(name: str | None, kind: Kind, anchor: str) -> Spot:
    """Where on a kind's own box (facing right) an anchor is; a spot that suits its build where its row has none."""
    if anchor in kind.anchors:
        return kind.anchors[anchor]
    build = "upright" if kind.aspect < UPRIGHT else "beast"
    if anchor in ("hand", "mouth"):
        other = "mouth" if anchor == "hand" else "hand"
        return kind.anchors.get(other, _HANDS[build])
    if anchor == "seat":
        return _SEATS.get(name or "", _SEATS[build] if kind.alive else kind.anchors.get("top", (0.5, 0.5)))
    if anchor == "head":
        return (0.5, 0.02) if build == "upright" else (0.82, 0.05)
    if anchor == "top" and name in ROOFED:
        return 0.5, 0.06
    if anchor == "top":
        return kind.anchors.get("seat", _TOPS.get(name or "", (0.5, 0.06)))
    return 0.5, 0.85


def extent(name: str | None, kind: Kind, action: str, parent: str | None, *, seated: bool) -> Spot:
    """Width and height of a kind in an action, in heights of the same kind when it stands (see `extent_of`)."""
    if name is not None and (name in PEOPLE or name in ANIMALS):
        on = parent if seated else None
        wide, high = _drawn(name, action, on or ("chair" if seated else None))
        return wide * kind.aspect / KINDS[name].aspect, high
    if kind.alive and action_of(action) == "sleep":
        return (1.1, 0.46) if kind.aspect < UPRIGHT else (kind.aspect * 1.05, 0.75)
    return kind.aspect, 1.0


@lru_cache(maxsize=4096)
def _drawn(name: str, action: str, parent: str | None) -> Spot:
    return extent_of(name, action_of(action) or "stand", parent)


def hold_spot(name: str | None, kind: Kind, anchor: str, action: str, parent: str | None) -> Spot:
    """Where on its own box (facing right) a child meets the anchor of its parent."""
    if anchor in ("hand", "mouth"):
        return grip_of(name or "") if not kind.alive else (0.5, 0.6)
    seat: Seat | None = seat_of(action, parent) if anchor == "seat" and name in PEOPLE else None
    return bottom_of(seat) if seat is not None else (0.5, 0.98)


def posture(action: str, parent: str | None, parent_alive: bool) -> str:
    """What somebody does in a seat: rides what goes, sits on what stands; what hands do there they go on with."""
    doing = action_of(action) or "stand"
    if doing == "sleep" and not parent_alive:
        return action
    if doing not in _RESTING and seat_of(doing, parent) is not None:
        return action
    return "ride" if parent_alive or parent in VEHICLES else "sit"


def portable(thing: Kind, holder: Kind, *, said: bool = False) -> bool:
    """Whether a holder can carry a thing, larger than life as it may be drawn; the living must be smaller.

    Where the text says so (`said`) a thing may be larger.
    """
    if thing.alive:
        return thing.height <= 0.75 * holder.height
    return thing.height <= (0.55 if said else 0.36) and thing.height * thing.aspect <= 0.45


def shrunk(thing: Kind, known: bool, holder: Kind) -> float:
    """How much smaller a thing is in the hand of somebody small, so that it does not hide them."""
    largest = (0.8 if known else 0.4) * holder.height
    return min(1.0, largest / max(thing.height, thing.height * thing.aspect))


def mirrored(spot: Spot, facing: Facing) -> Spot:
    """A spot given facing right, for a figure that faces anywhere."""
    return (1 - spot[0], spot[1]) if facing == "left" else spot


def shifted(spot: Spot, lean: float) -> Spot:
    """A spot moved sideways by a share of the box, so that several find room."""
    return (spot[0] + lean, spot[1])
