"""A client's error → what it means for the plan: ask again, when, or never."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple

_AGAIN = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 520, 522, 524, 529})
_HOPELESS = frozenset({401, 402, 403, 404})
_LONGEST = 300
"""Characters of a provider's message."""


class Trouble(NamedTuple):
    """What a failed call means."""

    message: str
    status: int | None = None
    """Of HTTP; None if there was no answer."""
    again: bool = False
    after: float | None = None
    """Seconds that the provider asks to wait."""
    hopeless: bool = False


def trouble(error: Exception) -> Trouble:
    """What any client's error means, by its HTTP status, its kind and its words."""
    status = _status(error)
    said = " ".join(str(error).split())[:_LONGEST] or type(error).__name__
    if status is not None and status >= 400:
        quota = status == 429 and "insufficient_quota" in str(error)
        return Trouble(
            f"it answers {status}: {said}",
            status,
            again=status in _AGAIN and not quota,
            after=_retry_after(error),
            hopeless=status in _HOPELESS or quota,
        )
    name = " ".join(t.__name__ for t in type(error).__mro__).lower()
    if "timeout" in name or "timed out" in said.lower():
        return Trouble("it did not answer in time", again=True)
    if any(w in name for w in ("connect", "network", "protocol", "readerror", "oserror", "remote")):
        cause = error.__cause__
        inner = " ".join(str(cause).split())[:_LONGEST] if cause is not None else ""
        return Trouble(f"it cannot be reached: {inner or said}", again=True)
    return Trouble(f"its answer is none of a chat model ({type(error).__name__}: {said})", again=True)


def _status(error: Exception) -> int | None:
    for holder in (error, getattr(error, "response", None)):
        for name in ("status_code", "status", "http_status"):
            found = getattr(holder, name, None)
            if isinstance(found, int):
                return found
    return None


def _retry_after(error: Exception) -> float | None:
    """Seconds, from `Retry-After` as a number or a date, or `retry-after-ms`."""
    headers: Any = getattr(getattr(error, "response", None), "headers", None)
    if headers is None:
        return None
    try:
        if (exact := headers.get("retry-after-ms")) is not None:
            return max(0.0, float(exact) / 1000)
        said = headers.get("retry-after")
        if said is None:
            return None
        try:
            return max(0.0, float(said))
        except ValueError:
            moment = parsedate_to_datetime(said)
            if moment.tzinfo is None:
                moment = moment.replace(tzinfo=UTC)
            return max(0.0, (moment - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None
