"""A comparison in words: what became of each part, and how far its pictures differ; and all of it as a table."""

from collections import Counter
from collections.abc import Iterator

from storyline.frames.text import columns, cut
from storyline.schema.comparison import Basis, ComparedPart, Comparison, Difference, State
from storyline.schema.timing import timecode

STATES: dict[State, str] = {
    "same": "same",
    "differs": "differs",
    "changed": "changed",
    "only A": "only in A",
    "only B": "only in B",
}
HOW: dict[Basis, str] = {
    "keys": "equal keys: the same frames",
    "store": "lossless frames of the store",
    "files": "frames as the video files decode to",
}
MEANING: dict[Basis, str] = {
    "keys": "Equal keys: everything that decides these frames is the same in both films, and so are they; "
    "none was decoded.",
    "store": "Lossless frames of the store: as they were before they were compressed; identical means bit by bit.",
    "files": "Frames as the video files decode to: both were compressed, which changes pixels a little; "
    "identical means that what is decoded is the same bit by bit.",
}
_WORDS = 56
"""Columns of a part's words in the table."""


def state(part: ComparedPart) -> str:
    """What became of a part: `changed, moved`."""
    words = STATES[part.state]
    return f"{'' if words == 'same' else f'{words}, '}moved" if part.moved else words


def label(part: ComparedPart) -> str:
    """The number of a part in both films, or its name: `2.3`, `2.3 → 2.1`, `opening title`."""
    labels = [place.label for place in (part.a, part.b) if place is not None]
    return " → ".join(dict.fromkeys(labels)) if any(labels) else part.name


def decibels(found: Difference) -> str:
    """Its PSNR as it is read."""
    return "∞" if found.identical == found.frames else f"{found.psnr:.1f}"


def differs(part: ComparedPart) -> str:
    """How far the pictures of a part differ: `identical`, `PSNR 28.1 dB, SSIM 0.912, mean 3.20`; else nothing."""
    found = part.difference
    if found is None:
        return ""
    if found.identical == found.frames:
        return "identical" if part.lasts_alike else "identical at the same share of its time"
    return f"mean {found.mean:.2f}, PSNR {decibels(found)} dB, SSIM {found.ssim:.3f}"


def summary(comparison: Comparison) -> str:
    """A line on all parts: `23 shots: 21 same, 2 changed; the frames of 21 are identical`."""
    parts = [part for part in comparison.parts if part.shot is not None]
    if not parts:
        return "all frames are identical" if comparison.identical else "the frames differ"
    order = list(STATES)
    counts = Counter(map(state, sorted(parts, key=lambda part: (order.index(part.state), part.moved))))
    states = ", ".join(f"{n} {name.replace('differs', 'differ') if n > 1 else name}" for name, n in counts.items())
    same = sum(part.identical for part in parts)
    frames = "all frames are" if same == len(parts) else f"the frames of {same} are" if same else "no shot's frames are"
    return f"{len(parts)} shot{'' if len(parts) == 1 else 's'}: {states}; {frames} identical"


def meanings(comparison: Comparison) -> tuple[str, ...]:
    """What identical means, in each of the ways in which parts were compared."""
    return tuple(MEANING[basis] for basis in HOW if any(part.basis == basis for part in comparison.parts))


def table(comparison: Comparison) -> str:
    """All of it for a terminal: the films, what differs in the whole, and a row for each part."""
    rows = [("", "", "mean", "PSNR", "SSIM", "")]
    details: list[tuple[str, ...]] = [()]
    for part in comparison.parts:
        words = part.words if part.shot is not None else ""
        rows.append(
            (label(part), state(part), *_numbers(part.difference), cut(words, _WORDS, columns) if words else "")
        )
        details.append(part.changes)
    widths = [max(columns(row[n]) for row in rows) for n in range(len(rows[0]) - 1)]
    lines = [*_films(comparison), ""]
    for row, changes in zip(rows, details, strict=True):
        cells = [
            f"{' ' * (width - columns(cell))}{cell}" if 2 <= n <= 4 else f"{cell}{' ' * (width - columns(cell))}"
            for n, (cell, width) in enumerate(zip(row, widths, strict=False))
        ]
        lines.append("  ".join([*cells, row[-1]]).rstrip())
        lines += [f"{' ' * (widths[0] + 2)}{change}" for change in changes]
    return "\n".join([*lines, "", *meanings(comparison)])


def _films(comparison: Comparison) -> Iterator[str]:
    for name, film in (("A", comparison.a), ("B", comparison.b)):
        seconds = float(film.frames / film.rate)
        size = f"{film.width}x{film.height}"
        yield f"{name}: {film.name}, {seconds:.1f} s, {film.frames} frames at {size}, {film.rate} a second"
    yield summary(comparison)
    yield from comparison.changes
    yield from (f"note: {note}" for note in comparison.notes)


def _numbers(found: Difference | None) -> tuple[str, str, str]:
    if found is None:
        return "", "", ""
    return f"{found.mean:.2f}", decibels(found), f"{found.ssim:.3f}"


def times(part: ComparedPart, comparison: Comparison) -> tuple[str, str]:
    """Where a part is in both films: timecodes of its first frame and of the first after it; empty where it is not."""
    pairs = ((part.a, comparison.a), (part.b, comparison.b))
    a, b = (
        f"{timecode(place.frames.start, film.rate)} – {timecode(place.frames.end_exclusive, film.rate)}"
        if place
        else ""
        for place, film in pairs
    )
    return a, b
