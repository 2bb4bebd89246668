"""Clips → film: timeline, transitions, titles, subtitles, sound; `assemble` does it all."""

from storyline.assembly.assemble import assemble

__all__ = ["assemble"]
