"""Write the words of the drawn world down. `python docs/world.py` writes `docs/world.md`."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from storyline.schema.vocabulary import ACTIONS, ANIMALS, COLOURS, PEOPLE, SETTINGS, THINGS, TIMES_OF_DAY, WEATHERS
from storyline.schema.vocabulary.word import Word

PAGE = Path(__file__).parent / "world.md"


def page() -> str:
    """The page, in Markdown."""
    tables = [
        ("People", "person", PEOPLE),
        ("Animals", "animal", ANIMALS),
        ("Vehicles, things and plants", "thing", THINGS),
        ("Settings", "setting", SETTINGS),
        ("Actions", "action", ACTIONS),
    ]
    return "\n".join(
        [
            "# The drawn world",
            "",
            "What `storyline` draws as itself, by name. Written by `python docs/world.py` from the tables in",
            "[`storyline/schema/vocabulary/`](../storyline/schema/vocabulary). Any other thing becomes a figure that",
            "carries its name, any other place a plain landscape, any other action standing still, and a note says so.",
            "",
            *(line for title, word, rows in tables for line in _table(title, word, rows)),
            "## Colours",
            "",
            f"`#rrggbb`, or one of {len(COLOURS)} names: {', '.join(COLOURS)}.",
            "",
            "## Light and weather",
            "",
            f"Times of day: {', '.join(TIMES_OF_DAY)}.  ",
            f"Weathers: {', '.join(WEATHERS)}.",
            "",
        ]
    )


def _table(title: str, word: str, rows: Mapping[str, Word]) -> Iterator[str]:
    yield from (f"## {title}: {len(rows)}", "", f"| {word} | and other words for it |", "|---|---|")
    yield from (f"| {name} | {row.also} |" for name, row in rows.items())
    yield ""


if __name__ == "__main__":
    PAGE.write_text(page())
