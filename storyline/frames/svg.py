"""Pictures of lines and words as SVG: elements whose words are words, numbers as short as they may be."""

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache

from storyline.frames.markup import said
from storyline.frames.text import text_width

FONT = '"DejaVu Sans", Verdana, "Noto Sans", sans-serif'
"""Letters about as wide as those that `fitted` measures."""


def element(name: str, *inner: str, title: str = "", **attributes: float | str) -> str:
    """An element with markup in it.

    Args:
        title: words that are shown when it is pointed at.
        attributes: `class_` is `class`, `text_anchor` is `text-anchor`; empty ones are left out.

    >>> element("rect", x=1.50, width=20, class_="bar", title="a<b")
    '<rect x="1.5" width="20" class="bar"><title>a&lt;b</title></rect>'
    """
    named = "".join(
        f' {attribute.rstrip("_").replace("_", "-")}="{_value(value)}"'
        for attribute, value in attributes.items()
        if value != ""
    )
    told = f"<title>{said(title)}</title>" if title else ""
    content = told + "".join(inner)
    return f"<{name}{named}>{content}</{name}>" if content else f"<{name}{named}/>"


def words(text: str, x: float, y: float, **attributes: float | str) -> str:
    """A line of text; (x, y) is the left end of its baseline unless `text_anchor` says otherwise."""
    return element("text", said(text), title="", x=x, y=y, **attributes)


def rectangle(x: float, y: float, width: float, height: float, title: str = "", **attributes: float | str) -> str:
    """A rectangle."""
    return element("rect", title=title, x=x, y=y, width=max(0.0, width), height=height, **attributes)


def path(*lines: Sequence[tuple[float, float]], closed: bool = False, title: str = "", **attributes: str) -> str:
    """Lines, each straight from point to point, and with `closed` back to its first."""
    end = "Z" if closed else ""
    drawn = ("L".join(f"{_value(x)} {_value(y)}" for x, y in points) for points in lines)
    return element("path", title=title, d="".join(f"M{line}{end}" for line in drawn), **attributes)


def picture(
    width: float, height: float, *inner: str, label: str = "", style: str = "", **attributes: float | str
) -> str:
    """A whole picture; `style` is the CSS that is put into it, `label` what it shows, in words: empty for ornaments."""
    sheet = element("style", style) if style else ""  # whose `<` and `&` would have to be escaped: it has none
    return element(
        "svg",
        sheet,
        *inner,
        title="",
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_value(width)} {_value(height)}",
        width=width,
        height=height,
        role="img" if label else "",
        aria_label=label,
        aria_hidden="" if label else "true",
        **attributes,
    )


@lru_cache(maxsize=10_000)
def fitted(text: str, room: float, size: int, *, bold: bool = False) -> str:
    """As much of a text as there is room for in one line, in pixels."""
    whole = " ".join(text[:400].split())
    if len(text) <= 400 and text_width(whole, size, bold=bold) <= room:
        return whole
    fits = bisect_right(range(1, len(whole)), room, key=lambda n: text_width(f"{whole[:n]}…", size, bold=bold))
    return f"{whole[:fits].rstrip()}…"


def _value(value: float | str) -> str:
    if isinstance(value, str):
        return said(value)
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
