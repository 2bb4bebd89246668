"""A generator's name → its families, and their models: `hub:sdxl+wan`, `hub:sd15=FOLDER+wan=OWNER/NAME@1a2b`."""

from dataclasses import dataclass
from typing import Any

from generators.hub.family import ClipFamily, KeyframeFamily, Makes
from generators.hub.registry import families, family
from storyline.diffusion.sources import Source
from storyline.errors import SetupError

PREFIX = "hub:"


@dataclass(frozen=True)
class Choice:
    """Who draws keyframes, and who the frames between them; one of them may be missing."""

    keyframes: "tuple[KeyframeFamily, Source] | None"
    clips: "tuple[ClipFamily, Source] | None"


def choice(name: str) -> Choice:
    """What a generator's name means.

    Raises:
        SetupError: it means nothing, a family is not installed, or there is no such model.
    """
    told = name.removeprefix(PREFIX).split("+")
    if not name.startswith(PREFIX) or not all(told) or len(told) > 2:
        raise SetupError(
            f"generator {name!r}: expected {PREFIX}KEYFRAMES+CLIPS, each a family and, if you like, =MODEL: "
            f"`{PREFIX}sdxl+wan`; `storyline models` lists the families"
        )
    asked = [(what, model) for what, _, model in (part.partition("=") for part in told)]
    if len(asked) == 2:
        return Choice(_chosen(*asked[0], "keyframes"), _chosen(*asked[1], "clips"))
    known = families().get(asked[0][0])
    if known is not None and known.about.makes == "clips":
        found = _chosen(*asked[0], "clips")
        if found[0].about.can.first:
            raise SetupError(
                f"generator {name!r}: {asked[0][0]} goes on from keyframes, and nobody draws them: "
                f"`{PREFIX}sdxl+{asked[0][0]}`"
            )
        return Choice(None, found)
    return Choice(_chosen(*asked[0], "keyframes"), None)


def _chosen(name: str, model: str, makes: Makes) -> Any:
    found = family(name, makes)
    source = Source.parse(model or found.about.checkpoint)
    for part, _ in source.parts:
        if part not in found.about.also:
            known = ", ".join(found.about.also) or "none"
            raise SetupError(f"{name}={model}: expected parts out of: {known}; got {part!r}")
    return found, source
