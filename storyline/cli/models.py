"""`storyline models`: the families of models that can draw, and what each honours of a storyboard."""

from dataclasses import asdict
from typing import Annotated, Any

import typer

from storyline.cli.answer import say
from storyline.cli.options import Json
from storyline.errors import SetupError


def models(
    family: Annotated[str | None, typer.Argument(metavar="FAMILY", help="One of them, with all about it.")] = None,
    as_json: Json = False,
) -> None:
    """List the families of models of diffusers that draw keyframes, and the frames between them."""
    from storyline.film.plugins import families

    known = {name: found.about for name, found in families().items()}
    if family is not None and family not in known:
        raise SetupError(f"FAMILY: expected {', '.join(known) or 'one that is installed'}; got {family!r}")
    shown = known if family is None else {family: known[family]}
    prose = _table(shown) if family is None else _page(known[family])
    say(as_json, False, {"families": {name: asdict(about) for name, about in shown.items()}}, prose)


def _table(known: dict[str, Any]) -> str:
    lines = []
    for makes, what in (("keyframes", "draw keyframes"), ("clips", "draw the frames between them")):
        some = {name: about for name, about in known.items() if about.makes == makes}
        width = max((len(name) for name in some), default=0)
        lines += [f"{what}:"] if some else []
        lines += [
            f"  {name:<{width}}  {about.title}: {'; '.join((_honours(about), _memory(about)))}"
            + (" (given up by diffusers)" if about.deprecated else "")
            for name, about in some.items()
        ]
    lines.append("`storyline models FAMILY` says more; `--generator hub:KEYFRAMES+CLIPS` uses them")
    return "\n".join(lines)


def _page(about: Any) -> str:
    counts, sides = about.counts, about.sides
    every = f", in steps of {counts.every}" if counts.every > 1 else ""
    facts = [
        ("draws", f"{about.makes}, from {_honours(about)}"),
        ("model", f"{about.checkpoint} ({about.licence})"),
        ("by", f"{', '.join(about.pipelines)} of diffusers" + (", which it has given up" if about.deprecated else "")),
        ("memory", _memory(about)),
        ("sizes", f"about {sides.area:,} pixels, sides in multiples of {sides.multiple}"),
        ("frames", f"{counts.least} to {counts.most}{every}" if about.makes == "clips" else ""),
        ("rate", f"learnt at {about.rate:g} a second" if about.rate else ""),
        ("meets", about.meets),
        ("steps", f"{about.steps}, guidance {about.guidance:g}"),
        ("parameters", ", ".join(f"{name}={value!r}" for name, value in about.parameters.items())),
        ("note", about.says),
    ]
    return "\n".join((f"{about.name}: {about.title}", *(f"  {name:<10}  {said}" for name, said in facts if said)))


def _honours(about: Any) -> str:
    """What it honours, in words."""
    can = about.can
    ends = {"no": "the first keyframe", "blended": "both ends (the last by blending)", "yes": "both ends"}
    said = [
        ("words at any frame" if can.prompts else "words", can.words),
        ("boxes", can.boxes),
        ("where everybody is at each frame", can.tracks),
        ("pictures of the cast", can.references),
        ("LoRA weights", can.weights),
        ("a scene's panels together", can.together),
        ("keyframes anywhere" if can.inner else ends[can.last], can.first),
        ("sound", can.audio),
    ]
    return ", ".join(words for words, does in said if does)


def _memory(about: Any) -> str:
    return f"{about.least_gigabytes:g} to {about.gigabytes:g} GB"
