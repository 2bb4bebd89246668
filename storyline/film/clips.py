"""Storyboard → clips, each by the generator that its shot asks for."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from storyline.errors import SetupError
from storyline.film.plugins import GENERATOR, plugin
from storyline.frames.clip import Clip
from storyline.schema.base import ShotId
from storyline.schema.media import FrameSize
from storyline.schema.storyboard import Storyboard

if TYPE_CHECKING:
    from generators.protocol import Generator


def clips(
    board: Storyboard,
    generator: "str | Generator" = GENERATOR,
    size: FrameSize | None = None,
    *,
    root: Path = Path(),
) -> Callable[[ShotId], Clip]:
    """How to get the clip of each shot: by the shot's own generator where it names one, else by `generator`.

    Files that the storyboard names lie in the folder `root`.

    Raises:
        SetupError: no such generator.
    """
    chosen: dict[str | None, Generator] = {
        None: plugin("generators", generator) if isinstance(generator, str) else generator
    }
    for _, shot in board.shots():
        name = shot.overrides.generator
        if name is not None and name not in chosen:
            try:
                chosen[name] = plugin("generators", name)
            except SetupError as error:
                raise SetupError(f"shot {shot.id!r}: {error}") from None
    of_shot = {shot.id: chosen[shot.overrides.generator] for _, shot in board.shots()}
    return lambda shot: of_shot[shot].clip(board, shot, size or board.size, root)
