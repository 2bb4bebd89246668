"""Keys stay out of everything that is written: what a provider echoes is blanked."""

import os
import re

_NAMES = re.compile(r"(KEY|TOKEN|SECRET|PASSWORD|CREDENTIAL)", re.IGNORECASE)
_SHORTEST = 8
"""Characters; a shorter value is no key, and may well be a word of a story."""
_USER = re.compile(r"(?<=://)[^/@\s]+@")


def blanked(text: str) -> str:
    """A text without the values of this process's secret environment variables, and without users in addresses."""
    for name, value in os.environ.items():
        if _NAMES.search(name) and len(value) >= _SHORTEST and value in text:
            text = text.replace(value, "***")
    return _USER.sub("***@", text)
