"""Consistency across shots: frames → everybody's colours in each shot → which are off, how far → edits; a report."""
