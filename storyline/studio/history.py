"""A storyboard with what it was before, and what was undone."""

from dataclasses import dataclass

from storyline.schema.storyboard import Storyboard

STEPS = 200
"""That can be undone."""


@dataclass(frozen=True)
class History:
    """A frozen value: each step gives a new one."""

    now: Storyboard
    past: tuple[Storyboard, ...] = ()
    """The oldest first."""
    future: tuple[Storyboard, ...] = ()
    """What was undone, the last of it last."""

    def do(self, board: Storyboard) -> "History":
        """Go on to a storyboard; what was undone is given up. Nothing happens if it is the same."""
        if board == self.now:
            return self
        return History(board, (*self.past, self.now)[-STEPS:])

    def undo(self) -> "History":
        """A step back; nothing happens at the start."""
        if not self.past:
            return self
        return History(self.past[-1], self.past[:-1], (*self.future, self.now))

    def redo(self) -> "History":
        """Do again what was undone last, if anything was."""
        if not self.future:
            return self
        return History(self.future[-1], (*self.past, self.now), self.future[:-1])
