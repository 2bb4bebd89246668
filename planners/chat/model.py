"""A chat model of any provider that langchain knows, asked for JSON and read to the letter.

`with_structured_output` is not used: it raises on fenced or broken-off JSON, and gives None for plain text. The call
is bound to the schema instead, in the strictest way that the provider takes, and the text is kept as it comes.
"""

import json
import os
import threading
from collections.abc import Mapping
from typing import Any, Literal

from planners.chat.bounded import bounding
from planners.chat.secrets import blanked
from planners.chat.troubles import trouble
from planners.llm.protocol import Asked, Message, NoReplyError, Reply
from storyline.errors import SetupError

Way = Literal["schema", "ollama", "tool", "json", "plain"]
"""How a model is held to the schema: the provider's own mode, Ollama's, a tool that it must call, JSON, only asked."""

_WAYS: Mapping[str, tuple[Way, ...]] = {
    "openai": ("schema", "tool", "json", "plain"),
    "ollama": ("ollama", "plain"),
}
_OTHERS: tuple[Way, ...] = ("tool", "plain")
_UNSUPPORTED = frozenset({"minLength", "maxLength", "format"})
"""What strict structured modes refuse in a schema; the rules and our own check say it too."""
_KEYS = {"openai": "OPENAI_API_KEY", "anthropic": "ANTHROPIC_API_KEY"}


class ChatModel:
    """`provider:model`, at its provider's place or, for servers that speak OpenAI's language, at `base_url`."""

    def __init__(self, name: str, *, base_url: str | None = None, timeout: float = 120.0) -> None:
        """Load the provider's client. Its key comes from the environment.

        Args:
            timeout: seconds in which a whole reply must be there.

        Raises:
            SetupError: langchain or the provider's package is not installed, there is no such provider, or no key.
        """
        provider, _, model = name.partition(":")
        if not provider or not model:
            raise SetupError(f"planner {name!r}: expected PROVIDER:MODEL, such as openai:gpt-x or ollama:llama3")
        if provider == "openai" and base_url is None:  # the client would take it too, but replies are kept by address
            base_url = os.environ.get("OPENAI_BASE_URL") or os.environ.get("OPENAI_API_BASE")
        self.name, self.address = name, blanked(base_url or "")
        self._provider = provider
        self._ways = _WAYS.get(provider, _OTHERS)
        self._way = 0
        self._lock = threading.Lock()
        self._chat: Any = _chat(name, provider, model, base_url, timeout)

    def close(self) -> None:
        """Let go of its connections."""
        client = getattr(self._chat, "http_client", None)
        if client is not None:
            client.close()

    def answer(self, asked: Asked) -> Reply:
        """Make one call, once.

        Raises:
            NoReplyError: it brought no text. Where the provider refuses the way of asking, the next call goes
                another way.
        """
        at = self._way
        try:
            said = self._bound(self._ways[at], asked).invoke([_turn(m) for m in asked.messages])
        except Exception as error:  # each provider has its own
            late = _text_of(error)
            if late is not None:
                return late
            raise self._trouble(error, at) from None
        return _reply(said)

    def _bound(self, way: Way, asked: Asked) -> Any:
        most: dict[str, Any] = {} if self._provider == "ollama" else {"max_tokens": asked.most_tokens}
        match way:
            case "schema":
                form = {"name": asked.stage, "strict": True, "schema": _strict(asked.schema)}
                return self._chat.bind(response_format={"type": "json_schema", "json_schema": form}, **most)
            case "ollama":
                return self._chat.bind(format=dict(asked.schema))
            case "tool":
                tool = {"name": asked.stage, "description": "Hand in the reply.", "parameters": dict(asked.schema)}
                choice = asked.stage if self._provider in ("openai", "anthropic") else "any"
                return self._chat.bind_tools([{"type": "function", "function": tool}], tool_choice=choice).bind(**most)
            case "json":
                return self._chat.bind(response_format={"type": "json_object"}, **most)
            case "plain":
                return self._chat.bind(**most)

    def _trouble(self, error: Exception, at: int) -> NoReplyError:
        found = trouble(error)
        form = found.status in (400, 404, 415, 422, 501) and any(w in found.message.lower() for w in _FORMS)
        unbound = isinstance(error, NotImplementedError)
        if (form or unbound) and at + 1 < len(self._ways):
            with self._lock:
                self._way = max(self._way, at + 1)
            return NoReplyError(blanked(found.message), again=True, after=0.0)
        hint = (
            f" (the key comes from {_KEYS[self._provider]})" if found.status == 401 and self._provider in _KEYS else ""
        )
        return NoReplyError(
            blanked(found.message) + hint, again=found.again, after=found.after, hopeless=found.hopeless
        )


_FORMS = ("response_format", "json_schema", "json_object", "schema", "tool", "structured", "grammar")
"""Words of an error that is about the way of asking."""


def _chat(name: str, provider: str, model: str, base_url: str | None, timeout: float) -> Any:
    try:
        from langchain.chat_models import init_chat_model
    except ImportError:
        raise SetupError(
            f"planner {name!r} needs langchain, which is not installed; install storyline with its `llm` extra: "
            "pip install -c constraints.txt '.[llm]'"
        ) from None
    settings: dict[str, Any] = {"model_provider": provider}
    if base_url is not None:
        settings["base_url"] = base_url
    try:
        if provider == "openai":
            settings |= _openai(base_url, timeout)
        elif provider == "ollama":
            settings |= {"client_kwargs": {"timeout": timeout}, "num_predict": 8192}
        else:
            settings |= {"timeout": timeout, "max_retries": 0}
        return init_chat_model(model, **settings)
    except ImportError as error:
        raise SetupError(f"planner {name!r}: {blanked(str(error))}") from None
    except Exception as error:  # each provider says in its own way what is missing
        said = blanked(str(error).strip().split("\n")[0])
        key = _KEYS.get(provider)
        hint = f"; set its key in {key}" if key and "key" in said.lower() else ""
        raise SetupError(f"planner {name!r} cannot be set up: {said}{hint}") from None


def _openai(base_url: str | None, timeout: float) -> dict[str, Any]:
    """Settings of OpenAI's client, whose replies end; a server of one's own needs no key."""
    import openai

    settings: dict[str, Any] = {
        "timeout": timeout,
        "max_retries": 0,
        "http_client": openai.DefaultHttpxClient(timeout=timeout, event_hooks={"response": [bounding(timeout)]}),
        "use_responses_api": False,
    }
    if base_url is not None and not os.environ.get("OPENAI_API_KEY"):
        settings["api_key"] = "none"
    return settings


def _turn(message: Message) -> tuple[str, str]:
    return {"system": "system", "user": "human", "assistant": "ai"}[message.role], message.text


def _reply(said: Any) -> Reply:
    """What langchain's message holds: its text, or the arguments of the tool that it calls."""
    details: Mapping[str, Any] = getattr(said, "response_metadata", None) or {}
    extra: Mapping[str, Any] = getattr(said, "additional_kwargs", None) or {}
    usage: Mapping[str, Any] = getattr(said, "usage_metadata", None) or {}
    reason = str(details.get("finish_reason") or details.get("stop_reason") or details.get("done_reason") or "")
    text = _text(said)
    refused = bool(extra.get("refusal")) or reason in ("content_filter", "refusal")
    if refused and not text:
        text = str(extra.get("refusal") or "")
    end: Literal["whole", "cut", "refused"] = "whole"
    if refused:
        end = "refused"
    elif reason in ("length", "max_tokens"):
        end = "cut"
    return Reply(blanked(text), int(usage.get("input_tokens") or 0), int(usage.get("output_tokens") or 0), end)


def _text(said: Any) -> str:
    for call in getattr(said, "tool_calls", None) or ():
        return json.dumps(call["args"], ensure_ascii=False)
    for call in getattr(said, "invalid_tool_calls", None) or ():
        return str(call.get("args") or "")
    content = said.content
    if isinstance(content, str):
        return content
    return "".join(c if isinstance(c, str) else str(c.get("text", "")) for c in content)


def _text_of(error: Exception) -> Reply | None:
    """The text of a reply that a client raises because it broke off or was filtered."""
    completion = getattr(error, "completion", None)
    choices = getattr(completion, "choices", None)
    if not choices:
        return None
    message, usage = choices[0].message, getattr(completion, "usage", None)
    text = message.content or getattr(message, "refusal", None) or ""
    counts = (getattr(usage, "prompt_tokens", 0) or 0, getattr(usage, "completion_tokens", 0) or 0)
    end: Literal["cut", "refused"] = "cut" if choices[0].finish_reason == "length" else "refused"
    return Reply(blanked(text), *counts, end=end)


def _strict(schema: Any) -> Any:
    """A schema without what strict modes refuse."""
    if isinstance(schema, Mapping):
        return {k: _strict(v) for k, v in schema.items() if k not in _UNSUPPORTED or isinstance(v, Mapping)}
    if isinstance(schema, list | tuple):
        return [_strict(item) for item in schema]
    return schema
