"""Bodies of replies that end: by bytes and by the clock. A read time-out alone never ends one that drips."""

import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

MOST_BYTES = 8_000_000


def bounding(seconds: float, most_bytes: int = MOST_BYTES) -> Callable[[Any], None]:
    """A hook for responses that ends a body after `seconds` or `most_bytes`, whichever comes first, with a time-out.

    It works for `httpx` and its descendants alike: provider clients bring one or the other.
    """

    def hook(response: Any) -> None:
        library = sys.modules[type(response).__module__.partition(".")[0]]
        until, left = time.monotonic() + seconds, most_bytes
        inner = response.stream
        if not isinstance(inner, library.SyncByteStream):
            return

        class Bounded(library.SyncByteStream):  # type: ignore[name-defined, misc]
            def __iter__(self) -> Iterator[bytes]:
                nonlocal left
                for chunk in inner:
                    left -= len(chunk)
                    if left < 0 or time.monotonic() > until:
                        raise library.ReadTimeout("the reply has no end")
                    yield chunk

            def close(self) -> None:
                inner.close()

        response.stream = Bounded()

    return hook
