"""What the families of the hub are and honour. `python docs/models.py` writes that part of `docs/models.md`."""

import json
from collections.abc import Iterator
from pathlib import Path

from generators.hub.family import About
from generators.hub.registry import families

PAGE = Path(__file__).parent / "models.md"
FIRST, AFTER = "## Keyframes", "## Add your own family"
"""Headings: what lies between them is written by this program."""


def page() -> str:
    """The page, in Markdown, with what the families say of themselves now."""
    head, _, rest = PAGE.read_text("utf-8").partition(FIRST)
    tail = rest.partition(AFTER)[2]
    return head + "\n".join([*_section("keyframes", "Keyframes"), *_section("clips", "Clips"), AFTER]) + tail


def _section(makes: str, title: str) -> Iterator[str]:
    found = [family.about for family in families().values() if family.about.makes == makes]
    yield f"## {title}\n"
    yield from _table(found)
    yield ""
    for about in found:
        yield f"### `{about.name}`: {about.title}\n"
        yield from _facts(about)
        yield ""


def _table(found: list[About]) -> Iterator[str]:
    if found[0].makes == "keyframes":
        yield "| family | boxes | pictures of the cast | LoRA weights | panels together | GB |"
        yield "|---|---|---|---|---|---|"
        for a in found:
            marks = [a.can.boxes, a.can.references, a.can.weights, a.can.together]
            yield f"| `{a.name}` | {' | '.join('yes' if mark else '' for mark in marks)} | {_memory(a)} |"
        return
    yield "| family | first keyframe | last | anywhere | words by frame | pictures of the cast | frames | GB |"
    yield "|---|---|---|---|---|---|---|---|"
    for a in found:
        marks = [a.can.inner, a.can.prompts, a.can.references]
        ends = f"{'yes' if a.can.first else ''} | {'' if a.can.last == 'no' else a.can.last}"
        yield f"| `{a.name}` | {ends} | {' | '.join('yes' if m else '' for m in marks)} | {_counts(a)} | {_memory(a)} |"


def _facts(about: About) -> Iterator[str]:
    also = "".join(f", {part} from `{source}`" for part, source in about.also.items())
    yield f"- `{about.checkpoint}`{also}; {about.licence}. By {', '.join(f'`{name}`' for name in about.pipelines)}."
    rate = f", learnt at {about.rate:g} a second" if about.rate else ""
    frames = f"; {_counts(about)} frames{rate}" if about.makes == "clips" else ""
    sides = f"About {about.sides.area:,} pixels, sides in multiples of {about.sides.multiple}"
    yield f"- {sides}{frames}; {about.steps} steps, guidance {about.guidance:g}."
    if about.meets:
        yield f"- Of keyframes, {about.meets}."
    if about.parameters:
        yield (
            "- Parameters: "
            + ", ".join(f"`{name}: {json.dumps(value)}`" for name, value in about.parameters.items())
            + "."
        )
    if about.deprecated:
        yield "- Diffusers has given its pipeline up: no fixes, but it still loads."
    if about.says:
        yield f"- {about.says[0].upper()}{about.says[1:]}"


def _counts(about: About) -> str:
    counts = about.counts
    most = "any" if counts.most >= 10_000 else str(counts.most)
    every = f", each {counts.every}n+{counts.plus}" if counts.every > 1 else ""
    return f"{counts.least} to {most}{every}"


def _memory(about: About) -> str:
    return f"{about.least_gigabytes:g} to {about.gigabytes:g}"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
