"""Series: episodes, and what they share."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeVar, cast

from pydantic import Discriminator, Field, Tag

from storyline.schema.base import Noun, Text
from storyline.schema.entity import Group, ScriptEntity, ScriptPlace
from storyline.schema.media import Aspect, FilePath, FrameSize
from storyline.schema.script import Credit, Language, Script, Seed, Subtitles
from storyline.schema.storyboard import Storyboard
from storyline.schema.timing import FrameRate, Length

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


class Series(Noun):
    """Episodes, and what each of them has unless it says otherwise."""

    format: Literal["series/1"] = "series/1"
    title: Text | None = None
    """Of the series; each episode has its own."""
    language: Language | None = None
    """BCP 47: `en`, `pt-BR`."""
    aspect: Aspect | None = None
    size: FrameSize | None = None
    rate: FrameRate | None = None
    seed: Seed | None = None
    style: Text | None = None
    negative_prompt: Text | None = None
    credits: tuple[Credit, ...] | None = None
    subtitles: Subtitles | None = None
    opening: Length | None = None
    """Length of the opening titles; 0 for none."""
    closing: Length | None = None
    """Length of the end credits; 0 for none."""
    places: tuple[ScriptPlace, ...] = ()
    cast: tuple[ScriptEntity, ...] = ()
    """By their ids they are the same in all episodes, and look the same."""
    groups: tuple[Group, ...] = ()
    episodes: Annotated[tuple[Episode, ...], Field(min_length=1, max_length=MOST_EPISODES)]
    """In their order: files in the folder of the series or below, or scripts written out."""


_SHARED = ("language", "rate", "seed", "style", "negative_prompt", "credits", "subtitles", "opening", "closing")
"""What an episode takes over as it is if it says nothing."""


def inherited(series: Series, episode: Script) -> Script:
    """The episode with what it leaves out taken from its series; what it says itself stays.

    Cast, places and groups are joined by their ids: those of the series come first, and of one that both describe, each
    field is the episode's where it says something. A storyboard has nothing left to say and comes back as it is.
    """
    if isinstance(episode, Storyboard):
        return episode
    fields: dict[str, Any] = {name: getattr(series, name) for name in _SHARED if getattr(episode, name) is None}
    if episode.size is None and episode.aspect is None:  # each goes with the other
        fields |= {"size": series.size, "aspect": series.aspect}
    fields["places"] = _joined(series.places, episode.places)
    fields["cast"] = _joined(series.cast, episode.cast)
    fields["groups"] = _joined(series.groups, episode.groups)
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
