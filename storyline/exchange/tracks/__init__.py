"""Storyboard → plots of its tracks: where everybody is in the frame over each shot's time, who is seen when."""

from storyline.exchange.tracks.write import fragment, page, svg

__all__ = ["fragment", "page", "svg"]
