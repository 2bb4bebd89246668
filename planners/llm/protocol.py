"""What a model is to this planner: messages and a JSON Schema in, text out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol, runtime_checkable

from storyline.errors import PlanError

Role = Literal["system", "user", "assistant"]


@dataclass(frozen=True)
class Message:
    """One turn of a conversation."""

    role: Role
    text: str


@dataclass(frozen=True)
class Asked:
    """One call: everything that decides its reply, but for the model."""

    stage: str
    """What it is for: `cast`, `shots`. A name for the schema, of letters, digits and `_`."""
    messages: tuple[Message, ...]
    schema: Mapping[str, Any]
    """JSON Schema of the reply, without references; every string and list in it is bounded."""
    most_tokens: int
    """How long the reply may be."""


@dataclass(frozen=True)
class Reply:
    """What a model said, to the letter."""

    text: str
    tokens_in: int = 0
    tokens_out: int = 0
    """As the provider counts them; 0 where it does not."""
    end: Literal["whole", "cut", "refused"] = "whole"
    """Whether the text is all of it, broke off at the most tokens, or declines to answer."""


class NoReplyError(PlanError):
    """A call brought no text at all."""

    def __init__(self, message: str, *, again: bool = False, after: float | None = None, hopeless: bool = False):
        """Say why.

        Args:
            again: the same call may succeed when it is made again.
            after: seconds that the provider asks to wait before; None if it does not say.
            hopeless: no other call will succeed either: the key is wrong, the model unknown.
        """
        super().__init__(message)
        self.again, self.after, self.hopeless = again, after, hopeless


@runtime_checkable
class Model(Protocol):
    """A language model. Safe to use from several threads at once."""

    name: str
    """`openai:gpt-x`: becomes the origin of what it decides."""
    address: str
    """Where it is, if that is not the provider's own place: part of the key of its replies. Without credentials."""

    def answer(self, asked: Asked) -> Reply:
        """Make one call, once.

        Raises:
            NoReplyError: it brought no text.
        """
        ...

    def close(self) -> None:
        """Let go of its connections; it is not asked again."""
        ...
