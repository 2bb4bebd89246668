"""Storyboard → PDF: the sheets of paper that boards are printed on."""

from storyline.exchange.pdf.sheets import Layout, write_pdf

__all__ = ["Layout", "write_pdf"]
