"""Whatever is wrong with a script, the shell says it in one sentence a fault, with its place, and changes nothing."""

import json
import re

import pytest

from tests.cli.shell import HEAD, PANEL, STORY, Shell

BOMB = 'a: &a ["x"]\n' + "".join(f"{b}: &{b} [{','.join([f'*{a}'] * 20)}]\n" for a, b in zip("abcdefg", "bcdefgh"))  # noqa: B905
TEXTS: dict[str, tuple[str, bytes | str, str]] = {
    "empty": ("s.txt", "", "s.txt: expected a story; got an empty text"),
    "blank": ("s.txt", " \n\n\t", "expected a story; got an empty text"),
    "empty yaml": ("s.yaml", "", "s.yaml:1:1: expected fields .* got nothing"),
    "a list": ("s.yaml", "- a\n", "expected fields .* got a list"),
    "binary": ("s.txt", b"\x7fELF\x02\x01\x01\x00\xff\xfe\xfd", r"s.txt:1: expected text in UTF-8; got the byte 0xff"),
    "a picture": ("s.yaml", b"\x89PNG\r\n\x1a\n\0\0", "expected text in UTF-8"),
    "UTF-16": ("s.txt", "A cat runs.".encode("utf-16"), "got UTF-16. Save the script as UTF-8"),
    "Latin-1": ("s.yaml", "title: x\nstory: café".encode("latin-1"), "s.yaml:2: expected text in UTF-8; .* byte 0xe9"),
    "NUL": ("s.yaml", "story: a\0b\n", r"s.yaml:1:9: .* control character U\+0000"),
    "NUL in prose": ("s.txt", "A cat\0 runs.", r"s.txt:1:6: .* control character U\+0000"),
    "half a character": ("s.json", '{"story": "\\ud800 cat"}', r"s.json:1:\d+: expected YAML"),
    "half a character, raw": ("s.txt", b"A cat \xed\xa0\x80 runs.", "expected text in UTF-8; got the byte 0xed"),
    "huge": ("s.yaml", b"story: " + b"a" * 10_100_000, "at most 10,000,000 bytes; got more"),
    "bad yaml": ("s.yaml", "story: [a\n", r"s.yaml:2:1: expected YAML"),
    "tabs": ("s.yaml", "story:\n\t- a\n", "indent with spaces"),
    "aliases": ("s.yaml", BOMB, "aliases to repeat at most 100,000"),
    "deep": ("s.yaml", "story: " + "[" * 100_000, "at most 50 lists and mappings"),
    "one word": ("s.txt", "a" * 1_000_000, "sentences of at most 100,000 characters"),
    "unknown field": ("s.yaml", STORY + "stry: x\n", "s.yaml:4:1: stry: unknown field; did you mean 'story'"),
    "a newer format": ("s.yaml", STORY + "format: script/9\n", "Install a newer storyline"),
}  # fmt: skip


@pytest.mark.parametrize("case", TEXTS)
def test_texts_that_are_no_scripts(shell: Shell, case: str) -> None:
    name, text, words = TEXTS[case]
    (shell.folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    shell.refuses("render", name, "-o", "film.mp4", words=words)
    answer = shell("plan", name, "--json")
    assert answer.code == 1 and re.search(words, json.loads(answer.said)["error"]) and not answer.errors


@pytest.mark.slow
def test_a_hundred_thousand_scenes(shell: Shell) -> None:
    (shell.folder / "s.txt").write_text("It rains.\n\n" * 100_000)
    shell.refuses("plan", "s.txt", words="s.txt: expected at most 20,000 sentences and shots, .* got 100,000")


FIELDS: dict[str, list[tuple[str, str]]] = {
    PANEL + "|[0.2, 0.2, 0.5, 0.8]": [
        ("[0.5, 0.2, 0.2, 0.8]", "entity 'cat': box must satisfy x0 < x1; got"),
        ("[0, 0, 100, 200]", r"box coordinates must lie within \[-1, 2\]"),
        ("[1.5, 0, 1.9, 1]", "box must meet the frame"),
        ("[.nan, 0, 1, 1]", "expected a finite number"),
        ("[0, 0, 1]", "value 4 of the list is missing"),
        ("{x: 1}", "expected a list; got {'x': 1}"),
    ],
    PANEL + "|entity: cat": [
        ("entity: cta", r"panel 1: unknown entity 'cta'; did you mean 'cat'\. Correct it"),
        ("entity: cat, parent: dog", "parent 'dog' is not in this panel"),
        ("entity: cat, parent: cat", "carried by itself"),
        ("entity: cat, look: wet", r"s.yaml:\d+:\d+: .*entity 'cat', look: unknown look 'wet'; known are default"),
    ],
    PANEL + "|duration: 6": [
        ("duration: 0", r"s.yaml:7:17: scene 1, shot 1, duration: a shot lasts at least one frame; got 0"),
        ("duration: 0s", "lasts at least one frame"),
        ("duration: -1", "a time is whole frames"),
        ("duration: 1e9", "a time is whole frames"),
        ("duration: 50%", "a length is whole frames .* no share"),
        ("duration: 999999s", "expected a duration of 1 to 1,000,000 frames"),
        ("duration: 1000001", "expected a duration of 1 to 1,000,000 frames"),
        ("duration: 1000000", "a film lasts at most 24 hours; got 46 hours"),
    ],
    STORY + "|rate: 6": [
        (f"rate: {rate}", "rate: a frame rate")
        for rate in ("0", "1e9", "1/0", "-24", "abc", "24.5", "241", "1/3", "30000/1001001", "24/1/1", "''", "[]")
    ],
    STORY + "|size: [64, 36]": [
        ("size: [0, 0]", "even pixels from 16 to 8192"),
        ("size: [65, 36]", "even pixels from 16 to 8192"),
        ("size: [100000, 100000]", "even pixels from 16 to 8192"),
        ("size: [64]", "value 2 of the list is missing"),
        ("size: 64x36", "expected a list; got '64x36'"),
        ("size: [16, 8192]", "an aspect lies between 1:4 and 4:1"),
    ],
    STORY + "|rate: 6\n": [
        ("opening: 50%\n", "opening: a length is whole frames"),
        ("opening: 999999s\n", "opening: expected at most 10000000"),
        ("opening: 9999s\nclosing: 99999s\n", "a film lasts at most 24 hours; got 31 hours"),
        ("seed: -1\n", "seed: expected at least 0"),
        ("seed: 99999999999999999999\n", "seed: expected less than"),
        ("aspect: 1:0\n", "an aspect is a ratio"),
        ("language: ../x\n", "a language code"),
        ("subtitles: on\n", "expected 'burned', 'file' or 'none'"),
    ],
}


@pytest.mark.parametrize(("place", "value", "words"), [(p, v, w) for p, found in FIELDS.items() for v, w in found])
def test_absurd_values(shell: Shell, place: str, value: str, words: str) -> None:
    text, _, old = place.partition("|")
    assert old in text
    (shell.folder / "s.yaml").write_text(text.replace(old, value))
    shell.refuses("render", "s.yaml", "-o", "film.mp4", words=words)


DOUBLES = {
    "cast: [{id: a}, {id: b}, {id: a}]": r"s.yaml:4:31: cast member 'a', id: entity 'a' stands 2 times",
    "places: [{id: a}, {id: a}]": r"s.yaml:4:24: place 'a', id: place 'a' stands 2 times",
    "groups: [{id: g, name: g, members: [a]}, {id: g, name: h, members: [a]}]": "s.yaml:4:47: .*group 'g' stands 2",
    "cast: [{id: a, looks: [{}, {}]}]": r"s.yaml:4:28: cast member 'a', look 2, name: look 'default' stands 2 times",
}


@pytest.mark.parametrize("field", DOUBLES)
def test_an_id_stands_once(shell: Shell, field: str) -> None:
    (shell.folder / "s.yaml").write_text(f"{STORY}{field}\n")
    shell.refuses("render", "s.yaml", "-o", "film.mp4", words=DOUBLES[field])


def test_scenes_and_shots_have_ids_of_their_own(shell: Shell) -> None:
    shot = "shots: [{id: x, action: A cat runs.}]"
    (shell.folder / "s.yaml").write_text(f"{HEAD}scenes:\n  - {{id: a, {shot}}}\n  - {{id: a, {shot}}}\n")
    shell.refuses("plan", "s.yaml", words="s.yaml:5:10: scene 2, id: scene 'a' stands 2 times", faults=2)
    shell.refuses("plan", "s.yaml", words="s.yaml:5:26: scene 2, shot 1, id: shot 'x' stands 2 times", faults=2)


def test_several_faults_are_a_line_each(shell: Shell) -> None:
    (shell.folder / "s.yaml").write_text("title: x\n" + "".join(f"a{n}: 1\n" for n in range(30)))
    shell.refuses("render", "s.yaml", "-o", "film.mp4", words="and 10 more faults", faults=21)
