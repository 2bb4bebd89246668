"""What a person does on the page, and looks at."""

import time
from collections.abc import Callable
from typing import Any

from storyline.schema.storyboard import Shot
from storyline.studio.server import Studio


def until(true: Callable[[], object], page: Any) -> None:
    """Wait until something is true, at most some seconds."""
    end = time.monotonic() + 20
    while not true():
        assert time.monotonic() < end, "it did not happen"
        page.wait_for_timeout(50)


def shots(studio: Studio) -> list[Shot]:
    """All of its storyboard."""
    return [shot for _, shot in studio.session.board.shots()]


def card(page: Any, id: str) -> Any:
    """Of a shot."""
    return page.locator(f'.shot[data-shot="{id}"]')


def opened(page: Any, id: str) -> Any:
    """The card of a shot, opened."""
    card(page, id).get_by_role("button", name="Edit").click()
    return card(page, id)


def field(place: Any, label: str) -> Any:
    """The first of this label."""
    return place.get_by_label(label, exact=True).first


def box_of(studio: Studio, shot: int = 0, panel: int = 0) -> tuple[float, float, float, float]:
    return shots(studio)[shot].panels[panel].placements[0].box.root


def rect(target: Any) -> dict[str, float]:
    """Where an element lies; one that the page replaces just then is looked for again."""
    end = time.monotonic() + 20
    while (found := target.bounding_box()) is None:
        assert time.monotonic() < end, "it is nowhere"
    return dict(found)


def pull(page: Any, target: Any, dx: float, dy: float) -> None:
    """Drag an element by pixels."""
    place = rect(target)
    x, y = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + dx / 2, y + dy / 2)
    page.mouse.move(x + dx, y + dy)
    page.mouse.up()
