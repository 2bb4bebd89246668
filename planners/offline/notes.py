"""What was decided and guessed, where and why: collected while planning."""

from typing import Literal

from storyline.schema.reason import Reason
from storyline.schema.script import Note

NAME = "offline"


class Notebook:
    """Notes in order, each once; and the reason of every choice."""

    def __init__(self) -> None:
        self.where = ""
        self.notes: dict[Note, None] = {}
        self.reasons: list[Reason] = []
        self.open: list[tuple[str, str]] = []
        """Choices made on the way to a shot that has no id yet."""

    def guessed(self, text: str) -> None:
        """Something the script left open was decided."""
        self._write("guessed", text)
        self.because("guess", text)

    def info(self, text: str) -> None:
        """Something a person should know of the plan."""
        self._write("info", text)

    def because(self, what: str, why: str) -> None:
        """A choice and its reason (`size MCU`, `somebody speaks`): for those who ask; the plan does not keep it."""
        self.reasons.append(Reason(self.where, what, why))

    def meanwhile(self, what: str, why: str) -> None:
        """A choice and its reason for the shot that is being made: see `settle`."""
        self.open.append((what, why))

    def settle(self, where: str) -> None:
        """Gives the open choices their place."""
        self.reasons += [Reason(where, what, why) for what, why in self.open]
        self.open.clear()

    def _write(self, kind: Literal["guessed", "info"], text: str) -> None:
        self.notes[Note(kind=kind, text=text, where=self.where, by=NAME)] = None
