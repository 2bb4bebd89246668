"""A JSON Schema as a rule for the next token, and a way to end in time.

The grammar allows only tokens that keep the reply valid; near the end of its room the reply is closed: of those
allowed, the token that ends a text, a list or an object is taken. Every reply of enough room is then valid and whole.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import llguidance
import llguidance.hf
import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor

from planners.local.shortest import shortest


class Vocabulary:
    """The tokens of a model, by what they write."""

    def __init__(self, tokenizer: Any, size: int) -> None:
        """`size` counts the model's outputs: often more than the tokenizer has tokens.

        Raises:
            ValueError: it is no fast tokenizer of transformers.
        """
        self.size = size
        self.parser: Any = llguidance.hf.from_tokenizer(tokenizer, n_vocab=size)
        self._texts = [self.parser.decode_bytes([token]) for token in range(size)]

    @cached_property
    def endings(self) -> tuple[Bool[Tensor, " tokens"], ...]:
        """Tokens that bring an end nearer, the best first: quotes, brackets, what follows a number.

        Within a text brackets are part of it: only a quote ends it.
        """
        quotes = [text[:1] == b'"' and not text.strip(b'"]}') for text in self._texts]
        brackets = [bool(text) and not text.strip(b"]}") for text in self._texts]
        after = [text[:1] in (b"]", b"}", b",") for text in self._texts]
        return torch.tensor(quotes), torch.tensor(brackets), torch.tensor(after)


class Grammar:
    """One reply as it is written. It is called as a logits processor of transformers is."""

    def __init__(self, vocabulary: Vocabulary, schema: Mapping[str, Any], room: int) -> None:
        """`room` counts the tokens that the reply may have.

        Raises:
            ValueError: there is too little room for any reply of this schema.
        """
        self.least = shortest(schema) + 1
        if room < self.least:
            raise ValueError(f"expected room for {self.least} tokens; got {room}")
        self._vocabulary, self._room = vocabulary, room
        self._written = 0
        self._prompt: int | None = None
        form = llguidance.LLMatcher.grammar_from_json_schema(
            json.dumps(schema), defaults={"whitespace_flexible": False}
        )
        self._matcher: Any = llguidance.LLMatcher(vocabulary.parser, form)
        if error := self._matcher.get_error():
            raise ValueError(f"the schema cannot be followed: {error}")

    @property
    def whole(self) -> bool:
        """Whether what is written is a whole reply."""
        return bool(self._matcher.is_accepting() or self._matcher.is_stopped())

    def __call__(self, ids: Int[Tensor, "1 n"], scores: Float[Tensor, "1 tokens"]) -> Float[Tensor, "1 tokens"]:
        """The scores of the next token, minus infinity for those that may not follow `ids`."""
        length = ids.shape[1]
        if self._prompt is None:
            self._prompt = length
        elif not self._matcher.is_stopped():
            self._follow(ids[0, self._prompt + self._written :].tolist())
        self._written = length - self._prompt
        allowed = self._allowed()
        if self._room - self._written <= self.least:
            allowed = self._in_haste(allowed)
        return scores.masked_fill(~allowed.to(scores.device), float("-inf"))

    def _follow(self, tokens: Sequence[int]) -> None:
        if not self._matcher.consume_tokens(list(tokens)):
            raise ValueError(f"the reply left its grammar: {self._matcher.get_error()}")

    def _allowed(self) -> Bool[Tensor, " tokens"]:
        return torch.frombuffer(bytearray(self._matcher.compute_logit_bias()), dtype=torch.uint8).bool()

    def _in_haste(self, allowed: Bool[Tensor, " tokens"]) -> Bool[Tensor, " tokens"]:
        """Of the allowed tokens those by which a reply ends soonest."""
        if self.whole:
            end = torch.zeros_like(allowed)
            end[self._vocabulary.parser.eos_token] = True
            return end
        for preferred in self._vocabulary.endings:
            if bool((both := allowed & preferred).any()):
                return both
        return allowed
