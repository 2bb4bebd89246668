"""read: whatever a caller has, with prose expanded, ids given and files found."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from storyline.errors import ScriptError
from storyline.reading import read, read_yaml, write_yaml
from storyline.schema.script import Script
from storyline.schema.storyboard import Storyboard
from tests.boards import board, shot

EXAMPLES = Path(__file__).parents[2] / "examples"


def words(script: Script | Storyboard) -> list[str]:
    return [beat.text for scene in script.scenes for beat in scene.beats]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.yaml", "title: A\nstory: He ran."),
        ("a.YML", "title: A\nstory: He ran."),
        ("a.json", '{"title": "A", "story": "He ran."}'),
        ("a.txt", "A\n\nHe ran."),
        ("a.md", "# A\n\nHe ran."),
    ],
)
def test_a_file_is_read_by_its_suffix(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8-sig")
    for source in (path, str(path)):
        document, root = read(source)
        assert (document.title, words(document), root) == ("A", ["He ran."], tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "title: A\nstory: He ran.",
        "# a comment\n\n---\nstory: He ran.\ntitle: A",
        '\ufeff{"title": "A", "story": "He ran."}',
        "A\n\nHe ran.",
    ],
)
def test_a_text_is_yaml_json_or_prose(text: str) -> None:
    document = read(text).document
    assert (document.title, words(document)) == ("A", ["He ran."])


def test_a_sentence_is_prose() -> None:
    assert words(read("A red robot walks along the beach at sunset").document) == [
        "A red robot walks along the beach at sunset"
    ]
    assert words(read("She said: go.").document) == ["She said: go."]
    assert words(read("word " * 2000).document) == [("word " * 2000).strip()]


def test_yaml_that_is_wrong_is_not_taken_for_prose() -> None:
    with pytest.raises(ScriptError, match="script:2:1: storry: unknown field; did you mean 'story'"):
        read("title: A\nstorry: He ran.")


def test_json_reads_like_yaml_with_its_escapes() -> None:
    document = read(json.dumps({"title": "😀 \\ud83d\\ude00 \\\\ é /", "story": 'He\n\n"ran".\t'})).document
    assert document.title == "😀 \\ud83d\\ude00 \\\\ é /"
    with pytest.raises(ScriptError, match="script:2:2: field 'title' stands twice"):
        read('{"title": "A",\n "title": "B"}')


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("gone.yaml", None, "gone.yaml: expected a script; got no such file in "),
        (
            "a.doc",
            b"x",
            "expected a file that ends in .yaml, .yml, .json, .txt, .md, .fountain, .spmd; got '.doc'. Save",
        ),
        ("a.txt", b"caf\xe9", "a.txt:1: expected text in UTF-8; got the byte 0xe9. Save the script as UTF-8."),
        ("b.txt", b"a\n\xff\xfe", "b.txt:2: expected text in UTF-8"),
        ("c.txt", b"a\n b\x00c", "c.txt:2:3: expected text; got the control character U+0000. Remove it."),
        ("d.txt", b"", "d.txt: expected a story; got an empty text. Write a sentence or more."),
        ("e.yaml", b"", "e.yaml:1:1: expected fields"),
        ("f.json", b'{"title": 1}', "f.json:1:11: title: expected text; got 1"),
        ("g.txt", b"x" * 10_000_001, "expected at most 10,000,000 bytes; got more. Split the script."),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, name: str, data: bytes | None, message: str) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(ScriptError) as refused:
        read(str(tmp_path / name))
    assert message in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1


def test_a_folder_and_a_number_are_no_scripts(tmp_path: Path) -> None:
    with pytest.raises(ScriptError, match="expected a script; got a folder"):
        read(tmp_path)
    # in a process of its own, where no run-time type check comes first
    done = subprocess.run([sys.executable, "-c", "import storyline; storyline.read(3)"], capture_output=True, text=True)
    assert "expected a path, a text, a dict, a Script or a Storyboard; got int" in done.stderr


def test_a_dict_and_nouns_are_taken() -> None:
    made = board(shot("a", 10))
    assert read(made).document is made
    assert read({"title": "A", "story": "He ran."}).document == read(Script(title="A", story="He ran.")).document
    assert read(made.model_dump(mode="json")).document == made
    with pytest.raises(ScriptError, match=r"^titel: unknown field; did you mean"):
        read({"titel": "A"})


def test_stories_become_scenes_and_beats() -> None:
    film = read("title: A\nstory: |\n  ## Dawn\n  He ran.\n\n  She sat.").document
    assert film.story is None
    assert [(scene.heading, len(scene.beats)) for scene in film.scenes] == [("Dawn", 2)]
    staged = read(
        "scenes:\n- place: wood\n  story: |\n    He ran.\n\n    She sat.\n- heading: B\n  shots: [{action: Go.}]"
    )
    assert [(scene.place, scene.story, len(scene.beats)) for scene in staged.document.scenes] == [
        ("wood", None, 2),
        (None, None, 0),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("story: a\nscenes: [{story: b}]", "script:1:1: a film is told by `story` or by `scenes`; got both."),
        (
            "scenes: [{story: b, shots: [{action: c}]}]",
            "script:1:10: scene 1: a scene is told by one of `story`, `beats` and `shots`; got story",
        ),
        ("scenes: [{beats: [{text: b}], shots: [{action: c}]}]", "got beats and shots"),
        ("scenes: [{beats: [{text: b}], story: c}]", "got story and beats"),
    ],
)
def test_a_story_told_twice_is_refused(text: str, message: str) -> None:
    with pytest.raises(ScriptError) as refused:
        read(text)
    assert message in str(refused.value)


def ids(text: str) -> list[str | None]:
    return [scene.id for scene in read(text).document.scenes]


def test_ids_are_made_of_the_text_alone() -> None:
    assert ids("He ran away.\n***\nShe sat.\n***\nHe ran away.") == [
        "he-ran-away-4d118c",
        "she-sat-ffdfc2",
        "he-ran-away-4d118c-2",
    ]
    assert ids("She sat.\n***\nHe ran away.") == ["she-sat-ffdfc2", "he-ran-away-4d118c"]
    scenes = (
        "scenes: [{id: mine, heading: A}, {heading: x², shots: [{action: Go.}, {id: own}, {label: 1A}, {action: Go.}]}]"
    )
    given, made = read(scenes).document.scenes
    assert given.id == "mine"
    assert [shot.id for shot in made.shots] == ["go-c48cb0", "own", "1a-cf3d83", "go-c48cb0-2"]
    assert read_yaml(write_yaml(read(scenes).document)) == read(scenes).document


def film(path: str, digest: str | None = None) -> dict[str, Any]:
    file = {"path": path} | ({"digest": digest} if digest else {})
    return {"story": "He ran.", "sounds": [{"file": file}]}


def test_files_are_found_and_digested(tmp_path: Path) -> None:
    (tmp_path / "sound").mkdir()
    (tmp_path / "sound" / "a.wav").write_bytes(b"sea")
    digest = hashlib.sha256(b"sea").hexdigest()
    found = read(film("sound/a.wav"), root=tmp_path).document
    assert found.sounds[0].file.digest == digest
    assert read(found, root=tmp_path).document == found
    Image.new("L", (4, 4)).save(tmp_path / "a.png")
    digest = hashlib.sha256((tmp_path / "a.png").read_bytes()).hexdigest()
    panels = [{"at": 0, "image": {"path": "a.png"}, "placements": [{"entity": "a", "mask": {"path": "a.png"}}]}]
    staged = read({"scenes": [{"shots": [{"id": "a", "panels": panels}]}]}, root=tmp_path).document
    panel = (staged.scenes[0].shots[0].panels or ())[0]
    assert panel.image is not None
    assert panel.image.digest == (panel.placements or ())[0].mask.digest == digest  # type: ignore[union-attr]


def test_files_that_are_not_what_they_should_be_are_refused(tmp_path: Path) -> None:
    root = tmp_path / "film"
    root.mkdir()
    (tmp_path / "secret").write_bytes(b"x")
    (root / "a.wav").write_bytes(b"sea")
    (root / "link.wav").symlink_to(tmp_path / "secret")
    for source, message in [
        (film("gone.wav"), "script: sound 1, file: expected a file; there is no 'gone.wav' in"),
        (film("link.wav"), "'link.wav', a link that leads out of it"),
        (film("a.wav", "0" * 64), "The file has changed: restore it, or remove the digest"),
        (film("../secret"), "inside the script's own folder"),
    ]:
        with pytest.raises(ScriptError) as refused:
            read(source, root=root)
        assert message in str(refused.value)


@pytest.mark.parametrize(
    "path", [path for path in sorted(EXAMPLES.glob("*.*")) if path.suffix != ".ipynb"], ids=lambda path: path.name
)
def test_every_example_reads(path: Path) -> None:
    document = read(path).document
    assert document.scenes
    assert read_yaml(write_yaml(document)) == document
