"""Whose turn it is: where one at a time works for those who look at a page, whoever asked last is looked at now."""

import threading


class LatestFirst:
    """A lock that goes to who asked last."""

    def __init__(self) -> None:
        """Free."""
        self._changed = threading.Condition()
        self._waiting: list[object] = []
        self._taken = False

    def __enter__(self) -> None:
        """Wait for a turn."""
        me = object()
        with self._changed:
            self._waiting.append(me)
            while self._taken or self._waiting[-1] is not me:
                self._changed.wait()
            self._waiting.pop()
            self._taken = True

    def __exit__(self, *error: object) -> None:
        """Let the next one have it."""
        with self._changed:
            self._taken = False
            self._changed.notify_all()
