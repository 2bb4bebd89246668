"""Stages that take long, shown while they last."""

import sys
import threading
import time
from collections.abc import Callable
from typing import Any


class Progress:
    """Shows stages that take over two seconds: a bar on a terminal, a line every ten seconds elsewhere.

    What goes on before the first of them is counted, such as planning, is told in one line. The stages `films` and
    `scenes` are shown in front of the others, which are a part of them.
    """

    def __init__(self, silent: bool, first: str = "getting ready") -> None:
        self._silent = silent
        self._first = threading.Timer(2, lambda: print(f"{first} …", file=sys.stderr))
        self._first.daemon = True
        self._stage = ""
        self._within: dict[str, str] = {}
        self._started = self._told = 0.0
        self._done = False
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> Callable[[str, int, int], None]:
        if self._silent:
            return lambda stage, done, total: None
        self._first.start()
        return self._tell

    def __exit__(self, *_: object) -> None:
        self._first.cancel()
        self._close()

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def _tell(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        self._first.cancel()
        if stage in ("films", "scenes"):
            self._within[stage] = f"{stage}: {done}/{total} > "
            return
        if stage != self._stage:
            self._close()
            self._stage, self._started, self._told, self._done = stage, now, now - 8.0, False
        ends, self._done = done == total and not self._done, done == total
        if now - self._started < 2:
            return
        within = ("".join(self._within.values()) if stage == "rendering frames" else "") + stage
        if sys.stderr.isatty():
            self._show(within, done, total)
        elif now - self._told >= 10 or ends:
            self._told = now
            rate = max(done, 1) / (now - self._started)
            left = (total - done) / rate
            print(f"{within}: {done}/{total}, {rate:.0f} a second, about {left:.0f} s left", file=sys.stderr)

    def _show(self, stage: str, done: int, total: int) -> None:
        if self._bar is None:
            from rich import progress
            from rich.console import Console

            self._bar = progress.Progress(
                progress.TextColumn("{task.description}"),
                progress.BarColumn(),
                progress.MofNCompleteColumn(),
                progress.TextColumn("{task.fields[rate]:.0f} a second"),
                progress.TimeRemainingColumn(),
                console=Console(stderr=True),
                transient=True,
            )
            self._bar.start()
            self._task = self._bar.add_task(stage, total=total, rate=0)
        rate = done / (time.monotonic() - self._started)
        self._bar.update(self._task, description=stage, completed=done, total=total, rate=rate)
