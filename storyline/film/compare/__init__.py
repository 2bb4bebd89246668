"""Two films, or two versions of one script, beside each other, with their differences shot by shot."""

from storyline.film.compare.measure import compare
from storyline.film.compare.side import Version, keep_compared
from storyline.film.compare.write import COMPARISONS, copies_beside, write_comparison

__all__ = ["COMPARISONS", "Version", "compare", "copies_beside", "keep_compared", "write_comparison"]
