"""A render graph as a picture: scenes, shots and tasks; what ran, what is there, what will run, and how long it takes."""

from storyline.graph.picture.rows import Names
from storyline.graph.picture.write import fragment, page, svg

__all__ = ["Names", "fragment", "page", "svg"]
