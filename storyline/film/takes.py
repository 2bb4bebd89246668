"""Takes, kept beside the storyboard: `takes/DIGEST.mkv`, its frames without loss, and `takes/DIGEST.json`, about it."""

import logging
import shutil
from pathlib import Path, PurePosixPath

from pydantic import ValidationError

from storyline.errors import AssemblyError, ScriptError, SetupError
from storyline.frames.replacing import replacing_all
from storyline.schema.base import ShotId
from storyline.schema.media import Digest, FrameSize
from storyline.schema.storyboard import Shot, Storyboard
from storyline.schema.take import Take

log = logging.getLogger(__name__)

FOLDER = "takes"


def take_file(take: Digest) -> PurePosixPath:
    """Where a take's clip lies, in the folder of its storyboard."""
    return PurePosixPath(FOLDER, f"{take}.mkv")


def keep_take(take: Take, clip: Path, root: Path) -> None:
    """Put a take's clip, and what it is, into the folder of its storyboard. Raises AssemblyError if that fails."""
    kept = root / take_file(take.digest)
    with replacing_all([kept, kept.with_suffix(".json")]) as parts:
        shutil.copyfile(clip, parts[kept])
        parts[kept.with_suffix(".json")].write_text(
            take.model_dump_json(indent=1, exclude_defaults=True) + "\n", "utf-8"
        )


def takes_of(root: Path, shot: ShotId | None = None) -> tuple[Take, ...]:
    """The takes that are kept in a folder, of one shot or of all, the newest first; what is no take is passed over."""
    found = []
    for file in (root / FOLDER).glob("*.json"):
        try:
            take = _read(file)
        except ScriptError as error:
            log.warning("%s", error)
            continue
        if shot in (None, take.shot) and file.with_suffix(".mkv").is_file():
            found.append(take)
    return tuple(sorted(found, key=lambda take: (take.when, take.digest), reverse=True))


def discard(take: Digest, root: Path, board: Storyboard) -> None:
    """Remove a take for good.

    Raises:
        SetupError: a shot is locked to it.
        AssemblyError: it cannot be removed.
    """
    for _, shot in board.shots():
        if shot.locked_take == take:
            raise SetupError(f"shot {shot.id!r} is locked to this take; unlock it, or lock it to another one first")
    file = root / take_file(take)
    try:
        file.with_suffix(".json").unlink(missing_ok=True)
        file.unlink(missing_ok=True)
    except OSError as error:
        raise AssemblyError(f"cannot remove {file}: {error.strerror}") from None


def misfit(take: Take, shot: Shot, size: FrameSize) -> str | None:
    """Why a shot of a film of this size cannot be locked to a take; None if it can."""
    if take.frames != shot.duration:
        return f"it has {take.frames} frames, and the shot {shot.duration}"
    if take.size != size:
        return f"it is of {take.size}, and the film of {size}"
    return None


def check_takes(board: Storyboard, root: Path) -> None:
    """Refuse locked takes that cannot be used, before anything is made.

    Raises:
        ScriptError: one is not there, or does not fit its shot.
    """
    for _, shot in board.shots():
        if shot.locked_take is None:
            continue
        file = root / take_file(shot.locked_take)
        where = f"shot {shot.id!r}: its locked take"
        if not file.is_file() or not file.with_suffix(".json").is_file():
            raise ScriptError(
                f"{where}: expected {FOLDER}/{file.name} and its .json in {root.resolve()}; they are not there. Put "
                "them there, or unlock the shot"
            )
        if (wrong := misfit(_read(file.with_suffix(".json")), shot, board.size)) is not None:
            raise ScriptError(f"{where}: {wrong}. Unlock the shot, or give it back what it had when it was taken")


def gather_takes(board: Storyboard, root: Path, folder: Path) -> None:
    """Copy the takes that shots are locked to into another storyboard's folder. Raises AssemblyError if that fails."""
    for take in {shot.locked_take for _, shot in board.shots() if shot.locked_take}:
        here, there = root / take_file(take), folder / take_file(take)
        if not there.exists():
            keep_take(_read(here.with_suffix(".json")), here, folder)


def _read(file: Path) -> Take:
    try:
        take = Take.model_validate_json(file.read_bytes())
    except (OSError, ValidationError) as error:
        said = error.strerror if isinstance(error, OSError) else error.errors()[0]["msg"]
        raise ScriptError(f"{file}: expected what a take is; {said}") from None
    if take.digest != file.stem:
        raise ScriptError(f"{file}: expected the take of its name; got that of {take.digest}")
    return take
