"""Clips → film: timeline, transitions, titles, subtitles, sound; `film.assemble` does it all."""
