"""What is written, and what must not be written over."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from storyline.errors import SetupError
from storyline.frames.replacing import replacing
from storyline.reading import Source, path_of
from storyline.schema.media import files_of
from storyline.schema.script import Script


def write_text(path: Path, text: str) -> None:
    """Write a UTF-8 file as a whole or not at all. Raises AssemblyError if it cannot be written."""
    with replacing(path) as part:
        part.write_text(text, encoding="utf-8", newline="\n")


def keep_inputs(script: Source, document: Script, root: Path, outputs: Iterable[Path]) -> None:
    """Refuse outputs that would take the place of the script, or of a file that it names.

    Args:
        script: where `document` was read from.
        root: the folder that its files are named from.

    Raises:
        SetupError: one of them would.
    """
    inputs = {root / ref.path: "a file that the script names" for ref in files_of(document)}
    path = path_of(script)
    if path is not None:
        inputs[path] = "the script itself"
    keep(inputs, outputs)


def keep(inputs: Mapping[Path, str], outputs: Iterable[Path]) -> None:
    """Refuse outputs that would take the place of inputs, each given with what it is. Raises SetupError."""
    for output in outputs:
        for kept, what in inputs.items():
            if is_same(output, kept):
                raise SetupError(f"output: {output} is {what}; choose another name, so that it is not lost")


def is_same(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file that is there."""
    try:
        return one.samefile(other)
    except OSError:  # one of them is not there
        return False
