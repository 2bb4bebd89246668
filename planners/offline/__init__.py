"""The planner that everyone has: by grammar and tables, no model, no network, the same plan every time."""

from planners.offline.plan import OfflinePlanner

__all__ = ["OfflinePlanner"]
