"""Storyboard → what the film's words will lack on this machine, in sentences."""

from collections.abc import Iterator

from storyline.frames.text import missing_glyphs, reads_right_to_left, shapes_scripts
from storyline.schema.storyboard import Storyboard


def notes(storyboard: Storyboard) -> tuple[str, ...]:
    """Say which characters no shipped font has, and whether letters that join or run right to left will not."""
    words = [text for text in _drawn(storyboard) if text]
    found = []
    missing = missing_glyphs("".join(words))
    if missing:
        found.append(f"no shipped font has these characters, which are drawn as boxes: {' '.join(missing)}")
    if not shapes_scripts() and any(reads_right_to_left(text) for text in words):
        found.append(
            "this Pillow cannot join letters or run them right to left; install libraqm and FriBiDi, "
            "or leave subtitles to the player with `subtitles: file`"
        )
    return tuple(found)


def _drawn(storyboard: Storyboard) -> Iterator[str]:
    """Every text that the film shows as letters."""
    if storyboard.opening:
        yield storyboard.title
    if storyboard.opening or storyboard.closing:
        for credit in storyboard.credits:
            yield from (credit.role, credit.name)
    if storyboard.subtitles == "burned":
        for _, shot in storyboard.shots():
            for line in shot.lines:
                yield line.text
                if line.speaker is not None:
                    yield storyboard.entity(line.speaker).name
