"""Request → a valid value: asked, read, told what is wrong with it, asked again, and then repaired."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from planners.llm.budget import SpentError
from planners.llm.conversation import Conversation
from planners.llm.parse import NotJsonError, parse
from planners.llm.part import Part, json_schema
from planners.llm.protocol import Asked, Message, NoReplyError
from planners.llm.repair import Done, in_boxes, in_words, pruned, trimmed
from storyline.schema.faults import validate

P = TypeVar("P", bound=Part)

ATTEMPTS = 3
"""Replies to one request: the first, and those after our errors went back."""
_ECHO = 6000
"""Characters of a faulty reply that go back with the errors."""
_TOLD = 12
"""Faults that go back at once."""

Check = Callable[[Any], Sequence[str]]
"""What else is wrong with a valid value, in words: numbers that do not exist, names that nobody has."""


@dataclass(frozen=True)
class Request(Generic[P]):
    """One question to the model."""

    stage: str
    rules: str
    """The prompt: how to do it."""
    data: str
    """The script and what was decided so far; delimited, and no part of the rules."""
    part: type[P]
    most_tokens: int
    check: Check = lambda value: ()
    frame: tuple[int, int] = (1280, 720)
    """Width and height of the film's frame in pixels."""


@dataclass(frozen=True)
class Answer(Generic[P]):
    """What came of a request."""

    value: P | None
    """None where nothing of use came: the offline planner fills the gap."""
    repairs: Done = ()
    """What was changed so that it is valid."""
    unmet: tuple[str, ...] = ()
    """What its check still finds wrong."""
    why: str = ""
    """Why there is no value."""


def ask(conversation: Conversation, request: Request[P], attempts: int = ATTEMPTS) -> Answer[P]:
    """Ask until the reply is valid, at most `attempts` times; then repair the last one that could be read.

    A model that says the same again, told what is wrong with it, is not asked once more.

    Raises:
        PlanError: the model cannot be reached, or will not answer anything.
    """
    first = (Message("system", request.rules), Message("user", request.data))
    schema = json_schema(request.part)
    messages: tuple[Message, ...] = first
    readable: tuple[Any, Done] | None = None
    why = before = ""
    for attempt in range(attempts):
        asked = Asked(request.stage, messages, schema, request.most_tokens)
        try:
            reply = conversation.reply(asked)
        except SpentError as spent:
            why = str(spent)
            break
        except NoReplyError as error:  # of this call: the next stage may fare better
            why = str(error)
            break
        if reply.end == "refused":
            why = "it declined to answer"
            wrong: Sequence[str] = ["expected a JSON object; got a refusal. This is a story to be drawn as a cartoon."]
        else:
            try:
                found = parse(reply.text)
            except NotJsonError as error:
                why = str(error)
                wrong = [why]
            else:
                document, trims = trimmed(request.part, found.value)
                document, words = in_words(document, guess=False)
                done = (*found.remarks, *trims, *words)
                readable = (document, done)
                value, faults = validate(request.part, document)
                wrong = [str(f) for f in faults] if value is None else list(request.check(value))
                if value is not None and not wrong:
                    return Answer(value, done)
                why = wrong[0] if wrong else "it was no valid reply"
        if reply.end == "cut":
            wrong = [f"the reply broke off after {len(reply.text):,} characters; write a shorter one", *wrong]
        if attempt and reply.text == before:
            break
        before = reply.text
        if attempt + 1 < attempts:
            messages = (*first, Message("assistant", _echo(reply.text)), Message("user", _told(wrong)))
    if readable is None:
        return Answer(None, why=why)
    return _repaired(request, readable, why)


def _repaired(request: Request[P], readable: tuple[Any, Done], why: str) -> Answer[P]:
    document, done = readable
    document, words = in_words(document, guess=True)
    document, boxes = in_boxes(document, request.frame)
    document, cuts = pruned(request.part, document)
    value, _ = validate(request.part, document)
    if value is None:
        return Answer(None, why=why)
    return Answer(value, (*done, *words, *boxes, *cuts), tuple(request.check(value)))


def _echo(text: str) -> str:
    return text if len(text) <= _ECHO else text[:_ECHO] + "…"


def _told(wrong: Sequence[str]) -> str:
    shown = [f"- {w}"[:600] for w in dict.fromkeys(wrong)][:_TOLD]
    more = f"\n- and {len(wrong) - _TOLD} more" if len(wrong) > _TOLD else ""
    return (
        "That reply cannot be used:\n" + "\n".join(shown) + more + "\n\n"
        "Write the whole reply once more, mended: one JSON object that follows the schema, and nothing else."
    )
