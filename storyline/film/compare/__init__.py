"""Two films, or two versions of one script, beside each other, with their differences shot by shot."""

from storyline.film.compare.measure import compare
from storyline.film.compare.side import Version, keep_compared


__all__ = ["Version", "compare", "keep_compared"]
