"""Storyboard ⇄ other people's formats and sheets."""
