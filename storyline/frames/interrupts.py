"""Moments that Ctrl-C must not fall into: it is kept until they are over."""

import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import Any

_STOPS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


@contextmanager
def undisturbed() -> Iterator[None]:
    """Hold back the signals that stop a program while the body runs; then pass on those that came.

    For steps that leave something behind when they are broken off between doing and noting it: a process started
    whose id nobody knows, a file made whose name nobody keeps. Outside of the main thread no signal can disturb.
    """
    came: list[int] = []
    before: dict[int, Any] = {}

    def keep(number: int, frame: FrameType | None) -> None:
        came.append(number)

    try:
        if threading.current_thread() is threading.main_thread():
            for number in _STOPS:
                handler = signal.getsignal(number)
                if callable(handler):  # what Python does not handle disturbs nobody, or ends us at once
                    before[number] = handler
                    signal.signal(number, keep)
        yield
    finally:
        _restore(list(before.items()))
    for number in came:
        before[number](number, None)


def _restore(handlers: Sequence[tuple[int, Any]]) -> None:
    """All of them, even if the first to be restored is called at once."""
    if handlers:
        try:
            signal.signal(*handlers[0])
        finally:
            _restore(handlers[1:])
