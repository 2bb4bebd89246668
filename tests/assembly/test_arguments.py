"""No word of a script becomes an argument, a filter or a file of the encoder: its real command lines, recorded."""

import re
import subprocess
import wave
from collections.abc import Iterator
from itertools import cycle, repeat
from pathlib import Path
from typing import Any

import pytest

from storyline import make_film

EVIL = [
    "-y", "-filter_complex", "-i /etc/passwd", "a:b=c,d;e[f]", "drawtext=textfile=/etc/passwd", "' -map 0 '",
    '"; touch x"', "$(touch x)", "`touch x`", "%d %s %{metadata\\:x}", "a\nb\n-y", "file:///etc/passwd", "| tee x",
    "\\'; movie=x", "&& x",
]  # fmt: skip
NAME = "$(x) ';%d,a=b[c].wav"
"""Of a file beside the script."""


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The command lines of all programs that are started from here on; they do run."""
    seen: list[list[str]] = []

    class Recorded(subprocess.Popen):  # type: ignore[type-arg]
        def __init__(self, arguments: Any, *others: Any, **options: Any) -> None:
            assert not options.get("shell")
            seen.append([str(argument) for argument in arguments])
            super().__init__(arguments, *others, **options)

    monkeypatch.setattr(subprocess, "Popen", Recorded)
    return seen


def script(words: Iterator[str]) -> dict[str, Any]:
    """A script with words wherever words can stand."""
    text = words.__next__
    return {
        "title": text(), "style": text(), "negative_prompt": text(), "size": [32, 18], "rate": 6, "opening": 4,
        "closing": 4,
        "credits": [{"role": text()[:200], "name": text()[:200]}],
        "cast": [{"id": "cat", "kind": "cat", "name": text()[:200], "voice": text(),
                  "looks": [{"description": text()}]}],
        "places": [{"id": "p", "name": text()[:200], "appearance": text()}],
        "scenes": [
            {"heading": text(), "place": "p", "light": text(), "shots": [
                {"action": f"The cat sits. {text()}", "label": text(), "duration": 4,
                 "lines": [{"text": text(), "speaker": "cat", "start": 0, "duration": 4}],
                 "panels": [{"at": 0, "prompt": text(), "placements": [{"entity": "cat"}]}],
                 "overrides": {"parameters": {text(): text()}, "negative_prompt": text()}},
            ]},
        ],
        "sounds": [{"file": {"path": NAME}}],
        "notes": [{"kind": "info", "text": text()}],
    }  # fmt: skip


class Checked:
    """Makes films in a folder, whose command lines must all be alike."""

    def __init__(self, folder: Path, commands: list[list[str]]) -> None:
        self.folder, self.commands = folder, commands
        self.shape: tuple[str, ...] = ()

    def __call__(self, name: str, words: Iterator[str]) -> None:
        self.commands.clear()
        make_film(script(words), self.folder / "out" / "film.mp4", workers=1, store=self.folder / "store" / name)
        commands = [command for command in self.commands if len(command) > 2]  # others name a version
        assert len(commands) > 8
        for command in commands:
            assert command[1:3] == ["-hide_banner", "-nostdin"]
            for argument in command[1:]:
                assert argument == "-y" or not any(text in argument for text in EVIL if text != "-y")
                assert NAME not in argument or argument == f"file:{self.folder / NAME}"
        shape = tuple(_steady(argument) for command in commands for argument in command)
        self.shape = self.shape or shape
        assert shape == self.shape, f"the words {name!r} change the command lines"
        assert {p.name for p in self.folder.iterdir()} == {NAME, "out", "store"}


@pytest.fixture
def film(tmp_path: Path, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> Checked:
    monkeypatch.chdir(tmp_path)
    with wave.open(str(tmp_path / NAME), "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(bytes(8000))
    checked = Checked(tmp_path, commands)
    checked("plain", repeat("plain"))
    return checked


def test_words_stay_words(film: Checked) -> None:
    """Every text stands in one place or another."""
    film("forwards", cycle(EVIL))
    film("backwards", cycle(EVIL[::-1]))


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(EVIL)))
def test_words_stay_words_in_every_place(film: Checked, number: int) -> None:
    film(str(number), repeat(EVIL[number]))


def _steady(argument: str) -> str:
    """An argument without what is new each time: the names of temporary folders, and of artifacts."""
    if not argument.startswith("file:"):
        return argument
    path = Path(argument.removeprefix("file:"))
    return f"file:{re.sub(r'[0-9a-f]{64}[.][0-9a-f]{32}', 'artifact', path.name)}"
