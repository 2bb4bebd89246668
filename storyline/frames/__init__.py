"""Pixels and letters: clips by frame index, video files, text."""
