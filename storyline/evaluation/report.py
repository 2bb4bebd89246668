"""What a benchmark found: named rows of numbers, as a table for people and as plain JSON values."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

Number = float | int | None


@dataclass(frozen=True)
class Row:
    """One line: who was measured, on what, and the numbers."""

    who: str
    """`toon`, `ceiling: the drawn world`, `floor: shuffled conditions`."""
    what: str
    """`keyframes`, `numeracy`."""
    numbers: Mapping[str, Number]


@dataclass(frozen=True)
class Miss:
    """A prompt that did not pass."""

    task: str
    prompt: str
    asked: str
    """What was to be there."""
    planned: str
    """What is there."""
    reason: str
    """Why it did not pass."""


@dataclass(frozen=True)
class Evaluation:
    """A benchmark's whole answer."""

    benchmark: str
    total: int
    """How many things were asked for: figures, prompts, frames."""
    passed: int
    """How many were right."""
    by_task: Mapping[str, Mapping[str, int]]
    """The same two numbers by part."""
    rows: Sequence[Row] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    """How it was measured: which features, which detector and how well it reads."""
    misses: Sequence[Miss] = ()
    """What did not pass, one by one, where a benchmark lists it."""

    def json(self) -> dict[str, Any]:
        """Plain JSON values: `total`, `passed`, `by_task`, the rows, the facts and the misses."""
        missed = {"misses": [asdict(miss) for miss in self.misses]} if self.misses else {}
        return {
            "benchmark": self.benchmark,
            "total": self.total,
            "passed": self.passed,
            "by_task": {task: dict(numbers) for task, numbers in self.by_task.items()},
            "rows": [{"who": row.who, "what": row.what, **row.numbers} for row in self.rows],
            **self.facts,
            **missed,
        }

    def table(self) -> str:
        """A table in Markdown, with a line on what passed above it, and the facts below."""
        lines = [f"{self.benchmark}: {self.passed} of {self.total}", ""]
        names = list(dict.fromkeys(name for row in self.rows for name in row.numbers))
        if self.rows:
            lines += [f"| who | what | {' | '.join(names)} |", f"|---|---|{'---|' * len(names)}"]
        for row in self.rows:
            cells = (_shown(row.numbers.get(name)) for name in names)
            lines.append(f"| {row.who} | {row.what} | {' | '.join(cells)} |")
        lines += [f"{name}: {value}" for name, value in self.facts.items()]
        return "\n".join(lines)


def _shown(number: Number) -> str:
    if number is None:
        return "–"
    return str(number) if isinstance(number, int) else f"{number:.3f}" if abs(number) < 10 else f"{number:.1f}"
