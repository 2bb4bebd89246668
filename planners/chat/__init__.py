"""The one door to langchain: chat models of any provider, asked for JSON."""

from planners.chat.model import ChatModel

__all__ = ["ChatModel"]
