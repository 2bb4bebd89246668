"""Whatever is wrong, the shell says it in one sentence a fault, fails, and leaves what was there before."""

import json
import os
import re
import signal
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from PIL import Image

from storyline.cli import main

HEAD = "size: [64, 36]\nrate: 6\n"
STORY = HEAD + "story: A cat runs.\n"
PANEL = HEAD + (
    "cast: [{id: cat, kind: cat}]\nscenes:\n  - shots:\n    - action: The cat sits.\n      duration: 6\n      panels:\n"
    "        - {at: 0, placements: [{entity: cat, box: [0.2, 0.2, 0.5, 0.8]}]}\n"
)
SOUND = STORY + "sounds: [{file: {path: x.mp3}}]\n"
EARLIER = ("film.mp4", "storyboard.yaml", "board.png", "film.srt", "manifest.json")


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


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Shell]:
    before = {stop: signal.getsignal(stop) for stop in (signal.SIGTERM, signal.SIGHUP)}
    yield Shell(tmp_path, monkeypatch, capsys)
    for stop, handler in before.items():
        signal.signal(stop, handler)


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


OUTSIDE = (
    "../x.wav", "/etc/passwd", "~/x.wav", "~root/x.wav", "file:x.wav", "file:///etc/passwd", "http://a/b.wav",
    "concat:a.wav|b.wav", "subfile:,,start,0,end,9,,:x.wav", "pipe:0", "-i", "-y.wav", "|x", "a/../../b.wav",
    "a\\..\\..\\b.wav", "C:\\x.wav", "data:audio/wav;base64,AA", "crypto:x", "x\\n.wav",
)  # fmt: skip


@pytest.mark.parametrize("path", OUTSIDE)
def test_a_path_cannot_leave_the_folder_or_be_a_protocol(shell: Shell, path: str) -> None:
    (shell.folder / "s.yaml").write_text(
        STORY + "sounds: [{file: {path: " + json.dumps(path.replace("\\n", "\n")) + "}}]\n"
    )
    shell.refuses(
        "render", "s.yaml", "-o", "film.mp4", words="sound 1, file, path: (a file is named|expected the name)"
    )


@pytest.mark.parametrize("path", ["none.wav", "%d.wav", "*.wav", "[a-z].wav", ".", "$HOME.wav", "`id`.wav", "x" * 400])
def test_a_path_is_taken_by_its_letters(shell: Shell, path: str) -> None:
    (shell.folder / "0.wav").write_bytes(b"RIFF")
    (shell.folder / "s.yaml").write_text(STORY + "sounds: [{file: {path: " + json.dumps(path) + "}}]\n")
    shell.refuses("render", "s.yaml", "-o", "film.mp4", words="s.yaml: sound 1, file: expected a file")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, data: bytes = b"\0" * 1000) -> bytes:
    """A picture that says how large it is, whatever it holds."""
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + _chunk(b"IDAT", zlib.compress(data)) + _chunk(b"IEND", b"")


PICTURES: dict[str, tuple[bytes, str]] = {
    "a bomb": (png(60_000, 60_000), r"pixels; got 'x.png' of (60000x60000|hundreds of millions)"),
    "a wide one": (png(50_000, 2), "at most 8192x8192 pixels; got 'x.png' of 50000x2"),
    "text": (b"a cat", r"expected a picture \(PNG, JPEG or WebP\); got 'x.png', which is none"),
    "nothing": (b"", "which is none"),
    "a vector drawing": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "which is none"),
    "half a head": (png(9, 9)[:20], "(which is none|damaged)"),
}
NAMED = {
    "image": (PANEL.replace("0.8]}]}", "0.8]}], image: {path: x.png}}"), "scene 1, shot 1, panel 1, image"),
    "mask": (PANEL.replace("0.8]}", "0.8], mask: {path: x.png}}"), "entity 'cat', mask"),
    "reference": (PANEL.replace("kind: cat}", "kind: cat, looks: [{references: [{path: x.png}]}]}"), "reference 1"),
}


@pytest.mark.parametrize("case", PICTURES)
@pytest.mark.parametrize("field", NAMED)
def test_pictures_that_are_none_or_too_large(shell: Shell, field: str, case: str) -> None:
    text, where = NAMED[field]
    data, words = PICTURES[case]
    (shell.folder / "x.png").write_bytes(data)
    (shell.folder / "s.yaml").write_text(text)
    shell.refuses("render", "s.yaml", "-o", "film.mp4", words=f"{where}.*{words}")


def test_pictures_that_are_pictures_are_taken(shell: Shell) -> None:
    Image.new("RGBA", (64, 36)).save(shell.folder / "x.png")
    for text, _ in NAMED.values():
        (shell.folder / "s.yaml").write_text(text)
        assert shell("plan", "s.yaml", "-o", "b.yaml").code == 0


def _circle(path: Path) -> None:
    path.symlink_to(path.with_name("other.mp3"))
    path.with_name("other.mp3").symlink_to(path)


SOUNDS: dict[str, tuple[Callable[[Path], object], str]] = {
    "text": (lambda path: path.write_text("la la la"), "cannot read .*x.mp3 as a sound .*use WAV"),
    "nothing": (lambda path: path.write_bytes(b""), "cannot read .*x.mp3 as a sound"),
    "noise": (lambda path: path.write_bytes(bytes(range(256)) * 99), "cannot read .*x.mp3 as a sound"),
    "half a head": (lambda path: path.write_bytes(b"RIFF\xff\xff\xff\xffWAVEfmt "), "cannot read .*x.mp3 as a sound"),
    "a picture": (lambda path: path.write_bytes(png(9, 9)), "cannot read .*x.mp3 as a sound"),
    "a folder": (lambda path: path.mkdir(), "expected a file; there is no 'x.mp3'"),
    "a pipe": (lambda path: os.mkfifo(path), "expected a file; there is no 'x.mp3'"),
    "a circle of links": (_circle, "sound 1, file: expected a file"),
    "a link out": (lambda path: path.symlink_to("/etc/hostname"), "'x.mp3', a link that leads out of it"),
}


@pytest.mark.parametrize("case", SOUNDS)
def test_sounds_that_are_none(shell: Shell, case: str) -> None:
    make, words = SOUNDS[case]
    make(shell.folder / "x.mp3")
    (shell.folder / "s.yaml").write_text(SOUND)
    shell.refuses("render", "s.yaml", "-o", "film.mp4", words=words)


OUTPUTS: dict[str, str] = {
    "film.avi": "-o: expected a file ending in .mp4; got 'film.avi'",
    "film": "expected a file ending in .mp4",
    "": "expected a file ending in .mp4",
    ".mp4": "expected a file ending in .mp4",
    "-": "expected a file ending in .mp4",
    "s.yaml": "expected a file ending in .mp4",
    "s.yaml/film.mp4": "cannot write s.yaml/film.mp4: .*; choose a folder that can be written",
    "folder.mp4": "cannot write folder.mp4: expected the name of a file; got a folder",
    "pipe.mp4": "cannot write pipe.mp4: expected the name of a file; got a device or a pipe",
    "circle.mp4": "cannot write circle.mp4",
    "x" * 300 + ".mp4": "cannot write .*File name too long",
    "/proc/film.mp4": "cannot write /proc/film.mp4",
    "taken/film.mp4": "cannot write taken/board.png: expected the name of a file; got a folder",
}


@pytest.mark.parametrize("output", OUTPUTS)
def test_outputs_that_cannot_be_written(shell: Shell, output: str) -> None:
    (shell.folder / "s.yaml").write_text(STORY)
    (shell.folder / "folder.mp4").mkdir()
    (shell.folder / "taken" / "board.png").mkdir(parents=True)
    os.mkfifo(shell.folder / "pipe.mp4")
    (shell.folder / "circle.mp4").symlink_to("circle.mp4")
    shell.refuses("render", "s.yaml", "-o", output, words=OUTPUTS[output])


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a device")
def test_devices_stay_devices(shell: Shell) -> None:
    (shell.folder / "s.yaml").write_text(STORY)
    try:
        os.mknod(shell.folder / "null.png", 0o666 | 0o020000, os.makedev(1, 3))
    except PermissionError:
        pytest.skip("making devices is not allowed here")
    for verb in (("board",), ("draw", "--frame", 0)):
        shell.refuses(*verb, "s.yaml", "-o", "null.png", words="cannot write null.png: .* a device or a pipe")
    assert (shell.folder / "null.png").is_char_device()


def test_the_script_is_never_the_output(shell: Shell) -> None:
    (shell.folder / "s.yaml").write_text(STORY)
    shell.refuses("plan", "s.yaml", "-o", "./s.yaml", words="s.yaml is the script itself; choose another name")
    (shell.folder / "storyboard.yaml").write_text(STORY)
    shell.refuses("render", "storyboard.yaml", "-o", "film.mp4", words="storyboard.yaml is the script itself")


def test_what_a_script_names_is_never_the_output(shell: Shell) -> None:
    Image.new("RGBA", (20, 40), "red").save(shell.folder / "board.png")
    text = HEAD + "cast: [{id: imp, kind: imp, looks: [{picture: {path: board.png}}]}]\nstory: Imp runs.\n"
    (shell.folder / "s.yaml").write_text(text)
    words = "board.png is a file that the script names; choose another name"
    shell.refuses("render", "s.yaml", "-o", "film.mp4", words=words)
    shell.refuses("board", "s.yaml", "-o", "board.png", words=words)
    shell.refuses("draw", "s.yaml", "--frame", 0, "-o", "./board.png", words=words)
    (shell.folder / "link.png").symlink_to("board.png")
    shell.refuses("board", "s.yaml", "-o", "link.png", words="link.png is a file that the script names")


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


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_an_output_that_takes_no_more(tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text(STORY)
    command = [sys.executable, "-m", "storyline", "plan", "s.yaml"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "storyline: cannot go on: No space left on device; mend that and start again\n"
    closed = subprocess.run(
        ["sh", "-c", 'exec "$@" >&-', "sh", *command], cwd=tmp_path, capture_output=True, check=False
    )
    assert (closed.returncode, closed.stderr) == (0, b"")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become nobody")
def test_a_folder_that_cannot_be_entered(tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0o700)
    (tmp_path / "locked" / "s.txt").write_text("A cat runs.")
    tmp_path.chmod(0o755)
    # All that is needed is loaded before: nobody may have no way to it either.
    code = (
        f"import os, storyline.cli, storyline.film; os.chdir({str(tmp_path)!r}); os.setuid(65534); storyline.cli.main()"
    )
    command = [sys.executable, "-c", code, "plan", "locked/s.txt"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    words = "storyline: locked/s.txt: expected a file that can be read; got: Permission denied. Mend that.\n"
    assert (done.returncode, done.stderr) == (1, words)


OPTIONS: list[tuple[tuple[str, ...], int, str]] = [
    (("render", "s.yaml", "--seed", "-1"), 2, "greater than or equal to 0"),
    (("render", "s.yaml", "--seed", "x"), 2, "valid integer"),
    (("render", "s.yaml", "--seed", "9" * 30), 1, "seed: expected a whole number"),
    (("render", "s.yaml", "--workers", "0"), 2, "greater than or equal to 1"),
    (("render", "s.yaml", "--workers", "9999"), 2, "less than or equal to 256"),
    (("render", "s.yaml", "--planner", "x"), 1, "unknown planner 'x'; installed are .*offline"),
    (("render", "s.yaml", "--generator", "../x"), 1, "unknown generator '../x'; installed are .*toon"),
    (("render", "s.yaml", "--size", "3x3"), 2, "No such option"),
    (("render", "none.txt"), 1, "none.txt: expected a script; got no such file in"),
    (("render", "."), 1, "expected a script; got a folder"),
    (("render", "pipe.txt"), 1, "expected a file that ends in"),
    (("render", "film.mp4"), 1, "expected a file that ends in"),
    (("render", "s.yaml", "--dry-run", "-o", "x.avi"), 1, "-o: expected a file ending in .mp4"),
    (("draw", "s.yaml", "--frame", "-1", "-o", "x.png"), 2, "greater than or equal to 0"),
    (("draw", "s.yaml", "--frame", "99999999", "-o", "x.png"), 1, r"--frame: the film has frames 0..16; got 99999999"),
    (("draw", "s.yaml", "--frame", "3", "-o", "x.jpg"), 1, "-o: expected a file ending in .png; got 'x.jpg'"),
    (("draw", "s.yaml", "-o", "x.png"), 1, "-o: expected a folder; .*got 'x.png'"),
    (("draw", "s.yaml", "-o", "s.yaml"), 1, "cannot write s.yaml/.*; choose a folder"),
    (("board", "s.yaml", "-o", "x.jpg"), 1, "-o: expected a file ending in .png"),
    (("plan", "s.yaml", "-o", "folder.yaml"), 1, "expected the name of a file; got a folder"),
    (("plan", "s.yaml", "-o", "x.png"), 1, "-o: expected a file ending in .yaml or .yml; got 'x.png'"),
    (("plan", "s.yaml", "-o", "-"), 1, "-o: expected a file ending in .yaml"),
    (("plan", "s.yaml", "--explain", "-o", "folder"), 1, "-o: expected a file ending in .yaml"),
    (("read", "s.yaml", "-o", "x.json"), 1, "-o: expected a file ending in .yaml or .yml or .fountain"),
    (("read", "x" * 300 + ".yaml"), 1, "expected a file that can be read; got: File name too long"),
    (("read", "circle.yaml"), 1, "circle.yaml: expected a script; got a link that leads nowhere"),
    (("read", "dangling.txt"), 1, "dangling.txt: expected a script; got a link that leads nowhere"),
    (("schema", "film"), 1, "expected script, storyboard or series"),
    (("film",), 2, "No such command"),
    ((), 2, ""),
]


@pytest.mark.parametrize(("arguments", "code", "words"), OPTIONS)
def test_options(shell: Shell, arguments: tuple[str, ...], code: int, words: str) -> None:
    (shell.folder / "s.yaml").write_text(STORY)
    os.mkfifo(shell.folder / "pipe.txt")
    (shell.folder / "folder.yaml").mkdir()
    (shell.folder / "circle.yaml").symlink_to("circle.yaml")
    (shell.folder / "dangling.txt").symlink_to("nowhere.txt")
    shell.refuses(*arguments, code=code, words=words)


def test_names_that_are_not_text(shell: Shell) -> None:
    (shell.folder / "s.yaml").write_text(STORY)
    for name in (os.fsdecode(b"\xff.mp4"), "a\nb.mp4", "'; rm -rf x.mp4"):
        answer = shell("render", "s.yaml", "-o", name)
        assert answer.code == 0, answer
        assert (shell.folder / name).stat().st_size > 0
    (shell.folder / os.fsdecode(b"\xfe.yaml")).write_text("story: [")
    assert shell("plan", os.fsdecode(b"\xfe.yaml")).code == 1


def test_several_faults_are_a_line_each(shell: Shell) -> None:
    (shell.folder / "s.yaml").write_text("title: x\n" + "".join(f"a{n}: 1\n" for n in range(30)))
    shell.refuses("render", "s.yaml", "-o", "film.mp4", words="and 10 more faults", faults=21)
