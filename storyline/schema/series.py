"""Series: episodes, and what they share."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeVar, cast

from pydantic import Discriminator, Field, Tag

from storyline.schema.entity import Group, ScriptEntity, ScriptPlace
from storyline.schema.media import FilePath
from storyline.schema.script import Script, Shared
from storyline.schema.storyboard import Storyboard

MOST_EPISODES = 10_000

S = TypeVar("S", bound=ScriptEntity | ScriptPlace | Group)


def _form(episode: Any) -> str | None:
    """Which of the forms of an episode a value is."""
    match episode:
        case str():
            return "file name"
        case Storyboard():
            return "whole storyboard"
        case Script():
            return "whole script"
        case Mapping():
            return "whole storyboard" if str(episode.get("format")).startswith("storyboard/") else "whole script"
    return None


Episode = Annotated[
    Annotated[FilePath, Tag("file name")]
    | Annotated[Script, Tag("whole script")]
    | Annotated[Storyboard, Tag("whole storyboard")],
    Discriminator(
        _form,
        custom_error_type="episode",
        custom_error_message="Expected the name of a file, or a script as `name: value`",
    ),
]


class Series(Shared):
    """Episodes, and what each of them has unless it says otherwise.

    Its title is its own. Cast and places of the same id are the same in all episodes, and look the same.
    """

    format: Literal["series/1"] = "series/1"
    episodes: Annotated[tuple[Episode, ...], Field(min_length=1, max_length=MOST_EPISODES)]
    """In their order: files in the folder of the series or below, or scripts written out."""


_JOINED = ("places", "cast", "groups")
_TAKEN_OVER = tuple(name for name in Shared.model_fields if name not in (*_JOINED, "format", "title", "size", "aspect"))
"""What an episode takes over as it is if it says nothing."""


def inherited(series: Series, episode: Script) -> Script:
    """The episode with what it leaves out taken from its series; what it says itself stays.

    Cast, places and groups are joined by their ids: those of the series come first, and of one that both describe, each
    field is the episode's where it says something. A storyboard has nothing left to say and comes back as it is.
    """
    if isinstance(episode, Storyboard):
        return episode
    fields: dict[str, Any] = {name: getattr(series, name) for name in _TAKEN_OVER if getattr(episode, name) is None}
    if episode.size is None and episode.aspect is None:  # each goes with the other
        fields |= {"size": series.size, "aspect": series.aspect}
    fields |= {name: _joined(getattr(series, name), getattr(episode, name)) for name in _JOINED}
    return episode.model_copy(update=fields)


def _joined(shared: tuple[S, ...], own: tuple[S, ...]) -> tuple[S, ...]:
    nouns: dict[str, S] = {noun.id: noun for noun in shared}
    for noun in own:
        nouns[noun.id] = _with(nouns[noun.id], noun) if noun.id in nouns else noun
    return tuple(nouns.values())


def _with(shared: S, own: S) -> S:
    """One noun, with each field of another that says something."""
    fields = type(own).model_fields
    said = {name: value for name in fields if (value := getattr(own, name)) != fields[name].default}
    return cast(S, shared.model_copy(update=said))
