"""Two layouts of a shot → who stands elsewhere, is larger, does something else, came or went."""

from collections.abc import Callable, Iterator, Sequence

from storyline.exchange.changes.words import Clock, differing
from storyline.schema.base import EntityId
from storyline.schema.layout import Box, Placement
from storyline.schema.storyboard import Panel

Name = Callable[[EntityId], str]
"""What an entity is called."""

_SEEN = 0.005
"""Of the frame: a smaller move is told without a number."""


def panel_changes(a: Sequence[Panel], b: Sequence[Panel], clock: Clock, name: Name) -> Iterator[str]:
    """What the second panels of a shot have otherwise; the same of several panels is told once.

    Panels are paired in order if there are as many, and else by their time.
    """
    pairs, gone, added = _paired(a, b, clock)
    if gone or added:
        yield f"panels: {len(a)} → {len(b)}"
    found: dict[str, list[int]] = {}
    for number, before, after in pairs:
        for words in _panel(before, after, clock, name):
            found.setdefault(words, []).append(number)
    for words, numbers in found.items():
        if len(b) == 1:
            yield words
        elif len(numbers) == len(b):
            yield f"{words}, in every panel"
        else:
            yield f"{words}, in panel{'' if len(numbers) == 1 else 's'} {', '.join(map(str, numbers))}"


def _paired(
    a: Sequence[Panel], b: Sequence[Panel], clock: Clock
) -> tuple[list[tuple[int, Panel, Panel]], list[Panel], list[Panel]]:
    """Numbered pairs; and what has no partner."""
    if len(a) == len(b):
        return [(n, *pair) for n, pair in enumerate(zip(a, b, strict=True), 1)], [], []
    left, pairs, added = list(a), [], []
    for number, after in enumerate(b, 1):
        before = next((panel for panel in left if clock.same(panel.at, after.at)), None)
        if before is None:
            added.append(after)
        else:
            left.remove(before)
            pairs.append((number, before, after))
    return pairs, left, added


def _panel(a: Panel, b: Panel, clock: Clock, name: Name) -> Iterator[str]:
    if not clock.same(a.at, b.at):
        yield f"seen at: {clock.told(a.at, b.at)}"
    yield from differing(a, b, leave=("at", "placements"))
    before, after = ({placement.entity: placement for placement in panel.placements} for panel in (a, b))
    for entity in dict.fromkeys((*before, *after)):
        if entity not in before:
            yield f"{name(entity)} comes in"
        elif entity not in after:
            yield f"{name(entity)} is gone"
        else:
            yield from (f"{name(entity)}: {words}" for words in _placement(before[entity], after[entity]))


def _placement(a: Placement, b: Placement) -> Iterator[str]:
    if a.box != b.box:
        yield ", ".join(_box(a.box, b.box))
    yield from differing(a, b, leave=("entity", "box"))


def _box(a: Box, b: Box) -> Iterator[str]:
    x, y = (after - before for before, after in zip(a.centre, b.centre, strict=True))
    ways = ((x, "width", "right" if x > 0 else "left"), (y, "height", "down" if y > 0 else "up"))
    told = " and ".join(f"{abs(by):.0%} of the {side} {way}" for by, side, way in ways if abs(by) >= _SEEN)
    wide, high = b.width / a.width, b.height / a.height
    if told:
        yield f"moved {told}"
    sides = {what: f"{times:.2f}" for what, times in (("wide", wide), ("high", high))}
    grown = [f"{times} times as {what}" for what, times in sides.items() if times != "1.00"]
    if len(grown) == 2 and sides["wide"] == sides["high"]:
        yield f"{sides['high']} times as large"
    else:
        yield from grown
    if not told and not grown:
        yield "moved by less than 1% of the frame"
