"""Storyboard → a board to be looked at: `board.png`, a page, or sheets of paper; written shot by shot."""

import os
from pathlib import Path
from urllib.parse import quote

import numpy as np

from storyline.errors import SetupError
from storyline.exchange.page import page
from storyline.exchange.pdf import Layout, write_pdf
from storyline.exchange.sheet import contact_sheet
from storyline.exchange.thumbnails import Pictures
from storyline.frames.png import write_png
from storyline.frames.replacing import replacing
from storyline.schema.storyboard import Storyboard

BOARDS = (".png", ".html", ".pdf")
"""What a board may be."""


def draw_board(
    board: Storyboard,
    output: Path,
    pictures: Pictures,
    *,
    layout: Layout = "2x3",
    film: Path | None = None,
    boxes: bool = True,
) -> None:
    """Write the board that the output's ending names, whole or not at all.

    `.png` is the contact sheet as one picture, `.html` a page with every panel that needs no other file, `.pdf` sheets
    of paper with the same.

    Args:
        pictures: see `Pictures`.
        layout: rows and columns of panels on a sheet of a `.pdf`.
        film: played by a `.html`, which names it relative to itself; without it the page plays the panels.
        boxes: outline the entities' boxes; in a `.html` they can be switched on and off.

    Raises:
        SetupError: the ending is another one.
        AssemblyError: it cannot be written.
    """
    ending = output.suffix.lower()
    if ending not in BOARDS:
        raise SetupError(f"output: expected a file ending in {' or '.join(BOARDS)}; got {str(output)!r}")
    with replacing(output) as part:
        if ending == ".html":
            with part.open("w", encoding="utf-8", newline="\n") as file:
                file.writelines(
                    page(board, pictures, film=None if film is None else address(film, output), boxes=boxes)
                )
        elif ending == ".pdf":
            with part.open("wb") as file:
                write_pdf(board, file, pictures, layout=layout, boxes=boxes)
        else:
            write_board(board, part, pictures, boxes=boxes)


def write_board(board: Storyboard, part: Path, pictures: Pictures, *, boxes: bool = True) -> None:
    """Write the contact sheet, every shot's panels with boxes and captions, as a PNG under a temporary name."""
    sheet = contact_sheet(board, pictures, boxes=boxes)
    write_png(part, sheet.width, sheet.height, (np.asarray(band) for band in sheet.bands()))


def film_beside(output: Path) -> Path | None:
    """The film that a board would lie beside: `fable.mp4` of `fable.board.html` or `fable.html`, or else `film.mp4`."""
    names = (output.name.removesuffix(output.suffix).removesuffix(".board"), "film")
    films = (output.with_name(f"{name}.mp4") for name in names if name)
    return next((film for film in films if film.is_file()), None)


def address(film: Path, output: Path) -> str:
    """How a page names a film: relative to itself, so that both may be moved together.

    >>> address(Path("out/a film.mp4"), Path("out/pages/board.html"))
    '../a%20film.mp4'

    Raises:
        SetupError: there is no way from one to the other, such as between drives.
    """
    try:
        way = os.path.relpath(film.absolute(), output.absolute().parent)
    except ValueError:
        raise SetupError(f"film: expected one on the drive of {output}; got {film}. Copy it beside the page") from None
    return quote(os.fsencode(Path(way).as_posix()))
