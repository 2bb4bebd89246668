"""Models that redraw pictures by words, and canonical images redrawn by them."""
