"""Fountain, the plain-text format of screenplays ⇄ Script; nothing of a screenplay is lost on the way.

A text becomes lines with notes and boneyards set aside (`hidden`), lines become elements (`blocks`), and elements
beats (`elements`).
"""

from storyline.reading.fountain.read import read_fountain
from storyline.reading.fountain.recognise import is_fountain
from storyline.reading.fountain.write import write_fountain

__all__ = ["is_fountain", "read_fountain", "write_fountain"]
