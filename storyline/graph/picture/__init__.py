"""A render graph as a picture: its tasks by scene and shot; what ran, is there or will run, and what it takes."""

from storyline.graph.picture.rows import Names
from storyline.graph.picture.write import fragment, page, svg

__all__ = ["Names", "fragment", "page", "svg"]
