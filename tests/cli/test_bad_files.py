"""Whatever is wrong with the files that a script names, or with outputs, is said, and what was there stays."""

import json
import os
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from tests.cli.shell import HEAD, PANEL, STORY, Shell

SOUND = STORY + "sounds: [{file: {path: x.mp3}}]\n"


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


def test_names_that_are_not_text(shell: Shell) -> None:
    (shell.folder / "s.yaml").write_text(STORY)
    for name in (os.fsdecode(b"\xff.mp4"), "a\nb.mp4", "'; rm -rf x.mp4"):
        answer = shell("render", "s.yaml", "-o", name)
        assert answer.code == 0, answer
        assert (shell.folder / name).stat().st_size > 0
    (shell.folder / os.fsdecode(b"\xfe.yaml")).write_text("story: [")
    assert shell("plan", os.fsdecode(b"\xfe.yaml")).code == 1
