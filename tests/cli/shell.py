"""The command line in a folder with an earlier run's outputs, and small scripts that it is given with faults."""

import io
import re
import signal
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

import pytest

from storyline.cli import main

HEAD = "size: [64, 36]\nrate: 6\n"
STORY = HEAD + "story: A cat runs.\n"
PANEL = HEAD + (
    "cast: [{id: cat, kind: cat}]\nscenes:\n  - shots:\n    - action: The cat sits.\n      duration: 6\n      panels:\n"
    "        - {at: 0, placements: [{entity: cat, box: [0.2, 0.2, 0.5, 0.8]}]}\n"
)
EARLIER = ("film.mp4", "storyboard.yaml", "board.png", "film.srt", "manifest.json")


def here(*arguments: object, code: int = 0, folder: Path | None = None) -> "subprocess.CompletedProcess[str]":
    """The command line in this process, where all is loaded already."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2))
    before = {stop: signal.getsignal(stop) for stop in (signal.SIGTERM, signal.SIGHUP)}
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr(sys, "argv", ["storyline", *map(str, arguments)])
        patch.chdir(folder or Path())
        with pytest.raises(SystemExit) as stopped:
            main()
    for stop, handler in before.items():
        signal.signal(stop, handler)
    said, errors = (stream.seek(0) or stream.read() for stream in (out, err))
    assert stopped.value.code == code, errors
    return subprocess.CompletedProcess(sys.argv, code, said, errors)


class Answer(NamedTuple):
    code: int
    said: str
    errors: list[str]


class Shell:
    """The command line, in this process and in a folder of its own with the outputs of an earlier run."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._monkeypatch, self._capsys = folder, monkeypatch, capsys
        monkeypatch.chdir(folder)
        for name in EARLIER:
            (folder / name).write_bytes(name.encode())

    def __call__(self, *arguments: object) -> Answer:
        self._monkeypatch.setattr(sys, "argv", ["storyline", *map(str, arguments)])
        with pytest.raises(SystemExit) as stopped:
            main()
        said = self._capsys.readouterr()
        code = stopped.value.code
        assert isinstance(code, int)
        return Answer(code, said.out, [line for line in said.err.splitlines() if not line.endswith((" …", "left"))])

    def refuses(self, *arguments: object, words: str, code: int = 1, faults: int = 1) -> None:
        """It fails with these words, and nothing in the folder changes."""
        before = self.content()
        found = self(*arguments)
        assert found.code == code, found
        message = "\n".join(found.errors)
        assert re.search(words, message), message
        if code == 1:
            assert len(found.errors) == faults and message.startswith("storyline: "), message
        assert self.content() == before

    def content(self) -> dict[str, bytes | None]:
        return {
            str(path.relative_to(self.folder)): path.read_bytes() if path.is_file() else None
            for path in sorted(self.folder.rglob("*"))
        }
