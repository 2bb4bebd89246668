"""Two storyboards → what the second has otherwise, in words: of the film, and shot by shot."""

from storyline.exchange.changes.film import film_changes
from storyline.exchange.changes.shot import Told, shot_changes

__all__ = ["Told", "film_changes", "shot_changes"]
