"""Files that appear whole or not at all: written under other names, then put in place in one step."""

import errno
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from storyline.errors import AssemblyError, DiskFullError
from storyline.frames.interrupts import undisturbed
from storyline.frames.processes import lives, this

FULL = frozenset(getattr(errno, name) for name in ("ENOSPC", "EDQUOT", "EFBIG") if hasattr(errno, name))
"""What systems say when there is no room for a file."""


@contextmanager
def replacing(output: Path) -> Iterator[Path]:
    """A temporary name for `output`; what stands there at the end takes its place in one step.

    See `replacing_all`, of which this is the case of one file.
    """
    with replacing_all([output]) as parts:
        yield parts[output]


@contextmanager
def replacing_all(outputs: Sequence[Path]) -> Iterator[Mapping[Path, Path]]:
    """A temporary name for each output; at the end all of them take their places, or, on any error, none.

    Folders are made. The temporary files lie in hidden folders beside the outputs, which are removed, as are those of
    processes that were killed. The body need not write all of them. A link is followed: what it leads to is replaced.

    Raises:
        AssemblyError: a folder cannot be made or written, the disk is full, or something that is no file (a folder, a
            device, a pipe) has an output's name.
    """
    targets = {output: _target(output) for output in outputs}
    hidden = {target.parent: target.parent / _hidden(this(), uuid4().hex) for target in targets.values()}
    parts = {output: hidden[target.parent] / target.name for output, target in targets.items()}
    try:
        try:
            for parent, folder in hidden.items():
                parent.mkdir(parents=True, exist_ok=True)
                _remove(left for left in parent.glob(_hidden("*", "*")) if _abandoned(left))
                folder.mkdir()
            yield parts
            written = [output for output in outputs if parts[output].exists()]
            for output in written:
                _flush(parts[output])
            with undisturbed():
                for output in written:
                    parts[output].replace(targets[output])
        except OSError as error:
            if error.filename is not None and not _about(error.filename, (*hidden.values(), *targets.values())):
                raise  # about another file, which the body read
            raise _cannot(outputs[0], error) from error
    finally:
        try:
            _remove(hidden.values())
        except BaseException:  # a stop as it began
            _remove(hidden.values())
            raise


def _hidden(process: str, name: str) -> str:
    return f".storyline-{process}-{name}.part"


def _abandoned(folder: Path) -> bool:
    process = folder.name.removeprefix(".storyline-").rpartition("-")[0]
    return lives(process) is False


def _target(output: Path) -> Path:
    """Where an output will lie once links are followed; only a file may be there already."""
    try:
        target = output.resolve()
        mode = target.stat().st_mode if target.exists() else None
    except OSError as error:  # such as a name too long
        raise _cannot(output, error) from None
    except RuntimeError:
        raise AssemblyError(f"cannot write {output}: its links lead in a circle; choose another name") from None
    if mode is not None and not target.is_file():
        what = "a folder" if target.is_dir() else "a device or a pipe"
        raise AssemblyError(f"cannot write {output}: expected the name of a file; got {what}. Choose another name")
    return target


def _cannot(output: Path, error: OSError) -> AssemblyError:
    if error.errno in FULL:
        return DiskFullError(f"cannot write {output}: the disk is full; free some room there and start again")
    return AssemblyError(f"cannot write {output}: {error.strerror or error}; choose a folder that can be written")


def _flush(part: Path) -> None:
    with part.open("rb+") as file:
        os.fsync(file.fileno())


def _remove(folders: Iterable[Path]) -> None:
    with undisturbed():
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)


def _about(name: object, paths: Iterable[Path]) -> bool:
    """Whether a system error's file is one of these, lies in one, or is a folder on the way to one."""
    if not isinstance(name, str | bytes):
        return True
    path = Path(os.fsdecode(name)).absolute()
    return any(path.is_relative_to(own) or own.is_relative_to(path) for own in paths)
