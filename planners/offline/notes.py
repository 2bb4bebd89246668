"""What was guessed, where: collected while planning."""

from typing import Literal

from storyline.schema.script import Note

NAME = "offline"


class Notebook:
    """Notes in order, each once."""

    def __init__(self) -> None:
        self.where = ""
        self.notes: dict[Note, None] = {}

    def guessed(self, text: str) -> None:
        """Something the script left open was decided."""
        self._write("guessed", text)

    def info(self, text: str) -> None:
        """Something a person should know of the plan."""
        self._write("info", text)

    def _write(self, kind: Literal["guessed", "info"], text: str) -> None:
        self.notes[Note(kind=kind, text=text, where=self.where, by=NAME)] = None
