"""Storyboard → `board.png`, drawn and written row by row."""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from storyline.exchange.sheet import contact_sheet
from storyline.frames.clip import Clip, Picture
from storyline.frames.png import write_png
from storyline.frames.replacing import replacing
from storyline.schema.base import ShotId
from storyline.schema.storyboard import Storyboard


def draw_board(
    board: Storyboard,
    output: Path,
    clip_of: Callable[[ShotId], Clip],
    *,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> None:
    """Write the contact sheet, every shot's panels with boxes and captions, as one PNG: whole or not at all.

    Raises:
        AssemblyError: it cannot be written.
    """
    with replacing(output) as part:
        write_board(board, part, clip_of, progress=progress)


def write_board(
    board: Storyboard, part: Path, clip_of: Callable[[ShotId], Clip], *, progress: Callable[[int, int], None]
) -> None:
    """Write the same under a temporary name."""
    total = sum(len(shot.panels) for _, shot in board.shots())
    drawn = 0

    def frame_of(shot: ShotId, frame: int) -> Picture:
        nonlocal drawn
        drawn += 1
        progress(min(drawn, total), total)
        return clip_of(shot)[frame]

    sheet = contact_sheet(board, frame_of)
    write_png(part, sheet.width, sheet.height, (np.asarray(band) for band in sheet.bands()))
