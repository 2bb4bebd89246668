"""Storyboard → `board.png`, drawn and written row by row."""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from storyline.exchange.sheet import contact_sheet
from storyline.frames.clip import Picture
from storyline.frames.png import write_png
from storyline.frames.replacing import replacing
from storyline.schema.base import ShotId
from storyline.schema.storyboard import Storyboard


def draw_board(board: Storyboard, output: Path, still: Callable[[ShotId, int], Picture]) -> None:
    """Write the contact sheet, every shot's panels with boxes and captions, as one PNG: whole or not at all.

    `still` gives the picture of a shot at the frame of one of its panels.

    Raises:
        AssemblyError: it cannot be written.
    """
    with replacing(output) as part:
        write_board(board, part, still)


def write_board(board: Storyboard, part: Path, still: Callable[[ShotId, int], Picture]) -> None:
    """Write the same under a temporary name."""
    sheet = contact_sheet(board, still)
    write_png(part, sheet.width, sheet.height, (np.asarray(band) for band in sheet.bands()))
