"""The planner that asks a language model, and never ends without a storyboard."""

from planners.llm.plan import LlmPlanner

__all__ = ["LlmPlanner"]
