"""Storyboard → one HTML page that needs nothing else: to be opened from disk, looked at, played and printed."""

from storyline.exchange.page.write import page

__all__ = ["page"]
