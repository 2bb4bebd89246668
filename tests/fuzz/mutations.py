"""Documents that nobody would write: grown from good ones, by structure and by bytes,
the same for the same number."""

import copy
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from storyline.schema.base import document
from tests.boards import board, shot
from tests.reading.fountain.long import long_screenplay

EXAMPLES = Path(__file__).parent.parent.parent / "examples"

SCRIPT: dict[str, Any] = {
    "format": "script/1", "title": "The Kite", "language": "en", "aspect": "16:9", "size": [64, 36], "rate": 6,
    "seed": 3,
    "style": "soft", "credits": [{"role": "Story", "name": "Nobody"}], "subtitles": "burned", "opening": "1s",
    "closing": 6,
    "places": [{"id": "beach", "name": "Beach", "setting": "beach"}],
    "cast": [
        {"id": "mia", "kind": "girl", "looks": [{"colours": ["purple"], "attributes": ["small"]}]},
        {"id": "rex", "kind": "dog", "name": "Rex"},
    ],
    "groups": [{"id": "both", "name": "Both", "members": ["mia", "rex"]}],
    "scenes": [
        {"heading": "The beach", "place": "beach", "time_of_day": "morning", "weather": "wind", "shots": [
            {"action": "Mia runs along the beach and Rex chases her.", "duration": "1s", "size": "WS", "angle": "low",
             "camera": [{"at": 0}, {"at": "100%", "zoom": 1.5, "pan": 0.2}]},
            {"action": "Rex jumps for the ball.", "transition": {"kind": "wipe", "overlap": "0.5s"}, "duration": 12,
             "lines": [{"text": "Come back!", "speaker": "mia", "start": 1, "duration": 6}],
             "panels": [{"at": "50%", "placements": [{"entity": "rex", "box": [0.3, 0.2, 0.6, 0.7], "action": "jump"},
                                                     {"entity": "mia", "facing": "left", "parent": "rex"}]}]},
        ]},
        {"story": "At night a blue bird flies over the sea. \"Good night,\" says Mia."},
        {"beats": [{"text": "They sleep.", "kind": "action"}]},
    ],
    "edits": [{"operation": "recolour", "target": {"entity": "rex"}}],
    "notes": [{"kind": "info", "text": "x"}],
    "origins": {"writer": ["title"]},
}  # fmt: skip

WORDS = """a an the A The three his her its their he she it they him them who which that fox hare dogs cat Mia Tom
king queen
bird fish boat samovar king's robot red blue old tiny runs ran running sits gives gave says said "Hello!" “Go,”
flies jumped
sleeps eats rides holds into over under behind with without to from left right forest beach city castle at night
rain . . .
, ; : — ! ? and but or then not never than like as if when while because there is are was were been being 3 1999
12:30 Dr.
Она 兔子 跑了。 café l'eau ... -- ( ) [ ] * _ # ' … \u200b \ufeff é 🦊 \u202e""".split()  # noqa: SIM905

TOKENS = [
    "&a ", "*a", "<<: *a", "---\n", "...\n", "|\n", ">-\n", "\t", "\n", "\r", "\r\n", "\0", "\ufeff", "\u2028",
    "\x85", "\x1b[0m",
    "!!python/object:os.system ", "!x ", '"', "'", "{", "}", "[", "]", ": ", "- ", "? ", "# ", "%YAML 1.1\n", "~",
    "null", ".nan",
    "-.inf", "1e999", "0x", "1_000", "2001-01-01", "INT. ", "EXT. BEACH - NIGHT\n", "FADE OUT:\n", "CUT TO:\n\n",
    "/*", "*/", "[[",
    "]]", "\n\n\n", "  ", "~la la\n", "> centred <\n", "===\n", "#", "@", "!", "^", "(", ")", "Title: x\n", "**",
    "_", "\\", "\\ud800",
    "«", "»", "“", "”", "x" * 300, "é", "e\u0301", "🦊", "兔", "\u202e", "\u0600", "ﷺ", "𝔘", "A" * 70 + "\n",
]  # fmt: skip

VALUES: list[Any] = [
    None, True, False, 0, -1, 1, 7, 2**63, -(2**70), 10**400, 0.5, -0.0, 1e308, 5e-324, "", " ", "\n", "x",
    "x" * 500, "-", "50%",
    "0s", "2s", "999999s", "1/0", "0/1", "24000/1001", "9" * 50, "../x", "/etc/passwd", "film.mp4", "~", "null",
    "\0", "\ud800",
    "\u202e", "🦊" * 20, "a\nb", [], [[]], [None], {}, {"x": 1}, {"": {}}, [0, 0, 0, 0], [1, 1, 0, 0], [-1, -1, 2, 2],
    [0.1, 0.1, 0.1000001, 0.2], [1e308, -1e308, 0, 1], "#ff0000", "red", "cut", "dissolve", "night", "storyboard/1",
    "script/1",
    "mia", "rex", "beach", "hare", "ride", "sleep", "The fox eats the king.", {"kind": "fade", "overlap": 3},
    {"path": "x.wav"},
    [{"text": "Hello."}], [{"at": 0}], [{"entity": "mia", "box": [0, 0, 1, 1]}],
]  # fmt: skip


class Case(NamedTuple):
    """What is to be read: bytes in a file of this suffix, or a plain document."""

    suffix: str
    content: Any


def case(number: int) -> Case:
    """The document of a number."""
    chance = random.Random(number)
    return chance.choice((_by_structure, _by_structure, _by_structure, _prose, _by_bytes, _by_bytes))(chance)


def _good() -> dict[str, Any]:
    made = board(shot("a", 12), shot("b", 9, transition="fade", overlap=3), shot("c", 1), opening=6, closing=6)
    return {"format": "storyboard/1"} | document(made)


STORYBOARD = _good()
TEXTS = {
    **{path.name: path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.iterdir()) if path.is_file()},
    "script.yaml": yaml.safe_dump(SCRIPT, sort_keys=False, allow_unicode=True),
    "script.json": json.dumps(SCRIPT),
    "board.yaml": yaml.safe_dump(STORYBOARD, sort_keys=False),
    "long.fountain": long_screenplay(3),
}


def _by_structure(chance: random.Random) -> Case:
    plain = copy.deepcopy(chance.choice((SCRIPT, SCRIPT, STORYBOARD)))
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        _mutate(chance, plain)
    how = chance.randrange(3)
    if how == 0:
        return Case("", plain)
    try:
        text = (
            json.dumps(plain)
            if how == 1
            else yaml.safe_dump(plain, sort_keys=False, allow_unicode=chance.random() < 0.5)
        )
    except (yaml.YAMLError, UnicodeError, ValueError):
        return Case("", plain)
    return Case((".json", ".yaml")[how - 1], text.encode("utf-8", "surrogatepass"))


def _mutate(chance: random.Random, plain: dict[str, Any]) -> None:
    places = list(_places(plain))
    node, step = chance.choice(places)
    other_node, other_step = chance.choice(places)
    try:
        old = node[step]
        match chance.randrange(9):
            case 0 | 1 | 2:
                alike = [value for value in VALUES if type(value) is type(old)] if chance.random() < 0.7 else VALUES
                node[step] = copy.deepcopy(chance.choice(alike or VALUES))
            case 3:
                del node[step]
            case 4:
                node[step] = copy.deepcopy(other_node[other_step])
            case 5 if isinstance(node, list):
                node.insert(chance.randrange(len(node) + 1), copy.deepcopy(old))
            case 5:
                node[f"{step}s"] = old
            case 6 if isinstance(node, list):
                chance.shuffle(node)
            case 6:
                node[chance.choice(("id", "at", "start", "box", "kind", "text", "path", "story", "x"))] = old
            case 7 if isinstance(old, int | float) and not isinstance(old, bool):
                node[step] = old * chance.choice((-1, 0, 2, 100, 1e6, 0.5)) + chance.choice((0, 1, -1, 1e-9))
            case 7 if isinstance(old, str):
                node[step] = _bent(chance, old)
            case _:
                node[step] = [old] if chance.random() < 0.5 else {"x": old}
    except (KeyError, IndexError, OverflowError):
        return


def _places(node: Any) -> Any:
    steps = list(node) if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
    for step in steps:
        yield node, step
        yield from _places(node[step])


def _bent(chance: random.Random, text: str) -> str:
    for _ in range(chance.choice((1, 1, 2, 5))):
        at, to = sorted(chance.randrange(len(text) + 1) for _ in range(2))
        token = chance.choice(TOKENS)
        bends: tuple[Callable[[], str], ...] = (
            lambda: text[:at] + token + text[at:],  # noqa: B023
            lambda: text[:at] + text[min(to, at + 30) :],  # noqa: B023
            lambda: text[:at] + text[at:to][:200] * 2 + text[to:],  # noqa: B023
            lambda: text[:at] + text[at:to].swapcase() + text[to:],  # noqa: B023
            lambda: text[:at] + text[at:to].replace(" ", token, 3) + text[to:],  # noqa: B023
        )
        text = chance.choice(bends)()[:4000]
    return text


def _prose(chance: random.Random) -> Case:
    words = [chance.choice(WORDS) for _ in range(chance.randint(1, 60))]
    text = chance.choice((" ", " ", " ", "\n", "")).join(words)
    if chance.random() < 0.3:
        text = "\n\n".join(text[n : n + 40] for n in range(0, len(text), 40))
    return Case(chance.choice((".txt", ".md", ".fountain")), text.encode("utf-8", "surrogatepass"))


def _by_bytes(chance: random.Random) -> Case:
    name = chance.choice(list(TEXTS))
    text = TEXTS[name]
    if not name.endswith((".yaml", ".json")) or chance.random() < 0.3:
        at = chance.randrange(max(1, len(text) - 600))
        text = text[at : at + chance.randint(1, 600)]
    text = _bent(chance, text)
    if chance.random() < 0.2:
        text += _bent(chance, TEXTS[chance.choice(list(TEXTS))][:600])
    data = bytearray(text.encode("utf-8", "surrogatepass"))
    if chance.random() < 0.2:
        for _ in range(chance.choice((1, 3, 20))):
            if data:
                data[chance.randrange(len(data))] = chance.randrange(256)
    suffix = Path(name).suffix if chance.random() < 0.8 else chance.choice((".yaml", ".json", ".txt", ".fountain"))
    return Case(suffix, bytes(data))
