"""Plans that others publish → Script: each dialect is read once, here, and every repair stands in the notes."""

from storyline.exchange.plans.dialects import DIALECTS, read_dialect

__all__ = ["DIALECTS", "read_dialect"]
