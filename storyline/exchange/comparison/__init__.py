"""A comparison of two films → words, a page, a contact sheet."""

from storyline.exchange.comparison.page import page
from storyline.exchange.comparison.sheet import sheet
from storyline.exchange.comparison.told import table

__all__ = ["page", "sheet", "table"]
