"""Language models in this process: any that transformers loads, held to a JSON Schema token by token."""

from planners.local.model import LocalModel

__all__ = ["LocalModel"]
