"""`storyline schema` and `storyline doctor`: about formats, and about this machine."""

import json
from typing import Annotated

import typer

from storyline.cli.answer import say
from storyline.cli.options import Json
from storyline.errors import SetupError


def schema(noun: Annotated[str, typer.Argument(metavar="script|storyboard|series")], as_json: Json = False) -> None:
    """Print the JSON Schema of a script, a storyboard or a series, for editors and other programs."""
    from storyline.schema.json_schema import NOUNS, json_schema

    if noun not in NOUNS:
        raise SetupError(f"expected {', '.join([*NOUNS][:-1])} or {[*NOUNS][-1]}; got {noun!r}")
    found = json_schema(NOUNS[noun])
    print(json.dumps(found, indent=None if as_json else 2))


def doctor(as_json: Json = False) -> None:
    """Say what this machine and installation have, and whether a film can be made here."""
    from storyline.doctor import examine

    report = examine()
    ok = all(check.ok for check in report)
    say(
        as_json,
        False,
        {"ok": ok, "checks": {c.name: {"ok": c.ok, "found": c.found} for c in report}},
        "\n".join(f"{'ok  ' if c.ok else 'FAIL'} {c.name}: {c.found}" for c in report),
    )
    if not ok:
        raise typer.Exit(1)
