"""YAML → Script or Storyboard, with every fault at its line and column; and back."""

from collections.abc import Iterable

from storyline.errors import ScriptError
from storyline.reading.emit import emit
from storyline.reading.plain import Plain, read_plain
from storyline.schema.base import document
from storyline.schema.faults import Fault, validate
from storyline.schema.migrate import migrate
from storyline.schema.script import Script
from storyline.schema.storyboard import Storyboard

MAX_FAULTS = 20
"""Faults that are listed; the rest are counted."""


def read_yaml(text: str, *, source: str = "script") -> Script | Storyboard:
    """Read a document: a Storyboard if its `format` says so, else a Script.

    `story` is left as prose: `storyline.reading.read` makes scenes of it. JSON is YAML, and is read too.

    Args:
        source: the file's name, for messages.

    Raises:
        ScriptError: one line a fault, as `script.yaml:6:10: scene 1, shot 2, sise: unknown field; did you mean
            'size'?`, at most 20.
    """
    plain = read_plain(text, source=source)
    if not isinstance(plain.value, dict):
        got = "nothing" if plain.value is None else "a list" if isinstance(plain.value, list) else "one value"
        raise ScriptError(
            f"{source}:1:1: expected fields such as `title:`, `story:` or `scenes:`; got {got}. "
            "Prose goes under `story: |`, or into a .txt file."
        )
    try:
        current = migrate(plain.value)
    except ScriptError as error:
        raise ScriptError(f"{source}:{plain.mark(('format',))}: {error}") from None
    return _validated(Storyboard if current["format"].startswith("storyboard/") else Script, current, plain, source)


def _validated(noun: type[Script], current: dict[str, object], plain: Plain, source: str) -> Script | Storyboard:
    value, faults = validate(noun, current)
    if value is None:
        raise at_their_places(faults, plain, source)
    return value


def at_their_places(faults: Iterable[Fault], plain: Plain, source: str) -> ScriptError:
    """The error of a document's faults, one line a fault, with its line and column."""
    placed = sorted((plain.mark(f.path, key=f.kind == "unknown"), n, f) for n, f in enumerate(faults))
    lines = [f"{source}:{mark}: {fault}" for mark, _, fault in placed[:MAX_FAULTS]]
    if len(placed) > MAX_FAULTS:
        lines.append(f"{source}: and {len(placed) - MAX_FAULTS} more faults")
    return ScriptError("\n".join(lines))


def write_yaml(noun: Script | Storyboard, *, schema: str | None = None) -> str:
    """Write a document that `read_yaml` reads back as an equal one; fields at their defaults are left out.

    Args:
        schema: address or relative path of the JSON Schema, for editors that complete as one types.
    """
    plain = {"format": noun.format} | document(noun)
    for scene in plain.get("scenes", ()):
        for shot in scene.get("shots", ()):
            if "camera" in shot:
                shot["camera"] = [{"at": 0} | keyframe for keyframe in shot["camera"]]  # the moment leads
    return (f"# yaml-language-server: $schema={schema}\n" if schema else "") + emit(plain)
