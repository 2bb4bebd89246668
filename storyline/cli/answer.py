"""What a command answers: prose, or one JSON object."""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from storyline.errors import SetupError

if TYPE_CHECKING:
    from storyline.graph.history import Estimate

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")


def say(as_json: bool, quiet: bool, facts: dict[str, Any], prose: str) -> None:
    """Print the facts as JSON, or the prose, or nothing."""
    if as_json:
        print(json.dumps(facts, ensure_ascii=False))
    elif not quiet:
        print(visible(prose))


def visible(text: str) -> str:
    r"""A text whose control characters, but for line feeds, are spelled out: a terminal would obey them.

    >>> visible("\x1b[31mred\n")
    '\\x1b[31mred\n'
    """
    return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


def counted(count: int, noun: str) -> str:
    """A number and its noun.

    >>> counted(1, "shot"), counted(3, "shot")
    ('1 shot', '3 shots')
    """
    return f"{count} {noun}{'' if count == 1 else 's'}"


def noted(notes: Sequence[object]) -> str:
    """A line that says where the notes stand; empty if there are none."""
    return f"\nwhat was guessed stands in the storyboard: {counted(len(notes), 'note')}" if notes else ""


def taken(work: "Estimate") -> str:
    """What work will take."""
    return f"about {work.seconds:.0f} s, {work.bytes / 1e6:.1f} MB of disk and {work.memory / 1e9:.1f} GB of memory"


def taken_facts(work: "Estimate") -> dict[str, float]:
    """The same for programs."""
    return {"seconds": round(work.seconds, 1), "bytes": work.bytes, "memory": work.memory}


def must_end(output: Path, *endings: str) -> None:
    """Refuse an output whose name ends otherwise. Raises SetupError."""
    if output.suffix.lower() not in endings:
        raise SetupError(f"-o: expected a file ending in {' or '.join(endings)}; got {str(output)!r}")
