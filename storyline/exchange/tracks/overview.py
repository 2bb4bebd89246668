"""Storyboard → who is in the picture when, over the whole film."""

from collections.abc import Mapping, Sequence

from storyline.exchange.captions import Numbered
from storyline.exchange.tracks.inks import Inks
from storyline.exchange.tracks.plot import Plot
from storyline.exchange.tracks.stretches import Stretch
from storyline.frames.svg import element, fitted, path, rectangle, words
from storyline.frames.text import text_width
from storyline.schema.base import ShotId
from storyline.schema.storyboard import Storyboard
from storyline.schema.timing import timecode

_NAMES, _TOP = 132.0, 36.0
_ROW, _BAR = 17.0, 9.0


def anchor(shot: ShotId) -> str:
    """What the plot of a shot is called in its file."""
    return f"shot.{shot}"


def overview(
    board: Storyboard,
    shots: Sequence[Numbered],
    tracks: Mapping[ShotId, Sequence[Stretch]],
    inked: Inks,
    width: float,
) -> Plot:
    """A row for each entity that is seen, with a bar while it is; shots lead to their plots.

    Args:
        shots: those that have plots.
        tracks: of all shots of the board.
        width: in pixels.
    """
    start, end = shots[0].frames.start, max(found.frames.end_exclusive for found in shots)
    scale = (width - _NAMES - 8) / (end - start)
    seen = {stretch.entity for found in shots for stretch in tracks[found.shot.id]}
    rows = [id for id in inked if id in seen]
    bottom = _TOP + len(rows) * _ROW + 4

    def x(frame: float) -> float:
        return _NAMES + (frame - start) * scale

    elements: list[str] = []
    scenes: dict[int, list[Numbered]] = {}
    for found in shots:
        scenes.setdefault(found.scene_number, []).append(found)
    for n, (number, some) in enumerate(scenes.items()):
        left, right = x(some[0].frames.start), x(some[-1].frames.end_exclusive)
        if n % 2 == 0:
            elements.append(rectangle(left, 14, right - left, bottom - 14, class_="st-scene"))
        name = f"{number}. {some[0].scene.heading}"
        shown = fitted(name, right - left - 4, 10) if right - left > 24 else ""
        elements.append(words(shown, left + 2, 10, class_="st-soft"))
    for n, id in enumerate(rows):
        y = _TOP + n * _ROW
        elements.append(words(fitted(inked[id].name, _NAMES - 12, 11), 4, y + 9, class_="st-text"))
        for found in shots:
            for stretch in tracks[found.shot.id]:
                if stretch.entity == id:
                    left, right = (x(found.frames.start + at) for at in (stretch.start, stretch.end_exclusive))
                    place = {"class_": "st-said", "fill": inked[id].colour}
                    elements.append(rectangle(left, y, max(right - left, 0.8), _BAR, **place))
    free = edge = 0.0
    for found in shots:
        left, right = x(found.frames.start), x(found.frames.end_exclusive)
        if left >= edge:  # of a long film, not all
            elements.append(path([(left, 20), (left, bottom)], class_="st-edge"))
            edge = left + 6
        if left >= free and right - left >= text_width(found.label, 9):
            elements.append(words(found.label, left + 2, 28, class_="st-soft"))
            free = left + text_width(found.label, 10) + 4
        title = f"{found.label} {found.shot.action}".strip()
        area = rectangle(left, 14, right - left, bottom - 14, title, class_="st-shot")
        elements.append(element("a", area, href=f"#{anchor(found.shot.id)}", tabindex=-1))
    for frame, end_of in ((start, "start"), (end, "end")):
        elements.append(words(timecode(frame, board.rate), x(frame), bottom + 13, class_="st-soft", text_anchor=end_of))
    return Plot(elements, bottom + 20)
