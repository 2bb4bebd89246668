"""What was found of a film's entities, as a table for people and as plain JSON values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from editors.consistency.correct import hexadecimal
from editors.consistency.drift import Drift, Part
from storyline.schema.base import EntityId, ShotId

OFF = 7.0
"""From this on a drift is one. Poses, sizes and what is cut out of a frame amount to less: see docs/editing.md."""


@dataclass(frozen=True)
class Consistency:
    """How alike everybody looks from shot to shot."""

    before: tuple[Drift, ...]
    """Of everybody in every shot that shows them well enough."""
    after: tuple[Drift, ...] | None = None
    """The same when what was off has been corrected; None where nothing was corrected."""
    likeness: Mapping[tuple[EntityId, ShotId], float] | None = None
    """How like its reference an entity is to an eye: the cosine of embeddings. None where no eye looked."""
    likeness_after: Mapping[tuple[EntityId, ShotId], float] | None = None

    @property
    def off(self) -> tuple[Drift, ...]:
        """What is off."""
        return tuple(drift for drift in self.before if drift.apart >= OFF)

    @property
    def references(self) -> dict[Part, ShotId]:
        """With which shot each entity is compared, in each look and light."""
        return {drift.part: drift.reference for drift in self.before if drift.reference is not None}

    def json(self) -> dict[str, Any]:
        """Plain JSON values: `compared`, `off`, and every entity in every shot with how far it is off."""
        after = self._after()
        return {
            "compared": len(self._compared()),
            "off": len(self.off),
            "least": OFF,
            "shots": [
                {
                    "entity": drift.part.entity,
                    "look": list(drift.part.looks),
                    "light": drift.part.light,
                    "shot": drift.shot,
                    "reference": drift.reference,
                    "before": drift.apart if drift.reference is not None else None,
                    "after": after.get((drift.part.entity, drift.shot)),
                    "colours": [
                        {"from": hexadecimal(m.was), "to": hexadecimal(m.meant), "share": m.share} for m in drift.moved
                    ],
                    **self._likenesses(drift),
                }
                for drift in self.before
            ],
        }

    def table(self) -> str:
        """A table in Markdown of what is off, with a line on all that was looked at above it."""
        compared, off = self._compared(), self.off
        alone = sum(drift.reference is None for drift in self.before)
        within = max((drift.apart for drift in compared if drift.apart < OFF), default=0.0)
        lines = [
            f"{len({drift.part.entity for drift in self.before})} entities, {len(compared)} times compared with their "
            f"reference, {alone} times alone in their light: {len(off)} off by {OFF:g} or more; "
            f"all else within {within:.1f}"
        ]
        if not off:
            return lines[0]
        names = ["entity", "shot", "light", "reference", "off", "colours, and what they are meant to be"]
        names += ["after"] if self.after is not None else []
        names += ["likeness"] if self.likeness is not None else []
        names += ["likeness after"] if self.likeness_after is not None else []
        lines += ["", f"| {' | '.join(names)} |", "|" + "---|" * len(names)]
        after = self._after()
        for drift in off:
            colours = ", ".join(
                f"{hexadecimal(m.was)} → {hexadecimal(m.meant)}" for m in drift.moved if m.was != m.meant
            )
            where = (drift.part.entity, drift.shot)
            cells = [*where, drift.part.light, str(drift.reference), f"{drift.apart:.1f}", colours]
            cells += [_shown(after.get(where), 1)] if self.after is not None else []
            cells += [_shown(value, 3) for value in self._likenesses(drift).values()]
            lines.append(f"| {' | '.join(cells)} |")
        return "\n".join(lines)

    def _compared(self) -> list[Drift]:
        return [drift for drift in self.before if drift.reference not in (None, drift.shot)]

    def _after(self) -> dict[tuple[EntityId, ShotId], float]:
        some = [drift for drift in self.after or () if drift.reference is not None]
        return {(drift.part.entity, drift.shot): drift.apart for drift in some}

    def _likenesses(self, drift: Drift) -> dict[str, float | None]:
        where = (drift.part.entity, drift.shot)
        told = {"likeness": self.likeness, "likeness_after": self.likeness_after}
        return {name: values.get(where) for name, values in told.items() if values is not None}


def _shown(value: float | None, digits: int) -> str:
    return "–" if value is None else f"{value:.{digits}f}"
