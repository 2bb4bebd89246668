"""Comparison → a page, a contact sheet, or a film of both beside each other, as the output's ending says."""

import base64
import mimetypes
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from storyline.errors import SetupError
from storyline.exchange.comparison import page, sheet
from storyline.film.board import address
from storyline.film.compare.beside import beside
from storyline.film.outputs import keep
from storyline.film.render import Progress
from storyline.frames.png import write_png
from storyline.frames.replacing import replacing_all
from storyline.schema.comparison import Compared, Comparison

COMPARISONS = (".html", ".png", ".mp4")
"""What a comparison may be written as."""

_MOST_INSIDE = 16_000_000
"""Bytes of both films together that a page holds itself."""


def write_comparison(
    comparison: Comparison,
    output: str | os.PathLike[str],
    progress: Progress = lambda stage, done, total: None,
) -> tuple[Path, ...]:
    """Write what the output's ending names, whole or not at all; the files that were written.

    `.html` is a page with pictures and numbers of every part, which plays both films in step; it holds them if they
    are small. Larger ones it names relative to itself, and those that only the store has are copied beside it. `.png`
    is a contact sheet. `.mp4` shows both films beside each other, with the sound of A.

    Raises:
        SetupError: the ending is another one, or the output would take the place of one of the films.
        AssemblyError: it cannot be written.
    """
    output = Path(output)
    ending = output.suffix.lower()
    if ending not in COMPARISONS:
        raise SetupError(f"output: expected a file ending in {' or '.join(COMPARISONS)}; got {str(output)!r}")
    copies = _copies(comparison, output) if ending == ".html" else {}
    outputs = (output, *copies.values())
    keep({film.film: "a film that is compared" for film in (comparison.a, comparison.b)}, outputs)
    with replacing_all(outputs) as parts:
        if ending == ".html":
            for film, copy in copies.items():
                shutil.copyfile(film, parts[copy])
            films = _address(comparison.a, output, copies), _address(comparison.b, output, copies)
            if _fit_inside(comparison):
                films = _inside(comparison.a), _inside(comparison.b)
            with parts[output].open("w", encoding="utf-8", newline="\n") as file:
                file.writelines(page(comparison, films))
        elif ending == ".png":
            drawn = sheet(comparison)
            write_png(parts[output], drawn.width, drawn.height, (np.asarray(band) for band in drawn.bands()))
        else:
            beside(comparison, parts[output], progress)
    return outputs


def copies_beside(output: Path) -> tuple[Path, Path]:
    """Where a page has the films that only the store has: `x.a.mp4` and `x.b.mp4` beside `x.html`."""
    return output.with_suffix(".a.mp4"), output.with_suffix(".b.mp4")


def _copies(comparison: Comparison, output: Path) -> dict[Path, Path]:
    """The films that only the store has, each with where it is copied to; none if the page holds them."""
    if _fit_inside(comparison):
        return {}
    films = (comparison.a, comparison.b)
    return {film.film: copy for film, copy in zip(films, copies_beside(output), strict=True) if film.is_kept}


def _fit_inside(comparison: Comparison) -> bool:
    return sum(film.film.stat().st_size for film in (comparison.a, comparison.b)) <= _MOST_INSIDE


def _address(film: Compared, output: Path, copies: Mapping[Path, Path]) -> str:
    return address(copies.get(film.film, film.film), output)


def _inside(film: Compared) -> str:
    kind = mimetypes.guess_type(film.film.name)[0] or "video/mp4"
    return f"data:{kind};base64,{base64.b64encode(film.film.read_bytes()).decode()}"
