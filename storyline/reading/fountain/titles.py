"""The title page: `Title: …` and what follows, up to the first blank line."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from storyline.reading.fountain.blocks import heading_text, is_transition
from storyline.reading.fountain.emphasis import plain
from storyline.reading.fountain.hidden import Line
from storyline.reading.plain import REFUSED
from storyline.schema.script import Credit

_KEY = re.compile(r"(?P<key>[^\W_][^:\n]{0,79}?)[^\S\n]*:(?=\s|\Z)(?P<value>.*)", re.DOTALL)
_USUAL = """title, subtitle, episode title, credit, author, authors, written by, source, based on, contact,
    contact info, copyright, notes, date, draft, draft date, revision, revision date, version, language, format"""
_KNOWN = frozenset(key.strip() for key in _USUAL.split(","))


class TitlePage(NamedTuple):
    """What stands on it, in order, and the first line after it."""

    entries: dict[str, str]
    end: int


def title_page(lines: Sequence[Line]) -> TitlePage:
    """Read the title page that a screenplay starts with, if it does.

    Values are as they stand there, lines of a value without their indentation. A key that stands twice has both
    values. One line `key: value` with a key of the writer's own is a title page only where a heading follows: it may
    be the first sentence.
    """
    at = next((n for n, line in enumerate(lines) if not line.blank), 0)
    entries: dict[str, list[str]] = {}
    key = ""
    while at < len(lines) and not lines[at].blank:
        text = lines[at].whole
        found = None if text[:1].isspace() and key else _KEY.match(text.lstrip())
        if found and _can_be_key(" ".join(found["key"].split())):
            key = " ".join(found["key"].split())
            entries.setdefault(key, [])
            text = found["value"]
        elif not key or not text[:1].isspace():
            break
        entries[key] += [value for line in text.split("\n") if (value := line.strip())]
        at += 1
    page = {key: "\n".join(values) for key, values in entries.items()}
    after = next((line.seen for line in lines[at:] if not line.blank), "")
    told = len(page) > 1 or any(map(is_known, page)) or (any(page.values()) and heading_text(after) is not None)
    return TitlePage(page, at) if told else TitlePage({}, 0)


def _can_be_key(key: str) -> bool:
    return not is_transition(f"{key}:") and heading_text(key) is None


def is_known(key: str) -> bool:
    """Whether a key is one that title pages usually have."""
    return key.casefold() in _KNOWN


def entry(page: Mapping[str, str], *keys: str) -> str:
    """What stands under the first of some keys, in any case; empty if nothing does."""
    return next((v for wanted in keys for key, v in page.items() if key.casefold() == wanted and v), "")


def plain_lines(value: str) -> list[str]:
    """The lines of a value without marks of emphasis."""
    return [text for line in value.split("\n") if (text := plain(line))]


def credits_of(page: Mapping[str, str]) -> tuple[Credit, ...]:
    """The credits that a title page gives: its authors, and what the story is taken from."""
    role = " ".join(plain_lines(entry(page, "credit"))) or "Written by"
    authors = plain_lines(entry(page, "author", "authors", "written by"))
    found = [Credit(role=role, name=" ".join(authors)[:200])] if authors else []
    source = " ".join(plain_lines(entry(page, "source", "based on")))
    return (*found, Credit(name=source[:200])) if source else tuple(found)


def title_of(page: Mapping[str, str]) -> str | None:
    """The title on one line; None if there is none."""
    return " ".join(plain_lines(entry(page, "title"))) or None


def write_title_page(page: Mapping[str, str]) -> str:
    """A title page as text, without the blank line after it; what cannot be a key becomes `Notes`."""
    entries: dict[str, list[str]] = {}
    for name, value in page.items():
        key = " ".join(REFUSED.sub(" ", name.replace(":", " ")).split())
        if not _KEY.fullmatch(f"{key}:") or not _can_be_key(key):
            key = "Notes"
        entries.setdefault(key, []).extend(
            line.strip() for line in REFUSED.sub(" ", value).splitlines() if line.strip()
        )
    return "\n".join(
        f"{key}: {values[0]}" if len(values) == 1 else "\n    ".join([f"{key}:", *values])
        for key, values in entries.items()
    )
