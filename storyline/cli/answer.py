"""What a command answers: prose, or one JSON object."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from storyline.errors import SetupError


def say(as_json: bool, quiet: bool, facts: dict[str, Any], prose: str) -> None:
    """Print the facts as JSON, or the prose, or nothing."""
    if as_json:
        print(json.dumps(facts, ensure_ascii=False))
    elif not quiet:
        print(prose)


def counted(count: int, noun: str) -> str:
    """A number and its noun.

    >>> counted(1, "shot"), counted(3, "shot")
    ('1 shot', '3 shots')
    """
    return f"{count} {noun}{'' if count == 1 else 's'}"


def noted(notes: Sequence[object]) -> str:
    """A line that says where the notes stand; empty if there are none."""
    return f"\nwhat was guessed stands in the storyboard: {counted(len(notes), 'note')}" if notes else ""


def must_end(output: Path, *endings: str) -> None:
    """Refuse an output whose name ends otherwise. Raises SetupError."""
    if output.suffix.lower() not in endings:
        raise SetupError(f"-o: expected a file ending in {' or '.join(endings)}; got {str(output)!r}")
