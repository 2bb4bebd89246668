"""Planners: script in, storyboard out."""
