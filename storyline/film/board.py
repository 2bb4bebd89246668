"""Storyboard → `board.png`, drawn and written row by row."""

from pathlib import Path

import numpy as np

from storyline.exchange.sheet import contact_sheet
from storyline.exchange.thumbnails import Pictures
from storyline.frames.png import write_png
from storyline.frames.replacing import replacing
from storyline.schema.storyboard import Storyboard


def draw_board(board: Storyboard, output: Path, pictures: Pictures) -> None:
    """Write the contact sheet, every shot's panels with boxes and captions, as one PNG: whole or not at all.

    Raises:
        AssemblyError: it cannot be written.
    """
    with replacing(output) as part:
        write_board(board, part, pictures)


def write_board(board: Storyboard, part: Path, pictures: Pictures) -> None:
    """Write the same under a temporary name."""
    sheet = contact_sheet(board, pictures)
    write_png(part, sheet.width, sheet.height, (np.asarray(band) for band in sheet.bands()))
